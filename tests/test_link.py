"""What links to what: lists, related links, and that every page is linked to; held pages never are."""

from __future__ import annotations

import json
import random
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest
from lxml import html as parser
from project import AS_OF, Project, tiny

from generator import strict_yaml
from generator.build import Site
from generator.compose import landings, others
from generator.content import Content
from generator.cross import cross
from generator.link import link
from generator.load import load
from generator.page import Page, parents_of

PAYERS = ("Alder", "Birch", "Cedar", "Elm", "Fir", "Hazel", "Juniper", "Linden")
PROCEDURES = ("Elbow release", "Finger release", "Shoulder release", "Ankle release")
DENIAL_TYPES = ("Not documented", "Not covered", "Not tested")
ROOTS = ("/payers/", "/denials/", "/procedures/", "/rights/", "/guides/")
LANDING = "/help/northfield/carpal-tunnel-release/step-therapy/"


def copied(project: Project, folder: str, slug: str, name: str) -> dict[str, Any]:
    """The file of ``slug``, under another name."""
    path = f"content/{folder}/{slug}.yaml"
    data: dict[str, Any] = strict_yaml.read(path, (project.root / path).read_text()).data
    return data | {"slug": name.lower().replace(" ", "-"), "name": name, "aliases": []}


@pytest.fixture(scope="module")
def wide(tmp_path_factory: pytest.TempPathFactory) -> tuple[Content, tuple[Page, ...]]:
    """10 payers × 6 procedures × 5 denial types, and every page they could have: nothing is held."""
    project = tiny(tmp_path_factory.mktemp("wide"))

    def write(folder: str, data: dict[str, Any]) -> None:
        project.write({f"content/{folder}/{data['slug']}.yaml": json.dumps(data)})

    for name in PAYERS:
        write("payers", copied(project, "payers", "northfield", name) | {"name_in_sentence": name})
    for name in DENIAL_TYPES:
        write("denial_types", copied(project, "denial_types", "medical-necessity", name) | {"short_name": name.lower()})
    for slug, name in (
        ("botox-for-migraine", "Botox for migraine"),
        *(("carpal-tunnel-release", name) for name in ("Carpal tunnel release", *PROCEDURES)),
    ):
        procedure = copied(project, "procedures", slug, name)
        for other in DENIAL_TYPES:
            new = other.lower().replace(" ", "-")
            procedure["denial_types"][new] = procedure["denial_types"]["medical-necessity"]
        write("procedures", procedure)
    content = load(project.root, AS_OF)
    pages = (*landings(content, cross(content)), *others(content))
    assert len(pages) > 300
    return content, tuple(sorted(pages, key=lambda page: page.address))


def targets(page: Page) -> set[str]:
    """Every page a page links to by its lists, related links and breadcrumbs."""
    links = [*page.related, *page.crumbs, *(link for _, group in page.groups for link in group)]
    return {link.address for link in links}


def linked_from(pages: Iterable[Page]) -> dict[str, set[str]]:
    """Who links to each page."""
    found: dict[str, set[str]] = defaultdict(set)
    for page in pages:
        for target in targets(page) - {page.address}:
            found[target].add(page.address)
    return found


def thinned(pages: tuple[Page, ...], seed: int, share: float) -> tuple[Page, ...]:
    """The pages without some landing pages, as if they were held."""
    chance = random.Random(seed)
    return tuple(page for page in pages if page.kind != "landing" or chance.random() < share)


@pytest.mark.parametrize(("seed", "share"), [(0, 1.0), (1, 0.7), (2, 0.4), (3, 0.1), (4, 0.0)])
def test_related_links(seed: int, share: float, wide: tuple[Content, tuple[Page, ...]]) -> None:
    """5 to 12, none twice, none to the page itself, none to a page that is held; however many are."""
    content, every = wide
    published = thinned(every, seed, share)
    addresses = {page.address for page in published}
    for page in link(content, cross(content), published):
        related = [entry.address for entry in page.related]
        assert len(related) == len(set(related))
        assert page.address not in related
        assert targets(page) <= addresses, page.address
        assert 5 <= len(related) <= 12 if page.listed else related == []


