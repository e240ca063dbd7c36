"""Every text in a piece of content, with where it stands, what kind of text it is and what it may speak of.

The types in :mod:`generator.model` say it: ``Text`` is prose and is judged by the language gates; a type that
``Refers`` must name something that stands in another file.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
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
    """The texts of one file's content that are prose or name something, depth first, in file order."""
    yield from _walk(value, type(value), (), Written(path, (), ""))


def _walk(value: Any, annotation: Any, location: Location, at: Written, marks: tuple[Any, ...] = ()) -> Iterator[Written]:
    inner, more = _unwrapped(annotation)
    if isinstance(value, str):
        prose, refers, fills = _meaning((*marks, *more))
        if prose or refers:
            yield replace(at, location=location, text=value, fills=fills, prose=prose, refers=refers)
    elif isinstance(value, BaseModel):
        at = _of(value, at)
        for name, expected, metadata in _fields(type(value)):
            child = getattr(value, name)
            if child is not None:
                yield from _walk(child, expected, (*location, name), at, metadata)
    elif isinstance(value, dict):
        for key, child in value.items():
            yield from _walk(key, inner[0], (*location, key), at)
            yield from _walk(child, inner[1], (*location, key), at)
    elif isinstance(value, tuple):
        for index, child in enumerate(value):
            yield from _walk(child, inner[0], (*location, index), at)


def _of(value: BaseModel, at: Written) -> Written:
    """Who sees the texts of a part, and when, and whether it is cited: of items, and of what they stand in."""
    cited = at.cited or getattr(value, "source", None) is not None
    if isinstance(value, Item):
        return replace(at, plans=value.plans or at.plans, kinds=value.kinds, dated=value, cited=cited)
    return replace(at, cited=cited) if cited != at.cited else at


@cache
def _fields(model: type[BaseModel]) -> tuple[tuple[str, Any, tuple[Any, ...]], ...]:
    """The fields of a model: name, type, and what is noted on it."""
    return tuple((name, field.annotation, tuple(field.metadata)) for name, field in model.model_fields.items())


@cache
def _unwrapped(annotation: Any) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    """What a type is made of, and what is noted on it."""
    marks: tuple[Any, ...] = ()
    while typing.get_origin(annotation) in (Annotated, types.UnionType, typing.Union):
        if typing.get_origin(annotation) is Annotated:
            marks += typing.get_args(annotation)[1:]
        annotation = typing.get_args(annotation)[0]
    return typing.get_args(annotation), marks


@cache
def _meaning(marks: tuple[Any, ...]) -> tuple[bool, str, tuple[str, ...] | None]:
    """Whether a text with these marks is prose, what it refers to, which names fill it."""
    refers = next((mark.to for mark in marks if isinstance(mark, Refers)), "")
    fills = next((mark.names for mark in marks if isinstance(mark, Fills)), None)
    return any(isinstance(mark, Prose) for mark in marks), refers, fills
