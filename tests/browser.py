"""The browser of the tests: one that is there, else Debian's, else Playwright's own; and a served site to open in it.

As a script, ``python tests/browser.py`` makes sure that there is one.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge")
ON_A_MAC = ("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome", "/Applications/Chromium.app/Contents/MacOS/Chromium")
# A browser that asks nothing of anyone by itself, so that every request seen is the page's.
ARGUMENTS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def is_root() -> bool:
    """Whether this process may install packages; Chromium's sandbox refuses to run for it."""
    return os.geteuid() == 0


def find() -> Path | None:
    """The browser's program, if there is one."""
    here = [Path(path) for name in NAMES if (path := shutil.which(name))]
    here += [path for path in map(Path, ON_A_MAC) if path.exists()]
    if here:
        return here[0]
    with sync_playwright() as playwright:
        own = Path(playwright.chromium.executable_path)
    return own if own.exists() else None


def is_debian() -> bool:
    """Whether the system is Debian itself: elsewhere the package of that name can be an empty shell."""
    release = Path("/etc/os-release")
    return release.exists() and "ID=debian" in release.read_text(encoding="utf-8").splitlines()


def install() -> None:
    """Get a browser: Debian's for root on Debian, else Playwright's own."""
    if is_root() and is_debian():
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        packages = ["chromium", "fonts-liberation"]
        for arguments in (["update"], ["install", "--yes", "--no-install-recommends", *packages]):
            subprocess.run(["apt-get", "--quiet=2", *arguments], env=environment, stdin=subprocess.DEVNULL, check=False)
        if find():
            return
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)


@contextlib.contextmanager
def launched() -> Iterator[Browser]:
    """A running browser."""
    program = find()
    assert program, "there is no browser: run `make browser`"
    with sync_playwright() as playwright:
        sandbox = ["--no-sandbox"] if is_root() else []
        browser = playwright.chromium.launch(executable_path=program, args=[*ARGUMENTS, *sandbox])
        yield browser
        browser.close()


@contextlib.contextmanager
def served(root: Path) -> Iterator[str]:
    """The built site of the project in ``root``, served by ``generator serve``: its base address."""
    command = [sys.executable, "-m", "generator", "serve", "--root", str(root), "--port", "0"]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        try:
            address = server.stdout.readline().partition(" at ")[2].partition("/ ")[0]
            assert address, "the site cannot be served: build it first"
            yield address
        finally:
            server.terminate()


if __name__ == "__main__":
    if not find():
        print("Installing a browser")
        install()
    found = find()
    print(f"Browser: {found}" if found else "There is no browser, and none could be installed: install Chromium.")
    sys.exit(0 if found else 1)
