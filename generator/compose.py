"""Stage 3, ``compose``: a cell becomes a page, in the order a frightened reader needs it. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from generator import appeal, hubs, parents, sections, site_pages
from generator.content import Content
from generator.cross import plans_for
from generator.model import Stage
from generator.narrative import fill
from generator.offer import checkout_ref, offer
from generator.page import Cell, Link, Page, Section


def landings(content: Content, cells: tuple[Cell, ...]) -> Iterator[Page]:
    """The landing page of every plausible cell."""
    for cell in cells:
        if cell.plausible:
            yield landing(content, cell)


def others(content: Content) -> Iterator[Page]:
    """Every page that is not a landing page: parents, hubs, rights, guides, the site's own pages."""
    yield from parents.pages(content)
    yield from hubs.pages(content)
    yield from site_pages.pages(content)


def landing(content: Content, cell: Cell) -> Page:
    """One landing page: quick answer first, then urgency, deadlines, plan types, steps, and so on (rule V05)."""
    payer, procedure, denial_type = content.payers[cell.payer], content.procedures[cell.procedure], content.denial_types[cell.denial_type]
    plans = plans_for(payer, procedure)
    names = {"procedure": procedure.name, "payer": payer.name}
    ref = checkout_ref(cell.address)
    reviewed = [payer.reviewed, procedure.reviewed, denial_type.reviewed, *(content.frameworks[plan].reviewed for plan in plans)]
    return Page(
        kind="landing",
        address=cell.address,
        title=fill(denial_type.title_by_kind.get(procedure.kind, denial_type.title), names),
        question=fill(denial_type.question_by_kind.get(procedure.kind, denial_type.question), names),
        description=fill(denial_type.description, names),
        sections=tuple(landing_sections(content, cell, plans, ref)),
        crumbs=(
            Link("/", "Home"),
            Link("/payers/", "Payers"),
            Link(f"/help/{payer.slug}/", payer.name),
            Link(f"/help/{payer.slug}/{procedure.slug}/", procedure.name),
        ),
        reviewed=min(entry.on for entry in reviewed),
        review_due=min(entry.next for entry in reviewed),
        cell=cell,
        plans=plans,
        ref=ref,
        of={"payer": payer.slug, "procedure": procedure.slug, "denial_type": denial_type.slug},
    )


def landing_sections(content: Content, cell: Cell, plans: tuple[str, ...], ref: str) -> Iterator[Section]:
    """The sections of a landing page, in the order of rule V05."""
    payer, procedure, denial_type = cell.payer, cell.procedure, cell.denial_type
    stages: tuple[Stage, ...] = content.denial_types[denial_type].stages
    yield sections.quick_answer(content, payer, procedure, denial_type)
    yield appeal.urgent(content, plans, stages, procedure)
    yield appeal.deadline(content, plans, stages, procedure)
    yield appeal.which_plan(content, plans)
    yield appeal.next_steps(content, payer, denial_type, plans)
    yield sections.requires(content, payer, procedure, plans)
    yield from sections.why(content, payer, procedure, denial_type, plans)
    yield sections.meaning(content, denial_type, plans)
    yield sections.gather(content, procedure, denial_type)
    yield sections.documents(content, denial_type)
    asked = sections.criteria_payer(content, payer, procedure)
    if asked:
        yield asked
    expected = sections.criteria_procedure(content, procedure, denial_type, heading=asked is None)
    if expected:
        yield expected
    yield from sections.argument(content, payer, procedure, denial_type, plans)
    yield appeal.rights_ladder(content, plans[0]) if len(plans) == 1 else appeal.rights_rows(content, plans)
    yield appeal.free_help(content, plans)
    yield offer(content, ref)
