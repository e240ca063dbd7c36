"""The documentation is true: what it names exists, what exists is named, and its examples work."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
import shutil
import tomllib
import typing
from pathlib import Path

import pytest
from project import AS_OF, REPOSITORY, Project, quiet

import generator
from generator import reading_list
from generator.build import Options, Site, make
from generator.check import GATES
from generator.cli import main
from generator.load import load
from generator.model import Authored

README = REPOSITORY / "README.md"
DOCS = REPOSITORY / "docs"
PAGES = (README, REPOSITORY / "CONTRIBUTING.md", REPOSITORY / "CHANGELOG.md", *sorted(DOCS.glob("*.md")))
MODULES = sorted(path.relative_to(REPOSITORY).as_posix() for path in (REPOSITORY / "generator").rglob("*.py"))
CODE = "\n".join((REPOSITORY / path).read_text(encoding="utf-8") for path in MODULES)

HEADING = re.compile(r"^#{1,6} (.+)$", re.M)
FENCE = re.compile(r"^(`{3,}).*?^\1$", re.M | re.S)
LINK = re.compile(r"\]\(([^)\s]+)\)")
CODE_SPAN = re.compile(r"`([^`\n]+)`")
EXAMPLE = re.compile(r"<!-- example: (\S+) -->\n```yaml\n(.*?)```", re.S)
PARTS_OF_AN_ENTRY = ("- Why: ", "- Bad: ", "- Good: ", "- Threshold: ", "- Level: ")

MEDICARE = "content/payers/medicare.yaml"
WITH_THE_EXAMPLE = ("medicare", "medicare-advantage", "cigna")
MISTAKES = {
    "E101": ("summary: >-\n  This page", "summary: This page: it"),
    "E102": ("aliases:", "alias:"),
    "E103": ("name_in_sentence: Medicare\n", ""),
    "E104": ("slug: medicare", "slug: Medicare"),
    "E105": ("aliases: [Original Medicare]\n", "aliases: [Original Medicare]\naliases: []\n"),
    "E106": ("frameworks: [original_medicare]", "frameworks: [orignal_medicare]"),
    "E108": ("This page is for", "{{ payer.nam }} is for"),
}


def text(path: Path) -> str:
    """A page of the documentation."""
    return path.read_text(encoding="utf-8")


def sections(page: str) -> dict[str, str]:
    """What stands under each heading of a page, up to the next heading."""
    plain = FENCE.sub(lambda fence: re.sub(r"^#", " #", fence.group(), flags=re.M), page)
    parts = HEADING.split(plain)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def anchors(page: str) -> set[str]:
    """The fragments its headings can be linked by."""
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in sections(page)}


def help_of(capsys: pytest.CaptureFixture[str], *command: str) -> str:
    """What ``generator … --help`` prints."""
    with pytest.raises(SystemExit) as stopped:
        main([*command, "--help"])
    assert stopped.value.code == 0
    return capsys.readouterr().out


def commands(capsys: pytest.CaptureFixture[str]) -> list[str]:
    """The names of all commands."""
    found = re.findall(r"^    ([a-z]+) ", help_of(capsys), re.M)
    assert "build" in found
    return found


def models() -> list[type[Authored]]:
    """Every class of what people write."""
    for module in pkgutil.walk_packages(generator.__path__, "generator."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    found: list[type[Authored]] = []
    waiting = Authored.__subclasses__()
    while waiting:
        model = waiting.pop()
        found += [] if model.__subclasses__() else [model]
        waiting += model.__subclasses__()
    return sorted(found, key=lambda model: model.__name__)


def literals(annotation: object) -> set[str]:
    """The words a key allows, where it allows only some."""
    if typing.get_origin(annotation) is typing.Literal:
        return {str(word) for word in typing.get_args(annotation)}
    return set().union(*(literals(part) for part in typing.get_args(annotation)))


def table(section: str) -> dict[str, list[str]]:
    """The rows of a section's first table, by their first cell."""
    rows = [line.strip("|").split("|") for line in section.splitlines() if line.startswith("| `")]
    return {row[0].strip(" `"): [cell.strip() for cell in row[1:]] for row in rows}


def test_readme_names_every_command_and_option(capsys: pytest.CaptureFixture[str]) -> None:
    """Every command has a row in README, with the options that are its own; shared options stand below."""
    shared = set.intersection(*(set(re.findall(r"--[a-z-]+", help_of(capsys, name))) for name in commands(capsys)))
    rows = {row.split("`")[1].split()[1]: row for row in text(README).splitlines() if row.startswith("| `generator ")}
    assert sorted(rows) == sorted(commands(capsys))
    for name, row in rows.items():
        own = set(re.findall(r"--[a-z-]+", help_of(capsys, name))) - shared
        assert set(re.findall(r"--[a-z-]+", row)) == own, name
    for option in shared:
        assert f"`{option}`" in text(README), option


