"""The command line: few verbs with few options.

Exit codes: 0 done, 1 content has mistakes, 2 wrong usage, 3 the machine is in the way.
"""

from __future__ import annotations

import argparse
import datetime
import os
import signal
import sys
import threading
import time
import traceback
from collections.abc import Sequence
from pathlib import Path

from jinja2 import TemplateError, TemplateSyntaxError

from generator import coverage, reading_list, report
from generator.build import Options, build, make
from generator.errors import ContentError, GeneratorError, UsageError, suggest
from generator.load import load
from generator.release import TABLE, release, tables
from generator.serve import server

MOST_PROBLEMS = 50
EXAMPLES = """examples:
  generator build                                        build the site into output/
  generator check --strict --as-of today                 every gate, warnings count, nothing written
  generator explain /help/medicare/kyphoplasty/step-therapy/
  generator coverage --format html > coverage.html
  generator sources --due                                what is to be read again
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. Returns its exit code."""
    options = parser().parse_args(arguments)
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, lambda *_: signal.raise_signal(signal.SIGINT))
    try:
        if not (options.root / "content").is_dir():
            raise UsageError(f"there is no content/ in {options.root}: run this in the project's folder, or give --root")
        code: int = COMMANDS[options.command](options)
        return code
    except ContentError as error:
        say_problems(error)
        return error.exit_code
    except TemplateError as error:
        print(f"{template_place(error)}: {error}; nothing was written", file=sys.stderr)  # noqa: T201
        return 1
    except GeneratorError as error:
        print(error, file=sys.stderr)  # noqa: T201
        return error.exit_code
    except BrokenPipeError:  # the reader of our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        print("stopped; the next build completes what was begun", file=sys.stderr)  # noqa: T201
        return 130


def parser() -> argparse.ArgumentParser:
    """The parser of all commands."""
    top = argparse.ArgumentParser(
        prog="generator", description="Build landing pages about health-insurance denials.", epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    commands = top.add_subparsers(dest="command", required=True, metavar="command")
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--root", type=Path, default=Path(), help="the project's folder (default: this one)")
    shared.add_argument("--output", type=Path, help="where the site is (default: output/ in the project)")
    shared.add_argument(
        "--as-of", type=day, default="today", metavar="DAY", help="the day the build is for: 2026-11-22 or today (default)"
    )
    shared.add_argument("--quiet", action="store_true", help="say only what went wrong")
    helps = {
        "build": "build the site; only what changed is written",
        "check": "everything build does except writing",
        "serve": "serve output/ on this machine, with its headers and 404 page",
        "explain": "where every part of a page comes from, and why it is published or held",
        "coverage": "what is published, held, left out, why, and the missing facts that would release most pages",
        "sources": "every text that is cited, what rests on it, and when it is due to be read again",
        "release": "after a build: write content/published.tsv for you to commit",
    }
    for name, text in helps.items():
        command = commands.add_parser(name, help=text, description=text, parents=[shared])
        if name in ("build", "check"):
            command.add_argument("--strict", action="store_true", help="warnings stop it too (CI)")
            command.add_argument(
                "--allow-removals", type=int, default=0, metavar="N",
                help="let N published addresses leave the site; without it at most 2 %% of them may",
            )  # fmt: skip
        if name == "serve":
            command.add_argument("--port", type=int, default=8000, help="port on 127.0.0.1 (default: 8000)")
        if name == "explain":
            command.add_argument("url", help="address of a page or cell, such as /help/aetna/kyphoplasty/step-therapy/")
        if name == "coverage":
            command.add_argument(
                "--format", choices=coverage.FORMATS, default="table", help="default: table; html can be filtered"
            )
            command.add_argument(
                "--demand", type=Path, metavar="FILE", help="CSV with the columns address,searches: ranks the missing facts by it"
            )
        if name == "sources":
            command.add_argument("key", nargs="?", help="one source: every fact and text that rests on it")
            command.add_argument("--format", choices=reading_list.FORMATS, default="table", help="default: table")
            command.add_argument("--due", action="store_true", help="only what is due by the day")
            command.add_argument("--links", action="store_true", help="ask every address, over the network")
    return top


def day(text: str) -> datetime.date:
    """A day as written on the command line; ``today`` is this machine's."""
    if text == "today":
        return datetime.datetime.now().astimezone().date()
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"'{text}' is not a day; write it as 2026-11-22") from None


class Progress:
    """Says each stage as it ends, with its seconds: on a terminal over one line, else a line a stage."""

    def __init__(self, quiet: bool) -> None:
        self.quiet = quiet
        self.last = self.start = time.perf_counter()

    @property
    def seconds(self) -> float:
        """Seconds since the start."""
        return time.perf_counter() - self.start

    def __call__(self, stage: str, number: int) -> None:
        now = time.perf_counter()
        took, self.last = now - self.last, now
        if self.quiet:
            return
        rate = f"  {number / took:8.0f}/s" if took > 0.005 else ""
        print(f"{stage:9} {number:7}  {took:6.2f} s{rate}", file=sys.stderr)  # noqa: T201


