"""The gates on language: L01–L05, Q01, Q02. They judge a text and know nothing of files or pages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from generator.content import Content
from generator.model import Payer, Procedure

Finding = tuple[str, str, str, str]  # code, the words at fault, message, hint


class Hinted:
    """A pattern that is tried only where one of its plain words stands: most texts have none, and that is quick to see."""

    def __init__(self, hints: str, pattern: str, flags: int = 0) -> None:
        self.hints = hints.split(",")
        self.pattern = re.compile(pattern, flags)

    def search(self, text: str) -> re.Match[str] | None:
        """As :meth:`re.Pattern.search`."""
        lower = text.lower()
        return self.pattern.search(text) if any(hint in lower for hint in self.hints) else None


REGULATED: Mapping[str, re.Pattern[str]] = {
    "redetermination": re.compile(r"\bredeterminations?\b", re.I),
    "reconsideration": re.compile(r"\breconsiderations?\b", re.I),
    "independent review entity": re.compile(r"\bindependent review entity\b|\bIREs?\b", re.I),
    "organization determination": re.compile(r"\borgani[sz]ation determinations?\b", re.I),
    "coverage determination": re.compile(r"(?<!national )(?<!local )\bcoverage determinations?\b", re.I),
    "mac": re.compile(r"\bMACs?\b|\bMedicare Administrative Contractors?\b"),
    "msn": re.compile(r"\bMSNs?\b|\bMedicare Summary Notices?\b"),
    "qic": re.compile(r"\bQICs?\b|\bQualified Independent Contractors?\b"),
    "ncd": re.compile(r"\bNCDs?\b|\bnational coverage determinations?\b|\bNational Coverage Determinations?\b"),
    "lcd": re.compile(r"\bLCDs?\b|\blocal coverage determinations?\b|\bLocal Coverage Determinations?\b"),
    "fair hearing": re.compile(r"\bfair hearings?\b", re.I),
    "erisa": re.compile(r"\bERISA\b"),
    "external review": re.compile(r"\bexternal reviews?\b", re.I),
    "phs act": re.compile(r"\bPHS Act\b|\b2719\b"),
    "opm": re.compile(r"\bOPM\b|\bOffice of Personnel Management\b"),
    "formulary exception": re.compile(r"\bformulary exceptions?\b", re.I),
}
ANY_REGULATED = Hinted(
    "determination,reconsideration,review,medicare administrative,summary notice,independent contractor,hearing,erisa,"
    "phs act,2719,personnel management,formulary exception,mac,msn,qic,ncd,lcd,opm,ire",
    r"determination|reconsideration|review|Medicare Adm|Summary Not|Independent Con|hearing|phs act|formulary exception|"
    r"2719|Personnel|\b(?:MAC|MSN|QIC|NCD|LCD|OPM|IRE|ERISA)s?\b",
    re.I,
)
MEDICARE_COVERAGE = {"ncd", "lcd"}
ALLOWED_WORDS: Mapping[str, frozenset[str]] = {
    "original_medicare": frozenset({"redetermination", "reconsideration", "mac", "msn", "qic", *MEDICARE_COVERAGE}),
    "medicare_advantage": frozenset(
        {"reconsideration", "independent review entity", "organization determination", *MEDICARE_COVERAGE}
    ),
    "medicare_part_d": frozenset(
        {"redetermination", "reconsideration", "independent review entity", "coverage determination", "formulary exception"}
    ),
    "aca_insured": frozenset({"external review", "phs act", "formulary exception"}),
    "erisa_self_funded": frozenset({"external review", "phs act", "erisa", "formulary exception"}),
    "medicaid_managed_care": frozenset({"fair hearing"}),
    "medicaid_fee_for_service": frozenset({"fair hearing"}),
    "fehb": frozenset({"reconsideration", "opm", "formulary exception"}),
    "tricare": frozenset({"reconsideration"}),
}
DENIED = re.compile(r"\b(not|no|never|nor|without|instead of|rather than|unlike)\b|n't\b", re.I)
SENTENCE_END = re.compile(r"(?<=[.!?:;])\s+|\n\n+")
NUMBER_WORD = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|forty-five|sixty|ninety"
FIGURE = Hinted(
    "minute,hour,day,week,month,year,$,%,percent",
    rf"\b(?:\d[\d,.]*|{NUMBER_WORD})(?:\s*(?:to|or|and|-|–)\s*(?:\d+|{NUMBER_WORD}))?[\s-]+"
    r"(?:(?:calendar|business|working|full|consecutive)[\s-]+)?(?:minute|hour|day|week|month|year)s?\b"
    r"|\$\s?\d[\d,.]*|\b\d[\d,.]*\s?(?:%|percent\b)",
    re.I,
)
OUTCOME = Hinted(
    "win,won,flip,overturn,success,guarantee,revers,approval rate,likely,usually,strong,irrefutable,airtight,almost always",
    r"\b(?:wins?|winning|won|winnable|flip(?:s|ped|ping)?|overturn(?:s|ed|ing)?|success(?:es|ful|fully)?|guarantee[sd]?|"
    r"reversals?|revers(?:al|ing) rates?|approval rates?|likely to be (?:approved|paid|covered)|usually (?:approved|granted|paid)|"
    r"strong(?:est)? (?:case|leverage)|irrefutable|airtight|almost always)\b",
    re.I,
)
DRUG_WORDS = Hinted(
    "label,formular,prescriber", r"\b(?:prescribing label|FDA-approved label|formular(?:y|ies)|prescribers?)\b", re.I
)
PLACEHOLDER = re.compile(r"\{\{.*?\}\}")
LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
BRACKETS = re.compile(r"\[[^\]\n]{1,80}\]")
FILL_IN_BLOCK = re.compile(r"```fill-in\n.*?\n```", re.S)
RAW_HTML = re.compile(r"<[a-zA-Z/!][^>]*>")


@dataclass(frozen=True, slots=True)
class Speech:
    """What a text may speak of.

    ``plans``: the plan types it is shown to (empty: it may use no regulated word). ``kinds``: the kinds of
    procedure it is about (empty: any). ``cited``: it carries a source. ``free_form``: guides and the site's
    own pages, whose paragraphs name their plan type themselves.
    """

    plans: tuple[str, ...] = ()
    kinds: frozenset[str] = frozenset()
    cited: bool = False
    leaks: Leaks | None = None
    free_form: bool = False


class Leaks:
    """What a leaked slug looks like: its words in an order no name has, or a name stripped of its capitals."""

    def __init__(self, content: Content) -> None:
        entries: tuple[Payer | Procedure, ...] = (*content.payers.values(), *content.procedures.values())
        names = {name.lower() for entry in entries for name in (entry.name, entry.name_in_sentence, *entry.aliases)}
        self.any_case: set[str] = set()
        self.lower_case: set[str] = set()
        for entry in entries:
            spaced = entry.slug.replace("-", " ")
            if spaced == entry.slug:
                continue
            if entry.slug not in names:
                self.lower_case.add(entry.slug)
            if not any(spaced in name for name in names):
                self.any_case.add(spaced)
            if entry.name_in_sentence.lower() != entry.name_in_sentence:
                self.lower_case.add(entry.name_in_sentence.lower())

    def find(self, text: str) -> str | None:
        """The first leak in ``text``. An address is no leak: a slug beside a slash or a dot is not counted."""
        lower = text.lower()
        suspects = [word for word in self.lower_case if word in text] + [word for word in self.any_case if word in lower]
        for word in sorted(suspects):
            if re.search(rf"(?<![-/.\w]){re.escape(word)}(?![-/\w]|\.\w)", lower if word in self.any_case else text):
                return word
        return None


def prose_findings(text: str, speech: Speech) -> Iterator[Finding]:
    """All language findings on one authored text (Markdown with placeholders)."""
    visible = FILL_IN_BLOCK.sub(" ", text)
    brackets = BRACKETS.search(LINK.sub(r"\1", visible))
    if brackets:
        words = brackets.group()
        yield "Q02", words, f"unfilled placeholder '{words}'", "fill it in, or put it in a ```fill-in block"
    html = RAW_HTML.search(visible)
    if html:
        yield "Q01", html.group(), f"HTML in a text: '{html.group()}'", "write Markdown"
    yield from plain_findings(PLACEHOLDER.sub(" ", LINK.sub(r"\1", visible)), speech)


def plain_findings(text: str, speech: Speech) -> Iterator[Finding]:
    """The findings that hold for authored and for rendered text alike."""
    figure = FIGURE.search(text)
    if figure:
        words = figure.group().strip()
        yield (
            "L02",
            words,
            f"bare figure '{words}' in prose",
            "name a ledger fact: {{ facts.… }}, or say where the reader finds it",
        )
    outcome = OUTCOME.search(text)
    if outcome and not speech.cited:
        words = outcome.group()
        yield "L05", words, f"outcome claim '{words}' without a source", "say what the reader can do, promise nothing"
    if speech.kinds and "drug" not in speech.kinds:
        yield from drug_findings(text, ", ".join(sorted(speech.kinds)))
    leak = speech.leaks.find(text) if speech.leaks else None
    if leak:
        yield "L04", leak, f"'{leak}' looks like a slug", "write the name as the data has it"
    if not speech.free_form:
        yield from regulated_findings(text, speech.plans)


def drug_findings(text: str, about: str) -> Iterator[Finding]:
    """L03: words for drugs in a text about something else. A sentence may deny such a word."""
    for sentence in SENTENCE_END.split(text):
        found = DRUG_WORDS.search(sentence)
        if found and not DENIED.search(sentence):
            words = found.group()
            yield "L03", words, f"'{words}' is for drugs; this is about {about}", "name the policy, or the doctor"


def regulated_findings(text: str, plans: Iterable[str]) -> Iterator[Finding]:
    """L01: regulated words a text may not use for every plan type it is shown to."""
    plans = tuple(plans)
    if not ANY_REGULATED.search(text):
        return
    for sentence in SENTENCE_END.split(text):
        if DENIED.search(sentence):
            continue
        for word, pattern in REGULATED.items():
            found = pattern.search(sentence)
            if not found:
                continue
            strangers = [plan for plan in plans if word not in ALLOWED_WORDS.get(plan, frozenset())]
            if strangers or not plans:
                owners = ", ".join(plan for plan, allowed in ALLOWED_WORDS.items() if word in allowed)
                where = f"for {', '.join(strangers)}" if strangers else "in a text for every plan type"
                words = found.group()
                yield "L01", words, f"'{words}' is the wrong word {where}", f"limit the text with plans: [{owners}]"
