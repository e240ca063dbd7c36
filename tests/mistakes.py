"""Mistakes people make in content, and the one line each gives.

A row is an edit of the tiny site, the text the build then points at (empty: the start of the file), and what it says.
"""

from __future__ import annotations

from typing import NamedTuple

SITE, SOURCES = "content/site.yaml", "content/sources/texts.yaml"
NORTHFIELD, MEDICARE = "content/payers/northfield.yaml", "content/payers/medicare.yaml"
CARPAL, BOTOX = "content/procedures/carpal-tunnel-release.yaml", "content/procedures/botox-for-migraine.yaml"
NECESSITY, STEP = "content/denial_types/medical-necessity.yaml", "content/denial_types/step-therapy.yaml"
INSURED = "content/frameworks/aca_insured.yaml"
GUIDE, ABOUT, TERMS = (f"content/{path}.md" for path in ("guides/reading-a-denial", "pages/about", "pages/terms"))
NAME_A_FACT = "(name a ledger fact: {{ facts.… }}, or say where the reader finds it)"
LIMIT = "(limit the text with plans: [original_medicare, medicare_part_d])"
SENTENCE = "A splint cannot free"  # stands in CARPAL


class Mistake(NamedTuple):
    """In ``path``, ``old`` becomes ``new``; the build points at ``spot`` and says ``said``."""

    path: str
    old: str
    new: str
    spot: str
    said: str


