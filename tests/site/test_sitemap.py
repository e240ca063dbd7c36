"""The sitemaps against their schema."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import etree
from real import RealSite

pytest_plugins = ["real_fixture"]
pytestmark = pytest.mark.site

SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


@pytest.fixture(scope="module")
def schema() -> etree.XMLSchema:
    """The schema of sitemaps and of their index."""
    return etree.XMLSchema(etree.parse(Path(__file__).with_name("sitemap.xsd")))


def test_every_sitemap_is_valid(real: RealSite, schema: etree.XMLSchema) -> None:
    files = sorted(real.output.glob("sitemap*.xml"))
    assert len(files) >= 2
    for file in files:
        assert schema.validate(etree.parse(file)), schema.error_log
        assert file.stat().st_size <= 50_000_000


@pytest.mark.parametrize(
    "body",
    [
        "<urlset/>",
        "<urlset><url><lastmod>2026-11-22</lastmod></url></urlset>",
        "<urlset><url><loc>https://example.com/</loc><lastmod>22 November</lastmod></url></urlset>",
        "<sitemapindex><url><loc>https://example.com/</loc></url></sitemapindex>",
    ],
)
def test_a_broken_sitemap_is_not(schema: etree.XMLSchema, body: str) -> None:
    assert not schema.validate(etree.fromstring(re.sub(r"^<\w+", rf'\g<0> xmlns="{SPACE}"', body)))
