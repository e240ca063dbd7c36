"""Equal section keys mean equal sections: a section is rendered once for its key, so another value would be lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from project import AS_OF, REPOSITORY, tiny

from generator.compose import landings, others
from generator.cross import cross
from generator.load import load
from generator.page import Section


@pytest.mark.parametrize("real", [False, pytest.param(True, marks=pytest.mark.site)], ids=["tiny", "real"])
def test_a_key_has_one_value(real: bool, tmp_path: Path) -> None:
    """On the tiny site and on the real content, over every page there could be."""
    content = load(REPOSITORY if real else tiny(tmp_path / "project").root, AS_OF)
    first: dict[tuple[str, ...], Section] = {}
    for page in (*landings(content, cross(content)), *others(content)):
        for section in page.sections:
            known = first.setdefault(section.key, section)
            assert known is section or known == section, f"{page.address} has another section for {section.key}"
    assert len(first) > 50
