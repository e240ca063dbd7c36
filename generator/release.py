"""State between releases: ``content/published.tsv``, from which ``lastmod`` and redirects follow.

``build`` only reads it and leaves what a release would write in ``.build/``; ``generator release`` copies that
into ``content/`` for the marketer or CI to commit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from generator.content import Content
from generator.errors import UsageError
from generator.page import Page
from generator.publish import Manifest, faults, keep
from generator.render import Renderer

HEADER = "address\tdigest\tday\tstatus\n"
TABLE = "published.tsv"
REFS = "refs.tsv"


def lastmod(content: Content, page: Page, digest: str) -> date:
    """The day the page's main content last changed: the released day while the digest is equal, else today.

    A released day after the build's own (the clock went back) counts as today's: no ``lastmod`` in the future.
    """
    row = content.published.get(page.address)
    return min(row.day, content.as_of) if row and row.digest == digest else content.as_of


def tables(content: Content, pages: Sequence[Page], statuses: Mapping[str, str], renderer: Renderer) -> dict[str, bytes]:
    """What a build leaves in ``.build/``: the table a release would commit, and that of checkout refs for the owner."""
    rows = {page.address: (renderer.main_digest(page), str(page.lastmod), "live") for page in pages if page.listed}
    for address, row in content.published.items():
        rows.setdefault(address, (row.digest, str(row.day), statuses[address]))
    lines = "".join("\t".join((address, *row)) + "\n" for address, row in sorted(rows.items()))
    refs = "".join(f"{page.ref}\t{page.address}\n" for page in sorted(pages, key=lambda page: page.ref) if page.ref)
    return {TABLE: (HEADER + lines).encode(), REFS: ("ref\taddress\n" + refs).encode()}


def release(content: Content, table: bytes, state: Path, output: Path, target: Path) -> int:
    """Write ``content/published.tsv`` after a finished build. Returns the number of addresses.

    ``table`` is what the content says today. Raises :class:`UsageError` while the owner's settings are unconfirmed,
    no finished build is there, or content was edited since.
    """
    if not content.site.confirmed:
        raise UsageError(
            "content/site.yaml: 'confirmed' is false: check base_url, checkout_url, mail and organisation, then set it to true"
        )
    built = state / TABLE
    if not built.exists() or not Manifest.read(state, output).finished:
        raise UsageError("there is no finished build to release: run 'generator build' first")
    if built.read_bytes() != table:
        raise UsageError("content or the day has changed since the last build: run 'generator build', look at it, then release")
    with faults("cannot write", target):
        keep(target, table)
    return table.count(b"\n") - 1
