"""Measures a command: wall time, processor time and peak memory of its whole process tree."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

EVERY = 0.05  # seconds between two looks at the memory


@dataclass(frozen=True, slots=True)
class Run:
    """What a command took: seconds of wall and processor time, peak memory in MB (0 where it was not watched), what it said."""

    wall: float
    processor: float
    memory: float
    said: str


def run(command: Sequence[str], folder: Path, environment: Mapping[str, str] | None = None, *, watched: bool = False) -> Run:
    """Run a command in a folder. Memory is read only when ``watched``, because reading it takes time."""
    begun = time.perf_counter()
    with subprocess.Popen(
        command,
        cwd=folder,
        env={**os.environ, **(environment or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        watch = Watch(process.pid) if watched else None
        assert process.stdout
        said = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
    peak = watch.stop() if watch else 0
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}:\n{said[-2000:]}")
    return Run(wall, usage.ru_utime + usage.ru_stime, peak / 1000, said)


class Watch(threading.Thread):
    """Looks again and again at the memory of a process and its children: the sum of PSS, which counts shared pages once."""

    def __init__(self, process: int) -> None:
        super().__init__(daemon=True)
        self.process = process
        self.peak = 0
        self.ended = threading.Event()
        self.start()

    def run(self) -> None:
        """Look until told to stop."""
        while not self.ended.wait(EVERY):
            self.peak = max(self.peak, sum(memory(process) for process in tree(self.process)))

    def stop(self) -> int:
        """The peak, in kB."""
        self.ended.set()
        self.join()
        return self.peak


def tree(process: int) -> Iterator[int]:
    """A process, its children, and theirs; those that are still there."""
    yield process
    try:
        for children in list(Path(f"/proc/{process}/task").glob("*/children")):
            for child in children.read_text(encoding="utf-8").split():
                yield from tree(int(child))
    except OSError:  # it has just ended
        return


def memory(process: int) -> int:
    """The PSS of a process in kB; 0 once it has ended."""
    try:
        for line in Path(f"/proc/{process}/smaps_rollup").read_text(encoding="utf-8").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    except OSError:
        pass
    return 0
