"""What a question asks: its language, the kind of answer it wants, the countries, numbers and names it holds.

By word lists and rules in three languages, `understand` looks at the question and at the conversation before it;
`parts` takes a question apart that asks for several things. Nothing here looks at the reports.
"""

from rag.question.kinds import kind_of
from rag.question.parts import parts
from rag.question.understanding import understand

__all__ = ["kind_of", "parts", "understand"]
