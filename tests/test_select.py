"""What is published and what is held: by facts of its own (S02), by likeness (S03), and what being held means."""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from project import AS_OF, Project

from generator import strict_yaml
from generator.build import Site
from generator.page import Held

BOTOX = "content/procedures/botox-for-migraine.yaml"
NORTHFIELD = "content/payers/northfield.yaml"
MEDICARE = "content/payers/medicare.yaml"
HELD = "/help/medicare/carpal-tunnel-release/step-therapy/"
HELD_PARENT = "/payers/medicare/step-therapy/"
AT_MEDICARE = "/help/medicare/botox-for-migraine/medical-necessity/"
AT_NORTHFIELD = "/help/northfield/botox-for-migraine/medical-necessity/"
PARENT = "/procedures/botox-for-migraine/medical-necessity/"
NOTHING_ALONE = "no sourced fact that only this payer's page prints"
NOTHING_AT_ALL = "no sourced fact on this payer and this procedure"
DETERMINATION = {"kind": "coverage_determination", "source": "lcd-botulinum"}
CRITERION = {"kind": "criterion", "source": "lcd-botulinum"}


def held(site: Site) -> dict[str, Held]:
    """Held pages by address."""
    return {entry.page.address: entry for entry in site.selection.held}


def published(site: Site) -> set[str]:
    """Addresses of published pages."""
    return {page.address for page in site.pages}


@contextlib.contextmanager
def changed(site: Project, path: str) -> Iterator[dict[str, Any]]:
    """A YAML file of the project as plain data; what is done to it is written back, as JSON, which is YAML too."""
    data = strict_yaml.read(path, (site.root / path).read_text()).data
    yield data
    site.write({path: json.dumps(data, indent=1)})


def words(number: int, prefix: str) -> str:
    """As many different words, in short sentences."""
    return " ".join(f"{prefix}{place}{'.' if place % 8 == 7 else ''}" for place in range(number))


def says(site: Project, path: str, *requires: dict[str, str], why: str = "") -> None:
    """A payer's whole word on the drug, and on denials for medical necessity.

    Both belong to parents of the landing page too, so a page needs some of each to be unlike either parent.
    """
    with changed(site, path) as payer:
        payer["procedures"]["botox-for-migraine"] = {"requires": list(requires)}
        payer["denial_types"] = {"medical-necessity": {"why": [{"text": why}]}} if why else {}


def short_procedure(site: Project) -> None:
    """Little is said about the drug and this denial that holds for every payer."""
    with changed(site, BOTOX) as procedure:
        procedure["denial_types"]["medical-necessity"] = {
            "how_often": "common",
            "answer": "Send the diary.",
            "why": [{"text": "Nobody saw it.", "kind": "guideline", "source": "headache-guideline"}],
            "gather": ["The diary"],
        }


def released(site: Project, *addresses: str, status: str = "live") -> None:
    """``content/published.tsv`` after a release of these addresses."""
    day = AS_OF - timedelta(days=30)
    site.write({"content/published.tsv": "".join(f"{address}\tabc\t{day}\t{status}\n" for address in addresses)})


def alike(site: Project) -> None:
    """Two payers' pages on one drug: the same words, names swapped, Northfield's with one criterion more."""
    short_procedure(site)
    for path, name, source in ((MEDICARE, "Medicare", "lcd-botulinum"), (NORTHFIELD, "Northfield", "northfield-botulinum")):
        fact = {"kind": "criterion", "source": source}
        items = [{"text": f"At {name} they ask for {what}. {words(65, what)}", **fact} for what in ("a", "b", "c")]
        says(site, path, *items, why=f"A reviewer at {name} goes by a list. {words(280, 'd')}")
    with changed(site, NORTHFIELD) as payer:
        payer["procedures"]["botox-for-migraine"]["requires"].append({"text": "And for the rest.", **fact})


def test_the_tiny_site_holds_what_says_nothing_of_its_own(made: Site) -> None:
    """S02: Medicare's file says nothing about this operation or this reason: no page for the cell, none for the pair."""
    cell, parent = held(made)[HELD], held(made)[HELD_PARENT]
    assert (cell.code, cell.reason) == ("S02", NOTHING_AT_ALL)
    assert str(cell.missing) == "payer × procedure: Medicare × Carpal tunnel release, the policy's name and address"
    assert (parent.code, str(parent.missing)) == (
        "S02",
        "payer × denial type: Medicare × Step therapy (fail first), a fact of its own",
    )
    assert parent.reason.startswith("no fact of its own")


def test_every_plausible_cell_is_published_or_held(made: Site) -> None:
    """No cell is lost between cross and select, none is both, and one left out is neither."""
    plausible = {cell.address for cell in made.cells if cell.plausible}
    landings = {page.address for page in made.pages if page.kind == "landing"}
    waiting = {address for address, entry in held(made).items() if entry.page.kind == "landing"}
    assert landings | waiting == plausible
    assert not landings & waiting
    assert not published(made) & set(held(made))


