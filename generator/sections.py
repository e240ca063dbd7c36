"""Sections made of what was written about payers, procedures and denial types."""

from __future__ import annotations

from typing import Any

from generator.builder import Audience, Builder, composed_once, plan_key
from generator.content import Content, Origin
from generator.cross import pays, plans_for
from generator.page import Section


@composed_once
def known(content: Content, payer: str, procedure: str) -> bool:
    """Whether a sourced fact says what this payer asks for this procedure, today."""
    entry = content.payers[payer].procedures.get(procedure)
    if entry is None:
        return False
    items = any(item.source and item.in_force(content.as_of) for item in entry.requires)
    return items or any(row.source for row in entry.criteria)


def quick_answer(content: Content, payer: str, procedure: str, denial_type: str) -> Section:
    """The answer in at most sixty words; for one cell where it was written by hand."""
    angle = content.angles.get((payer, procedure, denial_type))
    if angle and angle.head.answer:
        build = Builder(content, content.cell_names(payer, procedure))
        data = {"html": build.text(angle.head.answer), "elsewhere": elsewhere(content, payer, procedure)}
        return build.section("quick-answer", (payer, procedure, denial_type), data, Origin(angle.path, ("answer",)))
    return quick_answer_of(content, procedure, denial_type, payer if content.payers[payer].elsewhere else "")


def quick_answer_of(content: Content, procedure: str, denial_type: str, payer: str = "") -> Section:
    """The procedure's own answer; with ``payer``, above it the way for readers who belong elsewhere."""
    build = Builder(content, content.procedure_names(procedure))
    text = content.procedures[procedure].denial_types[denial_type].answer
    origin = content.origin("procedures", procedure, "denial_types", denial_type, "answer")
    data = {"html": build.text(text), "elsewhere": elsewhere(content, payer, procedure) if payer else []}
    return build.section("quick-answer", (payer, procedure, denial_type), data, origin)


def elsewhere(content: Content, payer: str, procedure: str = "") -> list[dict[str, Any]]:
    """The way for readers who belong on another page, in the payer's words; of plan types that can pay for the procedure."""
    what = content.procedures.get(procedure)
    build = Builder(content, content.payer_names(payer))
    return [
        {
            "html": build.text(entry.text),
            "plan": entry.framework,
            "address": f"/rights/{content.frameworks[entry.framework].slug}/",
        }
        for entry in content.payers[payer].elsewhere
        if what is None or pays(entry.framework, what)
    ]


@composed_once
def requires(content: Content, payer: str, procedure: str, plans: tuple[str, ...]) -> Section:
    """What the payer asks for the procedure; where that is not known, how to find it out."""
    build = Builder(content, content.payer_names(payer), plans)
    entry = content.payers[payer].procedures.get(procedure)
    known = build.items(entry.requires, "payer_procedure") if entry else []
    data = {
        "level": "payer",
        "payer": content.payers[payer].name_in_sentence,
        "procedure": content.procedures[procedure].with_article,
        "items": known,
        "library": [] if known else build.items(content.payers[payer].policies[:1]),
        "address": f"/help/{payer}/",
    }
    origin = content.origin("payers", payer, *(("procedures", procedure, "requires") if entry else ("policies",)))
    return build.section("requires", (payer, procedure, plan_key(plans)), data, origin)


def why(content: Content, payer: str, procedure: str, denial_type: str, plans: tuple[str, ...]) -> list[Section]:
    """Why it was denied and what answers it: every level that exists, most specific first.

    A narrative written by hand for the cell replaces the procedure's and the payer's.
    """
    angle = content.angles.get((payer, procedure, denial_type))
    found = []
    if angle:
        names = content.cell_names(payer, procedure)
        build = Builder(content, names, plans)
        facts = build.items(angle.head.facts, "payer_procedure")
        data = {"level": "cell", "html": build.text(angle.why, inline=False), "items": facts}
        found.append(build.section("why", (payer, procedure, denial_type, plan_key(plans)), data, Origin(angle.path, ("body",))))
    else:
        found.append(why_procedure(content, procedure, denial_type, plans))
        if denial_type in content.payers[payer].denial_types:
            found.append(why_payer(content, payer, denial_type, plans, content.procedures[procedure].kind))
    return found


