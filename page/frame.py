"""What stands around the conversation: header, examples, how far the opening is, footer; as HTML.

All of it follows from a state and the reader's language; nothing here asks or opens anything.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from page.markup import attributes, escape
from page.opening import Failure, Phase, State
from page.wording import TAGLINE, WORDING
from rag.settings import Settings


@dataclass(frozen=True, slots=True)
class Example:
    """A question that a click asks; shown only while one of the reports that answer it is indexed."""

    question: str
    language: str
    reports: tuple[str, ...]


EXAMPLES = (
    Example(
        "How many networks smuggling migrants were dismantled in 2020?",
        "en",
        ("morocco-figures-2020.ar", "regional-brief.en"),
    ),
    Example("Combien de migrants sont rentrés volontairement depuis 2004 ?", "fr", ("morocco-review-2020.fr",)),
    Example("ما الوزارات الثلاث التي تكتب تقرير المغرب؟", "ar", ("workshop-2020.ar", "workshop-2020.fr")),
    Example("When did civil society meet in Agadir?", "en", ("morocco-review-2020.fr",)),
    Example("Quelle réserve l’Algérie maintient-elle ?", "fr", ("workshop-2020.fr", "workshop-2020.ar")),
)


def header() -> str:
    """Return the name and what it is, in three languages."""
    lines = "".join(f"<p {attributes(language)}>{escape(line)}</p>" for language, line in TAGLINE.items())
    name = 'Dalil <span lang="ar" dir="rtl">دليل</span>'
    return f'<header class="dalil-header"><h1>{name}</h1><div class="dalil-taglines">{lines}</div></header>'


def welcome(language: str) -> str:
    """Return what stands in the chat before the first question."""
    return f'<div class="dalil-welcome" {attributes(language)}>{escape(WORDING[language].welcome)}</div>'


def examples(indexed: Collection[str], language: str) -> str:
    """Return the example questions about the reports that are indexed, as buttons; empty if there are none."""
    fitting = [example for example in EXAMPLES if any(report in indexed for report in example.reports)]
    if not fitting:
        return ""
    buttons = "".join(
        f'<button type="button" {attributes(example.language)}>{escape(example.question)}</button>'
        for example in fitting
    )
    label = escape(WORDING[language].examples)
    return f'<div role="group" aria-label="{label}"><span {attributes(language)}>{label}</span>{buttons}</div>'


def opening_panel(state: State, language: str) -> str:
    """Return how far the opening is, or why the reports cannot be asked; empty when they can and all were read."""
    wording = WORDING[language]
    if state.phase is Phase.READY:
        return _failures(state.failures, language)
    if state.phase is Phase.REFUSED and state.error is not None:
        reason, mend = escape(state.error.reason), escape(state.error.mend)
        return _panel(
            "dalil-refused",
            f'<strong>{escape(wording.refused)}</strong><p lang="en" dir="ltr">{reason}</p>'
            f'<p lang="en" dir="ltr">{mend}</p><p>{escape(wording.again)}</p>',
            language,
        )
    if state.phase is Phase.OPENING:
        return _panel("dalil-building", f"<strong>{escape(wording.opening)}</strong><progress></progress>", language)
    label = escape(wording.building)
    bar = f'value="{state.done}" max="{state.total}"' if state.total else ""
    count = f'<bdi dir="ltr">({state.done}&nbsp;/&nbsp;{state.total})</bdi>' if state.total else ""
    stage, _, name = state.what.partition(" ")
    doing = f"{escape(wording.stages.get(stage, stage))} <bdi>{escape(name)}</bdi> {count}"
    return _panel(
        "dalil-building",
        f'<strong>{label}</strong><progress aria-label="{label}" {bar}></progress>'
        f"<p>{doing}</p><p>{escape(wording.building_hint)}</p>",
        language,
    )


def footer(state: State, settings: Settings, language: str) -> str:
    """Return what is asked and what leaves the computer."""
    wording = WORDING[language]
    parts = []
    if state.assistant is not None:
        model = wording.bundled if settings.embedding == "bundled" else settings.embedding
        for label, value in (
            (wording.index, state.assistant.generation),
            (wording.reports, str(len(state.assistant.sources))),
            (wording.model, model),
        ):
            parts.append(f"{escape(label)} <bdi>{escape(value)}</bdi>")
    parts.append(_privacy(settings, language))
    return f'<footer class="dalil-footer" {attributes(language)}>{" · ".join(parts)}</footer>'


def _privacy(settings: Settings, language: str) -> str:
    if settings.llm is None:
        return escape(WORDING[language].private)
    name = f"{settings.llm} ({settings.llm_base_url})" if settings.llm_base_url else settings.llm
    before, after = WORDING[language].sent.split("{name}")
    return f"{escape(before)}<bdi>{escape(name)}</bdi>{escape(after)}"


def _failures(failures: Sequence[Failure], language: str) -> str:
    if not failures:
        return ""
    wording = WORDING[language]
    items = "".join(
        f'<li lang="en" dir="ltr"><b>{escape(failure.path)}</b>: {escape(failure.reason)} {escape(failure.mend)}'
        + (f" <span {attributes(language)}>{escape(wording.kept)}</span>" if failure.kept else "")
        + "</li>"
        for failure in failures
    )
    heading = f"{escape(wording.not_read)} ({len(failures)})"
    return _panel("dalil-refused", f"<details open><summary>{heading}</summary><ul>{items}</ul></details>", language)


def _panel(kind: str, content: str, language: str) -> str:
    return f'<section class="{kind}" role="status" {attributes(language)}>{content}</section>'
