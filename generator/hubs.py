"""Hubs: one page for each payer, procedure, denial type and plan type, and the lists at their roots."""

from __future__ import annotations

from collections.abc import Iterator

from generator import appeal, sections
from generator.content import Content
from generator.narrative import fill
from generator.offer import checkout_ref, offer
from generator.page import Link, Page, Section
from generator.parents import answer, stages_of

HOME = Link("/", "Home")
ROOTS = {
    "/payers/": ("Payers", "Which health plan said no?", "Health plans and what their denials mean", "Find your health plan: what its denials mean, what it asks for, and your appeal deadline."),
    "/procedures/": ("Procedures", "What was denied?", "Care that gets denied, and how to answer", "Find the operation, drug, device, scan, test or stay that was denied, and what answers the denial."),
    "/denials/": ("Denials", "What reason does your letter give?", "Reasons for denial, and what answers each", "Find the reason on your denial letter: what it means, what answers it, and what to gather."),
    "/rights/": ("Rights", "Which kind of plan do you have?", "Appeal rights and deadlines by kind of plan", "Your appeal rights by kind of health plan: each step, who decides, by when, and where to find free help."),
    "/guides/": ("Guides", "Guides", "Guides to health-insurance denials", "Longer reading on health-insurance denials, for patients, surgeons and surgery centers."),
}  # fmt: skip


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
    for address, (name, question, title, description) in ROOTS.items():
        yield hub(content, address, title, question, description, [answer("root", root=name)], (HOME,), {"root": name}, kind="hub")


def hub(
    content: Content,
    address: str,
    title: str,
    question: str,
    description: str,
    body: list[Section | None],
    crumbs: tuple[Link, ...],
    of: dict[str, str],
    kind: str,
    plans: tuple[str, ...] = (),
) -> Page:
    """A page of kind ``kind`` reviewed as often as the least fresh file it is made of."""
    reviewed = [
        entry.reviewed
        for entry in (
            content.payers.get(of.get("payer", "")),
            content.procedures.get(of.get("procedure", "")),
            content.denial_types.get(of.get("denial_type", "")),
            content.frameworks.get(of.get("framework", "")),
        )
        if entry
    ] or [entry.reviewed for entry in content.frameworks.values()]
    return Page(
        kind=kind,
        address=address,
        title=title,
        question=question,
        description=description,
        sections=tuple(section for section in body if section),
        crumbs=crumbs,
        reviewed=min(entry.on for entry in reviewed),
        review_due=min(entry.next for entry in reviewed),
        plans=plans,
        ref=checkout_ref(address),
        of=of,
    )


def payer(content: Content, slug: str) -> Page:
    """``/help/{payer}/``."""
    entry = content.payers[slug]
    names = content.payer_names(slug)
    address = f"/help/{slug}/"
    plans = entry.frameworks
    build = sections.Builder(content, names, plans)
    origin = content.origin("payers", slug, "summary")
    summary = build.section("quick-answer", ("payer", slug), {"html": build.text(entry.summary), "elsewhere": []}, origin)
    body = [
        summary,
        appeal.deadline(content, plans, appeal.ORDINARY, None),
        appeal.which_plan(content, plans),
        sections.prose_section(content, "requires", ("policies", slug), f"Where {entry.name_in_sentence} keeps its rules", entry.policies, names, content.origin("payers", slug, "policies"), plans),
        sections.prose_section(content, "why", ("review", slug), "Who reviews", entry.review, names, content.origin("payers", slug, "review"), plans),
        sections.prose_section(content, "argument", ("filing", slug), "How to file", entry.filing, names, content.origin("payers", slug, "filing"), plans),
        appeal.free_help(content, plans),
        offer(content, checkout_ref(address)),
    ]  # fmt: skip
    return hub(
        content,
        address,
        fill("Denied by {payer}? What to do and by when", {"payer": entry.name}),
        fill("Denied by {payer}?", {"payer": entry.name}),
        fill("{payer} said no? Where its rules are, who reviews, how to file, and your appeal deadline by plan type.", {"payer": entry.name}),
        body,
        (HOME, Link("/payers/", "Payers")),
        {"payer": slug},
        "hub",
        plans,
    )


