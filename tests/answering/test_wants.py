import pytest

from rag.answering.wants import wants
from rag.question import understand


@pytest.mark.parametrize(
    ("question", "focus"),
    [
        ("How many foreign nationals live in Morocco?", ("foreign", "nationals")),
        ("What is the number of households?", ("households",)),
        ("Combien de migrants ont été rapatriés ?", ("migrants", "rapatries")),
        ("كم عدد الأجانب المقيمين؟", ("الاجانب", "المقيمين")),
        ("Who represented Qatar?", ("represented",)),
        ("Who?", ()),
        ("Quels sont les trois besoins du pays ?", ("besoins", "pays")),
        ("Which four ministries drafted the report?", ("ministries", "drafted")),
    ],
)
def test_what_is_asked_for_comes_right_after_the_ask_word(question: str, focus: tuple[str, ...]) -> None:
    wanted = wants(understand(question))
    assert tuple(wanted.words[place] for place in wanted.focus) == focus


@pytest.mark.parametrize(
    ("question", "sentence", "shown"),
    [
        ("What share of the applications was granted?", "près de 90 % ont été acceptées", True),
        ("What share of the applications was granted?", "50.000 ont ete acceptees", False),
        ("Quelle est la part des Français ?", "24 per cent were french", True),
        ("ما نسبة الفرنسيين؟", "24 في المائه", True),
        ("For how long is the card valid?", "trois ans", True),
        ("Combien de temps dure la carte ?", "trois communes", False),
        ("Quel est le budget du plan ?", "12 millions de dirhams", True),
        ("Quel est le budget du plan ?", "12 objectifs", False),
    ],
)
def test_a_measure_is_asked_for_in_its_unit(question: str, sentence: str, shown: bool) -> None:
    (unit,) = wants(understand(question)).units
    assert bool(unit.search(sentence)) is shown


@pytest.mark.parametrize("question", ["How many people took part?", "Who took part in the workshop?"])
def test_what_is_only_counted_needs_no_unit(question: str) -> None:
    assert wants(understand(question)).units == ()


def test_names_and_years_of_the_question_are_noted() -> None:
    wanted = wants(understand("Combien de réseaux le Maroc et Ahmed Rahim ont-ils cités en 2019 ?"))
    assert [wanted.words[place] for place in wanted.names] == ["maroc", "ahmed", "rahim"]
    assert wanted.years == {"2019"}


@pytest.mark.parametrize(
    ("question", "counts"),
    [("How many people came?", True), ("كم دولة شاركت؟", True), ("What is the size of the endowment?", False)],
)
def test_counting_is_told_from_measuring(question: str, counts: bool) -> None:
    assert wants(understand(question)).counts is counts


def test_a_city_is_more_than_a_place() -> None:
    assert wants(understand("In which city was it signed?")).city
    assert not wants(understand("Where was it signed?")).city


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Which four ministries drafted the report?", ("ministries", "drafted", "report")),
        ("Quels sont les 3 besoins du pays ?", ("besoins", "pays")),
        ("ما الوزارات الثلاث التي كتبت التقرير؟", ("الوزارات", "كتبت", "التقرير")),
        ("How many of the four ministries drafted it?", ("four", "ministries", "drafted")),
    ],
)
def test_a_list_need_not_say_how_many_things_it_holds(question: str, words: tuple[str, ...]) -> None:
    assert wants(understand(question)).words == words


@pytest.mark.parametrize(
    "question",
    ["What are the fees for a permit?", "Quels sont les frais du permis ?", "ما هي رسوم الرخصة؟", "ما هو أجر العامل؟"],
)
def test_what_one_pays_is_asked_for_in_a_currency(question: str) -> None:
    (unit,) = wants(understand(question)).units
    assert unit.search("300 dirhams")
    assert not unit.search("trois ans")
