"""What is put before a text so that a model knows it for a question or for a passage: "query: ", "passage: ".

A model's own configuration decides. Some well-known models were trained with prompts that their configuration does not
name; these stand in a table here, by the name under which their makers publish them. A model under another name, such
as one trained further, is left as its configuration says: whoever made it knows how, and can write it there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

_QUESTION_NAMES = ("query", "question", "search_query", "retrieval.query")
_PASSAGE_NAMES = ("document", "passage", "corpus", "search_document", "retrieval.passage")
# What stands before a model's own name: its owner, in a path, in a file name or in the hub's cache.
_OWNED = r"(?:^|.*[/_]|.*--)"


@dataclass(frozen=True, slots=True)
class Prompts:
    """The words put before every question and before every passage."""

    question: str = ""
    passage: str = ""

    def __str__(self) -> str:
        """Return them as `dalil status` shows them."""
        return f'prompts "{_on_one_line(self.question)}" / "{_on_one_line(self.passage)}"'


_KNOWN = {
    # "Text Embeddings by Weakly-Supervised Contrastive Pre-training" (2022) and its multilingual sequel (2024).
    _OWNED + r"(?:multilingual-)?e5-(?:small|base|large)(?:-v2|-unsupervised)?": Prompts("query: ", "passage: "),
    # The instructed ones take any task in a sentence before the question, and nothing before a passage.
    _OWNED + r"(?:multilingual-e5-large|e5-mistral-7b)-instruct": Prompts(
        "Instruct: Find the passages of a report that answer the question\nQuery: "
    ),
}


def prompts_of(name: str, configured: Mapping[str, str | None]) -> Prompts:
    """Return the prompts of a model: those it is `configured` with, by name, else those it is known to need."""
    own = Prompts(_first(configured, _QUESTION_NAMES), _first(configured, _PASSAGE_NAMES))
    if own != Prompts():
        return own
    return next((known for pattern, known in _KNOWN.items() if re.fullmatch(pattern, name.lower())), own)


def _first(configured: Mapping[str, str | None], names: tuple[str, ...]) -> str:
    return next((prompt for name in names if (prompt := configured.get(name))), "")


def _on_one_line(prompt: str) -> str:
    return prompt.replace("\n", " ")
