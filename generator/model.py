"""What people write: the shape of every file under ``content/``.

Each class is one kind of file, or a part of one. Pydantic holds them strict (no guessing of types),
frozen, and closed: a key that is not here is a mistake. ``docs/content.md`` explains each key to the
people who write them.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
Address = Annotated[str, StringConstraints(pattern=r"^https://[^\s]+$|^http://[^\s]+$")]

ProcedureKind = Literal["surgery", "imaging", "drug", "device", "therapy", "admission", "test", "transport"]
Stage = Literal["not_given", "urgent", "given", "ending", "drug_exception", "bill_not_owed"]
FactKind = Literal[
    "policy", "coverage_determination", "criterion", "reviewer", "route", "guideline", "rule", "record"
]  # fmt: skip
SourceKind = Literal[
    "statute", "regulation", "federal register", "guidance", "national coverage determination",
    "local coverage determination", "payer policy", "guideline", "study", "form", "agency page",
]  # fmt: skip
Unit = Literal["calendar days", "days", "business days", "working days", "hours", "months", "years", "USD"]


class Authored(BaseModel):
    """Base of everything people write."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid")


class Reviewed(Authored):
    """The day a file was last checked against its sources, and the day it is due again."""

    on: date
    next: date

    @model_validator(mode="after")
    def _in_order(self) -> Reviewed:
        if self.next <= self.on:
            raise ValueError("'next' must be later than 'on'")
        return self


class Read(Authored):
    """Which text was really read: how, where, as of when, and the day it was read."""

    how: Literal["original", "copy", "digest", "title"]
    where: Text
    text_as_of: Annotated[str, StringConstraints(pattern=r"^(\d{4}(-\d{2}(-\d{2})?)?|undated)$")]
    on: date


class Source(Authored):
    """A text that is cited: ``url`` is what a reader can open, ``read`` what was read for it."""

    title: Text
    publisher: Text
    url: Address
    kind: SourceKind
    read: Read


class Item(Authored):
    """One short paragraph. With ``kind`` and ``source`` it is a sourced fact; ``plans`` limits who sees it."""

    text: Text
    kind: FactKind | None = None
    source: Slug | None = None
    plans: tuple[Key, ...] = ()

    @model_validator(mode="after")
    def _fact_has_both(self) -> Item:
        if (self.kind is None) != (self.source is None):
            raise ValueError("'kind' and 'source' go together: a sourced fact has both, plain text has neither")
        return self


class Criterion(Authored):
    """One row of the criteria table: what is asked, and which record shows it."""

    asks: Text
    shows: Text
    source: Slug | None = None


class LedgerFact(Authored):
    """A figure that may be printed: value and unit, or a deadline in words with ``hours`` for sorting only."""

    value: int | None = None
    unit: Unit | None = None
    text: Text | None = None
    hours: int | None = None
    from_event: Text
    cite: Text
    source: Slug
    note: Text | None = None
    valid_from: date | None = None
    valid_until: date | None = None

    @model_validator(mode="after")
    def _one_form(self) -> LedgerFact:
        number = self.value is not None and self.unit is not None
        words = self.text is not None and self.hours is not None
        if number == words:
            raise ValueError("give either 'value' and 'unit', or 'text' and 'hours'")
        return self


class Decision(Authored):
    """How long the decider has, where care stands so."""

    when: Text
    fact: Text


class Level(Authored):
    """One step of a framework's ladder."""

    id: Key
    name: Text
    decided_by: Text
    file_within: Text | None = None
    automatic: bool = False
    decisions: tuple[Decision, ...] = ()
    how: Text | None = None
    minimum_amount: tuple[Text, ...] = ()


class Track(Authored):
    """What to ask for, and by when, where care stands at ``stage``."""

    stage: Stage
    ask: Text
    how: Text | None = None
    file_within: Text | None = None
    answer_within: Text | None = None
    where: Text | None = None
    applies_to: tuple[ProcedureKind, ...] = ()
    procedure_slugs: tuple[Slug, ...] = ()


class Right(Authored):
    """A right a framework gives, with its citation."""

    id: Key
    text: Text
    cite: Text
    source: Slug


class FreeHelp(Authored):
    """Free help for people of one plan type."""

    name: Text
    text: Text
    url: Address


class Framework(Authored):
    """The appeal rules of one plan type: ``content/frameworks/<id>.yaml``. Its ``ledger`` holds every figure."""

    id: Key
    slug: Slug
    name: Text
    short_name: Text
    name_in_sentence: Text
    reviewed: Reviewed
    applies_to: Text
    recognise: Text
    letter: Text | None = None
    legal_basis: tuple[Item, ...] = ()
    words: tuple[Text, ...]
    ledger: dict[Key, dict[Key, LedgerFact]]
    levels: tuple[Level, ...]
    first_decision: tuple[Item, ...] = ()
    tracks: tuple[Track, ...]
    next_steps: tuple[Text, ...]
    who_may_ask: Text
    rights: tuple[Right, ...] = ()
    free_help: tuple[FreeHelp, ...] = Field(min_length=1)
    traps: tuple[Item, ...] = ()


class PayerProcedure(Authored):
    """What one payer asks for one procedure."""

    requires: tuple[Item, ...] = Field(min_length=1)
    criteria: tuple[Criterion, ...] = ()


class PayerDenialType(Authored):
    """What is true of one payer for one denial type."""

    why: tuple[Item, ...] = Field(min_length=1)


