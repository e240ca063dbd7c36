"""Gates on the site as a graph: links, depth, sitemaps, dates, addresses once published."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterator

from generator.check.built import Built
from generator.errors import Problem
from generator.link import LEAST_LINKED, LEAST_RELATED, MOST_RELATED
from generator.site_files import MOST_IN_SITEMAP, renamed

DEEPEST = 3  # clicks from home
LARGEST_SITEMAP = 50_000_000  # bytes, sitemaps.org
MOST_REMOVED = 0.02  # of the published addresses, in one build
LOCATION = re.compile(r"<loc>([^<]*)</loc><lastmod>([^<]*)</lastmod>")


def s10_links_lead_somewhere(built: Built) -> Iterator[Problem]:
    """Internal links and sitemaps point at published pages: no query strings, no redirects, no dead ends.

    Why: a link to a held page is a dead end for the reader. Bad: ``<a href="/help/aetna/ivf/">`` where that page is held.
    Good: a link to its parent.
    """
    files = {f"/{path}" for path in built.files}
    for page in built.pages:
        for href in sorted(built.hrefs[page.address]):
            target, _, fragment = href.partition("#")
            if href.startswith("#"):
                parts = (built.frames[page.address], *(built.sections[part.key][1] for part in page.sections))
                if not any(f'id="{fragment}"' in part for part in parts):
                    yield built.at_page(page, "S10", f"link to '{href}', which is not on the page")
            elif href.startswith("/") and target not in built.addresses and target not in files:
                yield built.at_page(page, "S10", f"link to '{href}', which is not published")
            elif not href.startswith(("/", "https://", "http://", "mailto:")):
                yield built.at_page(page, "S10", f"link '{href}' has no place to lead to")


def s14_sitemaps(built: Built) -> Iterator[Problem]:
    """Every listed page is in one sitemap, sorted; no file holds more than 50,000 addresses or 50 MB.

    Why: beyond that a crawler stops reading. Bad: an unlisted page, or one listed twice. Good: sitemap index, sorted files.
    """
    wanted = sorted(built.content.site.base_url + page.address for page in built.pages if page.listed)
    found: list[str] = []
    for name, data in sorted(built.files.items(), key=lambda entry: (len(entry[0]), entry[0])):
        if re.fullmatch(r"sitemap-\d+\.xml", name):
            rows = LOCATION.findall(data.decode())
            found += [address for address, _ in rows]
            if len(rows) > MOST_IN_SITEMAP or len(data) > LARGEST_SITEMAP:
                yield Problem(f"output/{name}", 1, 1, "S14", f"{len(rows)} addresses, {len(data)} bytes: too many for one file")
    if found != wanted:
        odd = sorted((Counter(found) - Counter(wanted)) + (Counter(wanted) - Counter(found)))
        yield Problem("output/sitemap.xml", 1, 1, "S14", f"sitemap and pages differ: {odd[:3] or 'order'}")


def s15_lastmod(built: Built) -> Iterator[Problem]:
    """``lastmod`` is the day the main content last changed: the released day while its digest is equal.

    Why: a date that moves by itself is soon ignored. Bad: today's date on every page. Good: the day in
    ``content/published.tsv``.
    """
    for page in built.pages:
        row = built.content.published.get(page.address)
        if page.lastmod is None or page.lastmod > built.content.as_of:
            yield built.at_page(page, "S15", f"lastmod {page.lastmod} lies in the future")
        elif row and row.status == "live" and row.digest == built.renderer.main_digest(page) and page.lastmod > row.day:
            yield built.at_page(page, "S15", f"content is as on {row.day}, lastmod says {page.lastmod}")


def s16_depth_and_links(built: Built) -> Iterator[Problem]:
    """Every page is at most 3 clicks from home and linked from at least 5 others.

    Why: what nobody links to is not read, and not crawled. Bad: an orphan. Good: hubs, parents and siblings that link to it.
    """
    depth = {"/": 0}
    queue = deque(["/"])
    while queue:
        address = queue.popleft()
        for target in sorted(built.links.get(address, frozenset()) & built.addresses):
            if target not in depth:
                depth[target] = depth[address] + 1
                queue.append(target)
    linked = Counter(target for address, targets in built.links.items() for target in targets if target != address)
    for page in built.pages:
        if not page.listed:
            continue
        if depth.get(page.address, DEEPEST + 1) > DEEPEST:
            yield built.at_page(page, "S16", f"{depth.get(page.address, 'no')} clicks from home, at most {DEEPEST}")
        if linked[page.address] < LEAST_LINKED:
            yield built.at_page(page, "S16", f"linked from {linked[page.address]} pages, at least {LEAST_LINKED}")


def s18_related_links(built: Built) -> Iterator[Problem]:
    """5 to 12 related links, each to another published page.

    Why: the reader's next question is one click away. Bad: 2 links, or 40. Good: the same care from other plans, the same plan
    for other reasons.
    """
    for page in built.pages:
        addresses = [link.address for link in page.related]
        if page.listed and not LEAST_RELATED <= len(addresses) <= MOST_RELATED:
            yield built.at_page(page, "S18", f"{len(addresses)} related links, wanted {LEAST_RELATED} to {MOST_RELATED}")
        wrong = [address for address in addresses if address not in built.addresses or address == page.address]
        if wrong or len(set(addresses)) != len(addresses):
            yield built.at_page(page, "S18", f"related links to {wrong or 'one page twice'}")


def s24_nothing_lost(built: Built) -> Iterator[Problem]:
    """Every address once published is live, or leads in one step to where its reader is served, or is gone on record.

    Why: people keep links for years. Bad: an old address that answers 404 because a slug changed. Good: ``previous_slugs`` in
    the renamed file, and a 301.
    """
    path = "content/published.tsv"
    for address, row in built.content.published.items():
        if address not in built.statuses:
            yield Problem(path, row.line, 1, "S24", f"{address} is unaccounted for")
    for old, (new, _) in built.redirects.items():
        line = built.content.published[old].line if old in built.content.published else 1
        if new in built.redirects or new not in built.addresses:
            yield Problem(path, line, 1, "S24", f"{old} leads to {new}, which is not a live page")
        if old in built.addresses:
            yield Problem(path, line, 1, "S24", f"{old} is live and redirected at once")


def s29_few_removals(built: Built) -> Iterator[Problem]:
    """A build that would take more than 2 % of the published addresses off the site stops and lists them.

    Why: one blanked file must not empty a site that people have links to. Bad: a payer's file lost, and its pages with it. Good:
    ``--allow-removals 40``, after reading the list. A renamed page stays on the site and does not count.
    """
    live = [row for row in built.content.published.values() if row.status == "live"]
    removed = [row for row in live if row.address not in built.addresses and not _renamed(built, row.address)]
    if len(removed) <= max(len(live) * MOST_REMOVED, built.allowed_removals):
        return
    hint = f"if that is meant: --allow-removals {len(removed)}"
    for row in removed:
        yield Problem(
            "content/published.tsv",
            row.line,
            1,
            "S29",
            f"{row.address} would leave the site, with {len(removed)} of {len(live)}",
            hint,
        )


def _renamed(built: Built, address: str) -> bool:
    """Whether an address leads to the same page under its new name."""
    target = built.redirects.get(address)
    return target is not None and target[0] == renamed(built.content, address)


GATES = (
    s10_links_lead_somewhere,
    s14_sitemaps,
    s15_lastmod,
    s16_depth_and_links,
    s18_related_links,
    s24_nothing_lost,
    s29_few_removals,
)
