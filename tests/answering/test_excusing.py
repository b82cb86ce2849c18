"""The cause of a failure in the reader's language."""

from __future__ import annotations

import re

import pytest

from rag.answering.excusing import cause
from rag.answering.language_model import mapped_errors
from rag.errors import LanguageModelError


class Refused(Exception):
    status_code = 401


@pytest.mark.parametrize("raised", [TimeoutError(), ConnectionError(), Refused(), ValueError()])
def test_readers_are_told_in_their_language(raised: Exception) -> None:
    with pytest.raises(LanguageModelError) as caught, mapped_errors("scripted"):
        raise raised
    english, french, arabic = (cause(caught.value, language) for language in ("en", "fr", "ar"))
    assert "scripted" not in english
    assert "model" not in french
    assert re.fullmatch(r"[\u0600-\u06ff ]+", arabic)


def test_a_cause_without_wording_is_told_by_its_reason() -> None:
    assert cause(LanguageModelError("It fell asleep."), "ar") == "It fell asleep"
