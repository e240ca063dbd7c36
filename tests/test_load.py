"""``load``: files in, one frozen value out; every part knows its file, line and column."""

from __future__ import annotations

import dataclasses
from datetime import date
from pathlib import Path

import pytest
from project import AS_OF, TINY, Project

from generator.build import Site
from generator.content import Content, Origin
from generator.errors import ContentError, Problem, suggest
from generator.load import load

ANGLE = "content/angles/northfield/carpal-tunnel-release/step-therapy.md"
ANGLE_TEXT = """---
answer: Send {{ payer.name }} the dated list.
facts:
  - text: Medical Policy 12.4 decides.
    kind: policy
    source: northfield-hand
---
The letter of {{ payer.name_in_sentence }} names a step.

## Argument
Every step was taken.
"""


def test_everything_is_found_by_its_slug(made: Site) -> None:
    content = made.content
    assert list(content.payers) == ["medicare", "northfield"]
    assert list(content.procedures) == ["botox-for-migraine", "carpal-tunnel-release"]
    assert list(content.denial_types) == ["medical-necessity", "step-therapy"]
    assert list(content.frameworks) == ["aca_insured", "original_medicare"]
    assert list(content.guides) == ["reading-a-denial"]
    assert content.published == {}
    assert content.as_of == AS_OF


def test_a_slug_is_what_the_file_says_not_what_it_is_called(site: Project) -> None:
    (site.root / "content/payers/northfield.yaml").rename(site.root / "content/payers/a.yaml")
    content = load(site.root, AS_OF)
    assert list(content.payers) == ["medicare", "northfield"]
    assert content.origin("payers", "northfield").path == "content/payers/a.yaml"


@pytest.mark.parametrize(
    ("slug", "location", "text"),
    [
        ("northfield", ("name",), "name: Northfield"),
        ("northfield", ("procedures", "botox-for-migraine", "criteria", 1, "asks"), "asks: Overuse of pain pills"),
        ("medicare", ("left_out", 0), "denial_types: [step-therapy]"),
    ],
)
def test_a_place_is_where_the_text_stands(made: Site, slug: str, location: tuple[str | int, ...], text: str) -> None:
    origin = made.content.origin("payers", slug, *location)
    line, column = made.content.place(origin)
    written = (TINY.parent / origin.path).read_text(encoding="utf-8").splitlines()[line - 1]
    assert written[column - 1 :].startswith(text)


def test_a_place_that_is_nowhere_is_the_start_of_the_file(made: Site) -> None:
    assert made.content.place(Origin("content/none.yaml", ("x",))) == (1, 1)


def test_loaded_content_cannot_be_changed(made: Site) -> None:
    with pytest.raises(ValueError, match="frozen"):
        made.content.payers["medicare"].name = "Other"
    with pytest.raises(dataclasses.FrozenInstanceError):
        made.content.site = made.content.site  # type: ignore[misc]


def test_load_writes_nothing(site: Project) -> None:
    before = sorted((path, path.stat().st_mtime_ns) for path in site.root.rglob("*"))
    load(site.root, AS_OF)
    assert sorted((path, path.stat().st_mtime_ns) for path in site.root.rglob("*")) == before


def test_load_does_not_depend_on_the_order_of_files(site: Project, tmp_path_factory: pytest.TempPathFactory) -> None:
    other = Project(tmp_path_factory.mktemp("other"))
    files = [path for path in site.root.rglob("*") if path.is_file()]
    for path in reversed(files):
        other.write({path.relative_to(site.root).as_posix(): path.read_bytes()})
    assert other.make().files == site.make().files


def test_front_matter_and_body_of_a_guide(made: Site) -> None:
    guide = made.content.guides["reading-a-denial"]
    assert guide.head.title == "How to read a denial letter"
    assert guide.body.startswith("A denial letter has four parts.")
    line, _ = made.content.place(Origin(guide.path, ("body",)))
    assert (TINY.parent / guide.path).read_text().splitlines()[line - 1].startswith("A denial letter has four parts.")


