"""The ``real`` fixture: the repository's own content, built once for the whole run, to look at."""

from __future__ import annotations

from pathlib import Path

import pytest
from real import RealSite, copy


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder needs the built site."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.site)


@pytest.fixture(scope="session")
def real(tmp_path_factory: pytest.TempPathFactory) -> RealSite:
    """The real site, built once. The repository's own ``output/`` is left alone."""
    site = copy(tmp_path_factory.mktemp("real"))
    site.build()
    return site
