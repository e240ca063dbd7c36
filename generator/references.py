"""Do the files fit together? Dangling references, unknown placeholders, and the language gates on text.

Part of ``load``: problems are noted on the documents they stand in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet

from generator.check import language
from generator.content import Content, Guide, PlainPage
from generator.errors import suggest
from generator.narrative import placeholders
from generator.texts import Written, written

BRACES = re.compile(r"\{+[^{}]*\}+")
CELL = ("payer", "procedure", "denial type")


def check(content: Content, broken: AbstractSet[str]) -> None:
    """Note every reference that leads nowhere and every prose rule that is broken.

    ``broken`` are the slugs of files that could not be read: what names them is not at fault.
    """
    leaks = language.Leaks(content)
    for context in contexts(content):
        for text in context.texts:
            document = content.documents[text.path]
            if text.refers and text.text not in broken and text.text not in context.known[text.refers]:
                hint = suggest(text.text, context.known[text.refers])
                document.problem(text.location, "E106", f"unknown {text.refers} '{text.text}'", hint)
            if text.prose:
                for name, hint in _unknown_names(content, text, context.names, broken):
                    document.problem(text.location, "E108", f"unknown placeholder '{name}'", hint, name)
                for code, words, message, hint in language.prose_findings(text.text, context.speech(text, leaks)):
                    document.problem(text.location, code, message, hint, words)


def _unknown_names(content: Content, text: Written, names: Iterable[str], broken: AbstractSet[str]) -> Iterator[tuple[str, str]]:
    """Placeholders of a text that nothing can fill, each with a hint."""
    if text.fills is not None:
        for found in BRACES.findall(text.text):
            if found not in (f"{{{name}}}" for name in text.fills):
                yield found, f"here stand: {', '.join(f'{{{name}}}' for name in text.fills)}"
        return
    for name, _ in placeholders(text.text):
        reference = name.removeprefix("facts.")
        if not name.startswith("facts."):
            if name not in names:
                yield name, suggest(name, [*names, "facts."])
        elif reference not in content.ledger:
            if reference.split(".")[0] not in broken:
                yield name, suggest(reference, content.ledger.figures)
        elif (not text.dated or text.dated.in_force(content.as_of)) and not content.ledger.in_force(reference):
            yield name, f"it is not in force on {content.as_of}"


class Context:
    """The texts of one file, the placeholders they may use and what they may speak of."""

    def __init__(self, texts: Iterable[Written], names: Iterable[str], plans: tuple[str, ...], content: Content) -> None:
        self.texts = tuple(texts)
        self.names = tuple(names)
        self.plans = plans
        self.content = content
        own = [content.frameworks[plan] for plan in plans if len(plans) == 1 and plan in content.frameworks]
        self.known: dict[str, Iterable[str]] = {
            "source": content.sources,
            "framework": content.frameworks,
            "payer": content.payers,
            "procedure": content.procedures,
            "denial type": content.denial_types,
            "fact": [f"{group}.{name}" for one in own for group, names in one.ledger.items() for name in names],
            "regulated word for this framework": language.ALLOWED_WORDS.get("".join(plans), frozenset()),
        }

    def speech(self, text: Written, leaks: language.Leaks) -> language.Speech:
        """What this text may say: for which plan types, about which kind of thing, cited or not."""
        kinds = {
            self.content.procedures[part].kind
            for part in text.location
            if isinstance(part, str) and part in self.content.procedures
        }
        slug = text.path.rsplit("/", 1)[-1].removesuffix(".yaml")
        if text.path.startswith("content/procedures/") and slug in self.content.procedures:
            kinds = {self.content.procedures[slug].kind}
        if "left_out" in text.location:  # says why a page does not exist: may name what belongs to other kinds
            kinds = set()
        return language.Speech(
            plans=text.plans or self.plans,
            kinds=frozenset(text.kinds or kinds),
            cited=text.cited,
            leaks=leaks,
            free_form=text.path.startswith(("content/guides/", "content/pages/", "content/site.yaml")),
        )


def contexts(content: Content) -> Iterator[Context]:
    """All prose of the site, file by file."""
    yield Context(written("content/site.yaml", content.site), (), tuple(content.frameworks), content)
    for slug, framework in content.frameworks.items():
        path = content.paths["frameworks", slug]
        yield Context(written(path, framework), content.site_names(), (slug,), content)
    for slug, payer in content.payers.items():
        path = content.paths["payers", slug]
        yield Context(written(path, payer), content.payer_names(slug), payer.frameworks, content)
    for slug, procedure in content.procedures.items():
        path = content.paths["procedures", slug]
        yield Context(written(path, procedure), content.procedure_names(slug), (), content)
    for slug, denial_type in content.denial_types.items():
        path = content.paths["denial_types", slug]
        yield Context(written(path, denial_type), content.site_names(), (), content)
    for cell, angle in content.angles.items():
        payer_slug, procedure_slug, _ = cell
        body = (
            *written(angle.path, angle.head),
            Written(angle.path, ("body",), angle.why, cited=True),
            Written(angle.path, ("body",), angle.argument, cited=True),
        )
        at = (Written(angle.path, (), part, False, kind) for part, kind in zip(cell, CELL, strict=True))
        known = payer_slug in content.payers and procedure_slug in content.procedures
        names = content.cell_names(payer_slug, procedure_slug) if known else {}
        yield Context((*at, *(body if known else ())), names, content.payers[payer_slug].frameworks if known else (), content)
    articles: tuple[Guide | PlainPage, ...] = (*content.guides.values(), *content.pages.values())
    for entry in articles:
        body = (*written(entry.path, entry.head), Written(entry.path, ("body",), entry.body))
        yield Context(body, content.site_names(), tuple(content.frameworks), content)
