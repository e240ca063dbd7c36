"""How alike two pages are: against an independent exact answer, names masked, plan blocks left out."""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Iterable, Mapping
from typing import Any

import pytest
from lxml import html as parser

from generator.build import Site
from generator.content import Content
from generator.page import Page
from generator.select import is_compared
from generator.similarity import Names, SectionKey, Shingles, jaccard, near_pairs, own_text, shingles, word_count

THRESHOLDS = (0.05, 0.2, 0.4, 0.5, 0.7)


def exact_pairs(pages: Mapping[str, Iterable[object]], threshold: float) -> dict[tuple[str, str], float]:
    """Every pair compared with every other: slow, plain and right. ``pages`` gives each page's shingles."""
    sets = {page: frozenset(found) for page, found in pages.items()}
    found = {}
    for first, second in itertools.combinations(sorted(sets), 2):
        union = sets[first] | sets[second]
        share = len(sets[first] & sets[second]) / len(union) if union else 0.0
        if share > threshold:
            found[first, second] = share
    return found


def landings(made: Site) -> list[Page]:
    """Every composed landing page, published or held."""
    held = [entry.page for entry in made.selection.held]
    return [page for page in (*made.pages, *held) if page.kind == "landing"]


def independent_shingles(content: Content, html: str) -> set[tuple[str, ...]]:
    """5-word shingles of a section: parsed by lxml, names masked by one regular expression."""
    root: Any = parser.fromstring(f"<div>{html}</div>")
    for block in root.xpath(".//*[@data-plan or @class='elsewhere']"):
        block.drop_tree()
    text = " " + " ".join(re.findall(r"[a-z0-9]+(?:[.-][a-z0-9]+)*", " ".join(root.itertext()).lower())) + " "
    names: set[str] = set()
    entries: tuple[Any, ...] = (*content.payers.values(), *content.procedures.values(), *content.denial_types.values())
    for entry in entries:
        names |= {entry.name, *entry.aliases, getattr(entry, "name_in_sentence", ""), getattr(entry, "short_name", "")}
    spaced = {" ".join(re.findall(r"[a-z0-9]+(?:[.-][a-z0-9]+)*", name.lower())) for name in names} - {""}
    longest_first = sorted(spaced, key=len, reverse=True)
    words = re.sub(rf"(?<= )(?:{'|'.join(map(re.escape, longest_first))})(?= )", "NAME", text).split()
    return {tuple(words[start : start + 5]) for start in range(len(words) - 4)}


@pytest.mark.parametrize("threshold", THRESHOLDS)
def test_near_pairs_equal_an_exact_comparison_on_the_tiny_site(made: Site, threshold: float) -> None:
    """On real pages the quick way finds the pairs, and the numbers, that comparing everything finds."""
    keys: dict[str, tuple[SectionKey, ...]] = {}
    quick: dict[SectionKey, Shingles] = {}
    slow: dict[str, set[tuple[str, ...]]] = {}
    names = Names(made.content)
    for page in landings(made):
        sections = [section for section in page.sections if is_compared(section)]
        keys[page.address] = tuple(section.key for section in sections)
        slow[page.address] = set()
        for section in sections:
            html = str(made.renderer.section(section))
            quick[section.key] = shingles(own_text(html), names)
            slow[page.address] |= independent_shingles(made.content, html)
    assert len(keys) >= 6
    wanted = exact_pairs(slow, threshold)
    assert wanted or threshold > 0.2
    assert near_pairs(keys, quick, threshold) == pytest.approx(wanted)


@pytest.mark.parametrize("seed", range(20))
def test_near_pairs_equal_an_exact_comparison_on_random_sections(seed: int) -> None:
    """Pages of one to four sections that borrow from each other: every pair is found, with the exact share."""
    chance = random.Random(seed)
    sections: dict[SectionKey, Shingles] = {}
    for number in range(40):
        words = set(chance.sample(range(100_000), chance.randint(1, 60)))
        if sections and chance.random() < 0.7:
            other = sorted(chance.choice(list(sections.values())))
            words |= set(chance.sample(other, chance.randint(0, len(other))))
        sections[str(number),] = frozenset(words)
    pages = {f"/page-{number:02}/": tuple(chance.sample(sorted(sections), chance.randint(1, 4))) for number in range(50)}
    united = {page: frozenset().union(*(sections[key] for key in keys)) for page, keys in pages.items()}
    for threshold in THRESHOLDS:
        wanted = exact_pairs(united, threshold)
        assert near_pairs(pages, sections, threshold) == pytest.approx(wanted)
    assert exact_pairs(united, THRESHOLDS[0]), "the seed gives no pair at all: the test would prove nothing"


