"""The site's own settings, ``content/site.yaml``: names, addresses, the offer, crawlers. The owner confirms them."""

from __future__ import annotations

from typing import Annotated

from pydantic import StringConstraints

from generator.model import CODE, ORIGIN, Address, Authored, Name, Text


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
