"""The real site: a copy of the project's own content and templates, and what is built from it."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml
from pages import BuiltPage, read_pages

from generator.build import Options, build
from generator.publish import Published

REPOSITORY = Path(__file__).parent.parent.parent
AS_OF = date(2026, 11, 22)  # pinned: the tests of a commit say the same on any day


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

    def keep_payers(self, *slugs: str) -> None:
        """Leave out every other payer: what holds of a build's way of working shows on a part of the site, sooner."""
        for file in (self.root / "content" / "payers").glob("*.yaml"):
            if file.stem not in slugs:
                file.unlink()
        for folder in (self.root / "content" / "angles").iterdir():
            if folder.name not in slugs:
                shutil.rmtree(folder)

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
        loaded: dict[str, Any] = yaml.load(file, Loader=yaml.BaseLoader)
    return loaded


def copy(root: Path) -> RealSite:
    """The project's content and templates in ``root``, nothing built."""
    for name in ("content", "site_templates"):
        shutil.copytree(REPOSITORY / name, root / name)
    return RealSite(root)
