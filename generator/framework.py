"""A framework: the appeal rules of one plan type, ``content/frameworks/<id>.yaml``.

Its ``ledger`` holds every figure the site prints about it; levels, tracks and prose name those figures.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from generator.model import (
    Address,
    Authored,
    Dated,
    FactKey,
    Fills,
    Item,
    Key,
    Name,
    ProcedureKind,
    ProcedureSlug,
    Refers,
    Reviewed,
    Slug,
    SourceKey,
    Stage,
    Text,
)

Unit = Literal["calendar days", "days", "business days", "working days", "hours", "months", "years", "USD"]


class LedgerFact(Dated):
    """A figure that may be printed: value and unit, or a deadline in words with ``hours`` for sorting only."""

    value: int | None = Field(default=None, gt=0)
    unit: Unit | None = None
    text: Name | None = None
    hours: int | None = None
    from_event: Name
    cite: Name
    source: SourceKey
    note: Annotated[Text, Fills(())] | None = None

    @model_validator(mode="after")
    def _one_form(self) -> LedgerFact:
        number = self.value is not None and self.unit is not None
        words = self.text is not None and self.hours is not None
        if number == words:
            raise ValueError("a fact has one form: give either 'value' and 'unit', or 'text' and 'hours'")
        return self


class Decision(Authored):
    """How long the decider has, where care stands so."""

    when: Text
    fact: FactKey


class Level(Authored):
    """One step of a framework's ladder."""

    id: Key
    name: Text
    decided_by: Text
    file_within: FactKey | None = None
    automatic: bool = False
    decisions: tuple[Decision, ...] = ()
    how: Text | None = None
    minimum_amount: tuple[FactKey, ...] = ()


class Track(Authored):
    """What to ask for, and by when, where care stands at ``stage``."""

    stage: Stage
    ask: Text
    how: Text | None = None
    file_within: FactKey | None = None
    answer_within: FactKey | None = None
    where: Text | None = None
    applies_to: tuple[ProcedureKind, ...] = ()
    procedure_slugs: tuple[ProcedureSlug, ...] = ()


class Right(Authored):
    """A right a framework gives, with its citation."""

    id: Key
    text: Text
    cite: Name
    source: SourceKey


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
    words: tuple[Annotated[Name, Refers("regulated word for this framework")], ...]
    ledger: dict[Key, dict[Key, LedgerFact]]
    levels: tuple[Level, ...]
    first_decision: tuple[Item, ...] = ()
    tracks: tuple[Track, ...]
    next_steps: tuple[Text, ...]
    who_may_ask: Text
    rights: tuple[Right, ...] = ()
    free_help: tuple[FreeHelp, ...] = Field(min_length=1)
    traps: tuple[Item, ...] = ()

    def names(self) -> tuple[str, ...]:
        """What the law calls things here: the plan type, its regulated words, its levels, who helps."""
        levels = (level.name for level in self.levels)
        return (self.name, self.short_name, self.name_in_sentence, *self.words, *levels, *(one.name for one in self.free_help))
