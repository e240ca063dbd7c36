"""Writes a project to measure with: content made by chance from a seed, and a copy of the templates.

Every cell of payers × procedures × denial types is plausible and passes every gate, so that 10,000 cells publish 10,000
pages. Texts are sentences of short made-up words: no two are alike, none is a figure, a promise or a word of law. Plan
types and the site's own pages are the repository's own, with the sources they cite.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parent.parent
SIZES = {"1k": (10, 20, 5), "10k": (25, 50, 8), "100k": (50, 250, 8), "1m": (100, 1250, 8)}
PLAN_TYPES = (
    ("aca_insured", "erisa_self_funded", "medicare_advantage"),
    ("aca_insured", "erisa_self_funded"),
    ("medicare_advantage",),
    ("medicaid_managed_care", "aca_insured"),
)
LAW = {
    "aca_insured": "cfr-45-147-136",
    "erisa_self_funded": "cfr-29-2560-503-1",
    "medicare_advantage": "cfr-42-422-101",
    "medicaid_managed_care": "cfr-42-438-404",
}
KINDS = {"surgery": "repair", "imaging": "scan", "device": "implant", "therapy": "therapy"}
PAYER_ENDINGS = ("Health", "Health Plan", "Benefits", "Care", "Mutual")
DENIAL_ENDINGS = ("limit", "rule", "proof", "order")
READ_ON, READ_AGAIN = date(2026, 11, 22), date(2027, 5, 22)
REVIEWED = {"on": READ_ON, "next": READ_AGAIN}
STARTS = ("bl", "br", "dr", "gl", "gr", "kl", "kr", "pl", "pr", "sk", "sl", "sm", "sn", "sp", "st", "tr")
SHORT_WORDS = tuple("".join(parts) for parts in product(STARTS, "aeiou", "lmnr"))
LONG_WORDS = tuple(
    first + second
    for first, second in product(("".join(parts) for parts in product("bdklmnrstv", "aeiou")), repeat=2)
    if first[0] != second[0]
)
VOCABULARY = (*SHORT_WORDS * 3, *LONG_WORDS[::2])  # 1,445 words; the short ones come more often, so that it reads easily

TRACK = re.compile(r"^  - stage:.*\n(?:    .*\n)*", re.M)
CITED = re.compile(r"^ +(?:- )?source: (\S+)$", re.M)
CITED_LIST = re.compile(r"^sources: \[(.*)\]$", re.M)
ENTRY = re.compile(r"^([a-z0-9-]+):\n(?:  .*\n?|\n)*", re.M)


@dataclass(frozen=True, slots=True)
class Size:
    """How many payers, procedures and denial types, and the seed."""

    payers: int
    procedures: int
    denial_types: int
    seed: int = 1


class Writer:
    """Sentences made by chance, the same for the same name and seed."""

    def __init__(self, seed: int, *name: str) -> None:
        self.chance = random.Random("/".join((str(seed), *name)))

    def sentence(self, start: str = "", least: int = 8, most: int = 14) -> str:
        """One sentence; ``start`` may be a placeholder."""
        words = self.chance.choices(VOCABULARY, k=self.chance.randint(least, most))
        lot = self.chance.random()
        if lot < 0.06:
            words[2:4] = [f"**{words[2]} {words[3]}**"]
        elif lot < 0.08:
            words[2:4] = [f"[{words[2]} {words[3]}](https://www.example.org/{words[2]}/{words[3]})"]
        text = " ".join([start, *words] if start else [words[0].capitalize(), *words[1:]])
        return f"{text}."

    def text(self, sentences: int, start: str = "") -> str:
        """A paragraph."""
        return " ".join([self.sentence(start), *(self.sentence() for _ in range(sentences - 1))])

    def line(self) -> str:
        """A line of a checklist or a cell of a table, without a full stop."""
        words = self.chance.choices(VOCABULARY, k=self.chance.randint(6, 10))
        return " ".join([words[0].capitalize(), *words[1:]])

    def rows(self, number: int, source: str) -> list[dict[str, Any]]:
        """Rows of a criteria table."""
        return [{"asks": self.line(), "shows": self.line(), "source": source} for _ in range(number)]

    def items(self, number: int, sentences: int, **more: Any) -> list[dict[str, Any]]:
        """Items of so many sentences each."""
        return [{"text": self.text(sentences), **more} for _ in range(number)]


def names(size: Size) -> tuple[list[str], list[str], list[str]]:
    """Names of payers, procedures and denial types. No name begins another, and none is a word of the texts."""
    chance = random.Random(f"{size.seed}/names")
    stems: dict[str, None] = {}
    while len(stems) < size.payers + size.procedures + size.denial_types:
        stems["".join((*chance.choices(LONG_WORDS, k=1), *chance.choices(SHORT_WORDS, k=1)))] = None
    stem = iter(stems)
    kinds = tuple(KINDS.values())
    denial_types = [f"{next(stem)} {DENIAL_ENDINGS[n % len(DENIAL_ENDINGS)]}" for n in range(size.denial_types)]
    payers = [f"{next(stem).capitalize()} {PAYER_ENDINGS[n % len(PAYER_ENDINGS)]}" for n in range(size.payers)]
    procedures = [f"{next(stem).capitalize()} {kinds[n % len(kinds)]}" for n in range(size.procedures)]
    return payers, procedures, denial_types


def slug(name: str) -> str:
    """A name's part of an address."""
    return name.lower().replace(" ", "-")


