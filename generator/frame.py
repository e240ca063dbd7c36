"""What every page has around its sections: its words, its trail of breadcrumbs, its dates, its offer."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from generator.content import Content, Origin
from generator.model import Reviewed
from generator.narrative import fill
from generator.page import REF_MARK, Link, Page, Section

HOME = Link("/", "Home")
ROOTS = {
    "payers": Link("/payers/", "Health plans"),
    "help": Link("/payers/", "Health plans"),
    "procedures": Link("/procedures/", "Care"),
    "denials": Link("/denials/", "Reasons"),
    "rights": Link("/rights/", "Rights"),
    "guides": Link("/guides/", "Guides"),
}


class Words(NamedTuple):
    """Title, question (the h1) and description, with ``{names}`` to fill in."""

    title: str
    question: str
    description: str


def page(
    content: Content,
    kind: str,
    address: str,
    of: Mapping[str, str],
    words: Words,
    body: Iterable[Section | None],
    plans: tuple[str, ...] = (),
    reviewed: Reviewed | None = None,
    **more: Any,
) -> Page:
    """A page, as fresh as the least fresh file it is made of. ``of`` says what it is about; ``None`` and hollow sections fall out."""
    checks = [entry.reviewed for entry in about(content, of)] + [content.frameworks[plan].reviewed for plan in plans]
    checks = [reviewed] if reviewed else checks or [framework.reviewed for framework in content.frameworks.values()]
    names = names_of(content, of)
    return Page(
        kind=kind,
        address=address,
        title=fill(words.title, names),
        question=fill(words.question, names),
        description=fill(words.description, names),
        sections=tuple(section for section in body if section and not section.hollow),
        crumbs=crumbs(content, address),
        reviewed=min(check.on for check in checks),
        review_due=min(check.next for check in checks),
        plans=plans,
        ref=checkout_ref(address),
        of=of,
        **more,
    )


def about(content: Content, of: Mapping[str, str]) -> list[Any]:
    """The payer, procedure, denial type and framework a page is about, those it has."""
    groups: dict[str, Mapping[str, Any]] = {
        "payer": content.payers,
        "procedure": content.procedures,
        "denial_type": content.denial_types,
        "framework": content.frameworks,
    }
    return [groups[name][slug] for name, slug in of.items() if name in groups]


def names_of(content: Content, of: Mapping[str, str]) -> dict[str, str]:
    """The names that may be filled into a page's words."""
    names: dict[str, str] = {}
    if "payer" in of:
        names["payer"] = content.payers[of["payer"]].name
    if "procedure" in of:
        names["procedure"] = content.procedures[of["procedure"]].name
        names["with_article"] = content.procedures[of["procedure"]].with_article
    if "denial_type" in of:
        names["short_name"] = content.denial_types[of["denial_type"]].short_name
    if "framework" in of:
        names["short_name"] = content.frameworks[of["framework"]].short_name
        names["in_sentence"] = content.frameworks[of["framework"]].name_in_sentence
    return names


def crumbs(content: Content, address: str) -> tuple[Link, ...]:
    """The way from home to the parent of an address."""
    parts = address.strip("/").split("/")
    if address == "/":
        return ()
    trail = [HOME]
    if len(parts) > 1 and parts[0] in ROOTS:
        trail.append(ROOTS[parts[0]])
    if len(parts) > 2 and parts[0] in ("help", "payers"):
        trail.append(Link(f"/help/{parts[1]}/", content.payers[parts[1]].name))
    if len(parts) > 3:
        trail.append(Link(f"/help/{parts[1]}/{parts[2]}/", content.procedures[parts[2]].name))
    if len(parts) > 2 and parts[0] == "procedures":
        trail.append(Link(f"/procedures/{parts[1]}/", content.procedures[parts[1]].name))
    return tuple(trail)


def answer(variant: str, elsewhere: Iterable[Any] = (), **data: str) -> Section:
    """The quick answer of a parent or hub: its words are in the template, its names here."""
    return Section("quick-answer", (variant, *data.values()), {"variant": variant, "elsewhere": elsewhere, **data}, shared=True)


def offer(content: Content) -> Section:
    """What is sold, its price, and the way to checkout: the link carries the code and a page number, nothing else."""
    data = {"address": checkout_address(content), "names": content.site_names()}
    return Section("offer", ("offer",), data, shared=True, origins=(Origin("content/site.yaml", ("offer",)),))


def checkout_address(content: Content) -> str:
    """Where checkout is, with the code and a mark for the page number."""
    return f"{content.site.checkout_url}?code={content.site.offer.code}&ref={REF_MARK}"


def checkout_ref(address: str) -> str:
    """An opaque, stable page number for checkout links; the build writes the table that resolves it."""
    return hashlib.blake2b(address.encode(), digest_size=5, person=b"checkout-ref").hexdigest()
