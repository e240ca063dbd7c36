"""A tiny real project in a folder of its own, made of real files and built by the real code.

``tests/sites/tiny/content`` is 2 payers × 2 procedures × 2 denial types: five landing pages published, two cells
held, one left out. The templates are the repository's own.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest

from generator.build import Options, Site, build, make
from generator.errors import ContentError
from generator.load import load
from generator.publish import Published

REPOSITORY = Path(__file__).parent.parent
TINY = Path(__file__).parent / "sites" / "tiny" / "content"
AS_OF = date(2026, 11, 22)


@dataclass(frozen=True)
class Result:
    """What a command did: its exit code and what it said."""

    code: int
    out: str
    err: str


def quiet(stage: str, number: int) -> None:
    """Progress that nobody watches."""


class Project:
    """A project in a folder of its own: change its files, build it, look at what comes out."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @property
    def output(self) -> Path:
        """Where the site is built."""
        return self.root / "output"

    @property
    def state(self) -> Path:
        """Where a build leaves its manifest and tables."""
        return self.root / ".build"

    def write(self, files: Mapping[str, str | bytes]) -> None:
        """Write files, by path under the project."""
        for path, text in files.items():
            target = self.root / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(text.encode() if isinstance(text, str) else text)

    def edit(self, path: str, old: str, new: str) -> None:
        """Replace the first ``old`` in a file, which must hold it."""
        text = (self.root / path).read_text(encoding="utf-8")
        assert old in text, f"{path} does not hold {old!r}"
        self.write({path: text.replace(old, new, 1)})

    def options(self, *, as_of: date = AS_OF, strict: bool = False, output: Path | None = None) -> Options:
        """The options of a build of this project."""
        return Options(self.root, output or self.output, as_of, strict)

    def make(self, *, as_of: date = AS_OF, strict: bool = False, allow_removals: int = 0) -> Site:
        """The site in memory; nothing is written."""
        return make(replace(self.options(as_of=as_of, strict=strict), allow_removals=allow_removals), quiet)

    def build(self, *, as_of: date = AS_OF, strict: bool = False) -> tuple[Site, Published]:
        """Build into ``output/``."""
        return build(self.options(as_of=as_of, strict=strict), quiet)

    def problems(self, *, as_of: date = AS_OF, strict: bool = False) -> list[str]:
        """Every problem of a build that must fail, one line each."""
        with pytest.raises(ContentError) as caught:
            self.make(as_of=as_of, strict=strict)
        return [str(problem) for problem in caught.value.problems]

    def load_problems(self, *, as_of: date = AS_OF) -> list[str]:
        """Every problem of a load that must fail, one line each: quicker than a whole build."""
        with pytest.raises(ContentError) as caught:
            load(self.root, as_of)
        return [str(problem) for problem in caught.value.problems]

    def html(self, address: str) -> str:
        """The page at ``address``, as built."""
        file = f"{address}index.html" if address.endswith("/") else address
        return (self.output / file.removeprefix("/")).read_text(encoding="utf-8")

    def main(self, address: str) -> str:
        """What stands inside ``<main>`` of the page at ``address``."""
        return self.html(address).partition('<main id="main">')[2].partition("</main>")[0]

    def tree(self) -> dict[str, bytes]:
        """Every file under ``output/``: path and bytes."""
        return {
            path.relative_to(self.output).as_posix(): path.read_bytes()
            for path in sorted(self.output.rglob("*"))
            if path.is_file()
        }

    def run(self, *arguments: str, as_of: str = str(AS_OF)) -> Result:
        """``python -m generator`` in the project's folder, as a process of its own. ``as_of=""`` gives no day."""
        command = [*self.command(), *arguments]
        if as_of and "--help" not in arguments:
            command += ["--as-of", as_of]
        done = subprocess.run(
            command, cwd=self.root, env=self.environment(), capture_output=True, text=True, timeout=60, check=False
        )
        return Result(done.returncode, done.stdout, done.stderr)

    @staticmethod
    def command() -> list[str]:
        """The generator's command, warnings as errors."""
        return [sys.executable, "-W", "error", "-m", "generator"]

    @staticmethod
    def environment() -> dict[str, str]:
        """The environment for a process that runs the generator."""
        return {**os.environ, "PYTHONPATH": str(REPOSITORY)}


def tiny(root: Path) -> Project:
    """The tiny project, fresh, in ``root``."""
    shutil.copytree(TINY, root / "content")
    shutil.copytree(REPOSITORY / "site_templates", root / "site_templates")
    return Project(root)


def place(text: str, spot: str) -> str:
    """Line and column of the one place in ``text`` where ``spot`` stands; of its start when ``spot`` is empty."""
    assert spot == "" or text.count(spot) == 1, f"{spot!r} stands {text.count(spot)} times"
    before = text[: text.index(spot)]
    return f"{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10))}"
