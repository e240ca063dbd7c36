"""Stage 6, ``render``: sections once per key, pages as joins of rendered sections. Jinja2, autoescape, StrictUndefined."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined, Template
from jinja2.bccache import Bucket
from markupsafe import Markup

from generator.content import Content
from generator.errors import UsageError
from generator.page import REF_MARK, Link, Page, Section
from generator.shapes import Shapes
from generator.similarity import SectionKey

READ_WORDS = {
    "original": "read in the original",
    "copy": "read in a full copy",
    "digest": "read in a summary",
    "title": "title and address seen, text not read",
}
# What a citation looks like in running text; the full title stands in the list of sources.
LABELS = (
    re.compile(r"\d+ (?:CFR|USC|FR) (?:part )?[\w.-]*\w"),
    re.compile(r"\b(?:NCD [\d.]+|L\d{5}|A\d{5}|Clinical Policy Bulletin \d{4}|[A-Z]{2,}[.-]?\d{2,}[\w.-]*)\b"),
)
LONGEST_LABEL = 60
FIRST_MARK, REST_MARK = "\ue002", "\ue003"
MARKS = re.compile(f"({FIRST_MARK}|{REST_MARK})")
BEFORE_LISTS = ("quick-answer",)  # what a parent shows above its lists of pages


@dataclass(frozen=True, slots=True)
class Settings:
    """What every template sees beside its page: no list of pages, no clock, no environment."""

    site: Any
    sources: Mapping[str, Any]
    frameworks: Mapping[str, Any]
    assets: Mapping[str, str]
    labels: Mapping[str, str]
    read_words: Mapping[str, str] = field(default_factory=lambda: READ_WORDS)


class Compiled(BytecodeCache):
    """Templates compiled in this process, by the digest of their text: compiling is half the time of a small site."""

    def __init__(self) -> None:
        self.codes: dict[tuple[str, str], bytes] = {}

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """A template is known by its name and text, wherever the project stands."""
        return name

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give back what was compiled of the same text under the same name."""
        code = self.codes.get((bucket.key, bucket.checksum))
        if code:
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Remember what was compiled."""
        self.codes[bucket.key, bucket.checksum] = bucket.bytecode_to_string()


COMPILED = Compiled()


class Lines:
    """Lines of lists that stand on many pages, such as a link or a source: each is rendered once."""

    def __init__(self, template: Template) -> None:
        macros = vars(template.make_module())
        self.link: Callable[[Link], str] = cache(macros["link"])
        self.source: Callable[[str], str] = cache(macros["source"])

    def links(self, links: Iterable[Link]) -> Markup:
        """A line a link."""
        return Markup("".join(map(self.link, links)))

    def sources(self, keys: Iterable[str]) -> Markup:
        """A line a source."""
        return Markup("".join(map(self.source, keys)))


class Renderer:
    """Holds the compiled templates and the bytes of every section rendered so far."""

    def __init__(self, root: Path, content: Content) -> None:
        templates = root / "site_templates"
        if not templates.is_dir():
            raise UsageError(f"there is no site_templates/ in {root}: run this in the project's folder, or give --root")
        self.environment = Environment(
            loader=FileSystemLoader(templates),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            bytecode_cache=COMPILED,
        )
        self.files = {
            f"/assets/{path.stem}.{_short(path.read_bytes())}{path.suffix}": path.read_bytes()
            for path in sorted((templates / "static").iterdir())
        }
        assets = {_plain_name(address): address for address in self.files}
        self.settings = Settings(
            content.site,
            content.sources,
            content.frameworks,
            assets,
            {key: label(source.title) for key, source in content.sources.items()},
        )
        self.environment.globals["settings"] = self.settings
        self.lines = Lines(self.environment.get_template("lines.html.j2"))
        self.environment.globals["lines"] = self.lines
        self.shapes = Shapes(lambda **given: self.template("page.html.j2").render(**given))
        self.sections: dict[SectionKey, Markup] = {}
        self.encoded: dict[SectionKey, bytes] = {}
        self.digests: dict[SectionKey, bytes] = {}
        self._templates: dict[str, Template] = {}

    def template(self, name: str) -> Template:
        """A compiled template, looked up once."""
        if name not in self._templates:
            self._templates[name] = self.environment.get_template(name)
        return self._templates[name]

    def section(self, section: Section) -> Markup:
        """The HTML of a section; rendered once per key."""
        html = self.sections.get(section.key)
        if html is None:
            html = Markup(self.template(f"sections/{section.kind}.html.j2").render(section=section))
            self.sections[section.key] = html
        return html

    def main_digest(self, page: Page) -> str:
        """Digest of what a page says (not of its lists, links, offer or dates): what ``lastmod`` follows."""
        parts = (self.digest_of(section) for section in page.sections if section.kind != "offer")
        return hashlib.blake2b(b"\0".join((page.title.encode(), page.question.encode(), *parts)), digest_size=12).hexdigest()

    def digest_of(self, section: Section) -> bytes:
        """Digest of a section's HTML; taken once per key."""
        digest = self.digests.get(section.key)
        if digest is None:
            digest = self.digests[section.key] = hashlib.blake2b(self.bytes_of(section), digest_size=12).digest()
        return digest

    def frame(self, page: Page) -> str:
        """What of a page is its own: all but its sections, with a mark where the first and where the rest of them go."""
        sources = page.sources
        blocks = {
            "first": Markup(FIRST_MARK),
            "rest": Markup(REST_MARK),
            "crumbs": self.lines.links(page.crumbs),
            "lists": Markup(self.template("lists.html.j2").render(page=page) if page.groups else ""),
            "spoken": Markup(self.template("spoken.html.j2").render(page=page) if page.spoken else ""),
            "sources": self.lines.sources(sources),
            "counted": Markup(f"{len(sources)} source{'s' if len(sources) != 1 else ''}"),
            "related": self.lines.links(page.related),
            "json_ld": self.json_ld(page),
        }
        return self.shapes.html(page, blocks)

    def page(self, page: Page, frame: str) -> bytes:
        """A page's bytes: its frame and its sections, joined; every section is bytes already when its turn comes."""
        html = b"".join(part.encode() if isinstance(part, str) else self.bytes_of(part) for part in parts(page, frame))
        return html.replace(REF_MARK.encode(), page.ref.encode())

    def bytes_of(self, section: Section) -> bytes:
        """The HTML of a section as bytes; encoded once per key."""
        data = self.encoded.get(section.key)
        if data is None:
            data = self.encoded[section.key] = self.section(section).encode()
        return data

    def json_ld(self, page: Page) -> Markup:
        """Structured data: breadcrumbs everywhere, an article on guides, the organisation on home."""
        site = self.settings.site
        graph: list[dict[str, Any]] = []
        if page.crumbs:
            trail = [*((crumb.text, crumb.address) for crumb in page.crumbs), (page.question, page.address)]
            graph.append(
                {
                    "@type": "BreadcrumbList",
                    "itemListElement": [
                        {"@type": "ListItem", "position": place, "name": name, "item": site.base_url + address}
                        for place, (name, address) in enumerate(trail, 1)
                    ],
                }
            )
        if page.kind == "home":
            graph.append({"@type": "Organization", "name": site.organisation, "url": site.base_url + "/"})
        if page.kind == "guide":
            graph.append(
                {
                    "@type": "Article",
                    "headline": page.question,
                    "datePublished": page.extra["published"].isoformat(),
                    "author": {"@type": "Organization", "name": site.organisation},
                }
            )
        text = json.dumps({"@context": "https://schema.org", "@graph": graph}, ensure_ascii=False, separators=(",", ":"))
        return Markup(text.replace("<", "\\u003c"))


def parts(page: Page, frame: str) -> Iterator[str | Section]:
    """What a page is joined of, in order: pieces of its frame, and its sections where the marks stand."""
    for piece in MARKS.split(frame):
        if piece in (FIRST_MARK, REST_MARK):
            yield from (section for section in page.sections if (section.kind in BEFORE_LISTS) == (piece == FIRST_MARK))
        else:
            yield piece


def label(title: str) -> str:
    """A source's title, short enough to stand behind a sentence: its number where it has one, else its first words."""
    for pattern in LABELS:
        found = pattern.search(title)
        if found:
            return found.group()
    return title if len(title) <= LONGEST_LABEL else title[:LONGEST_LABEL].rsplit(" ", 1)[0].rstrip(",:;") + "…"


def _short(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=5).hexdigest()


def _plain_name(address: str) -> str:
    stem, _, suffix = address.rsplit("/", 1)[-1].split(".")
    return f"{stem}.{suffix}"
