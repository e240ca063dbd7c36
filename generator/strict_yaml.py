"""YAML read strictly, with the line and column of every key and value.

PyYAML keeps the last of two equal keys and reads ``no``, ``010``, ``12:30`` and dates by YAML 1.1.
Here a plain scalar is ``true``, ``false``, ``null``, a decimal number or a string, and nothing else;
equal keys, anchors and tags are errors.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import yaml

from generator.errors import Problem

Location = tuple[str | int, ...]

LARGEST_FILE = 4_000_000  # bytes; a content file is a few kilobytes, more is a mistake
DEEPEST = 40
INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,17})")
DECIMAL = re.compile(r"-?(0|[1-9][0-9]*)\.[0-9]+")
WORDS: dict[str, Any] = {"true": True, "false": False, "null": None, "~": None, "": None}


@dataclass(slots=True)
class Document:
    """Plain data, and where each part of it stands: ``places[location] == (line, column)``."""

    path: str
    data: Any = None
    places: dict[Location, tuple[int, int]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    lines: Sequence[str] = ()

    def place(self, location: Location) -> tuple[int, int]:
        """Line and column of ``location``, or of its nearest parent that stands in the file."""
        while location and location not in self.places:
            location = location[:-1]
        return self.places.get(location, (1, 1))

    def problem(self, location: Location, code: str, message: str, hint: str = "", words: str = "") -> None:
        """Note a problem at ``location``, or where ``words`` first stand in the file from there on."""
        line, column = self.place(location)
        for number in range(line - 1, len(self.lines) if words else 0):
            if words in self.lines[number]:
                line, column = number + 1, self.lines[number].index(words) + 1
                break
        self.problems.append(Problem(self.path, line, column, code, message, hint))


def read(path: str, text: str, *, line_offset: int = 0) -> Document:
    """Parse one YAML document.

    ``path`` is used in problems only; ``line_offset`` is added to lines (front matter in Markdown).
    Problems are collected in the result, never raised.
    """
    document = Document(path)
    try:
        if not _plain_enough(document, text, line_offset):
            return document
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line, column = (mark.line + 1 + line_offset, mark.column + 1) if mark else (1, 1)
        what = str(getattr(error, "problem", "") or error).splitlines()[0]
        document.problems.append(Problem(path, line, column, "E101", f"not valid YAML: {what}", yaml_hint(what)))
        return document
    if node is not None:
        document.data = _convert(node, (), document, line_offset)
    return document


def _plain_enough(document: Document, text: str, offset: int) -> bool:
    """Whether a text does without anchors, tags and deep nesting: looked at event by event, before anything is built."""
    depth = 0
    event: Any  # the stubs know neither tags nor that marks are always there
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        fault = ""
        if getattr(event, "anchor", None):
            fault, hint = "anchors and aliases are not used in content", "write the text out"
        elif getattr(event, "tag", None):
            fault, hint = f"tag '{event.tag}' is not allowed", "write plain text"
        elif depth > DEEPEST:
            fault, hint = "nested too deeply", ""
        if fault:
            document.places[()] = (event.start_mark.line + 1 + offset, event.start_mark.column + 1)
            document.problem((), "E101", fault, hint)
            return False
    return True


def yaml_hint(what: str) -> str:
    """A word of help for the YAML errors people make most."""
    if "mapping values are not allowed" in what:
        return "put quotes around a text that contains ': '"
    if "cannot start any token" in what or "tab character" in what:
        return "use spaces, not tabs; quote a text that starts with a special character"
    return ""


def _convert(node: yaml.Node, location: Location, document: Document, offset: int) -> Any:
    document.places[location] = (node.start_mark.line + 1 + offset, node.start_mark.column + 1)
    if isinstance(node, yaml.ScalarNode):
        return _scalar(node)
    if isinstance(node, yaml.SequenceNode):
        return [_convert(child, (*location, index), document, offset) for index, child in enumerate(node.value)]
    result: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = key_node.value if isinstance(key_node, yaml.ScalarNode) else None
        mark = (key_node.start_mark.line + 1 + offset, key_node.start_mark.column + 1)
        if key is None or key in result:
            first = document.place((*location, key or ""))[0]
            document.places[*location, "?"] = mark
            if key is None:
                document.problem((*location, "?"), "E101", "a key must be a word")
            else:
                document.problem((*location, "?"), "E105", f"key '{key}' stands twice", f"the first is on line {first}")
            continue
        result[key] = _convert(value_node, (*location, key), document, offset)
        document.places[*location, key] = mark  # an entry is found by its key: that is where a reader looks
    return result


def _scalar(node: yaml.ScalarNode) -> Any:
    text: str = node.value
    if node.style:  # quoted or a block: always a text
        return text
    if text in WORDS:
        return WORDS[text]
    if INTEGER.fullmatch(text):
        return int(text)
    if DECIMAL.fullmatch(text):
        return float(text)
    return text
