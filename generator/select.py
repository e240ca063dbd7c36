"""Stage 4, ``select``: is a page worth publishing? Held pages keep their reason and what would release them. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from generator.content import Content
from generator.model import DenialType, Payer, Procedure
from generator.page import Held, Missing, OwnFact, Page, Section
from generator.similarity import Names, SectionKey, near_pairs, own_text, shingles, word_count

FACTS_NEEDED = 3  # S02
WORDS_NEEDED = 300  # S02
NEAREST_ALLOWED = 0.50  # S03, Jaccard
BORDERS = 0.015  # kept free for shingles that run across two sections, which are compared one by one
WORTH_KNOWING = 0.40  # nearer neighbours than this are told by `explain`
PAYER_PAIRS = ("payer_procedure", "payer_denial_type")
COMPARED = frozenset({"quick-answer", "requires", "why", "gather", "criteria", "argument"})

Rendered = Mapping[SectionKey, str]


@dataclass(frozen=True, slots=True)
class Selection:
    """What is published, what is held and why, and how near the nearest neighbours are."""

    published: tuple[Page, ...]
    held: tuple[Held, ...]
    nearest: Mapping[str, tuple[str, float]]


def select(content: Content, landings: Sequence[Page], others: Sequence[Page], rendered: Rendered) -> Selection:
    """Divide pages into published and held.

    ``rendered`` gives the HTML of every section by its key. Landing pages are held by S02 (too little of their
    own) and S03 (too near to another page); parents, when they have no fact of their own.
    """
    held: list[Held] = []
    worthy: list[Page] = []
    printed = _printers(landings)
    for page in landings:
        verdict = has_own(content, page, printed, rendered)
        if verdict:
            held.append(Held(page, "S02", *verdict))
        else:
            worthy.append(page)
    for page in others:
        if page.kind == "parent" and not page.own_facts:
            held.append(Held(page, "S02", "no fact of its own", missing(content, page, tuple(page.of), "a fact of its own")))
        else:
            worthy.append(page)
    kept, near, nearest = apart(content, worthy, rendered)
    published = tuple(sorted(kept, key=lambda page: page.address))
    return Selection(published, tuple(sorted((*held, *near), key=lambda entry: entry.page.address)), nearest)


def unjudged(content: Content, landings: Sequence[Page], others: Sequence[Page], rendered: Rendered) -> Selection:
    """As :func:`select`, but every page is published: for measuring what judging costs."""
    return Selection(tuple(sorted((*landings, *others), key=lambda page: page.address)), (), {})


Told = tuple[str, str, str, str]  # procedure, denial type, kind and source: one fact, whatever the words


def _told(page: Page, fact: OwnFact) -> Told:
    return page.of["procedure"], page.of["denial_type"], fact.kind, fact.source


def _printers(landings: Iterable[Page]) -> Counter[Told]:
    """How many payers' pages of one procedure and denial type tell each fact."""
    return Counter(told for page in landings for told in {_told(page, fact) for fact in page.own_facts})


def missing(content: Content, page: Page, pair: tuple[str, ...], what: str, words: int = 0) -> Missing:
    """What a held page lacks, of a pair of what it is about, by the names people know."""
    names: dict[str, Mapping[str, Payer | Procedure | DenialType]] = {
        "payer": content.payers,
        "procedure": content.procedures,
        "denial_type": content.denial_types,
    }
    found = (names[part][page.of[part]].name for part in pair)
    return Missing(" × ".join(part.replace("_", " ") for part in pair), " × ".join(found), what, words)


