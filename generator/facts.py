"""The ledger: every figure the site may print, by reference, as of one day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from generator.framework import Framework, LedgerFact, Unit
from generator.settings import Offer

HOURS: Mapping[Unit, float] = {
    "hours": 1,
    "calendar days": 24,
    "days": 24,
    "business days": 24 * 7 / 5,
    "working days": 24 * 7 / 5,
    "months": 24 * 365 / 12,
    "years": 24 * 365,
}


@dataclass(frozen=True, slots=True)
class Figure:
    """A ledger fact ready to print: its reference, the fact, and the words a reader sees."""

    reference: str
    fact: LedgerFact
    words: str

    @property
    def hours(self) -> float:
        """Length in hours, for sorting only: a month counts as a twelfth of a year."""
        if self.fact.hours is not None:
            return self.fact.hours
        assert self.fact.value is not None and self.fact.unit is not None
        return self.fact.value * HOURS.get(self.fact.unit, 0)


@dataclass(frozen=True, slots=True)
class Ledger:
    """All figures by reference (``framework.group.name``), and the day they are read for."""

    figures: Mapping[str, Figure]
    as_of: date

    def __getitem__(self, reference: str) -> Figure:
        return self.figures[reference]

    def __contains__(self, reference: str) -> bool:
        return reference in self.figures

    def in_force(self, reference: str) -> bool:
        """Whether the fact holds on the build's day."""
        return self.figures[reference].fact.in_force(self.as_of)

    def shortest(self, references: Iterable[str]) -> str | None:
        """The reference of the shortest window among ``references``; ties go to the first by name."""
        return min(sorted(set(references)), key=lambda reference: self.figures[reference].hours, default=None)


def words(fact: LedgerFact) -> str:
    """The figure as printed: ``65 calendar days``, ``$200``, ``noon of the next day``."""
    if fact.text is not None:
        return fact.text
    assert fact.value is not None and fact.unit is not None
    if fact.unit == "USD":
        return f"${fact.value:,}"
    return f"{fact.value} {fact.unit[:-1] if fact.value == 1 else fact.unit}"


def ledger(frameworks: Iterable[Framework], as_of: date) -> Ledger:
    """Collect the ledgers of all frameworks into one, keyed ``framework.group.name``."""
    figures: dict[str, Figure] = {}
    for framework in frameworks:
        for group, names in framework.ledger.items():
            for name, fact in names.items():
                reference = f"{framework.id}.{group}.{name}"
                figures[reference] = Figure(reference, fact, words(fact))
    return Ledger(figures, as_of)


def offer_words(offer: Offer) -> dict[str, str]:
    """The offer's figures as printed, by placeholder name."""
    return {
        "offer.list_price": f"${offer.list_price}",
        "offer.price_with_code": f"${offer.price_with_code}",
        "offer.code": offer.code,
    }
