"""The command line: what each command says, and the exit codes 0, 1, 2 and 3."""

from __future__ import annotations

import csv
import http.server
import json
import re
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable

import pytest
from project import Project, Result

Command = Callable[..., Result]
COMMANDS = ("build", "check", "serve", "explain", "coverage", "sources", "release")
PUBLISHED = "/help/northfield/carpal-tunnel-release/step-therapy/"
HELD = "/help/medicare/carpal-tunnel-release/step-therapy/"
LEFT_OUT = "/help/medicare/botox-for-migraine/step-therapy/"


def test_help_names_every_command(built: Project, command: Command) -> None:
    done = command(built, "--help", as_of="")
    assert (done.code, done.err) == (0, "")
    assert set(COMMANDS) <= set(re.findall(r"^    (\w+)", done.out, re.M))
    assert "generator explain /help/" in done.out, "an example says more than a synopsis"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_helps(built: Project, command: Command, name: str) -> None:
    done = command(built, name, "--help", as_of="")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith(f"usage: generator {name}")
    assert "--as-of DAY" in done.out and "--root" in done.out
    options = re.findall(r"^  (?:-\w, )?(--[\w-]+|url)(.*)$", done.out, re.M)
    assert len(options) >= 5


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        ((), "required: command"),
        (("bild",), "invalid choice: 'bild'"),
        (("build", "--fast"), "unrecognized arguments: --fast"),
        (("build", "--as-of", "22.11.2026"), "'22.11.2026' is not a day; write it as 2026-11-22"),
        (("build", "--as-of", "2026-02-30"), "'2026-02-30' is not a day; write it as 2026-11-22"),
        (("serve", "--port", "http"), "invalid int value: 'http'"),
        (("explain",), "required: url"),
    ],
)
def test_wrong_usage_is_2(built: Project, command: Command, arguments: tuple[str, ...], word: str) -> None:
    done = command(built, *arguments, as_of="")
    assert (done.code, done.out) == (2, "")
    assert word in done.err
    assert "Traceback" not in done.err


def test_as_of_today_is_this_machines_day(built: Project, command: Command) -> None:
    assert command(built, "build", "--quiet", as_of="today").code == 0


def test_build_says_its_stages_and_ends_with_a_summary(site: Project) -> None:
    done = site.run("build")
    assert done.code == 0
    stages = [line.split()[0] for line in done.err.splitlines()]
    assert stages == ["load", "cross", "compose", "sections", "select", "link", "render", "check", "publish"]
    assert all(re.search(r"\d+ +\d+\.\d\d s", line) for line in done.err.splitlines())
    assert "5 landing pages published, 2 held, 1 left out of 8 cells; " in done.out
    assert re.search(r"^\d+ files written, 0 deleted, 0 kept, \d\.\d MB in ", done.out, re.M)
    assert "generator serve" in done.out.splitlines()[-1]
    assert "\r" not in done.err and "\033" not in done.err, "plain lines when not on a terminal"


def test_quiet_says_nothing_when_nothing_is_wrong(site: Project, command: Command) -> None:
    assert command(site, "build", "--quiet") == Result(0, "", "")


def test_check_does_everything_but_write(site: Project, command: Command) -> None:
    done = command(site, "check", "--strict")
    assert done.code == 0
    assert "5 landing pages published" in done.out
    assert "files written" not in done.out
    assert not site.output.exists() and not site.state.exists()