def has_own(content: Content, page: Page, printed: Counter[Told], rendered: Rendered) -> tuple[str, Missing] | None:
    """S02: why a landing page says too little of its own and what it lacks, else ``None``.

    A sibling is the page of another payer for the same procedure and denial type.
    """
    pair = ("payer", "procedure")
    facts = page.own_facts
    if not any(fact.pair == "payer_procedure" for fact in facts):
        return "no sourced fact on this payer and this procedure", missing(content, page, pair, "the policy's name and address")
    alone = [fact for fact in facts if fact.pair in PAYER_PAIRS and printed[_told(page, fact)] == 1]
    if not alone:
        lack = missing(content, page, pair, "the policy's name and address")
        return "no sourced fact that only this payer's page prints", lack
    if len(facts) < FACTS_NEEDED:
        lack = missing(content, page, pair, "what the policy asks for")
        return f"{len(facts)} sourced facts of its own, {FACTS_NEEDED} needed", lack
    words = word_count(rendered[section.key] for section in page.sections if is_compared(section) and not section.shared)
    if words < WORDS_NEEDED:
        lack = missing(content, page, pair, "criteria as rows", WORDS_NEEDED - words)
        return f"{words} words of its own, {WORDS_NEEDED} needed", lack
    return None


def is_compared(section: Section) -> bool:
    """Whether a section is compared with other pages; rights, deadlines, steps, help and offer are alike by design."""
    return section.kind in COMPARED


def gives_way(page: Page) -> bool:
    """Whether a page may be held for being too near to another: landing pages, and what is said of one payer."""
    return page.kind in ("landing", "parent") and "payer" in page.of


def apart(
    content: Content, pages: Sequence[Page], rendered: Rendered
) -> tuple[list[Page], list[Held], dict[str, tuple[str, float]]]:
    """S03: of two pages too alike one is held.

    Hubs and procedure × denial type pages stay: they are where a held page's reader goes. An address already
    published stays before a new one; among equals the one with less of its own goes.
    """
    of_page = {page.address: [section.key for section in page.sections if is_compared(section)] for page in pages}
    names = Names(content)
    # Sections that read alike once plan blocks are gone are one text: compare texts, not keys.
    number: dict[str, int] = {}
    number_of = cache(lambda key: number.setdefault(own_text(rendered[key]), len(number)))
    keys = {address: tuple(dict.fromkeys(map(number_of, group))) for address, group in of_page.items()}
    texts = {place: shingles(text, names) for text, place in number.items()}
    pairs = near_pairs(keys, texts, WORTH_KNOWING)
    close: dict[str, dict[str, float]] = defaultdict(dict)
    for (first, second), value in pairs.items():
        close[first][second] = close[second][first] = value

    sizes = {page.address: sum(len(texts[key]) for key in keys[page.address]) for page in pages}

    def rank(page: Page) -> tuple[bool, bool, int, int, str]:
        row = content.published.get(page.address)
        live = row is not None and row.status == "live"
        return (gives_way(page), not live, -len(page.own_facts), -sizes[page.address], page.address)

    kept: dict[str, Page] = {}
    held: list[Held] = []
    for page in sorted(pages, key=rank):
        clash = max(((value, other) for other, value in close[page.address].items() if other in kept), default=(0.0, ""))
        if gives_way(page) and clash[0] > NEAREST_ALLOWED - BORDERS:
            about = tuple(name for name in ("payer", "procedure") if name in page.of)
            lack = missing(
                content, page, about, "more facts of its own", _apart_by(sizes[page.address], sizes[clash[1]], clash[0])
            )
            reason = f"{clash[0]:.2f} like {clash[1]}, names masked ({NEAREST_ALLOWED:.2f} allowed)"
            held.append(Held(page, "S03", reason, lack))
        else:
            kept[page.address] = page
    nearest = {
        address: (other, value)
        for address in kept
        for value, other in [max(((value, other) for other, value in close[address].items() if other in kept), default=(0.0, ""))]
        if other
    }
    return list(kept.values()), held, nearest


def _apart_by(first: int, second: int, value: float) -> int:
    """About how many new words bring two pages of so many shingles under the threshold: each word begins a shingle."""
    common = value * (first + second) / (1 + value)
    return max(10, int(round(common / (NEAREST_ALLOWED - BORDERS) - (first + second - common), -1)))
