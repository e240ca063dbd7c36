"""What a build did, told to people: the summary, ``explain``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from generator.build import Site
from generator.errors import UsageError, suggest
from generator.page import Page
from generator.publish import Published


def summary(site: Site, done: Published | None, seconds: float, output: str) -> str:
    """The end of a build: what is published, held, left out; what was written; what to open."""
    counts = totals(site)
    lines = [
        f"{counts['published']} landing pages published, {counts['held']} held, {counts['left_out']} left out of {counts['cells']} cells;"
        f" {len(site.pages)} pages in all",
        f"{counts['warnings']} warnings, {counts['notices']} notices, {seconds:.1f} s",
    ]
    if done:
        lines.append(
            f"{done.written} files written, {done.deleted} deleted, {done.kept} kept, {done.size / 1e6:.1f} MB in {output}/"
        )
        if done.foreign:
            lines.append(f"{len(done.foreign)} files in {output}/ are not ours and were kept: {', '.join(done.foreign[:5])}")
        lines.append("Look at it: generator serve, then open http://127.0.0.1:8000/ (why a page is held: generator coverage)")
    return "\n".join(lines)


def unchanged(site: Site, done: Published, output: str) -> str:
    """What the next build says if nothing has changed by then."""
    counts = totals(site)
    return (
        f"Nothing has changed since the last build: {len(site.pages)} pages stand in {output}/, 0 of {done.written + done.kept} files"
        f" written; {counts['warnings']} warnings, {counts['notices']} notices. To look at every file: generator build --force"
    )


def totals(site: Site) -> dict[str, int]:
    """How many cells are plausible, published, held and left out; how many warnings."""
    plausible = sum(cell.plausible for cell in site.cells)
    levels = Counter(problem.level for problem in site.warnings)
    published = sum(page.kind == "landing" for page in site.pages)
    return {
        "cells": len(site.cells),
        "plausible": plausible,
        "published": published,
        "held": plausible - published,
        "left_out": len(site.cells) - plausible,
        "pages": len(site.pages),
        "warnings": levels["warning"] + levels["overdue"],
        "notices": levels["notice"],
    }


def explain(site: Site, url: str) -> str:
    """Where every part of a page comes from, and why it is published or held.

    Raises :class:`UsageError` for an address that is neither a page nor a cell.
    """
    address = "/" + url.removeprefix(site.content.site.base_url).strip("/") + ("" if url.endswith(".html") else "/")
    address = "/" if address == "//" else address
    pages = {page.address: page for page in site.pages}
    held = {entry.page.address: entry for entry in site.selection.held}
    cells = {cell.address: cell for cell in site.cells}
    if address in pages:
        return "\n".join(_explain_page(site, pages[address]))
    if address in held:
        entry = held[address]
        return f"{address}\nheld: {entry.code} {entry.reason}\nwould be released by: {entry.missing}\n" + "\n".join(
            _sections(site, entry.page)
        )
    if address in cells:
        line, _ = site.content.place(cells[address].decided_by)
        return f"{address}\nleft out: {cells[address].reason}\ndecided by {cells[address].decided_by.path}:{line}"
    raise UsageError(f"no page or cell has the address {address} {suggest(address, [*pages, *cells])}".strip())


def _explain_page(site: Site, page: Page) -> Iterator[str]:
    yield f"{page.address}  ({page.kind})"
    yield f"title: {page.title}"
    if page.kind == "landing":
        cell = next(cell for cell in site.cells if cell.address == page.address)
        yield f"published: {len(page.own_facts)} sourced facts of its own; the cell is {cell.reason}"
        neighbour = site.selection.nearest.get(page.address)
        if neighbour:
            yield f"nearest neighbour, names masked: {neighbour[1]:.2f} {neighbour[0]}"
    yield f"lastmod {page.lastmod}, checked {page.reviewed}, due {page.review_due}, checkout ref {page.ref or '-'}"
    yield from _sections(site, page)
    if page.own_facts:
        yield "sourced facts of its own:"
        yield from (f"  {fact.pair:22} {fact.kind:22} {fact.source}" for fact in page.own_facts)
    if page.facts:
        yield "ledger facts:"
        for reference in sorted(page.facts):
            figure = site.content.ledger[reference]
            yield f"  {reference} = {figure.words}  ({figure.fact.cite})"
    if page.sources:
        yield "sources:"
        for key in page.sources:
            source = site.content.sources[key]
            yield f"  {key}  {source.url}"
            yield f"    read {source.read.on}: {source.read.how}, {source.read.where}, text as of {source.read.text_as_of}"


def _sections(site: Site, page: Page) -> Iterator[str]:
    yield "sections:"
    for section in page.sections:
        places = [f"{origin.path}:{site.content.place(origin)[0]}" for origin in section.origins]
        shared = " (shared by design)" if section.shared else ""
        yield f"  {section.kind:13} {', '.join(dict.fromkeys(places)) or f'site_templates/sections/{section.kind}.html.j2'}{shared}"
