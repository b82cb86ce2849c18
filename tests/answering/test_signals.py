import pytest

from rag.answering.evidence import Evidence
from rag.answering.signals import Signals, signals_of
from rag.answering.wants import wants
from rag.question import understand
from rag.text.sentences import split
from rag.types import Hit, Locator, Metadata, Passage, Source
from tests.support.small_world import SmallModel, rarity


def signals(
    question: str,
    text: str,
    *,
    context: str = "",
    language: str = "fr",
    date: str | None = None,
    countries: tuple[str, ...] = (),
) -> Signals:
    """The signals of the last sentence of a text."""
    passage = Passage("p", "r", text, Locator(0, len(text)), language, context)
    understood = understand(question)
    hit = Hit(passage, 0.5, 1)
    source = Source("r", "", "r", language, Metadata(date=date, countries=countries))
    ((*_, last),) = signals_of(
        understood, wants(understood), [(hit, tuple(split(text)), source)], Evidence(SmallModel(), rarity)
    )
    return last


def test_a_sentence_covers_what_it_meets_and_its_neighbours_add_to_it() -> None:
    alone = signals("Combien de bateaux ont été construits ?", "Les bateaux furent nombreux.")
    told = signals("Combien de bateaux ont été construits ?", "Ils furent construits. Les bateaux furent nombreux.")
    assert 0 < alone.coverage < 1
    assert (alone.surroundings, told.coverage) == (0, alone.coverage)
    assert told.surroundings > 0
    assert signals("Combien de bateaux ?", "Ils sont douze.", context="Les bateaux").surroundings > 0


def test_a_sentence_is_hardly_met_the_less_it_covers_of_the_question() -> None:
    question = "Combien de bateaux ont été construits et vendus ?"
    whole, part, nothing = (
        signals(question, text).hardly_met
        for text in ("Des bateaux furent construits et vendus.", "Les bateaux dorment.", "Il pleut sur la ville.")
    )
    assert (whole, nothing) == (0, 1)
    assert part < 1


def test_what_is_counted_must_stand_beside_a_number() -> None:
    question = "Combien de bateaux y a-t-il ?"
    assert signals(question, "On compte 12 bateaux à quai.").counted == 1
    assert signals(question, "Sur les 12 quais du port se reposent enfin des bateaux.").counted == 0
    assert signals(question, "Sur les 12 quais du port se reposent enfin des bateaux.").nothing_counted == 1


def test_a_number_of_the_question_is_no_answer() -> None:
    assert signals("Combien des 12 bateaux sont partis ?", "Les 12 bateaux sont là.").counted == 0


@pytest.mark.parametrize(
    ("text", "missing"),
    [("En 2019, 12 bateaux partirent.", 0), ("C'était 2019. Alors 12 partirent.", 0), ("En 2020, 12 partirent.", 1)],
)
def test_the_year_asked_about_stands_in_the_sentence_or_before_it(text: str, missing: float) -> None:
    assert signals("Combien de bateaux sont partis en 2019 ?", text).year_missing == missing


def test_the_date_of_a_report_gives_its_year() -> None:
    assert signals("Combien de bateaux en 2019 ?", "12 partirent.", date="2019-05-01").year_missing == 0


def test_a_passage_that_speaks_of_no_country_of_the_question_cannot_answer() -> None:
    question = "Combien de bateaux la Libye a-t-elle ?"
    assert signals(question, "On compte 12 bateaux.").impossible == 1
    assert signals(question, "La Libye a un port. On compte 12 bateaux.").impossible == 0
    assert signals(question, "On compte 12 bateaux.", context="Libye").impossible == 0
    assert signals(question, "On compte 12 bateaux.", countries=("LY",)).impossible == 0
    assert signals("Combien de bateaux y a-t-il ?", "On compte 12 bateaux.").impossible == 0


