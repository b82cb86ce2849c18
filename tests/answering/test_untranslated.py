import numpy as np
import pytest

from rag.answering.evidence import Evidence
from rag.answering.untranslated import Untranslated
from rag.answering.words import read
from rag.text.acronyms import Acronyms
from rag.text.sentences import split
from rag.text.tokens import content_words
from tests.support.small_world import SmallModel, rarity


def met(question: str, text: str, language: str, acronyms: Acronyms | None = None) -> dict[str, set[str]]:
    """Which words of a question are met by which words of a text."""
    compared = Untranslated(acronyms or Acronyms())
    asked, told = read(question, "en", ()), read(text, language, split(text))
    found: dict[str, set[str]] = {}
    for each in compared.met(compared.held(question, asked.starts), compared.held(text, told.starts)):
        assert 0 < each.degree <= 1
        found.setdefault(asked.folded[each.asked], set()).update(told.folded[each.first : each.last])
    return found


def test_an_acronym_is_met_by_its_long_form_in_another_language() -> None:
    assert "المنظمه" in met("What did IOM say?", "وتحدثت المنظمة الدولية للهجرة.", "ar")["iom"]


def test_an_acronym_meets_the_words_that_it_stands_for() -> None:
    assert met("What does the Compact ask for?", "Le PMM demande cela.", "fr") == {"compact": {"pmm"}}


def test_a_word_with_a_capital_is_met_by_the_long_form_of_what_has_that_word_in_its_name() -> None:
    long_form = "Le Pacte mondial sur les migrations demande cela."
    assert met("What does the Compact ask for?", long_form, "fr") == {
        "compact": {"pacte", "mondial", "sur", "les", "migrations"}
    }
    assert met("Was the car compact?", long_form, "fr") == {}


def test_half_a_name_with_a_capital_is_the_whole_in_another_language_and_nothing_else() -> None:
    assert met("What does the Compact ask for?", "Le Pacte demande cela.", "fr") == {"compact": {"pacte"}}
    assert met("What is asked for migration?", "Le Pacte demande cela.", "fr") == {}
    assert met("What does the Compact ask for?", "وعرض الاتفاق العالمي للهجرة.", "ar")["compact"] >= {"الاتفاق"}


def test_the_words_of_a_name_in_full_mean_that_thing_alone() -> None:
    assert met("What did the United Nations say?", "L'UNICEF a répondu.", "fr") == {}
    assert met("What did the Nations say?", "L'UNICEF a répondu.", "fr") == {"nations": {"unicef"}}


def test_acronyms_that_the_corpus_defines_are_known() -> None:
    learned = Acronyms.learn(["Le Fonds des oasis du Sud (FOS) fut créé."])
    assert met("Who pays the Fonds?", "Le FOS paie.", "fr", learned) == {"fonds": {"fos"}}
    assert met("Who pays the Fonds?", "Le FOS paie.", "fr") == {}


def test_a_country_is_met_by_its_name_in_another_language() -> None:
    assert met("What did Libya ask for?", "وطلبت ليبيا دعماً.", "ar") == {"libya": {"ليبيا"}}


def test_a_name_is_met_across_scripts() -> None:
    found = met("What did Bouarourou say?", "وقالت السيدة بوارورو إن العمل مستمر.", "ar")
    assert found == {"bouarourou": {"بوارورو"}}


def test_words_that_are_no_names_are_not_compared_by_their_letters() -> None:
    assert met("was there any sugar?", "كان هناك سكر.", "ar") == {}


@pytest.mark.parametrize("question", ["What did IOM say?", "What did OIM say?"])
def test_evidence_counts_what_needs_no_translation_where_it_knows_the_question(question: str) -> None:
    evidence = Evidence(SmallModel(), rarity, Acronyms())
    text = "وتحدثت المنظمة الدولية للهجرة."
    texts = [(text, "ar", tuple(split(text)))]
    asked = content_words(question)
    (without,), (with_names,) = evidence.meetings(asked, texts), evidence.meetings(asked, texts, question)
    place = [word.lower() in ("iom", "oim") for word in asked].index(True)
    assert without.met[place].max() < 1
    assert with_names.met[place].max() == 1


def test_mean_vectors_are_alike_where_the_words_are() -> None:
    evidence = Evidence(SmallModel(), rarity)
    text = "Les réseaux sont démantelés. Un bateau part."
    alike = evidence.alike("networks dismantled", [(text, "fr", tuple(split(text)))])[0]
    assert alike[0] == pytest.approx(1, abs=0.3)
    assert alike[1] == pytest.approx(0)
    assert np.isfinite(evidence.alike("", [(text, "fr", tuple(split(text)))])[0]).all()