def test_headings_that_every_section_has_hide_no_pair() -> None:
    """A heading on all of 100 sections finds no candidates by itself, and loses none either."""
    heading = frozenset(range(10))
    own = [frozenset(range(1000 * number, 1000 * number + 100)) for number in range(1, 51)]
    texts = [heading | words for words in own] + [heading | words | {number} for number, words in enumerate(own)]
    sections: dict[SectionKey, Shingles] = {(str(number),): text for number, text in enumerate(texts)}
    pages = {f"/{number:03}/": ((str(number),),) for number in range(len(texts))}
    wanted = exact_pairs({page: sections[keys[0]] for page, keys in pages.items()}, 0.5)
    assert len(wanted) == 50
    assert near_pairs(pages, sections, 0.5) == pytest.approx(wanted)


def test_a_pair_at_the_threshold_is_not_near() -> None:
    """ "At most 0.50" is allowed: only more than that is near."""
    sections: dict[SectionKey, Shingles] = {("a",): frozenset({1, 2, 3}), ("b",): frozenset({2, 3, 4})}
    pages: dict[str, tuple[SectionKey, ...]] = {"/a/": (("a",),), "/b/": (("b",),)}
    assert near_pairs(pages, sections, 0.5) == {}
    assert near_pairs(pages, sections, 0.49) == {("/a/", "/b/"): 0.5}


def test_a_text_many_pages_copy_is_found() -> None:
    """The more payers share a text with a few words changed, the more it must be found."""
    text = frozenset(range(200))
    sections: dict[SectionKey, Shingles] = {(str(number),): text | {1000 + number} for number in range(100)}
    pages = {f"/{number:03}/": ((str(number),),) for number in range(100)}
    assert len(near_pairs(pages, sections, 0.5)) == 100 * 99 // 2


def test_nothing_is_like_nothing(made: Site) -> None:
    """Two empty texts have nothing in common; a text is wholly like itself; four words make no shingle."""
    assert jaccard(frozenset(), frozenset()) == 0.0
    assert jaccard(frozenset({1, 2}), frozenset({1, 2})) == 1.0
    assert jaccard(frozenset({1, 2}), frozenset({2, 3})) == pytest.approx(1 / 3)
    assert shingles("here are four words", Names(made.content)) == frozenset()
    assert len(shingles("here are exactly five words", Names(made.content))) == 1


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Ask Northfield for its policy on it", "Ask Medicare for its policy on it"),
        ("Ask Northfield Health Plans for its policy", "Ask Original Medicare for its policy"),
        ("A denial of Botox for migraine by mail", "A denial of carpal tunnel release by mail"),
        ("A denial of BOTOX FOR MIGRAINE, by mail", "A denial of Carpal Tunnel Release by mail"),
        ("A denial for step therapy is a letter", "A denial for medical necessity is a letter"),
        ("A denial for fail first is a letter", "A denial for medically unnecessary is a letter"),
    ],
    ids=["payers", "aliases", "procedures", "capitals", "denial types", "words for denials"],
)
def test_swapping_names_changes_nothing(first: str, second: str, made: Site) -> None:
    """Names of payers, procedures and denial types read as one word, whatever their length."""
    names = Names(made.content)
    assert shingles(first, names) == shingles(second, names) != frozenset()


def test_other_words_are_no_names(made: Site) -> None:
    """Part of a name is a word like any other, and a text in other words is another text."""
    names = Names(made.content)
    assert names.mask(["the", "carpal", "tunnel", "release", "of", "the", "tunnel"]) == ["the", "(name)", "of", "the", "tunnel"]
    assert not shingles("Ask the tunnel for its policy", names) & shingles("Ask the release for its policy", names)


def test_a_name_that_owns_something_is_a_name(made: Site) -> None:
    """Swapping "Northfield's" for "Medicare's" is swapping names too."""
    names = Names(made.content)
    assert shingles("Ask for Northfield's list of rules", names) == shingles("Ask for Medicare's list of rules", names)


def test_plan_blocks_are_left_out() -> None:
    """What belongs to one plan type does not count; what stands around it does, and so do words, not marks."""
    html = (
        '<p class="item">Before</p><div class="item for-plan" data-plan="aca_insured"><p>Law <b>of</b> it</p></div>'
        '<ul data-plan="original_medicare">\n<li>More law</li>\n</ul><p data-planet="x">After</p>'
    )
    assert own_text(html).split() == ["Before", "After"]


def test_words_are_counted_as_read() -> None:
    """Tags separate words and are none."""
    assert word_count(["<p>One two</p><p>three</p>", '<a href="/four/">four</a> five']) == 5
