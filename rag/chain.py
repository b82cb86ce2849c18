"""The product as parts of LangChain: a `BaseRetriever` and a `Runnable`, for whoever builds further chains on it.

Thin adapters: they find and answer nothing themselves. They stand apart because importing LangChain's runnables costs
more than answering a question, and the command line needs neither.

    retriever = PassageRetriever(retriever=…)                     # invoke("question") -> documents
    chain = AnswerChain(open_assistant(load_settings()))          # invoke(AskInput("question")) -> Answer
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import Runnable, RunnableConfig
from pydantic import ConfigDict

from rag.assistant import AskInput, Assistant, Retriever
from rag.text.language import detect
from rag.types import Answer, Hit, Question


class PassageRetriever(BaseRetriever):
    """The passages that may answer a question, as documents whose metadata says where they stand and why."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    retriever: Retriever

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        return [_document(hit) for hit in self.retriever.hits(Question(query, detect(query)))]


class AnswerChain(Runnable[AskInput | str, Answer]):
    """The assistant as a Runnable: invoke, batch, stream and their asynchronous forms, of a question or an AskInput."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant

    def invoke(self, input: AskInput | str, config: RunnableConfig | None = None, **_: Any) -> Answer:
        """Return the verified answer."""
        *_growing, answer = self.stream(input, config)
        return answer

    def stream(
        self,
        input: AskInput | str,
        config: RunnableConfig | None = None,
        **_: Any,
    ) -> Iterator[Answer]:
        """Yield the answer as it grows; the last one is final."""
        yield from self._assistant.stream(AskInput(input) if isinstance(input, str) else input)


def _document(hit: Hit) -> Document:
    passage = hit.passage
    return Document(
        id=passage.id,
        page_content=passage.text,
        metadata={
            "report": passage.report_id,
            "paragraph": passage.locator.paragraph,
            "section": passage.locator.section,
            "page": passage.locator.page_label,
            "score": hit.score,
            **hit.why,
        },
    )
