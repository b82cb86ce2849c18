"""A follow-up made a full question by a chat model, where one is set; held to what the conversation says.

The rewrite is searched for and shown to the reader, so it must say nothing new: its numbers, countries and names must
occur in the conversation, and all its content words too, but for a conversation in several languages, whose words may
have been translated; Arabic writes names like words, and there they must occur in any case. What fails is an error, and
the rule of `rag.question` takes its place. The answer is not written here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rag.answering.cleaning import plain
from rag.answering.markers import without_markers
from rag.answering.prompts import rewrite_prompt
from rag.answering.replies import Limits, whole
from rag.errors import LanguageModelError
from rag.text.countries import countries
from rag.text.language import detect
from rag.text.numbers import numbers
from rag.text.tokens import content_words, stem, words

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

_LIMITS = Limits(seconds=60.0, characters=8_000)
_REMEMBERED = 6
_LONGEST = 60
_CAPITALISED = re.compile(r"\b[A-ZÀ-ÖØ-Þ][\w’'-]+")
_LABEL = re.compile(r"^(?:last |full |rewritten )?question ?: *", re.IGNORECASE)


class ModelRewriter:
    """Asks the chat model that `name` names in the settings."""

    def __init__(self, model: BaseChatModel, name: str = "language model") -> None:
        self._model = model
        self._name = name

    def rewrite(self, question: str, history: Sequence[str]) -> str:
        """Return the full question; raises LanguageModelError when the model fails or names something new."""
        earlier = [" ".join(turn.split()) for turn in history[-_REMEMBERED:]]
        asked = {"earlier": "\n".join(f"- {turn}" for turn in earlier), "question": " ".join(question.split())}
        reply = whole(rewrite_prompt() | self._model, asked, self._name, _LIMITS)
        rewritten = _LABEL.sub("", " ".join(without_markers(plain(reply.text)).split())).strip('"“”«» ')
        new = foreign_to(rewritten, [*earlier, question])
        if not rewritten or len(rewritten.split()) > _LONGEST or new:
            reason = f"put {', '.join(new)} into the question" if new else "gave no usable question"
            raise LanguageModelError(f"The language model {self._name} {reason}.", "The question is resolved by rule.")
        return rewritten


def foreign_to(rewritten: str, conversation: Sequence[str]) -> list[str]:
    """Return the numbers, countries, names and words of `rewritten` that no question of the conversation holds."""
    said = "\n".join(conversation)
    new = sorted(numbers(rewritten) - frozenset().union(*map(numbers, conversation)))
    known = {code for each in conversation for code in countries(each)}
    new += [code for code in countries(rewritten) if code not in known]
    held = set(words(said))
    named = (name for name in _CAPITALISED.findall(rewritten) if content_words(name) and not countries(name))
    new += [name for name in named if not held.issuperset(words(name))]
    language = detect(rewritten)
    if language == "ar" or all(detect(each, language) == language for each in conversation):
        stems = {stem(word, language) for word in content_words(said)}
        told = set(words(" ".join(new)))
        new += [word for word in content_words(rewritten) if word not in told and stem(word, language) not in stems]
    return list(dict.fromkeys(new))
