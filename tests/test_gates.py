"""Every gate passes the tiny site, and finds the fault it is there for, and no other gate does.

``FAULTS`` holds one fault or more for each gate, by the gate's name: an edit of content where content can cause
it, else of a template, else a change of the made pages (what only the generator's own code could get wrong).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest
from project import AS_OF, Project, tiny

from generator import check
from generator.check import GATES, Built
from generator.content import PublishedRow
from generator.errors import Problem
from generator.page import Link, Page, Section

Edit = Callable[[Project], None]
Change = Callable[[Built], Built]

HAND = "content/procedures/carpal-tunnel-release.yaml"
BOTOX = "content/procedures/botox-for-migraine.yaml"
NORTHFIELD = "content/payers/northfield.yaml"
MEDICARE = "content/payers/medicare.yaml"
STEP = "content/denial_types/step-therapy.yaml"
INSURED = "content/frameworks/aca_insured.yaml"
GUIDE = "content/guides/reading-a-denial.md"
ABOUT = "content/pages/about.md"
LANDING = "/help/northfield/carpal-tunnel-release/step-therapy/"
HELD = "/help/medicare/carpal-tunnel-release/step-therapy/"
CANONICAL = f'<link rel="canonical" href="https://www.letterbox.example{LANDING}">'
EMPTY_JSON_LD = '<script type="application/ld+json">{"@graph":[]}</script>'
SITEMAP = "sitemap-1.xml"
LONG = "You go to the desk and you ask for the file and you read it at home and you mark each line that is not so and then."
EXTRA = """---
title: One page more
question: Is there one page more?
description: A page of the site's own that stands beside the others, so that two pages can meet at one address or a long one be tried.
address: {}
---
There is not much to read here.
"""


@dataclass(frozen=True)
class Fault:
    """A fault: how to make it, and a fragment of what the gate says. ``also`` are codes that other gates may add."""

    says: str
    edit: Edit | None = None
    change: Change | None = None
    also: frozenset[str] = frozenset()
    level: str = "error"


def edit(path: str, old: str, new: str) -> Edit:
    """The first ``old`` in a file becomes ``new``."""
    return lambda site: site.edit(path, old, new)


def write(path: str, text: str) -> Edit:
    """One more file."""
    return lambda site: site.write({path: text})


def in_section(kind: str, line: str) -> Edit:
    """One more line at the end of a section's template."""
    path = f"site_templates/sections/{kind}.html.j2"
    return lambda site: site.write({path: (site.root / path).read_text() + line + "\n"})


def in_html(old: str, new: str, address: str = LANDING) -> Change:
    """Every ``old`` in what of a page is its own becomes ``new``."""

    def change(built: Built) -> Built:
        frame = built.frames[address]
        assert old in frame, f"{address} does not hold {old!r}"
        return replace(built, frames={**built.frames, address: frame.replace(old, new)})

    return change


def without_links_to_it(built: Built) -> Built:
    """No page links to the landing page any more."""
    old, new = f'href="{LANDING}"', 'href="/terms/"'
    return replace(built, frames={address: frame.replace(old, new) for address, frame in built.frames.items()})


def in_file(path: str, alter: Callable[[str], str]) -> Change:
    """A file beside the pages, altered."""
    return lambda built: replace(built, files={**built.files, path: alter(built.files[path].decode()).encode()})


def in_page(alter: Callable[[Page], dict[str, Any]], address: str = LANDING) -> Change:
    """A page with some of its fields replaced by what ``alter`` gives."""

    def change(built: Built) -> Built:
        assert address in built.addresses
        return replace(
            built, pages=tuple(replace(page, **alter(page)) if page.address == address else page for page in built.pages)
        )

    return change


def in_sections(alter: Callable[[list[Section]], list[Section]]) -> Change:
    """A page with other sections."""
    return in_page(lambda page: {"sections": tuple(alter(list(page.sections)))})


def order(*kinds: str) -> Callable[[list[Section]], list[Section]]:
    """Sections with those of these kinds first, in this order."""
    return lambda sections: sorted(
        sections, key=lambda section: kinds.index(section.kind) if section.kind in kinds else len(kinds)
    )