def payer(size: Size, number: int, name: str, procedures: Sequence[str], denial_types: Sequence[str]) -> dict[str, Any]:
    """One payer: what it asks for each procedure, and what is particular to it for each denial type."""
    own, plans = slug(name), PLAN_TYPES[number % len(PLAN_TYPES)]
    write = Writer(size.seed, "payer", own)
    says = "{{ payer.name_in_sentence }}"

    def asks(procedure: str) -> dict[str, Any]:
        write = Writer(size.seed, "payer", own, procedure)
        policy = {"text": write.text(2, says), "kind": "policy", "source": own}
        rules = write.items(3, 3, kind="rule", source=own)
        return {"requires": [policy, *rules, *write.items(1, 2)], "criteria": write.rows(3, own)}

    def why(denial_type: str) -> dict[str, Any]:
        write = Writer(size.seed, "payer", own, denial_type)
        rule = {"text": write.text(3), "kind": "rule", "source": own}
        return {"why": [rule, {"text": write.text(2, says)}, {"text": write.text(1), "plans": [plans[0]]}]}

    return {
        "slug": own,
        "name": name,
        "name_in_sentence": name,
        "reviewed": REVIEWED,
        "frameworks": list(plans),
        "summary": write.text(3),
        "policies": write.items(2, 2, kind="policy", source=own),
        "review": write.items(1, 2, kind="reviewer", source=own),
        "filing": write.items(2, 2),
        "procedures": {slug(procedure): asks(procedure) for procedure in procedures},
        "denial_types": {slug(denial_type): why(denial_type) for denial_type in denial_types},
    }


def procedure(size: Size, number: int, name: str, denial_types: Sequence[str]) -> dict[str, Any]:
    """One procedure: why it gets each denial, what to gather, and the closing argument."""
    own = slug(name)
    write = Writer(size.seed, "procedure", own)
    says = "{{ procedure.name_in_sentence }}"

    def angle(denial_type: str) -> dict[str, Any]:
        write = Writer(size.seed, "procedure", own, denial_type)
        return {
            "how_often": "common",
            "answer": write.text(2, says),
            "why": [{"text": write.text(2, says)}, *write.items(1, 2)],
            "gather": [write.line() for _ in range(4)],
            "criteria": write.rows(2, own),
            "argument": [{"text": write.text(3), "kind": "guideline", "source": own}, {"text": write.text(2)}],
        }

    return {
        "slug": own,
        "name": name,
        "name_in_sentence": name,
        "with_article": f"a {name}",
        "kind": tuple(KINDS)[number % len(KINDS)],
        "benefit": "medical",
        "specialty": f"Care {'ABCDEFGHIJKLMNOPQRST'[number % 20]}",
        "reviewed": REVIEWED,
        "doctor": "your doctor",
        "what_it_is": write.text(2),
        "coverage": write.items(2, 2, kind="guideline", source=own),
        "records": [write.line() for _ in range(6)],
        "denial_types": {slug(denial_type): angle(denial_type) for denial_type in denial_types},
    }


