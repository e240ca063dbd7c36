"""Whether two sites have the same landing pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

# What may differ: the order of keys in the structured data, the number in the checkout link, spaces between tags.
STRUCTURED = re.compile(r'<script type="application/ld\+json">.*?</script>', re.S)
NUMBER = re.compile(r"ref=[0-9a-f]+")
BETWEEN_TAGS = re.compile(r">\s+(?=<)")
SPACES = re.compile(r"\s+")


def files(site: Path) -> Iterator[Path]:
    """Every file of a site."""
    return (path for path in site.rglob("*") if path.is_file())


def size(paths: Iterator[Path]) -> int:
    """The bytes of some files."""
    return sum(path.stat().st_size for path in paths)


def landings(site: Path) -> Iterator[Path]:
    """The landing pages of a site."""
    return site.glob("help/*/*/*/index.html")


def count(paths: Iterator[Path]) -> int:
    """How many files there are."""
    return sum(1 for _ in paths)


def equal(site: Path, other: Path) -> int:
    """How many landing pages say the same in both sites, tag by tag and word by word."""
    found = 0
    for path in landings(site):
        twin = other / path.relative_to(site)
        found += twin.is_file() and _plain(path) == _plain(twin)
    return found


def _plain(path: Path) -> str:
    text = NUMBER.sub("ref", STRUCTURED.sub("", path.read_text(encoding="utf-8")))
    return unescape(SPACES.sub(" ", BETWEEN_TAGS.sub(">", text))).strip()
