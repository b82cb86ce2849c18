"""Ways to break the product on purpose, and ways to vary a run without breaking anything: what tests the gate.

One file a room of the product; `base` says what a regression is, `bench` asks the broken product, `harmless` varies the
sound one. `FAINT` holds bugs that hardly touch an answer about the sample reports, because other parts make up for them
or no fact is concerned: they are shown, not counted.
"""

from tools.regressions import answering, passages, question, reading, retrieval, stores
from tools.regressions.base import Regression

REGRESSIONS: tuple[Regression, ...] = (
    *reading.REGRESSIONS,
    *passages.REGRESSIONS,
    *stores.REGRESSIONS,
    *retrieval.REGRESSIONS,
    *question.REGRESSIONS,
    *answering.REGRESSIONS,
)
FAINT: tuple[Regression, ...] = (*stores.FAINT, *retrieval.FAINT, *question.FAINT)
