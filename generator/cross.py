"""Stage 2, ``cross``: payers × procedures × denial types, every cell decided with a written reason. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from generator.content import Content, Origin
from generator.errors import ContentError, Problem
from generator.model import DenialType, LeftOut, Payer, Procedure
from generator.page import Cell


def cross(content: Content) -> tuple[Cell, ...]:
    """Every cell, decided. Raises :class:`ContentError` (S01) where a procedure does not decide a denial type."""
    problems: list[Problem] = []
    for procedure in content.procedures.values():
        for slug in sorted(procedure.denial_types.keys() & procedure.left_out.keys()):
            path = content.paths["procedures", procedure.slug]
            where = content.place(Origin(path, ("left_out", slug)))
            problems.append(
                Problem(
                    path,
                    *where,
                    "S01",
                    f"denial type '{slug}' is decided twice",
                    "it stands under denial_types and left_out: keep one",
                )
            )
        for slug in undecided(content, procedure):
            path = content.paths["procedures", procedure.slug]
            line, column = content.place(Origin(path, ("denial_types",)))
            problems.append(
                Problem(
                    path,
                    line,
                    column,
                    "S01",
                    f"denial type '{slug}' is not decided",
                    "put it under denial_types, or under left_out with a reason",
                )
            )
    if problems:
        raise ContentError(problems)
    cells = tuple(
        decide(content, payer, procedure, denial_type)
        for payer in content.payers.values()
        for procedure in content.procedures.values()
        for denial_type in content.denial_types.values()
        if denial_type.cells
    )
    plausible = {(cell.payer, cell.procedure, cell.denial_type) for cell in cells if cell.plausible}
    for key, angle in content.angles.items():
        if key not in plausible:
            problems.append(
                Problem(angle.path, 1, 1, "S01", "this narrative is for a cell that is left out", "see 'generator explain'")
            )
    if problems:
        raise ContentError(problems)
    return cells


def undecided(content: Content, procedure: Procedure) -> Iterator[str]:
    """Crossed denial types that neither the procedure nor the denial type's kinds decide."""
    for slug, denial_type in content.denial_types.items():
        fits = denial_type.cells and procedure.kind in denial_type.fits_kinds
        if fits and slug not in procedure.denial_types and slug not in procedure.left_out:
            yield slug


def decide(content: Content, payer: Payer, procedure: Procedure, denial_type: DenialType) -> Cell:
    """One cell: the denial type's kinds first, then the procedure's word, then the payer's."""

    def cell(plausible: bool, reason: str, decided_by: Origin) -> Cell:
        return Cell(payer.slug, procedure.slug, denial_type.slug, plausible, reason, decided_by)

    if denial_type.slug in procedure.left_out:
        where = content.origin("procedures", procedure.slug, "left_out", denial_type.slug)
        return cell(False, procedure.left_out[denial_type.slug], where)
    if procedure.kind not in denial_type.fits_kinds:
        where = content.origin("denial_types", denial_type.slug, "fits_kinds")
        return cell(False, denial_type.left_out_reason or f"It does not fit a {procedure.kind}.", where)
    for index, rule in enumerate(payer.left_out):
        if matches(rule, procedure, denial_type):
            return cell(False, rule.reason, content.origin("payers", payer.slug, "left_out", index))
    if not plans_for(payer, procedure):
        where = content.origin("payers", payer.slug, "frameworks")
        return cell(False, f"No {payer.name} plan type pays for {procedure.name_in_sentence} under this benefit.", where)
    how_often = procedure.denial_types[denial_type.slug].how_often
    where = content.origin("procedures", procedure.slug, "denial_types", denial_type.slug)
    return cell(True, f"{how_often} for this {procedure.kind}", where)


def matches(rule: LeftOut, procedure: Procedure, denial_type: DenialType) -> bool:
    """Whether a payer's rule speaks of this cell: every list it gives must name it."""
    if procedure.slug in rule.except_procedures:
        return False
    return (
        (not rule.denial_types or denial_type.slug in rule.denial_types)
        and (not rule.procedures or procedure.slug in rule.procedures)
        and (not rule.kinds or procedure.kind in rule.kinds)
    )


def plans_for(payer: Payer, procedure: Procedure) -> tuple[str, ...]:
    """The plan types of a payer that can pay for a procedure."""
    return tuple(plan for plan in payer.frameworks if pays(plan, procedure))


def pays(plan: str, procedure: Procedure) -> bool:
    """Whether a plan type can pay for a procedure: in Medicare a pharmacy drug is Part D's, the rest is not."""
    if procedure.benefit == "pharmacy":
        return plan not in ("original_medicare", "medicare_advantage")
    return plan != "medicare_part_d"
