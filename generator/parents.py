"""Parents of landing pages: payer × procedure, payer × denial type, procedure × denial type.

Each is a landing page in its own right: the reader of a cell that has no page arrives here.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator import appeal, frame, listed, sections
from generator.content import Content
from generator.cross import plans_for
from generator.model import Stage
from generator.narrative import render
from generator.page import Page

PAYER_PROCEDURE = frame.Words(
    "{procedure} denied by {payer}: what to do",
    "{procedure} denied by {payer}?",
    "{payer} denied {with_article}? What it asks for, which records show it, and your deadline by plan type.",
)


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


def payer_procedure(content: Content, payer: str, procedure: str) -> Page:
    """``/help/{payer}/{procedure}/``: what this payer asks for this procedure, whatever the reason of the denial."""
    who, what = content.payers[payer], content.procedures[procedure]
    plans, stages = plans_for(who, what), stages_of(content, procedure)
    address = f"/help/{payer}/{procedure}/"
    what_it_is = render(what.what_it_is, content.procedure_names(procedure), content.ledger, inline=True)
    of = {"payer": payer, "procedure": procedure}
    if not sections.known(content, payer, procedure):  # nothing of its own: S02 holds it
        return frame.page(content, "parent", address, of, PAYER_PROCEDURE, (), plans)
    body = [
        frame.answer(
            "payer_procedure", sections.elsewhere(content, payer, procedure), payer=who.name_in_sentence, what_it_is=what_it_is
        ),
        appeal.urgent(content, plans, stages, procedure),
        appeal.deadline(content, plans, stages, procedure),
        appeal.which_plan(content, plans),
        sections.requires(content, payer, procedure, plans),
        sections.records(content, procedure),
        sections.criteria_payer(content, payer, procedure),
        appeal.rights(content, plans),
        appeal.free_help(content, plans),
        frame.offer(content),
    ]
    return frame.page(content, "parent", address, of, PAYER_PROCEDURE, body, plans)


def payer_denial_type(content: Content, payer: str, denial_type: str) -> Page:
    """``/payers/{payer}/{denial-type}/``: what this kind of denial means from this payer, whatever it was for."""
    who, kind = content.payers[payer], content.denial_types[denial_type]
    plans = who.frameworks
    address = f"/payers/{payer}/{denial_type}/"
    own = denial_type in who.denial_types
    body = [
        frame.answer(
            "payer_denial_type", sections.elsewhere(content, payer), payer=who.name_in_sentence, short_name=kind.short_name
        ),
        appeal.urgent(content, plans, kind.stages, None),
        appeal.deadline(content, plans, kind.stages, None),
        appeal.which_plan(content, plans),
        appeal.next_steps(content, payer, denial_type, plans),
        sections.why_payer(content, payer, denial_type, plans) if own else None,
        sections.meaning(content, denial_type, plans),
        sections.documents(content, denial_type),
        appeal.rights(content, plans),
        appeal.free_help(content, plans),
        frame.offer(content),
    ]
    words = frame.Words(
        "{payer} denial for {short_name}: what to do",
        kind.payer_question,
        "{payer} said no for {short_name}? What that means there, what answers it, and your deadline by plan type.",
    )
    return frame.page(content, "parent", address, {"payer": payer, "denial_type": denial_type}, words, body, plans)


def procedure_denial_type(content: Content, procedure: str, denial_type: str) -> Page:
    """``/procedures/{procedure}/{denial-type}/``: why this procedure gets this denial, whoever pays."""
    kind = content.denial_types[denial_type]
    plans = plans_of_all(content, procedure)
    address = f"/procedures/{procedure}/{denial_type}/"
    body = [
        sections.quick_answer_of(content, procedure, denial_type),
        appeal.urgent(content, plans, kind.stages, procedure),
        appeal.deadline(content, plans, kind.stages, procedure),
        sections.payers_compared(content, procedure, plans),
        listed.listed(content, "requires", "Rules and guidelines", "procedures", procedure, "coverage", plans),
        sections.why_procedure(content, procedure, denial_type, plans),
        sections.meaning(content, denial_type, plans, content.procedures[procedure].kind),
        sections.gather(content, procedure, denial_type),
        sections.documents(content, denial_type),
        sections.criteria_procedure(content, procedure, denial_type, heading=True),
        sections.argument_procedure(content, procedure, denial_type, plans),
        listed.listed(content, "argument", "What answers it", "denial_types", denial_type, "answers", plans),
        appeal.rights(content, plans),
        appeal.free_help(content, plans),
        frame.offer(content),
    ]
    words = frame.Words(
        "{procedure} denied for {short_name}: what to do",
        kind.parent_question,
        "Why {with_article} is denied for {short_name}, which records answer it, and the deadline by plan type.",
    )
    return frame.page(content, "parent", address, {"procedure": procedure, "denial_type": denial_type}, words, body, plans)


def stages_of(content: Content, procedure: str) -> tuple[Stage, ...]:
    """Every stage in which care can stand for any denial type of the procedure."""
    denial_types = content.procedures[procedure].denial_types
    return tuple(dict.fromkeys(stage for slug in denial_types for stage in content.denial_types[slug].stages))


def plans_of_all(content: Content, procedure: str) -> tuple[str, ...]:
    """Every plan type that can pay for a procedure, whoever the payer."""
    everyone = [plans_for(payer, content.procedures[procedure]) for payer in content.payers.values()]
    return tuple(plan for plan in content.frameworks if any(plan in plans for plans in everyone))
