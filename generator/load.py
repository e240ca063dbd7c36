"""Stage 1, ``load``: the only reader of ``content/``. Files in, one frozen :class:`Content` out.

Every problem of every file is collected before anything is raised, each with file, line and column.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from generator import references
from generator.articles import AngleHead, GuideHead, PlainPageHead
from generator.content import Angle, Content, Guide, PlainPage, PublishedRow
from generator.errors import ContentError, Problem
from generator.facts import ledger
from generator.framework import Framework
from generator.model import DenialType, Payer, Procedure, Source
from generator.settings import Site
from generator.strict_yaml import LARGEST_FILE, Document, read
from generator.validation import Model, validate

FOLDERS: dict[str, tuple[type[BaseModel], str]] = {
    "frameworks": (Framework, "id"),
    "payers": (Payer, "slug"),
    "procedures": (Procedure, "slug"),
    "denial_types": (DenialType, "slug"),
}


class Sources(BaseModel):
    """One file of ``content/sources/``: sources by key."""

    model_config = {"strict": True, "frozen": True}
    sources: dict[str, Source]


def load(root: Path, as_of: date) -> Content:
    """Read and check everything under ``root/content``.

    Raises :class:`ContentError` with all problems. ``as_of`` is the day dated facts are read for.
    """
    reader = Reader(root)
    site = reader.one("content/site.yaml", Site)
    sources = reader.sources()
    folders = {folder: reader.folder(folder, model, key) for folder, (model, key) in FOLDERS.items()}
    guides = {slug: Guide(slug, head, body, path) for slug, head, body, path in reader.markdown("guides", GuideHead)}
    pages = {slug: PlainPage(slug, head, body, path) for slug, head, body, path in reader.markdown("pages", PlainPageHead)}
    angles = dict(reader.angles())
    published = reader.published()
    if site is None or sources is None:
        raise ContentError(reader.problems())
    content = Content(
        site=site,
        sources=sources,
        frameworks=folders["frameworks"],
        payers=folders["payers"],
        procedures=folders["procedures"],
        denial_types=folders["denial_types"],
        angles=angles,
        guides=guides,
        pages=pages,
        published=published,
        ledger=ledger(folders["frameworks"].values(), as_of),
        documents=reader.documents,
        paths=reader.paths,
    )
    for path, document in reader.documents.items():
        document.lines = reader.lines.get(path, ())
    reader.unread()
    reader.clashes(content)
    references.check(content, reader.broken)
    problems = reader.problems()
    if problems:
        raise ContentError(problems)
    return content


class Reader:
    """Reads files one by one and keeps their positions and problems."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.documents: dict[str, Document] = {}
        self.paths: dict[tuple[str, str], str] = {}
        self.broken: set[str] = set()
        self.lines: dict[str, list[str]] = {}

    def problems(self) -> list[Problem]:
        """All problems of all files so far."""
        return [problem for document in self.documents.values() for problem in document.problems]

    def text(self, path: str) -> str | None:
        """The text of a file, or ``None`` with the problem noted."""
        document = self.documents[path] = Document(path)
        try:
            data = (self.root / path).read_bytes()
            if len(data) > LARGEST_FILE:
                document.problem((), "E109", f"file is larger than {LARGEST_FILE // 1_000_000} MB", "split it")
                return None
            text = data.decode("utf-8-sig").replace("\r\n", "\n")
            self.lines[path] = text.splitlines()
            return text
        except FileNotFoundError:
            document.problem((), "E109", "file is missing")
        except OSError as error:
            document.problem((), "E109", f"file cannot be read: {error.strerror}")
        except UnicodeDecodeError as error:
            document.problem((), "E109", f"file is not UTF-8 (byte {error.start})", "save it as UTF-8")
        return None

    def unread(self) -> None:
        """Note every file under ``content/`` that nothing reads: a misspelled ending, a wrong folder."""
        for file in sorted((self.root / "content").rglob("*")):
            path = file.relative_to(self.root).as_posix()
            if file.is_file() and not file.name.startswith(".") and path not in self.documents:
                self.documents[path] = Document(path)
                self.documents[path].problem(
                    (), "E109", "this file is never read", "content is .yaml and .md, each in its folder"
                )

    def one(self, path: str, model: type[Model], *, wrap: str = "") -> Model | None:
        """One YAML file as a model; ``wrap`` puts the whole file under one key first."""
        text = self.text(path)
        if text is None:
            return None
        document = self.documents[path] = read(path, text)
        if document.problems:
            return None
        if not isinstance(document.data, dict):
            document.problem((), "E104", "the file must hold keys and values")
            return None
        if wrap:
            document.data = {wrap: document.data}
            document.places = {(wrap, *location): place for location, place in document.places.items()}
        return validate(document, model)

    def folder(self, folder: str, model: type[Model], key: str) -> dict[str, Any]:
        """Every YAML file of a folder, by slug, sorted."""
        found: dict[str, Any] = {}
        for file in sorted((self.root / "content" / folder).glob("*.yaml")):
            path = f"content/{folder}/{file.name}"
            value = self.one(path, model)
            if value is None:
                data = self.documents[path].data
                self.broken |= {file.stem, str(data.get(key)) if isinstance(data, dict) else file.stem}
                continue
            slug = getattr(value, key)
            if slug in found:
                other = self.paths[folder, slug]
                self.documents[path].problem(
                    (key,), "E107", f"{key} '{slug}' is already used by {other}", "give one of them another"
                )
                continue
            found[slug] = value
            self.paths[folder, slug] = path
        return dict(sorted(found.items()))

    def sources(self) -> dict[str, Source] | None:
        """Every source of ``content/sources/``, by key; the files only sort them for people. ``None`` if one is broken."""
        found: dict[str, Source] = {}
        files = sorted((self.root / "content" / "sources").glob("*.yaml"))
        for file in files:
            path = f"content/sources/{file.name}"
            entries = self.one(path, Sources, wrap="sources")
            for key, source in entries.sources.items() if entries else ():
                if key in found:
                    problem = f"source '{key}' is already listed in {self.paths['sources', key]}"
                    self.documents[path].problem(("sources", key), "E107", problem, "list each text once")
                found[key] = source
                self.paths["sources", key] = path
        if not files:
            self.documents["content/sources"] = Document("content/sources")
            self.documents["content/sources"].problem((), "E109", "no file lists the sources", "see docs/content.md")
        unread = any(document.problems for path, document in self.documents.items() if path.startswith("content/sources"))
        return None if unread else dict(sorted(found.items()))

    def markdown(self, folder: str, model: type[Model]) -> Iterator[tuple[str, Any, str, str]]:
        """Every Markdown file with front matter of a folder: slug, head, body, path."""
        for file in sorted((self.root / "content" / folder).glob("*.md")):
            path = f"content/{folder}/{file.name}"
            split = self.front_matter(path, model)
            if split:
                yield file.stem, split[0], split[1], path

    def front_matter(self, path: str, model: type[Model]) -> tuple[Model, str] | None:
        """Head and body of one Markdown file. The body is placed at the line it starts on."""
        text = self.text(path)
        if text is None:
            return None
        parts = text.split("---\n", 2)
        if len(parts) != 3 or parts[0].strip():
            self.documents[path].problem((), "E101", "front matter is missing", "start the file with --- keys ---")
            return None
        document = self.documents[path] = read(path, parts[1], line_offset=1)
        if document.problems or not isinstance(document.data, dict):
            if not document.problems:
                document.problem((), "E104", "the front matter must hold keys and values")
            return None
        document.places[("body",)] = (parts[1].count("\n") + 3, 1)
        head = validate(document, model)
        return (head, parts[2]) if head else None

    def clashes(self, content: Content) -> None:
        """Note two pages of the site's own at one address, and previous slugs that are in use."""
        seen: dict[str, str] = {}
        if "/404.html" not in (page.head.address for page in content.pages.values()):
            self.documents["content/pages"] = Document("content/pages")
            self.documents["content/pages"].problem(
                (), "E109", "no page has the address /404.html", "write content/pages/not-found.md"
            )
        for page in content.pages.values():
            other = seen.setdefault(page.head.address, page.path)
            if other != page.path:
                self.documents[page.path].problem(
                    ("address",), "E107", f"address {page.head.address} is already used by {other}", "give one of them another"
                )
        for folder, entries in (
            ("payers", content.payers),
            ("procedures", content.procedures),
            ("denial_types", content.denial_types),
        ):
            for slug, entry in entries.items():
                for old in entry.previous_slugs:
                    if old in entries:
                        other = self.paths[folder, old]
                        self.documents[self.paths[folder, slug]].problem(
                            ("previous_slugs",),
                            "E107",
                            f"slug '{old}' is in use by {other}",
                            "a previous slug names nothing today",
                        )

    def angles(self) -> Iterator[tuple[tuple[str, str, str], Angle]]:
        """Narratives written by hand: ``content/angles/<payer>/<procedure>/<denial type>.md``."""
        base = self.root / "content" / "angles"
        for file in sorted(base.glob("*/*/*.md")):
            path = file.relative_to(self.root).as_posix()
            split = self.front_matter(path, AngleHead)
            if split:
                why, _, argument = split[1].partition("\n## Argument\n")
                payer, procedure = file.parts[-3:-1]
                yield (payer, procedure, file.stem), Angle(split[0], why.strip(), argument.strip(), path)

    def published(self) -> dict[str, PublishedRow]:
        """``content/published.tsv``: one row an address. A missing file is an empty one."""
        path = "content/published.tsv"
        if not (self.root / path).exists():
            return {}
        rows: dict[str, PublishedRow] = {}
        for number, line in enumerate((self.text(path) or "").splitlines(), 1):
            fields = line.split("\t")
            if not line or fields[0] == "address":
                continue
            try:
                address, digest, day, status = fields
                rows[address] = PublishedRow(address, digest, date.fromisoformat(day), status, number)
            except ValueError:
                problem = Problem(
                    path, number, 1, "E104", "a row has four columns: address, digest, day, status", "restore the line"
                )
                self.documents[path].problems.append(problem)
        return rows
