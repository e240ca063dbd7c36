"""State between releases: ``content/published.tsv``, true ``lastmod``, and an answer for every address once live."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from project import Project, Result

Command = Callable[..., Result]
TABLE = "content/published.tsv"
NORTHFIELD, MEDICARE = "content/payers/northfield.yaml", "content/payers/medicare.yaml"
CARPAL, BOTOX = "content/procedures/carpal-tunnel-release.yaml", "content/procedures/botox-for-migraine.yaml"
CELL = "/help/northfield/carpal-tunnel-release/step-therapy/"
FIRST, LATER = date(2026, 11, 22), date(2026, 12, 24)
EXTRA = """---
title: News
question: What is new?
description: A page of the site's own that is there for a while and then taken away for good, to see what becomes of it.
address: /news/
---
Nothing is new.
"""


@pytest.fixture
def released(built: Project, command: Command) -> Project:
    """A project built and released on the first day."""
    assert command(built, "release").code == 0
    return built


def rows(project: Project) -> dict[str, list[str]]:
    """The released table: digest, day and status by address."""
    lines = (project.root / TABLE).read_text().splitlines()
    assert lines[0] == "address\tdigest\tday\tstatus"
    return {address: rest for address, *rest in (line.split("\t") for line in lines[1:])}


def lastmods(project: Project) -> dict[str, str]:
    """``lastmod`` by address, as the sitemap says."""
    text = (project.output / "sitemap-1.xml").read_text()
    return dict(re.findall(r"<loc>https://www\.letterbox\.example([^<]*)</loc><lastmod>([^<]*)</lastmod>", text))


def redirects(project: Project) -> dict[str, str]:
    """Where addresses lead now, with the status."""
    lines = (project.output / "_redirects").read_text().splitlines()
    return {old: f"{status} {new}" for old, new, status in (line.split() for line in lines)}


def rerelease(project: Project, command: Command, as_of: date = LATER) -> dict[str, list[str]]:
    """Build and release on a later day. Returns the table."""
    assert command(project, "build", "--allow-removals", "99", as_of=str(as_of)).err.count("problem") == 0
    assert command(project, "release", as_of=str(as_of)).code == 0
    return rows(project)


def test_the_table_holds_every_listed_page(released: Project) -> None:
    table = rows(released)
    assert set(table) == set(lastmods(released))
    assert "/404.html" not in table
    assert all(
        re.fullmatch(r"[0-9a-f]+", digest) and day == "2026-11-22" and status == "live" for digest, day, status in table.values()
    )
    assert list(table) == sorted(table)


def test_release_says_what_to_do_next(built: Project, command: Command) -> None:
    done = command(built, "release")
    assert (done.code, done.err) == (0, "")
    assert done.out == f"content/published.tsv holds {len(rows(built))} addresses; commit it with this release\n"


def test_a_second_release_of_the_same_changes_nothing(released: Project, command: Command) -> None:
    before = (released.root / TABLE).read_bytes()
    rerelease(released, command)
    assert (released.root / TABLE).read_bytes() == before


def test_lastmod_stays_while_the_content_does(released: Project) -> None:
    released.build(as_of=LATER)
    assert set(lastmods(released).values()) == {"2026-11-22"}
    assert 'Page last changed <time datetime="2026-11-22">' in released.main(CELL)
    released.edit(CARPAL, "Splints bought at a store", "A splint bought at a store")
    released.build(as_of=LATER)
    changed = {address for address, day in lastmods(released).items() if day == "2026-12-24"}
    assert changed == {CELL, "/procedures/carpal-tunnel-release/step-therapy/"}
    assert 'Page last changed <time datetime="2026-12-24">' in released.main(CELL)


def test_lastmod_does_not_follow_lists_of_links_or_the_offer(released: Project) -> None:
    released.edit("content/site.yaml", "list_price: 50", "list_price: 60")
    released.edit("content/pages/about.md", "title: Who we are and how we are paid", "title: About us")
    released.build(as_of=LATER)
    changed = {address for address, day in lastmods(released).items() if day == "2026-12-24"}
    assert changed == {"/about/"}


def test_a_release_keeps_the_day_of_what_did_not_change(released: Project, command: Command) -> None:
    released.edit("content/pages/terms.md", "nothing more", "no more than that")
    table = rerelease(released, command)
    assert {address for address, (_, day, _) in table.items() if day != "2026-11-22"} == {"/terms/"}


def test_a_clock_that_went_back_gives_no_lastmod_in_the_future(released: Project, command: Command) -> None:
    earlier = date(2026, 11, 10)
    released.build(as_of=earlier)
    assert set(lastmods(released).values()) == {"2026-11-10"}


def test_build_only_reads_the_table(released: Project) -> None:
    before = (released.root / TABLE).read_bytes()
    released.edit("content/pages/terms.md", "nothing more", "no more than that")
    released.build(as_of=LATER)
    assert (released.root / TABLE).read_bytes() == before


# When it refuses.


def test_nothing_is_released_until_the_owner_has_confirmed(built: Project, command: Command) -> None:
    built.edit("content/site.yaml", "confirmed: true", "confirmed: false")
    built.build()
    done = command(built, "release")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("content/site.yaml: 'confirmed' is false: check base_url")
    assert not (built.root / TABLE).exists()


def test_nothing_is_released_before_a_build(site: Project, command: Command) -> None:
    done = command(site, "release")
    assert (done.code, done.err) == (2, "there is no finished build to release: run 'generator build' first\n")


def test_a_release_is_of_the_content_it_is_committed_with(released: Project, command: Command) -> None:
    released.edit("content/pages/terms.md", "nothing more", "no more than that")
    assert command(released, "release").code == 2


# S24: every address once live is accounted for.


def test_a_renamed_page_is_moved_for_good(released: Project, command: Command) -> None:
    released.edit(NORTHFIELD, "slug: northfield\n", "slug: westfield\nprevious_slugs: [northfield]\n")
    table = rerelease(released, command)
    old = [address for address in table if "/northfield/" in address]
    assert len(old) == 9
    for address in old:
        new = address.replace("/northfield/", "/westfield/")
        assert redirects(released)[address] == f"301 {new}"
        assert table[address][2] == f"301 {new}"
        assert table[new][2] == "live"


def test_two_renamings_are_one_step(released: Project, command: Command) -> None:
    released.edit(NORTHFIELD, "slug: northfield\n", "slug: westfield\nprevious_slugs: [northfield]\n")
    rerelease(released, command)
    released.edit(
        NORTHFIELD, "slug: westfield\nprevious_slugs: [northfield]", "slug: eastfield\nprevious_slugs: [northfield, westfield]"
    )
    released.edit(CARPAL, "slug: carpal-tunnel-release\n", "slug: wrist-surgery\nprevious_slugs: [carpal-tunnel-release]\n")
    for payer in (NORTHFIELD,):
        released.edit(payer, "  carpal-tunnel-release:", "  wrist-surgery:")
    rerelease(released, command, date(2027, 1, 1))
    moved = redirects(released)
    target = "301 /help/eastfield/wrist-surgery/step-therapy/"
    assert moved[CELL] == moved[CELL.replace("northfield", "westfield")] == target
    assert not {line.split()[1] for line in moved.values()} & set(moved), "no redirect leads to another"


def test_a_held_page_leads_to_its_parent_for_now(released: Project, command: Command) -> None:
    text = (released.root / NORTHFIELD).read_text()
    kept = text.partition("  botox-for-migraine:\n")[0] + text[text.index("denial_types:\n") :]
    released.write({NORTHFIELD: kept.partition("  step-therapy:\n")[0]})
    table = rerelease(released, command)
    held = "/help/northfield/botox-for-migraine/step-therapy/"
    assert redirects(released)[held] == "302 /procedures/botox-for-migraine/step-therapy/"
    assert table[held][2] == "302 /procedures/botox-for-migraine/step-therapy/"
    assert held not in lastmods(released)
    assert not (released.output / held[1:] / "index.html").exists()
    released.write({NORTHFIELD: text})
    assert rerelease(released, command)[held][2] == "live"
    assert held not in redirects(released)


def test_a_cell_that_is_left_out_now_leads_to_its_parent_for_good(released: Project, command: Command) -> None:
    text = (released.root / NORTHFIELD).read_text()
    rule = "denial_types: [step-therapy]\n    procedures: [carpal-tunnel-release]"
    released.write({NORTHFIELD: f"{text}left_out:\n  - {rule}\n    reason: It does not happen.\n"})
    assert rerelease(released, command)[CELL][2] == "301 /help/northfield/carpal-tunnel-release/"


def test_a_page_that_is_gone_is_on_record_and_stays_so(built: Project, command: Command) -> None:
    built.write({"content/pages/news.md": EXTRA})
    built.edit("content/pages/about.md", "No insurer pays us.", "No insurer pays us. See [news](/news/).")
    for page in ("terms", "privacy", "how-we-check", "report-a-mistake"):
        file = f"content/pages/{page}.md"
        built.write({file: (built.root / file).read_text() + "\nSee [news](/news/).\n"})
    assert rerelease(built, command)["/news/"][2] == "live"
    (built.root / "content/pages/news.md").unlink()
    for page in ("about", "terms", "privacy", "how-we-check", "report-a-mistake"):
        built.edit(f"content/pages/{page}.md", "See [news](/news/).", "")
    assert rerelease(built, command, date(2027, 1, 1))["/news/"][2] == "gone"
    assert rerelease(built, command, date(2027, 1, 2))["/news/"][2] == "gone"
    assert "/news/" not in redirects(built)


def test_a_build_that_would_take_pages_off_the_site_stops(released: Project, command: Command) -> None:
    """S29: it lists them, leaves the site as it is, and goes on when told how many may go."""
    before = released.tree()
    text = (released.root / NORTHFIELD).read_text()
    released.write({NORTHFIELD: text.partition("procedures:\n")[0]})
    stopped = command(released, "build")
    assert stopped.code == 1
    listed = [line for line in stopped.err.splitlines() if " S29 " in line]
    assert any("/help/northfield/botox-for-migraine/step-therapy/ would leave the site" in line for line in listed)
    assert f"(if that is meant: --allow-removals {len(listed)})" in listed[0]
    assert released.tree() == before
    assert command(released, "build", "--allow-removals", str(len(listed) - 1)).code == 1
    assert command(released, "build", "--allow-removals", str(len(listed))).code == 0
    assert redirects(released)["/help/northfield/botox-for-migraine/step-therapy/"].startswith("302 ")
