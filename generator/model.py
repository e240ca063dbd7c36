"""What people write: the shape of every file under ``content/``.

Each class is one kind of file, or a part of one. Pydantic holds them strict (no guessing of types),
frozen, and closed: a key that is not here is a mistake. ``docs/content.md`` explains each key to the
people who write them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator


@dataclass(frozen=True, slots=True)
class Prose:
    """Marks text that a reader sees: the language gates judge it, and it may hold placeholders."""


@dataclass(frozen=True, slots=True)
class Refers:
    """Marks a key that must stand in another file: ``to`` says which kind of thing it names."""

    to: str


@dataclass(frozen=True, slots=True)
class Fills:
    """Marks a title or question: ``names`` are the ``{names}`` that may stand in it, and no placeholder else."""

    names: tuple[str, ...]


Name = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Text = Annotated[Name, Prose()]
CellWords = Annotated[Text, Fills(("procedure", "payer"))]
SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"
KEY = r"^[a-z][a-z0-9_]*$"
URL = r"^https?://[^\s]+$"
ORIGIN = r"^https://[a-z0-9.-]+$"
CODE = r"^[A-Za-z0-9-]+$"
PATH = r"^/([a-z0-9-]+/)*([a-z0-9-]+\.html)?$"
AS_OF = r"^(\d{4}(-\d{2}(-\d{2})?)?|undated)$"
# What to tell people whose text does not fit a pattern.
PATTERNS = {
    SLUG: "lower-case letters, digits and hyphens, such as total-knee-replacement",
    KEY: "lower-case letters, digits and underscores, such as file_within",
    URL: "a full address that begins with https://",
    ORIGIN: "https:// and the host name, with nothing after it",
    CODE: "letters, digits and hyphens",
    PATH: "lower case, begins and ends with a slash, such as /terms/",
    AS_OF: "'2026', '2026-11', '2026-11-22' in quotes, or undated",
}
Slug = Annotated[str, StringConstraints(pattern=SLUG, max_length=60)]
Key = Annotated[str, StringConstraints(pattern=KEY)]
Address = Annotated[str, StringConstraints(pattern=URL)]

SourceKey = Annotated[Slug, Refers("source")]
PayerSlug = Annotated[Slug, Refers("payer")]
ProcedureSlug = Annotated[Slug, Refers("procedure")]
DenialTypeSlug = Annotated[Slug, Refers("denial type")]
FrameworkId = Annotated[Key, Refers("framework")]
FactKey = Annotated[Name, Refers("fact")]  # group.name in the same file's ledger

ProcedureKind = Literal["surgery", "imaging", "drug", "device", "therapy", "admission", "test", "transport"]
Stage = Literal["not_given", "urgent", "given", "ending", "drug_exception", "bill_not_owed"]
FactKind = Literal[
    "policy", "coverage_determination", "criterion", "reviewer", "route", "guideline", "rule", "record"
]  # fmt: skip
SourceKind = Literal[
    "statute", "regulation", "federal register", "guidance", "national coverage determination",
    "local coverage determination", "payer policy", "guideline", "study", "form", "agency page",
]  # fmt: skip


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
            raise ValueError("'next' must be later than 'on': it is the day the next check is due")
        return self


class Read(Authored):
    """Which text was really read: how, where, as of when, and the day it was read."""

    how: Literal["original", "copy", "digest", "title"]
    where: Name
    text_as_of: Annotated[str, StringConstraints(pattern=AS_OF)]
    on: date


class Source(Authored):
    """A text that is cited: ``url`` is what a reader can open, ``read`` what was read for it."""

    title: Name
    publisher: Name
    url: Address
    kind: SourceKind
    read: Read


class Dated(Authored):
    """What holds from one day to another, both included; without a day it holds always."""

    valid_from: date | None = None
    valid_until: date | None = None

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Dated:
        if self.valid_from and self.valid_until and self.valid_until < self.valid_from:
            raise ValueError("'valid_until' is before 'valid_from': give the first and the last day it holds")
        return self

    def in_force(self, day: date) -> bool:
        """Whether it holds on ``day``."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_until is None or day <= self.valid_until)


