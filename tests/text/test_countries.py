import pytest

from rag.text.countries import countries, spoken_of


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Who represented Qatar?", ("QA",)),
        ("les réserves de la Tunisie", ("TN",)),
        ("Moroccan, Algerian, Libyan and Lebanese delegates", ("MA", "DZ", "LY", "LB")),
        ("le gouvernement marocain, algérien et comorien", ("MA", "DZ", "KM")),
        ("الحكومة الليبية ووزارة الداخلية المغربية", ("LY", "MA")),
        ("في المغرب والجزائر وللبنان وقطر ومصر", ("MA", "DZ", "LB", "QA", "EG")),
        ("Niger et Nigeria", ("NE", "NG")),
        ("États-Unis, United States, الولايات المتحدة", ("US",)),
        ("عدد سكان جزر القمر", ("KM",)),
        ("الوفد القطري", ("QA",)),
        ("المكتب القطري للمنظمة في العراق", ("IQ",)),
        ("un homme, a main task, la chaine, عمل كان", ()),
        ("la réunion des Nations Unies et de l'Union européenne, الأمم المتحدة", ()),
    ],
)
def test_countries_by_name_and_demonym(text: str, codes: tuple[str, ...]) -> None:
    assert countries(text) == codes


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Rabat veut renouveler son plan.", {"MA"}),
        ("وتعتزم طرابلس إعداد خطة", {"LY"}),
        ("Alger et le délégué libanais", {"DZ", "LB"}),
        ("une ville au bord de la mer, une réunion de l'ONU", set()),
    ],
)
def test_a_city_speaks_for_its_country(text: str, codes: set[str]) -> None:
    assert spoken_of(text) == codes
    assert countries("Rabat") == ()
