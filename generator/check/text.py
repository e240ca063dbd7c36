"""Gates on what a reader sees, run once on every distinct section: D1–D10 of the defects the seeds had."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from generator.appeal import FAST, STAGE_NAMES, applies
from generator.check import language
from generator.check.built import Built, blocks, text_of, without
from generator.errors import Problem
from generator.model import Stage
from generator.page import Page, Section

RESIDUE = re.compile(r"##|\|\s*-{3}|\*\*|\]\(|\{\{|\{%|\}\}")
PARAGRAPH = re.compile(r"<(?:p|li|td)\b[^>]*>(.*?)</(?:p|li|td)>", re.S)
LIST_IN_TEXT = re.compile(r"(?:^|\s)1[.)]\s.*\s2[.)]\s|\n\s*[-*]\s", re.S)
HOLLOW = re.compile(r">\s*(?:None|nan|NaN|undefined|Undefined)\s*<|=\"(?:None|nan|undefined)\"")
EMPTY = re.compile(r"<(p|li|td|th|dd|dt|h[1-6]|caption|a)\b[^>]*>\s*</\1>|</h[1-6]>\s*</section>")
BRACKETS = re.compile(r"\[[^\]\n]{1,80}\]")
CITED = re.compile(r"<p\b[^>]*>(?:(?!</p>).)*class=\"cite\".*?</p>", re.S)
FREE_FORM = ("guide", "page")


def _is_free_form(section: Section) -> bool:
    return len(section.key) > 1 and section.key[1] in FREE_FORM


def q01_no_markdown_residue(built: Built) -> Iterator[Problem]:
    """No Markdown or template marks, lists run into a paragraph, or hollow values reach a reader.

    Why: python-markdown needs a blank line before a list or a table; without one the raw marks are printed.
    Bad: ``<p>Gather: 1. the MRI 2. the notes</p>``. Good: ``<ol><li>the MRI</li><li>the notes</li></ol>``.
    """
    for section, html in built.sections.values():
        seen = without(html, "data-fill-in")
        residue = RESIDUE.search(text_of(seen))
        if residue:
            yield built.at_section(
                section, "Q01", f"raw mark '{residue.group()}' reaches the reader", "put a blank line before a list or table"
            )
        for paragraph in PARAGRAPH.findall(seen):
            if LIST_IN_TEXT.search(text_of(paragraph)):
                yield built.at_section(section, "Q01", "a list runs inside a paragraph", "put a blank line before the list")
                break
        hollow = HOLLOW.search(seen) or EMPTY.search(seen)
        if hollow:
            yield built.at_section(section, "Q01", f"hollow value {hollow.group()[:40]!r}")


def q02_no_placeholders(built: Built) -> Iterator[Problem]:
    """Square brackets to fill in stand only inside a marked fill-in block.

    Why: a page that says ``[date range]`` was not finished. Bad: ``PT records, [date range]``.
    Good: the same inside a ```` ```fill-in ```` block of a guide.
    """
    for section, html in built.sections.values():
        found = BRACKETS.search(text_of(without(html, "data-fill-in"))) if "[" in html else None
        if found:
            yield built.at_section(
                section, "Q02", f"unfilled placeholder '{found.group()}'", "fill it in, or mark it as a fill-in block"
            )


def l01_words_of_the_plan(built: Built) -> Iterator[Problem]:
    """A block of one plan type uses only the legal words of that plan type.

    Why: a Medicare Advantage plan's first level is a reconsideration; "redetermination" sends its reader to the wrong
    office. Bad: ``<div data-plan="medicare_advantage">Ask for a redetermination</div>``. Good: "Ask for a
    reconsideration". A sentence may deny a word: "this is not external review".
    """
    for section, html in built.sections.values():
        if _is_free_form(section):
            continue
        for plans, inner in blocks(html, "data-plan"):
            for code, _, message, hint in _regulated(inner, plans):
                yield built.at_section(section, code, message, hint)
        if section.plans or section.kind == "quick-answer":
            for code, _, message, hint in _regulated(without(html, "data-plan"), " ".join(section.plans)):
                yield built.at_section(section, code, message, hint)


@lru_cache(maxsize=50_000)
def _regulated(html: str, plans: str) -> tuple[language.Finding, ...]:
    """L01 findings of a block; the same block stands in many sections."""
    return tuple(language.regulated_findings(text_of(_uncited_names(html)), plans.split()))


def _uncited_names(html: str) -> str:
    """``html`` without titles of cited sources: a title is quoted, not said."""
    return re.sub(r'<a class="cite".*?</a>', " ", html, flags=re.S)


def l02_figures_from_the_ledger(built: Built) -> Iterator[Problem]:
    """Every deadline, window and amount a reader sees is a ledger fact, or computed from one.

    Why: a number typed into prose goes stale unseen. Bad: "you have 60 days". Good:
    ``{{ facts.medicare_advantage.reconsideration.file_within }}``, printed with its citation.
    """
    for line, section in built.lines.items():
        seen = _uncited_names(without(without(line, "data-fact"), "data-derived"))
        found = language.FIGURE.search(text_of(seen))
        if found:
            yield built.at_section(section, "L02", f"bare figure '{found.group().strip()}'", "name a ledger fact")


def l03_words_of_the_kind(built: Built) -> Iterator[Problem]:
    """Words for drugs stand on pages about drugs.

    Why: an operation has no prescribing label. Bad: "the FDA-approved prescribing label for kyphoplasty". Good: "the
    local coverage determination on vertebral augmentation".
    """
    done: set[tuple[str, ...]] = set()
    for page in built.pages:
        procedure = built.content.procedures.get(page.of.get("procedure", ""))
        if procedure is None or procedure.kind == "drug":
            continue
        for section in page.sections:
            if section.key in done or section.shared:
                continue
            done.add(section.key)
            text = text_of(_uncited_names(built.sections[section.key][1]))
            for code, _, message, hint in language.drug_findings(text, procedure.name_in_sentence):
                yield built.at_section(section, code, message, hint)


def l04_names_from_data(built: Built) -> Iterator[Problem]:
    """Names come from the data, never from a slug.

    Why: "sma scoliosis surgery" and "Spinal Fusion Lumbar" are what a slug looks like when it leaks. Bad: "denied
    dexa scan". Good: "denied DEXA scan".
    """
    leaks = language.Leaks(built.content)
    for line, section in built.lines.items():
        found = leaks.find(text_of(line))
        if found:
            yield built.at_section(section, "L04", f"'{found}' looks like a slug", "write the name as the data has it")
    for page in built.pages:
        found = leaks.find(f"{page.title} {page.question} {page.description}")
        if found:
            yield built.at_page(page, "L04", f"'{found}' looks like a slug", "write the name as the data has it")


def l05_no_outcome_claims(built: Built) -> Iterator[Problem]:
    """No word about winning, reversal or success without a cited fact.

    Why: nobody has shown such a rate, and a frightened reader believes it. Bad: "these denials usually flip". Good: "an
    appeal asks for a new decision".
    """
    for line, section in built.lines.items():
        found = language.OUTCOME.search(text_of(CITED.sub(" ", line)))
        if found:
            yield built.at_section(
                section, "L05", f"outcome claim '{found.group()}' without a source", "say what the reader can do"
            )
    for page in built.pages:
        found = language.OUTCOME.search(f"{page.title} {page.question} {page.description}")
        if found:
            yield built.at_page(page, "L05", f"outcome claim '{found.group()}'", "say what the page helps to do")


def l06_fast_clock_first(built: Built) -> Iterator[Problem]:
    """Where care can be ended, or a drug exception or urgent track exists, it stands before the ordinary window.

    Why: a reader who sees "65 days" first may miss noon tomorrow. Bad: the ordinary deadline above the fast appeal. Good:
    the section ``urgent`` first, with its rows shortest first.
    """
    for page in built.pages:
        kinds = [section.kind for section in page.sections]
        if "deadline" in kinds and page.kind in ("landing", "parent", "rights"):
            if "urgent" not in kinds or kinds.index("urgent") > kinds.index("deadline"):
                yield built.at_page(page, "L06", "the fast clock does not stand before the ordinary deadline")
            urgent = next((section for section in page.sections if section.kind == "urgent"), None)
            shown = {stage for row in urgent.data["rows"] for stage in row["stages"]} if urgent else set()
            missing = {STAGE_NAMES[stage] for stage in _fast_stages(built, page)} - shown
            if missing:
                yield built.at_page(
                    page, "L06", f"the ledger has a fast track the page does not show: {', '.join(sorted(missing))}"
                )


def _fast_stages(built: Built, page: Page) -> set[Stage]:
    """The fast stages that can occur on a landing page and for which the ledger has a track of its plan types."""
    if page.kind != "landing":
        return set()
    can_occur = set(built.content.denial_types[page.of["denial_type"]].stages) & set(FAST)
    procedure = built.content.procedures[page.of["procedure"]]
    return {
        track.stage
        for plan in page.plans
        for track in built.content.frameworks[plan].tracks
        if track.stage in can_occur and applies(track, procedure)
    }


GATES = (
    q01_no_markdown_residue,
    q02_no_placeholders,
    l01_words_of_the_plan,
    l02_figures_from_the_ledger,
    l03_words_of_the_kind,
    l04_names_from_data,
    l05_no_outcome_claims,
    l06_fast_clock_first,
)
