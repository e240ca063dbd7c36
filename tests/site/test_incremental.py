"""Building again over what was built, with the real content: R02 and R03."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from real import REPOSITORY, RealSite

pytestmark = pytest.mark.site

PAYER = "cigna"
Stamp = tuple[int, int]


@pytest.fixture(scope="module")
def part(tmp_path_factory: pytest.TempPathFactory) -> RealSite:
    """The real site with four payers, built."""
    site = RealSite(tmp_path_factory.mktemp("part"))
    for name in ("content", "site_templates"):
        shutil.copytree(REPOSITORY / name, site.root / name)
    site.keep_payers("cigna", "kaiser-permanente", "medicare", "medicare-advantage")
    site.build()
    return site


@pytest.fixture
def mine(part: RealSite, tmp_path: Path) -> RealSite:
    """A copy of the built site to build again, modification times kept."""
    shutil.copytree(part.root, tmp_path / "project")
    return RealSite(tmp_path / "project")


def stamps(site: RealSite) -> dict[str, Stamp]:
    """Every file and folder of the output: inode and modification time."""
    return {
        path.relative_to(site.output).as_posix(): (status.st_ino, status.st_mtime_ns)
        for path in (site.output, *site.output.rglob("*"))
        for status in [path.stat()]
    }


def tree(output: Path) -> dict[str, bytes]:
    """Every file of an output and its bytes."""
    return {path.relative_to(output).as_posix(): path.read_bytes() for path in output.rglob("*") if path.is_file()}


def test_nothing_changed_writes_nothing(mine: RealSite) -> None:
    before = stamps(mine)
    done = mine.build()
    assert (done.written, done.deleted) == (0, 0)
    assert done.kept == len(tree(mine.output))
    assert stamps(mine) == before


def test_one_payer_edited_rewrites_what_changed(mine: RealSite, tmp_path: Path) -> None:
    stood, stamped = tree(mine.output), stamps(mine)
    file = mine.root / "content" / "payers" / f"{PAYER}.yaml"
    head, filing, rest = file.read_text(encoding="utf-8").partition("\nfiling:\n")
    text = "text: >-\n      "
    file.write_text(head + filing + rest.replace(text, f"{text}Keep the envelope too. ", 1), encoding="utf-8")

    done = mine.build()

    now = tree(mine.output)
    changed = {name for name in stood | now if stood.get(name) != now.get(name)}
    written = {name for name, stamp in stamps(mine).items() if stamped.get(name) != stamp and name in now}
    assert written == changed
    assert done.written == len(changed) > 0
    assert f"help/{PAYER}/index.html" in changed or f"help/{PAYER}/spinal-fusion-lumbar/step-therapy/index.html" in changed
    assert {name for name in changed if PAYER not in name} == set()
    assert all(b"Keep the envelope too." in now[name] for name in changed)

    clean = RealSite(tmp_path / "clean")
    for name in ("content", "site_templates"):
        shutil.copytree(mine.root / name, clean.root / name)
    clean.build()
    assert tree(clean.output) == now
