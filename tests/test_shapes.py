"""Shapes: what is cut and joined is what the template gives, and a template that decides by a value has no shape."""

from __future__ import annotations

from dataclasses import replace

import pytest
from markupsafe import Markup
from project import Project

from generator.build import Site
from generator.page import Page
from generator.shapes import CUT, Shapes, Value

HOSTILE = 'Cost < $5 & "more" \ue003 {{ page.title }}'


def one_by_one(made: Site, page: Page) -> str:
    """A page's frame, rendered by the template without any shape."""
    renderer = made.renderer
    blocks: dict[str, Markup] = {}
    whole = Shapes(lambda **given: blocks.update(given) or "")
    shapes, renderer.shapes = renderer.shapes, whole
    try:
        renderer.frame(replace(page, kind="rights"))
    finally:
        renderer.shapes = shapes
    return renderer.template("page.html.j2").render(**{**blocks, "page": page})


def test_a_page_of_a_shape_is_what_its_template_gives(made: Site) -> None:
    """Every page of the kinds that are cut, as it is and with values that HTML could trip over."""
    pages = [page for page in made.pages if page.kind in CUT]
    assert len(pages) > 8
    for page in pages:
        for shown in (page, replace(page, title=HOSTILE, question=HOSTILE, description=HOSTILE)):
            assert made.renderer.frame(shown) == one_by_one(made, shown), page.address
    assert made.renderer.shapes.cuts and None not in made.renderer.shapes.cuts.values()


@pytest.mark.parametrize(
    "line",
    [
        '{% if page.title == "x" %}x{% endif %}',
        "{% if page.title %}x{% endif %}",
        "{{ page.title | length }}",
        "{{ page.title | upper }}",
        "{{ page.title[:10] }}",
        "{{ page.title ~ 'x' }}",
        '{{ "%s" | format(page.title) }}',
        "{% for letter in page.title %}{{ letter }}{% endfor %}",
        "{{ page.lastmod.year }}",
        "{{ page.of }}",
        "{% if 'x' in page.title %}x{% endif %}",
    ],
)
def test_a_template_that_decides_by_a_value_is_rendered_page_by_page(site: Project, line: str) -> None:
    """What such a template gives is right all the same."""
    site.edit("site_templates/page.html.j2", "</main>", f"<!-- {line} --></main>")
    made = site.make()
    assert set(made.renderer.shapes.cuts.values()) == {None}
    for page in made.pages:
        if page.kind in CUT:
            assert made.renderer.frame(page) == one_by_one(made, page)


def test_a_value_can_only_be_printed() -> None:
    value = Value("title")
    assert Markup("<p>{}</p>").format(Markup(value.__html__())) == "<p>\ue010title\ue010</p>"
    for use in (str, bool, len, iter, lambda one: one == "x", lambda one: one[0], lambda one: one + "x", hash):
        with pytest.raises(TypeError):
            use(value)
