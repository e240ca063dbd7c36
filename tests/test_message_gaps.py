"""Mistakes that are not told well yet: several lines, a traceback, a pattern people cannot read, or no word at all.

Each is expected to fail; one that begins to pass must lose its mark (``xfail_strict``).
"""

from __future__ import annotations

import shutil

import pytest
from project import Project

SITE = "content/site.yaml"
NORTHFIELD = "content/payers/northfield.yaml"
CARPAL = "content/procedures/carpal-tunnel-release.yaml"
STEP = "content/denial_types/step-therapy.yaml"
INSURED = "content/frameworks/aca_insured.yaml"
TERMS = "content/pages/terms.md"
SENTENCE = "A splint cannot free"  # stands in CARPAL, in a text that begins on line 46


def one_line(found: list[str], start: str) -> None:
    """There is one problem, told at ``start``, with a hint and without a pattern people cannot read."""
    assert len(found) == 1
    assert found[0].startswith(start)
    assert found[0].endswith(")")
    assert "[a-z" not in found[0]


ROWS = {
    "typo in a key that must be there: missing and unknown are one mistake": (
        NORTHFIELD, "name_in_sentence:", "name_in_sentance:", f"{NORTHFIELD}:3:1: E102"),
    "a broken procedure is not unknown to its payers": (
        CARPAL, "kind: surgery", "kind: surgury", f"{CARPAL}:6:1: E104"),
    "a broken denial type is not unknown to others": (
        STEP, "urgent,", "urgnt,", f"{STEP}:9:21: E104"),
    "a broken framework is not unknown to others": (
        INSURED, "unit: months", "unit: month", f"{INSURED}:42:7: E104"),
    "drug word in a text that says no in another sentence": (
        CARPAL, SENTENCE, f"Ask the prescriber. It can no longer wait. {SENTENCE}", f"{CARPAL}:46:9: L03"),
    "address without https": (
        SITE, "base_url: https://", "base_url: ", f"{SITE}:4:1: E104"),
    "kind without source": (
        NORTHFIELD, "kind: reviewer\n    source: northfield-manual", "kind: reviewer", f"{NORTHFIELD}:15:5: E104 'kind'"),
    "address of a page": (
        TERMS, "address: /terms/", "address: /Terms", f"{TERMS}:5:1: E104"),
    "two pages at one address": (
        TERMS, "address: /terms/", "address: /privacy/", f"{TERMS}:5:1:"),
    "unknown name in a description": (
        STEP, 'description: "{procedure}', 'description: "{procedur}', f"{STEP}:14:1:"),
    "unknown name in a question": (
        STEP, "until you try other care first?", "until {payr} sees more?", f"{STEP}:12:3:"),
    "denial type decided twice": (
        CARPAL, "denial_types:\n", "left_out: {step-therapy: It does not happen.}\ndenial_types:\n", f"{CARPAL}:22:"),
    "a window below nothing": (
        INSURED, "value: 4", "value: -4", f"{INSURED}:41:7: E104"),
    "a previous slug that is live": (
        NORTHFIELD, "slug: northfield\n", "slug: northfield\nprevious_slugs: [medicare]\n", f"{NORTHFIELD}:2:"),
}  # fmt: skip


@pytest.mark.xfail(reason="not told well yet")
@pytest.mark.parametrize(("path", "old", "new", "start"), ROWS.values(), ids=ROWS)
def test_one_line_with_a_hint(site: Project, path: str, old: str, new: str, start: str) -> None:
    site.edit(path, old, new)
    one_line(site.problems(), start)


@pytest.mark.xfail(reason="the names of an unknown payer are unknown too")
def test_an_angle_in_the_wrong_folder_is_one_line(site: Project) -> None:
    path = "content/angles/northfeld/carpal-tunnel-release/step-therapy.md"
    fact = "facts:\n  - {text: Policy 12.4 decides., kind: policy, source: northfield-hand}"
    site.write({path: f"---\n{fact}\n---\n{{{{ payer.name }}}} says no.\n"})
    one_line(site.problems(), f"{path}:")


@pytest.mark.xfail(reason="a text of many lines is placed at its first")
@pytest.mark.parametrize(
    ("path", "old", "new", "line"),
    [
        ("content/guides/reading-a-denial.md", "- Keep a copy.", "- Keep a copy for 10 days.", 38),
        (CARPAL, "further delay risks", "10 days of delay risk", 47),
    ],
)
def test_a_mistake_is_told_where_it_stands(site: Project, path: str, old: str, new: str, line: int) -> None:
    site.edit(path, old, new)
    assert (site.root / path).read_text().splitlines()[line - 1].find(new) >= 0
    one_line(site.problems(), f"{path}:{line}:")


@pytest.mark.xfail(reason="files with another ending or at another depth are passed over in silence")
@pytest.mark.parametrize("path", ["content/payers/eastfield.yml", "content/angles/northfield/step-therapy.md"])
def test_a_file_that_is_never_read_is_told(site: Project, path: str) -> None:
    site.write({path: "slug: eastfield\n"})
    one_line(site.problems(), f"{path}:1:1:")


@pytest.mark.xfail(reason="an OSError or a Jinja2 error ends in a traceback")
@pytest.mark.parametrize(
    "change",
    [
        lambda site: site.write({"content/payers/folder.yaml/x.txt": ""}),
        lambda site: shutil.rmtree(site.root / "site_templates"),
        lambda site: site.edit("site_templates/page.html.j2", "{% endif %}", "{% endfi %}"),
        lambda site: site.edit("site_templates/page.html.j2", "{{ page.title }}", "{{ page.titel }}"),
        lambda site: [file.unlink() for file in (site.root / "content" / "payers").iterdir()],
    ],
    ids=["folder named as a file", "no templates", "template syntax", "unknown name in a template", "no payers"],
)
def test_no_traceback(site: Project, change) -> None:  # type: ignore[no-untyped-def]
    change(site)
    done = site.run("build", "--quiet")
    assert done.code in (1, 3)
    assert "Traceback" not in done.err
    assert not site.output.exists()
