"""The site's own settings, ``content/site.yaml``: names, addresses, the offer, crawlers. The owner confirms them."""

from __future__ import annotations

from typing import Annotated, get_args

from pydantic import Field, StringConstraints, model_validator

from generator.model import CODE, ORIGIN, Address, Authored, Name, SourceKind, Text


class Offer(Authored):
    """What is sold. Prices are whole US dollars."""

    list_price: int
    price_with_code: int
    code: Annotated[str, StringConstraints(pattern=CODE)]


class Crawlers(Authored):
    """Which groups of crawlers may read the site."""

    search: bool
    ai_search: bool
    ai_training: bool
    user_fetch: bool


class Site(Authored):
    """``content/site.yaml``. ``confirmed: false`` keeps a release from happening until the owner has checked it."""

    name: Text
    organisation: Text
    base_url: Annotated[str, StringConstraints(pattern=ORIGIN)]
    mail: Name
    checkout_url: Address
    confirmed: bool
    language: Name
    tagline: Text
    description: Text
    offer: Offer
    crawlers: Crawlers
    read_again: dict[SourceKind, Annotated[int, Field(gt=0)]]

    @model_validator(mode="after")
    def _every_kind_is_due(self) -> Site:
        forgotten = sorted(set(get_args(SourceKind)) - set(self.read_again))
        if forgotten:
            raise ValueError(f"'read_again' says nothing of {', '.join(forgotten)}: give the days until such a text is due")
        return self
