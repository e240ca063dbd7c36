"""Serve ``output/`` on this machine as the host would: its headers, its 404 page, its redirects."""

from __future__ import annotations

import functools
import http.server
import os
from email.message import Message
from http import HTTPStatus
from pathlib import Path

from generator.errors import EnvironmentFault, UsageError
from generator.publish import Manifest


def check_finished(output: Path, state: Path) -> None:
    """Raise :class:`UsageError` when there is no site, or a publish was interrupted."""
    manifest = Manifest.read(state, output)
    if not manifest.finished:
        raise UsageError("the last publish was interrupted, so output is not whole: run 'generator build' to complete it")
    if not (output / "index.html").exists():
        raise UsageError(f"there is no site in {output}: run 'generator build' first")


def server(output: Path, state: Path, port: int) -> http.server.ThreadingHTTPServer:
    """A server for ``output`` on 127.0.0.1; port 0 takes a free one.

    Raises :class:`UsageError` for a tree that is not whole, :class:`EnvironmentFault` when the port is taken.
    """
    check_finished(output, state)
    handler = functools.partial(
        Handler, directory=str(output), headers_file=output / "_headers", redirects_file=output / "_redirects"
    )
    try:
        return http.server.ThreadingHTTPServer(("127.0.0.1", port), handler)
    except OSError as error:
        raise EnvironmentFault(f"cannot listen on port {port}: {error.strerror}") from error


class Handler(http.server.SimpleHTTPRequestHandler):
    """Static files with the headers, redirects and 404 page of the site."""

    def __init__(self, *args: object, directory: str, headers_file: Path, redirects_file: Path) -> None:
        self.rules = read_headers(headers_file)
        self.redirects = {
            old: (new, int(status)) for old, new, status in (line.split() for line in redirects_file.read_text().splitlines())
        }
        super().__init__(*args, directory=directory)  # type: ignore[arg-type]

    def send_head(self):  # type: ignore[no-untyped-def]
        """As the standard library does, after redirects."""
        moved = self.redirects.get(self.path.partition("?")[0])
        if moved:
            self.send_response(moved[1])
            self.send_header("Location", moved[0])
            self.end_headers()
            return None
        return super().send_head()

    def list_directory(self, path: str | os.PathLike[str]) -> None:
        """A folder without a page is not listed: a host answers 404."""
        self.send_error(HTTPStatus.NOT_FOUND)

    def end_headers(self) -> None:
        """Add the site's headers to every answer."""
        for pattern, headers in self.rules.items():
            if self.path.startswith(pattern.rstrip("*")):
                for name, value in headers.items():
                    self.send_header(name, value)
        super().end_headers()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer 404 with the site's own page."""
        page = Path(self.directory) / "404.html"
        if code != HTTPStatus.NOT_FOUND or not page.exists():
            super().send_error(code, message, explain)
            return
        body = page.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say only what went wrong: a page asked for is a health signal, even on this machine."""
        if len(args) > 1 and str(args[1])[:1] in "45":
            super().log_message(format, *args)


def read_headers(path: Path) -> dict[str, Message]:
    """The rules of a ``_headers`` file: headers by path pattern."""
    rules: dict[str, Message] = {}
    current = Message()
    for line in path.read_text().splitlines():
        if line.startswith("/"):
            current = rules[line.strip()] = Message()
        elif ":" in line:
            name, _, value = line.strip().partition(":")
            current[name] = value.strip()
    return rules
