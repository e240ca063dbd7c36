"""The ``real`` fixture of the tests in this folder. Not a ``conftest.py``: two of that name hide each other's imports."""

from __future__ import annotations

import fcntl
import os

import pytest
from real import RealSite, copy


@pytest.fixture(scope="session")
def real(tmp_path_factory: pytest.TempPathFactory) -> RealSite:
    """The repository's own content, built once for the whole run, to look at. Its own ``output/`` is left alone.

    Where tests run side by side, the first process that asks builds it, and the others wait for that.
    """
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    with (shared / "real.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        site = RealSite(shared / "real")
        if not site.root.exists():
            copy(site.root).build()
    return site
