"""The content made to measure with: every page of it is published, and one seed gives one content."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from project import AS_OF, quiet

from bench import content
from generator.build import Options, make

SIZE = content.Size(payers=2, procedures=3, denial_types=2)


@pytest.mark.parametrize("handwritten", [False, True])
def test_every_cell_is_published(tmp_path: Path, handwritten: bool) -> None:
    """Content made by chance passes every gate, composed or with a narrative for each cell."""
    content.write(tmp_path / "made", SIZE, handwritten)
    site = make(Options(tmp_path / "made", tmp_path / "output", AS_OF, strict=True), quiet)
    assert len(site.cells) == 12
    assert sum(page.kind == "landing" for page in site.pages) == 12
    assert len(site.content.angles) == (12 if handwritten else 0)


def test_one_seed_gives_one_content() -> None:
    """The same seed makes the same files, another seed makes others."""
    made = list(content.files(SIZE, handwritten=True))
    assert made == list(content.files(SIZE, handwritten=True))
    assert made != list(content.files(replace(SIZE, seed=2), handwritten=True))
    assert len({name for name, _ in made}) == len(made)