def say(text: str) -> None:
    """Print to standard output."""
    print(text)  # noqa: T201


def say_problems(error: ContentError) -> None:
    """Every problem on its own line, at most fifty, then how many; red on a terminal."""
    colour = sys.stderr.isatty()
    for problem in error.problems[:MOST_PROBLEMS]:
        text = str(problem)
        if colour:
            text = text.replace(f" {problem.code} ", f" \033[31m{problem.code}\033[0m ", 1)
        print(text, file=sys.stderr)  # noqa: T201
    more = len(error.problems) - MOST_PROBLEMS
    also = f", {more} more not shown" if more > 0 else ""
    plural = "s" if len(error.problems) != 1 else ""
    print(f"{len(error.problems)} problem{plural}{also}; nothing was written", file=sys.stderr)  # noqa: T201


def template_place(error: TemplateError) -> str:
    """The template and line an error of Jinja2 comes from: the last template in its traceback."""
    frames = traceback.extract_tb(error.__traceback__)
    found = [f"{frame.filename}:{frame.lineno}" for frame in frames if frame.filename.endswith(".j2")]
    if isinstance(error, TemplateSyntaxError):
        found.append(f"{error.filename or error.name}:{error.lineno}")
    return found[-1] if found else "site_templates"


def settings(options: argparse.Namespace) -> Options:
    """The build's options."""
    return Options(
        options.root,
        options.output or options.root / "output",
        options.as_of,
        getattr(options, "strict", False),
        getattr(options, "allow_removals", sys.maxsize),  # S29 guards what is published: looking is always allowed
        options.command == "check" and options.strict,
    )


def run_build(options: argparse.Namespace) -> int:
    """``generator build``."""
    progress = Progress(options.quiet)
    wanted = settings(options)
    site, done = build(wanted, progress)
    if not options.quiet:
        say(report.summary(site, done, progress.seconds, str(wanted.output)))
    return 0


def run_check(options: argparse.Namespace) -> int:
    """``generator check``."""
    progress = Progress(options.quiet)
    site = make(settings(options), progress)
    for problem in site.warnings:
        if problem.level in ("warning", "overdue"):
            print(problem, file=sys.stderr)  # noqa: T201
    if not options.quiet:
        say(report.summary(site, None, progress.seconds, ""))
    return 0


def run_serve(options: argparse.Namespace) -> int:
    """``generator serve``."""
    wanted = settings(options)
    with server(wanted.output, wanted.state, options.port) as running:
        say(f"Serving {wanted.output} at http://127.0.0.1:{running.server_address[1]}/ (stop with Ctrl-C)")
        try:
            running.serve_forever()
        except KeyboardInterrupt:
            say("stopped")
    return 0


def run_explain(options: argparse.Namespace) -> int:
    """``generator explain``."""
    say(report.explain(make(settings(options), Progress(True)), options.url))
    return 0


def run_coverage(options: argparse.Namespace) -> int:
    """``generator coverage``."""
    site = make(settings(options), Progress(True))
    say(coverage.FORMATS[options.format](site, coverage.read_demand(options.demand, site)))
    return 0


def run_sources(options: argparse.Namespace) -> int:
    """``generator sources``."""
    content = load(options.root, options.as_of)
    if options.key and options.key not in content.sources:
        raise UsageError(f"no source has the key '{options.key}' {suggest(options.key, content.sources)}".strip())
    shown = [entry for entry in reading_list.entries(content) if not options.due or entry.due <= options.as_of]
    shown = [entry for entry in shown if options.key in (None, entry.key)]
    if not options.links:
        say(reading_list.one(content, options.key) if options.key else reading_list.FORMATS[options.format](content, shown))
        return 0
    answers = reading_list.links(shown)
    for key, text in answers:
        if text != "ok":
            say(f"{key}: {text}  {content.sources[key].url}")
    gone = sum(text.startswith("gone") for _, text in answers)
    say(f"{len(answers)} addresses asked, {sum(text == 'ok' for _, text in answers)} as they were, {gone} gone")
    return 1 if gone else 0


def run_release(options: argparse.Namespace) -> int:
    """``generator release``."""
    wanted = settings(options)
    site = make(wanted, Progress(True))
    table = tables(site.content, site.pages, site.statuses, site.renderer)[TABLE]
    number = release(site.content, table, wanted.state, wanted.output, wanted.root / "content" / TABLE)
    say(f"content/published.tsv holds {number} addresses; commit it with this release")
    return 0


COMMANDS = {
    "build": run_build,
    "check": run_check,
    "serve": run_serve,
    "explain": run_explain,
    "coverage": run_coverage,
    "sources": run_sources,
    "release": run_release,
}