class Item(Dated):
    """One short paragraph. With ``kind`` and ``source`` it is a sourced fact; ``plans`` and ``kinds`` limit where it is shown."""

    text: Text
    kind: FactKind | None = None
    source: SourceKey | None = None
    plans: tuple[FrameworkId, ...] = ()
    kinds: tuple[ProcedureKind, ...] = ()

    @model_validator(mode="after")
    def _fact_has_both(self) -> Item:
        if (self.kind is None) != (self.source is None):
            raise ValueError("'kind' and 'source' go together: a sourced fact has both, plain text has neither")
        return self


class Criterion(Authored):
    """One row of the criteria table: what is asked, and which record shows it."""

    asks: Text
    shows: Text
    source: SourceKey | None = None


class PayerProcedure(Authored):
    """What one payer asks for one procedure."""

    requires: tuple[Item, ...] = Field(min_length=1)
    criteria: tuple[Criterion, ...] = ()


class PayerDenialType(Authored):
    """What is true of one payer for one denial type."""

    why: tuple[Item, ...] = Field(min_length=1)


class LeftOut(Authored):
    """A rule of a payer: cells that match every list given do not happen, for this reason."""

    denial_types: tuple[DenialTypeSlug, ...] = ()
    procedures: tuple[ProcedureSlug, ...] = ()
    kinds: tuple[ProcedureKind, ...] = ()
    except_procedures: tuple[ProcedureSlug, ...] = ()
    reason: Text


class Elsewhere(Authored):
    """Readers who are on the wrong page, and the plan type whose rights page they want."""

    text: Text
    framework: FrameworkId


class Payer(Authored):
    """A payer: ``content/payers/<slug>.yaml``."""

    slug: Slug
    previous_slugs: tuple[Slug, ...] = ()
    name: Text
    name_in_sentence: Text
    aliases: tuple[Name, ...] = ()
    reviewed: Reviewed
    frameworks: tuple[FrameworkId, ...] = Field(min_length=1)
    summary: Text
    elsewhere: tuple[Elsewhere, ...] = ()
    policies: tuple[Item, ...] = ()
    review: tuple[Item, ...] = ()
    filing: tuple[Item, ...] = ()
    procedures: dict[ProcedureSlug, PayerProcedure] = {}
    denial_types: dict[DenialTypeSlug, PayerDenialType] = {}
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
    aliases: tuple[Name, ...] = ()
    kind: ProcedureKind
    benefit: Literal["medical", "pharmacy"]
    specialty: Text
    reviewed: Reviewed
    doctor: Text
    what_it_is: Text
    coverage: tuple[Item, ...] = ()
    records: tuple[Text, ...] = Field(min_length=1)
    denial_types: dict[DenialTypeSlug, ProcedureDenialType] = {}
    left_out: dict[DenialTypeSlug, Text] = {}


class DenialType(Authored):
    """A kind of denial: ``content/denial_types/<slug>.yaml``."""

    slug: Slug
    previous_slugs: tuple[Slug, ...] = ()
    name: Text
    short_name: Text
    aliases: tuple[Name, ...] = ()
    reviewed: Reviewed
    cells: bool
    fits_kinds: tuple[ProcedureKind, ...]
    left_out_reason: Text | None = None
    stages: tuple[Stage, ...] = Field(min_length=1)
    ends_care: bool
    carc: tuple[Name, ...] = ()
    question: CellWords
    question_by_kind: dict[ProcedureKind, CellWords] = {}
    title: CellWords
    title_by_kind: dict[ProcedureKind, CellWords] = {}
    description: CellWords
    parent_question: Annotated[Text, Fills(("procedure",))]
    payer_question: Annotated[Text, Fills(("payer",))]
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
        if all(item.kinds or item.valid_from or item.valid_until for item in self.meaning):
            raise ValueError("every item of 'meaning' is limited to some kinds or days: one must be true of all, always")
        return self
