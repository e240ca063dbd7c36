"""Every text in a piece of content, with where it stands, what kind of text it is and what it may speak of.

The types in :mod:`generator.model` say it: ``Text`` is prose and is judged by the language gates; a type that
``Refers`` must name something that stands in another file.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Annotated, Any

from pydantic import BaseModel

from generator.model import Authored, Dated, Fills, Item, Prose, Refers
from generator.strict_yaml import Location


@dataclass(frozen=True, slots=True)
class Written:
    """One text and its place: whether it is prose, what it refers to or which names fill it, who sees it and when, if it is cited."""

    path: str
    location: Location
    text: str
    prose: bool = True
    refers: str = ""
    fills: tuple[str, ...] | None = None
    plans: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    cited: bool = False
    dated: Dated | None = None


def written(path: str, value: Authored) -> Iterator[Written]:
    """All texts of one file's content, depth first, in file order."""
    yield from _walk(value, type(value), Written(path, (), ""))


def _walk(value: Any, annotation: Any, at: Written, marks: tuple[Any, ...] = ()) -> Iterator[Written]:
    while typing.get_origin(annotation) in (Annotated, types.UnionType, typing.Union):
        if typing.get_origin(annotation) is Annotated:
            marks += typing.get_args(annotation)[1:]
        annotation = typing.get_args(annotation)[0]
    inner = typing.get_args(annotation)
    if isinstance(value, BaseModel):
        if isinstance(value, Item):
            at = replace(at, plans=value.plans or at.plans, kinds=value.kinds, dated=value)
        at = replace(at, cited=at.cited or getattr(value, "source", None) is not None)
        for name, field in type(value).model_fields.items():
            there = replace(at, location=(*at.location, name))
            yield from _walk(getattr(value, name), field.annotation, there, tuple(field.metadata))
    elif isinstance(value, dict):
        for key, child in value.items():
            there = replace(at, location=(*at.location, key))
            yield from _walk(key, inner[0], there)
            yield from _walk(child, inner[1], there)
    elif isinstance(value, tuple):
        for index, child in enumerate(value):
            yield from _walk(child, inner[0], replace(at, location=(*at.location, index)))
    elif isinstance(value, str):
        refers = next((mark.to for mark in marks if isinstance(mark, Refers)), "")
        fills = next((mark.names for mark in marks if isinstance(mark, Fills)), None)
        yield replace(at, text=value, fills=fills, prose=any(isinstance(mark, Prose) for mark in marks), refers=refers)
