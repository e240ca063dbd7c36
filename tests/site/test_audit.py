"""An audit of every built page by code of its own: it shares nothing with the gates, and must agree with them.

An audit takes a page and what the site says of itself, and yields findings. ``BROKEN`` holds a page for each
that it must find.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from lxml import etree, html
from pages import BuiltPage, inside, lines, read_page, text
from real import AS_OF, RealSite, read_yaml

pytest_plugins = ["real_fixture"]
pytestmark = pytest.mark.site

MOST_SHOWN = 20

# V05: the order of a landing page.
ORDER = (
    "quick-answer",
    "urgent",
    "deadline",
    "which-plan",
    "next-steps",
    "requires",
    "why",
    "gather",
    "criteria",
    "argument",
    "rights",
    "free-help",
    "offer",
    "sources",
    "related",
)

# A count of time or money, in digits or words, with its unit on either side.
NUMBER = (
    r"(?:\d[\d,.]*|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:-\w+)?|one|two|three|four|five|six|seven|"
    r"eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|(?:a |one )?hundred|a dozen|half an?)"
)
UNIT = r"(?:seconds?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|quarters?|years?|yrs?|decades?)"
FIGURE = re.compile(
    rf"(?<![\w.§-]){NUMBER}(?:\s?(?:to|or|and|[-–])\s?{NUMBER})?[\s-]+"
    rf"(?:(?:calendar|business|working|full|consecutive|more|other|whole)[\s-]+)*{UNIT}\b"
    r"|[$€£]|\bUS\$|\bUSD\b|\b\d[\d,.]*\s?(?:dollars?|%|per ?cent)",
    re.IGNORECASE,
)

# L01: who may use a regulated word. A word of another ladder sends its reader to the wrong office.
MEDICARE = {"original_medicare", "medicare_advantage", "medicare_part_d"}
PRIVATE = {"aca_insured", "erisa_self_funded"}
MEDICAID = {"medicaid_managed_care", "medicaid_fee_for_service"}
WORDS: dict[str, tuple[re.Pattern[str], set[str]]] = {
    "redetermination": (re.compile(r"\bredeterminations?\b", re.I), {"original_medicare", "medicare_part_d"}),
    "reconsideration": (re.compile(r"\breconsiderations?\b", re.I), {*MEDICARE, "fehb", "tricare"}),
    "IRE": (re.compile(r"\bIREs?\b|(?i:\bindependent review entit)"), {"medicare_advantage", "medicare_part_d"}),
    "organization determination": (re.compile(r"\borgani[sz]ation determination", re.I), {"medicare_advantage"}),
    "coverage determination": (re.compile(r"(?<!national )(?<!local )\bcoverage determination", re.I), {"medicare_part_d"}),
    "contractor": (re.compile(r"\bMACs?\b|(?i:\bMedicare administrative contractor)"), {"original_medicare"}),
    "MSN": (re.compile(r"\bMSNs?\b|(?i:\bMedicare summary notice)"), {"original_medicare"}),
    "QIC": (re.compile(r"\bQICs?\b|(?i:\bqualified independent contractor)"), {"original_medicare"}),
    "NCD or LCD": (
        re.compile(r"\b[NL]CDs?\b|(?i:\b(?:national|local) coverage determination)"),
        {"original_medicare", "medicare_advantage"},
    ),
    "fair hearing": (re.compile(r"\bfair hearing", re.I), MEDICAID),
    "ERISA": (re.compile(r"\bERISA\b"), {"erisa_self_funded"}),
    "external review": (re.compile(r"\bexternal review", re.I), PRIVATE),
    "PHS Act 2719": (re.compile(r"\b2719\b|\bPHS Act\b"), PRIVATE),
    "147.136": (re.compile(r"\b147\.136\b"), PRIVATE),
}
DENIES = re.compile(r"\b(?:not|no|never|nor|without|rather than|instead of|unlike)\b|n['’]t\b", re.I)
SENTENCE = re.compile(r"(?<=[.!?:;])\s+|\n")

RESIDUE = re.compile(r"##|\*\*|__|\{\{|\}\}|\{%|\]\(|\|\s*-{3}|```|^[-*] |\[[^\]\n]+\]", re.M)
HOLLOW = re.compile(r"^(?:None|nan|null|undefined|True|False)?$")
LIVE_TYPES = {"BreadcrumbList", "ListItem", "Article", "Organization", "WebPage", "MedicalWebPage"}


@dataclass(frozen=True)
class Facts:
    """What the content says, read from its files: the ledger, the sources, the site's settings."""

    content: Path

    @cached_property
    def site(self) -> dict[str, Any]:
        """The site's settings."""
        return read_yaml(self.content / "site.yaml")

    @cached_property
    def sources(self) -> dict[str, Any]:
        """The sources by key."""
        return {
            key: source for file in sorted((self.content / "sources").glob("*.yaml")) for key, source in read_yaml(file).items()
        }

    @cached_property
    def ledger(self) -> dict[str, dict[str, str]]:
        """Every fact by reference, the offer's among them."""
        prices = {name: {"value": self.site["offer"][name], "unit": "USD"} for name in ("list_price", "price_with_code")}
        facts = {"offer.code": {"text": self.site["offer"]["code"]}}
        facts |= {f"offer.{name}": fact for name, fact in prices.items()}
        for path in sorted((self.content / "frameworks").glob("*.yaml")):
            framework = read_yaml(path)
            for group, names in framework["ledger"].items():
                for name, fact in names.items():
                    facts[f"{framework['id']}.{group}.{name}"] = fact
        return facts

    def words(self, reference: str) -> str:
        """A fact as a reader should see it."""
        fact = self.ledger[reference]
        if "text" in fact:
            return fact["text"]
        if fact["unit"] == "USD":
            return f"${int(fact['value']):,}"
        unit = fact["unit"][:-1] if fact["value"] == "1" else fact["unit"]
        return f"{fact['value']} {unit}"

    def hours(self, reference: str) -> float:
        """A fact's length, to compare windows."""
        fact = self.ledger[reference]
        if "hours" in fact:
            return float(fact["hours"])
        unit = fact["unit"].split()[-1]
        return float(fact["value"]) * {"hours": 1, "days": 24, "months": 24 * 365 / 12, "years": 24 * 365}[unit]