def procedure(content: Content, slug: str) -> Page:
    """``/procedures/{procedure}/``."""
    entry = content.procedures[slug]
    names = content.procedure_names(slug)
    address = f"/procedures/{slug}/"
    plans = tuple(content.frameworks)
    build = sections.Builder(content, names, plans)
    origin = content.origin("procedures", slug, "what_it_is")
    what = build.section("quick-answer", ("procedure", slug), {"html": build.text(entry.what_it_is), "elsewhere": []}, origin)
    body = [
        what,
        sections.prose_section(content, "requires", ("coverage", slug), "Rules and guidelines that apply", entry.coverage, names, content.origin("procedures", slug, "coverage"), plans),
        sections.records(content, slug),
        appeal.urgent(content, plans, stages_of(content, entry), slug) if entry.kind == "admission" else None,
        appeal.free_help(content, plans),
        offer(content, checkout_ref(address)),
    ]  # fmt: skip
    filled = {"procedure": entry.name, "in_sentence": entry.name_in_sentence}
    return hub(
        content,
        address,
        fill("{procedure} denied by insurance: what to do", filled),
        fill("{procedure} denied?", filled),
        fill("Health plan denied {in_sentence}? The reasons plans give, the rules that apply, and the records that show why you need it.", filled),
        body,
        (HOME, Link("/procedures/", "Procedures")),
        {"procedure": slug},
        "hub",
        plans,
    )


def denial_type(content: Content, slug: str) -> Page:
    """``/denials/{denial-type}/``."""
    entry = content.denial_types[slug]
    names = content.site_names()
    address = f"/denials/{slug}/"
    plans = tuple(content.frameworks)
    origin = content.origin("denial_types", slug, "meaning")
    body = [
        answer("denial_type", short_name=entry.short_name, carc=", ".join(entry.carc)),
        appeal.urgent(content, plans, entry.stages, None) if entry.ends_care else None,
        sections.prose_section(content, "why", ("meaning", slug), "What it means", entry.meaning, names, origin, plans),
        Section("why", ("signals", slug), {"level": "signals", "lines": entry.signals}, shared=True) if entry.signals else None,
        sections.prose_section(content, "argument", ("answers", slug), "What answers it", entry.answers, names, content.origin("denial_types", slug, "answers"), plans),
        sections.prose_section(content, "argument", ("arguments", slug), "What the rules of your plan add", entry.arguments, names, content.origin("denial_types", slug, "arguments"), plans),
        sections.documents(content, slug) if entry.documents else None,
        appeal.free_help(content, plans),
        offer(content, checkout_ref(address)),
    ]  # fmt: skip
    filled = {"name": entry.name, "short_name": entry.short_name}
    return hub(
        content,
        address,
        fill("Denied for {short_name}: what it means", filled),
        fill("Denied for {short_name}?", filled),
        fill("Denied for {short_name}? What the letter means, what answers it, what to gather, and the pages for your plan and your care.", filled),
        body,
        (HOME, Link("/denials/", "Denials")),
        {"denial_type": slug},
        "hub",
        plans,
    )


def rights(content: Content, plan: str) -> Page:
    """``/rights/{plan-type}/``: the whole ladder of one plan type."""
    framework = content.frameworks[plan]
    plans = (plan,)
    build = sections.Builder(content, content.site_names(), plans)
    origin = content.origin("frameworks", plan, "applies_to")
    who = build.section(
        "quick-answer",
        ("framework", plan),
        {"variant": "framework", "html": build.text(framework.applies_to), "recognise": build.text(framework.recognise), "letter": framework.letter},
        origin,
    )
    body: list[Section | None] = [
        who,
        appeal.urgent(content, plans, appeal.FAST, None),
        appeal.deadline(content, plans, appeal.ORDINARY, None),
        appeal.next_steps(content, None, None, plans),
        appeal.rights_ladder(content, plan),
        appeal.free_help(content, plans),
        offer(content, checkout_ref(f"/rights/{framework.slug}/")),
    ]
    filled = {"name": framework.name, "short_name": framework.short_name, "in_sentence": framework.name_in_sentence}
    return hub(
        content,
        f"/rights/{framework.slug}/",
        fill("{short_name} appeal: steps and deadlines", filled),
        fill("Your appeal rights in {in_sentence}", filled),
        fill("{short_name} said no? Every step of the appeal, who decides, how long you have, how long they have, and free help.", filled),
        body,
        (HOME, Link("/rights/", "Rights")),
        {"framework": plan},
        "rights",
        plans,
    )
