"""``generator sources``: every text that is cited, what rests on it, when it is due to be read again."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import NamedTuple
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from generator.content import Content
from generator.references import contexts

PATIENCE = 20  # seconds for one link
AT_ONCE = 8  # links
AGENT = {"User-Agent": "Mozilla/5.0 (compatible; link check)"}
GONE = (404, 410)


class Entry(NamedTuple):
    """One source: when it is due again, how and as of when it was read, and how many ledger facts and texts rest on it."""

    key: str
    due: date
    kind: str
    title: str
    publisher: str
    url: str
    how: str
    where: str
    text_as_of: str
    read_on: date
    facts: int
    texts: int


def places(content: Content) -> dict[str, list[str]]:
    """Everything that rests on each source: ``path:line`` of every fact and text that names it, in file order."""
    found: dict[str, list[str]] = defaultdict(list)
    for context in contexts(content):
        for text in context.texts:
            if text.refers == "source":
                line, _ = content.documents[text.path].place(text.location)
                found[text.text].append(f"{text.path}:{line}")
    return found


def entries(content: Content) -> list[Entry]:
    """Every source, the first due first."""
    resting = places(content)
    facts = Counter(figure.fact.source for figure in content.ledger.figures.values())
    found = [
        Entry(
            key,
            content.due(key),
            source.kind,
            source.title,
            source.publisher,
            source.url,
            source.read.how,
            source.read.where,
            source.read.text_as_of,
            source.read.on,
            facts[key],
            len(resting[key]) - facts[key],
        )
        for key, source in content.sources.items()
    ]
    return sorted(found, key=lambda entry: (entry.due, entry.key))


def as_table(content: Content, shown: Sequence[Entry]) -> str:
    """For a terminal: due day, what rests on it, how it was read, its key."""
    overdue = sum(entry.due < content.as_of for entry in shown)
    head = f"{'due':10}  {'facts':>5}  {'texts':>5}  {'read':8}  {'as of':10}  source"
    lines = [
        f"{entry.due}  {entry.facts:5}  {entry.texts:5}  {entry.how:8}  {entry.text_as_of:10}  {entry.key}" for entry in shown
    ]
    return "\n".join((head, *lines, f"{len(shown)} sources, {overdue} overdue on {content.as_of}"))


def as_csv(content: Content, shown: Sequence[Entry]) -> str:
    """A line a source."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows((Entry._fields, *shown))
    return text.getvalue().rstrip("\n")


def as_json(content: Content, shown: Sequence[Entry]) -> str:
    """Every source with the places that rest on it."""
    resting = places(content)
    found = [{**entry._asdict(), "places": resting[entry.key]} for entry in shown]
    return json.dumps(found, indent=1, ensure_ascii=False, default=str)


def as_markdown(content: Content, shown: Sequence[Entry]) -> str:
    """``docs/facts.md``: every figure with its citation, then every source with what was really read."""
    return "\n".join(_markdown(content, shown))


def _markdown(content: Content, shown: Sequence[Entry]) -> Iterator[str]:
    yield "# Facts: what was confirmed, where, as of when"
    yield ""
    yield "Made by `make facts` from `content/`; a test holds it to what the content says. Every figure the site may print is in the"
    yield "first part, every text it cites in the second. *Read* says what was read of it: the original, a copy, a digest (a summary"
    yield "or an extract), or its title alone, from which nothing is quoted."
    yield ""
    yield "## Figures"
    for plan, framework in content.frameworks.items():
        yield from ("", f"### {framework.name}", "", "| figure | is | counted from | citation | text as of | holds |")
        yield "|---|---|---|---|---|---|"
        for reference, figure in content.ledger.figures.items():
            fact, source = figure.fact, content.sources[figure.fact.source]
            if reference.split(".")[0] == plan:
                link = f"[{_cell(fact.cite)}]({source.url})"
                holds = (
                    f"{fact.valid_from or ''} to {fact.valid_until or ''}" if fact.valid_from or fact.valid_until else "always"
                )
                name = reference.removeprefix(f"{plan}.")
                yield (
                    f"| `{name}` | {_cell(figure.words)} | {_cell(fact.from_event)} | {link} |"
                    f" {source.read.text_as_of}, {source.read.how} | {holds.strip()} |"
                )
    yield from ("", "## Sources")
    for kind in sorted({entry.kind for entry in shown}):
        yield from ("", f"### {kind.capitalize()}", "", "| source | read | text as of | on | facts, texts that rest on it |")
        yield "|---|---|---|---|---|"
        for entry in sorted((entry for entry in shown if entry.kind == kind), key=lambda entry: entry.key):
            title = f"[{_cell(entry.title)}]({entry.url}), {_cell(entry.publisher)}"
            read = f"{entry.how}: {_cell(entry.where)}"
            yield f"| `{entry.key}`: {title} | {read} | {entry.text_as_of} | {entry.read_on} | {entry.facts}, {entry.texts} |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("[", "\\[").replace("]", "\\]")


def one(content: Content, key: str) -> str:
    """One source: what was read, when it is due, every place that rests on it."""
    source = content.sources[key]
    resting = places(content)[key]
    lines = [
        f"{key}: {source.title}",
        f"  {source.publisher}, {source.kind}",
        f"  {source.url}",
        f"  read {source.read.on}: {source.read.how}, {source.read.where}, text as of {source.read.text_as_of}",
        f"  due again {content.due(key)}",
        f"  {len(resting)} facts and texts rest on it",
        *(f"    {place}" for place in resting),
    ]
    return "\n".join(lines)


def links(shown: Sequence[Entry]) -> list[tuple[str, str]]:
    """What each source's address answers, by key: needs a network, so it is never part of a build."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(zip((entry.key for entry in shown), pool.map(lambda entry: answer(entry.url), shown), strict=True))


def answer(url: str) -> str:
    """``ok``, where it moved to, or what is wrong."""
    try:
        with urlopen(Request(url, headers=AGENT), timeout=PATIENCE) as response:  # only http and https: see Address
            return "ok" if response.url == url else f"moved to {response.url}"
    except HTTPError as error:
        return f"{'gone' if error.code in GONE else 'answers'} {error.code}"
    except (URLError, TimeoutError, OSError) as error:
        return f"cannot be reached: {getattr(error, 'reason', error)}"


FORMATS: Mapping[str, Callable[[Content, Sequence[Entry]], str]] = {
    "table": as_table,
    "csv": as_csv,
    "json": as_json,
    "markdown": as_markdown,
}