def test_a_held_page_is_nowhere(built: Project, made: Site) -> None:
    """Held pages have no file, and no page, sitemap or redirect speaks of them."""
    assert HELD in held(made)
    files = built.tree()
    for address in held(made):
        assert f"{address[1:]}index.html" not in files
        assert [path for path, data in files.items() if f'{address}"'.encode() in data] == []
        assert [path for path, data in files.items() if f"{address}<".encode() in data] == []
        assert f"{address} ".encode() not in files["_redirects"]


def test_facts_of_the_payers_own_release_a_page(site: Project) -> None:
    """What the remedies ask for is what releases the page and its parents."""
    determination = {"kind": "coverage_determination", "source": "lcd-hand-surgery"}
    criterion = {"kind": "criterion", "source": "lcd-hand-surgery"}
    with changed(site, MEDICARE) as payer:
        payer["procedures"]["carpal-tunnel-release"] = {
            "requires": [
                {"text": "The local text on this operation is L99901.", **determination},
                {"text": f"It wants a note on what each of them did. {words(250, 'note')}", **criterion},
            ]
        }
        payer["denial_types"]["step-therapy"] = {
            "why": [{"text": f"It wants the earlier care named. {words(250, 'care')}", **criterion}]
        }
    made = site.make()
    assert held(made) == {}
    assert {HELD, HELD_PARENT, "/help/medicare/carpal-tunnel-release/"} <= published(made)


def test_a_fact_without_a_source_does_not_count(site: Project) -> None:
    """S02 counts sourced facts, not words: the same paragraphs without their sources are held."""
    with changed(site, MEDICARE) as payer:
        for entry in (*payer["procedures"].values(), *payer["denial_types"].values()):
            for item in (*entry.get("requires", ()), *entry.get("why", ()), *entry.get("criteria", ())):
                item.pop("kind", None)
                item.pop("source", None)
    assert held(site.make())[AT_MEDICARE].reason == NOTHING_AT_ALL


def test_a_word_on_the_denial_type_alone_makes_no_page(site: Project) -> None:
    """S02: what a payer says of a reason, whatever the care, is not enough for a page about one procedure there."""
    with changed(site, MEDICARE) as payer:
        payer["procedures"] = {}
    assert held(site.make())[AT_MEDICARE].reason == NOTHING_AT_ALL


def test_a_fact_that_a_sibling_prints_too_is_not_the_payers_own(site: Project) -> None:
    """S02: a fact counts as the payer's own only if no other payer's page for the same denial prints it."""
    item = {"text": "The local text is L99902.", **DETERMINATION}
    says(site, MEDICARE, item)
    assert held(site.make())[AT_MEDICARE].reason != NOTHING_ALONE
    with changed(site, NORTHFIELD) as payer:
        payer["procedures"]["botox-for-migraine"]["requires"].append(item)
    assert held(site.make())[AT_MEDICARE].reason == NOTHING_ALONE


def test_the_same_fact_in_other_words_is_not_the_payers_own(site: Project) -> None:
    """S02: the same fact in other words counts once, also between payers."""
    says(site, MEDICARE, {"text": "The local text is L99902.", **DETERMINATION})
    with changed(site, NORTHFIELD) as payer:
        other = {"text": "See L99902, the local text.", **DETERMINATION}
        payer["procedures"]["botox-for-migraine"]["requires"].append(other)
    assert held(site.make())[AT_MEDICARE].reason == NOTHING_ALONE


def test_too_few_facts(site: Project) -> None:
    """S02: one fact of the payer's own and one of the procedure's are not three, however many words they have."""
    short_procedure(site)
    fact = {"text": f"The local text is L99902. {words(200, 'more')}", **DETERMINATION}
    says(site, MEDICARE, fact, why=words(200, "why"))
    entry = held(site.make())[AT_MEDICARE]
    assert (entry.code, entry.reason) == ("S02", "2 sourced facts of its own, 3 needed")
    assert str(entry.missing) == "payer × procedure: Medicare × Botox for migraine, what the policy asks for"


def test_the_same_fact_in_other_words_counts_once(site: Project) -> None:
    """S02: a determination named three times is one fact; three criteria of one policy are three."""
    short_procedure(site)
    texts = ("The local text is L99902.", "Look up L99902.", f"L99902 is in a database. {words(200, 'more')}")
    says(site, MEDICARE, *({"text": text, **DETERMINATION} for text in texts), why=words(200, "why"))
    assert held(site.make())[AT_MEDICARE].reason == "2 sourced facts of its own, 3 needed"
    says(site, MEDICARE, *({"text": text, **CRITERION} for text in texts), why=words(200, "why"))
    assert AT_MEDICARE in published(site.make())


