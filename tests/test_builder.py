"""What a section shows: only what is true for the page's plan types and kind of procedure."""

from __future__ import annotations

from project import Project

NORTHFIELD = "content/payers/northfield.yaml"
FIRST = "- text: >-\n          Northfield counts care that another insurer paid for"
SAID = "Northfield asks which tablets came first."
SURGERY = "/help/northfield/carpal-tunnel-release/step-therapy/"
DRUG = "/help/northfield/botox-for-migraine/step-therapy/"
PARENT = "/payers/northfield/step-therapy/"


def test_an_item_is_shown_for_its_kinds_of_procedure_only(site: Project) -> None:
    """One text serves every procedure of a payer; what is true of drugs stays off the surgery's page, and on the parent."""
    site.edit(NORTHFIELD, FIRST, f"- {{text: {SAID}, kinds: [drug]}}\n      {FIRST}")
    site.build()
    assert SAID in site.main(DRUG)
    assert SAID in site.main(PARENT)
    assert SAID not in site.main(SURGERY)


def test_an_item_without_kinds_is_shown_for_all(site: Project) -> None:
    site.edit(NORTHFIELD, FIRST, f"- text: {SAID}\n      {FIRST}")
    site.build()
    assert all(SAID in site.main(address) for address in (DRUG, PARENT, SURGERY))


def test_an_item_is_judged_by_the_kinds_it_is_shown_for(site: Project) -> None:
    """L03: the word for drugs may stand where only drugs are spoken of, and nowhere else."""
    said = "Ask the prescriber which tablets count."
    site.edit(NORTHFIELD, FIRST, f"- {{text: {said}, kinds: [drug]}}\n      {FIRST}")
    site.build()
    site.edit(NORTHFIELD, f"{said}, kinds: [drug]", f"{said}, kinds: [surgery]")
    assert any("L03 'prescriber' is for drugs; this is about surgery" in problem for problem in site.problems())
