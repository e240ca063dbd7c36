"""R02 and R03: after any history of edits, what stands is what a clean build makes; what did not change is not written.

HISTORIES sets how many histories of five edits are tried; each has its own seed, which the test's name says.
"""

from __future__ import annotations

import datetime
import os
import random
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from project import AS_OF, Project, tiny

from generator import unchanged
from generator.cli import main

pytestmark = pytest.mark.site

HISTORIES = int(os.environ.get("HISTORIES", "100"))
EDITS = 5
WORDS = ("Bring the letter.", "Ask twice.", "Keep a copy.", "Note the name.", "Call again.")
Stamp = tuple[int, int]
Edit = Callable[[random.Random, Project], object]


def pick(chance: random.Random, site: Project, pattern: str) -> Path:
    """One of the project's files."""
    return chance.choice(sorted(site.root.glob(pattern)))


def change(path: Path, old: str, new: str, chance: random.Random) -> None:
    """Another text at one of the places where ``old`` matches."""
    text = path.read_text(encoding="utf-8")
    places = list(re.finditer(old, text, re.M))
    if places:
        place = chance.choice(places)
        path.write_text(text[: place.start()] + place.expand(new) + text[place.end() :], encoding="utf-8")


def say_more(chance: random.Random, site: Project) -> None:
    """One text says a sentence more."""
    change(pick(chance, site, "content/*/*.yaml"), r"(text: .*|text: >-\n +.*)$", rf"\1 {chance.choice(WORDS)}", chance)


def write_badly(chance: random.Random, site: Project) -> None:
    """One key is misspelled: the build must fail, and leave what stands."""
    change(pick(chance, site, "content/payers/*.yaml"), r"^name:", "nmae:", chance)


def alter_template(chance: random.Random, site: Project) -> None:
    """A section's template, or the page's, has a class more."""
    change(pick(chance, site, "site_templates/**/*.j2"), r'class="', rf'class="a{chance.randrange(100)} ', chance)


def alter_style(chance: random.Random, site: Project) -> None:
    """The stylesheet has a line more, and with it another address."""
    path = site.root / "site_templates" / "static" / "style.css"
    path.write_text(f"{path.read_text(encoding='utf-8')}\n/* {chance.randrange(1000)} */\n", encoding="utf-8")


def alter_settings(chance: random.Random, site: Project) -> None:
    """The site has another name for itself."""
    change(site.root / "content" / "site.yaml", r"^(tagline: .*)$", rf"\1 {chance.choice(WORDS)}", chance)


def add_page(chance: random.Random, site: Project) -> None:
    """A page of the site's own comes, or goes."""
    path = site.root / "content" / "pages" / "more.md"
    if path.exists():
        path.unlink()
    else:
        text = (site.root / "content" / "pages" / "terms.md").read_text(encoding="utf-8")
        path.write_text(re.sub(r"/terms/", "/more/", text).replace("Terms", "More terms"), encoding="utf-8")


def lose_payer_facts(chance: random.Random, site: Project) -> None:
    """A payer's whole word on its procedures goes: its pages are held, and leave the output."""
    path = pick(chance, site, "content/payers/*.yaml")
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r"^procedures:\n(?:(?: .*)?\n)*", "", text, flags=re.M), encoding="utf-8")


def touch(chance: random.Random, site: Project) -> None:
    """The same bytes, written again: no change."""
    path = pick(chance, site, "content/**/*.*")
    path.write_bytes(path.read_bytes())


def tamper(chance: random.Random, site: Project) -> None:
    """A folder of the output is taken away by hand."""
    shutil.rmtree(pick(chance, site, "output/*/*/"), ignore_errors=True)


EDITED: tuple[Edit, ...] = (
    say_more, say_more, say_more, write_badly, alter_template, alter_style, alter_settings, add_page, lose_payer_facts, touch, tamper,
)  # fmt: skip


def stamps(output: Path) -> dict[str, Stamp]:
    """Every file of the output: inode and modification time."""
    return {
        path.relative_to(output).as_posix(): (status.st_ino, status.st_mtime_ns)
        for path in output.rglob("*")
        if path.is_file()
        for status in [path.stat()]
    }


def build(site: Project, day: datetime.date) -> int:
    """``generator build``, in this process."""
    return main(["build", "--quiet", "--root", str(site.root), "--as-of", str(day)])


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The tiny project, built once."""
    site = tiny(tmp_path_factory.mktemp("begun"))
    assert build(site, AS_OF) == 0
    return site


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A file that stands for the generator's own code, as the digest of all inputs sees it."""
    folder = tmp_path / "package"
    folder.mkdir()
    monkeypatch.setattr(unchanged, "PACKAGE", str(folder))
    yield folder / "code.py"


@pytest.mark.parametrize("seed", range(HISTORIES))
def test_any_history_ends_like_a_clean_build(
    seed: int, begun: Project, tmp_path: Path, package: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    chance = random.Random(seed)
    shutil.copytree(begun.root, tmp_path / "site")
    site, day = Project(tmp_path / "site"), AS_OF
    for number in range(EDITS):
        before = {path: path.read_bytes() for path in site.root.glob("content/**/*.*") if path.is_file()}
        stood, stamped = site.tree(), stamps(site.output)
        chance.choice(EDITED)(chance, site)
        if chance.random() < 0.1:
            day += datetime.timedelta(days=1)
        if chance.random() < 0.1:
            package.write_text(str(number))
        held = site.tree()
        if build(site, day) != 0:
            assert capsys.readouterr().err
            assert site.tree() == held, "a build that failed has changed what stands"
            for path in [path for path in site.root.glob("content/**/*.*") if path not in before]:
                path.unlink()
            for path, data in before.items():
                path.write_bytes(data)
            assert build(site, day) == 0
        clean = Project(tmp_path / f"clean-{number}")
        for name in ("content", "site_templates"):
            shutil.copytree(site.root / name, clean.root / name)
        assert build(clean, day) == 0
        now = site.tree()
        assert now == clean.tree()
        same = {name for name, data in now.items() if stood.get(name) == data and name in held}
        assert {name: stamp for name, stamp in stamps(site.output).items() if name in same} == {
            name: stamped[name] for name in same
        }, "a file that did not change was written"
        shutil.rmtree(clean.root)
