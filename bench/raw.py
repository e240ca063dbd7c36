"""Writes the files of a site as fast as plain Python can, from memory: the limit that no build in Python passes.

One ``open`` relative to its folder, one ``write``, one ``close`` a file; no check whether anything exists.
"""

from __future__ import annotations

import argparse
import os
import time
from pathlib import Path

STARTED = time.perf_counter()
Tree = dict[str, "bytes | Tree"]
NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL


def read(folder: Path) -> Tree:
    """Every file of a folder, in memory."""
    return {path.name: read(path) if path.is_dir() else path.read_bytes() for path in sorted(folder.iterdir())}


def write(tree: Tree, folder: int) -> None:
    """Write a tree into an open folder that holds none of it."""
    for name, value in tree.items():
        if isinstance(value, bytes):
            file = os.open(name, NEW, dir_fd=folder)
            os.write(file, value)
            os.close(file)
        else:
            os.mkdir(name, dir_fd=folder)
            inner = os.open(name, os.O_RDONLY, dir_fd=folder)
            write(value, inner)
            os.close(inner)


def parts(tree: Tree, number: int) -> list[Tree]:
    """A tree dealt out in as many parts: what is two folders deep goes round."""
    dealt: list[Tree] = [{} for _ in range(number)]
    turn = 0
    for name, value in tree.items():
        if isinstance(value, bytes):
            dealt[0][name] = value
            continue
        for inner, child in value.items():
            inside = dealt[turn % number].setdefault(name, {})
            assert isinstance(inside, dict)
            inside[inner] = child
            turn += 1
    return dealt


def write_part(tree: Tree, folder: int) -> None:
    """Write one part into a folder whose folders of the first level are there."""
    for name, value in tree.items():
        if isinstance(value, bytes):
            write({name: value}, folder)
        else:
            inner = os.open(name, os.O_RDONLY, dir_fd=folder)
            write(value, inner)
            os.close(inner)


def write_together(tree: Tree, folder: int, number: int) -> None:
    """Write a tree with several processes."""
    for name in (name for name, value in tree.items() if isinstance(value, dict)):
        os.mkdir(name, dir_fd=folder)
    children = []
    for part in parts(tree, number):
        child = os.fork()
        if not child:
            write_part(part, folder)
            os._exit(0)
        children.append(child)
    if any(os.waitpid(child, 0)[1] for child in children):
        raise SystemExit("a writer failed")


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description="Write the files of a site again, from memory.")
    parser.add_argument("site", type=Path, help="a built site")
    parser.add_argument("output", type=Path, help="a new folder")
    parser.add_argument("--processes", type=int, default=1)
    options = parser.parse_args()
    tree = read(options.site)
    options.output.mkdir()
    folder = os.open(options.output, os.O_RDONLY)
    begun = time.perf_counter()
    if options.processes == 1:
        write(tree, folder)
    else:
        write_together(tree, folder, options.processes)
    ended = time.perf_counter()
    print(f"write {ended - begun:.3f} s, whole process {ended - STARTED:.3f} s")  # noqa: T201


if __name__ == "__main__":
    main()
