"""From plain data to a model: every mistake told at its line and column, in words a marketer understands."""

from __future__ import annotations

import json
import typing
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from generator.errors import suggest
from generator.model import PATTERNS
from generator.strict_yaml import Document, Location

Model = TypeVar("Model", bound=BaseModel)


def validate(document: Document, model: type[Model]) -> Model | None:
    """The document as a model, or ``None`` with every mistake noted at its line and column."""
    try:
        return model.model_validate_json(json.dumps(document.data))
    except ValidationError as error:
        faults = error.errors(include_url=False)
        missing = {(*fault["loc"][:-1], str(fault["loc"][-1])) for fault in faults if fault["type"] == "missing"}
        for fault in faults:
            if fault["type"] == "extra_forbidden":  # a misspelled key that must be there is one mistake, not two
                parent = fault["loc"][:-1]
                missing.discard((*parent, _meant(str(fault["loc"][-1]), keys_at(model, parent))))
        for fault in faults:
            if fault["type"] != "missing" or fault["loc"] in missing:
                _note(document, model, fault)
        return None


def _meant(word: str, known: list[str]) -> str:
    """The known key a misspelled one stands for, if any."""
    return suggest(word, known).removeprefix("did you mean '").removesuffix("'?")


def _note(document: Document, model: type[BaseModel], fault: Any) -> None:
    location: Location = tuple(part for part in fault["loc"] if part not in ("[key]",))
    key = str(location[-1]) if location else ""
    known = keys_at(model, location[:-1])
    if fault["type"] == "extra_forbidden":
        document.problem(location, "E102", f"unknown key '{key}'", suggest(key, known) or f"known keys: {', '.join(known)}")
    elif fault["type"] == "missing":
        document.problem(location[:-1], "E103", f"key '{key}' is missing", "see docs/content.md for the keys of this file")
    elif fault["type"] == "value_error":
        message, _, hint = fault["msg"].removeprefix("Value error, ").partition(": ")
        document.problem(location, "E104", message, hint)
    else:
        given = (
            f" (it is {json.dumps(fault['input'], ensure_ascii=False)[:60]})"
            if not isinstance(fault["input"], dict | list)
            else ""
        )
        message = "does not have the right form" if fault["type"] == "string_pattern_mismatch" else fault["msg"]
        document.problem(location, "E104", f"'{key}': {message[0].lower()}{message[1:]}{given}", _value_hint(fault))


def _value_hint(fault: Any) -> str:
    given, kind = fault["input"], fault["type"]
    if kind == "literal_error":
        allowed = str(fault.get("ctx", {}).get("expected", ""))
        return suggest(str(given), [word.strip("' ") for word in allowed.replace(" or ", ", ").split(", ")])
    if kind == "string_pattern_mismatch":
        return PATTERNS.get(fault["ctx"]["pattern"], "")
    hints = {
        "date": "write a day as 2026-11-22",
        "bool": "write true or false",
        "int": "write a whole number without quotes or leading zeros",
        "string": "put quotes around it",
        "greater": "write a number above zero",
    }
    return next((hint for start, hint in hints.items() if kind.startswith(start)), "")


def keys_at(model: Any, location: Location) -> list[str]:
    """The keys a mapping at ``location`` of ``model`` may have; empty where any key may stand."""
    for part in location:
        model = _step(model, part)
    model = _bare(model)
    return list(model.model_fields) if isinstance(model, type) and issubclass(model, BaseModel) else []


def _bare(annotation: Any) -> Any:
    """The type inside ``Annotated[...]`` and ``X | None``."""
    while True:
        arguments = [part for part in typing.get_args(annotation) if part is not type(None)]
        if typing.get_origin(annotation) in (tuple, dict, list, typing.Literal) or not arguments:
            return annotation
        annotation = arguments[0]


def _step(annotation: Any, part: str | int) -> Any:
    annotation = _bare(annotation)
    arguments = typing.get_args(annotation)
    if typing.get_origin(annotation) is dict:
        return arguments[1]
    if arguments:
        return arguments[0]
    fields = getattr(annotation, "model_fields", {})
    return fields[part].annotation if part in fields else object
