"""The ``real`` fixture of the tests in this folder. Not a ``conftest.py``: two of that name hide each other's imports."""

from __future__ import annotations

import pytest
from real import RealSite, copy


@pytest.fixture(scope="session")
def real(tmp_path_factory: pytest.TempPathFactory) -> RealSite:
    """The repository's own content, built once for the whole run, to look at. Its own ``output/`` is left alone."""
    site = copy(tmp_path_factory.mktemp("real"))
    site.build()
    return site
