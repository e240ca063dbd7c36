"""Pages in a real browser, served by ``generator serve`` with the site's own headers: V06, V09, P01, P03."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from browser import launched, served
from playwright.sync_api import Browser, BrowserContext, Page, Request
from real import RealSite

pytest_plugins = ["real_fixture"]
pytestmark = pytest.mark.site

WIDTHS = (320, 768, 1280)
OF_EACH_TYPE = 3
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
STORED = """async () => [document.cookie, localStorage.length, sessionStorage.length,
    (await indexedDB.databases()).length, (await caches.keys()).length].map(String).join(' ')"""


@pytest.fixture(scope="module")
def address(real: RealSite) -> Iterator[str]:
    """The base address of the served site."""
    with served(real.root) as base:
        yield base


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A running browser."""
    with launched() as running:
        yield running


@pytest.fixture(scope="module")
def chosen(real: RealSite) -> list[str]:
    """Pages of every type: the largest, the first and the last; and the four that began the site."""
    kinds: dict[str, list[str]] = {}
    for page in sorted(real.pages, key=lambda page: page.file.stat().st_size):
        kinds.setdefault(page.kind, []).append(page.address)
    picked = {address for found in kinds.values() for address in (found[0], found[len(found) // 2], found[-1])}
    seeds = [
        "/help/medicare/kyphoplasty/step-therapy/",
        "/help/medicare/dexa-scan/step-therapy/",
        "/help/kaiser-permanente/sma-scoliosis-surgery/step-therapy/",
        "/help/cigna/spinal-fusion-lumbar/step-therapy/",
    ]
    return sorted(picked | set(seeds))


@dataclass
class Watched:
    """What a context asked for and complained about."""

    context: BrowserContext
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def page(self) -> Page:
        """A page whose every request and complaint is kept."""
        page = self.context.new_page()
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("requestfailed", self._failed)
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))
        page.on("console", lambda said: self.complaints.append(f"{page.url}: {said.text}"))
        return page

    def _failed(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # leaving a page before its icon came is no fault of the page
            self.complaints.append(f"{request.url}: {request.failure}")


@pytest.mark.parametrize("width", WIDTHS)
def test_every_type_of_page(browser: Browser, address: str, chosen: list[str], width: int) -> None:
    """Nothing runs over the edge, nothing is asked of anyone else, nothing is kept, nothing complains."""
    watched = Watched(browser.new_context(viewport={"width": width, "height": 800}))
    page = watched.page()
    wide, kept = [], []
    for path in chosen:
        page.goto(address + path, wait_until="load")
        if page.evaluate(OVERFLOW) > 0:
            wide.append(path)
        if (stored := page.evaluate(STORED).split()) != ["0", "0", "0", "0"]:
            kept.append((path, stored))
    assert wide == []
    assert kept == []
    assert watched.context.cookies() == []
    assert {urlsplit(url).netloc for url in watched.requests} == {urlsplit(address).netloc}
    assert watched.complaints == []
    watched.context.close()


def test_the_policy_is_sent_and_holds(browser: Browser, address: str) -> None:
    """The page arrives with a strict policy, and the browser refuses what the policy forbids."""
    watched = Watched(browser.new_context())
    page = watched.page()
    response = page.goto(f"{address}/")
    assert response
    policy = response.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert response.headers["referrer-policy"] == "no-referrer"
    assert response.headers["x-content-type-options"] == "nosniff"
    picture = "document.body.append(Object.assign(document.createElement('img'), {src: 'https://example.com/x.png'}))"
    with page.expect_console_message(lambda said: "Content Security Policy" in said.text):
        page.evaluate(picture)
    watched.context.close()


def test_without_scripts_the_same_words(browser: Browser, address: str, chosen: list[str]) -> None:
    """V06: what can be read and followed does not depend on scripts."""
    with_scripts, without = browser.new_context(), browser.new_context(java_script_enabled=False)
    one, other = with_scripts.new_page(), without.new_page()
    for path in chosen:
        one.goto(address + path)
        other.goto(address + path)
        assert other.inner_text("main") == one.inner_text("main"), path
        assert len(other.inner_text("main").split()) > 40, path
    with_scripts.close()
    without.close()


def test_without_scripts_a_landing_page_works(browser: Browser, address: str, real: RealSite) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(f"{address}/help/cigna/spinal-fusion-lumbar/step-therapy/")
    folded = page.locator("[data-section=free-help] details").first
    assert not folded.locator("a").first.is_visible()
    folded.locator("summary").click()
    assert folded.locator("a").first.is_visible()
    button = page.locator("[data-section=offer] a[href*='code=']")
    assert button.is_visible()
    assert (button.get_attribute("href") or "").startswith(real.settings["checkout_url"])
    page.locator("[data-section=related] a").first.click()
    page.wait_for_url(lambda url: url != f"{address}/help/cigna/spinal-fusion-lumbar/step-therapy/")
    page.locator("h1").wait_for(state="visible")  # the click does not wait for the next page to be drawn
    context.close()


def test_a_missing_page_is_the_sites_own(browser: Browser, address: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    response = page.goto(f"{address}/help/nobody/nothing/")
    assert response
    assert response.status == 404
    assert page.locator("body").get_attribute("data-page") == "not-found"
    assert page.locator("main a").count() > 0
    context.close()
