"""Rendering: templates are strict, a key is its bytes, and whatever a name holds, it stays text."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import pytest
from lxml import html as parser
from project import Project

from generator.build import Site
from generator.compose import landings, others
from generator.cross import cross
from generator.page import REF_MARK, Link, Page, Section
from generator.render import Renderer, label

LANDING = "/help/northfield/carpal-tunnel-release/step-therapy/"
HOSTILE = (
    'A&B <i>"x"</i>',
    "</script><script>alert(1)</script>",
    "<!--<script>",
    "]]>",
    '\'); alert("1")//',
    "back\\slash and \"quotes\" and 'more'",
    "{{ settings }} {% include 'page.html.j2' %}",
    "line\u2028separator \u202ereversed é \U0001d518 👩‍⚕️",
    "&amp;&lt;script&gt;",
    'x" onmouseover="alert(1)',
)


def page_of(made: Site, address: str = LANDING) -> Page:
    """A page of the tiny site."""
    return next(page for page in made.pages if page.address == address)


def whole(made: Site, page: Page) -> bytes:
    """A page's bytes."""
    return made.renderer.page(page, made.renderer.frame(page))


def parsed(data: bytes) -> Any:
    """A page, parsed."""
    return parser.document_fromstring(data.decode())


@pytest.mark.parametrize("template", ["sections/why.html.j2", "page.html.j2", "macros.html.j2", "lists.html.j2"])
def test_a_typo_in_a_template_is_an_error(template: str, site: Project) -> None:
    """A name that is not there is never printed as nothing: the build stops and names template and word."""
    path = site.root / "site_templates" / template
    typo = "{{ page.qestion }}" if template in ("page.html.j2", "lists.html.j2") else "{{ settings.qestion }}"
    text = path.read_text()
    if template == "macros.html.j2":
        text = text.replace('<a class="cite"', f'{typo}<a class="cite"', 1)
        assert typo in text
    else:
        text += typo
    path.write_text(text)
    done = site.run("build", "--quiet")
    assert done.code != 0
    assert template in done.err
    assert "qestion" in done.err
    assert not site.output.exists()


def test_one_key_is_the_same_bytes(site: Project) -> None:
    """Every section of every page, rendered by itself, is what its key was rendered to before, on whatever page."""
    site.edit("content/payers/northfield.yaml", "[aca_insured]", "[aca_insured, original_medicare]")
    made = site.make()
    fresh = Renderer(site.root, made.content)
    shared = 0
    seen: dict[tuple[str, ...], str] = {}
    for page in (*landings(made.content, cross(made.content)), *others(made.content)):
        for section in page.sections:
            alone = fresh.template(f"sections/{section.kind}.html.j2").render(section=section)
            shared += section.key in seen
            assert seen.setdefault(section.key, alone) == alone, section.key
            assert str(made.renderer.section(section)) == alone
    assert shared > 50


def test_a_page_is_its_sections_in_order(made: Site) -> None:
    """A page holds the bytes of its sections, each once, in its order, inside ``<main>``."""
    page = page_of(made)
    html = made.files[f"{LANDING[1:]}index.html"].decode()
    main = html.partition("<main")[2].partition("</main>")[0]
    places = [main.find(str(made.renderer.section(section)).replace(REF_MARK, page.ref)) for section in page.sections]
    assert -1 not in places
    assert places == sorted(set(places))
    found = parsed(html.encode()).xpath("//main//@data-section")
    assert found[: len(page.sections)] == [section.kind for section in page.sections]


def test_pages_are_well_formed_and_marked(made: Site) -> None:
    """Every page says of which kind it is, and has one title, one description, one stylesheet and no script that runs."""
    for page in made.pages:
        root = parsed(whole(made, page))
        assert root.xpath("//body/@data-page") == [page.kind]
        assert [title.text for title in root.xpath("//title")] == [page.title]
        assert root.xpath('//meta[@name="description"]/@content') == [page.description]
        assert len(root.xpath('//link[@rel="stylesheet"]')) == 1
        assert root.xpath("//script/@type") == ["application/ld+json"]
        assert (root.xpath('//meta[@name="robots"]/@content') == ["noindex"]) is not page.listed


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_stay_text(name: str, made: Site) -> None:
    """In title, description, heading, links, breadcrumb and structured data a name is read back as it was written."""
    page = replace(
        page_of(made),
        title=name,
        question=name,
        description=name,
        crumbs=(Link("/", "Home"), Link("/payers/", name)),
        related=(Link("/terms/", name),),
        groups=((name, (Link("/terms/", name),)),),
    )
    root = parsed(whole(made, page))
    plain = parsed(whole(made, replace(page, title="T", question="Q", description="D")))
    assert root.xpath("string(//title)") == name
    assert root.xpath("string(//h1)") == name
    assert root.xpath('//meta[@name="description"]/@content') == [name]
    assert root.xpath('//meta[@property="og:title"]/@content') == [name]
    assert root.xpath('string(//nav[@class="crumbs"]//li[2])') == name
    assert root.xpath('string(//*[@data-section="related"]//li)') == name
    assert [element.tag for element in root.iter()] == [element.tag for element in plain.iter()]
    assert not root.xpath("//@onmouseover")
    (script,) = root.xpath("//script")
    trail = json.loads(script.text)["@graph"][0]["itemListElement"]
    assert [entry["name"] for entry in trail] == ["Home", name, name]


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_in_a_section_stay_text(name: str, made: Site) -> None:
    """A payer's name in a heading is escaped where it is printed."""
    data = {"level": "payer", "items": [], "payer": name}
    html = made.renderer.section(Section("why", ("why", "hostile", name), data))
    root: Any = parser.fromstring(str(html))
    assert root.xpath("string(.//h2)") == f"What is particular to {name}"
    assert {element.tag for element in root.iter()} == {"section", "h2"}


