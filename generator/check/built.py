"""What the gates look at, and the words they answer in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from generator.content import Content, Origin
from generator.errors import Level, Problem
from generator.page import Page, Section
from generator.render import Renderer
from generator.similarity import Names

TAG = re.compile(r"<[^>]+>")
HREF = re.compile(r'href="([^"]*)"')
ENTITIES = {"&amp;": "&", "&lt;": "<", "&gt;": ">", "&#39;": "'", "&#34;": '"'}
ENTITY = re.compile("|".join(ENTITIES))


@dataclass(frozen=True)
class Built:
    """A site in memory before it is published.

    ``frames`` gives what of each page is its own, by address, ``files`` the bytes of every file under ``output/``.
    """

    content: Content
    renderer: Renderer
    pages: Sequence[Page]
    frames: Mapping[str, str]
    files: Mapping[str, bytes]
    redirects: Mapping[str, tuple[str, int]]
    statuses: Mapping[str, str]
    nearest: Mapping[str, tuple[str, float]]
    allowed_removals: int = 0

    @cached_property
    def addresses(self) -> frozenset[str]:
        """The addresses of all pages."""
        return frozenset(page.address for page in self.pages)

    @cached_property
    def lines(self) -> dict[str, Section]:
        """Every distinct line of every distinct section, with the first section that has it.

        A template gives each paragraph, item and row its own line, and most lines stand in many sections: judging
        each once is what lets every gate run on every build.
        """
        return {line: section for section, html in reversed(self.sections.values()) for line in html.splitlines()}

    @cached_property
    def names(self) -> Names:
        """Every name a text may hold, of what the law speaks of too: gates on reading set them aside."""
        law = (name for framework in self.content.frameworks.values() for name in framework.names())
        return Names(self.content, law)

    @cached_property
    def hrefs(self) -> dict[str, frozenset[str]]:
        """Every address each page links to, as written, by page."""
        of = {key: frozenset(HREF.findall(html)) for key, (_, html) in self.sections.items()}
        return {
            page.address: frozenset(HREF.findall(self.frames[page.address])).union(*(of[part.key] for part in page.sections))
            for page in self.pages
        }

    @cached_property
    def links(self) -> dict[str, frozenset[str]]:
        """The internal addresses each page links to, by address."""
        internal = cache(lambda href: href.partition("#")[0] if href.startswith("/") else "")
        return {address: frozenset(map(internal, hrefs)) - {""} for address, hrefs in self.hrefs.items()}

    @cached_property
    def sections(self) -> dict[tuple[str, ...], tuple[Section, str]]:
        """Every distinct section on a published page with its HTML, by key."""
        return {section.key: (section, str(self.renderer.section(section))) for page in self.pages for section in page.sections}

    def at_page(self, page: Page, code: str, message: str, hint: str = "", level: Level = "error") -> Problem:
        """A finding about a page, placed where most of it was written."""
        origins = [origin for section in page.sections for origin in section.origins]
        path, line, column = "content/site.yaml", 1, 1
        if origins:
            path, (line, column) = origins[0].path, self.content.place(origins[0])
        return Problem(path, line, column, code, f"{page.address}: {message}", hint, level)

    def at_section(self, section: Section, code: str, message: str, hint: str = "", level: Level = "error") -> Problem:
        """A finding about a section, placed where it was written; without an origin, at its template."""
        if not section.origins:
            return Problem(f"site_templates/sections/{section.kind}.html.j2", 1, 1, code, message, hint, level)
        return self.at_origin(section.origins[0], code, message, hint, level)

    def at_origin(self, origin: Origin, code: str, message: str, hint: str = "", level: Level = "error") -> Problem:
        """A finding placed at a part of a content file."""
        line, column = self.content.place(origin)
        return Problem(origin.path, line, column, code, message, hint, level)


def text_of(html: str) -> str:
    """The text of some HTML, entities read."""
    return ENTITY.sub(lambda match: ENTITIES[match.group()], TAG.sub(" ", html))


def blocks(html: str, attribute: str) -> Iterator[tuple[str, str]]:
    """Every element that carries ``attribute``: its value and its inner HTML (such elements do not nest in kind)."""
    for match in re.finditer(rf'<(\w+)[^>]*\s{attribute}="([^"]*)"[^>]*>(.*?)</\1>', html, re.S):
        yield match.group(2), match.group(3)


def without(html: str, attribute: str) -> str:
    """``html`` without the elements that carry ``attribute``."""
    return re.sub(rf"<(\w+)[^>]*\s{attribute}(?:=\"[^\"]*\")?[^>]*>.*?</\1>", " ", html, flags=re.S)
