"""How it reads: the grade is textstat's, names and citations stay out, and sentences are counted as a reader would."""

from __future__ import annotations

import random

import pytest
from project import REPOSITORY, Project

from generator.check.reading import grade, spoken, textstat
from generator.content import Content
from generator.load import load
from generator.similarity import Names, mask_names

PAGES = sorted((REPOSITORY / "content" / "guides").glob("*.md")) + sorted((REPOSITORY / "docs").glob("*.md"))


def test_the_grade_is_that_of_textstat() -> None:
    """On paragraphs of every length, and on random joins of them."""
    texts = [text for path in PAGES for text in path.read_text(encoding="utf-8").split("\n") if len(text.split()) > 5]
    chance = random.Random(3)
    texts += [" ".join(chance.sample(texts, 4)) for _ in range(100)]
    assert len(texts) > 200
    assert [text for text in texts if grade([text]) != textstat().flesch_kincaid_grade(text)] == []


def test_texts_are_graded_as_one() -> None:
    """The counts of paragraphs add up to those of the whole."""
    texts = [text for path in PAGES for text in path.read_text(encoding="utf-8").split("\n") if text.endswith(".")]
    chance = random.Random(4)
    for _ in range(100):
        some = chance.sample(texts, 5)
        assert grade(some) == textstat().flesch_kincaid_grade(" ".join(some))


def test_what_is_spoken() -> None:
    html = (
        '<h2>Heading</h2><p>Send the <strong>scan</strong> <a class="cite" href="https://x">42 CFR 1</a></p>'
        "<table><tr><td><p>A cell</p></td></tr></table><ul><li>Ask why.</li><li></li></ul>"
    )
    assert spoken(html) == ["Send the scan.", "Ask why."]


@pytest.fixture
def content(site: Project) -> Content:
    from project import AS_OF

    return load(site.root, AS_OF)


def test_names_are_masked_where_they_stand(content: Content) -> None:
    names = Names(content, ["redetermination", "Quality Improvement Organization"])
    text = "Northfield Health Plans denied carpal tunnel release. Ask for a Redetermination; the Quality Improvement Organization's too."
    masked = mask_names(text, names, "payer")
    assert masked == "payer denied payer. Ask for a payer; the payer's too."
    assert mask_names("Nothing here is a name.", names, "payer") == "Nothing here is a name."
