import time
from pathlib import Path
from statistics import median

from rag.question import parts, understand

TABLE = (Path(__file__).parent / "conversations.tsv").read_text(encoding="utf-8").splitlines()


def test_understanding_a_question_takes_about_a_millisecond_at_most() -> None:
    conversations = [line.split("\t")[0].split(" | ") for line in TABLE]
    for *history, question in conversations:
        parts(understand(question, history=history))
    taken = []
    for *history, question in conversations:
        started = time.perf_counter()
        parts(understand(question, history=history))
        taken.append(time.perf_counter() - started)
    # Four times what a follow-up takes on an idle machine, for busy ones.
    assert median(taken) < 0.004