Audit = Callable[[BuiltPage, Facts], Iterator[str]]


def headings(page: BuiltPage, facts: Facts) -> Iterator[str]:
    """S13: one h1, first, and no level skipped."""
    levels = [int(element.tag[1]) for element in page.root.iter("h1", "h2", "h3", "h4", "h5", "h6")]
    if levels.count(1) != 1 or levels[0] != 1:
        yield f"headings are {levels}"
    yield from (f"h{first} then h{then}" for first, then in pairwise(levels) if then > first + 1)


def head(page: BuiltPage, facts: Facts) -> Iterator[str]:
    """S08, S12, S28: canonical and social tags name the page itself; the 404 page is kept out of search."""
    own = facts.site["base_url"] + page.address
    canonical = page.root.xpath("//link[@rel='canonical']/@href")
    if canonical != ([own] if page.listed else []):
        yield f"canonical is {canonical}"
    if not page.listed and page.root.xpath("//meta[@name='robots']/@content") != ["noindex"]:
        yield "not kept out of search"
    for name in ("og:title", "og:description", "og:url", "og:image", "og:type"):
        if len(page.root.xpath(f"//meta[@property='{name}' and string(@content)]")) != 1:
            yield f"{name} is missing"
    if page.listed and page.root.xpath("//meta[@property='og:url']/@content") != [own]:
        yield "og:url is another page"
    if len(page.root.xpath("//meta[@name='description' and string-length(@content) > 40]")) != 1:
        yield "no description"