@pytest.mark.parametrize(("seed", "share"), [(0, 1.0), (1, 0.7), (2, 0.4), (3, 0.1), (4, 0.0)])
def test_every_page_is_linked_from_five_others(seed: int, share: float, wide: tuple[Content, tuple[Page, ...]]) -> None:
    """Counted without the menu and the footer, which every page has."""
    content, every = wide
    pages = link(content, cross(content), thinned(every, seed, share))
    found = linked_from(pages)
    poor = {page.address: len(found[page.address]) for page in pages if page.listed and len(found[page.address]) < 5}
    assert poor == {}


def test_links_of_the_built_site(built_once: Project, made: Site) -> None:
    """The same, read from the built HTML by another parser: every link leads to a page, every page has five links to it."""
    found: dict[str, set[str]] = defaultdict(set)
    addresses = {page.address for page in made.pages}
    for page in made.pages:
        root: Any = parser.fromstring(built_once.html(page.address))
        for href in root.xpath("//body//a/@href"):
            target = href.partition("#")[0]
            if target.startswith("/"):
                assert target in addresses, f"{page.address} links to {href}"
                found[target].add(page.address)
        related = root.xpath('//*[@data-section="related"]//a/@href')
        assert related == [entry.address for entry in page.related]
    for page in made.pages:
        assert not page.listed or len(found[page.address] - {page.address}) >= 5, page.address


def test_order_is_the_sites_own(wide: tuple[Content, tuple[Page, ...]]) -> None:
    """Links depend on which pages are published, not on the order they come in."""
    content, every = wide
    wanted = {page.address: (page.related, page.groups) for page in link(content, cross(content), every)}
    for seed in range(3):
        shuffled = random.Random(seed).sample(every, len(every))
        assert {page.address: (page.related, page.groups) for page in link(content, cross(content), shuffled)} == wanted


def test_the_likeliest_next_page_comes_first(wide: tuple[Content, tuple[Page, ...]]) -> None:
    """A landing page's related links begin with pages that share two of its three: payer, procedure, denial type."""
    content, every = wide
    for page in link(content, cross(content), every):
        if page.kind == "landing":
            by_address = {other.address: other for other in every}
            shared = [len(set(page.of.items()) & set(by_address[entry.address].of.items())) for entry in page.related]
            assert shared[:5] == [2, 2, 2, 2, 2], page.address


def test_a_page_links_to_no_page_that_was_held_after_all(wide: tuple[Content, tuple[Page, ...]]) -> None:
    """One page less: nothing else of the site loses a link, and nothing links to it any more."""
    content, every = wide
    before = {page.address for page in link(content, cross(content), every) if LANDING in targets(page)}
    assert len(before) >= 5
    after = link(content, cross(content), tuple(page for page in every if page.address != LANDING))
    assert [page.address for page in after if LANDING in targets(page)] == []
    assert {page.address for page in after} == {page.address for page in every} - {LANDING}


def test_parents_list_their_children(wide: tuple[Content, tuple[Page, ...]]) -> None:
    """Each landing page stands in the lists of its three parents, by the name that tells it from its siblings."""
    content, every = wide
    pages = {page.address: page for page in link(content, cross(content), every)}
    checked = 0
    for page in pages.values():
        if page.kind == "landing":
            payer, procedure, denial_type = (page.of[name] for name in ("payer", "procedure", "denial_type"))
            for parent, text in (
                (f"/help/{payer}/{procedure}/", content.denial_types[denial_type].short_name.capitalize()),
                (f"/procedures/{procedure}/{denial_type}/", content.payers[payer].name),
                (f"/payers/{payer}/{denial_type}/", content.procedures[procedure].name),
            ):
                links = [entry for _, group in pages[parent].groups for entry in group]
                assert (page.address, text) in links
                checked += 1
    assert checked > 600


