"""Coverage: every cell with what was decided and why, and the missing facts that would release most pages."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from generator.build import Site
from generator.errors import ContentError, Problem, UsageError, suggest
from generator.page import Missing
from generator.report import totals

SHOWN = 20  # rows of a list on a terminal
COLUMNS = ("address", "searches")
Demand = Mapping[str, int]


class Row(NamedTuple):
    """One cell: published, held or left out, by which rule and why, what would release it, where that was decided."""

    address: str
    payer: str
    procedure: str
    denial_type: str
    status: str
    code: str
    reason: str
    missing: str
    decided_by: str
    searches: int


@dataclass(slots=True)
class Release:
    """A missing fact, the cells it may release and how often people search for them."""

    missing: Missing
    addresses: list[str]
    searches: int

    @property
    def text(self) -> str:
        """The fact in words, with how many pages it may release."""
        number = len(self.addresses)
        return f"{self.missing} → {number} page{'s' if number != 1 else ''}"


def rows(site: Site, demand: Demand) -> list[Row]:
    """Every cell, in order of payer, procedure and denial type."""
    live = {page.address for page in site.pages}
    held = {entry.page.address: entry for entry in site.selection.held}
    found = []
    for cell in site.cells:
        entry = held.get(cell.address)
        status = "left out" if not cell.plausible else "published" if cell.address in live else "held"
        line, _ = site.content.place(cell.decided_by)
        found.append(
            Row(
                cell.address,
                cell.payer,
                cell.procedure,
                cell.denial_type,
                status,
                entry.code if entry else "S01",
                entry.reason if entry else cell.reason,
                str(entry.missing) if entry else "",
                f"{cell.decided_by.path}:{line}",
                demand.get(cell.address, 0),
            )
        )
    return found


def releases(site: Site, demand: Demand) -> list[Release]:
    """The missing facts, first those whose pages people search for most, then those that may release most pages."""
    found: dict[tuple[str, str, str], Release] = {}
    for entry in site.selection.held:
        if entry.page.kind == "landing":
            one = found.setdefault(entry.missing[:3], Release(entry.missing, [], 0))
            one.missing = max(one.missing, entry.missing, key=lambda missing: missing.words)
            one.addresses.append(entry.page.address)
            one.searches += demand.get(entry.page.address, 0)
    return sorted(found.values(), key=lambda one: (-one.searches, -len(one.addresses), one.missing))


def read_demand(path: Path | None, site: Site) -> Demand:
    """Searches by address, from a CSV file with the columns ``address`` and ``searches``.

    Raises :class:`UsageError` when the file cannot be read, :class:`ContentError` with every row that does not fit.
    """
    if path is None:
        return {}
    try:
        table = list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: cannot be read as UTF-8 text ({error})") from error
    if not table or tuple(table[0][:2]) != COLUMNS:
        raise UsageError(f"{path}:1: the first line must be '{','.join(COLUMNS)}'")
    cells = [cell.address for cell in site.cells]
    known = set(cells)
    demand: dict[str, int] = {}
    problems = []
    for number, row in enumerate(table[1:], 2):
        address, searches = (*row, "", "")[:2]
        if address not in known:
            problems.append(
                Problem(str(path), number, 1, "E106", f"no cell has the address '{address}'", suggest(address, cells))
            )
        elif not searches.isdigit():
            problems.append(Problem(str(path), number, len(address) + 2, "E104", f"'{searches}' is not a count of searches"))
        else:
            demand[address] = demand.get(address, 0) + int(searches)
    if problems:
        raise ContentError(problems)
    return demand


def as_table(site: Site, demand: Demand) -> str:
    """For a terminal: counts by payer, why pages are held, the missing facts, why cells are left out."""
    every = rows(site, demand)
    by_payer: dict[str, Counter[str]] = defaultdict(Counter)
    for row in every:
        by_payer[row.payer][row.status] += 1
    width = max(len(name) for name in by_payer)
    lines = [f"{'payer':{width}}  published  held  left out"]
    lines += [f"{name:{width}}  {n['published']:9}  {n['held']:4}  {n['left out']:8}" for name, n in sorted(by_payer.items())]
    total = totals(site)
    lines.append(f"{'all':{width}}  {total['published']:9}  {total['held']:4}  {total['left_out']:8}")
    reasons = Counter((row.code, _general(row.reason)) for row in every if row.status == "held")
    lines += _list("Why landing pages are held", {f"{code}  {reason}": number for (code, reason), number in reasons.items()})
    wanted = releases(site, demand)
    if wanted:
        lines += ["", f"Missing facts, of {len(wanted)}, and the pages each may release" + (", by searches" if demand else "")]
        lines += [f"{one.searches:7}  {one.text}" if demand else f"  {one.text}" for one in wanted[:SHOWN]]
    lines += _list("Why cells are left out", Counter(row.reason for row in every if row.status == "left out"))
    return "\n".join(lines)


def _list(heading: str, counted: Mapping[str, int]) -> list[str]:
    """The most frequent first, with what is not shown."""
    if not counted:
        return []
    first = Counter(counted).most_common(SHOWN)
    more = [f"       and {len(counted) - SHOWN} more"] if len(counted) > SHOWN else []
    return ["", heading, *(f"{number:5}  {text}" for text, number in first), *more]


def _general(reason: str) -> str:
    """A reason without what is particular to one page."""
    return "too like another page, names masked" if " like " in reason else reason


def as_csv(site: Site, demand: Demand) -> str:
    """Every cell, a line each."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows((Row._fields, *rows(site, demand)))
    return text.getvalue().rstrip("\n")


def as_json(site: Site, demand: Demand) -> str:
    """Every cell, every missing fact, the totals."""
    missing = [
        {**one.missing._asdict(), "pages": len(one.addresses), "searches": one.searches, "addresses": one.addresses}
        for one in releases(site, demand)
    ]
    cells = [row._asdict() for row in rows(site, demand)]
    return json.dumps({"totals": totals(site), "missing": missing, "cells": cells}, indent=1, ensure_ascii=False)


def as_html(site: Site, demand: Demand) -> str:
    """One page that stands alone: the matrix, to filter, and the missing facts."""
    reasons: dict[str, int] = {}
    cells: dict[str, list[list[object]]] = defaultdict(list)
    denial_types = [slug for slug, entry in site.content.denial_types.items() if entry.cells]
    for row in rows(site, demand):
        why = f"{row.code}: {row.reason}" + (f" Missing: {row.missing}" if row.missing else "")
        place = reasons.setdefault(why, len(reasons))
        cells[f"{row.payer} {row.procedure}"].append([denial_types.index(row.denial_type), row.status, place, row.searches])
    data = {
        "reasons": list(reasons),
        "cells": cells,
        "denial_types": [site.content.denial_types[slug].short_name for slug in denial_types],
        "slugs": denial_types,
        "payers": {slug: entry.name for slug, entry in site.content.payers.items()},
        "procedures": {slug: entry.name for slug, entry in site.content.procedures.items()},
    }
    template = site.renderer.template("coverage.html.j2")
    return template.render(data=data, totals=totals(site), missing=releases(site, demand), day=site.content.as_of)


FORMATS: Mapping[str, Callable[[Site, Demand], str]] = {"table": as_table, "csv": as_csv, "json": as_json, "html": as_html}
