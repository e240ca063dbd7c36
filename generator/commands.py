"""What the commands do, and how they tell it: progress, summaries, mistakes, exit codes."""

from __future__ import annotations

import argparse
import contextlib
import gc
import os
import signal
import sys
import threading
import time
import traceback
from collections.abc import Iterator

from jinja2 import TemplateError, TemplateSyntaxError

from generator import coverage, reading_list, report, unchanged
from generator.build import Options, Site, build, make
from generator.errors import ContentError, GeneratorError, UsageError, suggest
from generator.load import load
from generator.publish import Published
from generator.release import TABLE, release, tables
from generator.serve import server

MOST_PROBLEMS = 50


def run(options: argparse.Namespace) -> int:
    """Run the command of the parsed command line. Returns its exit code."""
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
        options.output,
        options.as_of,
        getattr(options, "strict", False),
        getattr(options, "allow_removals", sys.maxsize),  # S29 guards what is published: looking is always allowed
        options.command == "check" and options.strict,
        judged=not getattr(options, "no_check", False),
    )


@contextlib.contextmanager
def no_collection() -> Iterator[None]:
    """Without the search for garbage in cycles: a build makes none, and looking for it takes a sixth of its time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def run_build(options: argparse.Namespace) -> int:
    """``generator build``."""
    progress = Progress(options.quiet)
    wanted = settings(options)

    def remember(site: Site, done: Published) -> None:
        words = report.unchanged(site, done, str(wanted.output))
        unchanged.remember(wanted.state, wanted.output, options.inputs, words)

    with no_collection():
        site, done = build(wanted, progress, remember)
    if not options.quiet:
        say(report.summary(site, done, progress.seconds, str(wanted.output)))
    return 0


def run_check(options: argparse.Namespace) -> int:
    """``generator check``."""
    progress = Progress(options.quiet)
    with no_collection():
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