def test_an_angle_written_by_hand_takes_the_place_of_the_composed_one(site: Project) -> None:
    longer = " ".join(f"Page {a}{b} shows the visit to office {b}{a}." for a in "abcdefgh" for b in "abcdefgh")
    site.write({ANGLE: ANGLE_TEXT.replace("\n\n## Argument", f"\n\n{longer}\n\n## Argument")})
    site.build()
    main = site.main("/help/northfield/carpal-tunnel-release/step-therapy/")
    assert "Send Northfield the dated list." in main
    assert "The letter of Northfield names a step." in main
    assert "Every step was taken." in main
    assert "Splints bought at a store" not in main


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (ANGLE.replace("northfield", "northfeld"), "unknown payer 'northfeld' (did you mean 'northfield'?)"),
        (ANGLE.replace("release", "relase"), "unknown procedure 'carpal-tunnel-relase' (did you mean 'carpal-tunnel-release'?)"),
        (ANGLE.replace("step-", "stp-"), "unknown denial type 'stp-therapy' (did you mean 'step-therapy'?)"),
    ],
)  # fmt: skip
def test_an_angle_stands_in_the_folders_of_its_cell(site: Project, path: str, line: str) -> None:
    site.write({path: ANGLE_TEXT.replace("{{ payer.name }}", "them").replace("{{ payer.name_in_sentence }}", "a plan")})
    assert site.load_problems() == [f"{path}:2:1: E106 {line}"]


@pytest.mark.parametrize("row", ["/about/\tabc\t2026-11-01", "/about/\tabc\t2026-13-01\tlive", "/about/ abc today live"])
def test_a_damaged_row_of_the_published_table_is_told(site: Project, row: str) -> None:
    site.write({"content/published.tsv": f"address\tdigest\tday\tstatus\n/\tabc\t2026-11-01\tlive\n{row}\n"})
    assert site.load_problems() == [
        "content/published.tsv:3:1: E104 a row has four columns: address, digest, day, status (restore the line)"
    ]


def test_the_published_table_is_read_by_address(site: Project) -> None:
    site.write({"content/published.tsv": "address\tdigest\tday\tstatus\n/about/\tabc\t2026-11-01\tlive\n"})
    row = load(site.root, AS_OF).published["/about/"]
    assert (row.digest, row.day, row.status, row.line) == ("abc", date(2026, 11, 1), "live", 2)


def test_a_missing_file_is_told(site: Project) -> None:
    (site.root / "content/site.yaml").unlink()
    assert site.load_problems() == ["content/site.yaml:1:1: E109 file is missing"]


def test_missing_sources_are_told(site: Project) -> None:
    (site.root / "content/sources/texts.yaml").unlink()
    assert site.load_problems() == ["content/sources:1:1: E109 no file lists the sources (see docs/content.md)"]


def test_a_source_in_two_files_is_told(site: Project) -> None:
    text = (site.root / "content/sources/texts.yaml").read_text(encoding="utf-8")
    site.write({"content/sources/twice.yaml": text[: text.index("cfr-42-405-1202")]})
    assert site.load_problems() == [
        "content/sources/twice.yaml:1:1: E107 source 'cfr-42-405-942' is already listed in content/sources/texts.yaml"
        " (list each text once)"
    ]


def test_a_folder_without_content_is_wrong_usage(tmp_path: Path) -> None:
    done = Project(tmp_path).run("build")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("there is no content/ in ")
    assert len(done.err.splitlines()) == 1


def test_content_is_equal_only_to_itself(site: Project) -> None:
    first, second = load(site.root, AS_OF), load(site.root, AS_OF)
    assert isinstance(first, Content)
    assert first == first and first != second
    assert len({first, second}) == 2


# What errors say.


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        ("appeal-days", "did you mean 'appeal_days'?"),
        ("Appeal Days", "did you mean 'appeal_days'?"),
        ("apeal_days", "did you mean 'appeal_days'?"),
        ("zzz", ""),
    ],
)
def test_a_suggestion_sets_case_and_hyphens_aside(word: str, hint: str) -> None:
    assert suggest(word, ["appeal_days", "levels"]) == hint


def test_problems_stand_in_file_order() -> None:
    problems = [Problem("b", 1, 1, "E101", "x"), Problem("a", 10, 1, "E101", "x"), Problem("a", 2, 9, "E101", "x")]
    assert str(ContentError(problems)).splitlines() == ["a:2:9: E101 x", "a:10:1: E101 x", "b:1:1: E101 x"]
