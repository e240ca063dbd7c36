"""Stage 3, ``compose``: a cell becomes a page, in the order a frightened reader needs it. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from generator import appeal, frame, hubs, parents, sections, site_pages
from generator.content import Content
from generator.cross import plans_for
from generator.page import Cell, Page, Section


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
    """One landing page."""
    denial_type = content.denial_types[cell.denial_type]
    kind = content.procedures[cell.procedure].kind
    plans = plans_for(content.payers[cell.payer], content.procedures[cell.procedure])
    words = frame.Words(
        denial_type.title_by_kind.get(kind, denial_type.title),
        denial_type.question_by_kind.get(kind, denial_type.question),
        denial_type.description,
    )
    of = {"payer": cell.payer, "procedure": cell.procedure, "denial_type": cell.denial_type}
    by_hand = (cell.payer, cell.procedure, cell.denial_type) in content.angles
    worth_it = by_hand or sections.known(content, cell.payer, cell.procedure)
    body = landing_sections(content, cell, plans) if worth_it else ()  # without a fact of the pair, S02 holds it anyway
    return frame.page(content, "landing", cell.address, of, words, body, plans)


def landing_sections(content: Content, cell: Cell, plans: tuple[str, ...]) -> Iterator[Section | None]:
    """The sections of a landing page: answer, urgency, deadlines, plan types, steps, and so on (rule V05)."""
    payer, procedure, denial_type = cell.payer, cell.procedure, cell.denial_type
    stages = content.denial_types[denial_type].stages
    asked = sections.criteria_payer(content, payer, procedure)
    yield sections.quick_answer(content, payer, procedure, denial_type)
    yield appeal.urgent(content, plans, stages, procedure)
    yield appeal.deadline(content, plans, stages, procedure)
    yield appeal.which_plan(content, plans)
    yield appeal.next_steps(content, payer, denial_type, plans)
    yield sections.requires(content, payer, procedure, plans)
    yield from sections.why(content, payer, procedure, denial_type, plans)
    yield sections.more_on(content, denial_type)
    yield sections.gather(content, procedure, denial_type)
    yield sections.documents(content, denial_type)
    yield asked
    yield sections.criteria_procedure(content, procedure, denial_type, heading=asked is None)
    yield from sections.argument(content, payer, procedure, denial_type, plans)
    yield appeal.rights(content, plans)
    yield appeal.free_help(content, plans)
    yield frame.offer(content)
