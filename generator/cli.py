"""The command line: few verbs with few options.

Exit codes: 0 done, 1 content has mistakes, 2 wrong usage, 3 the machine is in the way.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from generator import unchanged

EXAMPLES = """examples:
  generator build                                        build the site into output/
  generator check --strict --as-of today                 every gate, warnings count, nothing written
  generator explain /help/medicare/kyphoplasty/step-therapy/
  generator coverage --format html > coverage.html
  generator sources --due                                what is to be read again
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. Returns its exit code. A build for which nothing has changed ends here."""
    options = parser().parse_args(arguments)
    options.output = options.output or options.root / "output"
    options.inputs = ""
    if options.command == "build":
        options.inputs = unchanged.digest(options.root, (options.as_of, options.strict, options.allow_removals, options.no_check))
        words = None if options.force else unchanged.said(options.root / ".build", options.output, options.inputs)
        if words is not None:
            if not options.quiet:
                print(words)  # noqa: T201
            return 0
    from generator.commands import run  # what a command needs takes ten times longer to import than the answer above

    return run(options)


def command_line() -> NoReturn:
    """Run the command line and end the process at once: to take a million objects apart one by one takes a second."""
    try:
        code = main()
    except SystemExit as stopped:  # argparse has said what was wrong
        code = stopped.code if isinstance(stopped.code, int) else 0
    with contextlib.suppress(BrokenPipeError):
        sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


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
        if name == "build":
            command.add_argument(
                "--no-check",
                action="store_true",
                help="for measuring: judge nothing, publish everything into an --output of its own",
            )
            command.add_argument("--force", action="store_true", help="look at everything, even if nothing has changed")
        if name == "serve":
            command.add_argument("--port", type=int, default=8000, help="port on 127.0.0.1 (default: 8000)")
        if name == "explain":
            command.add_argument("url", help="address of a page or cell, such as /help/aetna/kyphoplasty/step-therapy/")
        if name == "coverage":
            command.add_argument(
                "--format", choices=("table", "csv", "json", "html"), default="table", help="default: table; html can be filtered"
            )
            command.add_argument(
                "--demand", type=Path, metavar="FILE", help="CSV with the columns address,searches: ranks the missing facts by it"
            )
        if name == "sources":
            command.add_argument("key", nargs="?", help="one source: every fact and text that rests on it")
            command.add_argument("--format", choices=("table", "csv", "json", "markdown"), default="table", help="default: table")
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