def test_no_page_names_a_command_or_option_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    """``generator x`` and ``--x`` in the documentation exist."""
    known = commands(capsys)
    options = {option for name in known for option in re.findall(r"--[a-z-]+", help_of(capsys, name))}
    for page in PAGES:
        spans = [
            *CODE_SPAN.findall(text(page)),
            *(line for block in FENCE.finditer(text(page)) for line in block.group().splitlines()),
        ]
        for span in spans:
            command = re.match(r"(?:\.venv/bin/)?generator ([a-z]+)", span)
            if command:
                assert command.group(1) in known, f"{page.name}: {span}"
                assert set(re.findall(r"--[a-z-]+", span)) <= options, f"{page.name}: {span}"
            if span.startswith("--"):
                assert span.split()[0] in options, f"{page.name}: {span}"


def test_make_targets_exist() -> None:
    """Every ``make x`` in the documentation is a target of the Makefile."""
    targets = set(re.findall(r"^([a-z]+):", text(REPOSITORY / "Makefile"), re.M))
    named = {(page.name, name) for page in PAGES for name in re.findall(r"`make ([a-z]+)", text(page))}
    assert {name for page, name in named if page == "README.md"} >= {"site", "test"}
    assert [entry for entry in sorted(named) if entry[1] not in targets] == []


def test_every_key_stands_in_the_table_of_its_class() -> None:
    """``docs/content.md`` has one table a class: the same keys in the same order, and required where they are."""
    page = sections(text(DOCS / "content.md"))
    assert len(models()) > 20
    for model in models():
        rows = table(page[model.__name__])
        assert sorted(rows) == sorted(model.model_fields), model.__name__
        own = [key for key in model.model_fields if key in model.__annotations__]
        assert [key for key in rows if key in own] == own, model.__name__
        for key, field in model.model_fields.items():
            assert rows[key][0] == ("yes" if field.is_required() else "no"), f"{model.__name__}.{key}"


def test_every_word_a_key_allows_is_told() -> None:
    """Kinds, stages, units and other closed lists of words stand in ``docs/content.md``, each word as code."""
    spans = set(CODE_SPAN.findall(text(DOCS / "content.md")))
    allowed = {word for model in models() for field in model.model_fields.values() for word in literals(field.annotation)}
    assert "surgery" in allowed
    assert allowed - spans == set()


def test_every_placeholder_is_told(made: Site) -> None:
    """The placeholders of all texts stand in ``docs/content.md``."""
    content = made.content
    names = {name for slug in content.payers for name in content.payer_names(slug)}
    names |= {name for slug in content.procedures for name in content.procedure_names(slug)}
    page = text(DOCS / "content.md")
    assert sorted(name for name in names if "{{ " + name + " }}" not in page) == []


@pytest.mark.site
def test_the_list_of_facts_is_as_generated() -> None:
    """``make facts`` was run after the last change of a figure, a source, or what rests on it."""
    content = load(REPOSITORY, AS_OF)
    made = reading_list.FORMATS["markdown"](content, reading_list.entries(content))
    assert made.rstrip() == text(DOCS / "facts.md").rstrip(), "run make facts"


def test_every_plan_type_is_told() -> None:
    """The frameworks under ``content/`` and their addresses are those ``docs/content.md`` lists."""
    paths = (REPOSITORY / "content" / "frameworks").glob("*.yaml")
    slugs = {path.stem: re.search(r"^slug: (\S+)$", text(path), re.M) for path in paths}
    rows = table(sections(text(DOCS / "content.md"))["Plan types"])
    assert {key: cells[0] for key, cells in rows.items()} == {
        key: f"`/rights/{slug and slug.group(1)}/`" for key, slug in slugs.items()
    }


def test_every_gate_has_its_entry() -> None:
    """``docs/gates.md`` gives each gate its code, its docstring's first line, why, bad, good, threshold and level."""
    page = sections(text(DOCS / "gates.md"))
    for gate in GATES:
        code = gate.__name__.partition("_")[0].upper()
        first = (inspect.getdoc(gate) or "").splitlines()[0]
        assert first and first in page[code].splitlines(), gate.__name__
    entries = {heading: entry for heading, entry in page.items() if re.fullmatch(r"[A-Z]\d\d", heading)}
    for heading, entry in entries.items():
        assert [part for part in PARTS_OF_AN_ENTRY if f"\n{part}" not in entry] == [], heading
    assert set(entries) == set(re.findall(r'"([A-DF-Z]\d\d)"', CODE))


