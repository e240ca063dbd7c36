"""How alike two pages are, names masked, so that swapping names cannot pass for writing.

Sections are compared with each other once; the overlap of two pages is the sum over their sections. That sum
finds the pairs worth a look, and the exact Jaccard index of their shingles decides.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from html import unescape
from itertools import combinations
from typing import Generic, TypeVar

from generator.content import Content
from generator.workers import WORTH_A_PROCESS, beside

SHINGLE = 5  # words
PLAN_BLOCK = re.compile(r"<(\w+)[^>]*\sdata-plan=[^>]*>.*?</\1>", re.S)
# The way out for readers of another plan stands above a page's first section, and is alike on all of a payer's pages.
ELSEWHERE = re.compile(r'<p class="elsewhere">.*?</p>', re.S)
TAG = re.compile(r"<[^>]+>")
WORD = re.compile(r"[a-z0-9]+(?:[.-][a-z0-9]+)*")
SPELLED = re.compile(WORD.pattern, re.I)
MASK = "(name)"

# A shingle in more sections than this share of them, and than this many, is furniture: headings, heads of tables.
MANY = 0.01
FEWEST_MANY = 50

SectionKey = tuple[str, ...]
Key = TypeVar("Key", int, SectionKey)  # a section, by whatever names it
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


def shingles(text: str, names: Names) -> Shingles:
    """Hashes of the 5-word shingles of ``text``, lower case, names masked."""
    words = names.mask(WORD.findall(text.lower()))
    return frozenset(hash(tuple(words[start : start + SHINGLE])) for start in range(len(words) - SHINGLE + 1))


def jaccard(first: Shingles, second: Shingles) -> float:
    """Share of shingles two sets have in common, 0 to 1."""
    union = len(first | second)
    return len(first & second) / union if union else 0.0


def near_pairs(
    pages: Mapping[str, tuple[Key, ...]], sections: Mapping[Key, Shingles], threshold: float
) -> dict[tuple[str, str], float]:
    """Every pair of pages whose exact Jaccard index is above ``threshold``, by addresses in order.

    ``pages`` gives each page's compared sections, ``sections`` the shingles of each section. Sections are compared with
    each other once; sums over the sections of two pages find the candidates, and each candidate is computed exactly.
    """
    overlaps = Overlaps(pages, sections)
    union = lru_cache(maxsize=2000)(lambda page: _union(sections, pages[page]))

    def search(some: Iterable[str]) -> dict[tuple[str, str], float]:
        found = {}
        for page in some:
            for other in overlaps.near(page, threshold):
                exact = jaccard(union(page), union(other))
                if exact > threshold:
                    found[min(page, other), max(page, other)] = exact
        return found

    order = sorted(pages)
    if len(order) < WORTH_A_PROCESS:
        return search(order)
    others = beside(lambda: search(order[1::2]))
    return search(order[::2]) | others()


class Overlaps(Generic[Key]):
    """How many shingles any two pages share at most, as sums over their sections.

    What very many sections hold, such as headings, is *furniture*: pages have few different sets of it, so it is
    compared by set, and what is left of a section by section.
    """

    def __init__(self, pages: Mapping[str, tuple[Key, ...]], sections: Mapping[Key, Shingles]) -> None:
        """Compare the sections of ``pages`` with each other, once."""
        holders: dict[int, list[Key]] = defaultdict(list)
        for key in sorted(sections):
            for shingle in sections[key]:
                holders[shingle].append(key)
        many = max(FEWEST_MANY, len(sections) * MANY)
        furniture = frozenset(shingle for shingle, keys in holders.items() if len(keys) > many)
        # Shingles held by just the same sections, such as those of one sentence, are counted together.
        together = Counter(tuple(keys) for keys in holders.values() if 1 < len(keys) <= many)
        self.neighbours: dict[Key, dict[Key, int]] = {key: defaultdict(int) for key in sections}
        shared: dict[Key, int] = defaultdict(int)
        for keys, count in together.items():
            for first, second in combinations(keys, 2):
                self.neighbours[first][second] += count
                self.neighbours[second][first] += count
            for key in keys:
                shared[key] += count
        self.size: dict[Key, int] = {key: len(found - furniture) for key, found in sections.items()}
        self.alone: dict[Key, int] = {key: size - shared[key] for key, size in self.size.items()}
        self.pages: dict[str, frozenset[Key]] = {page: frozenset(keys) for page, keys in pages.items()}
        self.holders: dict[Key, list[str]] = defaultdict(list)
        self.sizes: dict[str, int] = {}
        self.shared: dict[str, int] = {}
        self.furniture: dict[str, Shingles] = {}
        sets: dict[Shingles, Shingles] = {}
        for page, held in self.pages.items():
            whole = _union(sections, held)
            self.sizes[page] = len(whole)
            self.shared[page] = sum(shared[key] for key in held)
            self.furniture[page] = sets.setdefault(whole & furniture, whole & furniture)
            for key in held:
                self.holders[key].append(page)
        self.in_common = lru_cache(maxsize=100_000)(lambda first, second: len(first & second))

    def near(self, page: str, threshold: float) -> Iterator[str]:
        """The pages, no smaller than this one, that may be nearer to it than ``threshold``; each pair is met once.

        Two pages so near share at least ``needed`` shingles. The sections most pages hold, as many as have fewer
        together, cannot bring a page so near: it must share another section too. Setting them aside spares most pairs.
        """
        share = threshold / (1 + threshold)
        size, furniture = self.sizes[page], self.furniture[page]
        needed = 2 * size * share - len(furniture)
        keys = sorted(self.pages[page], key=lambda key: (-len(self.holders[key]), key))
        aside = 0
        while keys and aside + self.size[keys[0]] < needed:
            aside += self.size[keys.pop(0)]
        # Where furniture alone may make two pages near, every page is a candidate.
        common: dict[str, int] = defaultdict(int, dict.fromkeys(self.pages if needed <= 0 else (), 0))
        for key in keys:
            for other in self.holders[key]:
                common[other] += self.size[key]
            for like, count in self.neighbours[key].items():
                for other in self.holders[like]:
                    common[other] += count
        for other, count in common.items():
            if count + aside >= needed and (self.sizes[other], other) > (size, page):
                least = (size + self.sizes[other]) * share - self.in_common(furniture, self.furniture[other])
                if count + aside >= least and self._at_most(page, other) >= least and self._sum(page, other) >= least:
                    yield other

    def _at_most(self, page: str, other: str) -> int:
        """More than two pages can share: the sections both hold, and of the rest all that any section shares with another."""
        return self.shared[page] + sum(map(self.alone.__getitem__, self.pages[page] & self.pages[other]))

    def _sum(self, page: str, other: str) -> int:
        """What two pages share, furniture aside; a shingle that two sections of one page hold counts twice."""
        first, second = self.pages[page], self.pages[other]
        total = sum(map(self.size.__getitem__, first & second))
        for key in first - second:
            like = self.neighbours[key]
            total += sum(like.get(held, 0) for held in second) if like else 0
        return total


def _union(sections: Mapping[Key, Shingles], keys: Iterable[Key]) -> Shingles:
    return frozenset[int]().union(*(sections[key] for key in keys))


def word_count(texts: Iterable[str]) -> int:
    """Words a reader sees in some HTML."""
    return sum(len(TAG.sub(" ", text).split()) for text in texts)