def denial_type(size: Size, name: str) -> dict[str, Any]:
    """One denial type, which fits every kind of procedure made here."""
    write = Writer(size.seed, "denial type", name)
    return {
        "slug": slug(name),
        "name": name.capitalize(),
        "short_name": name,
        "reviewed": REVIEWED,
        "cells": True,
        "fits_kinds": list(KINDS),
        "left_out_reason": "It does not fit this kind of care.",
        "stages": ["not_given", "given"],
        "ends_care": False,
        "question": f"{{procedure}} denied for {name} by {{payer}}?",
        "title": f"{{procedure}} denied for {name} by {{payer}}",
        "description": f"{{procedure}} denied for {name} by {{payer}}? What it means, what to gather, and your deadline.",
        "parent_question": f"{{procedure}} denied for {name}: what it means and how to answer",
        "payer_question": f"Denied for {name} by {{payer}}",
        "meaning": write.items(3, 2),
        "signals": [write.line().lower() for _ in range(3)],
        "answers": write.items(4, 2),
        "arguments": [{"text": write.text(2), "plans": [plan], "kind": "rule", "source": law} for plan, law in LAW.items()],
        "documents": [write.line() for _ in range(3)],
        "steps": [write.sentence() for _ in range(4)],
    }


def angle(size: Size, payer: str, procedure: str, denial_type: str) -> str:
    """A narrative as if written by hand for one cell: about 3.3 KB of Markdown and its front matter."""
    write = Writer(size.seed, "angle", payer, procedure, denial_type)
    facts = {"facts": write.items(2, 2, kind="criterion", source=slug(payer))}
    points = "\n".join(f"- **{write.line()}.** {write.sentence()}" for _ in range(5))
    body = (
        f"{write.text(5, '{{ payer.name }}')}\n\n{write.text(4)}\n\n"
        f"### {write.line()}\n\n{write.text(4)} Read [{write.line().lower()}](https://www.example.org/{slug(payer)}).\n\n{points}\n\n"
        f"### {write.line()}\n\n{write.text(6)}\n\n{write.text(7)}\n\n"
        f"## Argument\n\n{write.text(5, '{{ procedure.name }}')}\n\n{write.text(4)}\n"
    )
    return f"---\n{as_yaml(facts)}---\n{body}"


def source(name: str, title: str, kind: str) -> dict[str, Any]:
    """A source that only this content cites."""
    return {
        "title": f"{name}, {title}",
        "publisher": name,
        "url": f"https://www.example.org/{slug(name)}/policies",
        "kind": kind,
        "read": {"how": "copy", "where": "made for measuring", "text_as_of": "2026-11-01", "on": READ_ON},
    }


def as_yaml(value: Mapping[str, Any]) -> str:
    """Keys and values as YAML in the form people write it: blocks, long texts below their key."""
    return "".join(f"{line}\n" for line in _block(value))


