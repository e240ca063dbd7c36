"""Links of the whole built site, by lychee: an independent checker, with no network."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from real import RealSite

pytest_plugins = ["real_fixture"]
pytestmark = pytest.mark.site


def lychee(folder: Path, base: str, report: Path) -> dict[str, Any]:
    """What lychee finds in a folder of pages served at ``base``. Links to other sites are left out."""
    program = shutil.which("lychee", path=str(Path(sys.executable).parent))
    assert program, "lychee is not installed: run `make test`"
    command = [
        program,
        *("--offline", "--no-progress", "--format", "json", "--output", str(report)),
        *("--root-dir", str(folder), "--index-files", "index.html", "--include-fragments=anchor-only"),
        # The site's own absolute addresses are files too.
        *("--remap", f"^{base}/(.*)$ file://{folder}/$1"),
        str(folder),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 2), done.stderr
    found: dict[str, Any] = json.loads(report.read_text(encoding="utf-8"))
    return found


def test_no_internal_link_is_broken(real: RealSite, tmp_path: Path) -> None:
    found = lychee(real.output, real.base, tmp_path / "report.json")
    broken = {row["url"] for rows in found["error_map"].values() for row in rows}
    assert broken == set()
    assert found["successful"] > 10 * len(real.pages)


@pytest.mark.parametrize("link", ["/nowhere/", "#nowhere", "/#nowhere", "https://www.example.com/nowhere/"])
def test_a_broken_link_is_found(tmp_path: Path, link: str) -> None:
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "index.html").write_text(f'<html><body><a href="{link}">x</a><a href="/">home</a></body></html>')
    found = lychee(folder, "https://www.example.com", tmp_path / "report.json")
    assert found["errors"] == 1
