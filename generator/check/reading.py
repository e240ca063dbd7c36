"""Gates on how it reads: grade and length of sentences (V03), pages (S04) and sentences (S05) that read like others."""

from __future__ import annotations

import math
import re
import warnings
from collections import defaultdict
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any

from generator.check.built import Built, text_of, without
from generator.errors import Level, Problem
from generator.page import Section
from generator.similarity import MASK, jaccard, mask_names, shingles

SPOKEN = re.compile(r"<(p|li)\b[^>]*>(.*?)</\1>", re.S)
TABLE = re.compile(r"<table\b.*?</table>", re.S)
CITATION = re.compile(r'<a class="cite".*?</a>', re.S)
SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
ANGLES = frozenset({"requires", "why", "criteria", "argument"})
SAID = frozenset({"requires", "why", "argument"})
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


def grade(text: str) -> float:
    """Flesch–Kincaid grade, exactly as ``textstat.flesch_kincaid_grade()``; it asks for a word's syllables only once."""
    counter = textstat()
    words = int(counter.lexicon_count(text))
    syllables = sum(_syllables(word) for word in text.split())
    per_sentence = _rounded(words / int(counter.sentence_count(text)))
    return _rounded(0.39 * per_sentence + 11.8 * _rounded(syllables / max(1, words)) - 15.59)


def _rounded(number: float) -> float:
    return math.floor(number * 10 + math.copysign(0.5, number)) / 10


def spoken(html: str) -> list[str]:
    """What a section says in paragraphs and list items, each closed by a full stop; tables and citations out."""
    seen = CITATION.sub(" ", TABLE.sub(" ", html))
    found = (" ".join(text_of(inner).split()) for _, inner in SPOKEN.findall(seen))
    return [text if text.endswith((".", "!", "?")) else f"{text}." for text in found if text]


def v03_reading_grade(built: Built) -> Iterator[Problem]:
    """A section reads at grade 12 or below, a shared one at 11; nine of ten sentences of a page have at most 25 words.

    Why: people read badly when they are afraid. Bad: "Utilization management determinations predicated upon…". Good: "The plan
    says you do not need it. Ask which rule it used." Above the grade aimed at (10, shared 8) it is a notice; long sentences
    are a warning.
    """
    lengths: dict[tuple[str, ...], list[int]] = {}
    for key, (section, html) in built.sections.items():
        said = spoken(html)
        lengths[key] = [len(sentence.split()) for part in said for sentence in SENTENCE_END.split(part)]
        text = mask_names(" ".join(said), built.names, NAME)
        if len(text.split()) < FEWEST_WORDS:
            continue
        kind = "angle" if section.kind in ANGLES and not section.shared else "shared"
        found = grade(text)
        if found > AIMED_AT[kind]:
            level: Level = "error" if found > HIGHEST[kind] else "notice"
            message = f"reads at grade {found}, {AIMED_AT[kind]:.0f} is aimed at"
            yield built.at_section(section, "V03", message, "shorter words, shorter sentences", level)
    for page in built.pages:
        sentences = [length for section in page.sections for length in lengths[section.key]]
        long = sum(length > LONG_SENTENCE for length in sentences)
        if long > len(sentences) * LONG_ALLOWED:
            message = f"{long} of {len(sentences)} sentences have more than {LONG_SENTENCE} words"
            yield built.at_page(page, "V03", message, "split them", "warning")


def s04_alike_as_a_whole(built: Built) -> Iterator[Problem]:
    """A page and its nearest neighbour under S03 are at most 0.70 alike over their whole main content.

    Why: two pages may differ in what they say of their own, and still be one page to a reader who skims. Bad: a short narrative
    between long tables that many pages share. Good: more facts of its own, or fewer tables. It is a notice: deadlines and
    rights of one plan type are alike by design.
    """
    of_section = cache(lambda key: shingles(text_of(built.sections[key][1]), built.names))
    of_page = {page.address: page for page in built.pages}
    whole = cache(lambda address: frozenset[int]().union(*(of_section(part.key) for part in of_page[address].sections)))
    for address, (other, _) in built.nearest.items():
        value = jaccard(whole(address), whole(other))
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
    holders: dict[str, dict[tuple[str, ...], Section]] = defaultdict(dict)
    for key in pages:
        section, html = built.sections[key]
        for part in spoken(without(html, "data-plan")):
            for sentence in SENTENCE_END.split(mask_names(part, built.names, MASK)):
                if len(sentence.split()) >= WORTH_COUNTING:
                    holders[sentence][key] = section
    for sentence, sections in sorted(holders.items()):
        number = sum(pages[key] for key in sections)
        if number > max(len(built.pages) * ON_MANY, FEW):
            message = f"'{sentence[:60]}…' stands on {number} of {len(built.pages)} pages"
            yield built.at_section(next(iter(sections.values())), "S05", message, "say it once, on the page above", "notice")


GATES = (v03_reading_grade, s04_alike_as_a_whole, s05_repeated_sentences)