def released(built: Built) -> Built:
    """The landing page was released a month ago just as it is now, and ``lastmod`` says today all the same."""
    day = AS_OF - timedelta(days=30)
    digest = next(built.renderer.main_digest(page) for page in built.pages if page.address == LANDING)
    row = PublishedRow(LANDING, digest, day, "live", 2)
    return replace(built, content=replace(built.content, published={LANDING: row}), statuses={LANDING: "live"})


def once_published(built: Built, *addresses: str) -> Built:
    """Addresses that were live at the last release, and lead nowhere now."""
    rows = {address: PublishedRow(address, "abc", AS_OF, "live", 2 + place) for place, address in enumerate(addresses)}
    return replace(built, content=replace(built.content, published=rows), statuses=dict.fromkeys(addresses, "gone"))


FAULTS: dict[str, tuple[Fault, ...]] = {
    # What a reader sees.
    "q01_no_markdown_residue": (
        Fault("raw mark '##'", edit(HAND, "Thumb weakness", "See below. ## Late signs Weakness")),
        Fault("raw mark '**'", edit(HAND, "Thumb weakness", "** Thumb weakness**")),
        Fault("raw mark '|---'", edit(HAND, "Thumb weakness", "| Asked | Shown | |---|---| | Splint | Receipt | Weakness")),
        Fault("a list runs inside", edit(HAND, "Thumb weakness", "Gather: 1. the scan 2. the notes. Weakness")),
        Fault("a list runs inside", edit(GUIDE, "Find each", "Find each:\n- the code\n- the date\nThen find each")),
        Fault("hollow value '>None<'", in_section("why", "<p>{{ none }}</p>")),
        Fault("hollow value '</h2>\\n</section>'", in_section("why", "<section><h2>Why</h2>\n</section>")),
        Fault("hollow value '<td></td>'", in_section("criteria", "<table><tr><th>Asked</th><td></td></tr></table>")),
    ),
    "q02_no_placeholders": (
        Fault("'[edition]'", edit("content/sources/texts.yaml", "Member Appeals Manual", "Appeals Manual [edition]")),
        Fault("'[date range]'", in_section("gather", "<p>Therapy records, [date range]</p>")),
    ),
    "l01_words_of_the_plan": (
        Fault(
            "'redetermination' is the wrong word for aca_insured",
            edit(INSURED, "from_event: the day you get the denial", "from_event: the day you get the redetermination"),
        ),
        Fault(
            "'fair hearing' is the wrong word in a text for every plan type",
            in_section("quick-answer", "<p>Ask for a fair hearing.</p>"),
        ),
        Fault("'QIC' is the wrong word for aca_insured", in_section("requires", "<p>The QIC decides next.</p>")),
    ),
    "l02_figures_from_the_ledger": (
        Fault(
            "bare figure '5 days'",
            edit(INSURED, "from_event: the day you get the denial", "from_event: 5 days after the denial was mailed"),
        ),
        Fault("bare figure 'four months'", in_section("rights", "<p>You have four months for the next step.</p>")),
        Fault("bare figure '$200'", in_section("free-help", "<p>A lawyer may ask $200 for that.</p>")),
    ),
    "l03_words_of_the_kind": (
        Fault(
            "'FDA-approved label' is for drugs",
            edit(NORTHFIELD, "There is a form for an exception to a step.", "The FDA-approved label decides."),
        ),
    ),
    "l04_names_from_data": (
        Fault("'botox for migraine' looks like a slug", in_section("why", "{{ data.procedure | default('') | lower }}")),
        Fault(
            "'carpal-tunnel-release' looks like a slug",
            change=in_page(
                lambda page: {"description": page.description.replace("Carpal tunnel release", "carpal-tunnel-release")}
            ),
        ),
    ),
    "l05_no_outcome_claims": (
        Fault("outcome claim 'flip'", in_section("why", "<p>Such denials usually flip.</p>")),
        Fault("outcome claim 'Win'", change=in_page(lambda page: {"title": f"Win: {page.title}"})),
    ),
    "l06_fast_clock_first": (
        Fault("does not stand before", change=in_sections(order("quick-answer", "deadline", "urgent"))),
        Fault(
            "does not stand before",
            change=in_sections(lambda sections: [section for section in sections if section.kind != "urgent"]),
        ),
        Fault(
            "a fast track the page does not show: Waiting could harm you",
            change=in_sections(
                lambda sections: [
                    replace(section, data={**section.data, "rows": []}) if section.kind == "urgent" else section
                    for section in sections
                ]
            ),
        ),
    ),
    # One page at a time.
    "s08_one_canonical": (
        Fault("canonical is missing", change=in_html(CANONICAL, "")),
        Fault("canonical is [", change=in_html(CANONICAL, CANONICAL + CANONICAL)),
        Fault("canonical is ['http:", change=in_html(CANONICAL, CANONICAL.replace("https", "http"))),
        Fault("canonical is [", change=in_html(CANONICAL, CANONICAL.replace("/step-therapy", ""))),
        Fault("wanted none", change=in_html("</head>", f"{CANONICAL}</head>", "/404.html")),
    ),
    "s11_unique_titles": (
        Fault("is also that of", edit(STEP, "denied for step therapy by {payer}", "denied for medical necessity by {payer}")),
        Fault("at most 110", edit(STEP, 'by {payer}"\ndesc', f'by {{payer}}{" and so on" * 8}"\ndesc')),
        Fault("70 fit", edit(STEP, 'by {payer}"\ndesc', f'by {{payer}}{" and so on" * 2}"\ndesc'), level="notice"),
        Fault("title does not name 'Northfield'", edit(STEP, 'by {payer}"\ndesc', 'by your health plan"\ndesc')),
    ),
    "s12_descriptions": (
        Fault(
            "description is also that of",
            edit(
                STEP,
                "{procedure} denied by {payer} because something else must come first? What to show and",
                "{procedure} called not medically necessary by {payer}? What to show, what to gather, and",
            ),
            level="warning",
        ),
        Fault(
            "wanted 70 to 155",
            edit(STEP, "because something else must come first? What to show and your deadline by plan type", ""),
            level="notice",
        ),
    ),
    "s13_headings": (
        Fault("h1 is followed by h3", edit(ABOUT, "{{ site.name }} sells", "### Prices\n\n{{ site.name }} sells")),
        Fault("2 h1 headings", in_section("why", "<h1>Why</h1>")),
        Fault("0 h1 headings", change=in_html("<h1", "<p")),
        Fault("1 h1 headings, wanted one, first", change=in_html("<h1", "<h2>Before</h2><h1")),
    ),
    "s20_structured_data": (
        Fault("does not parse", change=in_html('"@graph":[', '"@graph":[,')),
        Fault("['FAQPage'] are not allowed", change=in_html('"Article"', '"FAQPage"', "/guides/reading-a-denial/")),
        Fault("JSON-LD types [] are not allowed", change=in_html("</head>", f"{EMPTY_JSON_LD}</head>")),
        Fault("BreadcrumbList is missing", change=in_html('"BreadcrumbList"', '"WebPage"')),
        Fault("is in JSON-LD but not on the page", change=in_html("<h1>Carpal", "<h1>The carpal")),
    ),
    "s26_addresses": (
        Fault("at most 100 characters", write("content/pages/long.md", EXTRA.format(f"/{'a' * 101}/"))),
        Fault("must be [a-z0-9-/]", write("content/pages/odd.md", EXTRA.format("/odd.html"))),
        Fault(
            f"two pages have this address: {HAND} and {HAND}",
            change=lambda built: replace(built, pages=(*built.pages, *(page for page in built.pages if page.address == LANDING))),
            also=frozenset({"S14"}),
        ),
    ),
    # How it reads.
    "v03_reading_grade": (
        Fault(
            "reads at grade 1",
            edit(
                HAND,
                "Thumb weakness",
                "Utilization management determinations predicated upon institutional interpretations of proprietary "
                "documentation necessitate individualized substantiation demonstrating comprehensive nonoperative interventions, "
                "progressive electrophysiological deterioration and functional incapacity incompatible with occupational "
                "responsibilities. Thumb weakness",
            ),
        ),
        Fault(
            "sentences have more than 25 words",
            in_section("why", f"<p>{' '.join(['You and I go to see it and we ask.'] * 2)}</p><ul>{f'<li>{LONG}</li>' * 9}</ul>"),
            also=frozenset({"S04", "S05"}),
            level="warning",
        ),
    ),
    "s04_alike_as_a_whole": (
        Fault("1.00 like", change=lambda built: replace(built, nearest={LANDING: (LANDING, 0.45)}), level="notice"),
    ),
    "s05_repeated_sentences": (
        Fault(
            "stands on 22 of ",
            change=lambda built: replace(
                built, pages=(*built.pages, *(page for page in built.pages if page.address == LANDING for _ in range(20)))
            ),
            also=frozenset({"S26", "S14", "S11", "S12"}),
            level="notice",
        ),
    ),
    # The site as a graph.
    "s10_links_lead_somewhere": (
        Fault("'/help/nowhere/', which is not published", edit(ABOUT, "No insurer", "[Nowhere](/help/nowhere/) no insurer")),
        Fault(f"'{HELD}', which is not published", edit(ABOUT, "No insurer", f"[Held]({HELD}) no insurer")),
        Fault("'/help/', which is not published", edit(ABOUT, "No insurer", "[Redirected](/help/) no insurer")),
        Fault("'/terms/?from=about', which", edit(ABOUT, "No insurer", "[Query](/terms/?from=about) no insurer")),
        Fault("'#prices', which is not on the page", edit(ABOUT, "No insurer", "[Prices](#prices) no insurer")),
        Fault("'terms' has no place to lead to", edit(ABOUT, "No insurer", "[Relative](terms) no insurer")),
    ),
    "s14_sitemaps": (
        Fault("sitemap and pages differ", change=in_file(SITEMAP, lambda text: re.sub("<url>.*</url>\n", "", text, count=1))),
        Fault(
            "sitemap and pages differ", change=in_file(SITEMAP, lambda text: re.sub("(<url>.*</url>\n)", r"\1\1", text, count=1))
        ),
        Fault("order", change=in_file(SITEMAP, lambda text: "\n".join(reversed(text.split("\n"))))),
        Fault("too many for one file", change=in_file(SITEMAP, lambda text: text + " " * 50_000_000)),
        Fault(
            "too many for one file",
            change=in_file(SITEMAP, lambda text: text + "<loc>https://x.example/</loc><lastmod>2026-11-22</lastmod>" * 50_001),
        ),
    ),
    "s15_lastmod": (
        Fault("lies in the future", change=in_page(lambda page: {"lastmod": AS_OF + timedelta(days=1)})),
        Fault("lastmod None", change=in_page(lambda page: {"lastmod": None})),
        Fault("content is as on 2026-10-23, lastmod says 2026-11-22", change=released),
    ),
    "s16_depth_and_links": (
        Fault("no clicks from home", change=without_links_to_it),
        Fault("linked from 0 pages", change=without_links_to_it),
    ),
    "s18_related_links": (
        Fault("0 related links", change=in_page(lambda page: {"related": ()})),
        Fault("40 related links", change=in_page(lambda page: {"related": page.related * 8})),
        Fault(HELD, change=in_page(lambda page: {"related": (*page.related, Link(HELD, "Held"))})),
        Fault(LANDING, change=in_page(lambda page: {"related": (*page.related, Link(LANDING, "Itself"))})),
        Fault("one page twice", change=in_page(lambda page: {"related": (*page.related, page.related[0])})),
    ),
    "s24_nothing_lost": (
        Fault(
            "/old/ is unaccounted for",
            write("content/published.tsv", "/old/\tabc\t2026-01-01\tlive\n"),
            lambda built: replace(built, statuses={}),
            also=frozenset({"S29"}),
        ),
        Fault(
            "leads to /gone/, which is not a live page", change=lambda built: replace(built, redirects={"/old/": ("/gone/", 301)})
        ),
        Fault(
            "leads to /old/, which is not a live page",
            change=lambda built: replace(built, redirects={"/older/": ("/old/", 301), "/old/": ("/terms/", 301)}),
        ),
        Fault("/help/ is live and redirected at once", write("content/pages/help.md", EXTRA.format("/help/"))),
    ),
    "s29_few_removals": (
        Fault("/old/ would leave the site, with 1 of 1", change=lambda built: once_published(built, "/old/")),
        Fault(
            "/old-2/ would leave the site, with 3 of 3",
            change=lambda built: replace(once_published(built, "/old/", "/old-2/", "/old-3/"), allowed_removals=2),
        ),
    ),
    # Trust, and the way to checkout.
    "t01_byline": (
        Fault("the byline is missing", change=in_html("not reviewed by a clinician or lawyer", "reviewed by Dr. Smith")),
    ),
    "t02_dates": (
        Fault("the date of the last check or of the next one is missing", change=in_html(' datetime="2026-11-02"', "")),
        Fault("the date of the last check or of the next one is missing", change=in_html(' datetime="2027-05-02"', "")),
        Fault(
            "the check was due on 2026-05-07",
            edit(NORTHFIELD, "{on: 2026-11-07, next: 2027-05-07}", "{on: 2026-01-07, next: 2026-05-07}"),
            level="overdue",
        ),
    ),
    "t02_texts_read_lately": (
        Fault(
            "'northfield-hand' was due to be read again on 2026-07-02",
            edit(
                "content/sources/texts.yaml",
                "where: the plan's policy library, text_as_of: '2026-04', on: 2026-11-03",
                "where: the plan's policy library, text_as_of: '2026-04', on: 2026-01-03",
            ),
            level="overdue",
        ),
    ),
    "l02_figures_read_lately": (
        Fault(
            "the text of this figure was due to be read again on 2026-11-21",
            edit(
                "content/sources/texts.yaml",
                "the regulation's own page, text_as_of: '2026-10-30', on: 2026-11-02",
                "the regulation's own page, text_as_of: '2026-10-30', on: 2025-11-21",
            ),
            also=frozenset({"T02"}),
            level="overdue",
        ),
    ),
    "t03_sources": (
        Fault("source 'northfield-hand' is not linked", change=in_html("https://policies.northfield.example/12-4", "#main")),
        Fault(
            "source 'cfr-29-2560-503-1' is not linked",
            change=in_html("https://www.ecfr.gov/current/title-29/section-2560.503-1", "#main"),
        ),
        Fault(
            "no source about its procedure or payer",
            change=in_sections(lambda sections: [replace(section, own=()) for section in sections]),
        ),
    ),
    "t04_honest_offer": tuple(
        Fault(f"'{words}' is missing beside the call to action", edit("site_templates/sections/offer.html.j2", old, ""))
        for words, old in (
            ("$35", '{{ price("offer.price_with_code") }}'),
            ("$50", '{{ price("offer.list_price") }}'),
            ("no insurer pays us", "no insurer pays us"),
            ("not legal or medical advice", "not legal or medical advice"),
            ("not affiliated", "not affiliated"),
        )
    ),
    "t05_free_help_first": (
        Fault("free help does not stand above the offer", change=in_sections(order("quick-answer", "urgent", "offer"))),
        Fault(
            "free help does not stand above the offer",
            change=in_sections(lambda sections: [section for section in sections if section.kind != "free-help"]),
        ),
    ),
    "t06_report_a_mistake": (
        Fault("no link to report a mistake", change=in_html('href="/report-a-mistake/"', 'href="/about/"')),
    ),
    "p04_checkout_links": (
        Fault(
            "carries ['procedure']",
            edit(GUIDE, "Keep a copy.", "[Start](https://checkout.letterbox.example/start?procedure=botox)"),
        ),
        Fault(
            "needs the code and an opaque ref",
            edit(GUIDE, "Keep a copy.", "[Start](https://checkout.letterbox.example/start?code=TINY15&ref=botox)"),
        ),
        Fault(
            "needs the code and an opaque ref",
            edit(GUIDE, "Keep a copy.", "[Start](https://checkout.letterbox.example/start?code=OTHER&ref=0123456789)"),
        ),
        Fault(
            "carries []",
            edit(GUIDE, "Keep a copy.", "[Start](https://checkout.letterbox.example/botox?code=TINY15&ref=0123456789)"),
        ),
        Fault('needs rel="nofollow"', edit("site_templates/sections/offer.html.j2", 'rel="nofollow"', "")),
        Fault("the offer links to shop.example", edit(GUIDE, "from your notes.", "from [your notes](https://shop.example/).")),
    ),
}
# Faults in what people wrote, found while it is loaded: by code, the words at fault and what is said of them.
WRITTEN: dict[str, tuple[tuple[Edit, str], ...]] = {
    "L01": (
        (edit(MEDICARE, "number the pages", "ask for external review"), "'external review' is the wrong word for original_medicare"),
        (edit(NORTHFIELD, "Ask for renewal", "Ask the MAC for renewal"), "'MAC' is the wrong word for aca_insured"),
        (edit(HAND, "Numb fingers", "The redetermination: numb fingers"), "in a text for every plan type"),
        (edit(STEP, "Find out which", "Look for the NCD, and find out which"), "limit the text with plans: [original_medicare"),
    ),
    "L02": (
        (edit(HAND, "Numb fingers", "After 6 weeks numb fingers"), "bare figure '6 weeks'"),
        (edit(NORTHFIELD, "Ask for renewal", "Within four months ask for renewal"), "bare figure 'four months'"),
        (edit(GUIDE, "Find each", "The fee is $20. Find each"), "bare figure '$20"),
        (edit(STEP, "Find out which", "In 40 percent it is a drug. Find out which"), "bare figure '40 percent'"),
    ),
    "L03": (
        (edit(HAND, "- Nerve conduction", "- Prescribing label and nerve conduction"), "is for drugs; this is about surgery"),
        (edit(NORTHFIELD, "Medical Policy 12.4", "The formulary or Medical Policy 12.4"), "is for drugs; this is about surgery"),
    ),
    "L04": (
        (edit(HAND, "Numb fingers", "With botox for migraine, numb fingers"), "'botox for migraine' looks like a slug"),
        (edit(STEP, "Find out which", "For carpal-tunnel-release find out which"), "'carpal-tunnel-release' looks like a slug"),
    ),
    "L05": (
        (edit(HAND, "Numb fingers", "Most appeals win. Numb fingers"), "outcome claim 'win' without a source"),
        (edit(STEP, "Find out which", "Doctors usually flip it. Find out which"), "outcome claim 'flip' without a source"),
        (edit(GUIDE, "Find each", "A letter guarantees an answer. Find each"), "outcome claim 'guarantees' without a source"),
    ),
    "Q01": (
        (edit(HAND, "Numb fingers", "<b>Numb</b> fingers"), "HTML in a text"),
        (edit(GUIDE, "Find each", "<div>Find</div> each"), "HTML in a text"),
    ),
    "Q02": (
        (edit(HAND, "Numb fingers", "Since [date] numb fingers"), "unfilled placeholder '[date]'"),
        (edit(GUIDE, "Find each", "Write [name of the plan]. Find each"), "unfilled placeholder '[name of the plan]'"),
    ),
}  # fmt: skip
# Texts that look like such faults and are none.
INNOCENT = (
    edit(HAND, "Numb fingers", "This is not external review, and no redetermination. Numb fingers"),
    edit(HAND, "Thumb weakness", "An operation has no prescribing label. Thumb weakness"),
    edit(BOTOX, "The list of drugs", "Your prescriber knows the formulary. The list of drugs"),
    edit(NORTHFIELD, "Northfield wants", "The policy says when a denial is overturned. Northfield wants"),
    edit(STEP, "Find out which", "See [the list of reasons](/denials/), and find out which"),
    edit(MEDICARE, "Send the request", "Ask the Medicare Administrative Contractor for a redetermination. Send the request"),
    edit(STEP, "Ask which step", "Ask the prescriber which step"),
    edit(GUIDE, "## Why", "An insured plan also has external review, once.\n\n## Why"),
    write("content/pages/other.md", EXTRA.format("/rights/other/")),
    edit(GUIDE, "[copy it]", "[copy the reason, or {{ site.name }} cannot answer it]"),
    edit(GUIDE, "Find each", "You have {{ facts.aca_insured.internal_appeal.file_within }} for an appeal. Find each"),
)
BY_NAME = {gate.__name__: gate for gate in GATES}
CASES = [
    pytest.param(name, fault, id=f"{name}-{number}") for name, faults in FAULTS.items() for number, fault in enumerate(faults, 1)
]


