"""Hubs: one page for each payer, procedure, denial type and plan type, and the lists at their roots."""

from __future__ import annotations

from collections.abc import Iterator

from generator import appeal, frame, listed, sections
from generator.content import Content
from generator.page import Page, Section
from generator.parents import stages_of

PAYER = frame.Words(
    "Denied by {payer}? What to do and by when",
    "Denied by {payer}?",
    "{payer} said no? Where its rules are, who reviews, how to file, and your appeal deadline by plan type.",
)
PROCEDURE = frame.Words(
    "{procedure} denied by insurance: what to do",
    "{procedure} denied?",
    "Health plan denied {with_article}? The reasons plans give, the rules that apply, and the records to gather.",
)
DENIAL_TYPE = frame.Words(
    "Denied for {short_name}: what it means",
    "Denied for {short_name}?",
    "Denied for {short_name}? What the letter means, what answers it, what to gather, and the pages for your plan.",
)
RIGHTS = frame.Words(
    "{short_name} appeal: steps and deadlines",
    "Your appeal rights in {in_sentence}",
    "{short_name} said no? Every step of the appeal, who decides, how long you and they have, and free help.",
)
ROOTS = {
    "/payers/": frame.Words(
        "Health plans and what their denials mean",
        "Which health plan said no?",
        "Find your health plan: what its denials mean, what it asks for, and your appeal deadline.",
    ),
    "/procedures/": frame.Words(
        "Care that gets denied, and how to answer",
        "What was denied?",
        "Find the operation, drug, device, scan, test or stay that was denied, and what answers the denial.",
    ),
    "/denials/": frame.Words(
        "Reasons for denial, and what answers each",
        "What reason does your letter give?",
        "Find the reason on your denial letter: what it means, what answers it, and what to gather.",
    ),
    "/rights/": frame.Words(
        "Appeal rights and deadlines by kind of plan",
        "Which kind of plan do you have?",
        "Your appeal rights by kind of health plan: each step, who decides, by when, and where to find free help.",
    ),
    "/guides/": frame.Words(
        "Guides to health-insurance denials",
        "Guides",
        "Longer reading on health-insurance denials, for patients, surgeons and surgery centers.",
    ),
}


def pages(content: Content) -> Iterator[Page]:
    """Every hub and every list of hubs."""
    for slug in content.payers:
        yield payer(content, slug)
    for slug in content.procedures:
        yield procedure(content, slug)
    for slug in content.denial_types:
        yield denial_type(content, slug)
    for slug in content.frameworks:
        yield rights(content, slug)
    for address, words in ROOTS.items():
        name = address.strip("/")
        yield frame.page(content, "hub", address, {"root": name}, words, [frame.answer("root", root=name)])


def payer(content: Content, slug: str) -> Page:
    """``/help/{payer}/``."""
    entry = content.payers[slug]
    address, plans = f"/help/{slug}/", entry.frameworks
    rules = f"Where {entry.name_in_sentence} keeps its rules"
    body = [
        listed.said(content, "payers", slug, "summary"),
        appeal.deadline(content, plans, appeal.ORDINARY, None),
        appeal.which_plan(content, plans),
        listed.listed(content, "requires", rules, "payers", slug, "policies", plans),
        listed.listed(content, "why", "Who reviews", "payers", slug, "review", plans),
        listed.listed(content, "argument", "How to file", "payers", slug, "filing", plans),
        appeal.free_help(content, plans),
        frame.offer(content),
    ]
    return frame.page(content, "hub", address, {"payer": slug}, PAYER, body, plans)


def procedure(content: Content, slug: str) -> Page:
    """``/procedures/{procedure}/``."""
    address, plans = f"/procedures/{slug}/", tuple(content.frameworks)
    ends = content.procedures[slug].kind == "admission"
    body = [
        listed.said(content, "procedures", slug, "what_it_is"),
        appeal.urgent(content, plans, stages_of(content, slug), slug) if ends else None,
        listed.listed(content, "requires", "Rules and guidelines", "procedures", slug, "coverage", plans),
        sections.records(content, slug),
        appeal.free_help(content, plans),
        frame.offer(content),
    ]
    return frame.page(content, "hub", address, {"procedure": slug}, PROCEDURE, body, plans)


def denial_type(content: Content, slug: str) -> Page:
    """``/denials/{denial-type}/``."""
    entry = content.denial_types[slug]
    address, plans = f"/denials/{slug}/", tuple(content.frameworks)
    signals = Section("why", ("signals", slug), {"level": "signals", "lines": entry.signals}, shared=True)
    rules = "What the rules of your plan add"
    body = [
        frame.answer("denial_type", short_name=entry.short_name, carc=", ".join(entry.carc)),
        appeal.urgent(content, plans, entry.stages, None) if entry.ends_care else None,
        listed.listed(content, "why", "What it means", "denial_types", slug, "meaning", plans),
        signals if entry.signals else None,
        listed.listed(content, "argument", "What answers it", "denial_types", slug, "answers", plans),
        listed.listed(content, "argument", rules, "denial_types", slug, "arguments", plans),
        sections.documents(content, slug),
        appeal.free_help(content, plans),
        frame.offer(content),
    ]
    return frame.page(content, "hub", address, {"denial_type": slug}, DENIAL_TYPE, body, plans)


def rights(content: Content, plan: str) -> Page:
    """``/rights/{plan-type}/``: the whole ladder of one plan type."""
    framework = content.frameworks[plan]
    address, plans = f"/rights/{framework.slug}/", (plan,)
    body = [
        listed.said(content, "frameworks", plan, "applies_to"),
        appeal.urgent(content, plans, appeal.FAST, None),
        appeal.deadline(content, plans, appeal.ORDINARY, None),
        appeal.which_plan(content, plans),
        appeal.next_steps(content, None, None, plans),
        appeal.rights(content, plans),
        appeal.free_help(content, plans),
        frame.offer(content),
    ]
    return frame.page(content, "rights", address, {"framework": plan}, RIGHTS, body, plans)
