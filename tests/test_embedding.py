"""The bundled model, as the index and the search use it."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from rag.embedding import StaticModel, as_langchain, load_bundled
from rag.errors import ModelError

ROOT = Path(__file__).parents[1]
BUNDLED = ROOT / "rag" / "models" / "dalil-static"

TRANSLATIONS = [
    (
        "The ministry opened a new health centre for migrant workers.",
        "Le ministère a ouvert un nouveau centre de santé pour les travailleurs migrants.",
        "افتتحت الوزارة مركزا صحيا جديدا للعمال المهاجرين.",
    ),
    (
        "Children have the right to go to school whatever their nationality.",
        "Les enfants ont le droit d'aller à l'école quelle que soit leur nationalité.",
        "للأطفال الحق في الذهاب إلى المدرسة مهما كانت جنسيتهم.",
    ),
    (
        "The report is based on data from the national census.",
        "Le rapport s'appuie sur les données du recensement national.",
        "يستند التقرير إلى بيانات التعداد الوطني.",
    ),
    (
        "Water and electricity were cut in several villages after the storm.",
        "L'eau et l'électricité ont été coupées dans plusieurs villages après la tempête.",
        "انقطعت المياه والكهرباء في عدة قرى بعد العاصفة.",
    ),
]


@pytest.fixture(scope="module")
def model() -> StaticModel:
    return load_bundled()


def test_bundled_model_answers_without_torch() -> None:
    program = (
        "import sys; from rag.embedding import load_embedder; "
        "vector = load_embedder('bundled').embed_question('Où est le port ?'); "
        "heavy = {'torch', 'sentence_transformers', 'transformers', 'langchain_core'} & set(sys.modules); "
        "print(vector.shape, sorted(heavy))"
    )
    printed = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    assert printed.strip() == "(256,) []"


@pytest.mark.parametrize(("left", "right"), [(0, 1), (0, 2), (1, 2), (2, 0)])
def test_translations_are_nearest(model: StaticModel, left: int, right: int) -> None:
    cosines = (
        model.embed_passages([row[left] for row in TRANSLATIONS])
        @ model.embed_passages([row[right] for row in TRANSLATIONS]).T
    )
    others = cosines[~np.eye(len(TRANSLATIONS), dtype=bool)]
    assert cosines.argmax(axis=1).tolist() == [0, 1, 2, 3]
    assert np.diag(cosines).min() > others.max()


def test_words_meet_their_translations(model: StaticModel) -> None:
    words = ["réfugié", "لاجئ", "refugee", "banane"]
    cosines = model.embed_passages(words) @ model.embed_passages(words).T
    assert min(cosines[0, 1], cosines[0, 2], cosines[1, 2]) > 0.5 > cosines[0, 3]


def test_rows_are_unit_vectors_and_no_text_is_zero(model: StaticModel) -> None:
    vectors = model.embed_passages(["Un texte.", "", "  \n", "نص قصير", "✂️"])
    assert vectors.dtype == np.float32
    assert vectors.shape == (5, model.dimension)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 0, 0, 1, 0], abs=1e-5)
    assert model.embed_passages([]).shape == (0, model.dimension)


def test_spelling_variants_are_one(model: StaticModel) -> None:
    assert model.embed_question("L’ÉTAT  MODERNE") == pytest.approx(model.embed_question("l'etat moderne"))
    assert model.embed_question("إِدارةُ الهجـــرة") == pytest.approx(model.embed_question("اداره الهجره"))
    assert model.embed_question("٣٣٬٤٤٣") == pytest.approx(model.embed_question("33,443"))


def test_numbers_words_and_the_article_are_tokens(model: StaticModel) -> None:
    def pieces(text: str) -> list[str]:
        return model.pieces(model.token_ids([text])[0])

    assert pieces("in 2018, 111 of 7") == ["▁in", "▁2018", "▁111", "▁of", "▁7"]
    assert pieces("l'eau")[-1] == pieces("eau")[0]
    assert pieces("والبلدان")[-1] == pieces("بلدان")[0]


def test_many_texts_are_embedded_as_each_alone(model: StaticModel) -> None:
    texts = [f"Paragraphe {number} sur la santé et le travail." for number in range(1500)] + [""]
    together = model.embed_passages(texts)
    alone = np.stack([model.embed_question(text) for text in texts[::499]])
    assert together.shape == (1501, model.dimension)
    assert together[::499] == pytest.approx(alone, abs=1e-6)
    assert [len(ids) for ids in model.token_ids(texts)][-1] == 0


def test_same_cosines_in_sentence_transformers(model: StaticModel) -> None:
    from sentence_transformers import SentenceTransformer

    texts = [text for row in TRANSLATIONS for text in row] + ["33 443 réfugiés en 2019", "日本 seul"]
    theirs = SentenceTransformer(str(BUNDLED), device="cpu", local_files_only=True).encode(texts)
    ours = model.embed_passages(texts)
    assert np.einsum("ij,ij->i", ours, theirs / np.linalg.norm(theirs, axis=1, keepdims=True)) == pytest.approx(
        np.ones(len(texts)), abs=1e-5
    )


def test_bundled_folder_is_small_and_readable_by_all() -> None:
    files = [path for path in BUNDLED.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) <= 30_000_000
    assert all(path.stat().st_mode & 0o044 == 0o044 for path in files)
    assert (BUNDLED / "README.md").is_file()


def test_langchain_gets_the_same_vectors(model: StaticModel) -> None:
    embeddings = as_langchain(model)
    assert embeddings.embed_query("le port") == pytest.approx(model.embed_question("le port").tolist())
    documents = embeddings.embed_documents(["le port", "la mer"])
    assert documents[1] == pytest.approx(model.embed_question("la mer").tolist())


def test_damaged_static_model_is_told(tmp_path: Path) -> None:
    (tmp_path / "tokenizer.json").write_text("{}")
    with pytest.raises(ModelError, match="cannot be loaded") as told:
        StaticModel.load(tmp_path)
    assert "Restore" in told.value.mend
