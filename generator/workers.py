"""Both cores: some of the work in a process of its own."""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable
from typing import TypeVar

from generator.errors import EnvironmentFault

WORTH_A_PROCESS = 1000  # pages: below that, a process costs more than it spares
T = TypeVar("T")


def beside(work: Callable[[], T]) -> Callable[[], T]:
    """Begin ``work`` in a forked process; what is returned waits for its result, or raises what it raised.

    The process sees all that stands in memory, so only the result travels. Where there is one core, or no fork, the work
    is done when its result is asked for.
    """
    if not hasattr(os, "fork") or (os.cpu_count() or 1) < 2:
        return work
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.closerange(3, writing)  # the build's lock among them: it must end with the build, not with its last helper
        os.closerange(writing + 1, 4096)
        _answer(work, writing)
    os.close(writing)

    def wait() -> T:
        with os.fdopen(reading, "rb") as pipe:
            data = pipe.read()
        os.waitpid(child, 0)
        if not data:
            raise EnvironmentFault("a part of the build was ended from outside; nothing was written")
        done, value = pickle.loads(data)
        if done:
            return value  # type: ignore[no-any-return]
        raise value

    return wait


def _answer(work: Callable[[], object], writing: int) -> None:
    """Do the work, send what came of it, and end the process without any of its parent's duties."""
    try:
        try:
            answer = pickle.dumps((True, work()))
        except BaseException as error:
            answer = pickle.dumps((False, error))
        with os.fdopen(writing, "wb") as pipe:
            pipe.write(answer)
    finally:
        os._exit(0)