class LeftOut(Authored):
    """A rule of a payer: cells that match every list given do not happen, for this reason."""

    denial_types: tuple[Slug, ...] = ()
    procedures: tuple[Slug, ...] = ()
    kinds: tuple[ProcedureKind, ...] = ()
    except_procedures: tuple[Slug, ...] = ()
    reason: Text


class Elsewhere(Authored):
    """Readers who are on the wrong page, and the plan type whose rights page they want."""

    text: Text
    framework: Key


class Payer(Authored):
    """A payer: ``content/payers/<slug>.yaml``."""

    slug: Slug
    previous_slugs: tuple[Slug, ...] = ()
    name: Text
    name_in_sentence: Text
    aliases: tuple[Text, ...] = ()
    kind: Literal["insurer", "program"]
    reviewed: Reviewed
    frameworks: tuple[Key, ...] = Field(min_length=1)
    summary: Text
    elsewhere: tuple[Elsewhere, ...] = ()
    policies: tuple[Item, ...] = ()
    review: tuple[Item, ...] = ()
    filing: tuple[Item, ...] = ()
    procedures: dict[Slug, PayerProcedure] = {}
    denial_types: dict[Slug, PayerDenialType] = {}
    left_out: tuple[LeftOut, ...] = ()


class ProcedureDenialType(Authored):
    """Why one procedure gets one kind of denial, and what answers it, whoever pays."""

    how_often: Literal["common", "possible"]
    answer: Text
    why: tuple[Item, ...] = Field(min_length=1)
    gather: tuple[Text, ...] = Field(min_length=1)
    criteria: tuple[Criterion, ...] = ()
    argument: tuple[Item, ...] = ()


class Procedure(Authored):
    """A procedure, drug, device or service: ``content/procedures/<slug>.yaml``."""

    slug: Slug
    previous_slugs: tuple[Slug, ...] = ()
    name: Text
    name_in_sentence: Text
    with_article: Text
    aliases: tuple[Text, ...] = ()
    kind: ProcedureKind
    benefit: Literal["medical", "pharmacy"]
    specialty: Text
    reviewed: Reviewed
    doctor: Text
    what_it_is: Text
    coverage: tuple[Item, ...] = ()
    earlier_steps: tuple[Text, ...] = ()
    records: tuple[Text, ...] = Field(min_length=1)
    denial_types: dict[Slug, ProcedureDenialType] = {}
    left_out: dict[Slug, Text] = {}


class DenialType(Authored):
    """A kind of denial: ``content/denial_types/<slug>.yaml``."""

    slug: Slug
    previous_slugs: tuple[Slug, ...] = ()
    name: Text
    short_name: Text
    aliases: tuple[Text, ...] = ()
    reviewed: Reviewed
    cells: bool
    fits_kinds: tuple[ProcedureKind, ...]
    left_out_reason: Text | None = None
    stages: tuple[Stage, ...] = Field(min_length=1)
    ends_care: bool
    carc: tuple[Text, ...] = ()
    question: Text
    question_by_kind: dict[ProcedureKind, Text] = {}
    title: Text
    title_by_kind: dict[ProcedureKind, Text] = {}
    description: Text
    parent_question: Text
    payer_question: Text
    plain_name: dict[ProcedureKind, Text]
    meaning: tuple[Item, ...] = Field(min_length=1)
    signals: tuple[Text, ...] = ()
    answers: tuple[Item, ...] = Field(min_length=1)
    arguments: tuple[Item, ...] = ()
    documents: tuple[Text, ...] = ()
    steps: tuple[Text, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _every_kind_decided(self) -> DenialType:
        if self.cells and len(self.fits_kinds) < 8 and not self.left_out_reason:
            raise ValueError("'left_out_reason' is missing: say why the other kinds do not fit")
        return self


class CallToAction(Authored):
    """A guide's own call to action."""

    heading: Text
    text: Text
    button: Text


class GuideHead(Authored):
    """Front matter of ``content/guides/<slug>.md``."""

    title: Text
    question: Text
    description: Text
    category: Text
    audience: Text
    published: date
    reviewed: Reviewed
    sources: tuple[Slug, ...] = ()
    cta: CallToAction


class PlainPageHead(Authored):
    """Front matter of ``content/pages/<slug>.md``: pages that belong to no cross."""

    title: Text
    question: Text
    description: Text
    address: Annotated[str, StringConstraints(pattern=r"^/([a-z0-9-]+/)*([a-z0-9-]+\.html)?$")]
    sources: tuple[Slug, ...] = ()


class AngleHead(Authored):
    """Front matter of a narrative written by hand for one cell: ``content/angles/<payer>/<procedure>/<denial>.md``."""

    answer: Text | None = None
    facts: tuple[Item, ...] = Field(min_length=1)


class Offer(Authored):
    """What is sold. Prices are whole US dollars."""

    list_price: int
    price_with_code: int
    code: Text


class Crawlers(Authored):
    """Which groups of crawlers may read the site."""

    search: bool
    ai_search: bool
    ai_training: bool
    user_fetch: bool


class Site(Authored):
    """``content/site.yaml``. ``confirmed: false`` keeps a release from happening until the owner has checked it."""

    name: Text
    organisation: Text
    base_url: Annotated[str, StringConstraints(pattern=r"^https://[a-z0-9.-]+$")]
    mail: Text
    checkout_url: Address
    confirmed: bool
    language: Text
    tagline: Text
    description: Text
    offer: Offer
    crawlers: Crawlers
