"""Files beside the pages: sitemaps, robots.txt, headers, redirects. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

from generator.content import Content
from generator.page import Held, Page, parents_of
from generator.render import Renderer

MOST_IN_SITEMAP = 50_000  # sitemaps.org
XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
# What a browser may do on every page: load the site's own style and pictures, nothing else, and tell no one.
HEADERS = """/*
  Content-Security-Policy: default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'
  Referrer-Policy: no-referrer
  Strict-Transport-Security: max-age=31536000; includeSubDomains
  X-Content-Type-Options: nosniff
  Permissions-Policy: camera=(), geolocation=(), microphone=(), payment=(), usb=()
  Cross-Origin-Opener-Policy: same-origin

/assets/*
  Cache-Control: public, max-age=31536000, immutable
"""


def site_files(
    content: Content, renderer: Renderer, pages: Sequence[Page], redirects: Mapping[str, tuple[str, int]]
) -> dict[str, bytes]:
    """Every file that is not a page, by its path under ``output/``."""
    listed = sorted((page for page in pages if page.listed), key=lambda page: page.address)
    base = content.site.base_url
    files: dict[str, str] = {}
    parts = [listed[start : start + MOST_IN_SITEMAP] for start in range(0, len(listed), MOST_IN_SITEMAP)]
    names = []
    for number, part in enumerate(parts, 1):
        name = f"sitemap-{number}.xml"
        rows = "".join(f"<url><loc>{escape(base + page.address)}</loc><lastmod>{page.lastmod}</lastmod></url>\n" for page in part)
        files[name] = f"{XML}<urlset {NAMESPACE}>\n{rows}</urlset>\n"
        names.append((name, max(str(page.lastmod) for page in part)))
    index = "".join(f"<sitemap><loc>{escape(base)}/{name}</loc><lastmod>{day}</lastmod></sitemap>\n" for name, day in names)
    files["sitemap.xml"] = f"{XML}<sitemapindex {NAMESPACE}>\n{index}</sitemapindex>\n"
    files["robots.txt"] = renderer.template("robots.txt.j2").render()
    files["_headers"] = HEADERS
    files["_redirects"] = "".join(f"{old} {new} {status}\n" for old, (new, status) in sorted(redirects.items()))
    return {**{name: text.encode() for name, text in files.items()}, **{path[1:]: data for path, data in renderer.files.items()}}


def redirects(content: Content, pages: Sequence[Page], held: Sequence[Held]) -> tuple[dict[str, tuple[str, int]], dict[str, str]]:
    """S24: where every address that was once published leads now, and those that are gone.

    Returns redirects (old address to target and status) and statuses by address. A renamed page is a 301, a held
    one a 302 to its nearest parent, one removed for good a 301 to its nearest parent, else it is gone (the
    host's 404).
    """
    live = {page.address for page in pages}
    waiting = {entry.page.address for entry in held}
    found: dict[str, tuple[str, int]] = {"/help/": ("/payers/", 301)}
    statuses: dict[str, str] = {}
    for address, row in sorted(content.published.items()):
        if address in live or row.status == "gone":
            statuses[address] = "live" if address in live else "gone"
            continue
        new = renamed(content, address)
        if new in live:
            found[address] = (new, 301)
        else:
            parent = next((parent for parent in parents_of(address) if parent in live), None)
            if parent:
                found[address] = (parent, 302 if address in waiting else 301)
        statuses[address] = f"{found[address][1]} {found[address][0]}" if address in found else "gone"
    return found, statuses


def renamed(content: Content, address: str) -> str:
    """The address with every previous slug replaced by today's."""
    new = {
        old: entry.slug
        for group in (content.payers, content.procedures, content.denial_types)
        for entry in group.values()
        for old in entry.previous_slugs
    }
    return "/".join(new.get(part, part) for part in address.split("/"))
