"""Gates on one page at a time: address, title, headings, structured data."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from markupsafe import escape

from generator.check.built import Built
from generator.errors import Problem
from generator.render import parts

ADDRESS = re.compile(r"/([a-z0-9-]+/)*(404\.html)?")
LONGEST_ADDRESS = 100
LONG_TITLE, LONGEST_TITLE = 70, 110
SHORTEST_DESCRIPTION, LONGEST_DESCRIPTION = 70, 155
CANONICAL = re.compile(r'<link rel="canonical" href="([^"]*)">')
HEADING = re.compile(r"<h([1-6])\b")
JSON_LD = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.S)
LIVE_TYPES = {"BreadcrumbList", "ListItem", "Article", "Organization", "WebPage", "MedicalWebPage"}


def s08_one_canonical(built: Built) -> Iterator[Problem]:
    """Exactly one canonical: the page itself, absolute, https.

    Why: a search engine drops what it takes for a copy. Bad: two canonicals, or one to another page. Good:
    ``<link rel="canonical" href="https://…/help/aetna/kyphoplasty/step-therapy/">``.
    """
    for page in built.pages:
        found = CANONICAL.findall(built.frames[page.address])
        wanted = [built.content.site.base_url + page.address] if page.listed else []
        if found != wanted:
            yield built.at_page(page, "S08", f"canonical is {found or 'missing'}, wanted {wanted or 'none'}")


def s11_unique_titles(built: Built) -> Iterator[Problem]:
    """Titles are unique, name what a landing page is about, and fit a result list.

    Why: two pages with one title compete with each other. Bad: "Denial help". Good: "Kyphoplasty denied for step therapy
    by Aetna". Over 70 characters is a notice, over 110 an error.
    """
    seen: dict[str, str] = {}
    for page in built.pages:
        other = seen.setdefault(page.title.casefold(), page.address)
        if other != page.address:
            yield built.at_page(page, "S11", f"title '{page.title}' is also that of {other}")
        if len(page.title) > LONGEST_TITLE:
            yield built.at_page(page, "S11", f"title has {len(page.title)} characters, at most {LONGEST_TITLE}")
        elif len(page.title) > LONG_TITLE:
            yield built.at_page(page, "S11", f"title has {len(page.title)} characters, {LONG_TITLE} fit", level="notice")
        if page.kind == "landing":
            for name in (built.content.payers[page.of["payer"]].name, built.content.procedures[page.of["procedure"]].name):
                if name not in page.title:
                    yield built.at_page(
                        page, "S11", f"title does not name '{name}'", "use {procedure} and {payer} in the denial type's title"
                    )


def s12_descriptions(built: Built) -> Iterator[Problem]:
    """Descriptions are unique and 70 to 155 characters long.

    Why: outside that, a search engine writes its own. Bad: "Denied?". Good: one sentence that says what the page answers.
    """
    seen: dict[str, str] = {}
    for page in built.pages:
        other = seen.setdefault(page.description, page.address)
        if other != page.address:
            yield built.at_page(page, "S12", f"description is also that of {other}", level="warning")
        if not SHORTEST_DESCRIPTION <= len(page.description) <= LONGEST_DESCRIPTION:
            yield built.at_page(
                page,
                "S12",
                f"description has {len(page.description)} characters, wanted {SHORTEST_DESCRIPTION} to {LONGEST_DESCRIPTION}",
                level="notice",
            )


def s13_headings(built: Built) -> Iterator[Problem]:
    """One h1, and no heading level skipped.

    Why: people who listen to pages move by headings. Bad: h1, then h3. Good: h1, h2, h3.
    """
    of = {key: HEADING.findall(html) for key, (_, html) in built.sections.items()}
    for page in built.pages:
        shown = parts(page, built.frames[page.address])
        found = (HEADING.findall(part) if isinstance(part, str) else of[part.key] for part in shown)
        levels = [int(level) for some in found for level in some]
        if levels.count(1) != 1 or levels[:1] != [1]:
            yield built.at_page(page, "S13", f"{levels.count(1)} h1 headings, wanted one, first")
        skipped = next((pair for pair in pairwise(levels) if pair[1] > pair[0] + 1), None)
        if skipped:
            yield built.at_page(page, "S13", f"heading level h{skipped[0]} is followed by h{skipped[1]}")


def s20_structured_data(built: Built) -> Iterator[Problem]:
    """JSON-LD parses, uses live types only, and says nothing the page does not show.

    Why: marked-up claims a reader cannot see are spam. Bad: FAQPage, aggregateRating. Good: BreadcrumbList whose names are
    the breadcrumb's.
    """
    for page in built.pages:
        html = built.frames[page.address]
        found = JSON_LD.findall(html)
        try:
            graphs = [json.loads(text)["@graph"] for text in found]
        except (ValueError, KeyError, TypeError):
            yield built.at_page(page, "S20", "JSON-LD does not parse")
            continue
        types = set(_types(graphs))
        if len(found) != 1 or types - LIVE_TYPES:
            yield built.at_page(page, "S20", f"JSON-LD types {sorted(types - LIVE_TYPES)} are not allowed")
        if page.crumbs and "BreadcrumbList" not in types:
            yield built.at_page(page, "S20", "BreadcrumbList is missing")
        shown = html.partition("<body")[2]
        for name in _names(graphs):
            if str(escape(name)) not in shown:
                yield built.at_page(page, "S20", f"'{name}' is in JSON-LD but not on the page")


def _types(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("@type"), str):
            yield value["@type"]
        for child in value.values():
            yield from _types(child)
    elif isinstance(value, list):
        for child in value:
            yield from _types(child)


def _names(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for key, child in value.items():
            if key in ("name", "headline", "datePublished") and isinstance(child, str):
                yield child
            else:
                yield from _names(child)
    elif isinstance(value, list):
        for child in value:
            yield from _names(child)


def s26_addresses(built: Built) -> Iterator[Problem]:
    """Addresses are lower case, at most 100 characters, end in a slash and are unique after case folding.

    Why: one page, one address. Bad: ``/Help/Aetna``. Good: ``/help/aetna/``. Two sources for one address name both.
    """
    by_address: dict[str, list[str]] = defaultdict(list)
    for page in built.pages:
        origins = [origin.path for section in page.sections for origin in section.origins]
        by_address[page.address.casefold()].append(origins[0] if origins else page.kind)
        if not ADDRESS.fullmatch(page.address) or len(page.address) > LONGEST_ADDRESS:
            yield built.at_page(page, "S26", "address must be [a-z0-9-/], end in a slash and have at most 100 characters")
    for page in built.pages:
        makers = by_address.pop(page.address.casefold(), [])
        if len(makers) > 1:
            yield built.at_page(page, "S26", f"two pages have this address: {' and '.join(makers)}")


GATES = (s08_one_canonical, s11_unique_titles, s12_descriptions, s13_headings, s20_structured_data, s26_addresses)
