"""``publish``: only what changed is written, only what is listed is deleted, nothing outside is touched."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from project import Project, Result

NORTHFIELD, CARPAL = "content/payers/northfield.yaml", "content/procedures/carpal-tunnel-release.yaml"
Command = Callable[..., Result]
CELL = "help/northfield/carpal-tunnel-release/step-therapy/index.html"


def times(project: Project) -> dict[str, int]:
    """When each file under ``output/`` was last written."""
    return {path: (project.output / path).stat().st_mtime_ns for path in project.tree()}


def age(project: Project) -> dict[str, int]:
    """Make every file an hour old, so that any write shows. Returns the times."""
    for path in project.tree():
        file = project.output / path
        os.utime(file, ns=(file.stat().st_atime_ns, file.stat().st_mtime_ns - 3600 * 10**9))
    return times(project)


def drop_a_cell(project: Project) -> None:
    """Leave one published cell out, so that its file becomes stale."""
    text = (project.root / NORTHFIELD).read_text()
    rule = "denial_types: [step-therapy]\n    procedures: [carpal-tunnel-release]"
    project.write({NORTHFIELD: f"{text}left_out:\n  - {rule}\n    reason: It does not happen.\n"})


def test_a_second_build_writes_nothing(built: Project) -> None:
    before = age(built)
    _, done = built.build()
    assert (done.written, done.deleted, done.kept) == (0, 0, len(before))
    assert times(built) == before


def test_only_what_changed_is_written(built: Project) -> None:
    before, tree = age(built), built.tree()
    built.edit("content/pages/terms.md", "nothing more", "no more than that")
    _, done = built.build()
    after = times(built)
    written = {path for path in after if after[path] != before[path]}
    assert written == {path for path, data in built.tree().items() if tree[path] != data} == {"terms/index.html"}
    assert done.written == 1


def test_a_changed_text_is_written_wherever_it_is_shown_and_nowhere_else(built: Project) -> None:
    age(built)
    before, tree = times(built), built.tree()
    built.edit(NORTHFIELD, "sorted by number", "sorted by its number")
    built.build()
    after, changed = times(built), built.tree()
    assert {path for path in after if after[path] != before[path]} == {
        path for path, data in changed.items() if tree[path] != data
    }
    assert all("northfield" in path for path in changed if tree[path] != changed[path])


@pytest.mark.parametrize("harm", ["delete", "cut", "grow"])
def test_a_file_that_was_harmed_is_restored(built: Project, harm: str) -> None:
    tree, target = built.tree(), built.output / CELL
    if harm == "delete":
        target.unlink()
    else:
        target.write_bytes(tree[CELL][:100] if harm == "cut" else tree[CELL] + b"x")
    _, done = built.build()
    assert done.written == 1
    assert built.tree() == tree


def test_what_is_no_longer_made_is_deleted_with_its_empty_folder(built: Project) -> None:
    drop_a_cell(built)
    _, done = built.build()
    assert done.deleted == 1
    assert not (built.output / CELL).parent.exists()
    assert (built.output / CELL).parent.parent.exists()


def test_what_is_not_ours_is_kept_and_told(built: Project, command: Command) -> None:
    foreign = {"verify.html": "mine", f"{CELL.removesuffix('index.html')}note.txt": "mine", ".well-known/x": "mine"}
    built.write({f"output/{path}": text for path, text in foreign.items()})
    drop_a_cell(built)
    _, done = built.build()
    assert set(done.foreign) == set(foreign)
    tree = built.tree()
    assert {path: tree[path].decode() for path in foreign} == foreign
    assert CELL not in tree
    said = command(built, "build").out
    assert "3 files in " in said and "are not ours and were kept" in said and ".well-known/x" in said


def test_two_ways_to_the_same_site_give_the_same_bytes(built: Project, tmp_path_factory: pytest.TempPathFactory) -> None:
    drop_a_cell(built)
    built.build()
    clean = Project(tmp_path_factory.mktemp("clean"))
    for folder in ("content", "site_templates"):
        shutil.copytree(built.root / folder, clean.root / folder)
    clean.build()
    assert built.tree() == clean.tree()


@pytest.mark.parametrize(
    "manifest", [b"", b"{", b"[]", b'{"finished": true}', b"\xff\xfe\x00", b'{"finished": true, "files": 3}']
)
def test_a_damaged_manifest_is_not_trusted(built: Project, command: Command, manifest: bytes) -> None:
    tree = built.tree()
    (built.output / CELL).write_bytes(tree[CELL].replace(b"Northfield", b"Westfields"))
    (built.state / "manifest.json").write_bytes(manifest)
    assert command(built, "serve", "--port", "0").code == 2
    built.build()
    assert built.tree() == tree
    assert json.loads((built.state / "manifest.json").read_text())["finished"] is True


def test_a_mistake_leaves_everything_as_it_was(built: Project, command: Command) -> None:
    before, manifest = age(built), (built.state / "manifest.json").read_bytes()
    built.edit(CARPAL, "kind: surgery", "kind: surgury")
    assert command(built, "build").code == 1
    assert times(built) == before
    assert (built.state / "manifest.json").read_bytes() == manifest


# Where it will not write.


@pytest.mark.parametrize(
    "output", [".", "..", "/", "~", "content", "content/site", "site_templates", ".build", ".git/x", "tests"]
)
def test_an_unsafe_folder_is_refused(site: Project, command: Command, output: str) -> None:
    before = sorted(site.root.rglob("*"))
    done = command(site, "build", "--output", str(Path(output).expanduser()))
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("--output ") and len(done.err.splitlines()) == 1
    assert sorted(site.root.rglob("*")) == before


def test_a_link_to_an_unsafe_folder_is_refused(site: Project, command: Command) -> None:
    site.output.symlink_to(site.root / "content")
    assert command(site, "build").code == 2


def one_fault(command: Command, project: Project, *arguments: str, path: str) -> None:
    """The build stops with exit code 3 and one line that names the path."""
    done = command(project, "build", "--quiet", *arguments)
    assert (done.code, done.out) == (3, "")
    assert len(done.err.splitlines()) == 1 and path in done.err


@pytest.mark.skipif(not Path("/sys").is_dir(), reason="needs a folder nobody may write to")
def test_a_folder_that_cannot_be_written_is_one_line(site: Project, command: Command) -> None:
    one_fault(command, site, "--output", "/sys/site", path="/sys/site")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_folder_is_one_line(built: Project, command: Command) -> None:
    built.edit("content/pages/terms.md", "nothing more", "no more than that")
    (built.output / "terms").chmod(0o555)
    one_fault(command, built, path="terms")
    (built.output / "terms").chmod(0o755)
    built.build()
    assert "no more than that" in built.main("/terms/")


@pytest.mark.parametrize("harm", ["help", "help/northfield", "index.html/x"])
def test_something_else_in_the_way_is_one_line(site: Project, command: Command, harm: str) -> None:
    site.write({f"output/{harm}": "a file where a folder belongs, or a folder where a file does"})
    one_fault(command, site, path=harm.split("/")[0])
    assert command(site, "serve", "--port", "0").code == 2
    (site.output / harm).unlink()
    if harm.startswith("index"):
        (site.output / "index.html").rmdir()
    site.build()


def test_a_disk_that_takes_no_more_is_one_line_and_the_next_build_completes(built: Project, command: Command) -> None:
    clean = built.tree()
    for path in clean:
        (built.output / path).unlink()
    limited = ["sh", "-c", 'ulimit -f 40 && exec "$@"', "sh", *built.command(), "build", "--quiet", "--as-of", "2026-11-22"]
    done = subprocess.run(limited, cwd=built.root, env=built.environment(), capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (3, "")
    assert len(done.stderr.splitlines()) == 1 and "File too large" in done.stderr
    assert command(built, "serve", "--port", "0").code == 2
    assert all(clean[path] == data for path, data in built.tree().items() if not path.endswith(".part"))
    built.build()
    assert built.tree() == clean


# What it does not do well yet.


def test_a_manifest_cannot_delete_outside(built: Project) -> None:
    manifest = json.loads((built.state / "manifest.json").read_text())
    manifest["files"]["../mine.txt"] = "0" * 32
    built.write({".build/manifest.json": json.dumps(manifest), "mine.txt": "mine"})
    built.build()
    assert (built.root / "mine.txt").exists()


def test_nothing_is_written_through_a_link_out_of_the_tree(
    site: Project, command: Command, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside")
    site.output.mkdir()
    (site.output / "help").symlink_to(outside)
    command(site, "build")
    assert list(outside.iterdir()) == []


def test_a_build_into_another_folder_forgets_nothing(built: Project, command: Command) -> None:
    drop_a_cell(built)
    assert command(built, "build", "--output", "other").code == 0
    built.build()
    assert CELL not in built.tree()