def shape(page: BuiltPage, facts: Facts) -> Iterator[str]:
    """S26: addresses of ``[a-z0-9-/]``, at most 100 characters; landing pages alone stand three under ``/help/``."""
    if not re.fullmatch(r"/(?:[a-z0-9-]+/)*|/404\.html", page.address) or len(page.address) > 100:
        yield "odd address"
    deep = bool(re.fullmatch(r"/help/[^/]+/[^/]+/[^/]+/", page.address))
    if deep != (page.kind == "landing"):
        yield f"a {page.kind} page at this address"


def figures(page: BuiltPage, facts: Facts) -> Iterator[str]:
    """L02: every count of time or money a reader sees is a ledger fact or computed from one."""

    def accounted(element: html.HtmlElement) -> bool:
        return "data-fact" in element.attrib or "data-derived" in element.attrib

    for line in lines(page.root.body, accounted):
        yield from (f"'{found.group()}' in: {line[:90]}" for found in FIGURE.finditer(line))
    for value in page.root.xpath("//title/text() | //meta/@content | //@alt | //@title | //@aria-label"):
        if "width=" not in value:
            yield from (f"'{found.group()}' in: {value}" for found in FIGURE.finditer(value))


def ledger(page: BuiltPage, facts: Facts) -> Iterator[str]:
    """L02, T03: a printed fact has the ledger's words, is in force, stands in its own plan's block, and is cited."""
    links = set(page.links)
    for element in page.root.xpath("//*[@data-fact]"):
        reference, words = element.get("data-fact"), " ".join(element.text_content().split())
        if reference not in facts.ledger:
            yield f"no fact '{reference}'"
            continue
        fact = facts.ledger[reference]
        if words != facts.words(reference):
            yield f"{reference} reads '{words}', the ledger says '{facts.words(reference)}'"
        if not fact.get("valid_from", "0") <= str(AS_OF) <= fact.get("valid_until", "9"):
            yield f"{reference} is not in force"
        if reference.startswith("offer."):
            continue
        plan = inside(element, "data-plan")
        # A Medicare Advantage plan follows Medicare's coverage rules (42 CFR 422.101), never its appeal steps.
        shared = reference.startswith("original_medicare.bone_density.") and plan == "medicare_advantage"
        if plan and reference.partition(".")[0] not in plan.split() and not shared:
            yield f"{reference} in the block of {plan}"
        if facts.sources[fact["source"]]["url"] not in links:
            yield f"the source of {reference} is not linked"


def derived(page: BuiltPage, facts: Facts) -> Iterator[str]:
    """A computed value names what it comes from, and is right.

    A window in words ("only the time your notice gives") cannot be compared; where there is one, the page says
    that a shorter time in the notice counts.
    """
    printed = page.root.xpath("//*[@data-section='deadline']//*[@data-fact]/@data-fact")
    windows = [name for name in printed if ".file_within" in name and name in facts.ledger]
    counted = [name for name in windows if "text" not in facts.ledger[name]]
    for element in page.root.xpath("//*[@data-derived]"):
        name, words = element.get("data-derived"), element.text_content().strip()
        if name == "reading_time":
            count = sum(len(text(part).split()) for part in page.sections if part.get("data-section") == "why")
            if abs(int(words.split()[0]) - math.ceil(count / 200)) > 1:
                yield f"'{words}' for {count} words"
            continue
        if name not in counted or words != facts.words(name):
            yield f"'{words}' is not the window {name} of this page"
        elif facts.hours(name) > min(facts.hours(window) for window in counted):
            yield f"{name} is not the shortest window of {counted}"
        if len(windows) > len(counted) and "go by the notice" not in page.section("deadline"):
            yield "a window in words, and no word that the notice may give less"


def regulated(page: BuiltPage, facts: Facts) -> Iterator[str]:
    """L01: a plan's block, and a page argued in one set of plan types, uses their legal words only.

    The names of cited sources and of other pages are quoted, not said; guides and the site's own pages name
    the plan type in each paragraph.
    """
    if page.kind not in ("landing", "parent", "rights", "hub"):
        return

    def quoted(element: html.HtmlElement) -> bool:
        return element.tag == "a" or element.get("data-section") in ("sources", "related")

    for block in page.root.xpath("//*[@data-plan]"):
        yield from misused(text(block, quoted), frozenset(block.get("data-plan").split()))
    plans = frozenset(plan for value in page.root.xpath("//main//@data-plan") for plan in value.split())
    if page.kind == "landing":
        main = page.root.xpath("//main")[0]
        yield from misused(text(main, lambda element: quoted(element) or "data-plan" in element.attrib), plans)


