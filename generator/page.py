"""What the program makes: cells, sections and pages. Frozen values, complete in themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from generator.content import Origin
from generator.model import FactKind

# Stands in a section for the checkout number of the page that shows it, so that one section serves every page.
REF_MARK = "\ue001"


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


class Spoken(NamedTuple):
    """A cell without a page, told on its parents: its name there, where its reader is served, whether it can happen, why not."""

    name: str
    address: str
    happens: bool
    reason: str


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

    @property
    def hollow(self) -> bool:
        """Whether it is a heading with nothing under it: all its texts belong to other plan types, or to other days."""
        return self.kind in ("why", "argument") and self.data.get("items") == [] and not self.data.get("html")


@dataclass(frozen=True, slots=True)
class Page:
    """A page: everything it shows.

    ``of`` names the payer, procedure, denial type or framework it is about; ``crumbs`` lead from home to its parent;
    ``groups`` are its lists of links to other pages, ``spoken`` the cells under it that have no page, ``related`` the
    reader's likeliest next pages, all set by ``link``; ``extra`` is what only its kind of page shows.
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
    spoken: tuple[Spoken, ...] = ()
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


class Missing(NamedTuple):
    """What would release a page: of which pair, of what, and about how many words of it; 0 where words are not the matter."""

    pair: str
    names: str
    what: str
    words: int = 0

    def __str__(self) -> str:
        words = f", about {self.words} words" if self.words else ""
        return f"{self.pair}: {self.names}, {self.what}{words}"


class Held(NamedTuple):
    """A page that is not published: why, and what would release it."""

    page: Page
    code: str
    reason: str
    missing: Missing


def file_of(address: str) -> str:
    """The file of an address, under ``output/``."""
    return f"{address[1:]}index.html" if address.endswith("/") else address[1:]


def parents_of(address: str) -> list[str]:
    """The parents of an address, nearest first: for a cell, what its payer asks for the procedure."""
    parts = address.strip("/").split("/")
    if len(parts) == 4 and parts[0] == "help":
        _, payer, procedure, denial_type = parts
        return [
            f"/help/{payer}/{procedure}/",
            f"/procedures/{procedure}/{denial_type}/",
            f"/payers/{payer}/{denial_type}/",
            f"/help/{payer}/",
        ]
    if len(parts) == 3 and parts[0] == "payers":
        return [f"/help/{parts[1]}/", f"/denials/{parts[2]}/"]
    return [f"/{'/'.join(parts[:length])}/" for length in range(len(parts) - 1, 0, -1)]
