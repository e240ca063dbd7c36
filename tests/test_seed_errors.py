"""Every error found in the pages that inspired this site: a gate refuses it, or it is said why no gate can.

The marks A1 to F5 are those of the list of errors of 2026-11-22. ``REFUSED`` holds a sentence with the same fault, in our
words, and what it is written for; ``HELD_ELSEWHERE`` says which test or stage holds the rest: most are things left unsaid.
"""

from __future__ import annotations

import pytest

from generator.check.language import Speech, prose_findings

ORIGINAL = Speech(("original_medicare",), frozenset({"surgery"}))
ADVANTAGE = Speech(("medicare_advantage",), frozenset({"surgery"}))
PRIVATE = Speech(("aca_insured", "erisa_self_funded"), frozenset({"surgery"}))
INSURED = Speech(("aca_insured",), frozenset({"surgery"}))
EVERYONE = Speech((), frozenset({"surgery"}))
SCAN = Speech(("original_medicare",), frozenset({"imaging"}))
DRUG = Speech((), frozenset({"drug"}))

REFUSED: tuple[tuple[str, str, Speech, str], ...] = (
    ("A1", "Ask your plan for a redetermination.", ADVANTAGE, "L01"),
    ("A2", "You have 60 days from the denial to ask for a reconsideration.", ADVANTAGE, "L02"),
    ("A3", "Fill in the plan's Coverage Determination form.", ADVANTAGE, "L01"),
    ("A4", "A plan's member sends this to the MAC.", ADVANTAGE, "L01"),
    ("A4", "Next the Independent Review Entity decides.", ORIGINAL, "L01"),
    ("A5", "The contractor sends your case to the Independent Review Entity by itself.", ORIGINAL, "L01"),
    ("A6", "They must answer in 72 hours, not in 30 days.", ADVANTAGE, "L02"),
    ("A8", "Read what the FDA-approved label says of the operation.", EVERYONE, "L03"),
    ("A8", "The criteria stand in the prescribing label.", SCAN, "L03"),
    ("A10", "Such denials are usually reversed, and most are won.", EVERYONE, "L05"),
    ("A10", "A good letter dramatically raises approval rates.", EVERYONE, "L05"),
    ("A11", "Every plan gives you an appeal and then external review.", EVERYONE, "L01"),
    ("A16", "Ask for review under section 2719.", ADVANTAGE, "L01"),
    ("B1", "The MAC decides under 42 CFR 422.", ADVANTAGE, "L01"),
    ("B2", "The plan takes it for 60 days and the contractor for 120 days.", ORIGINAL, "L02"),
    ("B3", "File within 120 days of the denial.", ORIGINAL, "L02"),
    ("B4", "File within 180 days of the redetermination.", ORIGINAL, "L02"),
    ("B6", "Look for the deadline on your MSN.", ADVANTAGE, "L01"),
    ("B10", "Your prescriber writes a letter for the operation.", EVERYONE, "L03"),
    ("C1", "You have four months (120 days) for external review.", PRIVATE, "L02"),
    ("C5", "They have 72 hours when it is urgent.", PRIVATE, "L02"),
    ("C6", "ERISA gives you the whole protocol.", INSURED, "L01"),
    ("D1", "External review comes after the plan's answer.", ADVANTAGE, "L01"),
    ("D2", "You have four months to ask for it.", ADVANTAGE, "L02"),
    ("D3", "File in 60 days, or in 72 hours if it is urgent.", ADVANTAGE, "L02"),
    ("D6", "Ask for a redetermination within 120 days.", SCAN, "L02"),
    ("E1", "You have about four months from the denial date.", PRIVATE, "L02"),
    ("F4", "The operation costs $20,000 to $50,000.", EVERYONE, "L02"),
    ("F4", "Nine in ten do this: 90% of the work is done.", EVERYONE, "L02"),
    ("F5", "This is irrefutable evidence.", EVERYONE, "L05"),
)
LEFT_UNSAID = "left unsaid there; tests/site/test_seeds.py holds that our page says it"
HELD_ELSEWHERE = {
    "A7": LEFT_UNSAID,
    "A9": "what the denial really is stands in each answer: tests/site/test_seeds.py, RIGHT_ON_ALL",
    "A12": "a claim about every kind of cover, in no fixed words: tests/site/test_seeds.py, WRONG_ON_ALL",
    "A13": "tests/site/test_seeds.py, WRONG_ON_ALL",
    "A14": "what a window is counted from is part of a ledger fact (from_event), which every figure needs",
    "A15": "rights stand in the framework of one plan type, each with its citation: tests/site/test_seeds.py",
    "B5": "tracks stand in the framework of one plan type; L06 and tests/site/test_seeds.py",
    "B7": LEFT_UNSAID,
    "B8": "tests/site/test_seeds.py, on that page",
    "B9": LEFT_UNSAID,
    "C2": "a duty that was never read, in no fixed words: tests/site/test_seeds.py",
    "C3": "tests/site/test_seeds.py, on that page",
    "C4": "a promise that was never read: tests/site/test_seeds.py",
    "C7": "tests/site/test_seeds.py, on that page",
    "C8": LEFT_UNSAID,
    "C9": LEFT_UNSAID,
    "C10": "L04: a name without its capitals, tests/test_gates.py",
    "D4": "tests/site/test_seeds.py, on that page",
    "D5": LEFT_UNSAID,
    "D7": "urgent tracks stand in the framework of one plan type: Original Medicare has none for a scan",
    "D8": "S01: such a cell is left out, or says it at once; tests/site/test_seeds.py",
    "E2": LEFT_UNSAID,
    "E3": "tests/site/test_seeds.py, on that page",
    "E4": LEFT_UNSAID,
    "E5": "tests/site/test_seeds.py, PRIVATE_WRONG",
    "E6": LEFT_UNSAID,
    "E7": LEFT_UNSAID,
    "F1": "tests/site/test_seeds.py, the guide",
    "F2": "tests/site/test_seeds.py, the guide",
    "F3": LEFT_UNSAID,
}
MARKS = {
    f"{letter}{number}" for letter, last in zip("ABCDEF", (16, 10, 10, 8, 7, 5), strict=True) for number in range(1, last + 1)
}


@pytest.mark.parametrize(("mark", "sentence", "speech", "code"), REFUSED, ids=[f"{row[0]}-{n}" for n, row in enumerate(REFUSED)])
def test_the_error_is_refused(mark: str, sentence: str, speech: Speech, code: str) -> None:
    assert code in {found for found, *_ in prose_findings(sentence, speech)}, mark


@pytest.mark.parametrize(
    ("sentence", "speech"),
    [
        ("Ask your plan for a reconsideration.", ADVANTAGE),
        ("Ask the contractor for a redetermination, by {{ facts.original_medicare.redetermination.file_within }}.", ORIGINAL),
        ("After the last internal answer you may ask for external review.", PRIVATE),
        ("ERISA section 502(a) lets you sue.", Speech(("erisa_self_funded",), frozenset({"surgery"}))),
        ("The prescribing label names the doses.", DRUG),
        ("Your surgeon writes a letter.", EVERYONE),
    ],
)
def test_what_is_right_is_let_through(sentence: str, speech: Speech) -> None:
    assert list(prose_findings(sentence, speech)) == []


def test_every_error_is_accounted_for() -> None:
    refused = {row[0] for row in REFUSED}
    assert refused | set(HELD_ELSEWHERE) == MARKS
    assert not refused & set(HELD_ELSEWHERE)
