"""Holding, on the real content: what lost its facts leaves the site in good order, and only when told that it may."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from real import AS_OF, REPOSITORY, RealSite, read_yaml

from generator.build import Options, Site, build, make
from generator.cli import main
from generator.coverage import releases
from generator.errors import ContentError

pytestmark = pytest.mark.site

NUMBER = 50
SEED = int(os.environ.get("HOLDING_SEED", "11"))
PAYERS = ("aetna", "cigna", "kaiser-permanente", "medicare", "medicare-advantage")


def quiet(stage: str, number: int) -> None:
    """Progress that nobody watches."""


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealSite]:
    """The real site with five payers, built and released."""
    site = RealSite(tmp_path_factory.mktemp("holding"))
    for name in ("content", "site_templates"):
        shutil.copytree(REPOSITORY / name, site.root / name)
    site.keep_payers(*PAYERS)
    settings = site.root / "content" / "site.yaml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("confirmed: false", "confirmed: true"), encoding="utf-8")
    site.build()
    assert main(["release", "--root", str(site.root), "--as-of", str(AS_OF)]) == 0
    yield site


def blank(site: RealSite, addresses: list[str]) -> None:
    """Take away what the payers' files say of each page's pairs, and what was written by hand for it."""
    for address in addresses:
        _, payer, procedure, denial_type = address.strip("/").split("/")
        path = site.root / "content" / "payers" / f"{payer}.yaml"
        data = read_yaml(path)
        data["procedures"].pop(procedure, None)
        data["denial_types"].pop(denial_type, None)
        path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
        (site.root / "content" / "angles" / payer / procedure / f"{denial_type}.md").unlink(missing_ok=True)


def files(output: Path) -> dict[str, bytes]:
    """Every file under the output."""
    return {path.relative_to(output).as_posix(): path.read_bytes() for path in output.rglob("*") if path.is_file()}


def test_fifty_pages_lose_their_facts(released: RealSite) -> None:
    """The build stops and lists them (S29); told so, it holds them, redirects them, and says what to write."""
    before = files(released.output)
    landings = sorted(
        f"/{path.removesuffix('index.html')}" for path in before if re.fullmatch(r"help/[^/]+/[^/]+/[^/]+/index.html", path)
    )
    chosen = random.Random(SEED).sample(landings, NUMBER)
    print(f"seed {SEED}")
    blank(released, chosen)
    options = Options(released.root, released.output, AS_OF)

    with pytest.raises(ContentError) as stopped:
        build(options, quiet)
    listed = {problem.message.split()[0] for problem in stopped.value.problems if problem.code == "S29"}
    assert {problem.code for problem in stopped.value.problems} == {"S29"}
    assert set(chosen) <= listed
    assert files(released.output) == before

    allowed = Options(released.root, released.output, AS_OF, allow_removals=len(listed))
    build(allowed, quiet)
    site: Site = make(allowed, quiet)
    now = files(released.output)
    held = {entry.page.address for entry in site.selection.held}
    assert set(chosen) <= held
    moved = {line.split()[0]: line.split()[1:] for line in now["_redirects"].decode().splitlines()}
    text = b"".join(data for name, data in now.items() if name.endswith((".html", ".xml")))
    wanted = {address for one in releases(site, {}) for address in one.addresses}
    for address in chosen:
        target, status = moved[address]
        assert status == "302"
        assert f"{target[1:]}index.html" in now
        assert f"{address[1:]}index.html" not in now
        assert f'href="{address}"'.encode() not in text and f"{address}<".encode() not in text
        assert address in wanted