def shown(project: Project) -> Built:
    """What the gates are shown of a project's site, whether or not they would pass it."""
    seen: list[Built] = []

    def look(built: Built) -> Iterator[Problem]:
        seen.append(built)
        return iter(())

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(check, "GATES", (look,))
        project.make()
    return seen[0]


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """What the gates are shown of the tiny site as it is."""
    return shown(tiny(tmp_path_factory.mktemp("clean")))


@pytest.mark.parametrize("gate", GATES, ids=lambda gate: gate.__name__)
def test_a_gate_passes_the_tiny_site(gate: check.Gate, clean: Built) -> None:
    """The tiny site gives no gate anything to say, not even a notice."""
    assert list(gate(clean)) == []


@pytest.mark.parametrize(("name", "fault"), CASES)
def test_a_gate_finds_its_fault(name: str, fault: Fault, clean: Built, site: Project) -> None:
    """The gate alone finds it, with its own code and the words that say what is wrong; all gates together say no more."""
    built = clean
    if fault.edit:
        fault.edit(site)
        built = shown(site)
    if fault.change:
        built = fault.change(built)
    alone = list(BY_NAME[name](built))
    code = name.partition("_")[0].upper()
    assert {problem.code for problem in alone} == {code}
    told = {problem.level for problem in alone if fault.says in problem.message}
    assert told == {fault.level}, [str(problem) for problem in alone]
    assert {problem.code for problem in check.site(built)} - fault.also == {code}


