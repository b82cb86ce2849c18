import asyncio

from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import Runnable, RunnableLambda

from rag.assistant import AskInput
from rag.chain import AnswerChain, PassageRetriever
from tests.support.small_world import PASSAGES
from tests.test_assistant import assistant
from tests.test_retrieval import small_retriever


def test_the_retriever_gives_documents_that_know_their_place() -> None:
    retriever = PassageRetriever(retriever=small_retriever())
    assert isinstance(retriever, BaseRetriever)
    document = retriever.invoke("How many networks were dismantled?")[0]
    assert document.page_content == PASSAGES[0].text
    assert (document.metadata["report"], document.metadata["paragraph"]) == ("review", "I.f")


def test_the_chain_answers_one_question_and_many() -> None:
    chain = AnswerChain(assistant())
    assert isinstance(chain, Runnable)
    assert chain.invoke("How many networks were dismantled?").text == "Au total, 111 réseaux ont été démantelés. [1]"
    answers = chain.batch([AskInput("How many networks?"), AskInput("Combien de migrants ?")])
    assert [answer.language for answer in answers] == ["en", "fr"]


def test_the_chain_streams_joins_others_and_waits_for_nobody() -> None:
    chain = AnswerChain(assistant())
    *_growing, last = chain.stream("How many networks were dismantled?")
    joined = chain | RunnableLambda(lambda answer: answer.text)
    assert asyncio.run(joined.ainvoke("How many networks were dismantled?")) == last.text
