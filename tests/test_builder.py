"""What a section shows: only what is true for the page's plan types and kind of procedure."""

from __future__ import annotations

from project import Project

NORTHFIELD = "content/payers/northfield.yaml"
SAID = "The step is checked by a computer first."
SURGERY = "/help/northfield/carpal-tunnel-release/step-therapy/"
DRUG = "/help/northfield/botox-for-migraine/step-therapy/"
PARENT = "/payers/northfield/step-therapy/"


def test_an_item_is_shown_for_its_kinds_of_procedure_only(site: Project) -> None:
    """One text serves every procedure of a payer; what is true of drugs stays off the surgery's page, and on the parent."""
    site.edit(NORTHFIELD, f"- text: >-\n          {SAID}", f"- kinds: [drug]\n        text: >-\n          {SAID}")
    site.build()
    assert SAID in site.main(DRUG)
    assert SAID in site.main(PARENT)
    assert SAID not in site.main(SURGERY)


def test_an_item_without_kinds_is_shown_for_all(site: Project) -> None:
    site.build()
    assert all(SAID in site.main(address) for address in (DRUG, PARENT, SURGERY))


def test_a_drug_word_may_stand_in_an_item_for_drugs(site: Project) -> None:
    """L03 judges an item by the kinds it is shown for."""
    site.edit(NORTHFIELD, SAID, f"Ask the prescriber. {SAID}")
    site.edit(
        NORTHFIELD,
        "- text: >-\n          Ask the prescriber.",
        "- kinds: [drug]\n        text: >-\n          Ask the prescriber.",
    )
    site.build()
    assert "Ask the prescriber." in site.main(DRUG)
