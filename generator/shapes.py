"""The page around its sections, rendered once for each shape of page and cut where pages differ.

Thousands of landing pages have one shape: the same template, the same branches of it, other values. The template is
rendered once with something in place of the values that can only be printed; what it gives is cut there, and a page is
its shape's pieces joined with its own values. A template that does more with a value than print it has no such shape:
its pages are rendered one by one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import SimpleNamespace
from typing import Any, NoReturn

from jinja2 import UndefinedError
from markupsafe import Markup, escape

from generator.page import Page

PRINTED = ("title", "description", "question", "address", "reviewed", "review_due", "lastmod")  # of a page
CUT = ("landing", "parent")  # kinds of page of which there are thousands
MARK = "\ue010"
PLACE = re.compile(f"{MARK}(\\w+){MARK}")
Render = Callable[..., str]


class Value:
    """Stands for a value while a shape is rendered: it can be printed, and nothing else."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __html__(self) -> str:
        return f"{MARK}{self.name}{MARK}"

    def _refuse(self, *_: object) -> NoReturn:
        raise TypeError(f"{self.name} is more than printed")

    __str__ = __bool__ = __len__ = __iter__ = __eq__ = __contains__ = __getitem__ = __format__ = __add__ = __mod__ = _refuse
    __hash__ = None  # type: ignore[assignment]


class Shapes:
    """The shapes met so far, each as pieces of HTML and names of values in turn; ``None`` where there is no such shape."""

    def __init__(self, render: Render) -> None:
        """``render`` renders the whole template, given ``page`` and the blocks around it."""
        self.render = render
        self.cuts: dict[tuple[object, ...], list[str] | None] = {}

    def html(self, page: Page, blocks: Mapping[str, Markup]) -> str:
        """A page's HTML: ``blocks`` are the parts of it that are rendered already, empty where it has none."""
        shape = (page.kind, page.listed, *map(bool, blocks.values()))
        if page.kind in CUT and shape not in self.cuts:
            self.cuts[shape] = self._cut(page, blocks)
        cut = self.cuts.get(shape)
        if cut is None:
            return self.render(page=page, **blocks)
        values = {**blocks, **{name: escape(getattr(page, name)) for name in PRINTED}}
        html = cut.copy()
        html[1::2] = map(values.__getitem__, cut[1::2])
        return "".join(html)

    def _cut(self, page: Page, blocks: Mapping[str, Markup]) -> list[str] | None:
        stand_in = SimpleNamespace(kind=page.kind, listed=page.listed, **{name: Value(name) for name in PRINTED})
        held: dict[str, Any] = {name: Markup(f"{MARK}{name}{MARK}") if html else html for name, html in blocks.items()}
        try:
            return PLACE.split(self.render(page=stand_in, **held))
        except (TypeError, UndefinedError):
            return None
