"""Gives Hugo what our build has: the data of a project, and a Hugo project around it.

Texts come from the project's ``content/``, with the names filled in. Sections that are alike by design (urgent, deadline,
which-plan, next-steps, rights, free-help, and what the rules of a plan add) are taken as ready HTML from the site as our
generator built it, once for each payer's plan types, kind of procedure and denial type: Hugo only has to join them.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from html import unescape
from pathlib import Path
from typing import Any

import yaml

HUGO = Path(__file__).resolve().parent / "hugo"
SECTION = re.compile(r'<section (?:class="[a-z]+" )?data-section="([a-z-]+)"( data-shared)?.*?</section>', re.S)
CITED = re.compile(r'class="cite" href="([^"]*)"')
ASSET = re.compile(r"/assets/(?:style|icon|social)\.[0-9a-f]+\.\w+")
DATES = re.compile(r'<time datetime="([^"]*)">')
PLACEHOLDER = re.compile(r"\{\{ (payer|procedure)\.(\w+) \}\}")
BY_PLANS = {"urgent", "deadline", "which-plan", "rights", "free-help"}
FROM_EACH_RING = 4  # related links, as our generator sets them
READ_WORDS = {
    "original": "read in the original",
    "copy": "read in a full copy",
    "digest": "read in a summary",
    "title": "title and address seen, text not read",
}
Data = dict[str, Any]


class Project:
    """A project that was built: its content, and pages of its site to take shared sections from."""

    def __init__(self, root: Path, output: Path) -> None:
        self.root, self.output = root, output
        self.payers = self.read("payers")
        self.procedures = self.read("procedures")
        self.denial_types = self.read("denial_types")
        self.plan_names = {entry["id"]: entry["short_name"] for entry in self.read("frameworks").values()}
        self.sources: Data = {}
        for path in sorted((root / "content" / "sources").glob("*.yaml")):
            self.sources |= _yaml(path.read_text(encoding="utf-8"))
        self.by_url = {entry["url"]: key for key, entry in reversed(self.sources.items())}

    def read(self, folder: str) -> dict[str, Data]:
        """Every file of a folder of ``content/``, by slug."""
        paths = sorted((self.root / "content" / folder).glob("*.yaml"))
        return {path.stem: _yaml(path.read_text(encoding="utf-8")) for path in paths}

    def page(self, payer: str, procedure: str, denial_type: str) -> str:
        """A landing page as it was built."""
        return (self.output / "help" / payer / procedure / denial_type / "index.html").read_text(encoding="utf-8")

    def shared(self, page: str) -> dict[str, Data]:
        """The shared sections of a page, by kind: their HTML and the sources they cite."""
        found: dict[str, Data] = {}
        listed = page.partition('data-section="sources"')[2]
        for match in SECTION.finditer(page):
            if match.group(2):
                urls = sorted(set(CITED.findall(match.group())), key=listed.index)
                found[match.group(1)] = {"html": match.group(), "sources": [self.by_url[unescape(url)] for url in urls]}
        return found


def _yaml(text: str) -> Any:
    return yaml.load(text, yaml.CSafeLoader)


def named(value: Any, names: Mapping[str, Mapping[str, str]]) -> Any:
    """Written content with the names of its payer and procedure filled in."""
    if isinstance(value, str):
        return PLACEHOLDER.sub(lambda match: names[match.group(1)][match.group(2)], value)
    if isinstance(value, list):
        return [named(child, names) for child in value]
    return {key: named(child, names) for key, child in value.items()} if isinstance(value, Mapping) else value


def data(project: Project) -> Iterator[tuple[str, Any]]:
    """Hugo's data files, by name."""
    yield "payers", ringed({slug: payer_data(project, slug) for slug in project.payers})
    yield "procedures", ringed({slug: procedure_data(entry) for slug, entry in project.procedures.items()})
    wanted = ("short_name", "title", "question", "description", "documents")
    yield "denial_types", ringed({slug: {key: entry[key] for key in wanted} for slug, entry in project.denial_types.items()})
    yield "sources", {key: source_data(entry) for key, entry in project.sources.items()}
    yield from shared_data(project)
    first = project.page(next(iter(project.payers)), next(iter(project.procedures)), next(iter(project.denial_types)))
    site = _yaml((project.root / "content" / "site.yaml").read_text(encoding="utf-8"))
    assets = {name.split("/")[-1].split(".")[0]: name for name in ASSET.findall(first)}
    yield "settings", {**site, "assets": assets, "lastmod": DATES.findall(first)[2]}


def ringed(entries: dict[str, Data]) -> dict[str, Data]:
    """Entries with the slugs that follow them in a ring, for related links."""
    slugs = sorted(entries)
    length = min(FROM_EACH_RING, len(slugs) - 1)
    return {slug: {**entries[slug], "next": (slugs + slugs)[n + 1 : n + 1 + length]} for n, slug in enumerate(slugs)}