def test_a_payer_with_an_awkward_name(site: Project) -> None:
    """Such a name goes through every stage and every gate, and is read back from the page as it was written."""
    name = """A&B <3 "x" d'Or"""
    quoted = json.dumps(name)
    site.edit("content/payers/northfield.yaml", "name: Northfield", f"name: {quoted}")
    site.edit("content/payers/northfield.yaml", "name_in_sentence: Northfield", f"name_in_sentence: {quoted}")
    site.build()
    root: Any = parser.document_fromstring(site.html(LANDING))
    assert name in root.xpath("string(//title)")
    assert name in root.xpath("string(//h1)")
    assert f"What {name} requires for a carpal tunnel release" in [h2.text_content() for h2 in root.iter("h2")]
    names = [entry["name"] for entry in json.loads(root.xpath("string(//script)"))["@graph"][0]["itemListElement"]]
    assert names[2] == name


def test_markup_in_a_name_is_refused(site: Project) -> None:
    """A name with a tag in it is a mistake in content, said with its place."""
    site.edit("content/payers/northfield.yaml", "name: Northfield", """name: 'A&B <i>"x"</i>'""")
    assert any(
        re.match(r"content/payers/northfield\.yaml:2:\d+: Q01 HTML in a text", problem) for problem in site.load_problems()
    )


@pytest.mark.parametrize("organisation", ["Letters, Inc.", "Smith & Sons"])
def test_an_organisation_with_an_awkward_name(organisation: str, site: Project) -> None:
    """An organisation called otherwise than the site, or with an ampersand, is found on the pages that name it."""
    site.edit("content/site.yaml", "organisation: Letterbox", f"organisation: {organisation}")
    assert site.make().warnings == ()


def test_structured_data_by_kind_of_page(made: Site) -> None:
    """Breadcrumbs where there is a trail, an article on guides, the organisation on home, and nothing else."""
    for page in made.pages:
        graph = json.loads(parsed(whole(made, page)).xpath("string(//script)"))["@graph"]
        types = [entry["@type"] for entry in graph]
        wanted = ["BreadcrumbList"] if page.crumbs else []
        wanted += {"home": ["Organization"], "guide": ["Article"]}.get(page.kind, [])
        assert types == wanted, page.address
        if page.crumbs:
            trail = [entry["item"] for entry in graph[0]["itemListElement"]]
            assert trail == [f"https://www.letterbox.example{link.address}" for link in page.crumbs] + [
                f"https://www.letterbox.example{page.address}"
            ]
            assert [entry["position"] for entry in graph[0]["itemListElement"]] == list(range(1, len(trail) + 1))


def test_a_digest_follows_what_a_page_says(made: Site) -> None:
    """Title, question and sections change it; lists, related links, dates and the offer do not."""
    page, digest = page_of(made), made.renderer.main_digest
    offer = next(section for section in page.sections if section.kind == "offer")
    other_offer = replace(offer, key=("offer", "another"), data={**offer.data, "button": "Begin"})
    assert digest(page) == digest(replace(page, related=(), groups=(), review_due=page.reviewed, lastmod=None, crumbs=()))
    swapped = tuple(other_offer if section is offer else section for section in page.sections)
    assert digest(page) == digest(replace(page, sections=swapped))
    assert digest(page) != digest(replace(page, title="Another"))
    assert digest(page) != digest(replace(page, question="Another"))
    assert digest(page) != digest(replace(page, sections=page.sections[1:]))


@pytest.mark.parametrize(
    ("title", "short"),
    [
        ("42 CFR 405.942, Time frame for filing a request for a redetermination", "42 CFR 405.942"),
        ("L99901, Decompression of the Median Nerve", "L99901"),
        ("NCD 150.13, Percutaneous Image-guided Lumbar Decompression", "NCD 150.13"),
        ("A short title", "A short title"),
        (
            "A title that goes on and on, well past what can stand behind one sentence",
            "A title that goes on and on, well past what can stand…",
        ),
    ],
)
def test_a_citation_is_short(title: str, short: str) -> None:
    """A source is cited by its number where it has one, else by its first words, whole."""
    assert label(title) == short


def test_assets_carry_their_digest(site: Project) -> None:
    """Another stylesheet has another address, so that a browser never shows a stale one."""
    before = {path for path in site.make().files if path.startswith("assets/")}
    style = "site_templates/static/style.css"
    site.write({style: (site.root / style).read_text() + "\n/* changed */\n"})
    made = site.make()
    after = {path for path in made.files if path.startswith("assets/")}
    (new,) = after - before
    assert new.startswith("assets/style.") and new.endswith(".css")
    assert all(f'href="/{new}"'.encode() in made.files[f"{address[1:]}index.html"] for address in ("/", LANDING))
