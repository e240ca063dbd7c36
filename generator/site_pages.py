"""Pages that belong to no cross: home, guides, and the site's own pages."""

from __future__ import annotations

import math
from collections.abc import Iterator

from generator import sections
from generator.content import Content, Guide, Origin, PlainPage
from generator.model import Reviewed
from generator.narrative import plain_words, with_contents
from generator.offer import checkout_address, checkout_ref
from generator.page import Link, Page

WORDS_A_MINUTE = 200  # a slow, careful reader
HOME = Link("/", "Home")


def pages(content: Content) -> Iterator[Page]:
    """Home, every guide, every page of the site's own."""
    yield home(content)
    for entry in content.guides.values():
        yield guide(content, entry)
    for page in content.pages.values():
        yield plain_page(content, page)


def home(content: Content) -> Page:
    """``/``."""
    reviewed = _reviewed(content)
    return Page(
        kind="home",
        address="/",
        title=f"{content.site.name}: health insurance denied? What to do, and by when",
        question=content.site.tagline,
        description=content.site.description,
        sections=(),
        crumbs=(),
        reviewed=reviewed.on,
        review_due=reviewed.next,
        of={"root": "Home"},
    )


def guide(content: Content, entry: Guide) -> Page:
    """``/guides/{slug}/``: an article with reading time, table of contents and its own call to action."""
    build = sections.Builder(content, content.site_names(), tuple(content.frameworks))
    html, contents = with_contents(build.text(entry.body, inline=False))
    for source in entry.head.sources:
        build.cite(source)
    address = f"/guides/{entry.slug}/"
    ref = checkout_ref(address)
    body = build.section("why", ("guide", entry.slug), {"level": "guide", "html": html}, Origin(entry.path, ("body",)))
    cta = build.section(
        "offer",
        ("guide", entry.slug),
        {
            "heading": entry.head.cta.heading,
            "html": build.text(entry.head.cta.text),
            "button": entry.head.cta.button,
            "address": checkout_address(content, ref),
            "names": content.site_names(),
        },
        Origin(entry.path, ("cta",)),
        shared=True,
    )
    return Page(
        kind="guide",
        address=address,
        title=entry.head.title,
        question=entry.head.question,
        description=entry.head.description,
        sections=(body, cta),
        crumbs=(HOME, Link("/guides/", "Guides")),
        reviewed=entry.head.reviewed.on,
        review_due=entry.head.reviewed.next,
        ref=ref,
        of={"guide": entry.slug},
        extra={
            "contents": contents,
            "minutes": math.ceil(len(plain_words(html)) / WORDS_A_MINUTE),
            "category": entry.head.category,
            "audience": entry.head.audience,
            "published": entry.head.published,
        },
    )


def plain_page(content: Content, entry: PlainPage) -> Page:
    """A page of the site's own, at the address its file gives. The 404 page is not listed."""
    build = sections.Builder(content, content.site_names(), tuple(content.frameworks))
    html = build.text(entry.body, inline=False)
    for source in entry.head.sources:
        build.cite(source)
    reviewed = _reviewed(content)
    listed = not entry.head.address.endswith(".html")
    of_rights = entry.head.address.startswith("/rights/")
    crumbs = (HOME, Link("/rights/", "Rights")) if of_rights else (HOME,)
    return Page(
        kind="rights" if of_rights else "page" if listed else "not-found",
        address=entry.head.address,
        title=entry.head.title,
        question=entry.head.question,
        description=entry.head.description,
        sections=(build.section("why", ("page", entry.slug), {"level": "guide", "html": html}, Origin(entry.path, ("body",))),),
        crumbs=crumbs,
        reviewed=reviewed.on,
        review_due=reviewed.next,
        of={"page": entry.slug},
        listed=listed,
    )


def _reviewed(content: Content) -> Reviewed:
    """The least fresh framework: what pages of the site's own lean on."""
    return min((entry.reviewed for entry in content.frameworks.values()), key=lambda reviewed: reviewed.on)


