"""Questions made of sentences by rule."""

from __future__ import annotations

import pytest

from eval.drafting import drafts, spread
from eval.loading import fact_of
from eval.matching import holds
from eval.proposing import problems
from eval.questions import ask_for, ask_who
from eval.values import values
from tests.eval.reports import PARAGRAPHS, PLACES, report


@pytest.mark.parametrize(
    ("language", "sentence", "question"),
    [
        ("en", "The Compact was adopted in Marrakesh in December 2018", "When was the Compact adopted in Marrakesh?"),
        ("en", "In 2018, the Compact was adopted in Marrakesh", "When was the Compact adopted in Marrakesh?"),
        ("en", "The committee met in Rabat in 2019", "The committee met in Rabat in what year?"),
        ("en", "The meeting drew 111 people, most of them online", "The meeting drew how many people?"),
        ("en", "In all, 111 people signed the register", "In all, how many people signed the register?"),
        ("en", "The port handles 24% of the grain", "The port handles what percentage of the grain?"),
        ("fr", "Le Pacte a été adopté en décembre 2018", "Quand est-ce que le Pacte a été adopté ?"),
        ("fr", "En 2018, il a été adopté à Rabat", "Quand est-ce qu’il a été adopté à Rabat ?"),
        ("fr", "La réunion a accueilli 70 agences", "La réunion a accueilli combien d’agences ?"),
        ("fr", "Au total, 111 personnes ont signé", "Au total, combien de personnes ont signé ?"),
        ("fr", "Le port traite 24 % des céréales", "Le port traite quel pourcentage des céréales ?"),
        ("ar", "اعتُمد الاتفاق في مراكش في كانون الأول/ديسمبر 2018", "متى اعتُمد الاتفاق في مراكش؟"),
        ("ar", "استفاد 414 شخصاً من العودة الطوعية", "كم شخصاً استفاد من العودة الطوعية؟"),
        ("ar", "وفككت السلطات ١١١ شبكة لتهريب المهاجرين", "كم شبكة فككت السلطات لتهريب المهاجرين؟"),
        (
            "ar",
            "تأتي الجالية الفرنسية في المرتبة الأولى بنسبة ٢٤٪",
            "بأي نسبة تأتي الجالية الفرنسية في المرتبة الأولى؟",
        ),
    ],
)
def test_a_question_is_made(language: str, sentence: str, question: str) -> None:
    assert question in [ask_for(sentence, value, language) for value in values(sentence)]


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "The 23 objectives guide the States"),
        ("en", "Two drives, in 2014 and 2017, accepted the requests"),
        ("en", "The opening one, in June 2020, explained the text"),
        ("en", "The survey ran between August 2018 and January 2019"),
        ("fr", "Une consultation menée en 2017 avait recueilli des avis"),
        ("fr", "La réunion d'août 2020 a duré deux jours"),
        ("fr", "Les 23 objectifs guident les États"),
        ("ar", "الاتفاق يضم 23 هدفاً"),
        ("ar", "بلغ مجموع الحاضرين 111 شخصاً، منهم 27 امرأة"),
        ("ar", "تراقب السلطات الحدود منذ عام 2010"),
        ("ar", "شمل البحث الذي أجرته المندوبية في المدن 15 أسرة"),
    ],
)
def test_where_no_rule_is_sound_there_is_no_question(language: str, sentence: str) -> None:
    found = values(sentence)
    assert found
    assert ask_for(sentence, found[-1], language) is None


@pytest.mark.parametrize(
    ("language", "sentence", "expected"),
    [
        ("fr", "M. Karim Saadi a présidé la séance", ("Qui a présidé la séance ?", "Karim Saadi")),
        (
            "en",
            "Mona Haddad, its director, opened the second session",
            ("Who opened the second session?", "Mona Haddad"),
        ),
        ("ar", "تحدثت منى حداد باسم المغرب في الجلسة", ("من التي تحدثت باسم المغرب في الجلسة؟", "منى حداد")),
        ("ar", "وأكدت السيدة منى حداد، مديرة الميناء، التزام بلدها", ("من التي أكدت التزام بلدها؟", "منى حداد")),
        ("ar", "ترأس السيد حداد الجلسة الأولى", ("من ترأس الجلسة الأولى؟", "حداد")),
        ("fr", "Pour le Liban, Mona Haddad a parlé du port", ("Pour le Liban, qui a parlé du port ?", "Mona Haddad")),
        ("ar", "شارك السيد حداد كذلك في الجلسة الأولى", None),
        ("fr", "M. Karim Saadi a rappelé que, pour la Syrie, tout va bien", None),
        ("en", "The League has opened the second session", None),
        ("en", "United Nations was told of the session", None),
        ("fr", "Le Maroc a présidé la séance", None),
    ],
)
def test_who(language: str, sentence: str, expected: tuple[str, str] | None) -> None:
    assert ask_who(sentence, language) == expected


def test_a_report_s_drafts_are_facts_that_stand_at_their_places() -> None:
    every = [fields for name in PARAGRAPHS for fields in drafts(report(name))]
    asked = {fields["question"]: (fields["kind"], fields["lang"], fields["evidence"][0]["at"]) for fields in every}
    assert asked == {
        "When was the port opened in Marsa?": ("date", "en", "1"),
        "The first season drew how many ships?": ("number", "en", "2"),
        "Who has led the port since the war?": ("name", "en", "3"),
        "In 2020, what percentage of the ships carried grain?": ("number", "en", "4"),
        "Quand est-ce que le port a été inauguré à Marsa ?": ("date", "fr", "1"),
        "Le port compte combien de quais ?": ("number", "fr", "2"),
        "Au total, combien de navires sont entrés dans le port ?": ("number", "fr", "3"),
        "Qui a présidé la première séance ?": ("name", "fr", "4"),
        "متى افتُتح الميناء في المرسى؟": ("date", "ar", "1"),
        "كم شخصاً استفاد من الميناء الجديد؟": ("number", "ar", "2"),
        "من تحدث باسم الميناء في الجلسة الأولى؟": ("name", "ar", "3"),
    }
    for fields in every:
        assert fields["note"] == "draft"
        assert problems(fields, PLACES, ()) == []
        assert not holds(fields["question"], fact_of(fields).expect)


def test_what_is_left_out_is_left_out_evenly() -> None:
    assert spread(range(10), 20) == list(range(10))
    assert spread(range(100), 4) == [12, 37, 62, 87]
    assert spread([], 3) == []
