"""Markdown with names and figures, to HTML that holds nothing but what Markdown can say."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from lxml import html as parser
from markupsafe import Markup
from project import Project

from generator.build import Site
from generator.facts import Ledger
from generator.narrative import fill, placeholders, plain_words, render, with_contents

NORTHFIELD = "content/payers/northfield.yaml"
WINDOW = "aca_insured.external_review.file_within"
Rendered = Callable[..., str]
HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "A & B <b>Co</b>",
    "**Bold** [link](https://evil.example/)",
    "{{ facts.aca_insured.external_review.file_within }}",
    "`code` & # heading",
    "</main></body>",
    "\ue0000\ue001",
    "| a | b |",
    "$& \\1 \\g<0>",
]


@pytest.fixture
def ledger(made: Site) -> Ledger:
    """The tiny site's ledger."""
    return made.content.ledger


@pytest.fixture
def html(ledger: Ledger) -> Rendered:
    """Renders a text whose one name is ``payer.name``."""

    def rendered(text: str, name: str = "Northfield", *, inline: bool = False) -> str:
        return str(render(text, {"payer.name": name, "offer.code": "TINY15"}, ledger, inline=inline))

    return rendered


def elements(html: str) -> set[str]:
    """The tags an HTML parser finds."""
    return {str(element.tag) for element in parser.fragment_fromstring(html, create_parent="div").iter()} - {"div"}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("One *two* **three**.", "<p>One <em>two</em> <strong>three</strong>.</p>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("1. a\n2. b", "<ol>\n<li>a</li>\n<li>b</li>\n</ol>"),
        ("[x](https://a.example/?a=1&b=2)", '<p><a href="https://a.example/?a=1&amp;b=2">x</a></p>'),
        ("[x](/rights/)", '<p><a href="/rights/">x</a></p>'),
        ("[x](mailto:a@b.example)", '<p><a href="mailto:a@b.example">x</a></p>'),
        ("a < b & c", "<p>a &lt; b &amp; c</p>"),
        ("&lt;script&gt;", "<p>&lt;script&gt;</p>"),
        ("```fill-in\n[date] <b>\n```", '<div class="fill-in" data-fill-in><pre>[date] &lt;b&gt;\n</pre></div>'),
    ],
)
def test_markdown(html: Rendered, text: str, wanted: str) -> None:
    assert html(text) == wanted


def test_a_table(html: Rendered) -> None:
    assert elements(html("| a | b |\n| --- | --- |\n| 1 | 2 |")) == {"table", "thead", "tbody", "tr", "th", "td"}


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>x",
        "<img src=x onerror=alert(1)>",
        "<svg onload=alert(1)>",
        "<iframe src=https://evil.example></iframe>",
        "<p style='position:fixed' onclick='alert(1)' id=main class=offer>x</p>",
        "<a href='https://a.example' target=_blank rel=opener ping=https://evil.example>x</a>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](data:text/html,<script>alert(1)</script>)",
        "[x](vbscript:x)",
        "[a]\n\n[a]: javascript:alert(1)",
        "![x](https://evil.example/x.png)",
        "<!-- <script>alert(1)</script> -->x",
        "<math><mi//xlink:href='data:x,<script>alert(1)</script>'>",
        "<form action=https://evil.example><input name=x></form>",
        "```fill-in\n</code></pre><script>alert(1)</script>\n```",
        "<scr<script>ipt>alert(1)</script>",
    ],
)
def test_nothing_but_markdown_comes_out(html: Rendered, text: str) -> None:
    made = html(text)
    assert elements(made) <= {"p", "a", "pre"}
    for element in parser.fragment_fromstring(made, create_parent="div").iter():
        assert set(element.keys()) <= {"href", "class", "data-fill-in"}
        assert not element.get("href", "/").lower().startswith(("javascript", "data", "vbscript"))
    assert "onclick" not in made and "style" not in made


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize(
    "text", ["{{ payer.name }}", "A **{{payer.name}}** x", "[{{ payer.name }}](/rights/)", "- {{ payer.name }}"]
)
def test_a_name_is_never_markup(html: Rendered, name: str, text: str) -> None:
    made = html(text, name)
    assert elements(made) == elements(html(text, "Plain"))
    assert name in parser.fragment_fromstring(made, create_parent="div").text_content()


