"""The further fields of an article: stored, shown, and used in filters."""

import json
import sqlite3
from contextlib import closing

import pytest

from index.build import renew
from index.catalogue.entries import CataloguedArticle, article_of, article_row, checksum
from index.errors import QuestionError
from index.generation import Filter
from index.index_folder import IndexFolder
from index.local_store import LocalStore
from index.parsing.facts.free_fields import fields_of
from index.parsing.sandbox.parent import parse_in_child
from index.records import Article
from qa import Assistant
from qa.arguments import read_filter
from support.indexes import generation_of

ARTICLES = {
    "bridge.md": "---\ntitle: Міст\nauthor: Дар'я О’Коваль\ntags: [міста, Мости]\nsection: Київ\n---\n"
    "Новий міст через річку відкрили у вересні. Його будували чотири роки.\n",
    "records.jsonl": json.dumps(
        {
            "id": "ferry",
            "title": "Пором",
            "text": "Старий пором через річку закрили у жовтні. Він возив людей тридцять років.",
            "authors": [{"name": "Іван Гай"}, {"name": "Олена Яр"}],
            "publisher": "Річкові вісті",
            "seo": {"topic": {"main": "річки"}},
            "views": 12,
            "paid": False,
        },
        ensure_ascii=False,
    )
    + "\n",
    "plain.txt": "Річка замерзла у січні, і через неї ходили пішки. Лід був завтовшки пів метра.\n",
}
QUESTION = "Що було через річку?"


@pytest.fixture(scope="module")
def index(index_of):
    return index_of(ARTICLES)


@pytest.fixture(scope="module")
def assistant(index, remembering):
    with Assistant(LocalStore(index), remembering, reader=None) as assistant:
        yield assistant


def test_every_other_field_is_kept_under_its_own_name(assistant):
    fields = {entry.id: entry.fields for entry in assistant.generation().articles}
    assert fields == {
        "bridge.md": {"author": "Дар'я О’Коваль", "tags": ("міста", "Мости"), "section": "Київ"},
        "ferry": {
            "author": ("Іван Гай", "Олена Яр"),
            "outlet": "Річкові вісті",
            "seo.topic.main": "річки",
            "views": "12",
            "paid": "false",
        },
        "plain.txt": {},
    }
    assert assistant.generation().article(1).fields == fields["ferry"]
    assert assistant.generation().field_names == (
        *("author", "outlet", "paid", "section", "seo.topic.main", "tags", "views"),
    )


@pytest.mark.parametrize(
    ("record", "kept"),
    [
        ({"title": "Т", "date": "торік", "text": "слово"}, {"date": "торік"}),
        ({"text": "слово", "source": "газета", "url": "https://a.example"}, {"outlet": "газета"}),
        ({"text": "слово", "tags": "війна, мир; мир"}, {"tags": ("війна", "мир")}),
        ({"text": "слово", "author": "Я", "byline": "Ти"}, {"author": "Я", "byline": "Ти"}),
        ({"text": "слово", "summary": "д" * 501, "Розділ": "світ\nі ми"}, {"розділ": "світ і ми"}),
        ({"meta": {"author": "Я", "title": "Т"}, "text": "слово"}, {"author": "Я"}),
        ({"extra": {"author": "Я"}, "params": {"rubric": "Т"}, "text": "слово"}, {"author": "Я", "rubric": "Т"}),
        ({"text": "слово", "x": None, "y": [], "z": {}, "w": [[1]]}, {}),
    ],
)
def test_what_has_a_place_of_its_own_is_no_field(record, kept):
    assert fields_of(record) == kept


@pytest.mark.parametrize(
    ("where", "found"),
    [
        ({"author": "дар’я о'коваль"}, {"bridge.md"}),
        ({"Author": "Олена  Яр"}, {"ferry"}),
        ({"author": ["Дар'я О'Коваль", "Іван Гай"]}, {"bridge.md", "ferry"}),
        ({"author": "Іван Гай", "outlet": "річкові вісті"}, {"ferry"}),
        ({"author": "Іван Гай", "tags": "мости"}, set()),
        ({"tags": "мости"}, {"bridge.md"}),
        ({"author": "Іван"}, set()),
        ({"views": "12"}, {"ferry"}),
        ({}, {"bridge.md", "ferry", "plain.txt"}),
    ],
)
def test_a_filter_wants_the_whole_value_and_any_of_several(assistant, where, found):
    hits = assistant.retrieve(QUESTION, where=where)
    assert {hit.article_id for hit in hits} == found
    wanted = read_filter(where=where)
    rows, _ = assistant.generation().lexical(QUESTION, 10, wanted)
    articles = assistant.generation().articles
    assert {articles[assistant.generation().passages[row]["article"]].id for row in rows} == found
    assert {each.article_id for each in assistant.mentions("річка", where=where).articles} == found


def test_an_unknown_field_is_one_error_that_names_those_there_are(assistant, indexed):
    for ask in (assistant.retrieve, assistant.ask, assistant.mentions):
        with pytest.raises(QuestionError) as caught:
            ask("річка", where={"autor": "Іван"})
        assert caught.value.message == "no article has a field 'autor'"
        assert caught.value.fix == "Use one of these: author, outlet, paid, section, seo.topic.main, tags, views"
    with pytest.raises(QuestionError) as caught:
        indexed({"a.txt": "Річка."}).allowed(Filter(where=(("author", ("x",)),)))
    assert caught.value.fix == "Add it to the articles, then run dzherelo build"