def test_the_country_asked_about_must_be_near() -> None:
    far = "Le Qatar et le Liban vinrent. Une journée passa. Mme Rana Khoury prit la parole."
    assert signals("Qui a parlé pour le Qatar ?", far).country_missing == 1
    assert signals("Qui a parlé pour le Liban ?", "Rana Khoury parla pour le Liban.").country_missing == 0


def test_what_is_said_of_one_country_goes_on_until_another_is_named() -> None:
    question = "Qui a parlé pour le Liban ?"
    assert (
        signals(question, "Le Liban a pris part. Il faisait beau. Mme Rana Khoury prit la parole.").country_missing == 0
    )
    assert signals(question, "Le Liban a pris part. Le Qatar aussi. Mme Rana Khoury parla.").country_missing == 1
    listed = "Le Liban, le Qatar, la Libye, le Maroc et l'Irak vinrent. Mme Rana Khoury parla."
    assert signals(question, listed).country_missing == 1
    assert signals(question, "Beyrouth a envoyé Rana Khoury.").country_missing == 0


def test_a_list_of_countries_does_not_say_who() -> None:
    question = "Qui a représenté le Qatar ?"
    assert signals(question, "Le Qatar, le Liban, la Libye et le Maroc étaient représentés.").impossible == 1
    assert signals(question, "Quatre États vinrent : le Qatar, le Liban, la Libye et le Maroc.").impossible == 1
    assert signals(question, "Le Qatar, le Liban, la Libye, le Maroc : Rana Khoury les a représentés.").impossible == 0
    assert signals("Qui a dit cela ?", "Le Qatar, le Liban, la Libye et le Maroc l'ont dit.").impossible == 0


@pytest.mark.parametrize(
    ("text", "context", "another"),
    [
        ("Le premier atelier eut lieu en mai.", "", 1),
        ("The first workshop was held in May.", "", 1),
        ("عُقدت الورشة الثانية في أيار.", "", 0),
        ("Il eut lieu en mai.", "Premier atelier", 1),
        ("Il eut lieu en mai.", "", 0),
    ],
)
def test_the_first_is_not_the_second(text: str, context: str, another: float) -> None:
    assert signals("Quand le deuxième atelier a-t-il eu lieu ?", text, context=context).another_ordinal == another


def test_the_country_that_is_part_of_what_is_counted_is_not_counted() -> None:
    counted = signals("ما هو عدد سكان جزر القمر؟", "15 جزر القمر", language="ar")
    assert counted.counted == 0


def test_an_arabic_sentence_without_a_name_does_not_say_who() -> None:
    assert signals("من تحدث؟", "تحدث الحاضرون طويلاً.", language="ar").no_name_in_arabic == 1
    assert signals("من تحدث؟", "تحدث محمد الطرابلسي طويلاً.", language="ar").no_name_in_arabic == 0


def test_countries_are_no_persons() -> None:
    question = "Qui a parlé pour le Qatar ?"
    assert (signals(question, "Le Qatar et le Liban parlèrent.").no_name) == 1
    named = signals(question, "Pour le Qatar, Rana Khoury parla.")
    assert (named.no_name, named.no_full_name) == (0, 0)


def test_names_of_the_question_that_the_passage_lacks_are_missed() -> None:
    assert signals("Qu'a dit Antonio Guterres ?", "Antonio Vitorino a parlé.").names_missing == pytest.approx(0.5)
    assert signals("Qu'a dit Antonio Vitorino ?", "Antonio Vitorino a parlé.").names_missing == 0


def test_what_is_far_from_any_date_is_scattered() -> None:
    near = signals("Quand les bateaux sont-ils partis ?", "Les bateaux partirent en 2019.")
    none = signals("Quand les bateaux sont-ils partis ?", "Les bateaux partirent.")
    assert near.scattered < none.scattered == none.coverage
    assert none.no_date == 1


def test_another_language_is_told() -> None:
    within = signals("Combien de bateaux ?", "12 bateaux")
    across = signals("How many boats are there?", "12 bateaux")
    assert (within.found_across, across.found_across) == (0, 0.5)
