"""Gates on trust: who wrote it, from what, checked when, paid by whom; and the way to checkout."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from html import unescape
from urllib.parse import parse_qs, urlsplit

from markupsafe import escape

from generator.check.built import Built
from generator.errors import Problem
from generator.page import REF_MARK

CHECKOUT_LINK = re.compile(r'<a\b[^>]*href="([^"]*)"[^>]*>')
ALLOWED_PARAMETERS = {"code", "ref", "plan"}
OPAQUE = re.compile(rf"[0-9a-f]{{10}}|{REF_MARK}")  # a page number, or the mark for the page's own


def t01_byline(built: Built) -> Iterator[Problem]:
    """Every page says who wrote it: an organisation in the data, and that no clinician or lawyer reviewed it.

    Why: a made-up reviewer is a lie about health. Bad: "Reviewed by Dr Smith". Good: "Written by DenialHelp; not reviewed by
    a clinician or lawyer".
    """
    byline = f"Written by {escape(built.content.site.organisation)}; not reviewed by a clinician or lawyer"
    for page in built.pages:
        if page.listed and byline not in built.frames[page.address]:
            yield built.at_page(page, "T01", "the byline is missing")


def t02_dates(built: Built) -> Iterator[Problem]:
    """Every page shows the day it was checked and the day it is due again; an overdue check is a warning.

    Why: law changes. Bad: an undated page. Good: "Checked against the sources on 2026-11-22, next check due 2027-02-01".
    """
    for page in built.pages:
        html = built.frames[page.address]
        if page.listed and not (f'datetime="{page.reviewed}"' in html and f'datetime="{page.review_due}"' in html):
            yield built.at_page(page, "T02", "the date of the last check or of the next one is missing")
        if page.listed and page.review_due < built.content.as_of:
            yield built.at_page(
                page, "T02", f"the check was due on {page.review_due}", "read the sources again, then set 'reviewed'", "overdue"
            )


def t02_texts_read_lately(built: Built) -> Iterator[Problem]:
    """A text that a page cites was read within the time set for its kind; what is due is a warning.

    Why: payers change their policies, and the page says when it read them. Bad: a policy last read two years ago. Good: the text
    read again, its ``read`` brought up to date. The days stand under ``read_again`` in ``content/site.yaml``.
    """
    for key in sorted({key for page in built.pages for key in page.sources}):
        due = built.content.due(key)
        if due < built.content.as_of:
            origin = built.content.origin("sources", key, "sources", key, "read")
            hint = f"see 'generator sources {key}'"
            yield built.at_origin(origin, "T02", f"'{key}' was due to be read again on {due}", hint, "overdue")


def l02_figures_read_lately(built: Built) -> Iterator[Problem]:
    """A figure that a page prints rests on a text read within the time set for its kind; what is due is a warning.

    Why: law changes, and a deadline is the last thing to be wrong about. Bad: a window read before the rule changed. Good: the
    text read again, and the figure with it.
    """
    for reference in sorted(frozenset[str]().union(*(page.facts for page in built.pages))):
        due = built.content.due(built.content.ledger[reference].fact.source)
        if due < built.content.as_of:
            plan, group, name = reference.split(".")
            origin = built.content.origin("frameworks", plan, "ledger", group, name)
            yield built.at_origin(origin, "L02", f"the text of this figure was due to be read again on {due}", "", "overdue")


def t03_sources(built: Built) -> Iterator[Problem]:
    """Every figure's primary source is linked on the page, and a landing page cites its procedure or payer.

    Why: a reader can open what we read. Bad: "65 calendar days" with no citation. Good: a link to 42 CFR 422.582, with the
    date of the text.
    """
    link_to = cache(lambda key: f'href="{escape(built.content.sources[key].url)}"')
    source_of = cache(lambda reference: built.content.ledger[reference].fact.source)
    for page in built.pages:
        if not page.listed:
            continue
        html = built.frames[page.address]
        needed = set(map(source_of, page.facts)).union(page.sources)
        for key in sorted(needed):
            if link_to(key) not in html:
                yield built.at_page(page, "T03", f"source '{key}' is not linked")
        if page.kind == "landing" and not page.own_facts:
            yield built.at_page(page, "T03", "no source about its procedure or payer")


def t04_honest_offer(built: Built) -> Iterator[Problem]:
    """Next to the call to action: the price, who is paid, no advice, no affiliation.

    Why: a person in trouble must see what costs money. Bad: a button alone. Good: the price with and without the code, and
    "you pay DenialHelp; no insurer pays us".
    """
    offer = built.content.site.offer
    wanted = (
        f">${offer.price_with_code}<",
        f">${offer.list_price}<",
        "no insurer pays us",
        "not legal or medical advice",
        "not affiliated",
    )
    for section, html in built.sections.values():
        if section.kind == "offer":
            for words in wanted:
                if words not in html:
                    yield built.at_section(section, "T04", f"'{words.strip('<>')}' is missing beside the call to action")


def t05_free_help_first(built: Built) -> Iterator[Problem]:
    """Free help stands at or above the paid offer on every page that sells a letter for a plan's reader.

    Why: nobody should pay before knowing what is free. Bad: the offer above the state's free counselor. Good: ``free-help``,
    then ``offer``.
    """
    for page in built.pages:
        kinds = [section.kind for section in page.sections]
        if (
            "offer" in kinds
            and page.kind != "guide"
            and ("free-help" not in kinds or kinds.index("free-help") > kinds.index("offer"))
        ):
            yield built.at_page(page, "T05", "free help does not stand above the offer")


def t06_report_a_mistake(built: Built) -> Iterator[Problem]:
    """Every page says how to report a mistake.

    Why: readers find what gates do not. Bad: no way to write. Good: a link to ``/report-a-mistake/``.
    """
    for page in built.pages:
        if 'href="/report-a-mistake/"' not in built.frames[page.address]:
            yield built.at_page(page, "T06", "no link to report a mistake")


def p04_checkout_links(built: Built) -> Iterator[Problem]:
    """Checkout links carry the code, an opaque page number and at most a plan: nothing about health.

    Why: an address that says "kyphoplasty" and an insurer's name is a health record. Bad: ``?procedure=kyphoplasty``. Good:
    ``?code=SEO25&ref=1f0c9a2b3d`` with ``rel="nofollow"``.
    """
    checkout = urlsplit(built.content.site.checkout_url)
    for section, html in built.sections.values():
        for link in CHECKOUT_LINK.finditer(html):
            address = urlsplit(unescape(link.group(1)))
            if address.netloc != checkout.netloc:
                if section.kind == "offer" and address.netloc:
                    yield built.at_section(section, "P04", f"the offer links to {address.netloc}, not to checkout")
                continue
            query = parse_qs(address.query)
            if (address.scheme, address.path) != (checkout.scheme, checkout.path) or set(query) - ALLOWED_PARAMETERS:
                yield built.at_section(section, "P04", f"checkout link carries {sorted(set(query) - ALLOWED_PARAMETERS)}")
            if query.get("code") != [built.content.site.offer.code] or not OPAQUE.fullmatch(query.get("ref", [""])[0]):
                yield built.at_section(section, "P04", "checkout link needs the code and an opaque ref")
            if 'rel="nofollow"' not in link.group():
                yield built.at_section(section, "P04", 'checkout link needs rel="nofollow"')


GATES = (
    t01_byline,
    t02_dates,
    t02_texts_read_lately,
    l02_figures_read_lately,
    t03_sources,
    t04_honest_offer,
    t05_free_help_first,
    t06_report_a_mistake,
    p04_checkout_links,
)
