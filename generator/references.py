"""Do the files fit together? Dangling references, unknown placeholders, and the language gates on text.

Part of ``load``: problems are noted on the documents they stand in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.check import language
from generator.content import Content, Guide, PlainPage
from generator.errors import suggest
from generator.narrative import placeholders
from generator.texts import Written, written

CELL = ("payer", "procedure", "denial type")


def check(content: Content) -> None:
    """Note every reference that leads nowhere and every prose rule that is broken."""
    leaks = language.Leaks(content)
    for context in contexts(content):
        for text in context.texts:
            document = content.documents[text.path]
            if text.refers and text.text not in context.known[text.refers]:
                hint = suggest(text.text, context.known[text.refers])
                document.problem(text.location, "E106", f"unknown {text.refers} '{text.text}'", hint)
            if text.prose:
                _check_placeholders(content, text, context.names)
                for code, message, hint in language.prose_findings(text.text, context.speech(text, leaks)):
                    document.problem(text.location, code, message, hint)


def _check_placeholders(content: Content, text: Written, names: Iterable[str]) -> None:
    document = content.documents[text.path]
    for name, _ in placeholders(text.text):
        reference = name.removeprefix("facts.")
        if name.startswith("facts."):
            if reference not in content.ledger:
                document.problem(text.location, "E108", f"unknown fact '{name}'", suggest(reference, content.ledger.figures))
            elif not content.ledger.in_force(reference):
                document.problem(text.location, "E108", f"fact '{name}' is not in force on {content.as_of}", "name one that is")
        elif name not in names:
            document.problem(text.location, "E108", f"unknown placeholder '{name}'", suggest(name, [*names, "facts."]))


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
            kinds=frozenset(kinds),
            cited=text.cited,
            leaks=leaks,
            free_form=text.path.startswith(("content/guides/", "content/pages/")),
        )


def contexts(content: Content) -> Iterator[Context]:
    """All prose of the site, file by file."""
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
        yield Context((*at, *body), names, content.payers[payer_slug].frameworks if known else (), content)
    articles: tuple[Guide | PlainPage, ...] = (*content.guides.values(), *content.pages.values())
    for entry in articles:
        body = (*written(entry.path, entry.head), Written(entry.path, ("body",), entry.body))
        yield Context(body, content.site_names(), tuple(content.frameworks), content)
