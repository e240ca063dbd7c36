"""Stage 5, ``link``: lists, related links and dates for published pages; only published pages are ever linked. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import chain, combinations

from generator.content import Content
from generator.page import Link, Page

MOST_RELATED = 12  # S18
LEAST_RELATED = 5  # S18
LEAST_LINKED = 5  # S16: other pages that link to a page
FROM_EACH_RING = 4
FOOTER = ("/how-we-check/", "/about/", "/privacy/", "/terms/", "/report-a-mistake/")
Group = tuple[str, tuple[Link, ...]]


def link(content: Content, published: Sequence[Page]) -> tuple[Page, ...]:
    """The published pages with their lists and related links."""
    site = Map(content, published)
    related = site.related()
    return tuple(
        replace(page, groups=site.listed[page.address], related=related.get(page.address, ()))
        for page in published
    )


class Map:
    """The published site: pages by what they are about."""

    def __init__(self, content: Content, published: Sequence[Page]) -> None:
        self.content = content
        self.pages = {page.address: page for page in published}
        self.by_kind: Mapping[str, list[Page]] = defaultdict(list)
        self.about: Mapping[tuple[str, frozenset[tuple[str, str]]], list[Page]] = defaultdict(list)
        for page in published:
            self.by_kind[page.kind].append(page)
            for size in (1, 2):
                for names in combinations(page.of.items(), size):
                    self.about[page.kind, frozenset(names)].append(page)
        self.listed = {page.address: tuple(group for group in self.groups(page) if group[1]) for page in published}

    def groups(self, page: Page) -> Iterable[Group]:
        """The lists a page shows."""
        if page.kind == "parent":
            yield from self._children(page)
        elif page.kind == "hub" and "root" in page.of:
            yield from self._root(page.of["root"])
        elif page.kind == "home":
            for name in ("Payers", "Denials", "Procedures", "Rights", "Guides"):
                yield from self._root(name, home=True)
        elif page.kind == "hub":
            yield from self._hub(page)

    def _children(self, page: Page) -> Iterable[Group]:
        children = self.about["landing", frozenset(page.of.items())]
        if "payer" not in page.of:
            yield "By health plan", tuple(Link(child.address, self._payer(child)) for child in sorted(children, key=self._payer))
        elif "procedure" not in page.of:
            yield from self._by_specialty(children)
        else:
            yield "By the reason on your letter", tuple(Link(child.address, self._denial(child)) for child in sorted(children, key=self._denial))

    def _hub(self, page: Page) -> Iterable[Group]:
        parents = self.about["parent", frozenset(page.of.items())]
        with_payer = [child for child in parents if "payer" in child.of]
        with_procedure = [child for child in parents if "procedure" in child.of]
        with_denial = [child for child in parents if "denial_type" in child.of]
        if "payer" in page.of:
            yield "By the reason on your letter", tuple(Link(child.address, self._denial(child)) for child in sorted(with_denial, key=self._denial))
            yield from self._by_specialty(with_procedure)
        elif "procedure" in page.of:
            yield "By the reason on your letter", tuple(Link(child.address, self._denial(child)) for child in sorted(with_denial, key=self._denial))
            yield "By health plan", tuple(Link(child.address, self._payer(child)) for child in sorted(with_payer, key=self._payer))
        else:
            yield "By health plan", tuple(Link(child.address, self._payer(child)) for child in sorted(with_payer, key=self._payer))
            yield from self._by_specialty(with_procedure)

    def _root(self, name: str, *, home: bool = False) -> Iterable[Group]:
        content = self.content
        if name == "Payers":
            yield "Health plans", self._live(Link(f"/help/{slug}/", entry.name) for slug, entry in content.payers.items())
        elif name == "Denials":
            yield "Reasons for denial", self._live(Link(f"/denials/{slug}/", entry.name) for slug, entry in content.denial_types.items())
        elif name == "Procedures":
            specialties: dict[str, list[Link]] = defaultdict(list)
            for slug, entry in content.procedures.items():
                specialties[entry.specialty].append(Link(f"/procedures/{slug}/", entry.name))
            for specialty in sorted(specialties):
                yield specialty, self._live(sorted(specialties[specialty], key=lambda link: link.text))
        elif name == "Rights":
            own = (Link(f"/rights/{entry.slug}/", entry.name) for entry in content.frameworks.values())
            other = (Link(page.address, page.question) for page in self.by_kind["rights"] if "page" in page.of)
            yield "Your rights by kind of plan", self._live(chain(own, other))
        elif name == "Guides":
            yield "Guides", tuple(Link(page.address, page.question) for page in self.by_kind["guide"])

    def _by_specialty(self, pages: Iterable[Page]) -> Iterable[Group]:
        specialties: dict[str, list[Link]] = defaultdict(list)
        for page in pages:
            procedure = self.content.procedures[page.of["procedure"]]
            specialties[procedure.specialty].append(Link(page.address, procedure.name))
        for specialty in sorted(specialties):
            yield specialty, tuple(sorted(specialties[specialty], key=lambda link: link.text))

    def _live(self, links: Iterable[Link]) -> tuple[Link, ...]:
        return tuple(link for link in links if link.address in self.pages)

    def _payer(self, page: Page) -> str:
        return self.content.payers[page.of["payer"]].name

    def _procedure(self, page: Page) -> str:
        return self.content.procedures[page.of["procedure"]].name

    def _denial(self, page: Page) -> str:
        short = self.content.denial_types[page.of["denial_type"]].short_name
        return short[:1].upper() + short[1:]

    def related(self) -> dict[str, tuple[Link, ...]]:
        """5–12 related links for every page, the likeliest next page first.

        Pages that share two of payer, procedure and denial type form rings in address order; each links to its
        successors, so every page is linked to as often as it links.
        """
        found: dict[str, dict[str, None]] = {address: {} for address, page in self.pages.items() if page.listed}
        for kind, pairs in (
            ("landing", (("payer", "procedure"), ("procedure", "denial_type"), ("payer", "denial_type"))),
            ("parent", (("payer", "procedure", "denial_type"), ("procedure",), ("payer",), ("denial_type",))),
            ("hub", ()),
            ("rights", ()),
        ):
            for names in (*pairs, ()):
                for ring in self._rings(kind, names):
                    self._successors(ring, found, FROM_EACH_RING if names else LEAST_RELATED)
        for address in found:
            self._fill(self.pages[address], found[address])
        self._raise_linked(found)
        return {address: tuple(Link(other, self._label(self.pages[other])) for other in others) for address, others in found.items()}

    def _rings(self, kind: str, names: tuple[str, ...]) -> Iterable[list[str]]:
        """Addresses of a kind that share these names; parents only with parents about the same kinds of thing."""
        rings: dict[tuple[object, ...], list[str]] = defaultdict(list)
        for page in self.by_kind[kind]:
            if all(name in page.of for name in names) or not names:
                rings[tuple(page.of.get(name) for name in names), tuple(page.of) if kind != "rights" else ()].append(page.address)
        return [sorted(ring) for _, ring in sorted(rings.items(), key=lambda entry: str(entry[0]))]

    def _successors(self, ring: Sequence[str], found: dict[str, dict[str, None]], most: int) -> None:
        for place, address in enumerate(ring):
            if len(found[address]) >= (LEAST_RELATED if most == LEAST_RELATED else MOST_RELATED):
                continue
            for step in range(1, min(most, len(ring) - 1) + 1):
                if len(found[address]) < MOST_RELATED:
                    found[address].setdefault(ring[(place + step) % len(ring)])

    def _fill(self, page: Page, related: dict[str, None]) -> None:
        """Bring a page with few siblings to the least number: its hubs, then the lists."""
        wanted = [f"/help/{page.of.get('payer')}/", f"/procedures/{page.of.get('procedure')}/", f"/denials/{page.of.get('denial_type')}/"]
        wanted += [f"/rights/{self.content.frameworks[plan].slug}/" for plan in page.plans]
        wanted += ["/denials/", "/payers/", "/procedures/", "/rights/", "/guides/", "/how-we-check/"]
        for address in wanted:
            if len(related) >= LEAST_RELATED:
                return
            if address in self.pages and address != page.address:
                related.setdefault(address)

    def _raise_linked(self, found: dict[str, dict[str, None]]) -> None:
        """Give every page the least number of pages that link to it, from pages of its own payer or procedure."""
        linked: dict[str, set[str]] = defaultdict(set)
        for page in self.pages.values():
            for target in chain(found.get(page.address, ()), (link.address for link in page.crumbs), self._listed_by(page)):
                linked[target].add(page.address)
        for address in sorted(found):
            if len(linked[address]) >= LEAST_LINKED:
                continue
            for other in sorted(found):
                if len(linked[address]) >= LEAST_LINKED:
                    break
                roomy = other != address and other not in linked[address] and len(found[other]) < MOST_RELATED
                if roomy and self._near(address, other):
                    found[other][address] = None
                    linked[address].add(other)

    def _near(self, first: str, second: str) -> bool:
        one, two = self.pages[first].of, self.pages[second].of
        return any(one.get(name) == value for name, value in two.items() if name != "root") or ("root" in two and "root" in one) or "guide" in one

    def _listed_by(self, page: Page) -> list[str]:
        return [link.address for _, links in self.listed[page.address] for link in links]

    def _label(self, page: Page) -> str:
        return page.question if page.kind in ("landing", "parent", "guide", "rights") else page.title
