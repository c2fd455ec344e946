"""The retrievers for other frameworks, held to the frameworks' own tests where there are such."""

import os

import pytest

from index.build import renew
from index.errors import QuestionError
from support.milvus import milvus_server

pytestmark = pytest.mark.alone  # their event loops cannot run in a process where a browser is driven

DNIPRO = "Дніпро бере початок на Валдайській височині. Довжина Дніпра становить 2201 кілометр."
STATED = "title: Дніпро\nauthor: Ада Бортник\npublished: 2024-03-21\nlanguage: uk\nsource: Атлас"
ARTICLES = {
    "dnipro.md": f"---\n{STATED}\n---\n\n{DNIPRO}\n",
    "bees.md": "---\ntitle: Бджоли\nlanguage: uk\n---\n\nВиляльний танець розповідає бджолам, де нектар.\n",
    "moon.md": "---\ntitle: Місяць\nlanguage: uk\n---\n\nМісяць двічі на добу піднімає припливи.\n",
    "bison.md": "---\ntitle: Зубр\nlanguage: uk\n---\n\nДорослий зубр важить до тонни.\n",
}
QUESTION = "Яка довжина Дніпра?"


@pytest.fixture(scope="module")
def index(index_of):
    return index_of(ARTICLES)


@pytest.fixture(scope="module")
def uri(tmp_path_factory, index, remembering):
    """The address of a server with the same articles, whose index folder is elsewhere."""
    place = tmp_path_factory.mktemp("milvus")
    server = milvus_server(place / "data")
    renew(index.parent / "corpus", place / "index", remembering, uri=server.uri)
    yield server.uri
    server.kill()


try:
    from langchain_tests.integration_tests import RetrieversIntegrationTests
except ImportError:
    RetrieversIntegrationTests = None

if RetrieversIntegrationTests:

    @pytest.mark.anyio
    class TestLangChain(RetrieversIntegrationTests):
        """LangChain's own tests."""

        @pytest.fixture(autouse=True)
        def _place(self, index):
            self.index = index

        @pytest.fixture
        def anyio_backend(self):
            return "asyncio"

        @property
        def retriever_constructor(self):
            from dzherelo.langchain import DzhereloRetriever

            return DzhereloRetriever

        @property
        def retriever_constructor_params(self):
            return {"index_dir": self.index, "reads": False}

        @property
        def retriever_query_example(self):
            return QUESTION


def test_a_document_of_langchain_carries_its_place_and_its_confidence(index):
    pytest.importorskip("langchain_core")
    from dzherelo.langchain import DzhereloRetriever

    first = DzhereloRetriever(index_dir=index, k=2, reads=False).invoke(QUESTION)[0]
    assert (first.page_content, first.id) == (DNIPRO, "dnipro.md#0-84")
    place = {"article_id": "dnipro.md", "start": 0, "end": 84, "page": None, "published": "2024-03-21"}
    assert place.items() <= first.metadata.items()
    assert 0.2 < first.metadata["confidence"] <= 1
    with pytest.raises(QuestionError, match="k is 0"):
        DzhereloRetriever(index_dir=index, reads=False).invoke(QUESTION, k=0)
    dated = DzhereloRetriever(index_dir=index, since="2024-01-01", reads=False).invoke("Скільки важить зубр?")
    assert [each.metadata["article_id"] for each in dated] == ["dnipro.md"]
    by_author = DzhereloRetriever(index_dir=index, where={"author": ["Ада Бортник"]}, reads=False)
    found = by_author.invoke("Скільки важить зубр?")
    assert [each.metadata["article_id"] for each in found] == ["dnipro.md"]


def test_a_misspelt_filter_of_langchain_is_an_error(index):
    langchain = pytest.importorskip("dzherelo.langchain")
    with pytest.raises(ValueError, match="sinse"):
        langchain.DzhereloRetriever(index_dir=index, sinse="2025-01-01")


def test_a_pipeline_of_haystack_gets_the_same_and_can_be_stored(index, monkeypatch):
    monkeypatch.setitem(os.environ, "HAYSTACK_TELEMETRY_ENABLED", "False")
    monkeypatch.setitem(os.environ, "HAYSTACK_DESERIALIZATION_ALLOWLIST", "dzherelo.haystack")
    haystack = pytest.importorskip("haystack")
    from dzherelo.haystack import DzhereloRetriever

    pipeline = haystack.Pipeline()
    pipeline.add_component("retriever", DzhereloRetriever(str(index), top_k=1, reads=False))
    again = haystack.Pipeline.loads(pipeline.dumps())
    [document] = again.run({"retriever": {"query": QUESTION}})["retriever"]["documents"]
    assert (document.content, document.meta["start"], document.meta["end"]) == (DNIPRO, 0, 84)
    assert document.score == document.meta["confidence"]
    with pytest.raises(Exception, match="k is 0"):
        again.run({"retriever": {"query": QUESTION, "top_k": 0}})
    asked = {"query": "Скільки важить зубр?", "where": {"author": "Ада Бортник"}}
    [document] = again.run({"retriever": asked})["retriever"]["documents"]
    assert document.meta["article_id"] == "dnipro.md"


def test_the_retriever_of_langchain_asks_a_milvus_server(uri, tmp_path):
    pytest.importorskip("langchain_core")
    from dzherelo.langchain import DzhereloRetriever

    retriever = DzhereloRetriever(index_dir=tmp_path / "none", k=1, reads=False, uri=uri)
    assert [each.id for each in retriever.invoke(QUESTION)] == ["dnipro.md#0-84"]
    assert uri not in repr(retriever)  # it may hold a password


def test_the_retriever_of_haystack_asks_a_milvus_server(uri, tmp_path, monkeypatch):
    monkeypatch.setitem(os.environ, "HAYSTACK_TELEMETRY_ENABLED", "False")
    pytest.importorskip("haystack")
    from dzherelo.haystack import DzhereloRetriever

    retriever = DzhereloRetriever(str(tmp_path / "none"), top_k=1, reads=False, uri=uri)
    again = DzhereloRetriever.from_dict(retriever.to_dict())
    assert [each.id for each in again.run(QUESTION)["documents"]] == ["dnipro.md#0-84"]
