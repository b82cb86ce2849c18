"""One trace for the terminal: the question, what was found, weighed, verified and answered, and how it was judged.

Layout only. Text of the reports stands on lines of its own, which a terminal can run from right to left, and is cut
nowhere but between words.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from eval.traces import TraceLine
from rag.types import Answer, Considered, Hit, Locator

_YES, _NO = Text("✓", "green"), Text("✗", "red")
_EXCERPT = 400


def rendered(trace: TraceLine) -> RenderableType:
    """Return the trace of one question, from top to bottom in the order in which the answer came about."""
    answer = trace.answer()
    parts = [*_header(trace), *_asked(trace, answer)]
    if answer:
        parts += [*_found(trace, answer), *_weighed(answer), *_verified(answer), *_answered(trace, answer)]
    return Group(*parts, *_judged(trace))


def _header(trace: TraceLine) -> Iterator[RenderableType]:
    judgement = trace.fields["judgement"]
    style = "bold green" if judgement["right"] else "bold red"
    yield Text.assemble((trace.id, "bold"), "  ", (judgement["verdict"], style), f"  {trace.seconds:.3f} s")


def _asked(trace: TraceLine, answer: Answer | None) -> Iterator[RenderableType]:
    fact = trace.fields["fact"]
    yield _heading(f"Question ({fact['lang']}, {fact['kind']})")
    for earlier in fact.get("history", ()):
        yield _text(f"… {earlier}", "dim")
    yield _text(fact["question"])
    question = answer.trace.question if answer and answer.trace else None
    if question is None:
        return
    yield _heading("Understood")
    if question.text != fact["question"]:
        yield _text(question.text)
    for part in answer.trace.parts if answer and answer.trace else ():
        yield _text(f"– {part.text}")
    details = {"kind": question.kind.value, "language": question.language}
    details |= {"countries": ", ".join(question.countries), "numbers": ", ".join(question.numbers)}
    yield _line(" · ".join(f"{name} {value}" for name, value in details.items() if value))


def _found(trace: TraceLine, answer: Answer) -> Iterator[RenderableType]:
    yield _heading("Passages found")
    right = set(trace.fields["judgement"]["right_hits"])
    for hit in answer.hits:
        mark = _YES if hit.rank in right else Text(" ")
        yield _line(
            Text.assemble(f"{hit.rank:>2} ", mark, f" {_place(hit.passage.report_id, hit.passage.locator)}  "),
            Text(f"{hit.score:.3f}", "bold"),
        )
        yield _line(Text(_why(hit), "dim"), indent=8)
        if hit.matches:
            met = (f"{match.asked} = {match.found} {match.weight:.2f}" for match in hit.matches)
            yield _line(Text(" · ".join(met), "dim"), indent=8)
        yield _text(textwrap.shorten(hit.passage.text, _EXCERPT, placeholder=" …"), indent=8)


def _why(hit: Hit) -> str:
    """What each voice said, with its rank among the candidates where it has one."""
    told = []
    for voice, said in hit.why.items():
        if not voice.endswith("_rank"):
            rank = hit.why.get(f"{voice}_rank")
            told.append(f"{voice} {said:.2f}" + (f" (rank {rank:g})" if rank is not None else ""))
    return " · ".join(told)


def _weighed(answer: Answer) -> Iterator[RenderableType]:
    considered = answer.trace.considered if answer.trace else ()
    if not considered:
        return
    said = {citation.quote for citation in answer.citations}
    yield _heading("Sentences weighed")
    for rank, each in enumerate(considered, start=1):
        mark = Text("→", "green") if each.text in said else Text(" ")
        place = _whereabouts(answer, each)
        yield _line(Text.assemble(f"{rank:>2} ", mark, f" {place}  "), Text(f"{each.score:.3f}", "bold"))
        yield _line(Text(_signals(each.signals), "dim"), indent=8)
        yield _text(each.text, indent=8)


def _whereabouts(answer: Answer, considered: Considered) -> str:
    passage = answer.passage(considered.passage_id)
    return _place(passage.report_id, passage.locator) if passage else considered.passage_id


def _signals(signals: Mapping[str, float]) -> str:
    return " · ".join(f"{name} {value:.2f}" for name, value in signals.items())


def _verified(answer: Answer) -> Iterator[RenderableType]:
    trace = answer.trace
    if trace is None:
        return
    yield _heading("Verified")
    sure = "" if trace.confidence is None else f" · confidence {trace.confidence:.3f}"
    usage = f" · tokens read {trace.usage.read}, written {trace.usage.written}" if trace.usage else ""
    yield _line(f"{len(answer.sentences)} kept, {len(trace.struck)} struck{sure}{usage}")
    for sentence, reason in trace.struck:
        yield _line(_NO, Text(f" struck: {reason}"))
        yield _text(sentence, indent=8)
    for failure in trace.failures:
        yield _line(_NO, Text(f" failed: {failure}"))


def _answered(trace: TraceLine, answer: Answer) -> Iterator[RenderableType]:
    yield _heading(f"Answer ({answer.status.value}, {answer.provenance.answerer}, {answer.provenance.generation})")
    judged = {cited["marker"]: cited for cited in trace.fields["judgement"]["citations"]}
    for sentence in answer.sentences:
        yield _text(sentence.marked)
    for citation in answer.citations:
        verdict = judged[citation.marker]
        mark = _YES if verdict["right_place"] and verdict["verbatim"] else _NO
        wrong = [] if verdict["right_place"] else ["not at a right place"]
        wrong += [] if verdict["verbatim"] else ["not verbatim"]
        place = _place(citation.report_id, citation.locator)
        yield _line(mark, Text(f" [{citation.marker}] {', '.join([place, *wrong])}"))
        if all(citation.quote != sentence.text for sentence in answer.sentences):
            yield _text(citation.quote, indent=8)
    for note in answer.notes:
        yield _text(note, "yellow")


def _judged(trace: TraceLine) -> Iterator[RenderableType]:
    fact, judgement = trace.fields["fact"], trace.fields["judgement"]
    yield _heading("Expected")
    if not fact["expect"]:
        yield _line("no answer: the reports do not say")
    for group, matched in zip(fact["expect"], judgement["matched"], strict=True):
        found = f"held: {matched}" if matched is not None else "not held"
        yield _line(_YES if matched is not None else _NO, Text(f" {found}"))
        yield _text(" / ".join(group), "dim", indent=8)
    places = (f"{place['doc']}, {place['at']}" for place in fact["evidence"])
    yield from (_line(Text(f"stands at: {place}", "dim")) for place in places)
    for ordinal, missing in judgement["unsupported"].items():
        yield _line(_NO, Text(f" sentence {int(ordinal) + 1} states {', '.join(missing)}, which its quotes do not"))
    if judgement["error"]:
        yield _text(judgement["error"], "red")


def _place(report: str, locator: Locator) -> str:
    where: Iterable[str | None] = (report, locator.paragraph, locator.page_label and f"p. {locator.page_label}")
    return ", ".join(part for part in where if part)


def _heading(title: str) -> RenderableType:
    return Text(f"\n{title}", "bold cyan")


def _line(*parts: Text | str, indent: int = 2) -> RenderableType:
    return Padding(Text.assemble(*parts, overflow="fold"), (0, 0, 0, indent), expand=False)


def _text(text: str, style: str = "", indent: int = 2) -> RenderableType:
    return Padding(Text(text, style, overflow="fold"), (0, 0, 0, indent), expand=False)
