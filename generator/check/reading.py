"""Gates on how it reads: grade and length of sentences (V03), pages (S04) and sentences (S05) that read like others."""

from __future__ import annotations

import math
import re
import warnings
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from itertools import chain
from typing import Any, NamedTuple

from generator.check.built import Built, text_of, without
from generator.errors import Level, Problem
from generator.page import Section
from generator.similarity import MASK, mask_names, shingles

SPOKEN = re.compile(r"<(p|li)\b[^>]*>(.*?)</\1>", re.S)
TABLE = re.compile(r"<table\b.*?</table>", re.S)
CITATION = re.compile(r'<a class="cite".*?</a>', re.S)
SENTENCE = re.compile(r"\b[^.!?]+[.!?]*")  # as textstat finds them
SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
ANGLES = frozenset({"requires", "why", "criteria", "argument"})
SAID = frozenset({"requires", "why", "argument"})
FEWEST_IN_SENTENCE = 2  # words: textstat counts no sentence of as few
FEWEST_WORDS = 60  # a shorter section has no grade worth the name
HIGHEST = {"angle": 12.0, "shared": 11.0}
AIMED_AT = {"angle": 10.0, "shared": 8.0}
LONG_SENTENCE = 25  # words
LONG_ALLOWED = 0.10  # of a section's sentences
WORTH_COUNTING = 12  # words: shorter sentences are steps and labels
ON_MANY = 0.05  # of all pages
ALIKE_ALLOWED = 0.70  # S04, Jaccard
FEW = 20  # pages: on a small site, 5 % of the pages is a handful
NAME = "payer"  # two syllables stand for every name


@lru_cache(maxsize=1)
def textstat() -> Any:
    """textstat's counter, imported when it is first needed: it takes a quarter of a second, and most commands do without."""
    with warnings.catch_warnings():  # its pkg_resources warns of its end
        warnings.simplefilter("ignore")
        import textstat as package
    return package.textstat


@lru_cache(maxsize=50_000)
def _syllables(word: str) -> int:
    return int(textstat().syllable_count(word))


class Counts(NamedTuple):
    """What a reading grade is made of; the counts of two texts are those of both, so a paragraph is counted only once."""

    words: int = 0
    syllables: int = 0
    sentences: int = 0

    @property
    def grade(self) -> float:
        """Flesch–Kincaid grade, exactly as ``textstat.flesch_kincaid_grade()``."""
        per_sentence = _rounded(self.words / max(1, self.sentences))
        return _rounded(0.39 * per_sentence + 11.8 * _rounded(self.syllables / max(1, self.words)) - 15.59)


@lru_cache(maxsize=200_000)
def counts(text: str) -> Counts:
    """The counts of a text, by textstat; a word's syllables are asked for only once."""
    counter = textstat()
    words = int(counter.lexicon_count(text))
    sentences = sum(int(counter.lexicon_count(part)) > FEWEST_IN_SENTENCE for part in SENTENCE.findall(text))
    return Counts(words, sum(_syllables(word) for word in text.split()), sentences)


def grade(texts: Iterable[str]) -> float:
    """The grade of some texts, each of whole sentences, taken together."""
    return Counts(*(sum(column) for column in zip(*map(counts, texts), strict=True))).grade


def _rounded(number: float) -> float:
    return math.floor(number * 10 + math.copysign(0.5, number)) / 10


@lru_cache(maxsize=200_000)
def _said(html: str) -> str:
    text = " ".join(text_of(html).split())
    return text if text.endswith((".", "!", "?")) or not text else f"{text}."


def spoken(html: str) -> list[str]:
    """What a section says in paragraphs and list items, each closed by a full stop; tables and citations out."""
    seen = TABLE.sub(" ", html) if "<table" in html else html
    return [text for _, inner in SPOKEN.findall(CITATION.sub(" ", seen)) if (text := _said(inner))]