@pytest.mark.parametrize("gate", GATES, ids=lambda gate: gate.__name__)
def test_a_gate_explains_itself_and_is_tested(gate: check.Gate) -> None:
    """Its name begins with its code; its docstring says why it is there and shows a bad and a good example."""
    assert re.fullmatch(r"[a-z]\d\d_[a-z_]+", gate.__name__)
    text = gate.__doc__ or ""
    assert [word for word in ("Why:", "Bad:", "Good:") if word not in text] == []
    assert text.splitlines()[0].strip().endswith(".")
    assert FAULTS.get(gate.__name__), "a gate without a failing fixture"


def test_a_date_that_stands_is_no_fault(clean: Built) -> None:
    """S15 objects to a later day than the released one only where the content is the same and the page was live."""
    (row,) = released(clean).content.published.values()
    assert list(BY_NAME["s15_lastmod"](released(clean))) != []
    for other in (replace(row, digest="another"), replace(row, status="gone"), replace(row, day=AS_OF)):
        built = replace(clean, content=replace(clean.content, published={LANDING: other}))
        assert list(BY_NAME["s15_lastmod"](built)) == []


def test_every_fault_belongs_to_a_gate() -> None:
    """No fault is left over from a gate that is gone, and no two gates share a name."""
    assert sorted(FAULTS) == sorted(gate.__name__ for gate in GATES)


