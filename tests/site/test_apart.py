"""S03, found another way: every pair of built pages, names masked, nothing taken from the generator.

Two sets that share more than half of their union share one of their rarest elements: with every page's shingles in order
of rarity, the pages that meet in the first half of each are the only ones to compare. That finds every pair, exactly.
"""

from __future__ import annotations

import math
import random
import re
from collections import Counter, defaultdict
from collections.abc import Mapping

import pytest
from pages import BuiltPage, text
from real import RealSite, read_yaml

pytest_plugins = ["real_fixture"]
pytestmark = pytest.mark.site

ALLOWED = 0.50
COMPARED = frozenset({"quick-answer", "requires", "why", "gather", "criteria", "argument"})
WORD = re.compile(r"[a-z0-9]+(?:[.-][a-z0-9]+)*")
Shingles = frozenset[tuple[str, ...]]


def names(real: RealSite) -> dict[str, list[list[str]]]:
    """Every name in the content of payers, procedures and denial types, as words, the longest first, by its first word."""
    found = set()
    for folder in ("payers", "procedures", "denial_types"):
        for file in (real.root / "content" / folder).glob("*.yaml"):
            entry = read_yaml(file)
            found |= {entry[key] for key in ("name", "name_in_sentence", "short_name") if key in entry}
            found |= set(entry.get("aliases", ()))
    by_first: dict[str, list[list[str]]] = defaultdict(list)
    for name in sorted(found, key=lambda name: (-len(name), name)):
        words = WORD.findall(name.lower())
        if words:
            by_first[words[0]].append(words)
    return by_first


def masked(words: list[str], by_first: Mapping[str, list[list[str]]]) -> list[str]:
    """``words`` with each name replaced by one mark."""
    kept: list[str] = []
    place = 0
    while place < len(words):
        name = next((name for name in by_first.get(words[place], ()) if words[place : place + len(name)] == name), None)
        kept.append("NAME" if name else words[place])
        place += len(name) if name else 1
    return kept


def shingles(page: BuiltPage, by_first: Mapping[str, list[list[str]]]) -> Shingles:
    """The 5-word shingles of each compared section of a page, blocks of one plan type left out."""
    found: set[tuple[str, ...]] = set()
    for section in page.sections:
        if section.get("data-section") in COMPARED:
            words = masked(WORD.findall(text(section, lambda part: part.get("data-plan") is not None).lower()), by_first)
            found |= {tuple(words[start : start + 5]) for start in range(len(words) - 4)}
    return frozenset(found)


def near(sets: Mapping[str, Shingles], threshold: float) -> dict[tuple[str, str], float]:
    """Every pair whose Jaccard index is above ``threshold``."""
    often = Counter(shingle for found in sets.values() for shingle in found)
    met: dict[tuple[str, ...], list[str]] = defaultdict(list)
    pairs: dict[tuple[str, str], float] = {}
    for name, found in sorted(sets.items()):
        first = len(found) - math.ceil(threshold * len(found)) + 1
        rare = sorted(found, key=lambda shingle: (often[shingle], shingle))[:first]
        for other in sorted({other for shingle in rare for other in met[shingle]}):
            if threshold * len(found) <= len(sets[other]) <= len(found) / threshold:
                value = len(found & sets[other]) / len(found | sets[other])
                if value > threshold:
                    pairs[other, name] = value
        for shingle in rare:
            met[shingle].append(name)
    return pairs


def test_no_two_pages_are_nearly_the_same(real: RealSite) -> None:
    """Of a landing page, or a parent that speaks of a payer, and any other page."""
    by_first = names(real)
    sets = {page.address: shingles(page, by_first) for page in real.pages}
    found = near({address: words for address, words in sets.items() if words}, ALLOWED)
    givers = {page.address for page in real.pages if re.match(r"/(?:help/[^/]+/[^/]+|payers/[^/]+/[^/]+)/", page.address)}
    too_near = {pair: round(value, 3) for pair, value in found.items() if givers & set(pair)}
    assert too_near == {}


def test_near_pages_would_be_found() -> None:
    """The search finds what comparing everything finds."""
    chance = random.Random(5)
    sets: dict[str, Shingles] = {}
    for number in range(120):
        base = set(chance.choice(list(sets.values()))) if sets and chance.random() < 0.6 else set()
        keep = set(chance.sample(sorted(base), int(len(base) * chance.uniform(0.5, 1))))
        new = {(str(chance.randrange(10_000)),) for _ in range(chance.randint(5, 60))}
        sets[f"/{number:03}/"] = frozenset(keep | new)
    wanted = {
        (one, other): value
        for one in sets
        for other in sets
        if one < other and (value := len(sets[one] & sets[other]) / len(sets[one] | sets[other])) > ALLOWED
    }
    assert len(wanted) > 10
    assert near(sets, ALLOWED) == wanted
