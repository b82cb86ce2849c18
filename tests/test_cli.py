import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from rag.cli import main

WORKSHOP = """# Rapport de l'atelier de Tunis

1. L'atelier s'est tenu à Tunis le 4 mars 2021 et a réuni 48 participants venus de neuf pays.

2. Mme Leïla Mansour, directrice du bureau régional, a présidé la séance d'ouverture.

3. Le ministère a distribué 12.500 guides aux communes depuis 2019.
"""
REVIEW = """# استعراض السودان

1- أنشأت الحكومة السودانية 17 مركزاً لاستقبال العائدين في ولاية الخرطوم.

2- وشكر السيد عمر بشير الشركاء على دعمهم.
"""


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "workshop.fr.md").write_text(WORKSHOP, encoding="utf-8")
    (folder / "review.ar.md").write_text(REVIEW, encoding="utf-8")
    return folder


class Command:
    """Runs `dalil` in this process; returns the exit code."""

    def __init__(self, corpus: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self.corpus, self.index = corpus, corpus.parent / "index"
        self._monkeypatch, self._capsys = monkeypatch, capsys
        self.out = self.err = ""

    def __call__(self, *arguments: str) -> int:
        self._monkeypatch.setenv("DALIL_CORPUS", str(self.corpus))
        self._monkeypatch.setenv("DALIL_INDEX", str(self.index))
        self._monkeypatch.setenv("COLUMNS", "200")
        self._monkeypatch.setattr(sys, "argv", ["dalil", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        self.out, self.err = self._capsys.readouterr()
        return int(ended.value.code or 0)


@pytest.fixture
def dalil(corpus: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    return Command(corpus, monkeypatch, capsys)


def test_from_files_to_an_answer_with_its_place(dalil: Command) -> None:
    assert dalil("index") == 0
    assert "added 2" in dalil.out
    assert dalil("ask", "--json", "Combien de guides le ministère a-t-il distribués ?") == 0
    answer = json.loads(dalil.out)
    assert answer["status"] == "answered"
    assert answer["citations"][0] | {"passage": ""} == {
        "marker": 1,
        "report": "workshop.fr",
        "paragraph": "3",
        "page": None,
        "section": None,
        "quote": "Le ministère a distribué 12.500 guides aux communes depuis 2019.",
        "passage": "",
        "title": "Rapport de l'atelier de Tunis",
        "language": "fr",
        "date": None,
        "kind": None,
        "publisher": [],
        "cited_as": "par. 3",
        "versions": [],
    }
    assert {"report", "paragraph", "text", "score"} <= answer["hits"][0].keys()


def test_an_answer_for_people_names_report_and_paragraph(dalil: Command) -> None:
    dalil("index")
    assert dalil("ask", "Qui a présidé la séance d'ouverture ?") == 0
    assert "Leïla Mansour" in dalil.out
    assert "par. 2" in dalil.out


def test_a_second_run_changes_nothing_and_a_changed_file_is_read_again(dalil: Command) -> None:
    dalil("index")
    assert dalil("index") == 0
    assert "unchanged 2" in dalil.out
    (dalil.corpus / "workshop.fr.md").write_text(WORKSHOP.replace("12.500", "14.000"), encoding="utf-8")
    assert dalil("index") == 0
    assert "changed 1" in dalil.out
    dalil("ask", "Combien de guides le ministère a-t-il distribués ?")
    assert "14.000" in dalil.out


def test_a_broken_report_is_named_and_the_rest_is_indexed(dalil: Command) -> None:
    (dalil.corpus / "broken.pdf").write_bytes(b"%PDF-1.7 and then nothing")
    assert dalil("index") == 4
    assert "broken.pdf" in dalil.out
    assert dalil("ask", "Qui a présidé la séance d'ouverture ?") == 0
    assert dalil("status") == 0
    assert "failed" in dalil.out
    assert "vectors: exact" in dalil.out


def test_what_is_doubtful_is_listed_and_read_again_where_it_stands(dalil: Command) -> None:
    said = "Le comité a entendu les communes et il a noté ce que chacune demande pour ses ponts."
    file = dalil.corpus / "ponts.fr.txt"
    file.write_text("\n\n".join(f"{number}. {said}" for number in (1, 2, 4, 5)), encoding="utf-8")
    assert dalil("index") == 0
    assert dalil("status") == 0
    assert "missing between" in " ".join(dalil.out.split())
    assert dalil("read", str(file)) == 0
    assert "! para. 3: missing between 2 and 4" in dalil.out


def test_questions_in_batch_keep_their_order(dalil: Command, tmp_path: Path) -> None:
    dalil("index")
    asked, answered = tmp_path / "questions.jsonl", tmp_path / "answers.jsonl"
    lines = [{"id": "b", "question": "كم مركزاً أنشأت الحكومة السودانية؟"}, {"id": "a", "question": "Who chaired?"}]
    asked.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    assert dalil("ask", "--batch", str(asked), "--out", str(answered)) == 0
    answers = [json.loads(line) for line in answered.read_text(encoding="utf-8").splitlines()]
    assert [answer["id"] for answer in answers] == ["b", "a"]
    assert [answer["language"] for answer in answers] == ["ar", "en"]
    assert "17" in answers[0]["answer"]


def test_only_reports_about_a_country(dalil: Command) -> None:
    (dalil.corpus / "catalogue.toml").write_text(
        '[[report]]\nid = "sudan"\nfile = "review.ar.md"\ncountries = ["SD"]\n', encoding="utf-8"
    )
    dalil("index")
    assert dalil("ask", "--json", "--country", "Soudan", "Qui a présidé ?") == 0
    assert {hit["report"] for hit in json.loads(dalil.out)["hits"]} == {"sudan"}


CATALOGUE = """
[[report]]
file = "workshop.fr.md"
date = "2021-03-04"
publisher = ["Ministère de l'Intérieur", "CESAO"]
kind = "compte rendu"

[[report]]
file = "review.ar.md"
date = 2020
publisher = "Gouvernement du Soudan"
kind = "revue"
"""


@pytest.mark.parametrize(
    ("options", "found"),
    [
        (("--report", "workshop.fr"), {"workshop.fr"}),
        (("--language", "ar"), {"review.ar"}),
        (("--language", "ar", "--language", "fr"), {"workshop.fr", "review.ar"}),
        (("--year", "2020"), {"review.ar"}),
        (("--publisher", "MINISTERE DE L'INTERIEUR"), {"workshop.fr"}),
        (("--kind", "Revue", "--lang", "fr"), {"review.ar"}),
        (("--kind", "revue", "--year", "2021"), set()),
        (("--year", "1999"), set()),
    ],
)
def test_only_what_the_filters_allow(dalil: Command, options: tuple[str, ...], found: set[str]) -> None:
    (dalil.corpus / "catalogue.toml").write_text(CATALOGUE, encoding="utf-8")
    dalil("index")
    assert dalil("ask", "--json", *options, "Qui a présidé la séance ?") == 0
    answer = json.loads(dalil.out)
    assert {hit["report"] for hit in answer["hits"]} == found
    assert any("filtres" in note for note in answer["notes"]) == (not found)


@pytest.mark.parametrize(
    ("options", "there_is"),
    [
        (("--report", "workshop"), "workshop.fr"),
        (("--language", "en"), "fr"),
        (("--publisher", "Ministère"), "Ministère de l'Intérieur"),
        (("--kind", "loi"), "compte rendu"),
    ],
)
def test_a_filter_that_names_nothing_of_the_index_is_told_what_there_is(
    dalil: Command, options: tuple[str, ...], there_is: str
) -> None:
    (dalil.corpus / "catalogue.toml").write_text(CATALOGUE, encoding="utf-8")
    dalil("index")
    assert dalil("ask", *options, "Qui a présidé la séance ?") == 2
    assert options[1] in dalil.err
    assert there_is in dalil.err


def test_what_is_understood_of_a_file(dalil: Command) -> None:
    assert dalil("read", "--json", str(dalil.corpus / "workshop.fr.md")) == 0
    read = json.loads(dalil.out)
    assert [block["paragraph"] for block in read["blocks"]] == ["title", "1", "2", "3"]
    assert read["blocks"][1].keys() == {
        *("kind", "start", "end", "page_label", "page_number", "paragraph", "section", "headings", "turns")
    }


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("ask", "Who?"), 3, "dalil index"),
        (("status",), 3, "dalil index"),
        (("ask",), 2, "--batch"),
        (("ask", "Who?", "--lang", "de"), 2, "--lang de"),
        (("ask", "Who?", "--country", "Atlantis"), 2, "Atlantis"),
        (("ask", "--batch", "nowhere.jsonl"), 2, "nowhere.jsonl"),
        (("index", "--corpus", "nowhere"), 2, "nowhere"),
        (("read", "nowhere.pdf"), 4, "nowhere.pdf"),
        (("frobnicate",), 2, "frobnicate"),
    ],
)
def test_what_goes_wrong_has_its_exit_code_and_its_mend(
    dalil: Command, arguments: tuple[str, ...], code: int, said: str
) -> None:
    assert dalil(*arguments) == code
    assert said in dalil.err


def test_asking_with_the_bundled_model_imports_no_torch(dalil: Command) -> None:
    dalil("index")
    program = (
        "import sys; sys.argv = ['dalil', 'ask', '--json', 'Who chaired?']\n"
        "from rag.cli import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "heavy = {'torch', 'transformers', 'sentence_transformers', 'gradio', 'langsmith'} & set(sys.modules)\n"
        "sys.exit(f'imported {heavy}' if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["status"] in ("answered", "not_found")


def test_entries_are_proposed_for_reports_that_the_catalogue_does_not_name(dalil: Command, corpus: Path) -> None:
    (corpus / "catalogue.toml").write_text('[[report]]\nfile = "workshop.fr.md"\n', encoding="utf-8")
    (corpus / "broken.docx").write_bytes(b"no Word file")
    assert dalil("catalogue") == 0
    assert "# broken.docx is damaged" in dalil.out and "workshop.fr.md" not in dalil.out
    (entry,) = tomllib.loads(dalil.out)["report"]
    assert entry == {"file": "review.ar.md", "title": "استعراض السودان", "language": "ar", "countries": ["SD"]}


def test_a_catalogue_that_names_every_report_is_told(dalil: Command, corpus: Path) -> None:
    named = "".join(f'[[report]]\nfile = "{path.name}"\n' for path in corpus.iterdir() if path.suffix != ".toml")
    (corpus / "catalogue.toml").write_text(named, encoding="utf-8")
    assert dalil("catalogue") == 0
    assert dalil.out == "" and "already" in dalil.err


def test_a_follow_up_is_asked_after_earlier_questions(dalil: Command) -> None:
    dalil("index")
    earlier = ("--after", "Combien de guides le ministère a-t-il distribués depuis 2019 ?")
    assert dalil("ask", "Et en 2021 ?", *earlier) == 0
    assert "Compris comme : Combien de guides le ministère a-t-il distribués en 2021 ?" in dalil.out
    assert dalil("ask", "--json", "Qui a présidé la séance d'ouverture ?", *earlier) == 0
    assert json.loads(dalil.out)["understood"] is None


def test_a_line_of_a_batch_may_hold_earlier_questions(dalil: Command, tmp_path: Path) -> None:
    dalil("index")
    batch = tmp_path / "questions.jsonl"
    line = {"question": "Et où ?", "history": ["Quand l'atelier s'est-il tenu ?"]}
    batch.write_text(json.dumps(line), encoding="utf-8")
    assert dalil("ask", "--batch", str(batch)) == 0
    assert json.loads(dalil.out)["understood"] == "Où l'atelier s'est-il tenu ?"
    batch.write_text(json.dumps(line | {"history": "Quand ?"}), encoding="utf-8")
    assert dalil("ask", "--batch", str(batch)) == 2
    assert "line 1" in dalil.err