MISTAKES = {
    "typo in a key": Mistake(
        NORTHFIELD, "aliases:", "alias:", "alias",
        "E102 unknown key 'alias' (did you mean 'aliases'?)"),
    "hyphen in a key": Mistake(
        MEDICARE, "left_out:", "left-out:", "left-out",
        "E102 unknown key 'left-out' (did you mean 'left_out'?)"),
    "missing name": Mistake(
        NORTHFIELD, "name: Northfield\n", "", "",
        "E103 key 'name' is missing (see docs/content.md for the keys of this file)"),
    "missing part of the settings": Mistake(
        SITE, "offer:\n  list_price: 50\n  price_with_code: 35\n  code: TINY15\n", "", "",
        "E103 key 'offer' is missing (see docs/content.md for the keys of this file)"),
    "unknown framework": Mistake(
        NORTHFIELD, "[aca_insured]", "[aca_insurred]", "aca_insurred",
        "E106 unknown framework 'aca_insurred' (did you mean 'aca_insured'?)"),
    "unknown framework in plans": Mistake(
        NECESSITY, "plans: [aca_insured]", "plans: [aca_insurd]", "aca_insurd",
        "E106 unknown framework 'aca_insurd' (did you mean 'aca_insured'?)"),
    "unknown framework for readers who are elsewhere": Mistake(
        MEDICARE, "framework: aca_insured", "framework: aca_insurd", "framework:",
        "E106 unknown framework 'aca_insurd' (did you mean 'aca_insured'?)"),
    "unknown procedure in a payer": Mistake(
        NORTHFIELD, "  botox-for-migraine:", "  botox-for-migrane:", "botox-for-migrane",
        "E106 unknown procedure 'botox-for-migrane' (did you mean 'botox-for-migraine'?)"),
    "unknown denial type in a payer": Mistake(
        NORTHFIELD, "  step-therapy:", "  step-theraphy:", "step-theraphy",
        "E106 unknown denial type 'step-theraphy' (did you mean 'step-therapy'?)"),
    "unknown denial type in left_out": Mistake(
        MEDICARE, "denial_types: [step-therapy]", "denial_types: [step-terapy]", "step-terapy",
        "E106 unknown denial type 'step-terapy' (did you mean 'step-therapy'?)"),
    "unknown denial type in a procedure": Mistake(
        CARPAL, "  step-therapy:", "  steptherapy:", "steptherapy",
        "E106 unknown denial type 'steptherapy' (did you mean 'step-therapy'?)"),
    "unknown source": Mistake(
        NORTHFIELD, "source: northfield-hand", "source: northfeild-hand", "source: northfeild-hand",
        "E106 unknown source 'northfeild-hand' (did you mean 'northfield-hand'?)"),
    "unknown source of a guide": Mistake(
        GUIDE, "sources: [cfr-45-147-136]", "sources: [cfr-45-147-163]", "cfr-45-147-163",
        "E106 unknown source 'cfr-45-147-163' (did you mean 'cfr-45-147-136'?)"),
    "unknown fact in a ladder": Mistake(
        INSURED, "file_within: external_review.file_within",
        "file_within: external_review.file_withn", "file_within: external_review.file_withn",
        "E106 unknown fact 'external_review.file_withn' (did you mean 'external_review.file_within'?)"),
    "the same slug twice": Mistake(
        NORTHFIELD, "slug: northfield", "slug: medicare", "",
        f"E107 slug 'medicare' is already used by {MEDICARE} (give one of them another)"),
    "unknown placeholder": Mistake(
        ABOUT, "{{ site.name }}", "{{ site.nmae }}", "site.nmae",
        "E108 unknown placeholder 'site.nmae' (did you mean 'site.name'?)"),
    "a placeholder that belongs elsewhere": Mistake(
        CARPAL, "at your wrist needs", "at {{ payer.name }} needs", "payer.name",
        "E108 unknown placeholder 'payer.name' (did you mean 'site.name'?)"),
    "unknown fact": Mistake(
        MEDICARE, "redetermination.file_within }}",
        "redetermination.file_witin }}", "facts.original_medicare.redetermination.file_witin",
        "E108 unknown placeholder 'facts.original_medicare.redetermination.file_witin' "
        "(did you mean 'original_medicare.redetermination.file_within'?)"),
    "a fact of next year": Mistake(
        MEDICARE, "original_medicare.redetermination.file_within",
        "original_medicare.hearing.amount_2027", "facts.original_medicare.hearing.amount_2027",
        "E108 unknown placeholder 'facts.original_medicare.hearing.amount_2027' (it is not in force on 2026-11-22)"),
    "bare days": Mistake(
        NORTHFIELD, "It is called Carpal", "You have 60 days. It is called Carpal", "60 days.",
        f"L02 bare figure '60 days' in prose {NAME_A_FACT}"),
    "bare months in words": Mistake(
        CARPAL, "the months it was worn", "the four months it was worn", "four",
        f"L02 bare figure 'four months' in prose {NAME_A_FACT}"),
    "bare dollars": Mistake(
        NORTHFIELD, "by mail or by fax", "by mail for $25 or by fax", "$25 or",
        f"L02 bare figure '$25' in prose {NAME_A_FACT}"),
    "bare share": Mistake(
        CARPAL, SENTENCE, f"For 90% it fails. {SENTENCE}", "90% it",
        f"L02 bare figure '90%' in prose {NAME_A_FACT}"),
    "bare days in a guide": Mistake(
        GUIDE, "Number the pages.", "Number the pages within 10 days.", "10 days.",
        f"L02 bare figure '10 days' in prose {NAME_A_FACT}"),
    "outcome claim": Mistake(
        CARPAL, SENTENCE, f"Such appeals usually win. {SENTENCE}", "win.",
        "L05 outcome claim 'win' without a source (say what the reader can do, promise nothing)"),
    "HTML in a text": Mistake(
        CARPAL, SENTENCE, "A splint <b>cannot</b> free", "<b>cannot</b>",
        "Q01 HTML in a text: '<b>' (write Markdown)"),
    "unfilled placeholder": Mistake(
        CARPAL, SENTENCE, f"On [date] it failed. {SENTENCE}", "[date",
        "Q02 unfilled placeholder '[date]' (fill it in, or put it in a ```fill-in block)"),
    "drug word on surgery": Mistake(
        CARPAL, "Exam note with", "Exam note of the prescriber with", "prescriber",
        "L03 'prescriber' is for drugs; this is about surgery (name the policy, or the doctor)"),
    "word of one plan type in a text for all": Mistake(
        NECESSITY, "A page of your chart for", "For the redetermination, a page of your chart for", "redetermination",
        f"L01 'redetermination' is the wrong word in a text for every plan type {LIMIT}"),
    "word of another plan type": Mistake(
        INSURED, "Send an internal appeal\n", "Send a redetermination\n", "redetermination",
        f"L01 'redetermination' is the wrong word for aca_insured {LIMIT}"),
    "leaked slug": Mistake(
        CARPAL, SENTENCE, f"Before carpal-tunnel-release all failed. {SENTENCE}", "carpal-tunnel-release all",
        "L04 'carpal-tunnel-release' looks like a slug (write the name as the data has it)"),
    "name without its capitals": Mistake(
        BOTOX, "Stopping now", "Stopping botox for migraine now", "botox for",
        "L04 'botox for migraine' looks like a slug (write the name as the data has it)"),
    "NO for a yes-or-no": Mistake(
        SITE, "ai_training: false", "ai_training: NO", "ai_training",
        "E104 'ai_training': input should be a valid boolean (it is \"NO\") (write true or false)"),
    "number with a leading zero": Mistake(
        SITE, "list_price: 50", "list_price: 010", "list_price",
        "E104 'list_price': input should be a valid integer (it is \"010\") "
        "(write a whole number without quotes or leading zeros)"),
    "number for a text": Mistake(
        SITE, "code: TINY15", "code: 15", "code: 15",
        "E104 'code': input should be a valid string (it is 15) (put quotes around it)"),
    "a day that does not exist": Mistake(
        NORTHFIELD, "{on: 2026-11-07,", "{on: 2026-11-31,", "on: 2026-11-31",
        "E104 'on': input should be a valid date in the format YYYY-MM-DD, day value is outside expected range (it is "
        '"2026-11-31") (write a day as 2026-11-22)'),
    "a day in another order": Mistake(
        GUIDE, "published: 2026-11-08", "published: 11/08/2026", "published",
        "E104 'published': input should be a valid date in the format YYYY-MM-DD, invalid character in year (it is "
        '"11/08/2026") (write a day as 2026-11-22)'),
    "next review before the last": Mistake(
        GUIDE, "next: 2027-05-08", "next: 2026-05-08", "reviewed",
        "E104 'next' must be later than 'on' (it is the day the next check is due)"),
    "unknown kind of fact": Mistake(
        NORTHFIELD, "kind: policy", "kind: policies", "kind: policies",
        "E104 'kind': input should be 'policy', 'coverage_determination', 'criterion', 'reviewer', 'route', "
        "'guideline', 'rule' or 'record' (it is \"policies\") (did you mean 'policy'?)"),
    "two equal keys": Mistake(
        SITE, "language: en-US\n", "language: en-US\nlanguage: en-GB\n", "language: en-GB",
        "E105 key 'language' stands twice (the first is on line 7)"),
    "colon in a plain text": Mistake(
        SITE, "tagline: Your", "tagline: Denied: your", ": your",
        "E101 not valid YAML: mapping values are not allowed in this context (put quotes around a text that contains ': ')"),
    "tab for indentation": Mistake(
        NORTHFIELD, "    requires:", "\trequires:", "\trequires",
        "E101 not valid YAML: found character that cannot start any token "
        "(use spaces, not tabs; quote a text that starts with a special character)"),
    "missing front matter": Mistake(
        GUIDE, "---\ntitle", "title", "",
        "E101 front matter is missing (start the file with --- keys ---)"),
    "link to no page": Mistake(
        TERMS, "Your letter and", "See [this](/nowhere/). Your letter and", "See [this",
        "S10 /terms/: link to '/nowhere/', which is not published"),
    "list without a blank line": Mistake(
        GUIDE, "- Number the pages.", "Do: 1. number the pages 2. keep a copy", "A denial",
        "Q01 a list runs inside a paragraph (put a blank line before the list)"),
    "table without a blank line": Mistake(
        GUIDE, "\n| Part", "text\n| Part", "A denial",
        "Q01 raw mark '| ---' reaches the reader (put a blank line before a list or table)"),
    "typo in a key that must be there": Mistake(
        NORTHFIELD, "name_in_sentence:", "name_in_sentance:", "name_in_sentance",
        "E102 unknown key 'name_in_sentance' (did you mean 'name_in_sentence'?)"),
    "unknown kind of procedure": Mistake(
        CARPAL, "kind: surgery", "kind: surgury", "kind: surgury",
        "E104 'kind': input should be 'surgery', 'imaging', 'drug', 'device', 'therapy', 'admission', 'test' or "
        "'transport' (it is \"surgury\") (did you mean 'surgery'?)"),
    "unknown stage": Mistake(
        STEP, "urgent,", "urgnt,", "urgnt",
        "E104 '1': input should be 'not_given', 'urgent', 'given', 'ending', 'drug_exception' or 'bill_not_owed' (it "
        "is \"urgnt\") (did you mean 'urgent'?)"),
    "unknown unit": Mistake(
        INSURED, "unit: months", "unit: month", "unit: month",
        "E104 'unit': input should be 'calendar days', 'days', 'business days', 'working days', 'hours', 'months', "
        "'years' or 'USD' (it is \"month\") (did you mean 'months'?)"),
    "drug word in a text that denies something else": Mistake(
        CARPAL, SENTENCE, f"Ask the prescriber. It can no longer wait. {SENTENCE}", "prescriber.",
        "L03 'prescriber' is for drugs; this is about surgery (name the policy, or the doctor)"),
    "address without https": Mistake(
        SITE, "base_url: https://", "base_url: ", "base_url",
        "E104 'base_url': does not have the right form (it is \"www.letterbox.example\") "
        "(https:// and the host name, with nothing after it)"),
    "kind without source": Mistake(
        NORTHFIELD, "kind: reviewer\n    source: northfield-manual", "kind: reviewer", "text: Doctors",
        "E104 'kind' and 'source' go together (a sourced fact has both, plain text has neither)"),
    "address of a page": Mistake(
        TERMS, "address: /terms/", "address: /Terms", "address",
        "E104 'address': does not have the right form (it is \"/Terms\") "
        "(lower case, begins and ends with a slash, such as /terms/)"),
    "two pages at one address": Mistake(
        TERMS, "address: /terms/", "address: /privacy/", "address",
        "E107 address /privacy/ is already used by content/pages/privacy.md (give one of them another)"),
    "unknown name in a description": Mistake(
        STEP, 'description: "{procedure}', 'description: "{procedur}', "{procedur}",
        "E108 unknown placeholder '{procedur}' (here stand: {procedure}, {payer})"),
    "unknown name in a question": Mistake(
        STEP, "until you try other care first?", "until {payr} sees more?", "{payr",
        "E108 unknown placeholder '{payr}' (here stand: {procedure}, {payer})"),
    "denial type decided twice": Mistake(
        CARPAL, "denial_types:\n", "left_out: {step-therapy: It does not happen.}\ndenial_types:\n", "step-therapy: It",
        "S01 denial type 'step-therapy' is decided twice (it stands under denial_types and left_out: keep one)"),
    "a window below nothing": Mistake(
        INSURED, "value: 4", "value: -4", "value: -4",
        "E104 'value': input should be greater than 0 (it is -4) (write a number above zero)"),
    "a previous slug that is live": Mistake(
        NORTHFIELD, "slug: northfield\n", "slug: northfield\nprevious_slugs: [medicare]\n", "previous_slugs",
        f"E107 slug 'medicare' is in use by {MEDICARE} (a previous slug names nothing today)"),
    "bare days in a folded text": Mistake(
        CARPAL, "further delay risks", "10 days of delay risk", "10 days",
        f"L02 bare figure '10 days' in prose {NAME_A_FACT}"),
}  # fmt: skip
