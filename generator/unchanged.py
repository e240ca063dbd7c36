"""Has anything changed since the last build? One digest answers, before anything else is even imported.

A build remembers the digest of all it read, and ``publish`` forgets it before its first write: so what is remembered
always describes a finished ``output/``. The standard library's lightest parts alone are used here: importing what a
build needs takes ten times longer than this answer.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from pathlib import Path

READ = ("content", "site_templates")  # the project's folders a build reads
PACKAGE = os.path.dirname(os.path.abspath(__file__))
LOCK_FILE = os.path.join(os.path.dirname(PACKAGE), "requirements.lock")
DEEP = 2  # folders of the output whose entries are looked at, from its root


def digest(root: Path, how: Iterable[object]) -> str:
    """Digest of all a build reads: content, templates, the generator and what it is locked to, and ``how`` it was asked."""
    found = blake2b(repr((sys.version, *how)).encode(), digest_size=16)
    for path in (*(file for name in READ for file in _files(os.path.join(root, name))), *_files(PACKAGE), LOCK_FILE):
        try:
            with open(path, "rb", buffering=0) as file:
                data = file.read()
        except OSError:  # whoever needs it says so better
            continue
        found.update(f"\0{path}\0{len(data)}\0".encode(errors="surrogateescape"))
        found.update(data)
    return found.hexdigest()


def _files(folder: str) -> Iterator[str]:
    """Every file under a folder, sorted; what Python compiled is no input."""
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        yield from (os.path.join(place, name) for name in sorted(names))


def beside(state: Path, output: Path, name: str) -> Path:
    """Where something is kept about a folder of output: each ``--output`` has its own."""
    usual = output.resolve() == state.resolve().parent / "output"
    stem, dot, suffix = name.partition(".")
    mine = "" if usual else f"-{blake2b(str(output.resolve()).encode(), digest_size=4).hexdigest()}"
    return state / f"{stem}{mine}{dot}{suffix}"


def said(state: Path, output: Path, wanted: str) -> str | None:
    """What the last build said, if it read just what ``wanted`` is the digest of and its output stands; else ``None``."""
    try:
        was, stood, words = beside(state, output, "unchanged.txt").read_text(encoding="utf-8").split("\n", 2)
    except (OSError, ValueError):
        return None
    return words if was == wanted and stood == _standing(output) else None


def remember(state: Path, output: Path, digest: str, words: str) -> None:
    """Remember what a build read and what it said, once its output stands."""
    with contextlib.suppress(OSError):  # not remembered, so the next build looks at everything
        beside(state, output, "unchanged.txt").write_text(f"{digest}\n{_standing(output)}\n{words}", encoding="utf-8")


def forget(state: Path, output: Path) -> None:
    """Remember nothing: the output is about to change."""
    beside(state, output, "unchanged.txt").unlink(missing_ok=True)


def _standing(output: Path) -> str:
    """Digest of the output's upper folders, and when something was last put into or taken out of each."""
    found = blake2b(digest_size=8)
    folders = [str(output)]
    for _ in range(DEEP + 1):
        found.update(repr([(folder, os.stat(folder).st_mtime_ns) for folder in folders if os.path.isdir(folder)]).encode())
        folders = sorted(
            entry.path for folder in folders if os.path.isdir(folder) for entry in os.scandir(folder) if entry.is_dir()
        )
    return found.hexdigest()