@cache
def misused(said: str, plans: frozenset[str]) -> list[str]:
    """Regulated words in a text that some of its plan types do not use. A sentence may deny a word."""
    return [
        f"'{name}' for {', '.join(sorted(plans - owners))}: {sentence[:90]}"
        for sentence in SENTENCE.split(said)
        if not DENIES.search(sentence)
        for name, (pattern, owners) in WORDS.items()
        if not plans <= owners and pattern.search(sentence)
    ]


def residue(page: BuiltPage, facts: Facts) -> Iterator[str]:
    """Q01, Q02: no marks of Markdown or templates, no brackets to fill in, no empty element."""
    for line in lines(page.root.body, lambda element: "data-fill-in" in element.attrib):
        yield from (f"'{found.group()}' in: {line[:90]}" for found in RESIDUE.finditer(line))
    for element in page.root.body.iter("p", "li", "td", "th", "dt", "dd", "a", "h1", "h2", "h3", "caption", "summary"):
        if HOLLOW.match(element.text_content().strip()):
            yield f"hollow <{element.tag}>"
    for value in page.root.xpath("//@href | //@content | //@alt | //@data-fact | //@data-plan"):
        if HOLLOW.match(value.strip()):
            yield f"hollow attribute '{value}'"


def order(page: BuiltPage, facts: Facts) -> Iterator[str]:
    """V05: a landing page has every section, in order, and answers in at most 60 words."""
    names = [section.get("data-section") for section in page.sections]
    if strange := set(names) - set(ORDER):
        yield f"unknown sections {sorted(strange)}"
    if page.kind == "landing" and not strange:
        if sorted(names, key=ORDER.index) != names:
            yield f"sections in the order {names}"
        yield from (f"no section {name}" for name in ORDER if name not in names)
        # Who is in the wrong place is told so above the answer; that line is not part of it.
        answer = [text(part) for part in page.root.xpath("//*[@data-section='quick-answer']/p[not(@class='elsewhere')]")]
        if (words := len(" ".join(answer).split())) > 60:
            yield f"a quick answer of {words} words"


def trust(page: BuiltPage, facts: Facts) -> Iterator[str]:
    """T01, T02, T04, T06: who wrote it, when it was checked and from what, not advice, how to report a mistake."""
    if "/report-a-mistake/" not in page.links:
        yield "no way to report a mistake"
    if not page.listed:
        return
    said = page.section("sources")
    for words in ("Written by", "not reviewed by a clinician or lawyer", "not legal or medical advice", "not affiliated"):
        if words not in said:
            yield f"'{words}' is missing"
    days = page.root.xpath("//*[@data-section='sources']//time/@datetime")
    if len(days) < 3 or not all(re.fullmatch(r"20\d\d-\d\d-\d\d", day) for day in days):
        yield f"dates are {days}"
    for row in page.root.xpath("//*[@data-section='sources']//li"):
        if not re.search(r"Text as of (?:19|20)\d\d|Undated text", text(row)):
            yield f"a source without its date: {text(row)[:60]}"
    listed = set(page.root.xpath("//*[@data-section='sources']//li//a/@href"))
    for href in page.root.xpath("//a[@class='cite']/@href"):
        if href not in listed:
            yield f"{href} is cited but not among the sources"
    if page.kind == "landing" and len(listed) < 3:
        yield f"{len(listed)} sources"


