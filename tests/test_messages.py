"""One mistake, one line: file, line, column, code, what is wrong and what would mend it.

A row is an edit of the tiny site, the text the build then points at (empty: the start of the file), and what it says.
After every row the exit code is 1 and ``output/`` is what it was.
"""

from __future__ import annotations

import pytest
from project import Project

from generator.cli import main

SITE, SOURCES = "content/site.yaml", "content/sources.yaml"
NORTHFIELD, MEDICARE = "content/payers/northfield.yaml", "content/payers/medicare.yaml"
CARPAL, BOTOX = "content/procedures/carpal-tunnel-release.yaml", "content/procedures/botox-for-migraine.yaml"
NECESSITY, STEP = "content/denial_types/medical-necessity.yaml", "content/denial_types/step-therapy.yaml"
INSURED = "content/frameworks/aca_insured.yaml"
GUIDE, ABOUT, TERMS = (f"content/{path}.md" for path in ("guides/reading-a-denial", "pages/about", "pages/terms"))
NAME_A_FACT = "(name a ledger fact: {{ facts.… }}, or say where the reader finds it)"
SENTENCE = "A splint cannot free"  # stands in CARPAL

ROWS = {
    "typo in a key": (
        NORTHFIELD, "aliases:", "alias:", "alias",
        "E102 unknown key 'alias' (did you mean 'aliases'?)"),
    "hyphen in a key": (
        MEDICARE, "left_out:", "left-out:", "left-out",
        "E102 unknown key 'left-out' (did you mean 'left_out'?)"),
    "missing name": (
        NORTHFIELD, "name: Northfield\n", "", "",
        "E103 key 'name' is missing"),
    "missing part of the settings": (
        SITE, "offer:\n  list_price: 50\n  price_with_code: 35\n  code: TINY15\n", "", "",
        "E103 key 'offer' is missing"),
    "unknown framework": (
        NORTHFIELD, "[aca_insured]", "[aca_insurred]", "aca_insurred",
        "E106 unknown framework 'aca_insurred' (did you mean 'aca_insured'?)"),
    "unknown framework in plans": (
        NECESSITY, "plans: [aca_insured]", "plans: [aca_insurd]", "aca_insurd",
        "E106 unknown framework 'aca_insurd' (did you mean 'aca_insured'?)"),
    "unknown framework for readers who are elsewhere": (
        MEDICARE, "framework: aca_insured", "framework: aca_insurd", "framework:",
        "E106 unknown framework 'aca_insurd' (did you mean 'aca_insured'?)"),
    "unknown procedure in a payer": (
        NORTHFIELD, "  botox-for-migraine:", "  botox-for-migrane:", "botox-for-migrane",
        "E106 unknown procedure 'botox-for-migrane' (did you mean 'botox-for-migraine'?)"),
    "unknown denial type in a payer": (
        NORTHFIELD, "  step-therapy:", "  step-theraphy:", "step-theraphy",
        "E106 unknown denial type 'step-theraphy' (did you mean 'step-therapy'?)"),
    "unknown denial type in left_out": (
        MEDICARE, "denial_types: [step-therapy]", "denial_types: [step-terapy]", "step-terapy",
        "E106 unknown denial type 'step-terapy' (did you mean 'step-therapy'?)"),
    "unknown denial type in a procedure": (
        CARPAL, "  step-therapy:", "  steptherapy:", "steptherapy",
        "E106 unknown denial type 'steptherapy' (did you mean 'step-therapy'?)"),
    "unknown source": (
        NORTHFIELD, "source: northfield-hand", "source: northfeild-hand", "source: northfeild-hand",
        "E106 unknown source 'northfeild-hand' (did you mean 'northfield-hand'?)"),
    "unknown source of a guide": (
        GUIDE, "sources: [cfr-45-147-136]", "sources: [cfr-45-147-163]", "cfr-45-147-163",
        "E106 unknown source 'cfr-45-147-163' (did you mean 'cfr-45-147-136'?)"),
    "unknown fact in a ladder": (
        INSURED, "file_within: external_review.file_within",
        "file_within: external_review.file_withn", "file_within: external_review.file_withn",
        "E106 unknown fact 'external_review.file_withn' (did you mean 'external_review.file_within'?)"),
    "the same slug twice": (
        NORTHFIELD, "slug: northfield", "slug: medicare", "",
        f"E107 slug 'medicare' is already used by {MEDICARE} (give one of them another)"),
    "unknown placeholder": (
        ABOUT, "{{ site.name }}", "{{ site.nmae }}", "{{ site.nmae",
        "E108 unknown placeholder 'site.nmae' (did you mean 'site.name'?)"),
    "a placeholder that belongs elsewhere": (
        CARPAL, "at your wrist needs", "at {{ payer.name }} needs", "answer: >-\n      The",
        "E108 unknown placeholder 'payer.name' (did you mean 'site.name'?)"),
    "unknown fact": (
        MEDICARE, "redetermination.file_within }}", "redetermination.file_witin }}", "text: >-\n          The window",
        "E108 unknown fact 'facts.original_medicare.redetermination.file_witin' "
        "(did you mean 'original_medicare.redetermination.file_within'?)"),
    "a fact of next year": (
        MEDICARE, "original_medicare.redetermination.file_within",
        "original_medicare.hearing.amount_2027", "text: >-\n          The window",
        "E108 fact 'facts.original_medicare.hearing.amount_2027' is not in force on 2026-11-22 (name one that is)"),
    "bare days": (
        NORTHFIELD, "It is called Carpal",
        "You have 60 days. It is called Carpal", "text: >-\n          Medical Policy 12.4",
        f"L02 bare figure '60 days' in prose {NAME_A_FACT}"),
    "bare months in words": (
        CARPAL, "the months it was worn", "the four months it was worn", "Receipts",
        f"L02 bare figure 'four months' in prose {NAME_A_FACT}"),
    "bare dollars": (
        NORTHFIELD, "by mail or by fax", "by mail for $25 or by fax", "text: Appeals",
        f"L02 bare figure '$25' in prose {NAME_A_FACT}"),
    "bare share": (
        CARPAL, SENTENCE, f"For 90% it fails. {SENTENCE}", "text: >-\n          Test",
        f"L02 bare figure '90%' in prose {NAME_A_FACT}"),
    "bare days in a guide": (
        GUIDE, "Number the pages.", "Number the pages within 10 days.", "A denial",
        f"L02 bare figure '10 days' in prose {NAME_A_FACT}"),
    "outcome claim": (
        CARPAL, SENTENCE, f"Such appeals usually win. {SENTENCE}", "text: >-\n          Test",
        "L05 outcome claim 'win' without a source (say what the reader can do, promise nothing)"),
    "HTML in a text": (
        CARPAL, SENTENCE, "A splint <b>cannot</b> free", "text: >-\n          Test",
        "Q01 HTML in a text (write Markdown)"),
    "unfilled placeholder": (
        CARPAL, SENTENCE, f"On [date] it failed. {SENTENCE}", "text: >-\n          Test",
        "Q02 unfilled placeholder '[date]' (fill it in, or put it in a ```fill-in block)"),
    "drug word on surgery": (
        CARPAL, "Exam note with", "Exam note of the prescriber with", "Exam",
        "L03 'prescriber' is for drugs; this is about surgery (name the policy, or the doctor)"),
    "word of one plan type in a text for all": (
        NECESSITY, "A page of your chart for", "For the redetermination, a page of your chart for", "text: For",
        "L01 'redetermination' is the wrong word in a text for every plan type "
        "(limit the text with plans: [original_medicare, medicare_part_d])"),
    "word of another plan type": (
        INSURED, "Send an internal appeal\n", "Send a redetermination\n", "ask: Send a redetermination",
        "L01 'redetermination' is the wrong word for aca_insured "
        "(limit the text with plans: [original_medicare, medicare_part_d])"),
    "leaked slug": (
        CARPAL, SENTENCE, f"Before carpal-tunnel-release all failed. {SENTENCE}", "text: >-\n          Test",
        "L04 'carpal-tunnel-release' looks like a slug (write the name as the data has it)"),
    "name without its capitals": (
        BOTOX, "Stopping now", "Stopping botox for migraine now", "text: >-\n          The diary",
        "L04 'botox for migraine' looks like a slug (write the name as the data has it)"),
    "NO for a yes-or-no": (
        SITE, "ai_training: false", "ai_training: NO", "ai_training",
        "E104 'ai_training': input should be a valid boolean (it is \"NO\") (write true or false)"),
    "number with a leading zero": (
        SITE, "list_price: 50", "list_price: 010", "list_price",
        "E104 'list_price': input should be a valid integer (it is \"010\") "
        "(write a whole number without quotes or leading zeros)"),
    "number for a text": (
        SITE, "code: TINY15", "code: 15", "code: 15",
        "E104 'code': input should be a valid string (it is 15) (put quotes around it)"),
    "a day that does not exist": (
        NORTHFIELD, "{on: 2026-11-07,", "{on: 2026-11-31,", "on: 2026-11-31",
        "E104 'on': input should be a valid date in the format YYYY-MM-DD, day value is outside expected range "
        '(it is "2026-11-31") (write a day as 2026-11-22)'),
    "a day in another order": (
        GUIDE, "published: 2026-11-08", "published: 11/08/2026", "published",
        "E104 'published': input should be a valid date in the format YYYY-MM-DD, invalid character in year "
        '(it is "11/08/2026") (write a day as 2026-11-22)'),
    "next review before the last": (
        GUIDE, "next: 2027-05-08", "next: 2026-05-08", "reviewed",
        "E104 'reviewed': 'next' must be later than 'on'"),
    "unknown kind of fact": (
        NORTHFIELD, "kind: policy", "kind: policies", "kind: policies",
        "E104 'kind': input should be 'policy', 'coverage_determination', 'criterion', 'reviewer', 'route', "
        "'guideline', 'rule' or 'record' (it is \"policies\") (did you mean 'policy'?)"),
    "two equal keys": (
        SITE, "language: en-US\n", "language: en-US\nlanguage: en-GB\n", "language: en-GB",
        "E105 key 'language' stands twice (the first is on line 7)"),
    "colon in a plain text": (
        SITE, "tagline: Your", "tagline: Denied: your", ": your",
        "E101 not valid YAML: mapping values are not allowed in this context "
        "(put quotes around a text that contains ': ')"),
    "tab for indentation": (
        NORTHFIELD, "    requires:", "\trequires:", "\trequires",
        "E101 not valid YAML: found character that cannot start any token "
        "(use spaces, not tabs; quote a text that starts with a special character)"),
    "missing front matter": (
        GUIDE, "---\ntitle", "title", "",
        "E101 front matter is missing (start the file with --- keys ---)"),
    "link to no page": (
        TERMS, "Your letter and", "See [this](/nowhere/). Your letter and", "See [this",
        "S10 /terms/: link to '/nowhere/', which is not published"),
    "list without a blank line": (
        GUIDE, "- Number the pages.", "Do: 1. number the pages 2. keep a copy", "A denial",
        "Q01 a list runs inside a paragraph (put a blank line before the list)"),
    "table without a blank line": (
        GUIDE, "\n| Part", "text\n| Part", "A denial",
        "Q01 raw mark '| ---' reaches the reader (put a blank line before a list or table)"),
}  # fmt: skip


