"""Parents of landing pages: payer × procedure, procedure × denial type, payer × denial type.

Each is a landing page in its own right: the reader of a cell that has no page arrives here.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator import appeal, sections
from generator.content import Content
from generator.cross import plans_for
from generator.model import Procedure, Stage
from generator.narrative import fill
from generator.offer import checkout_ref, offer
from generator.page import Link, Page, Section


def pages(content: Content) -> Iterator[Page]:
    """Every parent there could be; ``select`` keeps those with something to say."""
    for payer in content.payers:
        for procedure in content.procedures:
            if plans_for(content.payers[payer], content.procedures[procedure]):
                yield payer_procedure(content, payer, procedure)
        for denial_type in content.denial_types:
            yield payer_denial_type(content, payer, denial_type)
    for procedure, entry in content.procedures.items():
        for denial_type in entry.denial_types:
            yield procedure_denial_type(content, procedure, denial_type)


def stages_of(content: Content, procedure: Procedure) -> tuple[Stage, ...]:
    """Every stage in which care can stand for any denial type of the procedure."""
    found = dict.fromkeys(stage for slug in procedure.denial_types for stage in content.denial_types[slug].stages)
    return tuple(found)


def answer(kind: str, **data: str) -> Section:
    """The quick answer of a parent or hub: its words are in the template, its names here."""
    return Section("quick-answer", (kind, *data.values()), {"variant": kind, **data}, shared=True)


def payer_procedure(content: Content, payer: str, procedure: str) -> Page:
    """``/help/{payer}/{procedure}/``: what this payer asks for this procedure, whatever the reason of the denial."""
    who, what = content.payers[payer], content.procedures[procedure]
    plans = plans_for(who, what)
    address = f"/help/{payer}/{procedure}/"
    ref = checkout_ref(address)
    stages = stages_of(content, what)
    asked = sections.criteria_payer(content, payer, procedure)
    body: list[Section | None] = [
        answer("payer_procedure", payer=who.name_in_sentence, procedure=what.name_in_sentence, what_it_is=what.what_it_is),
        appeal.urgent(content, plans, stages, procedure),
        appeal.deadline(content, plans, stages, procedure),
        appeal.which_plan(content, plans),
        sections.requires(content, payer, procedure, plans),
        sections.records(content, procedure),
        asked,
        appeal.rights_ladder(content, plans[0]) if len(plans) == 1 else appeal.rights_rows(content, plans),
        appeal.free_help(content, plans),
        offer(content, ref),
    ]
    names = {"payer": who.name, "procedure": what.name, "procedure_in_sentence": what.name_in_sentence}
    return Page(
        kind="parent",
        address=address,
        title=fill("{procedure} denied by {payer}: what to do", names),
        question=fill("{procedure} denied by {payer}?", names),
        description=fill("{payer} denied {procedure_in_sentence}? What it asks for, which records show it, and your appeal deadline by plan type.", names),
        sections=tuple(section for section in body if section),
        crumbs=(Link("/", "Home"), Link("/payers/", "Payers"), Link(f"/help/{payer}/", who.name)),
        reviewed=min(who.reviewed.on, what.reviewed.on),
        review_due=min(who.reviewed.next, what.reviewed.next),
        plans=plans,
        ref=ref,
        of={"payer": payer, "procedure": procedure},
    )


def payer_denial_type(content: Content, payer: str, denial_type: str) -> Page:
    """``/payers/{payer}/{denial-type}/``: what this kind of denial means from this payer, whatever it was for."""
    who, kind = content.payers[payer], content.denial_types[denial_type]
    plans = who.frameworks
    address = f"/payers/{payer}/{denial_type}/"
    ref = checkout_ref(address)
    own = sections.why_payer(content, payer, denial_type, plans) if denial_type in who.denial_types else None
    body: list[Section | None] = [
        answer("payer_denial_type", payer=who.name_in_sentence, short_name=kind.short_name),
        appeal.urgent(content, plans, kind.stages, None),
        appeal.deadline(content, plans, kind.stages, None),
        appeal.which_plan(content, plans),
        appeal.next_steps(content, payer, denial_type, plans),
        own,
        sections.meaning(content, denial_type, plans),
        sections.prose_section(
            content, "argument", ("answers", denial_type), "What answers it", kind.answers, content.site_names(),
            content.origin("denial_types", denial_type, "answers"), plans,
        ),
        sections.documents(content, denial_type) if kind.documents else None,
        appeal.rights_ladder(content, plans[0]) if len(plans) == 1 else appeal.rights_rows(content, plans),
        appeal.free_help(content, plans),
        offer(content, ref),
    ]  # fmt: skip
    names = {"payer": who.name, "short_name": kind.short_name}
    return Page(
        kind="parent",
        address=address,
        title=fill("{payer} denial for {short_name}: what to do", names),
        question=fill(kind.payer_question, names),
        description=fill("{payer} said no for {short_name}? What that means at {payer}, what answers it, and your deadline by plan type.", names),
        sections=tuple(section for section in body if section),
        crumbs=(Link("/", "Home"), Link("/payers/", "Payers"), Link(f"/help/{payer}/", who.name)),
        reviewed=min(who.reviewed.on, kind.reviewed.on),
        review_due=min(who.reviewed.next, kind.reviewed.next),
        plans=plans,
        ref=ref,
        of={"payer": payer, "denial_type": denial_type},
    )


def procedure_denial_type(content: Content, procedure: str, denial_type: str) -> Page:
    """``/procedures/{procedure}/{denial-type}/``: why this procedure gets this denial, whoever pays."""
    what, kind = content.procedures[procedure], content.denial_types[denial_type]
    medicare_only = "medicare_part_d" if what.benefit == "pharmacy" else "original_medicare"
    plans = tuple(
        plan
        for plan in content.frameworks
        if plan == medicare_only or plan not in ("original_medicare", "medicare_advantage", "medicare_part_d") or (plan == "medicare_advantage" and what.benefit == "medical")
    )
    address = f"/procedures/{procedure}/{denial_type}/"
    ref = checkout_ref(address)
    expected = sections.criteria_procedure(content, procedure, denial_type, heading=True)
    build = sections.Builder(content, content.procedure_names(procedure))
    reply = build.section(
        "quick-answer", ("procedure", procedure, denial_type),
        {"html": build.text(what.denial_types[denial_type].answer), "elsewhere": []},
        content.origin("procedures", procedure, "denial_types", denial_type, "answer"),
    )  # fmt: skip
    body: list[Section | None] = [
        reply,
        appeal.urgent(content, plans, kind.stages, procedure),
        appeal.deadline(content, plans, kind.stages, procedure),
        sections.why_procedure(content, procedure, denial_type, plans),
        sections.meaning(content, denial_type, plans),
        sections.gather(content, procedure, denial_type),
        sections.documents(content, denial_type) if kind.documents else None,
        expected,
        sections.argument_procedure(content, procedure, denial_type, plans),
        appeal.rights_rows(content, plans),
        appeal.free_help(content, plans),
        offer(content, ref),
    ]
    names = {"procedure": what.name, "short_name": kind.short_name, "procedure_in_sentence": what.name_in_sentence}
    return Page(
        kind="parent",
        address=address,
        title=fill("{procedure} denied for {short_name}: what to do", names),
        question=fill(kind.parent_question, names),
        description=fill("Why {procedure_in_sentence} is denied for {short_name}, which records answer it, and the appeal deadline for each kind of plan.", names),
        sections=tuple(section for section in body if section),
        crumbs=(Link("/", "Home"), Link("/procedures/", "Procedures"), Link(f"/procedures/{procedure}/", what.name)),
        reviewed=min(what.reviewed.on, kind.reviewed.on),
        review_due=min(what.reviewed.next, kind.reviewed.next),
        plans=plans,
        ref=ref,
        of={"procedure": procedure, "denial_type": denial_type},
    )