def test_every_module_has_its_line() -> None:
    """``docs/architecture.md`` names every module, and none that is not there."""
    page = text(DOCS / "architecture.md")
    assert sorted(set(re.findall(r"`(generator/[\w/]+\.py)`", page))) == MODULES


def test_every_function_named_exists() -> None:
    """``module.function()`` in the documentation can be found where it says."""
    named = {name for page in PAGES for name in re.findall(r"`([a-z_]+(?:\.[A-Za-z_]+)+)\(\)`", text(page))}
    assert "cross.decide" in named
    for name in sorted(named):
        module, *parts = name.split(".")
        package = "generator.check" if (REPOSITORY / f"generator/check/{module}.py").exists() else "generator"
        found: object = importlib.import_module(f"{package}.{module}")
        for part in parts:
            found = getattr(found, part)
        assert callable(found), name


def test_every_error_code_is_told() -> None:
    """The E codes of the generator are those of ``docs/content.md``."""
    told = table_of_codes()
    assert set(told) == set(re.findall(r'"(E\d{3})"', CODE))


def table_of_codes() -> dict[str, str]:
    """The example message of each error code."""
    rows = re.findall(r"^\| (E\d{3}) \|.*\| `([^`]+)` \|$", text(DOCS / "content.md"), re.M)
    return dict(rows)


@pytest.mark.parametrize("code", MISTAKES)
def test_example_messages_are_real(site: Project, code: str) -> None:
    """The example of an error code is what the loader really says of that mistake, and all it says."""
    site.edit(MEDICARE, *MISTAKES[code])
    assert site.load_problems() == [table_of_codes()[code]]


def test_example_messages_of_whole_files_are_real(site: Project) -> None:
    """As above, for two files with one slug and a file that is not UTF-8."""
    site.edit("content/payers/northfield.yaml", "slug: northfield", "slug: medicare")
    assert table_of_codes()["E107"] in site.load_problems()
    site.write({MEDICARE: "name: Café\n".encode("latin-1")})
    assert table_of_codes()["E109"] in site.load_problems()


@pytest.mark.site
def test_the_payer_of_the_example_is_published(tmp_path: Path) -> None:
    """*Add a payer in ten minutes* works: its files load, and its page passes every gate."""
    shutil.copytree(REPOSITORY / "content", tmp_path / "content")
    shutil.copytree(REPOSITORY / "site_templates", tmp_path / "site_templates")
    for file in (tmp_path / "content" / "payers").glob("*.yaml"):
        if file.stem not in WITH_THE_EXAMPLE:  # to be quick
            file.unlink()
    for folder in (tmp_path / "content" / "angles").iterdir():
        if folder.name not in WITH_THE_EXAMPLE:
            shutil.rmtree(folder)
    page = text(DOCS / "content.md")
    for path, example in EXAMPLE.findall(page):
        target = tmp_path / path
        target.write_text(example, encoding="utf-8")
    address = re.search(r"generator explain (/help/oscar/\S+)", page)
    assert address
    made = make(Options(tmp_path, tmp_path / "output", AS_OF), quiet)
    assert address.group(1) in {page.address for page in made.pages}


def test_every_dependency_has_a_reason() -> None:
    """What ``pyproject.toml`` asks for stands under Dependencies."""
    project = tomllib.loads(text(REPOSITORY / "pyproject.toml"))["project"]
    wanted = {*project["dependencies"], *project["optional-dependencies"]["dev"]}
    rows = re.findall(r"^\| ([^|]+) \|", sections(text(DOCS / "architecture.md"))["Dependencies"], re.M)
    told = {name.strip().lower() for row in rows for name in row.split(",")}
    assert sorted(name for name in wanted if name.lower() not in told) == []


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_links_lead_somewhere(path: Path) -> None:
    """Every relative link of the documentation leads to a file, and to a heading in it."""
    page = FENCE.sub("", text(path))
    for link in LINK.findall(CODE_SPAN.sub("", page)):
        if "://" in link:
            continue
        file, _, fragment = link.partition("#")
        target = (path.parent / file).resolve() if file else path
        assert target.exists(), f"{path.name}: {link}"
        assert not fragment or fragment in anchors(text(target)), f"{path.name}: {link}"


def test_changelog_knows_this_version() -> None:
    """The newest release in CHANGELOG is the version of the package."""
    version = tomllib.loads(text(REPOSITORY / "pyproject.toml"))["project"]["version"]
    released = re.findall(r"^## \[(\d+\.\d+\.\d+)\] - \d{4}-\d\d-\d\d$", text(REPOSITORY / "CHANGELOG.md"), re.M)
    assert released[0] == version