@pytest.mark.parametrize("where", ["author=x", {"author": 3}, {"author": []}, {3: "x"}, {"author": [None]}])
def test_what_names_no_fields_and_values_is_refused(assistant, where):
    with pytest.raises(QuestionError, match="where"):
        assistant.retrieve("річка", where=where)


def test_a_hit_has_the_author_and_its_text_is_still_a_slice(assistant):
    hit = assistant.retrieve("пором", where={"outlet": "Річкові вісті"})[0]
    assert (hit.author, hit.fields["outlet"]) == ("Іван Гай, Олена Яр", "Річкові вісті")
    article = next(each for each in assistant.generation().article_texts() if each.id == hit.article_id)
    assert article.text[hit.start : hit.end] == hit.text
    assert hit.to_json()["fields"]["author"] == ["Іван Гай", "Олена Яр"]


def test_an_index_of_the_schema_before_is_read_and_the_next_build_renews_it(index, remembering, quick_path):
    folder = IndexFolder(quick_path / "index")
    renew(index.parent / "corpus", folder.path, remembering)
    with closing(sqlite3.connect(folder.catalogue)) as connection, connection:
        connection.execute("PRAGMA user_version = 3")
    assert [entry.id for entry in generation_of(folder.path).articles] == ["bridge.md", "ferry", "plain.txt"]
    report = renew(index.parent / "corpus", folder.path, remembering)
    assert (len(report.unchanged), report.passages_encoded) == (3, 0)
    with closing(sqlite3.connect(folder.catalogue)) as connection, connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (4,)


def test_an_article_stored_without_fields_has_none():
    row = list(article_row(b"h", CataloguedArticle(Article("a", "А", None, "uk", "a", "Річка."), (), ())))
    row[1] = json.dumps(json.loads(row[1])[:6])
    row[-1] = checksum(*row[:-1])
    assert article_of(tuple(row)).article.fields == {}


PAGE = """<html><head><title>Міст</title>{head}</head><body><article><h1>Міст</h1>
<p>Новий міст через річку відкрили у вересні. Його будували чотири роки.</p></article></body></html>"""


@pytest.mark.parametrize(
    ("head", "fields"),
    [
        ("", {}),
        (
            '<meta name="author" content="Дар’я Коваль"><meta property="og:site_name" content="Вісті">'
            '<meta property="article:tag" content="міст"><meta property="article:tag" content="річка">',
            {"author": "Дар’я Коваль", "outlet": "Вісті", "tags": ("міст", "річка")},
        ),
        ('<meta property="article:author" content="https://a.example/me">', {}),
        (
            '<script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", "author": [{"name": "Іван Гай"}],'
            ' "publisher": {"@type": "Organization", "name": "Вісті"}}]}</script><meta name="author" content="admin">',
            {"author": ("Іван Гай",), "outlet": "Вісті"},
        ),
        ('<script type="application/ld+json">{"@type": "Person", "author": "Хтось"</script>', {}),
    ],
)
def test_a_page_states_its_author_in_its_head_or_not_at_all(head, fields):
    assert parse_in_child("html", PAGE.format(head=head).encode()).fields == fields


@pytest.mark.parametrize(
    ("record", "kept"),
    [
        ({"categories": ["Новини"], "tags": ["міст"]}, {"categories": ("Новини",), "tags": ("міст",)}),
        ({"tags": ["міст"], "category": "Новини"}, {"tags": ("міст",), "category": ("Новини",)}),
        ({"category": "Новини", "tags": []}, {"tags": ("Новини",)}),
        ({"creator": "ada", "author": "Ада"}, {"creator": "ada", "author": "Ада"}),
        ({"publisher": "ТОВ", "outlet": "Вісті"}, {"publisher": "ТОВ", "outlet": "Вісті"}),
        ({"author": 3, "author_name": "Ада"}, {"author": "Ада"}),
        ({"source": "https://x.example", "newspaper": "Вісті"}, {"outlet": "Вісті"}),
    ],
)
def test_of_several_fields_of_one_meaning_none_is_lost_and_the_likeliest_counts(record, kept):
    assert fields_of(record) == kept


@pytest.mark.parametrize(
    "person",
    [
        {"first_name": "Ада", "last_name": "Гук"},
        {"familyName": "", "displayName": "Ада Гук"},
        {"name": "Ада Гук", "id": 5},
    ],
)
def test_a_person_has_one_name(person):
    assert fields_of({"author": person}) == {"author": "Ада Гук"}
    assert fields_of({"authors": [person, "Ілля"]}) == {"author": ("Ада Гук", "Ілля")}


@pytest.mark.parametrize("tags", ["міст, річка", "міст; річка", "міст|річка", "#міст #річка", '["міст", "річка"]'])
def test_tags_are_listed_as_people_and_programs_write_them(tags):
    assert fields_of({"tags": tags})["tags"] == ("міст", "річка")


@pytest.mark.parametrize("tags", ["[" * 100_000, "[міст", "#1 на полі"])
def test_what_only_looks_like_a_list_is_no_error(tags):
    assert fields_of({"tags": tags}).keys() <= {"tags"}
