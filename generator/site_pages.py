"""Pages that belong to no cross: home, guides, and the site's own pages."""

from __future__ import annotations

import math
from collections.abc import Iterator

from generator import frame
from generator.builder import Builder
from generator.content import Content, Guide, Origin, PlainPage
from generator.narrative import plain_words, with_contents
from generator.page import Page

WORDS_A_MINUTE = 200  # a slow, careful reader


def pages(content: Content) -> Iterator[Page]:
    """Home, every guide, every page of the site's own."""
    site = content.site
    words = frame.Words(f"{site.name}: insurance denied? What to do, and by when", site.tagline, site.description)
    yield frame.page(content, "home", "/", {"root": "home"}, words, [])
    for entry in content.guides.values():
        yield guide(content, entry)
    for page in content.pages.values():
        yield plain_page(content, page)


def guide(content: Content, entry: Guide) -> Page:
    """``/guides/{slug}/``: an article with reading time, table of contents and its own call to action."""
    head, address = entry.head, f"/guides/{entry.slug}/"
    build = Builder(content, content.site_names(), tuple(content.frameworks))
    html, contents = with_contents(build.text(entry.body, inline=False))
    for source in head.sources:
        build.cite(source)
    article = build.section("why", ("guide", entry.slug), {"level": "guide", "html": html}, Origin(entry.path, ("body",)))
    data = {
        "heading": head.cta.heading,
        "html": build.text(head.cta.text),
        "button": head.cta.button,
        "address": frame.checkout_address(content),
        "names": content.site_names(),
    }
    cta = build.section("offer", ("guide", entry.slug), data, Origin(entry.path, ("cta",)), shared=True)
    extra = {
        "contents": contents,
        "minutes": math.ceil(len(plain_words(html)) / WORDS_A_MINUTE),
        "category": head.category,
        "audience": head.audience,
        "published": head.published,
    }
    words = frame.Words(head.title, head.question, head.description)
    return frame.page(
        content, "guide", address, {"guide": entry.slug}, words, [article, cta], extra=extra, reviewed=head.reviewed
    )


def plain_page(content: Content, entry: PlainPage) -> Page:
    """A page of the site's own, at the address its file gives. The 404 page is not listed."""
    head = entry.head
    build = Builder(content, content.site_names(), tuple(content.frameworks))
    html = build.text(entry.body, inline=False)
    for source in head.sources:
        build.cite(source)
    listed = not head.address.endswith(".html")
    kind = "rights" if head.address.startswith("/rights/") else "page" if listed else "not-found"
    body = build.section("why", ("page", entry.slug), {"level": "guide", "html": html}, Origin(entry.path, ("body",)))
    words = frame.Words(head.title, head.question, head.description)
    return frame.page(content, kind, head.address, {"page": entry.slug}, words, [body], listed=listed)
