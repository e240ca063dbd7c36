"""One mistake, one line: file, line, column, code, what is wrong and what would mend it (rows: ``mistakes.py``).

After every row the exit code is 1, ``output/`` is what it was, and nobody sees a traceback.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable

import pytest
from mistakes import BOTOX, CARPAL, GUIDE, MEDICARE, MISTAKES, NORTHFIELD, SITE, SOURCES, TERMS, Mistake
from project import Project, Result, place

Command = Callable[..., Result]


@pytest.mark.parametrize("mistake", MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_one_line(built: Project, command: Command, mistake: Mistake) -> None:
    before = built.tree()
    built.edit(mistake.path, mistake.old, mistake.new)
    where = place((built.root / mistake.path).read_text(), mistake.spot)
    done = command(built, "build", "--quiet")
    assert (done.code, done.out) == (1, "")
    assert done.err.splitlines() == [f"{mistake.path}:{where}: {mistake.said}", "1 problem; nothing was written"]
    assert built.tree() == before


def test_almost_every_mistake_comes_with_a_hint() -> None:
    without = {name for name, mistake in MISTAKES.items() if not mistake.said.endswith(")")}
    assert without == {"link to no page"}


def test_every_mistake_of_every_file_is_said_at_once(built: Project) -> None:
    built.edit(SITE, "ai_training: false", "ai_training: NO")
    built.edit(SOURCES, "kind: guideline", "kind: guidline")
    built.edit(GUIDE, "published: 2026-11-08", "published: soon")
    built.edit(TERMS, "question:", "questoin:")
    wanted = {
        f"{SITE}:{place((built.root / SITE).read_text(), 'ai_training')}:",
        f"{SOURCES}:{place((built.root / SOURCES).read_text(), 'kind: guidline')}:",
        f"{GUIDE}:{place((built.root / GUIDE).read_text(), 'published')}:",
        f"{TERMS}:{place((built.root / TERMS).read_text(), 'questoin')}:",
    }
    done = built.run("build")
    assert (done.code, done.out) == (1, "")
    lines = done.err.splitlines()
    places = [line.partition(" ")[0] for line in lines[:-1]]
    assert wanted <= set(places)
    assert places == sorted(places)
    assert "Traceback" not in done.err
    assert lines[-1] == f"{len(places)} problems; nothing was written"


def test_after_fifty_problems_the_rest_are_counted(built: Project, command: Command) -> None:
    for path in (NORTHFIELD, MEDICARE, CARPAL, BOTOX):
        text = (built.root / path).read_text()
        for start in ("asks: ", "shows: ", "text: >-\n          "):
            text = text.replace(start, f"{start}Within 9 days. ")
        built.write({path: text})
    total = len(built.load_problems())
    assert total > 50
    lines = command(built, "check").err.splitlines()
    assert len(lines) == 51
    assert lines[-1] == f"{total} problems, {total - 50} more not shown; nothing was written"


def test_warnings_stop_a_build_only_when_strict(built: Project, command: Command) -> None:
    lenient = command(built, "check", "--quiet", as_of="2027-06-01")
    strict = command(built, "check", "--quiet", "--strict", as_of="2027-06-01")
    assert (lenient.code, strict.code) == (0, 1)
    overdue = "T02 /rights/insured/: the check was due on 2027-05-02 (read the sources again, then set 'reviewed')"
    assert any(line.endswith(overdue) for line in lenient.err.splitlines())
    assert set(lenient.err.splitlines()) == {line for line in strict.err.splitlines() if ": T02 " in line}


# Files that are not where, or what, a file should be.


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("content/payers/eastfield.yml", "content/payers/eastfield.yml:1:1: E109 "),
        ("content/angles/northfield/step-therapy.md", "content/angles/northfield/step-therapy.md:1:1: E109 "),
    ],
)
def test_a_file_that_is_never_read_is_told(site: Project, path: str, said: str) -> None:
    site.write({path: "slug: eastfield\n"})
    found = site.load_problems()
    assert len(found) == 1
    assert found[0].startswith(said)


def test_a_folder_named_as_a_file_is_told(site: Project) -> None:
    (site.root / "content/payers/folder.yaml").mkdir()
    assert site.load_problems() == ["content/payers/folder.yaml:1:1: E109 file cannot be read: Is a directory"]


def test_an_angle_in_the_wrong_folder_is_one_line(site: Project) -> None:
    path = "content/angles/northfeld/carpal-tunnel-release/step-therapy.md"
    fact = "facts:\n  - {text: Policy 12.4 decides., kind: policy, source: northfield-hand}"
    site.write({path: f"---\n{fact}\n---\n{{{{ payer.name }}}} says no.\n"})
    assert [line.partition(" ")[2] for line in site.load_problems()] == [
        "E106 unknown payer 'northfeld' (did you mean 'northfield'?)"
    ]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda site: site.edit("site_templates/page.html.j2", "{% endif %}", "{% endfi %}"), 1),
        (lambda site: site.edit("site_templates/page.html.j2", "{{ page.title }}", "{{ page.titel }}"), 1),
        (lambda site: shutil.rmtree(site.root / "site_templates"), 2),
        (lambda site: [file.unlink() for file in (site.root / "content" / "payers").iterdir()], 1),
    ],
    ids=["template syntax", "unknown name in a template", "no templates", "no payers"],
)
def test_a_broken_project_is_no_traceback(
    site: Project, command: Command, change: Callable[[Project], object], code: int
) -> None:
    change(site)
    done = command(site, "build", "--quiet")
    assert (done.code, done.out) == (code, "")
    assert "site_templates/" in done.err or "content/payers" in done.err
    assert not site.output.exists()
