"""Markdown with ``{{ names.and.facts }}`` and no logic, to safe HTML.

A placeholder is replaced after Markdown has run, by text that is already escaped, so a name can never
become markup. Figures keep their reference in ``data-fact``; that is what the audits look for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from html import unescape
from itertools import chain, count
from urllib.parse import quote

import nh3
from markdown import Markdown
from markupsafe import Markup, escape
from slugify import slugify

from generator.facts import Ledger

PLACEHOLDER = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
FILL_IN = re.compile(r'<pre><code class="language-fill-in">(.*?)</code></pre>', re.S)
HEADING = re.compile(r"<h([23])>(.*?)</h\1>", re.S)
TAG = re.compile(r"<[^>]+>")
MARKS = "\ue000\uf8ff\U000f0000"  # private-use characters: survive Markdown and the sanitiser untouched
TARGET = re.compile(r"\]\([^)]*\)")
ALLOWED_TAGS = {
    "p", "ul", "ol", "li", "strong", "em", "a", "h2", "h3", "h4", "table", "thead", "tbody", "tr", "th", "td",
    "blockquote", "code", "pre", "br", "hr",
}  # fmt: skip


def placeholders(text: str) -> Iterator[tuple[str, int]]:
    """Every placeholder name in ``text`` with its offset."""
    for match in PLACEHOLDER.finditer(text):
        yield match.group(1), match.start()


# A text without a character that Markdown or HTML could read is one paragraph: most are, and need no parser.
PLAIN = re.compile(r"(?!\d+\.\s|[-+]\s|[=-]{2})[^*_`\[\]<>&\\|#\n:~^]*")
CONVERTER = Markdown(extensions=["tables", "sane_lists", "fenced_code"], output_format="html")


@cache
def _markdown(text: str) -> str:
    if PLAIN.fullmatch(text):
        return f"<p>{text.strip()}</p>"
    html = nh3.clean(
        CONVERTER.reset().convert(text),
        tags=ALLOWED_TAGS,
        attributes={"a": {"href"}, "code": {"class"}, "th": {"align"}, "td": {"align"}},
        url_schemes={"https", "mailto"},
        link_rel=None,
    )
    return FILL_IN.sub(r'<div class="fill-in" data-fill-in><pre>\1</pre></div>', html).strip()


def figure(reference: str, words: str) -> Markup:
    """A figure as HTML, with the reference it comes from."""
    return Markup('<span class="figure" data-fact="{}">{}</span>').format(reference, words)


def render(text: str, names: Mapping[str, str], ledger: Ledger, *, inline: bool = False) -> Markup:
    """``text`` as HTML.

    ``names`` gives plain words for placeholders, ``facts.*`` placeholders come from ``ledger``, whose
    validity the loader has checked. ``inline`` drops the paragraph around a single paragraph.
    """
    html = _filled(text, names, ledger) if "{{" in text else _markdown(text)
    if inline and html.count("<p>") == 1:
        html = html.removeprefix("<p>").removesuffix("</p>")
    return Markup(html)


def _filled(text: str, names: Mapping[str, str], ledger: Ledger) -> str:
    """``text`` as HTML with its placeholders filled: they pass through Markdown as marks."""
    found: list[Markup] = []
    mark = next(character for character in MARKS if character not in text)

    def words(name: str) -> str:
        return ledger[name.removeprefix("facts.")].words if name.startswith("facts.") else names[name]

    def keep(match: re.Match[str]) -> str:
        name = match.group(1)
        is_figure = name.startswith(("facts.", "offer."))
        found.append(figure(name.removeprefix("facts."), words(name)) if is_figure else escape(words(name)))
        return f"{mark}{len(found) - 1}{mark}"

    def quoted(target: re.Match[str]) -> str:
        """A link's address with its names quoted: a name can neither be a scheme nor end the attribute."""
        return PLACEHOLDER.sub(lambda match: quote(words(match.group(1)), safe=""), target.group())

    html = _markdown(PLACEHOLDER.sub(keep, TARGET.sub(quoted, text)))
    return re.sub(f"{mark}(\\d+){mark}", lambda match: found[int(match.group(1))], html)


def with_contents(html: Markup) -> tuple[Markup, tuple[tuple[str, str], ...]]:
    """Give headings of level 2 an id; return the HTML and its table of contents as (id, title)."""
    contents: dict[str, str] = {}

    def anchor(match: re.Match[str]) -> str:
        level, inner = match.groups()
        if level != "2":
            return match.group(0)
        title = unescape(TAG.sub("", inner))
        name = next(name for name in chain([slugify(title)], (f"{slugify(title)}-{n}" for n in count(2))) if name not in contents)
        contents[name] = title
        return f'<h2 id="{name}">{inner}</h2>'

    return Markup(HEADING.sub(anchor, html)), tuple(contents.items())


def plain_words(html: str) -> list[str]:
    """The words a reader sees in ``html``, in order."""
    return TAG.sub(" ", html).split()


def references(text: str) -> Iterator[str]:
    """The ledger references in ``text``."""
    for name, _ in placeholders(text) if "{{" in text else ():
        if name.startswith("facts."):
            yield name.removeprefix("facts.")


def fill(template: str, names: Mapping[str, str]) -> str:
    """A title, question or description with its ``{names}`` filled in."""
    for name, value in names.items():
        template = template.replace("{" + name + "}", value)
    return template[:1].upper() + template[1:]