@composed_once
def payers_compared(content: Content, procedure: str, plans: tuple[str, ...]) -> Section | None:
    """Which text each payer decides a procedure by: the first fact of each that has one."""
    build = Builder(content, content.site_names(), plans)
    shown = []
    for slug, payer in content.payers.items():
        if procedure in payer.procedures:
            build.names = content.payer_names(slug)
            items = build.items([item for item in payer.procedures[procedure].requires if item.in_force(content.as_of)][:1])
            own = plans_for(payer, content.procedures[procedure])
            for item in items:  # a program's texts speak of its one plan type without saying so
                item["plans"] = item["plans"] or (list(own) if len(own) == 1 else [])
            shown += [{"payer": payer.name, "items": items}] if items else []
    if not shown:
        return None
    data = {"level": "compared", "procedure": content.procedures[procedure].with_article, "payers": shown}
    origins = [content.origin("payers", slug, "procedures", procedure) for slug in content.payers]
    return build.section("requires", ("compared", procedure, plan_key(plans)), data, *origins)


def why_procedure(content: Content, procedure: str, denial_type: str, plans: tuple[str, ...]) -> Section:
    """The procedure × denial type angle."""
    items = content.procedures[procedure].denial_types[denial_type].why
    return _why_procedure(content, procedure, denial_type, Audience.of(plans, items))


@composed_once
def _why_procedure(content: Content, procedure: str, denial_type: str, audience: Audience) -> Section:
    build = Builder(content, content.procedure_names(procedure), *audience)
    items = content.procedures[procedure].denial_types[denial_type].why
    data = {
        "level": "procedure",
        "items": build.items(items, "procedure_denial_type"),
        "procedure": content.procedures[procedure].with_article,
    }
    origin = content.origin("procedures", procedure, "denial_types", denial_type, "why")
    return build.section("why", ("procedure", procedure, denial_type, *audience.key), data, origin)


def why_payer(content: Content, payer: str, denial_type: str, plans: tuple[str, ...], kind: str = "") -> Section:
    """The payer × denial type angle; with ``kind``, what is true of that kind of procedure."""
    items = content.payers[payer].denial_types[denial_type].why
    return _why_payer(content, payer, denial_type, plans, Audience.of(plans, items, kind).kind)


@composed_once
def _why_payer(content: Content, payer: str, denial_type: str, plans: tuple[str, ...], kind: str) -> Section:
    build = Builder(content, content.payer_names(payer), plans, kind)
    items = build.items(content.payers[payer].denial_types[denial_type].why, "payer_denial_type")
    data = {"level": "payer", "items": items, "payer": content.payers[payer].name_in_sentence}
    origin = content.origin("payers", payer, "denial_types", denial_type, "why")
    return build.section("why", ("payer", payer, denial_type, plan_key(plans), kind), data, origin)


def meaning(content: Content, denial_type: str, plans: tuple[str, ...], kind: str = "") -> Section:
    """What a denial type means, in its first words; the rest lives on the page it links."""
    return _meaning(content, denial_type, Audience.of(plans, content.denial_types[denial_type].meaning, kind))


@composed_once
def _meaning(content: Content, denial_type: str, audience: Audience) -> Section:
    build = Builder(content, content.site_names(), *audience)
    entry, kind = content.denial_types[denial_type], audience.kind
    first = next(item for item in entry.meaning if item.in_force(content.as_of) and (not item.kinds or kind in item.kinds))
    data = {
        "level": "denial",
        "items": build.items([first]),
        "short_name": entry.short_name,
        "address": f"/denials/{denial_type}/",
    }
    origin = content.origin("denial_types", denial_type, "meaning")
    return build.section("why", ("denial", denial_type, *audience.key), data, origin, shared=True)


@composed_once
def more_on(content: Content, denial_type: str) -> Section:
    """The way to what is true of a denial type whoever pays and whatever the care: linked from landing pages, not repeated."""
    data = {"level": "more", "short_name": content.denial_types[denial_type].short_name, "address": f"/denials/{denial_type}/"}
    return Section("why", ("why", "more", denial_type), data, shared=True)


@composed_once
def gather(content: Content, procedure: str, denial_type: str) -> Section:
    """The checklist for one procedure and denial type."""
    build = Builder(content, content.procedure_names(procedure))
    lines = [build.text(line) for line in content.procedures[procedure].denial_types[denial_type].gather]
    origin = content.origin("procedures", procedure, "denial_types", denial_type, "gather")
    return build.section("gather", (procedure, denial_type), {"lines": lines, "heading": True}, origin)


