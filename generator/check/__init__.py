"""Stage 7, ``check``: gates as plain functions with stable codes. See ``docs/gates.md``.

A gate takes the built site in memory and yields problems. Its name begins with its code; its docstring says
what it holds, why, and shows a bad and a good example.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from generator.check import pages, reading, search, text, trust
from generator.check.built import Built
from generator.errors import Problem

Gate = Callable[[Built], Iterator[Problem]]
GATES: tuple[Gate, ...] = (*text.GATES, *reading.GATES, *pages.GATES, *search.GATES, *trust.GATES)


def site(built: Built) -> list[Problem]:
    """Every finding of every gate, in file order."""
    return sorted(problem for gate in GATES for problem in gate(built))


__all__ = ["GATES", "Built", "site"]