def test_a_name_inside_a_name_stays_what_it_is(html: Rendered) -> None:
    assert html("{{ payer.name }}", "{{ offer.code }}") == "<p>{{ offer.code }}</p>"


def test_a_figure_names_its_fact(html: Rendered) -> None:
    assert html(f"You have {{{{ facts.{WINDOW} }}}}.") == (
        f'<p>You have <span class="figure" data-fact="{WINDOW}">4 months</span>.</p>'
    )
    assert html("Code {{ offer.code }}", inline=True) == 'Code <span class="figure" data-fact="offer.code">TINY15</span>'


def test_inline_drops_the_paragraph_around_one(html: Rendered) -> None:
    assert html("one", inline=True) == "one"


def test_inline_leaves_several_paragraphs_whole(html: Rendered) -> None:
    assert html("one\n\ntwo", inline=True) == "<p>one</p>\n<p>two</p>"


def test_a_name_cannot_become_the_scheme_of_a_link(html: Rendered) -> None:
    assert "javascript:" not in html("[x]({{ payer.name }})", "javascript:alert(1)")


def test_a_figure_in_a_links_address_is_no_markup(html: Rendered) -> None:
    made = html(f"[x](https://a.example/{{{{ facts.{WINDOW} }}}})")
    assert not re.search(r'="[^"]*<', made)


def test_private_use_characters_are_text(html: Rendered) -> None:
    assert html("a \ue0009\ue001 b") == "<p>a \ue0009\ue001 b</p>"


def test_headings_of_level_two_get_an_anchor(html: Rendered) -> None:
    made, contents = with_contents(Markup(html("## What was denied\n\n### Sub\n\n## Why *not*")))
    assert contents == (("what-was-denied", "What was denied"), ("why-not", "Why not"))
    assert made == '<h2 id="what-was-denied">What was denied</h2>\n<h3>Sub</h3>\n<h2 id="why-not">Why <em>not</em></h2>'


def test_an_ampersand_in_a_heading_is_listed_as_one(site: Project) -> None:
    site.edit("content/guides/reading-a-denial.md", "## What to send", "## Notes & pictures")
    site.build()
    assert "&amp;amp;" not in site.main("/guides/reading-a-denial/")


def test_two_equal_headings_get_two_anchors(html: Rendered) -> None:
    _, contents = with_contents(Markup(html("## Why\n\n## Why")))
    assert len({anchor for anchor, _ in contents}) == 2


def test_placeholders_are_found_and_names_filled_in() -> None:
    assert list(placeholders("a {{ b.c }} {{d}}")) == [("b.c", 2), ("d", 12)]
    assert plain_words("<p>two <b>words</b></p>") == ["two", "words"]
    assert fill("{procedure} by {payer}", {"procedure": "scan", "payer": "A"}) == "Scan by A"


@pytest.mark.parametrize("name", ["A & B 'Co' \"x\"", "Ça va, naïve 😀", "O'Hara"])
def test_a_payer_of_any_name_builds_a_site_that_says_it(site: Project, name: str) -> None:
    quoted = "'" + name.replace("'", "''") + "'"
    site.edit(NORTHFIELD, "name: Northfield\n", f"name: {quoted}\n")
    site.edit(NORTHFIELD, "name_in_sentence: Northfield\n", f"name_in_sentence: {quoted}\n")
    site.build()
    page = parser.document_fromstring(site.html("/help/northfield/"))
    assert page.findtext(".//h1") == f"Denied by {name}?"
    assert page.xpath("//script[not(@type='application/ld+json')]") == []