@pytest.mark.parametrize(
    ("code", "fault", "says"),
    [
        pytest.param(code, *fault, id=f"{code}-{number}")
        for code, faults in WRITTEN.items()
        for number, fault in enumerate(faults, 1)
    ],
)
def test_a_fault_in_a_text_is_found_while_loading(code: str, fault: Edit, says: str, site: Project) -> None:
    """One finding, with the code, the words at fault, and the file and line they stand on."""
    fault(site)
    (problem,) = site.load_problems()
    assert re.match(rf"content/[\w/.-]+:\d+:\d+: {code} ", problem)
    assert says in problem


def test_a_denied_word_excuses_its_own_sentence_only(site: Project) -> None:
    """ "The nerve and not the neck" says nothing about the label named in the sentence before."""
    site.edit(HAND, "Numb fingers", "The prescribing label names it. Numb fingers")
    assert "L03 'prescribing label' is for drugs" in "\n".join(site.load_problems())


def test_innocent_texts_pass(site: Project) -> None:
    """A denied word, a cited claim, a link, a blank in a fill-in block and a ledger fact are no faults."""
    for innocent in INNOCENT:
        innocent(site)
    assert site.make(strict=True).warnings == ()


def test_a_cell_that_nobody_decided_stops_the_build(site: Project) -> None:
    """S01: a denial type that fits a procedure's kind is decided by the procedure, one way or the other."""
    text = (site.root / HAND).read_text()
    site.write({HAND: text.partition("  step-therapy:\n")[0]})
    line = text.splitlines().index("denial_types:") + 1
    (problem,) = site.problems()
    assert problem.startswith(f"{HAND}:{line}:1: S01 denial type 'step-therapy' is not decided (put it under denial_types")
    site.edit(HAND, "denial_types:\n", "left_out:\n  step-therapy: Nothing comes before it.\ndenial_types:\n")
    reasons = {cell.reason for cell in site.make().cells if cell.procedure == "carpal-tunnel-release" and not cell.plausible}
    assert reasons == {"Nothing comes before it."}


def test_findings_say_where(site: Project) -> None:
    """A finding about a section names the file and line its words were written on."""
    site.edit(HAND, "Thumb weakness", "Gather: 1. the scan 2. the notes. Weakness")
    line = (site.root / HAND).read_text().splitlines().index("    why:") + 1
    wanted = f"{HAND}:{line}:5: Q01 a list runs inside a paragraph (put a blank line before the list)"
    assert set(site.problems()) == {wanted}