def payer_data(project: Project, slug: str) -> Data:
    """A payer as our templates print it."""
    entry = named(project.payers[slug], {"payer": project.payers[slug]})
    plans = entry["frameworks"]

    def item(written: Data) -> Data:
        shown = [plan for plan in written.get("plans", ()) if len(plans) > 1]
        return {**written, "plans": shown, "tag": ", ".join(project.plan_names[plan] for plan in shown)}

    return {
        "name": entry["name"],
        "plan_key": "+".join(plans),
        "procedures": entry["procedures"],
        "denial_types": {key: [item(one) for one in why["why"]] for key, why in entry["denial_types"].items()},
    }


def procedure_data(entry: Data) -> Data:
    """A procedure as our templates print it."""
    entry = named(entry, {"procedure": entry})
    return {key: entry[key] for key in ("name", "with_article", "kind", "denial_types")}


def source_data(entry: Data) -> Data:
    """A source as our templates print it."""
    read = entry["read"]
    undated = read["text_as_of"] == "undated"
    as_of = "Undated text" if undated else f"Text as of {read['text_as_of']}"
    number = re.search(r"\d+ (?:CFR|USC|FR) (?:part )?[\w.-]*\w", entry["title"])
    return {
        "title": entry["title"],
        "publisher": entry["publisher"],
        "url": entry["url"],
        "label": number.group() if number else entry["title"],
        "read": f"{as_of}, {READ_WORDS[read['how']]}.",
    }


def shared_data(project: Project) -> Iterator[tuple[str, Any]]:
    """The shared sections, by what they depend on."""
    by_plans: Data = {}
    by_payer: Data = {}
    law: Data = {}
    kinds: dict[str, str] = {}
    for slug, entry in project.procedures.items():
        kinds.setdefault(entry["kind"], slug)
    first = next(iter(kinds.values()))
    for payer, entry in project.payers.items():
        plans = "+".join(entry["frameworks"])
        for denial_type in project.denial_types:
            found = project.shared(project.page(payer, first, denial_type))
            by_payer[f"{payer}+{denial_type}"] = found["next-steps"]
            law.setdefault(f"{denial_type}+{plans}", found["argument"])
        for kind, procedure in kinds.items():
            if f"{plans}+{kind}" not in by_plans:
                page = project.page(payer, procedure, next(iter(project.denial_types)))
                checked, due = DATES.findall(page)[:2]
                found = {key.replace("-", "_"): value for key, value in project.shared(page).items() if key in BY_PLANS}
                by_plans[f"{plans}+{kind}"] = {**found, "checked": checked, "due": due}
    yield "by_plans", by_plans
    yield "next_steps", by_payer
    yield "law", law


def narratives(project: Project) -> Iterator[tuple[str, str]]:
    """Narratives written by hand, as pages of Hugo with front matter, by path under ``content/``."""
    angles = project.root / "content" / "angles"
    for path in sorted(angles.glob("*/*/*.md")):
        payer, procedure, denial_type = path.relative_to(angles).with_suffix("").parts
        names = {"payer": project.payers[payer], "procedure": project.procedures[procedure]}
        _, head, body = named(path.read_text(encoding="utf-8"), names).split("---\n", 2)
        why, _, argument = body.partition("\n## Argument\n")
        words = words_of(project, payer, procedure, denial_type)
        own = {"payer": payer, "procedure": procedure, "denial_type": denial_type, "facts": _yaml(head)["facts"]}
        front = json.dumps({**words, "params": {**own, "argument": argument.strip()}}, ensure_ascii=False)
        yield f"help/{payer}/{procedure}/{denial_type}.md", f"{front}\n\n{why.strip()}\n"


def words_of(project: Project, payer: str, procedure: str, denial_type: str) -> dict[str, str]:
    """Title and description of a landing page."""
    names = {"payer": project.payers[payer]["name"], "procedure": project.procedures[procedure]["name"]}
    return {key: project.denial_types[denial_type][key].format(**names) for key in ("title", "description")}


def write(root: Path, output: Path, folder: Path) -> None:
    """Write a Hugo project for a built project into a new folder."""
    project = Project(root, output)
    shutil.copytree(HUGO, folder)
    (folder / "data").mkdir()
    for name, value in data(project):
        (folder / "data" / f"{name}.json").write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
    if (root / "content" / "angles").is_dir():
        (folder / "content" / "_content.gotmpl").unlink()
        write_all(folder / "content", narratives(project))


def write_all(folder: Path, files: Iterable[tuple[str, str]]) -> None:
    """Write files by path under a folder."""
    for name, text in files:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description="Write a Hugo project that makes the landing pages of a built project.")
    parser.add_argument("root", type=Path, help="a project written by content.py")
    parser.add_argument("output", type=Path, help="its site, as our generator built it")
    parser.add_argument("folder", type=Path, help="a new folder")
    options = parser.parse_args()
    write(options.root, options.output, options.folder)


if __name__ == "__main__":
    main()