def test_root_and_output_may_be_elsewhere(site: Project, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    done = subprocess.run(
        [*site.command(), "build", "--root", str(site.root), "--output", str(elsewhere / "site"), "--as-of", "2026-11-22"],
        cwd=elsewhere, env=site.environment(), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0
    assert (elsewhere / "site" / "index.html").exists()
    assert not site.output.exists()
    assert [path.name for path in elsewhere.iterdir()] == ["site"]


def test_the_same_day_gives_the_same_bytes_in_another_process(site: Project, built_once: Project) -> None:
    environment = {**site.environment(), "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "LC_ALL": "C", "HOME": "/nonexistent"}
    command = [*site.command(), "build", "--quiet", "--as-of", "2026-11-22"]
    done = subprocess.run(command, cwd=site.root, env=environment, capture_output=True, text=True, check=False, umask=0o077)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert site.tree() == built_once.tree()


# explain: where every part of a page comes from, and why it is published or not.


def test_explain_a_published_page(built: Project, command: Command) -> None:
    done = command(built, "explain", PUBLISHED)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith(f"{PUBLISHED}  (landing)\n")
    assert "title: Carpal tunnel release denied for step therapy by Northfield" in done.out
    assert "sourced facts of its own; the cell is common for this surgery" in done.out
    assert re.search(r"nearest neighbour, names masked: 0\.\d\d /", done.out)
    assert "lastmod 2026-11-22, checked 2026-11-02, due 2027-05-02" in done.out
    assert "aca_insured.internal_appeal.file_within = 180 days  (29 CFR 2560.503-1(h)(3)(i))" in done.out
    source = done.out.partition("  northfield-manual  ")[2]
    assert source.startswith("https://www.northfield.example/appeals\n")
    assert "digest, a summary by a patient group, text as of undated" in source.splitlines()[1]


def test_explain_points_at_files_and_lines_that_hold_it(built: Project, command: Command) -> None:
    said = command(built, "explain", PUBLISHED).out
    sections = re.findall(r"^  (why|requires|gather|criteria|argument|quick-answer) +(\S+?):(\d+)", said, re.M)
    assert {kind for kind, _, _ in sections} >= {"why", "requires", "gather", "criteria", "argument", "quick-answer"}
    for kind, path, line in sections:
        written = (built.root / path).read_text().splitlines()[int(line) - 1]
        assert written.strip().startswith(
            {"quick-answer": "answer", "gather": ("gather", "documents")}.get(kind, ("why", kind, "meaning"))
        )


@pytest.mark.parametrize("url", [PUBLISHED.strip("/"), PUBLISHED[:-1], f"https://www.letterbox.example{PUBLISHED}"])
def test_explain_takes_an_address_as_people_paste_it(built: Project, command: Command, url: str) -> None:
    assert command(built, "explain", url).out.startswith(f"{PUBLISHED}  (landing)\n")


@pytest.mark.parametrize(("url", "kind"), [("/", "home"), ("/404.html", "not-found"), ("/guides/reading-a-denial/", "guide")])
def test_explain_any_page(built: Project, command: Command, url: str, kind: str) -> None:
    assert command(built, "explain", url).out.startswith(f"{url}  ({kind})\n")


def test_explain_a_held_page(built: Project, command: Command) -> None:
    done = command(built, "explain", HELD)
    assert done.code == 0
    lines = done.out.splitlines()
    assert lines[0] == HELD
    assert lines[1].startswith("held: S02 no sourced fact on this payer and this procedure")
    assert lines[2] == "would be released by: payer × procedure: Medicare × Carpal tunnel release, the policy's name and address"


def test_explain_a_cell_that_is_left_out(built: Project, command: Command) -> None:
    lines = command(built, "explain", LEFT_OUT).out.splitlines()
    assert lines[:2] == [
        LEFT_OUT,
        "left out: Original Medicare sets no step therapy for a drug that a doctor injects; a private plan may.",
    ]
    path, _, line = lines[2].removeprefix("decided by ").partition(":")
    assert "denial_types: [step-therapy]" in (built.root / path).read_text().splitlines()[int(line) - 1]


def test_explain_an_unknown_address_suggests_the_nearest(built: Project, command: Command) -> None:
    done = command(built, "explain", PUBLISHED.replace("northfield", "northfeild"))
    assert (done.code, done.out) == (2, "")
    assert done.err.splitlines() == [
        f"no page or cell has the address {PUBLISHED.replace('northfield', 'northfeild')} did you mean '{PUBLISHED}'?"
    ]


# coverage: what is published, held, left out.


def test_coverage_counts_by_payer_and_says_why(built: Project, command: Command) -> None:
    done = command(built, "coverage")
    assert (done.code, done.err) == (0, "")
    table = {line.split()[0]: [int(number) for number in line.split()[1:]] for line in done.out.splitlines()[1:4]}
    assert table == {"medicare": [1, 2, 1], "northfield": [4, 0, 0], "all": [5, 2, 1]}
    assert "    2  S02  no sourced fact on this payer and this procedure" in done.out
    assert "  payer × procedure: Medicare × Carpal tunnel release, the policy's name and address → 2 pages" in done.out
    assert "    1  Original Medicare sets no step therapy" in done.out


def test_coverage_as_json_holds_every_cell(built: Project, command: Command) -> None:
    done = command(built, "coverage", "--format", "json")
    assert (done.code, done.err) == (0, "")
    data = json.loads(done.out)
    assert {key: data["totals"][key] for key in ("cells", "plausible", "published", "held", "left_out")} == {
        "cells": 8, "plausible": 7, "published": 5, "held": 2, "left_out": 1,
    }  # fmt: skip
    cells = {cell["address"]: cell for cell in data["cells"]}
    assert Counter(cell["status"] for cell in cells.values()) == {"published": 5, "held": 2, "left out": 1}
    assert cells[HELD]["code"] == "S02" and cells[HELD]["missing"]
    assert cells[LEFT_OUT]["decided_by"].startswith("content/payers/medicare.yaml:")
    assert cells[PUBLISHED]["missing"] == ""
    (missing,) = data["missing"]
    assert (missing["pages"], HELD in missing["addresses"]) == (2, True)


def test_coverage_as_csv_holds_every_cell(built: Project, command: Command) -> None:
    done = command(built, "coverage", "--format", "csv")
    cells = {row["address"]: row for row in csv.DictReader(done.out.splitlines())}
    assert len(cells) == 8
    assert cells[HELD]["status"] == "held" and cells[HELD]["missing"].startswith("payer × procedure: Medicare × ")


def test_demand_ranks_the_missing_facts(built: Project, command: Command) -> None:
    built.write({"searches.csv": f"address,searches\n{HELD},90\n{PUBLISHED},1000\n"})
    done = command(built, "coverage", "--demand", "searches.csv")
    assert "and the pages each may release, by searches" in done.out
    assert "     90  payer × procedure: Medicare × Carpal tunnel release" in done.out


@pytest.mark.parametrize(
    ("rows", "code", "says"),
    [
        ("page,volume\n/x/,1\n", 2, "searches.csv:1: the first line must be 'address,searches'"),
        (f"address,searches\n{HELD},many\n", 1, f"searches.csv:2:{len(HELD) + 2}: E104 'many' is not a count of searches"),
        (
            f"address,searches\n{HELD[:-2]}/,3\n",
            1,
            f"searches.csv:2:1: E106 no cell has the address '{HELD[:-2]}/' (did you mean '{HELD}'?)",
        ),
    ],
)
def test_a_mistake_in_the_demand_is_told(built: Project, command: Command, rows: str, code: int, says: str) -> None:
    built.write({"searches.csv": rows})
    done = command(built, "coverage", "--demand", "searches.csv")
    assert (done.code, done.err.splitlines()[0]) == (code, says)


def test_a_demand_that_cannot_be_read_is_told(built: Project, command: Command) -> None:
    done = command(built, "coverage", "--demand", "nowhere.csv")
    assert done.code == 2
    assert done.err.startswith("nowhere.csv: cannot be read as UTF-8 text")


# sources: what is cited, what rests on it, when it is due.


def test_sources_say_what_rests_on_each_and_when_it_is_due(site: Project, command: Command) -> None:
    done = command(site, "sources")
    rows = {line.split()[-1]: line.split() for line in done.out.splitlines()[1:-1]}
    assert rows["northfield-hand"][0] == "2027-05-02"  # read on 2026-11-03, a payer policy: 180 days
    assert rows["cfr-45-147-136"][1] != "0" and rows["northfield-hand"][1] == "0"
    assert done.out.splitlines()[-1].endswith(" sources, 0 overdue on 2026-11-22")
    assert [row[0] for row in rows.values()] == sorted(row[0] for row in rows.values())


def test_sources_that_are_due(site: Project, command: Command) -> None:
    assert command(site, "sources", "--due").out.splitlines()[-1] == "0 sources, 0 overdue on 2026-11-22"
    later = command(site, "sources", "--due", as_of="2027-05-03")
    assert "northfield-hand" in later.out and "cfr-45-147-136" not in later.out


def test_one_source_names_every_place_that_rests_on_it(site: Project, command: Command) -> None:
    done = command(site, "sources", "northfield-hand")
    named = [line.strip() for line in done.out.splitlines() if line.startswith("    content/")]
    assert named
    for place in named:
        path, line = place.rsplit(":", 1)
        assert "northfield-hand" in (site.root / path).read_text().splitlines()[int(line) - 1]
    wrong = command(site, "sources", "northfield-hands")
    assert (wrong.code, wrong.err.strip()) == (
        2, "no source has the key 'northfield-hands' did you mean 'northfield-hand'?",
    )  # fmt: skip


def test_sources_in_every_format(site: Project, command: Command) -> None:
    data = json.loads(command(site, "sources", "--format", "json").out)
    rows = list(csv.DictReader(command(site, "sources", "--format", "csv").out.splitlines()))
    assert [entry["key"] for entry in data] == [row["key"] for row in rows]
    assert all(entry["places"] or entry["texts"] == 0 for entry in data)
    page = command(site, "sources", "--format", "markdown").out
    assert "| `internal_appeal.file_within` | 180 days |" in page
    assert all(f"| `{entry['key']}`: " in page for entry in data)


class Answers(http.server.BaseHTTPRequestHandler):
    """A site with a page that is there, one that moved and one that is gone."""

    def do_GET(self) -> None:
        """Answer by address."""
        self.send_response({"/there": 200, "/moved": 301, "/gone": 410}.get(self.path, 500))
        if self.path == "/moved":
            self.send_header("Location", "/there")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *arguments: object) -> None:
        """Say nothing."""


def test_links_are_asked_over_the_network(site: Project, command: Command) -> None:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        base = f"http://127.0.0.1:{server.server_address[1]}"
        path = "content/sources/texts.yaml"
        text = re.sub(r"  url: \S+", f"  url: {base}/there", (site.root / path).read_text())
        site.write({path: text.replace(f"{base}/there", f"{base}/gone", 1).replace(f"{base}/there", f"{base}/moved", 1)})
        done = command(site, "sources", "--links")
        server.shutdown()
    assert done.code == 1
    number = text.count("  url: ")
    assert f": gone 410  {base}/gone" in done.out
    assert f": moved to {base}/there  {base}/moved" in done.out
    assert done.out.splitlines()[-1] == f"{number} addresses asked, {number - 2} as they were, 1 gone"


@pytest.mark.parametrize("arguments", [("explain", PUBLISHED), ("coverage",), ("sources",), ("check",)])
def test_looking_writes_nothing(site: Project, command: Command, arguments: tuple[str, ...]) -> None:
    before = sorted(site.root.rglob("*"))
    assert command(site, *arguments).code == 0
    assert sorted(site.root.rglob("*")) == before


def test_the_console_script_is_the_module(site: Project) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", "from generator.cli import main; raise SystemExit(main(['--help']))"],
        cwd=site.root, env=site.environment(), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0
    assert done.stdout == site.run("--help").out


def test_a_reader_that_stops_reading_is_no_error(built: Project) -> None:
    command = [*built.command(), "explain", PUBLISHED, "--as-of", "2026-11-22"]
    process = subprocess.Popen(
        command, cwd=built.root, env=built.environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout is not None and process.stderr is not None
    process.stdout.close()
    with process.stderr as said:
        assert said.read() == ""
    process.wait(30)


def test_what_is_overdue_is_told_and_stops_only_a_strict_check(site: Project, command: Command) -> None:
    """A build of a later year goes on; whoever asks whether all is fresh is told no."""
    day = "2029-01-01"
    built = command(site, "build", "--strict", as_of=day)
    assert built.code == 0
    assert re.search(r"\n[1-9]\d* warnings, ", built.out)
    assert "northfield-hand' was due to be read again on 2027-05-02" in command(site, "check", as_of=day).err
    strict = command(site, "check", "--strict", as_of=day)
    assert strict.code == 1
    assert " T02 " in strict.err and " L02 " in strict.err
