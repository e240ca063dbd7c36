"""What the program makes: cells, sections and pages. Frozen values, complete in themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from generator.content import Origin
from generator.model import FactKind


@dataclass(frozen=True, slots=True)
class Cell:
    """One payer × procedure × denial type, decided. ``reason`` says why; ``decided_by`` is the file and place."""

    payer: str
    procedure: str
    denial_type: str
    plausible: bool
    reason: str
    decided_by: Origin

    @property
    def address(self) -> str:
        """Where its landing page is, or would be."""
        return f"/help/{self.payer}/{self.procedure}/{self.denial_type}/"


class Link(NamedTuple):
    """A link to another page of the site."""

    address: str
    text: str


class OwnFact(NamedTuple):
    """A sourced fact a section prints. ``pair`` names what it belongs to, such as ``payer_procedure``."""

    pair: str
    kind: FactKind
    source: str
    text: str


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a page: kind, key, data. Sections with one key are the same bytes on every page.

    ``shared`` sections are alike by design and add nothing to what a page says of its own; ``facts`` are the ledger
    references it prints, ``sources`` the texts it cites, ``own`` its sourced facts, ``origins`` its provenance.
    """

    kind: str
    key: tuple[str, ...]
    data: Mapping[str, Any]
    shared: bool = False
    facts: frozenset[str] = frozenset()
    sources: tuple[str, ...] = ()
    own: tuple[OwnFact, ...] = ()
    origins: tuple[Origin, ...] = ()
    plans: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """A page: everything it shows.

    ``of`` names the payer, procedure, denial type or framework it is about; ``crumbs`` lead from home to its parent;
    ``groups`` are its lists of links to other pages and ``related`` the reader's likeliest next ones, both set by
    ``link``; ``extra`` is what only its kind of page shows.
    """

    kind: str
    address: str
    title: str
    question: str
    description: str
    sections: tuple[Section, ...]
    crumbs: tuple[Link, ...]
    reviewed: date
    review_due: date
    plans: tuple[str, ...] = ()
    ref: str = ""
    of: Mapping[str, str] = field(default_factory=dict)
    related: tuple[Link, ...] = ()
    groups: tuple[tuple[str, tuple[Link, ...]], ...] = ()
    listed: bool = True
    lastmod: date | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)

    @property
    def sources(self) -> tuple[str, ...]:
        """Every source its sections cite, each once, in the order met."""
        return tuple(dict.fromkeys(source for section in self.sections for source in section.sources))

    @property
    def facts(self) -> frozenset[str]:
        """Every ledger reference its sections print."""
        return frozenset().union(*(section.facts for section in self.sections))

    @property
    def own_facts(self) -> tuple[OwnFact, ...]:
        """Sourced facts of its sections; the same fact in other words counts once."""
        once: dict[tuple[str, str, str], OwnFact] = {}
        for section in self.sections:
            for fact in section.own:
                # Two criteria or rules of one source are two facts; its name, route or reviewer is one.
                detail = fact.text if fact.kind in ("criterion", "rule", "record", "guideline") else ""
                once.setdefault((fact.kind, fact.source, detail), fact)
        return tuple(once.values())


class Held(NamedTuple):
    """A page that is not published: why, and what would release it."""

    page: Page
    code: str
    reason: str
    remedy: str


def file_of(address: str) -> str:
    """The file of an address, under ``output/``."""
    return f"{address[1:]}index.html" if address.endswith("/") else address[1:]
