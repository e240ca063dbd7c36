"""Some of the work in a process of its own: its result, its errors, and nothing of its parent's that it could keep."""

from __future__ import annotations

import fcntl
import os
import signal
import time
from pathlib import Path

import pytest

from generator.errors import ContentError, EnvironmentFault, Problem
from generator.workers import beside


def test_the_result_travels() -> None:
    """Also one that fills the pipe many times over."""
    here = os.getpid()
    where, big = beside(lambda: (os.getpid(), "x" * 3_000_000))()
    assert where != here
    assert len(big) == 3_000_000


def test_two_at_once() -> None:
    first, second = beside(lambda: 1), beside(lambda: 2)
    assert (second(), first()) == (2, 1)


def test_what_it_raises_is_raised_here() -> None:
    def fail() -> None:
        raise ContentError([Problem("content/a.yaml", 1, 2, "E102", "unknown key")])

    waiting = beside(fail)
    with pytest.raises(ContentError) as caught:
        waiting()
    assert [str(problem) for problem in caught.value.problems] == ["content/a.yaml:1:2: E102 unknown key"]


def test_one_that_was_killed_is_told() -> None:
    waiting = beside(lambda: os.kill(os.getpid(), signal.SIGKILL))
    with pytest.raises(EnvironmentFault, match="ended from outside"):
        waiting()


def test_it_does_not_keep_the_lock_of_a_build(tmp_path: Path) -> None:
    """A build that was killed must not stay locked until its helper is done."""
    path = tmp_path / "lock"
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        waiting = beside(lambda: time.sleep(3))
    begun = time.monotonic()
    with path.open("w") as lock:
        while time.monotonic() < begun + 2:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                time.sleep(0.05)
        else:
            pytest.fail("the helper still holds the lock")
    waiting()


def test_without_a_second_core_the_work_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    assert beside(os.getpid)() == os.getpid()
