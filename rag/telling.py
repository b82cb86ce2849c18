"""An answer for the terminal: its sentences, its notes, and each witness with its words, line by line.

Layout only; a report in two languages is told as one source, with the words of each version below it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rag.text.citing import cite, cite_witness, comma, published
from rag.types import Answer, Citation

NOT_FOUND = {
    "fr": "Les rapports ne le disent pas. Les passages les plus proches :",
    "en": "The reports do not say. The nearest passages:",
    "ar": "التقارير لا تذكر ذلك. أقرب المقاطع:",
}
UNDERSTOOD = {"fr": "Compris comme :", "en": "Understood as:", "ar": "فُهم السؤال هكذا:"}
TRANSLATED = {"fr": "Traduction automatique :", "en": "Machine translation:", "ar": "ترجمة آلية:"}
_NEAREST, _EXCERPT = 3, 300


def told(answer: Answer) -> Iterator[tuple[str, str | None]]:
    """Yield the lines of an answer, each with its style."""
    if answer.understood:
        yield f"{UNDERSTOOD[answer.language]} {answer.understood}", "dim"
    yield re.sub(r"\n\s*\n", "\n", answer.text) or NOT_FOUND[answer.language], None
    for note in answer.notes:
        yield note, "yellow"
    for together in answer.cited_together:
        yield f"\n{_source(answer, together)}", "bold"
        for citation in together:
            yield from ((f"    {line}", None) for line in citation.quote.splitlines() if line.strip())
            if citation.translation:
                first, *further = citation.translation.splitlines()
                yield f"    {TRANSLATED[answer.language]} {first}", "dim"
                yield from ((f"    {line}", "dim") for line in further if line.strip())
    for hit in () if answer.sentences else answer.hits[:_NEAREST]:
        title = answer.sources[hit.passage.report_id].title
        yield f"\n{title}{comma(answer.language)}{cite(hit.passage.locator, answer.language)}", "bold"
        yield f"    {hit.passage.text[:_EXCERPT]}", None


def _source(answer: Answer, together: Sequence[Citation]) -> str:
    """One witness in a line: markers, title, place in each language, publisher and date."""
    source = answer.sources[together[0].report_id]
    markers = "".join(f"[{citation.marker}]" for citation in together)
    about = published(source.metadata, answer.language)
    place = cite_witness(together, answer.sources, answer.language)
    return f"{markers} {source.title}{comma(answer.language)}{place}{f' ({about})' if about else ''}"