@composed_once
def documents(content: Content, denial_type: str) -> Section | None:
    """The checklist lines of a denial type, if it has any: alike on every page by design."""
    if not content.denial_types[denial_type].documents:
        return None
    build = Builder(content, content.site_names())
    lines = [build.text(line) for line in content.denial_types[denial_type].documents]
    origin = content.origin("denial_types", denial_type, "documents")
    return build.section("gather", (denial_type,), {"lines": lines, "heading": False}, origin, shared=True)


@composed_once
def records(content: Content, procedure: str) -> Section:
    """The records that prove the need for a procedure: alike on its hub and its payers' pages by design."""
    build = Builder(content, content.procedure_names(procedure))
    lines = [build.text(line) for line in content.procedures[procedure].records]
    origin = content.origin("procedures", procedure, "records")
    return build.section("gather", ("records", procedure), {"lines": lines, "heading": True}, origin, shared=True)


@composed_once
def criteria_payer(content: Content, payer: str, procedure: str) -> Section | None:
    """What the payer's policy asks, row by row, where it is known."""
    entry = content.payers[payer].procedures.get(procedure)
    if not entry or not entry.criteria:
        return None
    build = Builder(content, content.payer_names(payer))
    data = {
        "heading": True,
        "caption": f"What {content.payers[payer].name_in_sentence} asks for {content.procedures[procedure].with_article}",
        "rows": build.criteria(entry.criteria, "payer_procedure"),
    }
    origin = content.origin("payers", payer, "procedures", procedure, "criteria")
    return build.section("criteria", (payer, procedure), data, origin)


@composed_once
def criteria_procedure(content: Content, procedure: str, denial_type: str, *, heading: bool) -> Section | None:
    """What a reviewer looks for in such a denial, row by row."""
    rows = content.procedures[procedure].denial_types[denial_type].criteria
    if not rows:
        return None
    build = Builder(content, content.procedure_names(procedure))
    data = {
        "heading": heading,
        "caption": f"What to show for this reason: {content.procedures[procedure].with_article}",
        "rows": build.criteria(rows, "procedure_denial_type"),
    }
    origin = content.origin("procedures", procedure, "denial_types", denial_type, "criteria")
    return build.section("criteria", ("procedure", procedure, denial_type, str(heading)), data, origin)


def argument(content: Content, payer: str, procedure: str, denial_type: str, plans: tuple[str, ...]) -> list[Section]:
    """The closing argument: the cell's or the procedure's words, then what the law of each plan type adds."""
    angle = content.angles.get((payer, procedure, denial_type))
    if angle and angle.argument:
        build = Builder(content, content.cell_names(payer, procedure), plans)
        data: dict[str, Any] = {"heading": True, "html": build.text(angle.argument, inline=False), "items": []}
        own = build.section("argument", (payer, procedure, denial_type), data, Origin(angle.path, ("body",)))
    else:
        own = argument_procedure(content, procedure, denial_type, plans)
    law = argument_law(content, denial_type, plans, content.procedures[procedure].kind)
    return [own, law] if law.data["items"] else [own]


def argument_law(content: Content, denial_type: str, plans: tuple[str, ...], kind: str) -> Section:
    """What the rules of each plan type add to the argument: alike on every page by design."""
    return _argument_law(content, denial_type, Audience.of(plans, content.denial_types[denial_type].arguments, kind))


@composed_once
def _argument_law(content: Content, denial_type: str, audience: Audience) -> Section:
    build = Builder(content, content.site_names(), *audience)
    data = {"heading": False, "html": "", "items": build.items(content.denial_types[denial_type].arguments)}
    origin = content.origin("denial_types", denial_type, "arguments")
    return build.section("argument", ("denial", denial_type, *audience.key), data, origin, shared=True)


def argument_procedure(content: Content, procedure: str, denial_type: str, plans: tuple[str, ...]) -> Section:
    """The closing argument for a procedure and denial type."""
    items = content.procedures[procedure].denial_types[denial_type].argument
    return _argument_procedure(content, procedure, denial_type, Audience.of(plans, items))


@composed_once
def _argument_procedure(content: Content, procedure: str, denial_type: str, audience: Audience) -> Section:
    build = Builder(content, content.procedure_names(procedure), *audience)
    items = build.items(content.procedures[procedure].denial_types[denial_type].argument, "procedure_denial_type")
    origin = content.origin("procedures", procedure, "denial_types", denial_type, "argument")
    data = {"heading": True, "html": "", "items": items}
    return build.section("argument", ("procedure", procedure, denial_type, *audience.key), data, origin)
