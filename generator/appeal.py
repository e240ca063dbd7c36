"""Sections made of the ledger: what to ask, by when, of whom, by plan type and by where care stands."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from generator.builder import Builder, composed_once, plan_key
from generator.content import Content, Origin
from generator.framework import Framework, Track
from generator.model import Procedure, Stage
from generator.page import Section

FAST: tuple[Stage, ...] = ("ending", "drug_exception", "urgent", "bill_not_owed")
ORDINARY: tuple[Stage, ...] = ("not_given", "given")
STAGE_NAMES: dict[Stage, str] = {
    "not_given": "Care not given yet",
    "urgent": "Waiting could harm you",
    "given": "Care already given",
    "ending": "Care is being ended",
    "drug_exception": "A drug, before any appeal",
    "bill_not_owed": "A bill you may not owe",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One track of one framework, by its place in the file."""

    framework: Framework
    index: int

    @property
    def track(self) -> Track:
        """The track itself."""
        return self.framework.tracks[self.index]

    @property
    def key(self) -> str:
        """Short key, part of a section's key."""
        return f"{self.framework.id}.{self.index}"

    @property
    def ordinary_windows(self) -> set[str | None]:
        """The windows of the ordinary appeal: a fast track that shares one is told by its answer time instead."""
        return {track.file_within for track in self.framework.tracks if track.stage in ORDINARY}

    def reference(self, name: str | None) -> str | None:
        """A ledger key of this framework as a full reference."""
        return f"{self.framework.id}.{name}" if name else None


def rows(content: Content, plans: Sequence[str], stages: Iterable[Stage], procedure: str | None) -> list[Row]:
    """The tracks of these plan types at these stages that can apply to the procedure (``None``: to any)."""
    wanted = set(stages)
    what = content.procedures[procedure] if procedure else None
    return [
        Row(content.frameworks[plan], index)
        for plan in plans
        for index, track in enumerate(content.frameworks[plan].tracks)
        if track.stage in wanted and (what is None or applies(track, what))
    ]


def applies(track: Track, procedure: Procedure) -> bool:
    """Whether a track can concern this procedure."""
    if track.stage == "drug_exception" and procedure.benefit != "pharmacy":
        return False
    if track.procedure_slugs and procedure.slug not in track.procedure_slugs:
        return False
    return not track.applies_to or procedure.kind in track.applies_to


@composed_once
def urgent(content: Content, plans: tuple[str, ...], stages: tuple[Stage, ...], procedure: str | None) -> Section:
    """The clocks that run out in hours: care being ended, drug exceptions, urgent care. Shortest first."""
    found = rows(content, plans, [stage for stage in stages if stage in FAST], procedure)
    build = Builder(content, content.site_names(), plans)
    shown = sorted((_row(build, row) for row in found), key=lambda row: row["sort"])
    key = (plan_key(plans), "+".join(row.key for row in found))
    origins = [content.origin("frameworks", row.framework.id, "tracks", row.index) for row in found]
    return build.section("urgent", key, {"rows": shown, "plans": _plans(content, plans)}, *origins, shared=True)


@composed_once
def deadline(content: Content, plans: tuple[str, ...], stages: tuple[Stage, ...], procedure: str | None) -> Section:
    """The window of the ordinary appeal by plan type, shortest first, and the safe assumption when in doubt."""
    found = rows(content, plans, [stage for stage in stages if stage in ORDINARY] or ORDINARY, procedure)
    build = Builder(content, content.site_names(), plans)
    merged: dict[tuple[str, str | None], dict[str, Any]] = {}
    for row in found:
        shown = _row(build, row)
        same = merged.setdefault((row.framework.id, row.track.file_within), shown)
        if same is not shown:
            same["answers"] += shown["answers"]
            same["stages"] += [stage for stage in shown["stages"] if stage not in same["stages"]]
            if same["ask"] != shown["ask"]:
                same["also"].append({"stage": shown["stages"][0], "ask": shown["ask"]})
    references = [row["window"].reference for row in merged.values() if row["window"] and row["window"].fact.value]
    shortest = content.ledger.shortest(references)
    data = {
        "rows": sorted(merged.values(), key=lambda row: row["sort"]),
        "shortest": content.ledger[shortest] if shortest and len(plans) > 1 else None,
        "plans": _plans(content, plans),
    }
    key = (plan_key(plans), "+".join(row.key for row in found))
    origins = [content.origin("frameworks", row.framework.id, "tracks", row.index) for row in found]
    return build.section("deadline", key, data, *origins, shared=True)


def _row(build: Builder, row: Row) -> dict[str, Any]:
    ledger = build.content.ledger
    window, answer = row.reference(row.track.file_within), row.reference(row.track.answer_within)
    for reference in (window, answer):
        if reference:
            build.figure(reference)
    ordinary = row.track.stage in FAST and row.track.file_within in row.ordinary_windows
    leading = answer if ordinary else window
    return {
        "plan": row.framework.id,
        "ordinary": ordinary,
        "plan_name": row.framework.short_name,
        "in_sentence": row.framework.name_in_sentence,
        "address": f"/rights/{row.framework.slug}/",
        "stages": [STAGE_NAMES[row.track.stage]],
        "also": [],
        "where": row.track.where,
        "ask": build.text(row.track.ask),
        "how": build.text(row.track.how) if row.track.how else "",
        "window": ledger[window] if window else None,
        "answers": [{"stage": STAGE_NAMES[row.track.stage], "where": row.track.where, "figure": ledger[answer]}]
        if answer
        else [],
        "sort": (ledger[leading].hours if leading else math.inf, row.key),
    }