def offer(page: BuiltPage, facts: Facts) -> Iterator[str]:
    """T04, T05, P04: free help above what is paid; a checkout link says nothing about health."""
    checkout, wanted = urlsplit(facts.site["checkout_url"]), facts.site["offer"]
    names = [section.get("data-section") for section in page.sections]
    if "offer" in names and page.kind != "guide" and "free-help" not in names[: names.index("offer")]:
        yield "no free help above the offer"
    found = 0
    for link in page.root.xpath("//a[@href]"):
        address = urlsplit(link.get("href"))
        if address.netloc != checkout.netloc:
            continue
        found += 1
        query = parse_qs(address.query, strict_parsing=True, keep_blank_values=True)
        if (address.scheme, address.path, address.fragment) != (checkout.scheme, checkout.path, ""):
            yield f"checkout link {link.get('href')}"
        if set(query) - {"code", "ref", "plan"} or query.get("code") != [wanted["code"]]:
            yield f"checkout link carries {sorted(query)}"
        if not re.fullmatch(r"[0-9a-f]{10}", query.get("ref", [""])[0]):
            yield "checkout link without an opaque page number"
        if "nofollow" not in link.get("rel", ""):
            yield "checkout link without nofollow"
    if found != names.count("offer"):
        yield f"{found} checkout links, {names.count('offer')} offers"
    said = page.section("offer")
    if "offer" in names:
        for words in (f"${wanted['list_price']}", f"${wanted['price_with_code']}", wanted["code"], "no insurer pays us"):
            if words not in said:
                yield f"'{words}' is not beside the call to action"


def structured_data(page: BuiltPage, facts: Facts) -> Iterator[str]:
    """S20: JSON-LD parses, has live types only, and says nothing the page does not show."""
    blocks = page.root.xpath("//script[@type='application/ld+json']")
    if len(blocks) != 1:
        yield f"{len(blocks)} blocks of JSON-LD"
        return
    things = list(_things(json.loads(blocks[0].text)))
    types = {thing["@type"] for thing in things if "@type" in thing}
    if types - LIVE_TYPES:
        yield f"types {sorted(types - LIVE_TYPES)}"
    needed = {"home": "Organization", "guide": "Article", "not-found": None}.get(page.kind, "BreadcrumbList")
    if needed and needed not in types:
        yield f"no {needed}"
    shown = text(page.root.body)
    for thing in things:
        for key in ("name", "headline", "datePublished"):
            if key in thing and thing[key] not in shown:
                yield f"'{thing[key]}' is not on the page"
    trail = [thing for thing in things if thing.get("@type") == "ListItem"]
    if trail and trail[-1]["item"] != facts.site["base_url"] + page.address:
        yield f"the trail ends at {trail[-1]['item']}"


def _things(value: object) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    for child in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _things(child)


def related(page: BuiltPage, facts: Facts) -> Iterator[str]:
    """S17, S18: 5 to 12 related links, none twice or to itself; at most 150 links in one list."""
    links = page.root.xpath("//*[@data-section='related']//a/@href")
    if page.listed and not (5 <= len(links) <= 12 and len(set(links)) == len(links) and page.address not in links):
        yield f"related links {links}"
    for group in page.root.xpath("//ul | //ol"):
        if len(group.xpath("./li[a]")) > 150:
            yield "a list of more than 150 links"


def weight(page: BuiltPage, facts: Facts) -> Iterator[str]:
    """S19, V06: at most 100 KB of HTML, and no script that runs."""
    if page.file.stat().st_size > 100_000:
        yield f"{page.file.stat().st_size} bytes"
    if page.root.xpath("//script[not(@type='application/ld+json') and not(@src and @defer)] | //@onclick | //@style"):
        yield "script or style in the page"


AUDITS: tuple[Audit, ...] = (
    headings,
    head,
    shape,
    figures,
    ledger,
    derived,
    regulated,
    residue,
    order,
    trust,
    offer,
    structured_data,
    related,
    weight,
)


@pytest.fixture(scope="session")
def facts(real: RealSite) -> Facts:
    """What the content says."""
    return Facts(real.root / "content")


