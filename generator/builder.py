"""The builder of sections: turns written texts into what a template shows, and keeps account of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

from markupsafe import Markup

from generator.content import Content, Origin
from generator.model import Criterion, Item
from generator.narrative import references, render
from generator.page import OwnFact, Section

# A section is a function of its arguments: hundreds of pages ask for the same one, so each is composed once.
composed_once = lru_cache(maxsize=50_000)


class Audience(NamedTuple):
    """Whom a section is for: plan types, the kind of procedure, and whether what is true of some plan types is marked.

    Where one plan type applies, the whole page speaks of it, and nothing is marked.
    """

    plans: tuple[str, ...] = ()
    kind: str = ""
    marked: bool = False

    @classmethod
    def of(cls, plans: tuple[str, ...], items: Sequence[Item], kind: str = "") -> Audience:
        """Those of a page's readers whom ``items`` tell apart: pages whose readers see the same share one section."""
        named = {plan for item in items for plan in item.plans}
        kept = tuple(plan for plan in plans if plan in named)
        return cls(kept, kind if any(item.kinds for item in items) else "", bool(kept) and len(plans) > 1)

    @property
    def key(self) -> tuple[str, ...]:
        """As part of a section's key."""
        return plan_key(self.plans), self.kind, "marked" if self.marked else ""


@dataclass(slots=True)
class Builder:
    """Turns written texts into what a template shows, and remembers what was printed and cited."""

    content: Content
    names: Mapping[str, str]
    plans: tuple[str, ...] = ()
    kind: str = ""
    marked: bool | None = None
    facts: set[str] = field(default_factory=set)
    sources: dict[str, None] = field(default_factory=dict)
    own: list[OwnFact] = field(default_factory=list)

    def text(self, text: str, *, inline: bool = True) -> Markup:
        """Markdown as HTML, its figures noted."""
        for reference in references(text):
            self.figure(reference)
        return render(text, self.names, self.content.ledger, inline=inline)

    def figure(self, reference: str) -> str:
        """Note that a ledger fact is printed; returns the reference."""
        self.facts.add(reference)
        self.sources[self.content.ledger[reference].fact.source] = None
        return reference

    def cite(self, key: str) -> str:
        """Note that a source is cited; returns its key."""
        self.sources[key] = None
        return key

    def items(self, items: Iterable[Item], pair: str = "") -> list[dict[str, Any]]:
        """The items for this page's plan types and kind of procedure, in force. ``pair`` says what their facts belong to."""
        return [self._item(item, pair) for item in items if self._fits(item)]

    def _fits(self, item: Item) -> bool:
        plans = not item.plans or set(item.plans) & set(self.plans)
        return bool(plans) and (not item.kinds or self.kind in ("", *item.kinds)) and item.in_force(self.content.as_of)

    def _item(self, item: Item, pair: str) -> dict[str, Any]:
        html = self.text(item.text)
        if item.source and item.kind:
            self.cite(item.source)
            if pair:
                self.own.append(OwnFact(pair, item.kind, item.source, item.text))
        marked = len(self.plans) > 1 if self.marked is None else self.marked
        return {"html": html, "source": item.source, "plans": [plan for plan in self.plans if marked and plan in item.plans]}

    def criteria(self, rows: Iterable[Criterion], pair: str) -> list[dict[str, Any]]:
        """Rows of a criteria table."""
        shown = []
        for row in rows:
            if row.source:
                self.cite(row.source)
                self.own.append(OwnFact(pair, "criterion", row.source, row.asks))
            shown.append({"asks": self.text(row.asks), "shows": self.text(row.shows), "source": row.source})
        return shown

    def section(
        self, kind: str, key: tuple[str, ...], data: Mapping[str, Any], *origins: Origin, shared: bool = False
    ) -> Section:
        """The finished section."""
        return Section(
            kind=kind,
            key=(kind, *key),
            data=data,
            shared=shared,
            facts=frozenset(self.facts),
            sources=tuple(self.sources),
            own=tuple(self.own),
            origins=origins,
            plans=self.plans,
        )


def plan_key(plans: tuple[str, ...]) -> str:
    """Plan types as part of a section's key."""
    return "+".join(plans)
