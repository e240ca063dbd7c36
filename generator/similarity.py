"""How alike two pages are, names masked, so that swapping names cannot pass for writing.

Sections are compared with each other once; the overlap of two pages is the sum over their sections. That sum
finds the pairs worth a look, and the exact Jaccard index of their shingles decides.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from itertools import combinations

from generator.content import Content

SHINGLE = 5  # words
PLAN_BLOCK = re.compile(r"<(\w+)[^>]*\sdata-plan=[^>]*>.*?</\1>", re.S)
TAG = re.compile(r"<[^>]+>")
WORD = re.compile(r"[a-z0-9]+(?:['.-][a-z0-9]+)*")
MASK = "(name)"

FURNITURE = 60  # a shingle in more sections than this is a heading or a label: it finds no candidates
SLACK = 0.8  # candidates are sought at this share of the threshold, to make up for furniture

SectionKey = tuple[str, ...]
Shingles = frozenset[int]


class Names:
    """All names of payers, procedures and denial types, as words, found by their first word."""

    def __init__(self, content: Content) -> None:
        names: set[str] = set()
        for group in (content.payers, content.procedures, content.denial_types):
            for entry in group.values():
                names |= {entry.name, getattr(entry, "name_in_sentence", entry.name), *entry.aliases}
                names.add(getattr(entry, "short_name", entry.name))
        self.by_first: dict[str, list[list[str]]] = defaultdict(list)
        for name in sorted(names, key=lambda name: (-len(name), name)):
            words = WORD.findall(name.lower())
            if words:
                self.by_first[words[0]].append(words)

    def mask(self, words: list[str]) -> list[str]:
        """``words`` with every name, the longest first, replaced by one mask."""
        masked: list[str] = []
        place = 0
        while place < len(words):
            for name in self.by_first.get(words[place], ()):
                if words[place : place + len(name)] == name:
                    masked.append(MASK)
                    place += len(name)
                    break
            else:
                masked.append(words[place])
                place += 1
        return masked


def own_text(html: str) -> str:
    """The text of a section without the blocks that belong to one plan type."""
    return TAG.sub(" ", PLAN_BLOCK.sub(" ", html))


def shingles(text: str, names: Names) -> Shingles:
    """Hashes of the 5-word shingles of ``text``, lower case, names masked."""
    words = names.mask(WORD.findall(text.lower()))
    return frozenset(hash(tuple(words[start : start + SHINGLE])) for start in range(len(words) - SHINGLE + 1))


def jaccard(first: Shingles, second: Shingles) -> float:
    """Share of shingles two sets have in common, 0 to 1."""
    union = len(first | second)
    return len(first & second) / union if union else 0.0


def near_pairs(
    pages: Mapping[str, tuple[SectionKey, ...]], sections: Mapping[SectionKey, Shingles], threshold: float
) -> dict[tuple[str, str], float]:
    """Every pair of pages whose exact Jaccard index is above ``threshold``.

    ``pages`` gives each page's compared sections, ``sections`` the shingles of each section. The sum over sections
    leaves furniture out and so reads a little low; candidates are sought lower still, and each is computed exactly.
    """
    overlap = _section_overlap(sections)
    neighbours: dict[SectionKey, list[tuple[SectionKey, int]]] = defaultdict(list)
    for (first, second), count in overlap.items():
        neighbours[first].append((second, count))
        neighbours[second].append((first, count))
    holders: dict[SectionKey, list[str]] = defaultdict(list)
    for page, keys in pages.items():
        for key in keys:
            holders[key].append(page)
    sought = threshold * SLACK
    full = {page: frozenset[int]().union(*(sections[key] for key in keys)) for page, keys in pages.items()}
    found: dict[tuple[str, str], float] = {}
    for page, keys in pages.items():
        common: Counter[str] = Counter()
        for key in keys:
            for other_key, count in ((key, len(sections[key])), *neighbours[key]):
                for other in holders[other_key]:
                    if other > page:
                        common[other] += count
        for other, estimate in common.items():
            if estimate / (len(full[page]) + len(full[other])) >= sought / (1 + sought):
                exact = jaccard(full[page], full[other])
                if exact > threshold:
                    found[page, other] = exact
    return found


def _section_overlap(sections: Mapping[SectionKey, Shingles]) -> Counter[tuple[SectionKey, SectionKey]]:
    """How many shingles each two different sections share, furniture left out, by an inverted index."""
    holders: dict[int, list[SectionKey]] = defaultdict(list)
    for key in sorted(sections):
        for shingle in sections[key]:
            holders[shingle].append(key)
    overlap: Counter[tuple[SectionKey, SectionKey]] = Counter()
    for keys in holders.values():
        if 1 < len(keys) <= FURNITURE:
            overlap.update(combinations(keys, 2))
    return overlap


def word_count(texts: Iterable[str]) -> int:
    """Words a reader sees in some HTML."""
    return sum(len(TAG.sub(" ", text).split()) for text in texts)
