"""How alike two pages are, names masked, so that swapping names cannot pass for writing.

Sections are compared with each other once; the overlap of two pages is the sum over their sections. That sum
finds the pairs worth a look, and the exact Jaccard index of their shingles decides.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from html import unescape
from itertools import combinations

from generator.content import Content

SHINGLE = 5  # words
PLAN_BLOCK = re.compile(r"<(\w+)[^>]*\sdata-plan=[^>]*>.*?</\1>", re.S)
# The way out for readers of another plan stands above a page's first section, and is alike on all of a payer's pages.
ELSEWHERE = re.compile(r'<p class="elsewhere">.*?</p>', re.S)
# What a template says on every page: headings and table heads. It counts, but it finds no candidates.
FURNITURE = re.compile(r"<(h[1-6]|caption|thead)\b.*?</\1>", re.S)
TAG = re.compile(r"<[^>]+>")
WORD = re.compile(r"[a-z0-9]+(?:[.-][a-z0-9]+)*")
SPELLED = re.compile(WORD.pattern, re.I)
MASK = "(name)"

# Candidates are sought at this share of the threshold: it makes up for headings, and for sections that share only a
# trifle of shingles, which are most pairs of sections and make no candidate.
SLACK = 0.8
TRIFLE = 3

SectionKey = tuple[str, ...]
Shingles = frozenset[int]


class Names:
    """All names of payers, procedures and denial types, and ``more``, as words, found by their first word."""

    def __init__(self, content: Content, more: Iterable[str] = ()) -> None:
        names: set[str] = set(more)
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
            length = self.length_at(words, place)
            masked.append(MASK if length else words[place])
            place += length or 1
        return masked

    def length_at(self, words: list[str], place: int) -> int:
        """How many words the longest name that begins at ``place`` has; 0 if none does."""
        for name in self.by_first.get(words[place], ()):
            if words[place : place + len(name)] == name:
                return len(name)
        return 0


def mask_names(text: str, names: Names, mask: str) -> str:
    """``text`` with every name replaced by ``mask``, its other words and their marks untouched."""
    found = list(SPELLED.finditer(text))
    words = [match.group().lower() for match in found]
    parts: list[str] = []
    end = place = 0
    while place < len(words):
        length = names.length_at(words, place)
        if length:
            parts += [text[end : found[place].start()], mask]
            end = found[place + length - 1].end()
        place += length or 1
    return "".join((*parts, text[end:]))


def own_text(html: str) -> str:
    """The text of a section without the blocks that belong to one plan type, or lead to another page."""
    return unescape(TAG.sub(" ", PLAN_BLOCK.sub(" ", ELSEWHERE.sub(" ", html))))


def written_text(html: str) -> str:
    """The text of a section without plan blocks, headings and table heads: what people wrote."""
    return own_text(FURNITURE.sub(" ", html))


def shingles(text: str, names: Names) -> Shingles:
    """Hashes of the 5-word shingles of ``text``, lower case, names masked."""
    words = names.mask(WORD.findall(text.lower()))
    return frozenset(hash(tuple(words[start : start + SHINGLE])) for start in range(len(words) - SHINGLE + 1))


def jaccard(first: Shingles, second: Shingles) -> float:
    """Share of shingles two sets have in common, 0 to 1."""
    union = len(first | second)
    return len(first & second) / union if union else 0.0


def near_pairs(
    pages: Mapping[str, tuple[SectionKey, ...]],
    sections: Mapping[SectionKey, Shingles],
    threshold: float,
    written: Mapping[SectionKey, Shingles] | None = None,
) -> dict[tuple[str, str], float]:
    """Every pair of pages whose exact Jaccard index is above ``threshold``.

    ``pages`` gives each page's compared sections, ``sections`` the shingles of each section, ``written`` those of what
    people wrote in it (without it: all). Sections are compared with each other once, by what people wrote; the sum over
    the sections of two pages finds the candidates, a little below the threshold, and each candidate is computed exactly.
    """
    written = written or sections
    sought, least = (threshold, 1) if written is sections else (threshold * SLACK, TRIFLE)
    overlaps = Overlaps(pages, written, least)
    union = cache(lambda page: _union(sections, pages[page]))
    found: dict[tuple[str, str], float] = {}
    for page in pages:
        size = overlaps.sizes[page]
        for other, common in overlaps.of(page, sought * size, after=page).items():
            if common >= (size + overlaps.sizes[other]) * sought / (1 + sought):
                exact = jaccard(union(page), union(other))
                if exact > threshold:
                    found[page, other] = exact
    return found


class Overlaps:
    """How many shingles any two pages share, as sums over their sections. ``sizes`` gives the shingles of each page."""

    def __init__(self, pages: Mapping[str, tuple[SectionKey, ...]], sections: Mapping[SectionKey, Shingles], least: int) -> None:
        """Compare the sections of ``pages`` with each other; two that share fewer than ``least`` shingles share none."""
        self.pages = pages
        self.size = {key: len(found) for key, found in sections.items()}
        self.sizes = {page: len(_union(sections, keys)) for page, keys in pages.items()}
        self.holders: dict[SectionKey, list[str]] = defaultdict(list)
        for page, keys in pages.items():
            for key in keys:
                self.holders[key].append(page)
        self.neighbours: dict[SectionKey, list[tuple[SectionKey, int]]] = defaultdict(list)
        for (first, second), count in _section_overlap(sections).items():
            if count >= least:
                self.neighbours[first].append((second, count))
                self.neighbours[second].append((first, count))

    def of(self, page: str, needed: float, after: str = "") -> dict[str, int]:
        """The pages, later than ``after`` in order, that may share ``needed`` shingles with a page, and at most how many they share.

        The sections most pages hold, as many as have fewer than ``needed`` shingles together, cannot bring a page so near:
        it must share another section too. Setting them aside spares most of all pairs.
        """
        keys = sorted(self.pages[page], key=lambda key: (-len(self.holders[key]), key))
        aside = 0
        while keys and aside + self.size[keys[0]] < needed:
            aside += self.size[keys.pop(0)]
        common: dict[str, int] = defaultdict(int)
        for key in keys:
            for other_key, count in ((key, self.size[key]), *self.neighbours[key]):
                for other in self.holders[other_key]:
                    if other > after:
                        common[other] += count
        common.pop(page, None)
        return {other: count + aside for other, count in common.items() if count + aside >= needed}


def _union(sections: Mapping[SectionKey, Shingles], keys: Iterable[SectionKey]) -> Shingles:
    return frozenset[int]().union(*(sections[key] for key in keys))


def _section_overlap(sections: Mapping[SectionKey, Shingles]) -> dict[tuple[SectionKey, SectionKey], int]:
    """How many shingles each two different sections share, by an inverted index.

    Shingles held by just the same sections, such as those of one sentence, are counted together: that is a twentieth of
    the work.
    """
    holders: dict[int, list[SectionKey]] = defaultdict(list)
    for key in sorted(sections):
        for shingle in sections[key]:
            holders[shingle].append(key)
    together = Counter(tuple(keys) for keys in holders.values() if len(keys) > 1)
    overlap: dict[tuple[SectionKey, SectionKey], int] = defaultdict(int)
    for keys, count in together.items():
        for pair in combinations(keys, 2):
            overlap[pair] += count
    return overlap


def word_count(texts: Iterable[str]) -> int:
    """Words a reader sees in some HTML."""
    return sum(len(TAG.sub(" ", text).split()) for text in texts)
