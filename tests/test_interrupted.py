"""A build killed at any moment: nothing is half written, nobody takes it for finished, the next build completes it.

The build runs as a process of its own and kills itself with SIGKILL just before the n-th time it touches the
file system below ``output/`` or ``.build/``, or before it touches a file of a name; Python's audit events tell when.
"""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from project import AS_OF, Project, Result

NORTHFIELD = "content/payers/northfield.yaml"
MOMENTS = 6  # evenly spread over everything a build does to the disk
KILLED = """
import os, signal, sys
from generator.cli import main
moment, seen = sys.argv[1], 0
def touch(event, arguments):
    global seen
    if event not in ("open", "os.rename", "os.remove", "os.mkdir", "os.rmdir"):
        return
    path = os.path.abspath(os.fsdecode(arguments[0])) if isinstance(arguments[0], str | bytes | os.PathLike) else ""
    reading = event == "open" and not arguments[2] & (os.O_WRONLY | os.O_RDWR)
    if not reading and path.startswith((os.path.abspath("output"), os.path.abspath(".build"))):
        seen += 1
        if str(seen) == moment or os.path.basename(path).startswith((moment, f".{moment}")):
            os.kill(os.getpid(), getattr(signal, sys.argv[2]))
sys.addaudithook(touch)
code = main(["build", "--quiet", "--as-of", sys.argv[3]])
print(seen)
sys.exit(code)
"""
HOLD = """
import fcntl, time

lock = open(".build/lock", "w")
fcntl.flock(lock, fcntl.LOCK_EX)
print("held", flush=True)
time.sleep(60)
"""
Command = Callable[..., Result]


def interrupted(project: Project, moment: int | str, signal_name: str = "SIGKILL") -> subprocess.CompletedProcess[str]:
    """Build; the process gets the signal just before its ``moment``-th touch of the disk, or of the file so named."""
    return subprocess.run(
        [sys.executable, "-c", KILLED, str(moment), signal_name, str(AS_OF)],
        cwd=project.root,
        env=project.environment(),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def change(project: Project) -> None:
    """Give much to write and something to delete: another name, another slug."""
    project.edit(NORTHFIELD, "slug: northfield\nname: Northfield", "slug: westfield\nname: Westfield")


@pytest.fixture(scope="module")
def changed(built_once: Project, tmp_path_factory: pytest.TempPathFactory) -> tuple[Project, dict[str, bytes], int]:
    """A project built, then changed; the tree a clean build of it gives; how often its build touches the disk."""
    before = Project(tmp_path_factory.mktemp("changed") / "project")
    shutil.copytree(built_once.root, before.root)
    change(before)
    clean = Project(tmp_path_factory.mktemp("clean") / "project")
    shutil.copytree(before.root, clean.root)
    touches = int(interrupted(clean, 0).stdout)
    shutil.rmtree(clean.output)
    shutil.rmtree(clean.state)
    clean.build()
    return before, clean.tree(), touches


def finished(project: Project) -> bool:
    """Whether the manifest says that the last publish got to its end."""
    return bool(json.loads((project.state / "manifest.json").read_text())["finished"])


@pytest.mark.parametrize("part", range(1, MOMENTS + 1))
def test_killed_while_publishing(
    changed: tuple[Project, dict[str, bytes], int], tmp_path: Path, command: Command, part: int
) -> None:
    before, wanted, touches = changed
    assert touches > 60, "renaming a payer touches many files"
    old = before.tree()
    project = Project(tmp_path / "project")
    shutil.copytree(before.root, project.root)

    assert interrupted(project, touches * part // MOMENTS).returncode == -signal.SIGKILL

    tree = {path: data for path, data in project.tree().items() if not path.endswith(".part")}
    for path, data in tree.items():
        assert data in (old.get(path), wanted.get(path)), f"{path} is half written"
    if finished(project):
        assert tree in (old, wanted)
    else:
        done = command(project, "serve", "--port", "0")
        assert (done.code, done.out) == (2, "")
        assert done.err.startswith("the last publish was interrupted")
        assert command(project, "release").code == 2
    assert command(project, "build").code == 0
    assert project.tree() == wanted
    assert finished(project)


def test_killed_in_the_first_build(site: Project, built_once: Project, command: Command) -> None:
    assert interrupted(site, 40).returncode == -signal.SIGKILL
    assert not finished(site)
    assert command(site, "serve", "--port", "0").code == 2
    assert command(site, "build").code == 0
    assert site.tree() == built_once.tree()


@pytest.mark.parametrize(("name", "code"), [("SIGINT", 130), ("SIGTERM", 130)])
def test_stopped_by_a_person_or_a_machine(
    changed: tuple[Project, dict[str, bytes], int], tmp_path: Path, command: Command, name: str, code: int
) -> None:
    before, wanted, touches = changed
    project = Project(tmp_path / "project")
    shutil.copytree(before.root, project.root)
    done = interrupted(project, touches // 2, name)
    assert done.returncode == code
    assert "Traceback" not in done.stderr
    assert not finished(project)
    assert command(project, "build").code == 0
    assert project.tree() == wanted


def test_a_manifest_left_unfinished_is_completed(built: Project, command: Command) -> None:
    wanted = built.tree()
    manifest = json.loads((built.state / "manifest.json").read_text())
    built.write({".build/manifest.json": json.dumps({**manifest, "finished": False})})
    (built.output / "terms/index.html").write_bytes(wanted["about/index.html"])
    assert command(built, "serve", "--port", "0").code == 2
    _, done = built.build()
    assert done.written == 1
    assert built.tree() == wanted
    assert finished(built)


def test_the_second_of_two_builds_stops(built: Project, running: Callable[..., subprocess.Popen[str]]) -> None:
    other = running(sys.executable, "-c", HOLD, cwd=built.root)
    assert other.stdout is not None and other.stdout.readline() == "held\n"
    before = built.tree()
    built.edit("content/pages/terms.md", "nothing more", "no more than that")
    done = built.run("build", "--quiet")
    assert (done.code, done.out) == (3, "")
    assert len(done.err.splitlines()) == 1 and "another build is running" in done.err
    assert built.tree() == before
    other.kill()
    other.wait()
    assert built.run("build", "--quiet").code == 0


def test_no_part_of_a_file_stays(built: Project) -> None:
    manifest = json.loads((built.state / "manifest.json").read_text())
    built.write({".build/manifest.json": json.dumps({**manifest, "finished": False})})
    built.write({"output/terms/.index.html.part": "<!doctype html><tit"})
    built.build()
    assert [path for path in built.tree() if path.endswith(".part")] == []


@pytest.mark.parametrize("name", ["published.tsv", "refs.tsv", "manifest.json"])
def test_a_release_is_of_what_stands_in_output(
    changed: tuple[Project, dict[str, bytes], int], tmp_path: Path, command: Command, name: str
) -> None:
    project = Project(tmp_path / "project")
    shutil.copytree(changed[0].root, project.root)
    assert interrupted(project, name).returncode == -signal.SIGKILL
    if command(project, "release").code == 0:
        rows = (project.root / "content/published.tsv").read_text().splitlines()[1:]
        live = [address for address, _, _, status in (row.split("\t") for row in rows) if status == "live"]
        assert [address for address in live if f"{address[1:]}index.html" not in project.tree()] == []