def test_lists_are_in_the_order_of_their_names(wide: tuple[Content, tuple[Page, ...]]) -> None:
    """A list that a reader looks a name up in is sorted by that name, and no list is empty."""
    content, every = wide
    for page in link(content, cross(content), every):
        for heading, group in page.groups:
            assert heading
            assert group, f"{page.address} has an empty list"
            if page.kind in ("parent", "hub") and "root" not in page.of:
                assert [entry.text for entry in group] == sorted(entry.text for entry in group), page.address


def test_roots_list_what_is_published(wide: tuple[Content, tuple[Page, ...]]) -> None:
    """Each root lists every published page of its kind, and home lists what all the roots list."""
    content, every = wide
    gone = {"/help/alder/", "/procedures/ankle-release/", "/denials/not-tested/", "/rights/insured/"}
    pages = {page.address: page for page in link(content, cross(content), [page for page in every if page.address not in gone])}
    hubs = {
        "/payers/": {f"/help/{slug}/" for slug in content.payers},
        "/denials/": {f"/denials/{slug}/" for slug in content.denial_types},
        "/procedures/": {f"/procedures/{slug}/" for slug in content.procedures},
        "/rights/": {f"/rights/{framework.slug}/" for framework in content.frameworks.values()},
        "/guides/": {f"/guides/{slug}/" for slug in content.guides},
    }
    for root in ROOTS:
        listed = [entry.address for _, group in pages[root].groups for entry in group]
        assert sorted(listed) == sorted(hubs[root] - gone)
    at_home = [entry.address for _, group in pages["/"].groups for entry in group]
    assert sorted(at_home) == sorted(set().union(*hubs.values()) - gone)
    for address in ("/about/", "/terms/", "/guides/reading-a-denial/", "/rights/original-medicare/", "/404.html"):
        assert pages[address].groups == ()


def test_hubs_list_their_parents(wide: tuple[Content, tuple[Page, ...]]) -> None:
    """The hub of a payer, a procedure or a denial type lists each parent that is about it, once."""
    content, every = wide
    pages = {page.address: page for page in link(content, cross(content), every)}
    for folder, slug, address in (
        ("payer", "alder", "/help/alder/"),
        ("procedure", "elbow-release", "/procedures/elbow-release/"),
        ("denial_type", "not-tested", "/denials/not-tested/"),
    ):
        listed = [entry.address for _, group in pages[address].groups for entry in group]
        wanted = [page.address for page in every if page.kind == "parent" and page.of.get(folder) == slug]
        assert sorted(listed) == sorted(wanted)
        assert len(wanted) >= 10


def test_only_lists_and_related_links_are_added(wide: tuple[Content, tuple[Page, ...]]) -> None:
    """``link`` changes nothing else on a page."""
    content, every = wide
    assert tuple(replace(page, groups=(), related=(), spoken=()) for page in link(content, cross(content), every)) == every


def test_a_parent_speaks_for_every_cell_without_a_page(wide: tuple[Content, tuple[Page, ...]]) -> None:
    """Each cell that has no page is named on each of its parents, with a link to a live page; why not, if it cannot happen."""
    content, every = wide
    gone = {page.address for page in every if page.kind == "landing" and page.of["payer"] == "alder"}
    published = tuple(page for page in every if page.address not in gone)
    cells = cross(content)
    pages = {page.address: page for page in link(content, cells, published)}
    told = {(page.address, one.address, one.name) for page in pages.values() for one in page.spoken}
    assert all(one.address in pages for page in pages.values() for one in page.spoken)
    alder = ("/procedures/carpal-tunnel-release/step-therapy/", "/help/alder/carpal-tunnel-release/", "Alder")
    assert alder in told
    for cell in cells:
        parents = [parent for parent in parents_of(cell.address)[:3] if parent in pages]
        speaking = [parent for parent in parents if pages[parent].spoken]
        assert speaking == (parents if cell.address not in pages else speaking), cell
    assert not any(page.spoken for page in pages.values() if page.kind != "parent")
