"""Stage 8, ``publish``: the only writer of ``output/``.

Only what changed is written, each file whole; only what the manifest lists is deleted. The manifest says
"unfinished" before the first write and "finished" after the last, so that an interrupted run is recognised by
``serve`` and completed by the next build.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.errors import EnvironmentFault, UsageError
from generator.unchanged import beside, forget

MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class Published:
    """What a publish did, in files and bytes. ``foreign`` are files in the folder that are not ours: kept."""

    written: int
    deleted: int
    kept: int
    size: int
    foreign: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Manifest:
    """What stands in ``output/``: digest by path, and whether the last publish got to its end."""

    finished: bool
    files: Mapping[str, str]

    @classmethod
    def read(cls, state: Path, output: Path) -> Manifest:
        """The manifest of the last publish into ``output``; an empty finished one where there was none."""
        path = beside(state, output, MANIFEST)
        if not path.exists():
            return cls(True, {})
        try:
            data = json.loads(path.read_text())
            files = dict(data["files"])
            if any(name.startswith("/") or ".." in name.split("/") for name in files):
                raise ValueError("a path that leaves the folder")
            return cls(bool(data["finished"]), files)
        except (ValueError, KeyError, TypeError):
            return cls(False, {})  # a damaged manifest: trust nothing, compare every file

    def write(self, state: Path, output: Path) -> None:
        """Write the manifest whole."""
        state.mkdir(parents=True, exist_ok=True)
        data = {"finished": self.finished, "files": dict(sorted(self.files.items()))}
        _replace(beside(state, output, MANIFEST), json.dumps(data).encode())


@contextlib.contextmanager
def only_builder(state: Path) -> Iterator[None]:
    """Hold the build's lock; raises :class:`EnvironmentFault` when another build runs."""
    with faults("cannot use", state):
        state.mkdir(parents=True, exist_ok=True)
        lock = (state / "lock").open("w")
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise EnvironmentFault(f"another build is running on {state}: wait for it to end") from error
        yield


@contextlib.contextmanager
def faults(what: str, path: Path) -> Iterator[None]:
    """Turn a fault of the disk into one line with its cause and path."""
    try:
        yield
    except OSError as error:
        raise EnvironmentFault(f"{what} {error.filename or path}: {error.strerror or error}") from error


def refuse_unsafe(root: Path, output: Path) -> None:
    """Raise :class:`UsageError` if writing to ``output`` could harm the sources, a home or the whole disk."""
    target, source = output.resolve(), root.resolve()
    if target == source or target in source.parents or target == Path.home().resolve():
        raise UsageError(f"--output {output}: this folder holds more than the site; choose one of its own")
    for name in ("content", "site_templates", "generator", "tests", "docs", ".git", ".build", "bench"):
        if target == source / name or source / name in target.parents:
            raise UsageError(f"--output {output}: lies inside {name}/, which the build reads; choose another folder")


def publish(files: Mapping[str, bytes], output: Path, state: Path, tables: Mapping[str, bytes]) -> Published:
    """Bring ``output`` to hold exactly ``files`` (and what was never ours).

    ``files`` maps paths under ``output`` to bytes; ``state`` is the folder of the manifest, where ``tables`` are
    left too. Raises :class:`EnvironmentFault` with the path when the disk refuses; the next call completes the work.
    """
    before = Manifest.read(state, output)
    after = {path: hashlib.blake2b(data, digest_size=16).hexdigest() for path, data in files.items()}
    trusted = before.files if before.finished else {}
    changed = [path for path in sorted(files) if trusted.get(path) != after[path] or not _stands(f"{output}/{path}", files[path])]
    if not before.finished:
        changed = [path for path in changed if not _equal(output / path, files[path])]
    stale = sorted(path for path in before.files if path not in after)
    foreign = tuple(sorted(_foreign(output, {*before.files, *after})))
    size = sum(len(data) for data in files.values())
    with faults("cannot write", output):
        if changed or stale or not before.finished or not all(_equal(state / name, data) for name, data in tables.items()):
            forget(state, output)
            Manifest(False, {**dict.fromkeys(after, ""), **before.files}).write(state, output)
            _write(files, changed, output)
            for path in stale:
                (output / path).unlink(missing_ok=True)
                _remove_empty(output / path, output)
            if not before.finished:
                for path in files:
                    Path(_part(output / path)).unlink(missing_ok=True)
            for name, data in tables.items():
                keep(state / name, data)
            Manifest(True, after).write(state, output)
    return Published(len(changed), len(stale), len(files) - len(changed), size, foreign)


def _write(files: Mapping[str, bytes], changed: Iterable[str], output: Path) -> None:
    output.mkdir(parents=True, exist_ok=True)
    made = {""}
    for path in changed:
        _make(path.rpartition("/")[0], output, made)
        _replace(f"{output}/{path}", files[path])


def _make(folder: str, output: Path, made: set[str]) -> None:
    """Make a folder under ``output``, and those above it, unless it is among those ``made``; a link out of it is refused."""
    if folder in made:
        return
    _make(folder.rpartition("/")[0], output, made)
    path = f"{output}/{folder}"
    try:
        os.mkdir(path)  # one call a folder: pathlib's mkdir and resolve took half the time of a first publish
    except FileExistsError:
        if not Path(path).resolve().is_relative_to(output.resolve()):
            raise EnvironmentFault(f"{path} is a link that leads out of {output}: remove it") from None
        if not os.path.isdir(path):
            raise
    made.add(folder)


def _stands(path: str, data: bytes) -> bool:
    try:
        return os.stat(path).st_size == len(data)
    except OSError:
        return False


def _equal(path: Path, data: bytes) -> bool:
    try:
        return path.read_bytes() == data
    except OSError:
        return False


def _foreign(output: Path, ours: set[str]) -> Iterator[str]:
    for folder, _, names in os.walk(output):
        inside = folder[len(str(output)) :].strip("/")
        for name in names:
            path = f"{inside}/{name}" if inside else name
            if path not in ours and not name.endswith(".part"):
                yield path


def keep(path: Path, data: bytes) -> None:
    """Write a file whole, unless it already holds just this."""
    if not _equal(path, data):
        _replace(path, data)


def _replace(path: str | Path, data: bytes) -> None:
    """Put a whole file in place: what is half written bears another name."""
    part = _part(path)
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o666)
    try:
        left = memoryview(data)
        while left:
            left = left[os.write(descriptor, left) :]
    finally:
        os.close(descriptor)
    os.replace(part, path)


def _part(path: str | Path) -> str:
    folder, name = os.path.split(path)
    return f"{folder}/.{name}.part" if folder else f".{name}.part"


def _remove_empty(path: Path, output: Path) -> None:
    for parent in path.parents:
        if parent == output:
            return
        try:
            parent.rmdir()
        except OSError:
            return
