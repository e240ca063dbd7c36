"""Do the files fit together? Dangling references, unknown placeholders, and the language gates on prose.

Part of ``load``: problems are noted on the documents they stand in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.check import language
from generator.content import Content, Guide, Origin, PlainPage
from generator.errors import suggest
from generator.model import Criterion, Item
from generator.narrative import placeholders
from generator.prose import Prose, walk


def check(content: Content) -> None:
    """Note every reference that leads nowhere and every prose rule that is broken."""
    for origin, name, known, what in _references(content):
        if name not in known:
            content.documents[origin.path].problem(
                origin.location, "E106", f"unknown {what} '{name}'", suggest(name, known)
            )
    leaks = language.Leaks(content)
    for context in contexts(content):
        for prose in context.proses:
            _check_placeholders(content, prose, context.names)
            for code, message, hint in language.prose_findings(prose.text, context.speech(prose, leaks)):
                content.documents[prose.path].problem(prose.location, code, message, hint)


def _check_placeholders(content: Content, prose: Prose, names: Iterable[str]) -> None:
    document = content.documents[prose.path]
    for name, _ in placeholders(prose.text):
        reference = name.removeprefix("facts.")
        if name.startswith("facts."):
            if reference not in content.ledger:
                document.problem(
                    prose.location, "E108", f"unknown fact '{name}'", suggest(reference, content.ledger.figures)
                )
            elif not content.ledger.in_force(reference):
                document.problem(
                    prose.location, "E108", f"fact '{name}' is not in force on {content.as_of}", "name one that is"
                )
        elif name not in names:
            document.problem(prose.location, "E108", f"unknown placeholder '{name}'", suggest(name, [*names, "facts."]))


class Context:
    """The texts of one file, the placeholders they may use and what they may speak of."""

    def __init__(self, proses: Iterable[Prose], names: Iterable[str], plans: tuple[str, ...], content: Content) -> None:
        self.proses = tuple(proses)
        self.names = tuple(names)
        self.plans = plans
        self.content = content

    def speech(self, prose: Prose, leaks: language.Leaks) -> language.Speech:
        """What this text may say: for which plan types, about which kind of thing, cited or not."""
        kinds = {
            self.content.procedures[part].kind
            for part in prose.location
            if isinstance(part, str) and part in self.content.procedures
        }
        slug = prose.path.rsplit("/", 1)[-1].removesuffix(".yaml")
        if prose.path.startswith("content/procedures/") and slug in self.content.procedures:
            kinds = {self.content.procedures[slug].kind}
        if "left_out" in prose.location:  # says why a page does not exist: may name what belongs to other kinds
            kinds = set()
        return language.Speech(
            plans=prose.plans or self.plans,
            kinds=frozenset(kinds),
            cited=prose.cited,
            leaks=leaks,
            free_form=prose.path.startswith(("content/guides/", "content/pages/")),
        )


def contexts(content: Content) -> Iterator[Context]:
    """All prose of the site, file by file."""
    for slug, framework in content.frameworks.items():
        path = content.paths["frameworks", slug]
        yield Context(walk(path, framework), content.site_names(), (slug,), content)
    for slug, payer in content.payers.items():
        path = content.paths["payers", slug]
        yield Context(walk(path, payer), content.payer_names(slug), payer.frameworks, content)
    for slug, procedure in content.procedures.items():
        path = content.paths["procedures", slug]
        yield Context(walk(path, procedure), content.procedure_names(slug), (), content)
    for slug, denial_type in content.denial_types.items():
        path = content.paths["denial_types", slug]
        yield Context(walk(path, denial_type), content.site_names(), (), content)
    for (payer_slug, procedure_slug, _), angle in content.angles.items():
        body = (
            *walk(angle.path, angle.head),
            Prose(angle.path, ("body",), angle.why, cited=True),
            Prose(angle.path, ("body",), angle.argument, cited=True),
        )
        if payer_slug in content.payers and procedure_slug in content.procedures:
            names = {**content.payer_names(payer_slug), **content.procedure_names(procedure_slug)}
            yield Context(body, names, content.payers[payer_slug].frameworks, content)
    articles: tuple[Guide | PlainPage, ...] = (*content.guides.values(), *content.pages.values())
    for entry in articles:
        body = (*walk(entry.path, entry.head), Prose(entry.path, ("body",), entry.body))
        yield Context(body, content.site_names(), tuple(content.frameworks), content)


def _references(content: Content) -> Iterator[tuple[Origin, str, Iterable[str], str]]:
    """Every name that must stand in another file: where, the name, the known ones, what it is."""
    for slug, payer in content.payers.items():
        path = content.paths["payers", slug]
        for index, framework in enumerate(payer.frameworks):
            yield Origin(path, ("frameworks", index)), framework, content.frameworks, "framework"
        for procedure in payer.procedures:
            yield Origin(path, ("procedures", procedure)), procedure, content.procedures, "procedure"
        for denial_type in payer.denial_types:
            yield Origin(path, ("denial_types", denial_type)), denial_type, content.denial_types, "denial type"
        for index, rule in enumerate(payer.left_out):
            for name in (*rule.procedures, *rule.except_procedures):
                yield Origin(path, ("left_out", index)), name, content.procedures, "procedure"
            for name in rule.denial_types:
                yield Origin(path, ("left_out", index)), name, content.denial_types, "denial type"
        yield from _cited(content, path, payer)
    for slug, procedure_file in content.procedures.items():
        path = content.paths["procedures", slug]
        for name in (*procedure_file.denial_types, *procedure_file.left_out):
            key = "denial_types" if name in procedure_file.denial_types else "left_out"
            yield Origin(path, (key, name)), name, content.denial_types, "denial type"
        yield from _cited(content, path, procedure_file)
    for slug, denial_type_file in content.denial_types.items():
        yield from _cited(content, content.paths["denial_types", slug], denial_type_file)
    yield from _framework_references(content)
    for (payer_slug, procedure_slug, denial_slug), angle in content.angles.items():
        yield Origin(angle.path), payer_slug, content.payers, "payer"
        yield Origin(angle.path), procedure_slug, content.procedures, "procedure"
        yield Origin(angle.path), denial_slug, content.denial_types, "denial type"
        yield from _cited(content, angle.path, angle.head)
    articles: tuple[Guide | PlainPage, ...] = (*content.guides.values(), *content.pages.values())
    for entry in articles:
        for index, name in enumerate(entry.head.sources):
            yield Origin(entry.path, ("sources", index)), name, content.sources, "source"


def _framework_references(content: Content) -> Iterator[tuple[Origin, str, Iterable[str], str]]:
    for slug, framework in content.frameworks.items():
        path = content.paths["frameworks", slug]
        own = [f"{group}.{name}" for group, names in framework.ledger.items() for name in names]
        for group, names in framework.ledger.items():
            for name, fact in names.items():
                yield Origin(path, ("ledger", group, name, "source")), fact.source, content.sources, "source"
        for index, level in enumerate(framework.levels):
            for reference in (
                level.file_within,
                *level.minimum_amount,
                *(decision.fact for decision in level.decisions),
            ):
                if reference is not None:
                    yield Origin(path, ("levels", index)), reference, own, "fact"
        for index, track in enumerate(framework.tracks):
            for reference in (track.file_within, track.answer_within):
                if reference is not None:
                    yield Origin(path, ("tracks", index)), reference, own, "fact"
            for name in track.procedure_slugs:
                yield Origin(path, ("tracks", index)), name, content.procedures, "procedure"
        for index, right in enumerate(framework.rights):
            yield Origin(path, ("rights", index, "source")), right.source, content.sources, "source"
        for word in framework.words:
            yield (
                Origin(path, ("words",)),
                word,
                language.ALLOWED_WORDS.get(slug, frozenset()),
                "regulated word for this framework:",
            )
        yield from _cited(content, path, framework)


def _cited(
    content: Content, path: str, value: object, location: tuple[str | int, ...] = ()
) -> Iterator[tuple[Origin, str, Iterable[str], str]]:
    """Sources and plan types named by items and criteria anywhere inside ``value``."""
    if isinstance(value, Item | Criterion):
        if value.source is not None:
            yield Origin(path, (*location, "source")), value.source, content.sources, "source"
        for index, plan in enumerate(getattr(value, "plans", ())):
            yield Origin(path, (*location, "plans", index)), plan, content.frameworks, "framework"
    elif isinstance(value, dict):
        for key, child in value.items():
            yield from _cited(content, path, child, (*location, key))
    elif isinstance(value, tuple):
        for index, child in enumerate(value):
            yield from _cited(content, path, child, (*location, index))
    elif hasattr(type(value), "model_fields"):
        for name in type(value).model_fields:  # type: ignore[attr-defined]
            yield from _cited(content, path, getattr(value, name), (*location, name))