def _block(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, child in value.items():
            yield from _entry(f"{key}:", child)
    else:
        for child in value:
            if isinstance(child, Mapping):
                first, *rest = _block(child)
                yield f"- {first}"
                yield from (f"  {line}" for line in rest)
            else:
                yield f"- {_plain(child)}"


def _entry(key: str, child: Any) -> Iterator[str]:
    if isinstance(child, str) and len(child) > 60:
        yield f"{key} >-"
        yield f"  {child}"
    elif isinstance(child, (str, bool, date)) or not child:
        yield f"{key} {_plain(child)}"
    elif isinstance(child, list) and all(isinstance(one, str) and len(one) < 40 for one in child):
        yield f"{key} [{', '.join(_plain(one) for one in child)}]"
    else:
        yield key
        yield from (f"  {line}" for line in _block(child))


def _plain(value: Any) -> str:
    if isinstance(value, str) and value.replace("-", "").replace("_", "").isalnum() and not value[:1].isdigit():
        return value
    return value.isoformat() if isinstance(value, date) else json.dumps(value, ensure_ascii=False)


def files(size: Size, handwritten: bool = False) -> Iterator[tuple[str, str]]:
    """Every file of ``content/``, by path under it, one after the other."""
    payers, procedures, denial_types = names(size)
    yield from own_files()
    policies = {slug(name): source(name, "medical policies", "payer policy") for name in payers}
    guidelines = {slug(name): source(name, "clinical guideline", "guideline") for name in procedures}
    yield "sources/payers.yaml", as_yaml(policies)
    yield "sources/procedures.yaml", as_yaml(guidelines)
    for name in denial_types:
        yield f"denial_types/{slug(name)}.yaml", as_yaml(denial_type(size, name))
    for number, name in enumerate(procedures):
        yield f"procedures/{slug(name)}.yaml", as_yaml(procedure(size, number, name, denial_types))
    for number, name in enumerate(payers):
        yield f"payers/{slug(name)}.yaml", as_yaml(payer(size, number, name, procedures, denial_types))
    if handwritten:
        for cell in product(payers, procedures, denial_types):
            yield f"angles/{'/'.join(map(slug, cell))}.md", angle(size, *cell)


def own_files() -> Iterator[tuple[str, str]]:
    """The repository's own plan types and pages, and of its sources those they cite.

    Tracks of single procedures are left out, because those procedures are not here.
    """
    content = REPOSITORY / "content"
    cited = set(LAW.values())
    for path in sorted((content / "frameworks").glob("*.yaml")):
        text = path.read_text(encoding="utf-8")
        yield (
            f"frameworks/{path.name}",
            TRACK.sub(lambda track: "" if "procedure_slugs" in track.group() else track.group(), text),
        )
        cited |= set(CITED.findall(text))
    for path in sorted((content / "pages").glob("*.md")):
        text = path.read_text(encoding="utf-8").replace("](/denials/step-therapy/)", "](/denials/)")
        yield f"pages/{path.name}", text
        cited |= {key.strip() for keys in CITED_LIST.findall(text) for key in keys.split(",")}
    yield "site.yaml", (content / "site.yaml").read_text(encoding="utf-8")
    for path in sorted((content / "sources").glob("*.yaml")):
        entries = ENTRY.finditer(path.read_text(encoding="utf-8"))
        kept = "".join(entry.group() for entry in entries if entry.group(1) in cited)
        if kept:
            yield f"sources/own-{path.name}", kept


def write(folder: Path, size: Size, handwritten: bool = False) -> None:
    """Write a project into a new folder, one file after the other."""
    if folder.exists():
        raise SystemExit(f"{folder} exists: name a new folder")
    shutil.copytree(REPOSITORY / "site_templates", folder / "site_templates")
    made: set[Path] = set()
    for name, text in files(size, handwritten):
        path = folder / "content" / name
        if path.parent not in made:
            path.parent.mkdir(parents=True, exist_ok=True)
            made.add(path.parent)
        path.write_text(text, encoding="utf-8")


def size_of(options: argparse.Namespace) -> Size:
    """The size asked for, by name or by number."""
    own = (options.payers, options.procedures, options.denial_types)
    payers, procedures, denial_types = SIZES[options.size] if options.size else own
    return Size(payers, procedures, denial_types, options.seed)


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description="Write a project to measure with.")
    parser.add_argument("folder", type=Path, help="a new folder")
    parser.add_argument("--size", choices=SIZES, help="pages, in place of the three numbers")
    parser.add_argument("--payers", type=int, default=25)
    parser.add_argument("--procedures", type=int, default=50)
    parser.add_argument("--denial-types", type=int, default=8)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--handwritten", action="store_true", help="besides, one narrative for each cell")
    options = parser.parse_args()
    write(options.folder, size_of(options), options.handwritten)


if __name__ == "__main__":
    main()
