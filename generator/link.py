"""Stage 5, ``link``: lists, related links and dates for published pages; only published pages are ever linked. Pure."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from itertools import chain, combinations

from generator.content import Content
from generator.page import Cell, Link, Page, Spoken, parents_of

MOST_RELATED = 12  # S18
LEAST_RELATED = 5  # S18
LEAST_LINKED = 5  # S16: other pages that link to a page
FROM_EACH_RING = 4
ROOTS_ON_HOME = ("payers", "denials", "procedures", "rights", "guides")
LAST_RESORT = ("/denials/", "/payers/", "/procedures/", "/rights/", "/guides/", "/how-we-check/")
Group = tuple[str, tuple[Link, ...]]


def link(content: Content, cells: Iterable[Cell], published: Sequence[Page]) -> tuple[Page, ...]:
    """The published pages with their lists and related links; a parent also speaks for its cells that have no page."""
    site = Map(content, published)
    unpublished = site.unpublished(cells)
    related = site.related()
    return tuple(
        replace(
            page,
            groups=site.lists[page.address],
            spoken=site.spoken(page, unpublished[page.address]) if page.kind == "parent" else (),
            related=related.get(page.address, ()),
            crumbs=tuple(crumb for crumb in page.crumbs if crumb.address in site.pages),
        )
        for page in published
    )


class Map:
    """The published site: pages by kind and by what they are about."""

    def __init__(self, content: Content, published: Sequence[Page]) -> None:
        self.content = content
        self.pages = {page.address: page for page in published}
        self.about: dict[tuple[object, ...], list[Page]] = defaultdict(list)
        for page in published:
            for size in (0, 1, 2):
                for names in combinations(sorted(page.of.items()), size):
                    self.about[page.kind, *names].append(page)
        self.ring = cache(self._ring)
        self.lists = {page.address: tuple(group for group in self.groups(page) if group[1]) for page in published}

    def groups(self, page: Page) -> Iterable[Group]:
        """The lists a page shows: a parent its landing pages, a hub its parents, a root its hubs."""
        if "root" in page.of:
            for root in ROOTS_ON_HOME if page.of["root"] == "home" else (page.of["root"],):
                yield from self._root(root)
        elif page.kind == "parent" or (page.kind == "hub" and page.of):
            children = self.about["landing" if page.kind == "parent" else "parent", *sorted(page.of.items())]
            yield from self._by(page, children, "denial_type", "By the reason on your letter")
            yield from self._by(page, children, "payer", "By health plan")
            if "procedure" not in page.of:
                yield from self._by_specialty(child for child in children if "procedure" in child.of)

    def unpublished(self, cells: Iterable[Cell]) -> dict[str, list[Cell]]:
        """Held and left-out cells by the address of each of their parents."""
        found: dict[str, list[Cell]] = defaultdict(list)
        for cell in cells:
            if cell.address not in self.pages:
                for parent in parents_of(cell.address):
                    found[parent].append(cell)
        return found

    def spoken(self, page: Page, cells: Iterable[Cell]) -> tuple[Spoken, ...]:
        """What a parent says of the cells under it that have no page: held ones first, then those that cannot happen.

        Why one cannot happen is told where it is the payer's doing; else the denial type's own page is where to go.
        """
        return tuple(sorted((self._spoken(page, cell) for cell in cells), key=lambda one: (not one.happens, one.name)))

    def _spoken(self, page: Page, cell: Cell) -> Spoken:
        of = {"payer": cell.payer, "procedure": cell.procedure, "denial_type": cell.denial_type}
        missing = next(name for name in of if name not in page.of)
        hub = {"payer": "/help/{}/", "procedure": "/procedures/{}/", "denial_type": "/denials/{}/"}[missing].format(of[missing])
        name = self._name_of(missing, of[missing])
        if cell.plausible:
            nearer = (address for address in parents_of(cell.address) if of[missing] in address.split("/"))
            return Spoken(name, next((address for address in nearer if address in self.pages), hub), True, "")
        by_payer = cell.decided_by.path == self.content.paths["payers", cell.payer]
        return Spoken(name, hub, False, cell.reason if by_payer else "")

    def _by(self, page: Page, children: Iterable[Page], name: str, heading: str) -> Iterable[Group]:
        """The children that differ from their page in ``name`` alone."""
        links = [Link(child.address, self._name(child, name)) for child in children if child.of.keys() - page.of.keys() == {name}]
        yield heading, tuple(sorted(links, key=lambda link: link.text))

    def _by_specialty(self, pages: Iterable[Page]) -> Iterable[Group]:
        specialties: dict[str, list[Link]] = defaultdict(list)
        for page in pages:
            specialty = self.content.procedures[page.of["procedure"]].specialty
            specialties[specialty].append(Link(page.address, self._name(page, "procedure")))
        for specialty, links in sorted(specialties.items()):
            yield specialty, tuple(sorted(links, key=lambda link: link.text))

    def _root(self, name: str) -> Iterable[Group]:
        content = self.content
        if name == "payers":
            yield ("Health plans", self._live(Link(f"/help/{slug}/", entry.name) for slug, entry in content.payers.items()))
        elif name == "denials":
            reasons = (Link(f"/denials/{slug}/", entry.name) for slug, entry in content.denial_types.items())
            yield "Reasons for denial", self._live(reasons)
        elif name == "procedures":
            yield from self._by_specialty(page for page in self.about["hub",] if "procedure" in page.of)
        elif name == "rights":
            own = (Link(f"/rights/{entry.slug}/", entry.name) for entry in content.frameworks.values())
            other = (Link(page.address, page.question) for page in self.about["rights",] if "page" in page.of)
            yield "Your rights by kind of plan", self._live(chain(own, other))
        else:
            yield "Guides", tuple(Link(page.address, page.question) for page in self.about["guide",])

    def _live(self, links: Iterable[Link]) -> tuple[Link, ...]:
        return tuple(link for link in links if link.address in self.pages)

    def _name(self, page: Page, name: str) -> str:
        return self._name_of(name, page.of[name])

    def _name_of(self, name: str, slug: str) -> str:
        if name == "denial_type":
            short = self.content.denial_types[slug].short_name
            return short[:1].upper() + short[1:]
        return (self.content.payers if name == "payer" else self.content.procedures)[slug].name

    def related(self) -> dict[str, tuple[Link, ...]]:
        """5 to 12 related links for every listed page, the likeliest next page first.

        Pages that share what they are about form rings in address order and each links to its successors, so a page
        is linked to about as often as it links.
        """
        found = {page.address: dict.fromkeys(self._successors(page)) for page in self.pages.values() if page.listed}
        linked: dict[str, set[str]] = defaultdict(set)
        for page in self.pages.values():
            listed = (link.address for _, links in self.lists[page.address] for link in links)
            for target in chain(found.get(page.address, ()), (crumb.address for crumb in page.crumbs), listed):
                linked[target].add(page.address)
        for address in sorted(address for address in found if len(linked[address]) < LEAST_LINKED):
            for other in sorted(found, key=lambda other: (self._strangeness(address, other), other)):
                if len(linked[address]) >= LEAST_LINKED:
                    break
                if other != address and other not in linked[address] and len(found[other]) < MOST_RELATED:
                    found[other][address] = None
                    linked[address].add(other)
        return {address: tuple(Link(other, self.pages[other].question) for other in others) for address, others in found.items()}

    def _successors(self, page: Page) -> Iterable[str]:
        """A page's related addresses: from each ring it is in, then its hubs, then the roots, up to the most."""
        names = sorted(page.of.items())
        wanted: dict[str, None] = {}
        rings = combinations(names, 2 if page.kind == "landing" else 1) if page.kind in ("landing", "parent") else ()
        for ring in (*rings, ()):
            if ring or len(wanted) < LEAST_RELATED:
                alike = self.ring(page.kind, ring, () if page.kind == "rights" else tuple(page.of))
                place = bisect_left(alike, page.address) + 1
                following = alike[place : place + FROM_EACH_RING] + alike[:FROM_EACH_RING]
                wanted |= dict.fromkeys(following[: min(FROM_EACH_RING, len(alike) - 1)])
        hubs = [
            f"/help/{page.of.get('payer')}/",
            f"/procedures/{page.of.get('procedure')}/",
            f"/denials/{page.of.get('denial_type')}/",
        ]
        hubs += [f"/rights/{self.content.frameworks[plan].slug}/" for plan in page.plans] + list(LAST_RESORT)
        for address in hubs:
            if len(wanted) < LEAST_RELATED and address in self.pages and address != page.address:
                wanted[address] = None
        return list(wanted)[:MOST_RELATED]

    def _ring(self, kind: str, names: tuple[tuple[str, str], ...], of: tuple[str, ...]) -> list[str]:
        """The addresses of one kind of page about ``names``, in order; with ``of``, those about the same kinds of thing."""
        return sorted(page.address for page in self.about[kind, *names] if not of or page.of.keys() == set(of))

    def _strangeness(self, first: str, second: str) -> int:
        """How little two pages have to do with each other: lower is nearer."""
        one, two = self.pages[first], self.pages[second]
        return 2 - len(set(one.of.items()) & set(two.of.items())) + (one.kind != two.kind)
