"""A dated world: facts and items hold from one day to another, and the build's one day chooses."""

from __future__ import annotations

from datetime import date

import pytest
from project import Project

NORTHFIELD = "content/payers/northfield.yaml"
LANDING = "/help/northfield/carpal-tunnel-release/step-therapy/"
ITEM = (
    "      - text: Northfield runs a pilot for hand surgery.\n        valid_from: 2026-12-01\n        valid_until: 2026-12-31\n"
)


@pytest.fixture
def dated(site: Project) -> Project:
    """The tiny site with an item that holds for one month."""
    site.edit(NORTHFIELD, "    requires:\n", f"    requires:\n{ITEM}")
    return site


@pytest.mark.parametrize(
    ("day", "shown"),
    [(date(2026, 11, 30), False), (date(2026, 12, 1), True), (date(2026, 12, 31), True), (date(2027, 1, 1), False)],
)
def test_an_item_is_shown_while_it_holds(dated: Project, day: date, shown: bool) -> None:
    dated.build(as_of=day)
    pages = [path.read_text() for path in dated.output.rglob("*.html")]
    assert any("a pilot for hand surgery" in page for page in pages) is shown


def test_an_item_out_of_force_may_name_a_figure_out_of_force(dated: Project) -> None:
    """What was true of last year's amount need not be deleted to build this year."""
    figure = "content/frameworks/aca_insured.yaml"
    dated.edit(
        figure,
        "from_event: the day you get the denial\n",
        "from_event: the day you get the denial\n      valid_from: 2026-12-01\n",
    )
    dated.edit(NORTHFIELD, "a pilot for hand surgery", "a pilot: {{ facts.aca_insured.internal_appeal.file_within }}")
    told = [problem for problem in dated.load_problems() if "not in force" in problem]
    assert [problem for problem in told if NORTHFIELD in problem] == []


def test_an_item_that_ends_before_it_begins_is_told(dated: Project) -> None:
    dated.edit(NORTHFIELD, "valid_until: 2026-12-31", "valid_until: 2026-11-01")
    (problem,) = dated.load_problems()
    assert "E104 'valid_until' is before 'valid_from' (give the first and the last day it holds)" in problem
