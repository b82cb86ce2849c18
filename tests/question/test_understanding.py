import pytest

from rag.question import kind_of, understand
from rag.types import QuestionKind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("How many delegates came?", QuestionKind.NUMBER),
        ("Combien d'États ont signé ?", QuestionKind.NUMBER),
        ("Quel est le pourcentage de femmes ?", QuestionKind.NUMBER),
        ("كم عدد المشاركين؟", QuestionKind.NUMBER),
        ("When did the session open?", QuestionKind.DATE),
        ("En quelle année la loi est-elle entrée en vigueur ?", QuestionKind.DATE),
        ("متى صدر التقرير؟", QuestionKind.DATE),
        ("Who chaired the meeting?", QuestionKind.PERSON),
        ("Par qui la séance a-t-elle été ouverte ?", QuestionKind.PERSON),
        ("من هو المدير العام؟", QuestionKind.PERSON),
        ("Where was it held?", QuestionKind.PLACE),
        ("Où se trouve le siège ?", QuestionKind.PLACE),
        ("أين عقد الاجتماع؟", QuestionKind.PLACE),
        ("Why was it postponed?", QuestionKind.REASON),
        ("Pourquoi a-t-on reporté la séance ?", QuestionKind.REASON),
        ("لماذا تأجل الاجتماع؟", QuestionKind.REASON),
        ("Which three bodies organised it?", QuestionKind.LIST),
        ("Quelles sont les priorités ?", QuestionKind.LIST),
        ("Did the ministry reply?", QuestionKind.YES_NO),
        ("هل وافق البرلمان؟", QuestionKind.YES_NO),
        ("What obstacle did they meet when collecting data?", QuestionKind.OTHER),
    ],
)
def test_the_kind_of_answer_that_is_asked_for(text: str, kind: QuestionKind) -> None:
    assert kind_of(text) is kind


def test_a_question_is_understood_in_its_own_language() -> None:
    question = understand("  Combien de   migrants le Canada a-t-il accueillis en 2023 ?")
    assert question.text == "Combien de migrants le Canada a-t-il accueillis en 2023 ?"
    assert (question.language, question.countries, question.numbers) == ("fr", ("CA",), ("2023",))


def test_the_readers_language_wins_over_the_questions() -> None:
    assert understand("Who spoke?", language="ar").language == "ar"


def test_a_follow_up_is_searched_for_with_the_question_before_it() -> None:
    question = understand("et pour l'Algérie ?", history=["Qui a parlé au nom du Maroc ?"])
    assert question.countries == ("DZ",)
    assert question.kind is QuestionKind.PERSON
    assert "parlé au nom" in question.text


def test_a_full_question_stands_alone() -> None:
    text = "How many people took part in the second workshop?"
    assert understand(text, history=["Who chaired it?"]).text == text
