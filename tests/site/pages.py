"""Reads built pages as a browser would: files, elements, visible text. Nothing here comes from the generator."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import html

INLINE = frozenset({"a", "abbr", "b", "cite", "code", "em", "i", "small", "span", "strong", "sub", "sup", "time"})
UNSEEN = frozenset({"script", "style", "template", "head"})
Skip = Callable[[html.HtmlElement], bool]


@dataclass(frozen=True)
class BuiltPage:
    """A page as its file has it."""

    address: str
    file: Path
    root: html.HtmlElement

    @property
    def kind(self) -> str:
        """The type of page, from ``<body data-page>``."""
        return str(self.root.body.get("data-page"))

    @property
    def listed(self) -> bool:
        """Whether the page is for search engines: all but the 404 page."""
        return self.kind != "not-found"

    @property
    def title(self) -> str:
        """The title."""
        return str(self.root.findtext("head/title"))

    @property
    def sections(self) -> list[html.HtmlElement]:
        """The roots of its sections, in order."""
        return list(self.root.xpath("//*[@data-section]"))

    def section(self, name: str) -> str:
        """The text of all sections of one name."""
        return "\n".join(text(part) for part in self.sections if part.get("data-section") == name)

    @property
    def links(self) -> list[str]:
        """Where every ``<a>`` leads."""
        return [str(href) for href in self.root.xpath("//a/@href")]


def read_pages(output: Path) -> list[BuiltPage]:
    """Every page under ``output``."""
    return [read_page(output, path) for path in sorted(output.rglob("*.html"))]


def read_page(output: Path, path: Path) -> BuiltPage:
    """One page."""
    address = "/" + path.relative_to(output).as_posix().removesuffix("index.html")
    return BuiltPage(address, path, html.document_fromstring(path.read_text(encoding="utf-8")))


def lines(element: html.HtmlElement, skip: Skip = lambda element: False) -> list[str]:
    """The visible text of an element, a line for each block, without the elements that ``skip`` names."""
    parts = "".join(_pieces(element, skip)).split("\n\n")
    return [line for line in (re.sub(r"\s+", " ", part).strip() for part in parts) if line]


def text(element: html.HtmlElement, skip: Skip = lambda element: False) -> str:
    """The visible text of an element, blocks on lines of their own."""
    return "\n".join(lines(element, skip))


def _pieces(element: html.HtmlElement, skip: Skip) -> Iterator[str]:
    block = element.tag not in INLINE
    if block:
        yield "\n\n"
    if element.text:
        yield element.text.replace("\n", " ")
    for child in element:
        if isinstance(child.tag, str) and child.tag not in UNSEEN:
            # What is skipped leaves a mark, so that the words around it do not run together.
            yield from ["▢"] if skip(child) else _pieces(child, skip)
        if child.tail:
            yield child.tail.replace("\n", " ")
    if block:
        yield "\n\n"


def inside(element: html.HtmlElement, attribute: str) -> str | None:
    """The value of ``attribute`` on the element or the nearest one around it."""
    for holder in (element, *element.iterancestors()):
        if attribute in holder.attrib:
            return str(holder.get(attribute))
    return None
