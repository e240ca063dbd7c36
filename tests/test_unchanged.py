"""A build for which nothing has changed ends at one digest; whatever has changed is built."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from project import AS_OF, Project, Result

from generator import unchanged

Command = Callable[..., Result]
NOTHING = "Nothing has changed"
LANDING = "help/northfield/carpal-tunnel-release/step-therapy/index.html"


@pytest.fixture
def standing(site: Project, command: Command) -> Project:
    """The tiny site, built by the command."""
    assert command(site, "build").code == 0
    assert command(site, "build").out.startswith(NOTHING)
    return site


def stamps(site: Project) -> dict[Path, tuple[int, int]]:
    """Every file and folder of the project: inode and modification time."""
    return {path: (status.st_ino, status.st_mtime_ns) for path in site.root.rglob("*") for status in [path.stat()]}


def test_nothing_is_written_not_even_a_time(standing: Project, command: Command) -> None:
    before = stamps(standing)
    done = command(standing, "build")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith(NOTHING)
    assert stamps(standing) == before


def test_nothing_that_takes_long_is_imported(standing: Project) -> None:
    """The answer comes before Jinja2, Pydantic or YAML are even read."""
    code = "import sys, generator.cli as cli; cli.main(sys.argv[1:]); print(sorted(sys.modules))"
    asked = [sys.executable, "-c", code, "build", "--as-of", str(AS_OF)]
    done = subprocess.run(asked, cwd=standing.root, env=Project.environment(), capture_output=True, text=True, check=True)
    assert done.stdout.startswith(NOTHING)
    assert [name for name in ("jinja2", "pydantic", "yaml", "markdown", "generator.build") if f"'{name}'" in done.stdout] == []


def touch(site: Project, name: str) -> None:
    """The same bytes, written again."""
    path = site.root / name
    time.sleep(0.01)
    path.write_bytes(path.read_bytes())


def append(site: Project, name: str) -> None:
    """One more line that changes nothing a reader sees."""
    path = site.root / name
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")


def test_the_same_bytes_again_are_no_change(standing: Project, command: Command) -> None:
    touch(standing, "content/site.yaml")
    assert command(standing, "build").out.startswith(NOTHING)


@pytest.mark.parametrize(
    "change",
    [
        lambda site: append(site, "content/site.yaml"),
        lambda site: append(site, "content/payers/northfield.yaml"),
        lambda site: append(site, "site_templates/page.html.j2"),
        lambda site: append(site, "site_templates/static/style.css"),
        lambda site: (site.root / "content" / "notes.txt").write_text("new"),
        lambda site: (site.root / ".build" / "unchanged.txt").unlink(),
        lambda site: (site.root / ".build" / "unchanged.txt").write_text("damaged"),
        lambda site: (site.output / "help").rename(site.output / "elsewhere"),
        lambda site: (site.output / "help" / "northfield").rename(site.output / "help" / "moved"),
    ],
)
def test_any_change_is_looked_at(change: Callable[[Project], object], standing: Project, command: Command) -> None:
    change(standing)
    done = command(standing, "build")
    assert (done.out and not done.out.startswith(NOTHING)) or done.code == 1  # a file nobody reads is a mistake
    assert (standing.output / LANDING).exists()


def test_another_day_or_another_way_to_ask_is_a_change(standing: Project, command: Command) -> None:
    assert not command(standing, "build", as_of="2026-11-23").out.startswith(NOTHING)
    assert not command(standing, "build").out.startswith(NOTHING)
    assert not command(standing, "build", "--strict").out.startswith(NOTHING)
    assert not command(standing, "build", "--force", "--strict").out.startswith(NOTHING)


def test_code_and_lock_file_are_inputs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "generator"
    package.mkdir()
    (package / "build.py").write_text("one")
    monkeypatch.setattr(unchanged, "PACKAGE", str(package))
    monkeypatch.setattr(unchanged, "LOCK_FILE", str(tmp_path / "requirements.lock"))
    seen = {unchanged.digest(tmp_path, ())}
    (package / "build.py").write_text("two")
    seen.add(unchanged.digest(tmp_path, ()))
    (tmp_path / "requirements.lock").write_text("jinja2==3")
    seen.add(unchanged.digest(tmp_path, ()))
    (package / "__pycache__").mkdir()
    (package / "__pycache__" / "build.pyc").write_text("compiled")
    seen.add(unchanged.digest(tmp_path, ()))
    assert len(seen) == 3


def test_a_build_that_failed_or_was_cut_off_is_not_remembered(standing: Project, command: Command) -> None:
    """A mistake is told again and again, and what was remembered does not hide it."""
    file = standing.root / "content" / "site.yaml"
    good = file.read_text(encoding="utf-8")
    file.write_text(f"{good}odd: 1\n", encoding="utf-8")
    assert [command(standing, "build").code for _ in range(2)] == [1, 1]
    file.write_text(good, encoding="utf-8")
    assert command(standing, "build").out.startswith(NOTHING)
    unchanged.forget(standing.root / ".build", standing.output)
    assert not command(standing, "build").out.startswith(NOTHING)


def test_nothing_is_judged_only_to_measure(standing: Project, command: Command) -> None:
    """Without gates everything is published, but never into the folder that is deployed."""
    before = stamps(standing)
    refused = command(standing, "build", "--no-check")
    assert (refused.code, "an --output of its own" in refused.err) == (2, True)
    assert {path: stamp for path, stamp in stamps(standing).items() if ".build" not in path.parts} == {
        path: stamp for path, stamp in before.items() if ".build" not in path.parts
    }
    done = command(standing, "build", "--no-check", "--output", "elsewhere")
    assert done.code == 0
    assert " 0 held" in done.out
    held = standing.root / "elsewhere" / "help" / "medicare" / "carpal-tunnel-release" / "step-therapy" / "index.html"
    assert held.exists() and not (standing.output / held.relative_to(standing.root / "elsewhere")).exists()


def test_what_cannot_be_remembered_is_only_forgotten(tmp_path: Path) -> None:
    """A disk that takes no more at the very end costs the next build its short cut, and nothing else."""
    unchanged.remember(tmp_path / "no" / "such" / "folder", tmp_path, "digest", "words")
    assert unchanged.said(tmp_path / "no" / "such" / "folder", tmp_path, "digest") is None
