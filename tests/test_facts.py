"""The ledger: every figure once, with its words, its length and the days it is in force."""

from __future__ import annotations

from datetime import date

import pytest
from project import AS_OF, Project, place

from generator.build import Site
from generator.load import load

INSURED, ORIGINAL = "content/frameworks/aca_insured.yaml", "content/frameworks/original_medicare.yaml"
NORTHFIELD = "content/payers/northfield.yaml"
REVIEW = "aca_insured.external_review.file_within"
AMOUNT_2026, AMOUNT_2027 = "original_medicare.hearing.amount_2026", "original_medicare.hearing.amount_2027"


def test_a_figure_is_found_by_framework_group_and_name(made: Site) -> None:
    ledger = made.content.ledger
    assert ledger[REVIEW].words == "4 months"
    assert ledger[REVIEW].fact.cite == "45 CFR 147.136(d)(2)(i)"
    assert REVIEW in ledger
    assert "aca_insured.external_review.decision" not in ledger


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (1, "calendar days", "1 calendar day"),
        (65, "calendar days", "65 calendar days"),
        (1, "business days", "1 business day"),
        (1, "hours", "1 hour"),
        (72, "hours", "72 hours"),
        (1, "months", "1 month"),
        (2, "years", "2 years"),
        (200, "USD", "$200"),
        (1960, "USD", "$1,960"),
        (1, "USD", "$1"),
    ],
)
def test_a_figure_in_words(site: Project, value: int, unit: str, words: str) -> None:
    site.edit(INSURED, "value: 4\n      unit: months", f"value: {value}\n      unit: {unit}")
    assert load(site.root, AS_OF).ledger[REVIEW].words == words


def test_a_deadline_in_words_keeps_its_words_and_sorts_by_its_hours(made: Site) -> None:
    figure = made.content.ledger["original_medicare.fast_appeal.file_within"]
    assert (figure.words, figure.hours) == ("noon of the day before your care is to end", 24)


@pytest.mark.parametrize(
    ("shorter", "longer"),
    [
        ("72 hours", "4 days"),
        ("4 calendar days", "5 days"),
        ("5 calendar days", "4 business days"),
        ("120 days", "4 months"),
        ("4 months", "123 days"),
        ("11 months", "1 years"),
    ],
)
def test_lengths_of_different_units_compare(site: Project, shorter: str, longer: str) -> None:
    other = "aca_insured.internal_appeal.file_within"
    for old, new in (("4\n      unit: months", shorter), ("180\n      unit: days", longer)):
        value, _, unit = new.partition(" ")
        site.edit(INSURED, old, f"{value}\n      unit: {unit}")
    ledger = load(site.root, AS_OF).ledger
    assert ledger[REVIEW].hours < ledger[other].hours
    assert ledger.shortest([other, REVIEW]) == REVIEW


def test_the_shortest_of_equals_is_the_first_by_name_and_of_nothing_none(made: Site) -> None:
    ledger = made.content.ledger
    equal = ["original_medicare.redetermination.decision", "aca_insured.internal_appeal.decision_given"]
    assert ledger[equal[0]].words == "60 calendar days"
    assert ledger.shortest(equal) == ledger.shortest(reversed(equal)) == equal[1]
    assert ledger.shortest([]) is None


@pytest.mark.parametrize(
    ("as_of", "this_year", "next_year"),
    [
        (date(2025, 12, 31), False, False),
        (date(2026, 1, 1), True, False),
        (date(2026, 12, 31), True, False),
        (date(2027, 1, 1), False, True),
        (date(2028, 1, 1), False, False),
    ],
)
def test_a_dated_figure_is_in_force_from_its_first_day_to_its_last(
    site: Project, as_of: date, this_year: bool, next_year: bool
) -> None:
    ledger = load(site.root, as_of).ledger
    assert (ledger.in_force(AMOUNT_2026), ledger.in_force(AMOUNT_2027)) == (this_year, next_year)
    assert ledger.in_force(REVIEW), "a figure without dates always is"


def test_the_ladder_shows_the_amount_of_the_builds_day(site: Project) -> None:
    site.build(as_of=date(2026, 12, 31))
    assert "$200" in site.main("/rights/original-medicare/")
    site.build(as_of=date(2027, 1, 1))
    assert "$210" in site.main("/rights/original-medicare/")
    assert "$200" not in site.main("/rights/original-medicare/")


def test_a_page_leads_with_the_shortest_window_of_its_plan_types(built: Project) -> None:
    main = built.main("/procedures/carpal-tunnel-release/medical-necessity/")
    assert '<strong data-derived="original_medicare.redetermination.file_within">120 calendar days</strong>' in main
    built.edit(INSURED, "value: 180", "value: 90")
    built.build()
    main = built.main("/procedures/carpal-tunnel-release/medical-necessity/")
    assert '<strong data-derived="aca_insured.internal_appeal.file_within">90 days</strong>' in main
    assert main.index('data-fact="aca_insured.') < main.index('data-fact="original_medicare.redetermination')


def test_one_edit_changes_the_figure_wherever_it_is_shown(built: Project) -> None:
    pages = {path for path, data in built.tree().items() if b">120 calendar days<" in data}
    assert len(pages) > 5
    built.edit(ORIGINAL, "value: 120", "value: 125")
    built.build()
    tree = built.tree()
    assert {path for path, data in tree.items() if b">125 calendar days<" in data} == pages
    assert not any(b"120 calendar days" in data for data in tree.values())


def test_a_printed_figure_names_its_fact_and_links_its_law(built: Project) -> None:
    main = built.main("/help/northfield/carpal-tunnel-release/medical-necessity/")
    reference = "aca_insured.internal_appeal.file_within"
    assert f'<span class="figure" data-fact="{reference}">180 days</span>' in main
    assert '<a class="cite" href="https://www.ecfr.gov/current/title-29/section-2560.503-1">' in main


@pytest.mark.parametrize("given", ["value: 4\n", "unit: months\n", "value: 4\n      hours: 3\n"])
def test_a_fact_is_a_number_with_its_unit_or_words_with_their_length(site: Project, given: str) -> None:
    text = (site.root / INSURED).read_text()
    fact = "value: 4\n      unit: months\n"
    assert text.count(fact) == 1
    site.write({INSURED: text.replace(fact, given)})
    where = place((site.root / INSURED).read_text(), "file_within:\n      " + given)
    assert site.load_problems() == [
        f"{INSURED}:{where}: E104 a fact has one form (give either 'value' and 'unit', or 'text' and 'hours')"
    ]


def test_the_offers_figures_come_from_the_settings(built: Project) -> None:
    main = built.main("/about/")
    assert '<span class="figure" data-fact="offer.price_with_code">$35</span>' in main
    built.edit("content/site.yaml", "price_with_code: 35", "price_with_code: 29")
    built.build()
    for address in ("/about/", "/guides/reading-a-denial/", "/help/northfield/carpal-tunnel-release/medical-necessity/"):
        assert '<span class="figure" data-fact="offer.price_with_code">$29</span>' in built.main(address)
        assert "$35" not in built.main(address)
