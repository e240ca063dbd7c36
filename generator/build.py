"""The whole way from content to site, in the order of execution.

load → cross → compose → select → link → render → check → publish
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from generator import check, release
from generator.compose import landings, others
from generator.content import Content
from generator.cross import cross
from generator.errors import ContentError, Problem, UsageError
from generator.link import link
from generator.load import load
from generator.page import Cell, Page, file_of
from generator.publish import Published, only_builder, publish, refuse_unsafe
from generator.render import Renderer
from generator.select import Selection, select, unjudged
from generator.site_files import redirects, site_files

Progress = Callable[[str, int], None]


@dataclass(frozen=True, slots=True)
class Options:
    """How to build: the project's folder, where to write, the one captured day, whether warnings stop it, removals allowed (S29).

    A site that is not ``judged`` publishes everything: that is for measuring what the gates cost.
    """

    root: Path
    output: Path
    as_of: date
    strict: bool = False
    allow_removals: int = 0
    overdue_stops: bool = False
    judged: bool = True

    @property
    def state(self) -> Path:
        """Where a build leaves everything that is not deployed."""
        return self.root / ".build"


@dataclass(frozen=True, slots=True)
class Site:
    """A built site in memory: everything that is written, and everything that was decided."""

    content: Content
    cells: tuple[Cell, ...]
    selection: Selection
    pages: tuple[Page, ...]
    renderer: Renderer
    files: dict[str, bytes]
    statuses: dict[str, str]
    warnings: tuple[Problem, ...]


def make(options: Options, progress: Progress) -> Site:
    """Make the site in memory. Raises :class:`ContentError` with every finding; nothing is written."""
    content = load(options.root, options.as_of)
    progress("load", len(content.documents))
    cells = cross(content)
    progress("cross", len(cells))
    composed, beside = list(landings(content, cells)), list(others(content))
    progress("compose", len(composed) + len(beside))
    renderer = Renderer(options.root, content)
    rendered = {section.key: str(renderer.section(section)) for page in (*composed, *beside) for section in page.sections}
    progress("sections", len(rendered))
    selection = (select if options.judged else unjudged)(content, composed, beside, rendered)
    progress("select", len(selection.published))
    linked = link(content, cells, selection.published)
    pages = tuple(
        dataclasses.replace(page, lastmod=release.lastmod(content, page, renderer.main_digest(page))) for page in linked
    )
    progress("link", len(pages))
    moved, statuses = redirects(content, pages, selection.held)
    frames = {page.address: renderer.frame(page) for page in pages}
    files = {file_of(page.address): renderer.page(page, frames[page.address]) for page in pages}
    files |= site_files(content, renderer, pages, moved)
    progress("render", len(pages))
    built = check.Built(content, renderer, pages, frames, files, moved, statuses, selection.nearest, options.allow_removals)
    findings = check.site(built) if options.judged else []
    stopping = {"error", *(["warning"] if options.strict else []), *(["overdue"] if options.overdue_stops else [])}
    errors = [finding for finding in findings if finding.level in stopping]
    if errors:
        raise ContentError(errors)
    progress("check", len(pages))
    return Site(content, cells, selection, pages, renderer, files, statuses, tuple(findings))


def build(
    options: Options, progress: Progress, finish: Callable[[Site, Published], None] | None = None
) -> tuple[Site, Published]:
    """Make the site and publish it. On any error before publishing, ``output`` is untouched.

    ``finish`` is called when the output stands, before another build may begin.
    """
    refuse_unsafe(options.root, options.output)
    if not options.judged and options.output.resolve() == (options.root / "output").resolve():
        raise UsageError("--no-check is for measuring: give it an --output of its own, not the folder that is deployed")
    with only_builder(options.state):
        site = make(options, progress)
        tables = release.tables(site.content, site.pages, site.statuses, site.renderer)
        done = publish(site.files, options.output, options.state, tables)
        progress("publish", done.written)
        if finish:
            finish(site, done)
    return site, done
