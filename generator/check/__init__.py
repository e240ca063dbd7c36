"""Stage 7, ``check``: gates as plain functions with stable codes. See ``docs/gates.md``.

A gate takes the built site in memory and yields problems. Its name begins with its code; its docstring says
what it holds, why, and shows a bad and a good example.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from generator.check import pages, reading, search, text, trust
from generator.check.built import Built
from generator.errors import Problem
from generator.workers import WORTH_A_PROCESS, beside

Gate = Callable[[Built], Iterator[Problem]]
SECTION_GATES: tuple[Gate, ...] = (*text.GATES, *reading.GATES)
PAGE_GATES: tuple[Gate, ...] = (*pages.GATES, *search.GATES, *trust.GATES)
GATES = (*SECTION_GATES, *PAGE_GATES)


def site(built: Built) -> list[Problem]:
    """Every finding of every gate, in file order; on a large site the gates on sections in a process of their own."""
    if len(built.pages) < WORTH_A_PROCESS:
        return sorted(_found(built, GATES))
    _ = built.sections  # both processes need it
    others = beside(lambda: _found(built, SECTION_GATES))
    return sorted(_found(built, PAGE_GATES) + others())


def _found(built: Built, gates: Iterable[Gate]) -> list[Problem]:
    return [problem for gate in gates for problem in gate(built)]


__all__ = ["GATES", "Built", "site"]
