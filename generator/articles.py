"""What people write as Markdown: the front matter of guides, of the site's own pages and of angles."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field, StringConstraints

from generator.model import PATH, Authored, Item, Reviewed, SourceKey, Text


class CallToAction(Authored):
    """A guide's own call to action."""

    heading: Text
    text: Text
    button: Text


class GuideHead(Authored):
    """Front matter of ``content/guides/<slug>.md``."""

    title: Text
    question: Text
    description: Text
    category: Text
    audience: Text
    published: date
    reviewed: Reviewed
    sources: tuple[SourceKey, ...] = ()
    cta: CallToAction


class PlainPageHead(Authored):
    """Front matter of ``content/pages/<slug>.md``: pages that belong to no cross."""

    title: Text
    question: Text
    description: Text
    address: Annotated[str, StringConstraints(pattern=PATH)]
    sources: tuple[SourceKey, ...] = ()


class AngleHead(Authored):
    """Front matter of a narrative written by hand for one cell: ``content/angles/<payer>/<procedure>/<denial>.md``."""

    answer: Text | None = None
    facts: tuple[Item, ...] = Field(min_length=1)