def test_too_few_words(site: Project) -> None:
    """S02: facts alone do not make a page; 299 words of its own are held, 300 are not."""
    short_procedure(site)

    def say(number: int) -> Site:
        texts = ("It wants a diary.", "It wants a score.", f"It wants more. {words(100, 'more')}")
        says(site, MEDICARE, *({"text": text, **CRITERION} for text in texts), why=words(number, "why"))
        return site.make()

    entry = held(say(100))[AT_MEDICARE]
    assert entry.code == "S02"
    assert str(entry.missing).startswith("payer × procedure: Medicare × Botox for migraine, criteria as rows, about ")
    found = re.fullmatch(r"(\d+) words of its own, 300 needed", entry.reason)
    assert found
    missing = 300 - int(found.group(1))
    assert held(say(100 + missing - 1))[AT_MEDICARE].reason == "299 words of its own, 300 needed"
    assert AT_MEDICARE in published(say(100 + missing))


def test_of_two_alike_the_one_with_less_goes(site: Project) -> None:
    """S03: the payers' names differ and the words do not, so one of the two is held; the one that says more stays."""
    alike(site)
    made = site.make()
    entry = held(made)[AT_MEDICARE]
    found = re.fullmatch(r"(\d\.\d\d) like (/\S+), names masked \(0\.50 allowed\)", entry.reason)
    assert found
    assert entry.code == "S03"
    assert float(found.group(1)) > 0.8
    assert found.group(2) == AT_NORTHFIELD
    assert str(entry.missing).startswith("payer × procedure: Medicare × Botox for migraine, more facts of its own, about ")
    assert AT_NORTHFIELD in published(made)


def test_among_equals_in_facts_the_one_with_more_text_stays(site: Project) -> None:
    """S03: equal in facts, the page with more text stays: Northfield's policies have the longer titles."""
    alike(site)
    with changed(site, NORTHFIELD) as payer:
        payer["procedures"]["botox-for-migraine"]["requires"].pop()
    made = site.make()
    assert AT_NORTHFIELD in published(made)
    assert held(made)[AT_MEDICARE].code == "S03"


def test_of_two_alike_the_published_one_stays(site: Project) -> None:
    """S03: an address that readers already have stays before a new one, even if the new one says more."""
    alike(site)
    released(site, AT_MEDICARE)
    made = site.make()
    assert AT_MEDICARE in published(made)
    assert held(made)[AT_NORTHFIELD].code == "S03"


def test_of_two_published_ones_alike_the_one_with_less_goes(site: Project) -> None:
    """S03: both were released before; the one held is told to lead to its parent for now."""
    alike(site)
    released(site, AT_MEDICARE, AT_NORTHFIELD)
    made = site.make(allow_removals=1)
    assert held(made)[AT_MEDICARE].code == "S03"
    assert made.statuses[AT_MEDICARE].startswith("302 /")
    assert made.statuses[AT_NORTHFIELD] == "live"


def test_an_address_that_is_gone_has_no_privilege(site: Project) -> None:
    """S03: only a live address stays before a new one."""
    alike(site)
    released(site, AT_MEDICARE, status="gone")
    assert held(site.make())[AT_MEDICARE].code == "S03"


def test_a_page_too_like_its_parent_is_held(site: Project) -> None:
    """S03: what is true of every payer stands on the parent; a page that adds little to it is held, the parent stays."""
    texts = ("It wants a diary.", "It wants a score.", "It wants a neurologist's letter.")
    says(site, MEDICARE, *({"text": text, **CRITERION} for text in texts))
    released(site, AT_MEDICARE)
    made = site.make(allow_removals=1)
    assert held(made)[AT_MEDICARE].code == "S03"
    assert f"like {PARENT}, names masked" in held(made)[AT_MEDICARE].reason
    assert PARENT in published(made)


def test_pages_far_enough_apart_are_both_published(site: Project) -> None:
    """S03: the two payers of the tiny site have rules of their own for the same drug and reason."""
    made = site.make()
    assert {AT_MEDICARE, AT_NORTHFIELD} <= published(made)
    assert [entry for entry in made.selection.held if entry.code == "S03"] == []


def test_a_neighbour_worth_knowing_is_remembered(site: Project) -> None:
    """Pages near the threshold and under it are published, and each knows the other."""
    short_procedure(site)
    for path, prefix in ((MEDICARE, "here"), (NORTHFIELD, "there")):
        source = "lcd-botulinum" if path == MEDICARE else "northfield-botulinum"
        texts = ("A diary.", words(120, "both"), words(75, prefix))
        facts = ({"text": text, "kind": "criterion", "source": source} for text in texts)
        says(site, path, *facts, why=f"{words(180, 'alike')} {words(95, f'{prefix}too')}")
    made = site.make()
    nearest = made.selection.nearest
    assert {AT_MEDICARE, AT_NORTHFIELD} <= published(made)
    assert nearest[AT_MEDICARE] == (AT_NORTHFIELD, nearest[AT_NORTHFIELD][1])
    assert nearest[AT_NORTHFIELD][0] == AT_MEDICARE
    assert 0.40 < nearest[AT_MEDICARE][1] <= 0.50
    alike = [problem for problem in made.warnings if problem.code == "S04"]
    assert alike == [], "two pages half alike in what is their own, and of two payers, are not one page"