@pytest.mark.parametrize("audit", AUDITS, ids=lambda audit: audit.__name__)
def test_every_page(real: RealSite, facts: Facts, audit: Audit) -> None:
    findings = [f"{page.address}: {finding}" for page in real.pages for finding in audit(page, facts)]
    said = Counter(finding.partition(": ")[2] for finding in findings)
    shown = "\n".join(f"{number:5} × {finding}" for finding, number in said.most_common(MOST_SHOWN))
    assert not findings, f"{len(findings)} findings, the first at {findings[0].partition(':')[0]}\n{shown}"


def test_the_pages_are_all_there(real: RealSite) -> None:
    kinds = Counter(page.kind for page in real.pages)
    assert kinds["landing"] >= 300
    assert {"home", "hub", "parent", "rights", "guide", "page", "not-found"} <= set(kinds)
    assert kinds["home"] == kinds["not-found"] == 1


def test_titles_and_descriptions_are_unique(real: RealSite) -> None:
    for values in (
        [page.title.casefold() for page in real.pages],
        [page.root.xpath("string(//meta[@name='description']/@content)") for page in real.pages],
        [text(page.root.find(".//h1")) for page in real.pages if page.kind == "landing"],
        [page.address.casefold() for page in real.pages],
    ):
        assert [value for value, number in Counter(values).items() if number > 1] == []


def test_sitemap_lists_every_page_once(real: RealSite) -> None:
    space = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    index = etree.parse(real.output / "sitemap.xml")
    listed: list[str] = []
    for location in index.xpath("//s:sitemap/s:loc/text()", namespaces=space):
        part = etree.parse(real.output / location.removeprefix(f"{real.base}/"))
        found = part.xpath("//s:url/s:loc/text()", namespaces=space)
        assert found == sorted(found)
        assert len(found) <= 50_000
        assert not part.xpath("//s:priority | //s:changefreq", namespaces=space)
        assert max(part.xpath("//s:lastmod/text()", namespaces=space)) <= str(AS_OF)
        listed += found
    assert sorted(listed) == sorted(real.base + page.address for page in real.pages if page.listed)


def test_every_internal_link_leads_to_a_file(real: RealSite) -> None:
    anchors = {page.address: set(page.root.xpath("//@id")) for page in real.pages}
    dead: Counter[str] = Counter()
    for page in real.pages:
        for value in page.root.xpath("//@href | //@src | //meta[starts-with(@property, 'og:')]/@content"):
            address = value.removeprefix(real.base) if value.startswith(f"{real.base}/") else value
            if not address.startswith(("/", "#")):
                assert re.match(r"https?://|mailto:", address) or " " in address or "/" not in address, address
                continue
            path, _, fragment = address.partition("#")
            path = path or page.address
            there = path in anchors or (real.output / path.lstrip("/")).is_file()
            dead[address] += not there or bool(fragment and fragment not in anchors[path])
    assert [address for address, number in dead.items() if number] == []


def test_every_page_is_near_home_and_linked(real: RealSite) -> None:
    """S16: at most three clicks from home, linked from at least five others."""
    out = {page.address: {link.partition("#")[0] for link in page.links} for page in real.pages}
    depth, queue = {"/": 0}, deque(["/"])
    while queue:
        address = queue.popleft()
        for target in out[address]:
            if target in out and target not in depth:
                depth[target] = depth[address] + 1
                queue.append(target)
    into: dict[str, int] = defaultdict(int)
    for address, targets in out.items():
        for target in targets - {address}:
            into[target] += 1
    listed = [page.address for page in real.pages if page.listed]
    assert [address for address in listed if depth.get(address, 99) > 3] == []
    assert [address for address in listed if into[address] < 5] == []


def test_checkout_numbers_are_known_to_the_owner(real: RealSite) -> None:
    """P04: each page's number is its own, and the owner's table leads from it to the page."""
    rows = [line.split("\t") for line in (real.root / ".build" / "refs.tsv").read_text().splitlines()[1:]]
    table = dict(rows)
    assert len(table) == len(rows)
    for page in real.pages:
        for number in {parse_qs(urlsplit(link).query).get("ref", [""])[0] for link in page.links if "?" in link} - {""}:
            assert table[number] == page.address


