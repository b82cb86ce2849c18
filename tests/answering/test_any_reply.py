"""Whatever a model replies, no number is shown that the cited passage does not hold, and no citation moves.

What stands in a passage is judged here by plain digits and by numbers spelled out, not by `rag.text.claims`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from rag.answering.generative import GenerativeAnswerer
from rag.answering.translating import Quotation, objection
from rag.errors import LanguageModelError
from rag.types import AnswerSentence, Draft
from rag.verification import Verified, verify
from tests.support.hits import make_hits, make_question, make_sources
from tests.support.scripted_model import ChunkModel
from tests.support.spelled import arabic, english, french

TEXTS = {
    "en": (
        "In 1961 the fund paid 4,200 dinars to 17 families, or 12.5% of 2 budgets.",
        "The board met in 1975 with 31 guests.",
    ),
    "fr": (
        "En 1961, le fonds a versé 4 200 dinars à 17 familles, soit 12,5 % de 2 budgets.",
        "Le conseil s'est réuni en 1975 avec 31 invités.",
    ),
    "ar": (
        "دفع الصندوق عام 1961 مبلغ 4200 دينار إلى 17 أسرة أي 12,5% من 2 ميزانية.",
        "اجتمع المجلس عام 1975 مع 31 ضيفا.",
    ),
}
SPELLED: dict[str, Callable[[int], str]] = {"en": english, "fr": french, "ar": arabic}
TEMPLATES = {
    "en": (
        "The fund paid {} dinars to 17 families",
        "The fund paid the families {} times",
        "The board met with {} guests",
    ),
    "fr": (
        "Le fonds a versé {} dinars à 17 familles",
        "Le fonds a versé {} aux familles",
        "Le conseil s'est réuni avec {} invités",
    ),
    "ar": ("دفع الصندوق {} دينار إلى 17 أسرة", "دفع الصندوق إلى الأسر {}", "اجتمع المجلس مع {} ضيفا"),
}
LANGUAGES = pytest.mark.parametrize("language", ["en", "fr", "ar"])


def _in_script(zero: str) -> Callable[[int], str]:
    return lambda number: "".join(chr(ord(zero) + int(digit)) for digit in str(number))


WRITTEN: tuple[Callable[[int], str], ...] = (
    str,
    _in_script("٠"),
    _in_script("۰"),
    _in_script("０"),
    _in_script("𝟎"),
    lambda number: "".join(f"&#{ord(digit)};" for digit in str(number)),
    lambda number: "\u200b".join(str(number)),
    lambda number: "**".join(str(number)),
    lambda number: "<b></b>".join(str(number)),
    lambda number: f"[{number}](http://evil.example/)",
    lambda number: f"{number:,}",
    lambda number: f"{number} %",
    lambda number: f"{number}.5",
    lambda number: f"“{number}”",
    lambda number: str(number).translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")),
    lambda number: str(number).translate(str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")),
    lambda number: str(number).translate(str.maketrans("123456789", "①②③④⑤⑥⑦⑧⑨")),
)
MARKERS = st.sampled_from(["[1]", "[2]", "[1][2]", "[3]", "[0]", "", "[١]", "【1】", "[1-2]", "[1", "(1)", "[1]. [2]"])
NUMBERS = st.one_of(st.sampled_from([1961, 4200, 17, 12, 2, 1975, 31]), st.integers(3, 999_999))


@st.composite
def replies(draw: st.DrawFn, language: str) -> str:
    """A reply of some sentences with any numbers in any writing and any markers, in pieces that are put together."""
    sentences = []
    for _ in range(draw(st.integers(1, 4))):
        number = draw(NUMBERS)
        write = draw(st.sampled_from([*WRITTEN, SPELLED[language]]))
        template = draw(st.sampled_from([*TEMPLATES[language], "{}"]))
        end = draw(st.sampled_from([". ", ".\n", " ", "!\n- "]))
        before, after = draw(st.permutations(["", draw(MARKERS)]))
        sentences.append(f"{before} {template.format(write(number))} {after}{end}")
    return "".join(sentences)


def shown(reply: str, language: str) -> tuple[Verified, Draft]:
    hits = make_hits(*TEXTS[language], language=language)
    model = ChunkModel(contents=[reply[start : start + 5] for start in range(0, len(reply), 5)])
    draft = GenerativeAnswerer(model, make_sources(hits), "scripted").draft(make_question("?", language), hits)
    return verify(draft, hits), draft


def digits(text: str) -> set[str]:
    """Every run of decimal digits of any script, and every other sign that is a number, in plain digits.

    What groups thousands is taken out; a run that is only a part of a number in the source does not count.
    """
    joined = re.sub(r"(?<=\d)[,\u00a0\u202f ](?=\d{3}(?!\d))", "", unicodedata.normalize("NFKC", text))
    return {str(int(run)) for run in re.findall(r"\d+", joined)}


@LANGUAGES
@settings(deadline=None)
@given(data=st.data())
def test_no_number_is_shown_that_its_cited_passages_do_not_hold(language: str, data: st.DataObject) -> None:
    reply = data.draw(replies(language))
    verified, _ = shown_or_nothing(reply, language)
    for sentence in verified.sentences:
        cited = {TEXTS[language][int(citation.passage_id[-1]) - 1] for citation in sentence.citations}
        held = set().union(*map(digits, cited))
        assert digits(sentence.text) <= held, (reply, sentence.text)


def shown_or_nothing(reply: str, language: str) -> tuple[Verified, Draft]:
    try:
        return shown(reply, language)
    except LanguageModelError as error:
        assert "empty" in error.reason
        return Verified((), ()), Draft((), "none")


@LANGUAGES
@settings(deadline=None)
@given(number=st.integers(3, 999_999), template=st.integers(0, 2), marker=st.sampled_from([1, 2]))
@example(number=1975, template=0, marker=1)
@example(number=4200, template=2, marker=2)
def test_a_number_in_words_needs_a_passage_that_holds_it(
    language: str, number: int, template: int, marker: int
) -> None:
    said = TEMPLATES[language][template].format(SPELLED[language](number))
    verified, _ = shown(f"{said} [{marker}].", language)
    if str(number) not in digits(TEXTS[language][marker - 1]):
        assert verified.sentences == ()


@LANGUAGES
@settings(deadline=None)
@given(data=st.data())
def test_a_citation_stays_where_the_model_put_it_or_goes_with_its_sentence(language: str, data: st.DataObject) -> None:
    reply = data.draw(replies(language))
    verified, draft = shown_or_nothing(reply, language)
    assert len(verified.sentences) + len(verified.struck) == len(draft.sentences)
    proposed = iter(draft.sentences)
    # Each one that is kept stands in the draft, in the same order, with no citation that it did not have there.
    for sentence in verified.sentences:
        assert any(sentence.text == each.text and places(sentence) <= places(each) for each in proposed)
    assert all(sentence.citations for sentence in verified.sentences)


def places(sentence: AnswerSentence) -> set[tuple[str, int, int]]:
    return {(each.passage_id, each.quote_start, each.quote_end) for each in sentence.citations}


@LANGUAGES
@settings(deadline=None)
@given(number=st.integers(3, 999_999), write=st.sampled_from(WRITTEN[:7]))
def test_no_translation_is_shown_with_a_number_that_its_quote_does_not_hold(language: str, number: int, write) -> None:
    quoted_in = "fr" if language == "en" else "en"
    quote = TEXTS[quoted_in][0]
    translation = TEXTS[language][0].replace("17", write(number))
    if str(number) not in digits(quote):
        assert objection(translation, Quotation(1, quote, quoted_in), language)
