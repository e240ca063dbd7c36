"""Sections made of one field of one file, as hubs show them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.builder import Builder, plan_key
from generator.content import Content
from generator.page import Section
from generator.sections import elsewhere


def listed(
    content: Content, kind: str, heading: str, folder: str, slug: str, field: str, plans: tuple[str, ...]
) -> Section | None:
    """A list of items of one file under a heading, for hubs; ``None`` where there is nothing to say."""
    entry, names = _entry(content, folder, slug)
    build = Builder(content, names, plans)
    shown = build.items(getattr(entry, field))
    if not shown:
        return None
    data = {"level": "hub", "heading": heading, "items": shown, "html": ""}
    return build.section(kind, (folder, field, slug, plan_key(plans)), data, content.origin(folder, slug, field))


def said(content: Content, folder: str, slug: str, field: str) -> Section:
    """One text of a file as the quick answer of its hub."""
    entry, names = _entry(content, folder, slug)
    build = Builder(content, names, (slug,) if folder == "frameworks" else ())
    data = {"html": build.text(getattr(entry, field)), "elsewhere": elsewhere(content, slug) if folder == "payers" else []}
    return build.section("quick-answer", (folder, slug), data, content.origin(folder, slug, field))


def _entry(content: Content, folder: str, slug: str) -> tuple[Any, Mapping[str, str]]:
    """The file that defines ``slug`` and the placeholders its texts may use."""
    if folder == "payers":
        return content.payers[slug], content.payer_names(slug)
    if folder == "procedures":
        return content.procedures[slug], content.procedure_names(slug)
    return (content.denial_types if folder == "denial_types" else content.frameworks)[slug], content.site_names()
