"""``cross``: every payer × procedure × denial type is decided, with a reason and the place that decided it."""

from __future__ import annotations

import itertools

import pytest
from project import AS_OF, Project, place

from generator.build import Site
from generator.cross import cross, plans_for
from generator.load import load
from generator.page import Cell

MEDICARE, NORTHFIELD = "content/payers/medicare.yaml", "content/payers/northfield.yaml"
CARPAL, BOTOX = "content/procedures/carpal-tunnel-release.yaml", "content/procedures/botox-for-migraine.yaml"
STEP = "content/denial_types/step-therapy.yaml"


def cells(project: Project) -> dict[str, Cell]:
    """The project's cells by address."""
    return {cell.address: cell for cell in cross(load(project.root, AS_OF))}


def decided_by(project: Project, cell: Cell) -> str:
    """The line that decided a cell."""
    line, column = load(project.root, AS_OF).place(cell.decided_by)
    return (project.root / cell.decided_by.path).read_text().splitlines()[line - 1][column - 1 :]


def test_every_combination_is_one_cell(made: Site) -> None:
    content = made.content
    wanted = itertools.product(content.payers, content.procedures, content.denial_types)
    assert [(cell.payer, cell.procedure, cell.denial_type) for cell in made.cells] == list(wanted)
    assert all(cell.reason for cell in made.cells)
    assert made.cells[0].address == "/help/medicare/botox-for-migraine/medical-necessity/"


def test_a_plausible_cell_is_decided_by_the_procedure(site: Project) -> None:
    cell = cells(site)["/help/northfield/carpal-tunnel-release/step-therapy/"]
    assert (cell.plausible, cell.reason) == (True, "common for this surgery")
    assert cell.decided_by.path == CARPAL
    assert decided_by(site, cell) == "step-therapy:"


def test_a_payers_rule_leaves_out_what_matches_every_list_it_gives(site: Project) -> None:
    found = cells(site)
    cell = found["/help/medicare/botox-for-migraine/step-therapy/"]
    assert (cell.plausible, cell.reason) == (
        False,
        "Original Medicare sets no step therapy for a drug that a doctor injects; a private plan may.",
    )
    assert decided_by(site, cell) == "denial_types: [step-therapy]"
    assert [address for address, cell in found.items() if not cell.plausible] == [cell.address]


@pytest.mark.parametrize(
    ("rule", "left_out"),
    [
        ("procedures: [botox-for-migraine]", 2),
        ("denial_types: [step-therapy, medical-necessity]", 4),
        ("kinds: [drug, surgery]\n    except_procedures: [carpal-tunnel-release]", 2),
        ("kinds: [drug]\n    denial_types: [medical-necessity]", 1),
        ("kinds: [imaging]", 0),
    ],
)
def test_the_lists_of_a_rule(site: Project, rule: str, left_out: int) -> None:
    text = (site.root / NORTHFIELD).read_text()
    site.write({NORTHFIELD: f"{text}left_out:\n  - {rule}\n    reason: It does not happen here.\n"})
    found = [cell for cell in cells(site).values() if cell.payer == "northfield" and not cell.plausible]
    assert [cell.reason for cell in found] == ["It does not happen here."] * left_out


def test_a_procedure_leaves_out_a_denial_type_for_every_payer(site: Project) -> None:
    text = (site.root / CARPAL).read_text().partition("  step-therapy:\n")[0]
    site.write({CARPAL: f"{text}left_out:\n  step-therapy: No step comes before a failing nerve.\n"})
    found = [cell for cell in cells(site).values() if cell.procedure == "carpal-tunnel-release" and not cell.plausible]
    assert [(cell.payer, cell.reason) for cell in found] == [
        ("medicare", "No step comes before a failing nerve."),
        ("northfield", "No step comes before a failing nerve."),
    ]
    assert decided_by(site, found[0]) == "step-therapy: No step comes before a failing nerve."


def test_a_denial_type_leaves_out_kinds_it_does_not_fit(site: Project) -> None:
    site.edit(STEP, "fits_kinds: [surgery, ", "fits_kinds: [")
    cell = cells(site)["/help/northfield/carpal-tunnel-release/step-therapy/"]
    assert (cell.plausible, cell.reason) == (
        False,
        "A hospital stay or a ride is not something one tries after another treatment.",
    )
    assert cell.decided_by.path == STEP


def test_a_denial_type_that_is_not_crossed_makes_no_cell(site: Project) -> None:
    site.edit(STEP, "cells: true", "cells: false")
    assert len(cells(site)) == 4


def test_s01_what_nobody_decided_does_not_build(built: Project) -> None:
    before = built.tree()
    text = (built.root / CARPAL).read_text()
    text = text.partition("  step-therapy:\n")[0]
    built.write({CARPAL: text})
    done = built.run("build", "--quiet")
    assert (done.code, done.out) == (1, "")
    assert done.err.splitlines() == [
        f"{CARPAL}:{place(text, 'denial_types:')}: S01 denial type 'step-therapy' is not decided "
        "(put it under denial_types, or under left_out with a reason)",
        "1 problem; nothing was written",
    ]
    assert built.tree() == before


def test_s01_is_said_for_every_procedure_at_once(site: Project) -> None:
    text = (site.root / STEP).read_text().replace("slug: step-therapy", "slug: quantity-limits")
    site.write({"content/denial_types/quantity-limits.yaml": text})
    where = {path: place((site.root / path).read_text(), "denial_types:") for path in (BOTOX, CARPAL)}
    assert [line.partition(" (")[0] for line in site.problems()] == [
        f"{path}:{spot}: S01 denial type 'quantity-limits' is not decided" for path, spot in where.items()
    ]


# Which plan types a payer's page is for.


@pytest.mark.parametrize(
    ("benefit", "frameworks", "plans"),
    [
        ("medical", "[original_medicare]", ("original_medicare",)),
        ("pharmacy", "[original_medicare]", ()),
        ("pharmacy", "[original_medicare, aca_insured]", ("aca_insured",)),
    ],
)
def test_a_pharmacy_drug_is_not_original_medicares(site: Project, benefit: str, frameworks: str, plans: tuple[str, ...]) -> None:
    site.edit(BOTOX, "benefit: medical", f"benefit: {benefit}")
    site.edit(MEDICARE, "frameworks: [original_medicare]", f"frameworks: {frameworks}")
    content = load(site.root, AS_OF)
    assert plans_for(content.payers["medicare"], content.procedures["botox-for-migraine"]) == plans


def test_a_cell_no_plan_type_can_pay_for_is_left_out(site: Project) -> None:
    site.edit(BOTOX, "benefit: medical", "benefit: pharmacy")
    cell = cells(site)["/help/medicare/botox-for-migraine/medical-necessity/"]
    assert (cell.plausible, cell.reason) == (False, "No Medicare plan type pays for Botox for migraine under this benefit.")
    assert cell.decided_by.path == MEDICARE


def test_cross_is_pure(site: Project) -> None:
    content = load(site.root, AS_OF)
    assert cross(content) == cross(content)
