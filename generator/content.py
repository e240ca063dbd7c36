"""All content as one frozen value: what ``load`` gives and every later stage reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from generator.articles import AngleHead, GuideHead, PlainPageHead
from generator.facts import Ledger, offer_words
from generator.framework import Framework
from generator.model import DenialType, Payer, Procedure, Source
from generator.settings import Site
from generator.strict_yaml import Document, Location


class Origin(NamedTuple):
    """Where something was written: a file under the project and the place in it."""

    path: str
    location: Location = ()


@dataclass(frozen=True, slots=True)
class Guide:
    """A hub article: its front matter, its Markdown, its file."""

    slug: str
    head: GuideHead
    body: str
    path: str


@dataclass(frozen=True, slots=True)
class PlainPage:
    """A page of the site's own, such as ``/about/``."""

    slug: str
    head: PlainPageHead
    body: str
    path: str


@dataclass(frozen=True, slots=True)
class Angle:
    """A narrative written by hand for one cell. ``why`` and ``argument`` are Markdown."""

    head: AngleHead
    why: str
    argument: str
    path: str


@dataclass(frozen=True, slots=True)
class PublishedRow:
    """One line of ``content/published.tsv``: what was live at the last release."""

    address: str
    digest: str
    day: date
    status: str
    line: int


@dataclass(frozen=True, eq=False)
class Content:
    """Everything under ``content/``, validated, with cross-references checked. Equal only to itself."""

    site: Site
    sources: Mapping[str, Source]
    frameworks: Mapping[str, Framework]
    payers: Mapping[str, Payer]
    procedures: Mapping[str, Procedure]
    denial_types: Mapping[str, DenialType]
    angles: Mapping[tuple[str, str, str], Angle]
    guides: Mapping[str, Guide]
    pages: Mapping[str, PlainPage]
    published: Mapping[str, PublishedRow]
    ledger: Ledger
    documents: Mapping[str, Document]
    paths: Mapping[tuple[str, str], str]  # ("payers", "aetna") -> "content/payers/aetna.yaml"

    @property
    def as_of(self) -> date:
        """The build's one captured day."""
        return self.ledger.as_of

    def origin(self, folder: str, slug: str, *location: str | int) -> Origin:
        """The origin of a part of the file that defines ``slug`` in ``folder``."""
        return Origin(self.paths[folder, slug], location)

    def place(self, origin: Origin) -> tuple[int, int]:
        """Line and column of ``origin``."""
        document = self.documents.get(origin.path)
        return document.place(origin.location) if document else (1, 1)

    def due(self, source: str) -> date:
        """The day a source is due to be read again."""
        entry = self.sources[source]
        return entry.read.on + timedelta(days=self.site.read_again[entry.kind])

    def site_names(self) -> dict[str, str]:
        """The placeholders that may stand in any text."""
        return {"site.name": self.site.name, "site.mail": self.site.mail, **offer_words(self.site.offer)}

    def payer_names(self, slug: str) -> dict[str, str]:
        """The placeholders of texts that belong to a payer."""
        payer = self.payers[slug]
        return {**self.site_names(), "payer.name": payer.name, "payer.name_in_sentence": payer.name_in_sentence}

    def procedure_names(self, slug: str) -> dict[str, str]:
        """The placeholders of texts that belong to a procedure."""
        procedure = self.procedures[slug]
        return {
            **self.site_names(),
            "procedure.name": procedure.name,
            "procedure.name_in_sentence": procedure.name_in_sentence,
            "procedure.with_article": procedure.with_article,
            "procedure.doctor": procedure.doctor,
        }

    def cell_names(self, payer: str, procedure: str) -> dict[str, str]:
        """The placeholders of texts written for one cell."""
        return {**self.payer_names(payer), **self.procedure_names(procedure)}