PAGE = "<html><head><title>t</title></head><body data-page=landing><main><h1>Denied?</h1>BODY</main></body></html>"
BROKEN: tuple[tuple[Audit, str, str], ...] = (
    (headings, "<h3>skips a level</h3>", "h1 then h3"),
    (headings, "<h1>again</h1>", "headings are"),
    (head, "", "canonical is"),
    (shape, "", "a landing page at this address"),
    (figures, "<p>You have 60 days.</p>", "60 days"),
    (figures, "<p>within four months of it</p>", "four months"),
    (figures, "<p>it costs $40</p>", "$"),
    (figures, "<p>a 30-day wait</p>", "30-day"),
    (figures, "<p>after <b>sixty</b> business days</p>", "sixty business days"),
    (figures, "<p>30 to 60 calendar days</p>", "30 to 60 calendar days"),
    (ledger, '<p data-fact="medicare_advantage.reconsideration.made_up">65 calendar days</p>', "no fact"),
    (ledger, '<p data-fact="medicare_advantage.reconsideration.file_within">60 days</p>', "the ledger says"),
    (ledger, '<p data-fact="medicare_advantage.reconsideration.file_within">65 calendar days</p>', "is not linked"),
    (
        ledger,
        '<p data-plan="tricare"><b data-fact="medicare_advantage.reconsideration.file_within">65 calendar days</b></p>',
        "in the block of tricare",
    ),
    (derived, '<p data-derived="aca_insured.internal_appeal.file_within">180 days</p>', "is not the window"),
    (regulated, '<div data-plan="medicare_advantage"><p>Ask for a redetermination.</p></div>', "redetermination"),
    (regulated, '<p>External review is next.</p><div data-plan="original_medicare">x</div>', "external review"),
    (residue, "<p>## Why</p>", "##"),
    (residue, "<p>seen on [date]</p>", "[date]"),
    (residue, "<p>{{ facts.x }}</p>", "{{"),
    (residue, "<ul><li></li></ul>", "hollow <li>"),
    (residue, "<p>None</p>", "hollow <p>"),
    (order, '<p data-section="offer">x</p><p data-section="free-help">x</p>', "in the order"),
    (order, "", "no section deadline"),
    (order, f'<div data-section="quick-answer"><p>{"word " * 61}</p></div>', "61 words"),
    (trust, "", "no way to report a mistake"),
    (trust, '<section data-section="sources"><ul><li>A source</li></ul></section>', "without its date"),
    (offer, '<div data-section="offer">x</div>', "no free help above"),
    (offer, '<a rel="nofollow" href="CHECKOUT?code=SEO25&amp;ref=0123456789&amp;procedure=ivig">x</a>', "procedure"),
    (offer, '<a rel="nofollow" href="CHECKOUT?code=SEO25&amp;ref=kyphoplasty">x</a>', "opaque"),
    (offer, '<a href="CHECKOUT?code=SEO25&amp;ref=0123456789">x</a>', "nofollow"),
    (structured_data, '<script type="application/ld+json">{"@type": "FAQPage"}</script>', "FAQPage"),
    (structured_data, '<script type="application/ld+json">{"@type": "Article", "name": "unseen"}</script>', "unseen"),
    (related, '<nav data-section="related"><a href="/">one</a></nav>', "related links"),
    (weight, "<script>alert(1)</script>", "script"),
)


@pytest.mark.parametrize(("audit", "body", "expected"), BROKEN, ids=lambda value: getattr(value, "__name__", ""))
def test_an_audit_finds_what_is_broken(facts: Facts, tmp_path: Path, audit: Audit, body: str, expected: str) -> None:
    file = tmp_path / "index.html"
    file.write_text(PAGE.replace("BODY", body.replace("CHECKOUT", facts.site["checkout_url"])), encoding="utf-8")
    page = read_page(tmp_path.parent, file)
    assert expected in "\n".join(audit(page, facts))