def run(built: Project, capsys: pytest.CaptureFixture[str]) -> tuple[int, list[str]]:
    """Build quietly. Returns the exit code and the lines on standard error."""
    code = main(["build", "--quiet", "--root", str(built.root), "--as-of", "2026-11-22"])
    said = capsys.readouterr()
    assert said.out == ""
    return code, said.err.splitlines()


def place(text: str, spot: str) -> str:
    """Line and column of the one place in ``text`` where ``spot`` stands."""
    assert spot == "" or text.count(spot) == 1
    before = text[: text.index(spot)]
    return f"{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10))}"


@pytest.mark.parametrize(("path", "old", "new", "spot", "said"), ROWS.values(), ids=ROWS)
def test_a_mistake_is_one_line(
    built: Project, capsys: pytest.CaptureFixture[str], path: str, old: str, new: str, spot: str, said: str
) -> None:
    before = built.tree()
    built.edit(path, old, new)
    where = place((built.root / path).read_text(), spot)
    assert run(built, capsys) == (1, [f"{path}:{where}: {said}", "1 problem; nothing was written"])
    assert built.tree() == before


def test_every_mistake_of_every_file_is_said_at_once(built: Project) -> None:
    built.edit(SITE, "ai_training: false", "ai_training: NO")
    built.edit(SOURCES, "kind: guideline", "kind: guidline")
    built.edit(GUIDE, "published: 2026-11-08", "published: soon")
    built.edit(TERMS, "question:", "questoin:")
    done = built.run("build")
    assert (done.code, done.out) == (1, "")
    lines = done.err.splitlines()
    places = [line.partition(" ")[0] for line in lines[:-1]]
    assert {f"{SITE}:17:3:", f"{SOURCES}:65:3:", f"{GUIDE}:7:1:", f"{TERMS}:3:1:"} <= set(places)
    assert places == sorted(places)
    assert "Traceback" not in done.err
    assert lines[-1] == f"{len(places)} problems; nothing was written"


def test_after_fifty_problems_the_rest_are_counted(built: Project) -> None:
    for path in (NORTHFIELD, MEDICARE, CARPAL, BOTOX):
        text = (built.root / path).read_text()
        for start in ("asks: ", "shows: ", "text: >-\n          "):
            text = text.replace(start, f"{start}Within 9 days. ")
        built.write({path: text})
    total = len(built.load_problems())
    assert total > 50
    lines = built.run("check").err.splitlines()
    assert len(lines) == 51
    assert lines[-1] == f"{total} problems, {total - 50} more not shown; nothing was written"


def test_warnings_stop_a_build_only_when_strict(built: Project, capsys: pytest.CaptureFixture[str]) -> None:
    late = ["--root", str(built.root), "--as-of", "2027-06-01", "--quiet"]
    assert main(["check", *late]) == 0
    warned = capsys.readouterr().err.splitlines()
    assert main(["check", "--strict", *late]) == 1
    stopped = capsys.readouterr().err.splitlines()
    overdue = "T02 /rights/insured/: the check was due on 2027-05-02 (read the sources again, then set 'reviewed')"
    assert any(line.endswith(overdue) for line in warned)
    assert set(warned) == {line for line in stopped if ": T02 " in line}
