"""The offer: what DenialHelp sells, for how much, and the link to checkout that says nothing about the reader."""

from __future__ import annotations

import hashlib

from generator.content import Content, Origin
from generator.page import Section


def offer(content: Content, ref: str) -> Section:
    """The offer as a section. The link carries the code and an opaque page number, nothing else."""
    data = {"address": checkout_address(content, ref), "names": content.site_names()}
    return Section("offer", ("offer", ref), data, shared=True, origins=(Origin("content/site.yaml", ("offer",)),))


def checkout_address(content: Content, ref: str) -> str:
    """Where checkout is, with the code and the page number."""
    return f"{content.site.checkout_url}?code={content.site.offer.code}&ref={ref}"


def checkout_ref(address: str) -> str:
    """An opaque, stable page number for checkout links; the build writes the table that resolves it."""
    return hashlib.blake2b(address.encode(), digest_size=5, person=b"checkout-ref").hexdigest()
