"""What can go wrong, said to people.

``GeneratorError``
 ├── ``ContentError``      a mistake in content: carries every :class:`Problem`, exit code 1
 ├── ``UsageError``        the command was called wrongly, exit code 2
 └── ``EnvironmentFault``  the machine: disk, permissions, a lock, exit code 3
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Level = Literal["error", "warning", "overdue", "notice"]


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One mistake, where it is and what would mend it.

    ``path`` is relative to the project, ``line`` and ``column`` count from 1. An "error" stops a build, a "warning" only
    under ``--strict``, what is "overdue" only ``check --strict``, a "notice" nothing.
    """

    path: str
    line: int
    column: int
    code: str
    message: str
    hint: str = ""
    level: Level = "error"

    def __str__(self) -> str:
        hint = f" ({self.hint})" if self.hint else ""
        return f"{self.path}:{self.line}:{self.column}: {self.code} {self.message}{hint}"


class GeneratorError(Exception):
    """Base of every error this package raises on purpose."""

    exit_code = 1


class ContentError(GeneratorError):
    """Content that cannot be built: ``problems`` holds all of them, in file order."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))


class UsageError(GeneratorError):
    """The command was called in a way it does not understand."""

    exit_code = 2


class EnvironmentFault(GeneratorError):
    """The machine is in the way: disk full, no permission, another build running."""

    exit_code = 3


def suggest(word: str, known: Iterable[str]) -> str:
    """Return ``did you mean 'x'?`` for the known word nearest to ``word``, or an empty string.

    Case, hyphens and spaces are set aside first, so ``appeal-days`` finds ``appeal_days``.
    """

    def plain(text: str) -> str:
        return text.lower().replace("-", "_").replace(" ", "_")

    by_plain = {plain(name): name for name in sorted(known)}
    near = difflib.get_close_matches(plain(word), by_plain, n=1, cutoff=0.6)
    return f"did you mean '{by_plain[near[0]]}'?" if near else ""
