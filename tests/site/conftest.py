"""The ``real`` fixture: the repository's own content, built once for the whole run, to look at."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
import yaml
from pages import BuiltPage, read_pages

from generator.build import Options, build
from generator.publish import Published

REPOSITORY = Path(__file__).parent.parent.parent
AS_OF = date(2026, 11, 22)  # pinned: the tests of a commit say the same on any day


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder needs the built site."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.site)


@dataclass(frozen=True)
class RealSite:
    """A copy of the project's content and templates in a folder of its own, and what was built from it."""

    root: Path

    @property
    def output(self) -> Path:
        """Where the site is built."""
        return self.root / "output"

    def build(self, output: Path | None = None) -> Published:
        """Build, into ``output/`` of the copy or elsewhere."""
        return build(Options(self.root, output or self.output, AS_OF), lambda stage, number: None)[1]

    @cached_property
    def pages(self) -> list[BuiltPage]:
        """Every page, read from its file."""
        return read_pages(self.output)

    @cached_property
    def settings(self) -> dict[str, Any]:
        """``content/site.yaml``, every value as text."""
        return read_yaml(self.root / "content" / "site.yaml")

    @cached_property
    def base(self) -> str:
        """The address the site will have."""
        return str(self.settings["base_url"])

    def page(self, address: str) -> BuiltPage:
        """The page at ``address``."""
        return next(page for page in self.pages if page.address == address)


def read_yaml(path: Path) -> dict[str, Any]:
    """A YAML file, read by no code of the generator: every value is text."""
    with path.open(encoding="utf-8") as file:
        loaded: dict[str, Any] = yaml.load(file, Loader=yaml.BaseLoader)  # noqa: S506 - BaseLoader makes only text
    return loaded


def copy(root: Path) -> RealSite:
    """The project's content and templates in ``root``, nothing built."""
    for name in ("content", "site_templates"):
        shutil.copytree(REPOSITORY / name, root / name)
    return RealSite(root)


@pytest.fixture(scope="session")
def real(tmp_path_factory: pytest.TempPathFactory) -> RealSite:
    """The real site, built once. The repository's own ``output/`` is left alone."""
    site = copy(tmp_path_factory.mktemp("real"))
    site.build()
    return site