def v03_reading_grade(built: Built) -> Iterator[Problem]:
    """A section reads at grade 12 or below, a shared one at 11; nine of ten sentences of a page have at most 25 words.

    Why: people read badly when they are afraid. Bad: "Utilization management determinations predicated upon…". Good: "The plan
    says you do not need it. Ask which rule it used." Above the grade aimed at (10, shared 8) it is a notice; long sentences
    are a warning.
    """
    masked = cache(lambda text: mask_names(text, built.names, NAME))
    lengths = cache(lambda text: [len(sentence.split()) for sentence in SENTENCE_END.split(text)])
    sentences: dict[tuple[str, ...], tuple[int, int]] = {}
    for key, (section, html) in built.sections.items():
        said = spoken(html)
        numbers = [length for text in said for length in lengths(text)]
        sentences[key] = len(numbers), sum(length > LONG_SENTENCE for length in numbers)
        if sum(numbers) < FEWEST_WORDS or sum(counts(masked(text)).words for text in said) < FEWEST_WORDS:
            continue
        kind = "angle" if section.kind in ANGLES and not section.shared else "shared"
        found = grade(masked(text) for text in said)
        if found > AIMED_AT[kind]:
            level: Level = "error" if found > HIGHEST[kind] else "notice"
            message = f"reads at grade {found}, {AIMED_AT[kind]:.0f} is aimed at"
            yield built.at_section(section, "V03", message, "shorter words, shorter sentences", level)
    for page in built.pages:
        number = sum(sentences[section.key][0] for section in page.sections)
        long = sum(sentences[section.key][1] for section in page.sections)
        if long > number * LONG_ALLOWED:
            message = f"{long} of {number} sentences have more than {LONG_SENTENCE} words"
            yield built.at_page(page, "V03", message, "split them", "warning")


def s04_alike_as_a_whole(built: Built) -> Iterator[Problem]:
    """A page and its nearest neighbour under S03 are at most 0.70 alike over their whole main content.

    Why: two pages may differ in what they say of their own, and still be one page to a reader who skims. Bad: a short narrative
    between long tables that many pages share. Good: more facts of its own, or fewer tables. It is a notice: deadlines and
    rights of one plan type are alike by design.
    """
    of_section = cache(lambda key: shingles(text_of(built.sections[key][1]), built.names))
    shared = cache(lambda first, second: len(of_section(first) & of_section(second)))
    of_page = {page.address: page for page in built.pages}
    for address, (other, _) in built.nearest.items():
        first, second = ({part.key: part.kind for part in of_page[name].sections} for name in (address, other))
        size = sum(len(of_section(key)) for keys in (first, second) for key in keys)
        common = sum(len(of_section(key)) for key in first.keys() & second.keys())
        unlike = [key for key in second if key not in first]
        common += sum(shared(key, like) for key in first if key not in second for like in unlike if first[key] == second[like])
        value = common / max(1, size - common)
        if value > ALIKE_ALLOWED:
            message = f"{value:.2f} like {other} as a whole, names masked ({ALIKE_ALLOWED:.2f} aimed at)"
            yield built.at_page(of_page[address], "S04", message, "more facts of its own", "notice")


def s05_repeated_sentences(built: Built) -> Iterator[Problem]:
    """A sentence of 12 words or more stands in what is said of few pages: at most 5 % of all.

    Why: what is true everywhere belongs on the page above, once. Bad: one paragraph on medical necessity on a thousand pages.
    Good: a link to ``/denials/medical-necessity/``. It is a notice.
    """
    pages: dict[tuple[str, ...], int] = defaultdict(int)
    for page in built.pages:
        for section in page.sections:
            if section.kind in SAID:
                pages[section.key] += 1
    long = cache(
        lambda text: [
            sentence
            for sentence in SENTENCE_END.split(mask_names(text, built.names, MASK))
            if len(sentence.split()) >= WORTH_COUNTING
        ]
    )
    number: dict[str, int] = defaultdict(int)
    where: dict[str, Section] = {}
    for key in pages:
        section, html = built.sections[key]
        for sentence in dict.fromkeys(chain.from_iterable(map(long, spoken(without(html, "data-plan"))))):
            number[sentence] += pages[key]
            where.setdefault(sentence, section)
    for sentence in sorted(number):
        if number[sentence] > max(len(built.pages) * ON_MANY, FEW):
            message = f"'{sentence[:60]}…' stands on {number[sentence]} of {len(built.pages)} pages"
            yield built.at_section(where[sentence], "S05", message, "say it once, on the page above", "notice")


GATES = (v03_reading_grade, s04_alike_as_a_whole, s05_repeated_sentences)
