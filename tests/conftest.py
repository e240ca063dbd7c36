"""The fixtures: ``site``, a tiny real project (see ``project.py``), and the same project already built.

Import ``Project`` and its kin from ``project``, not from here: another folder's ``conftest`` has the same name.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from project import AS_OF, Project, Result, tiny

from generator.build import Site
from generator.cli import main


@pytest.fixture
def site(tmp_path: Path) -> Project:
    """A tiny project that nothing was built from yet."""
    return tiny(tmp_path)


@pytest.fixture(scope="session")
def built_once(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The tiny project, built once for the whole run: to look at, not to change."""
    project = tiny(tmp_path_factory.mktemp("built"))
    project.build()
    return project


@pytest.fixture
def built(built_once: Project, tmp_path: Path) -> Project:
    """A copy of the built project, to change at will; modification times are kept."""
    shutil.copytree(built_once.root, tmp_path, dirs_exist_ok=True)
    return Project(tmp_path)


@pytest.fixture(scope="session")
def made(built_once: Project) -> Site:
    """The tiny site in memory, made once for the whole run."""
    return built_once.make()


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Runs a command in a project's folder without a process of its own: as ``Project.run``, but quick."""

    def run(project: Project, *arguments: str, as_of: str = str(AS_OF)) -> Result:
        monkeypatch.chdir(project.root)
        capsys.readouterr()
        try:
            code = main([*arguments, "--as-of", as_of] if as_of else arguments)
        except SystemExit as stopped:  # argparse ends this way
            code = int(stopped.code or 0)
        said = capsys.readouterr()
        return Result(code, said.out, said.err)

    return run


@pytest.fixture
def running() -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Starts processes, and ends those still running when the test is over."""
    started: list[subprocess.Popen[str]] = []

    def start(*command: str, cwd: Path) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            command, cwd=cwd, env=Project.environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        started.append(process)
        return process

    yield start
    for process in started:
        if process.poll() is None:
            process.kill()
        process.communicate()