def _plans(content: Content, plans: Iterable[str]) -> list[dict[str, str]]:
    return [
        {
            "id": plan,
            "name": framework.short_name,
            "in_sentence": framework.name_in_sentence,
            "address": f"/rights/{framework.slug}/",
        }
        for plan in plans
        for framework in (content.frameworks[plan],)
    ]


@composed_once
def which_plan(content: Content, plans: tuple[str, ...]) -> Section:
    """How a reader tells which plan type is theirs."""
    build = Builder(content, content.site_names(), plans)
    shown = [
        {
            **plan,
            "recognise": build.text(content.frameworks[plan["id"]].recognise),
            "letter": content.frameworks[plan["id"]].letter,
        }
        for plan in _plans(content, plans)
    ]
    origins = [content.origin("frameworks", plan, "recognise") for plan in plans]
    return build.section("which-plan", (plan_key(plans),), {"plans": shown}, *origins, shared=True)


@composed_once
def next_steps(content: Content, payer: str | None, denial_type: str | None, plans: tuple[str, ...]) -> Section:
    """What to do now: the denial type's steps, the payer's filing routes, who may ask; a single plan type's own steps."""
    build = Builder(content, {**content.site_names(), **(content.payer_names(payer) if payer else {})}, plans)
    origins: list[Origin] = []
    steps: list[Any] = []
    filing: list[dict[str, Any]] = []
    if denial_type:
        steps = [build.text(step) for step in content.denial_types[denial_type].steps]
        origins.append(content.origin("denial_types", denial_type, "steps"))
    if payer:
        filing = build.items(content.payers[payer].filing)
        origins.append(content.origin("payers", payer, "filing"))
    shown = []
    for plan in _plans(content, plans):
        framework = content.frameworks[plan["id"]]
        own = [build.text(step) for step in framework.next_steps] if len(plans) == 1 else []  # else on its rights page
        shown.append({**plan, "who": build.text(framework.who_may_ask), "steps": own})
        origins.append(content.origin("frameworks", plan["id"], "next_steps"))
    data = {"steps": steps, "filing": filing, "plans": shown}
    return build.section("next-steps", (payer or "", denial_type or "", plan_key(plans)), data, *origins, shared=True)


def rights(content: Content, plans: tuple[str, ...]) -> Section:
    """One row a plan type; the full ladder where only one plan type applies."""
    return rights_ladder(content, plans[0]) if len(plans) == 1 else rights_rows(content, plans)


@composed_once
def rights_rows(content: Content, plans: tuple[str, ...]) -> Section:
    """One row a plan type: who decides first, who decides next, and the page with the whole ladder."""
    build = Builder(content, content.site_names(), plans)
    shown = []
    for plan in _plans(content, plans):
        levels = content.frameworks[plan["id"]].levels
        shown.append(
            {
                **plan,
                "levels": [
                    {"name": level.name, "decided_by": build.text(level.decided_by), "automatic": level.automatic}
                    for level in levels[:2]
                ],
            }
        )
    origins = [content.origin("frameworks", plan, "levels") for plan in plans]
    return build.section("rights", ("rows", plan_key(plans)), {"plans": shown}, *origins, shared=True)


@composed_once
def rights_ladder(content: Content, plan: str) -> Section:
    """The whole ladder of one plan type, with rights and traps."""
    framework = content.frameworks[plan]
    build = Builder(content, content.site_names(), (plan,))
    levels = []
    for number, level in enumerate(framework.levels, 1):
        window = build.figure(f"{plan}.{level.file_within}") if level.file_within else None
        amounts = [f"{plan}.{name}" for name in level.minimum_amount if content.ledger.in_force(f"{plan}.{name}")]
        levels.append(
            {
                "number": number,
                "name": level.name,
                "decided_by": build.text(level.decided_by),
                "window": content.ledger[window] if window else None,
                "automatic": level.automatic,
                "answers": [
                    {"when": decision.when, "figure": content.ledger[build.figure(f"{plan}.{decision.fact}")]}
                    for decision in level.decisions
                ],
                "how": build.text(level.how) if level.how else "",
                "amount": content.ledger[build.figure(amounts[0])] if amounts else None,
            }
        )
    data = {
        "plan": _plans(content, [plan])[0],
        "levels": levels,
        "rights": [
            {"html": build.text(right.text), "cite": right.cite, "source": build.cite(right.source)} for right in framework.rights
        ],
        "traps": build.items(framework.traps),
        "first_decision": build.items(framework.first_decision),
        "legal_basis": build.items(framework.legal_basis),
    }
    return build.section("rights", ("ladder", plan), data, content.origin("frameworks", plan, "levels"), shared=True)


@composed_once
def free_help(content: Content, plans: tuple[str, ...]) -> Section:
    """Free help by plan type."""
    build = Builder(content, content.site_names(), plans)
    shown = [
        {
            **plan,
            "help": [
                {"name": entry.name, "html": build.text(entry.text), "url": entry.url}
                for entry in content.frameworks[plan["id"]].free_help
            ],
        }
        for plan in _plans(content, plans)
    ]
    origins = [content.origin("frameworks", plan, "free_help") for plan in plans]
    return build.section("free-help", (plan_key(plans),), {"plans": shown}, *origins, shared=True)
