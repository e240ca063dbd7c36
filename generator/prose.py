"""Every text people wrote, with where it stands and what it may speak of.

The language gates read these, so that a finding names the file, line and column of the words at fault.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from generator.model import Item, LedgerFact, LeftOut
from generator.strict_yaml import Location

# Fields that hold identifiers, addresses, citations or lists of search words: no prose to judge.
NOT_PROSE = frozenset({
    "slug", "previous_slugs", "id", "url", "source", "sources", "kind", "cite", "file_within", "answer_within", "fact",
    "minimum_amount", "how_often", "unit", "aliases", "words", "carc", "code", "address", "stage", "stages", "fits_kinds",
    "frameworks", "framework", "plans", "procedure_slugs", "benefit", "text_as_of", "base_url", "mail",
    "checkout_url", "language", "publisher",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Prose:
    """One text: where it stands, the plan types it is shown to (empty: to all), and whether it is cited."""

    path: str
    location: Location
    text: str
    plans: tuple[str, ...] = ()
    cited: bool = False


def walk(
    path: str, value: Any, location: Location = (), plans: tuple[str, ...] = (), cited: bool = False
) -> Iterator[Prose]:
    """All prose in a piece of validated content, depth first, in file order."""
    if isinstance(value, LedgerFact):
        return  # the ledger is where figures are at home
    if isinstance(value, LeftOut):
        yield Prose(path, (*location, "reason"), value.reason)
        return
    if isinstance(value, Item):
        plans, cited = value.plans or plans, value.source is not None
    if isinstance(value, BaseModel):
        cited = cited or getattr(value, "source", None) is not None
        for name in type(value).model_fields:
            if name not in NOT_PROSE:
                yield from walk(path, getattr(value, name), (*location, name), plans, cited)
    elif isinstance(value, dict):
        for key, child in value.items():
            yield from walk(path, child, (*location, key), plans, cited)
    elif isinstance(value, tuple):
        for index, child in enumerate(value):
            yield from walk(path, child, (*location, index), plans, cited)
    elif isinstance(value, str):
        yield Prose(path, location, value, plans, cited)
