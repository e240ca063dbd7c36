"""The defects of the pages that inspired this site, each in the kind of text that caused it: the build stops.

D12, a language switch that serves the same text, has no place to happen: the site is in one language.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import pytest
from project import AS_OF, Project

from generator.load import load

HAND = "content/procedures/carpal-tunnel-release.yaml"
NORTHFIELD = "content/payers/northfield.yaml"
MEDICARE = "content/payers/medicare.yaml"
PAGE = "site_templates/page.html.j2"
OFFER = "site_templates/sections/offer.html.j2"


def codes(problems: Iterable[str]) -> set[str]:
    """The codes of some problems, each of which names a file, a line and a column."""
    found = [re.match(r"[\w./-]+:\d+:\d+: ([A-Z]\d\d) ", problem) for problem in problems]
    assert all(found)
    return {match.group(1) for match in found if match}


def said_of_the_hand(site: Project, text: str) -> None:
    """A text about one operation, whoever pays, now says this."""
    site.edit(HAND, "Numb fingers have many causes.", text)


@pytest.mark.parametrize(
    "text",
    [
        "Why the plan said no: ## Step therapy not completed. The steps are missing.",
        "Show each: | What is asked | What shows it | |---|---| | Splint | Receipt | and send it.",
        "Gather: 1. The treatment log, by date. 2. The notes of each office. 3. The scan.",
        "**Deadline: ** look at the letter.",
    ],
    ids=["heading", "table", "list", "bold"],
)
def test_d1_raw_markdown(site: Project, text: str) -> None:
    """D1: Markdown that was pasted into one line reaches the reader as marks."""
    said_of_the_hand(site, text)
    assert codes(site.problems()) == {"Q01"}


def test_d1_markdown_is_read(site: Project) -> None:
    """The same marks with blank lines around them become a list and a table."""
    path = "content/guides/reading-a-denial.md"
    site.edit(path, "- Number the pages.", "1. The log\n2. The notes\n\n**Then:**\n\n- Number the pages.")
    site.build()
    main = site.main("/guides/reading-a-denial/")
    assert "<li>The log</li>" in main
    assert "<strong>Then:</strong>" in main
    assert "<td>A page of the chart</td>" in main


def test_d2_two_frameworks_on_one_page(site: Project) -> None:
    """D2: the block says private plan, the argument sends its reader up the ladder of Original Medicare."""
    site.edit(NORTHFIELD, "Appeals go to", "Ask the MAC for a redetermination, then the QIC. Appeals go to")
    assert codes(site.problems()) == {"L01"}


def test_d2_every_plan_type_at_once(site: Project) -> None:
    """D2: a text for all plan types names the steps of one of them."""
    said_of_the_hand(site, "After the reconsideration comes an independent review entity.")
    assert codes(site.problems()) == {"L01"}


@pytest.mark.parametrize(
    "text",
    [
        "You have 60 days from the denial to ask.",
        "Ask within sixty days of the notice.",
        "An urgent request takes 72 hours and not 30 days.",
    ],
)
def test_d3_a_deadline_typed_by_hand(site: Project, text: str) -> None:
    """D3: a window that stands in prose goes stale when the law changes; it must come from the ledger."""
    said_of_the_hand(site, text)
    assert codes(site.problems()) == {"L02"}


@pytest.mark.parametrize(
    ("plan", "text"),
    [
        ("medicare_advantage", "The first level is a redetermination by the plan itself."),
        ("medicare_advantage", "Use the plan's Coverage Determination form."),
        ("medicare_advantage", "After that you may ask for ACA §2719 review by someone outside."),
        ("original_medicare", "PHS Act 2719 gives you more."),
        ("medicaid_managed_care", "Cite ERISA in the letter."),
        ("erisa_self_funded", "Ask for a fair hearing."),
        ("aca_insured", "The letter is called an organization determination."),
    ],
)
def test_d4_the_wrong_name_or_route(site: Project, plan: str, text: str) -> None:
    """D4: a legal word that belongs to another kind of plan sends the reader to the wrong office."""
    framework = f"content/frameworks/{plan}.yaml"
    if not (site.root / framework).exists():  # the same rules under another plan type's name
        rules = (site.root / "content/frameworks/aca_insured.yaml").read_text()
        for old, new in (
            ("id: aca_insured\nslug: insured", f"id: {plan}\nslug: {plan.replace('_', '-')}"),
            ("words: [external review]", "words: []"),
            ("name: External review", "name: Second review"),
        ):
            assert old in rules
            rules = rules.replace(old, new)
        site.write({framework: rules})
    site.edit(
        NORTHFIELD, "frameworks: [aca_insured]", f"frameworks: [aca_insured, {plan}]".replace("insured, aca_insured", "insured")
    )
    said = "Send it as the plan says."
    item = "review:\n  - text: {}\n    plans: [{}]\n"
    site.edit(NORTHFIELD, "review:\n", item.format(said, plan))
    load(site.root, AS_OF)
    site.edit(NORTHFIELD, said, text)
    problems = site.load_problems()
    assert codes(problems) == {"L01"}
    assert all(f"is the wrong word for {plan}" in problem for problem in problems)


def test_d4_in_content(site: Project) -> None:
    """D4: the same, in a payer's file."""
    site.edit(MEDICARE, "number the pages.", "then ask for ACA §2719 external review.")
    assert codes(site.problems()) == {"L01"}


