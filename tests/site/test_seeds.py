"""The pages that inspired this site, beside ours: what they gave a reader is there, what was wrong in them is not.

The marks A1 to F5 are the numbers of the errors found in them on 2026-11-22, each checked against its law.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import pytest
from pages import BuiltPage, text
from real import RealSite

pytest_plugins = ["real_fixture"]
pytestmark = pytest.mark.site

Checks = dict[str, str]  # what it is, and a pattern

WRONG_ON_ALL: Checks = {
    "A1 a plan's redetermination": r"redetermination by (?:the|your) plan",
    "A2 60 days from the denial": r"(?:60|sixty) (?:calendar )?days (?:from|of|after) the denial",
    "A3 Part D's form for a surgery": r"coverage determination form",
    "A5 every case moves by itself": r"auto-?forwards|no extra paperwork",
    "A6 one decision time for all": r"72-hour turnaround",
    "A8 a drug label for a procedure": r"prescribing label|FDA-approved",
    "A10 claims about outcomes": r"usually flip|successfully reversed|frequently reversed|reversal rates?|almost always|"
    r"strongest|most appealable|strong appeal candidate|dramatically|significantly improves",
    "A11 one federal rule for all plans": r"most (?:US )?health plans are required",
    "A12 a window in every case": r"in every case there",
    "A13 deadlines in the summary of benefits": r"summary of benefits|\bSBC\b",
    "A14 the window starts at the letter's date": r"window starts there",
    "A15 a claim file from every insurer": r"they must provide it",
    "A16 ACA 2719": r"\bACA,? (?:§|section )?\s?2719",
}
RIGHT_ON_ALL: Checks = {"A9 step therapy is a rule about drugs": r"step therapy is (?:really )?a (?:rule about drugs|drug rule)"}
MEDICARE_WRONG: Checks = {
    "A4 steps of a plan, B1 its law": r"\bIRE\b|independent review entity|422\.5[678]|organization determination",
    "B2 65 days": r"\b65\b",
    "D1 outside review of private plans": r"\b2719\b|independent review organization|external review",
    "D2 four months": r"\b(?:four|4) months\b",
}
MEDICARE_RIGHT: Checks = {
    "B3 120 days from receipt": r"120 calendar days,? (?:counted )?from the day you get the Medicare Summary Notice",
    "B3 receipt is presumed": r"presumes that is 5 calendar days after its date",
    "B4 180 days from receipt": r"180 calendar days from the day you get the redetermination notice",
    "A7 later windows": r"60 calendar days from the day you get the QIC's decision",
    "A7 amounts in dispute": r"At least \$[\d,]+ must be in dispute[\s\S]*At least \$[\d,]+ must be in dispute",
    "B5 fast review is for care that ends": r"fast review is for care that is ending",
    "B7 good cause for lateness": r"good cause",
    "A4 a way out for members of a plan": r"private company's name on your Medicare card[\s\S]{0,99}Your rights in a Medicare Adv",
    "five levels": r"Redetermination[\s\S]*Reconsideration[\s\S]*Hearing[\s\S]*Medicare Appeals Council[\s\S]*Federal court",
}
PRIVATE_WRONG: Checks = {
    "C1 120 days": r"\b120 days\b|approximately",
    "E1 four months from the denial": r"months from the denial date",
    "E5 no deference anywhere": r"without deference",
    "B2 Medicare's contractor": r"\bMAC\b|\bQIC\b",
}
PRIVATE_RIGHT: Checks = {
    "C8 180 days from receipt": r"180 days,? (?:counted )?from the day you get the denial notice",
    "C8 decision times": r"within 30 days of[\s\S]*within 60 days of",
    "C5 72 hours when urgent": r"72 hours of[\s\S]*urgent appeal",
    "C5 outside review at the same time": r"urgent external review at the same time",
    "both levels": r"Internal appeal[\s\S]*External review",
}
# On the pages of the plan types that the landing page leads to.
PRIVATE_LADDER: Checks = {
    "C1, E1 four months from the final denial": r"4 months from the day you get the final internal denial",
    "C1 calendar months": r"counted in calendar months",
    "A15, C6 relevant documents, by rule": r"all documents relevant to your claim[\s\S]*2560\.503-1",
    "E4 what outside review covers": r"medical judgments",
    "E6 how many levels": r"one internal level[\s\S]*second appeal|second appeal[\s\S]*one internal level",
    "E7 the right to sue": r"502\(a\)",
    "E7 when the plan breaks its rules": r"breaks its claims rules",
}


@dataclass(frozen=True)
class Seed:
    """A page that inspired one of ours."""

    address: str
    heading: str
    wrong: Checks
    right: Checks
    records: Checks  # in what to gather
    policy: Checks  # in what the payer requires
    ladder: Checks = field(default_factory=dict)


SEEDS = (
    Seed(
        "/help/medicare/kyphoplasty/step-therapy/",
        "Kyphoplasty denied for failing step therapy by Medicare?",
        {
            **MEDICARE_WRONG,
            "B6 another plan's paper": r"MSN or EOB",
            "B8 a contractor's step therapy": r"step[- ]therapy denial means the contractor",
            "B10 a surgeon called prescriber": r"prescriber",
        },
        {
            **MEDICARE_RIGHT,
            "A9 said at once": r"Original Medicare has no step therapy for kyphoplasty",
            "B6 Medicare's paper": r"Medicare Summary Notice",
            "B9 prior authorization in some states": r"WISeR",
            "scattered care in one list": r"one list that starts on the day of the fracture",
            "each treatment with dates and result": r"who gave it, start, stop, dose, pain score and what happened",
            "reasons against a step": r"unsafe",
        },
        {
            "medicines": r"pharmacy printout of pain medicines",
            "brace": r"brace order",
            "therapy": r"therapy notes",
            "imaging": r"MRI report with the fracture date",
            "doctor's letter": r"doctor's letter",
            "the policy used": r"policy or criteria the letter relied on",
        },
        {"the local texts": r"L34228[\s\S]*L33569", "where they stand": r"LCD of the region"},
    ),
    Seed(
        "/help/medicare/dexa-scan/step-therapy/",
        "DEXA Scan denied for failing step therapy by Medicare?",
        {
            **MEDICARE_WRONG,
            "D3 a 72-hour deadline": r"72 hours",
            "D4 a rule that forbids steps": r"prohibit step",
            "D7 expedited for a scan already done": r"expedited appeal is available",
            "lower case": r"(?-i:\b[Dd]exa\b)",
        },
        {
            **MEDICARE_RIGHT,
            "D5 the rule": r"42 CFR 410\.31",
            "D5 time between tests": r"23 months",
            "D5 an order by who treats you": r"order",
            "D8 said at once": r"no simpler test has to come before a DEXA scan",
            "miscoding": r"corrected claim",
            "someone names an earlier test": r"which test it is and on which page the requirement stands",
        },
        {
            "the denial": r"denial letter",
            "the order": r"order and visit note",
            "why not a lesser test": r"heel or finger scan",
            "earlier results": r"earlier X-ray, heel scan or risk score",
            "the code": r"diagnosis code",
        },
        {"the rule": r"42 CFR 410\.31", "the national determination": r"NCD 150\.3"},
    ),
    Seed(
        "/help/kaiser-permanente/sma-scoliosis-surgery/step-therapy/",
        "SMA Scoliosis Surgery denied for failing step therapy by Kaiser Permanente?",
        {
            **PRIVATE_WRONG,
            "C2 a duty to have exceptions": r"must have an exception process",
            "C3 a right to override": r"override",
            "C4 a named specialty": r"reviewer with orthopedic",
            "C6 an evidence base": r"evidence base|§\s?503",
            "C7 what Kaiser must weigh": r"Kaiser (?:Permanente )?must weigh",
            "C10 lower case": r"(?-i:\bsma\b|\bSma\b)",
        },
        {
            **PRIVATE_RIGHT,
            "C2 exceptions are for drugs": r"federal exception rules we read are about drugs",
            "C9 the state's own review": r"Independent Medical Review",
            "a step that does not fit SMA": r"idiopathic scoliosis",
            "failed or unsafe bracing": r"Bracing was tried[\s\S]*Bracing was stopped",
            "harm from waiting": r"pressing on the lungs or growing fast",
            "guideline": r"standards of care",
        },
        {
            "brace records": r"brace orders",
            "films": r"films in date order",
            "joint letter": r"joint letter from the orthopedic surgeon and the neuromuscular doctor",
            "breathing": r"breathing tests",
        },
        {"how to get the criteria": r"Ask your region for the criteria it used"},
        PRIVATE_LADDER,
    ),
    Seed(
        "/help/cigna/spinal-fusion-lumbar/step-therapy/",
        "Lumbar Spinal Fusion denied for failing step therapy by Cigna?",
        {
            **PRIVATE_WRONG,
            "E2 no time named": r"accelerated timeline",
            "E3 state laws for surgery": r"states have enacted step",
            "slug for a name": r"spinal fusion lumbar",
        },
        {
            **PRIVATE_RIGHT,
            "E3 state laws concern drugs": r"step therapy exception law for drugs under insured plans",
            "E3 not for self-funded plans": r"do not reach a plan in which your employer pays",
            "emergency": r"bladder or bowel",
        },
        {
            "therapy": r"physical therapy discharge summary",
            "medicines": r"medicine list with dose, dates and why each was stopped",
            "injections": r"injection reports",
            "other clinics": r"chiropractic and pain clinic notes",
            "why a step was unsafe": r"step that was unsafe",
            "function": r"measures of function",
        },
        {"the guideline": r"CMM-609", "where conservative care stands": r"CMM-608"},
        PRIVATE_LADDER,
    ),
)


def said(page: BuiltPage) -> str:
    """What the page says, without the names of its sources and of other pages."""
    main = page.root.xpath("//main")[0]
    return text(main, lambda element: element.get("data-section") in ("sources", "related"))


def lacking(checks: Checks, words: str) -> list[str]:
    """The checks whose pattern is not in ``words``."""
    return [name for name, pattern in checks.items() if not re.search(pattern, words, re.IGNORECASE)]


def present(checks: Checks, words: str) -> list[str]:
    """The checks whose pattern is in ``words``."""
    return [name for name, pattern in checks.items() if re.search(pattern, words, re.IGNORECASE)]


each_seed = pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: seed.address)


@each_seed
def test_it_answers_the_same_question(real: RealSite, seed: Seed) -> None:
    page = real.page(seed.address)
    assert text(page.root.find(".//h1")) == seed.heading
    assert page.kind == "landing"


@each_seed
def test_what_the_seed_gave_is_there(real: RealSite, seed: Seed) -> None:
    page = real.page(seed.address)
    assert lacking(seed.records, page.section("gather")) == []
    assert lacking(seed.policy, page.section("requires")) == []
    assert len(page.root.xpath("//*[@data-section='criteria']//tbody/tr")) >= 4
    assert len(page.root.xpath("//*[@data-section='next-steps']//ol/li")) >= 4
    assert len(page.section("argument").split()) >= 60
    assert len(page.section("why").split()) >= 150
    assert len(page.root.xpath("//*[@data-section='gather']//li")) >= 5
    assert lacking({"price": r"\$30 .*code SEO25 \(\$40 without\)"}, page.section("offer")) == []
    assert len(page.root.xpath("//*[@data-section='offer']//a[contains(@href, 'code=SEO25')]")) == 1


@each_seed
def test_none_of_its_errors_is_there(real: RealSite, seed: Seed) -> None:
    words = said(real.page(seed.address))
    assert present({**WRONG_ON_ALL, **seed.wrong}, words) == []
    assert lacking({**RIGHT_ON_ALL, **seed.right}, words) == []


@pytest.mark.parametrize("seed", [seed for seed in SEEDS if seed.ladder], ids=lambda seed: seed.address)
def test_the_whole_ladder_is_one_click_away(real: RealSite, seed: Seed) -> None:
    """Where several plan types apply, the full ladder stands on the page of each."""
    page = real.page(seed.address)
    linked = {link for link in page.root.xpath("//*[@data-section='rights']//a/@href") if link.startswith("/rights/")}
    words = "\n".join(said(real.page(address)) for address in sorted(linked))
    assert lacking(seed.ladder, words) == []


@pytest.mark.parametrize("address", [seed.address for seed in SEEDS if "/medicare/" in seed.address])
def test_a_page_about_original_medicare_shows_one_ladder(real: RealSite, address: str) -> None:
    """A4, B2: the first defect was two ladders, and two deadlines, for one denial."""
    page = real.page(address)
    assert set(page.root.xpath("//main//@data-plan")) == {"original_medicare"}
    printed = {reference.partition(".")[0] for reference in page.root.xpath("//main//@data-fact")}
    assert printed == {"original_medicare", "offer"}


def test_the_guide_for_surgeons(real: RealSite) -> None:
    page = real.page("/guides/spine-surgery-medical-necessity/")
    words = said(page)
    gives = {
        "category": r"specialty focus",
        "reading time": r"\d+ min read",
        "documentation checklist": r"checklist",
        "conservative treatment": r"conservative-treatment question",
        "imaging tied to symptoms": r"imaging tied to the patient",
        "function measured": r"function in a named measure",
        "why now": r"why now",
        "call with the reviewer": r"peer-to-peer",
        "F3 Medicare's criteria come first": r"national and local coverage determinations bind the plan",
    }
    wrong = {
        "F1 the reviewer is no clinician": r"non-clinical administrator",
        "F2 the call in place of an appeal": r"overturn a denial|saving months",
        "F4 figures without a source": r"\$20,000|\$50,000|15-minute|\b90\s?%",
        "F5 promises": r"irrefutable|airtight|no logical|unassailable|\bwin(?:ning)?\b",
    }
    assert lacking(gives, words) == []
    assert present({**WRONG_ON_ALL, **wrong}, words) == []
    assert page.root.xpath("//table//tbody/tr"), "no table of what a denial costs whom"
    assert page.root.xpath("//*[@data-fill-in]"), "no card to fill in for the call"
    assert page.root.xpath("//*[@data-section='offer']//h2"), "no call to action of its own"
    assert "/guides/" in page.root.xpath("//main//a/@href"), "no way back to the hub"


def test_the_checks_can_fail() -> None:
    seed = "File the redetermination within 60 days of the denial using the plan's Coverage Determination form."
    assert present(WRONG_ON_ALL, seed) == ["A2 60 days from the denial", "A3 Part D's form for a surgery"]
    assert lacking(PRIVATE_RIGHT, seed) == list(PRIVATE_RIGHT)