def test_d5_months_that_are_days(site: Project) -> None:
    """D5: four months are not so many days; neither figure may stand in prose."""
    said_of_the_hand(site, "You have about four months (120 days) for it.")
    assert codes(site.problems()) == {"L02"}
    assert any("'four months'" in problem for problem in site.problems())


def test_d6_a_label_for_an_operation(site: Project) -> None:
    """D6: an operation has no prescribing label; a drug has, and may say so."""
    text = "The criteria stand in its policy and in the FDA-approved prescribing label."
    site.edit(NORTHFIELD, "Medical Policy 12.4 decides.", text)
    assert codes(site.problems()) == {"L03"}
    site.edit(NORTHFIELD, text, "Medical Policy 12.4 decides.")
    site.edit(NORTHFIELD, "Medical Policy 31.7 decides", f"{text} Medical Policy 31.7 decides")
    assert site.make().warnings == ()


@pytest.mark.parametrize("leak", ["release tunnel carpal surgery", "Release Tunnel Carpal", "release-tunnel-carpal"])
def test_d7_a_slug_for_a_name(site: Project, leak: str) -> None:
    """D7: a slug whose words stand in another order than in the name, printed as if it were the name."""
    slug = "release-tunnel-carpal"
    for path in (HAND, NORTHFIELD):
        text = (site.root / path).read_text()
        site.write({path: text.replace("carpal-tunnel-release", slug)})
    assert site.make().warnings == ()
    said_of_the_hand(site, f"This is about {leak} and what it asks for.")
    assert codes(site.problems()) == {"L04"}


def test_d7_a_name_without_its_capitals(site: Project) -> None:
    """D7: a name put through lower case."""
    said_of_the_hand(site, "Unlike botox for migraine, it is done once.")
    assert codes(site.problems()) == {"L04"}


def test_d8_a_combination_that_does_not_happen(site: Project) -> None:
    """D8: a kind of denial that nobody decided for a procedure stops the build; one left out makes no page."""
    address = "/help/medicare/botox-for-migraine/step-therapy/"
    made = site.make()
    cell = next(cell for cell in made.cells if cell.address == address)
    assert not cell.plausible
    assert cell.reason.startswith("Original Medicare sets no step therapy")
    composed = {page.address for page in made.pages} | {held.page.address for held in made.selection.held}
    assert address not in composed
    text = (site.root / HAND).read_text()
    site.write({HAND: text.replace("  step-therapy:\n", "  not-a-denial-type:\n")})
    assert any(problem.startswith(f"{HAND}:") and " E106 " in problem for problem in site.load_problems())
    site.write({HAND: text.partition("  step-therapy:\n")[0]})
    assert codes(site.problems()) == {"S01"}


@pytest.mark.parametrize(
    "text",
    [
        "Such denials usually flip once the chart is in order.",
        "A table on top dramatically increases reversal rates.",
        "It is among the most successfully reversed denials.",
        "That is your strongest leverage.",
        "The case is airtight then.",
        "It helps you win the call.",
    ],
)
def test_d9_a_promise_without_a_source(site: Project, text: str) -> None:
    """D9: words about winning that nobody has shown."""
    said_of_the_hand(site, text)
    assert codes(site.problems()) == {"L05"}


@pytest.mark.parametrize(
    "text",
    [
        "Therapy records, [date range], show it.",
        "Therapy for [policy-specified duration] was done.",
        "See [Policy Name, Section #] for it.",
    ],
)
def test_d10_a_placeholder_nobody_filled(site: Project, text: str) -> None:
    """D10: square brackets are for the reader to fill in, and only where the page says so."""
    said_of_the_hand(site, text)
    assert codes(site.problems()) == {"Q02"}


@pytest.mark.parametrize(
    ("path", "missing", "code"),
    [
        (PAGE, "not reviewed by a clinician or lawyer", "T01"),
        (PAGE, 'datetime="{{ page.review_due }}"', "T02"),
        ("site_templates/lines.html.j2", 'href="{{ source.url }}"', "T03"),
        (OFFER, "not legal or medical advice", "T04"),
        (OFFER, "no insurer pays us", "T04"),
    ],
)
def test_d11_what_a_page_must_say(site: Project, path: str, missing: str, code: str) -> None:
    """D11: no author, no date, no source, no word on what it is and who pays: each stops the build."""
    site.edit(path, missing, "")
    assert code in codes(site.problems())


def test_d11_a_way_to_report_a_mistake(site: Project) -> None:
    """D11: T06, on every page."""
    text = (site.root / PAGE).read_text()
    site.write({PAGE: text.replace('href="/report-a-mistake/"', 'href="/about/"')})
    without = {problem.split(" T06 ")[1].partition(":")[0] for problem in site.problems() if " T06 " in problem}
    assert {"/404.html", "/rights/insured/", "/help/medicare/botox-for-migraine/medical-necessity/"} <= without


def test_d11_free_help(site: Project) -> None:
    """D11: a kind of plan without free help cannot even be loaded; T05 keeps its place above the offer."""
    path = "content/frameworks/original_medicare.yaml"
    text = (site.root / path).read_text()
    site.write({path: re.sub(r"free_help:\n(  .*\n)+", "free_help: []\n", text)})
    assert any(problem.startswith(f"{path}:") and " E104 'free_help'" in problem for problem in site.load_problems())
