"""Telegram exports (`result.json`), read message by message in the child; hostile and damaged ones end in a reason."""

import json
import re
import tracemalloc
from datetime import date

import pytest

from index.parsing import CorpusFile, corpus_files, parse_file
from index.parsing.exports.json_file import LARGEST_BYTES

BRIDGE = "Новий міст через річку Іква відкрили у вересні, його будували чотири роки."


def message(number, text=BRIDGE, **more):
    day = "2025-11-04T23:50:00"
    return {"id": number, "type": "message", "date": day, "from": "Вісті", "from_id": "channel7", "text": text, **more}


def chat(*messages, name="Вісті", type="public_channel", id=7):
    return {"name": name, "type": type, "id": id, "messages": list(messages)}


def read(folder, content, name="result.json", **how):
    written = content if isinstance(content, bytes) else json.dumps(content, ensure_ascii=False, indent=1).encode()
    (folder / name).write_bytes(written)
    [file] = [entry for entry in corpus_files(folder) if isinstance(entry, CorpusFile)]
    return parse_file(file, **how)


def test_a_channel_gives_an_article_for_each_message_with_words(tmp_path):
    joined = {"id": 1, "type": "service", "action": "create_channel", "text": ""}
    words = ["Відкрили ", {"type": "bold", "text": "міст"}, " у Млинові ", {"type": "hashtag", "text": "#мости"}]
    picture = message(3, "", photo="a.jpg")
    reading = read(tmp_path, chat(joined, message(2, words, author="Ада Бортник"), picture))
    [article] = reading.articles
    assert (article.id, article.source) == ("7/2", "https://t.me/c/7/2")
    assert article.text == article.title == "Відкрили міст у Млинові #мости"
    assert (article.published, article.language) == (date(2025, 11, 4), "uk")
    assert article.fields == {"author": "Ада Бортник", "outlet": "Вісті", "tags": ("мости",)}
    assert (reading.skipped, list(reading.warnings)) == (
        (),
        ["result.json has parts that were left out: posts without text (1)"],
    )


def test_an_account_gives_the_messages_of_every_chat_after_its_own_facts(tmp_path):
    talk = chat(message(1, "Стрий замерз.", **{"from": "Ганна"}), name=None, type="personal_chat", id=8)
    left = chat(message(1, "Десна скресла.", text_entities=[{"type": "hashtag", "text": "#Десна"}]), name="Річки", id=9)
    account = {
        "about": 'Ваші дані: "архів" [2025]',
        "personal_information": {"name": "messages", "type": "x", "messages": "none"},
        "contacts": {"list": [{"first_name": "Іван", "numbers": [1, 2.5, True, None]}] * 500},
        "chats": {"about": "Чати", "list": [chat(message(1)), talk]},
        "left_chats": {"about": "Давні чати", "list": [left]},
    }
    first, second, third = read(tmp_path, account).articles
    assert (first.id, first.text, dict(first.fields)) == ("7/1", BRIDGE, {"outlet": "Вісті"})
    assert (second.id, second.text, dict(second.fields)) == ("8/1", "Стрий замерз.", {"author": "Ганна"})
    assert second.source == "result.json"  # a talk has no address
    assert third.fields == {"author": "Вісті", "outlet": "Річки", "tags": ("Десна",)}


def test_a_poll_is_its_question_and_options_and_a_forwarded_message_names_its_channel(tmp_path):
    options = [{"text": "Так", "voters": 3}, {"text": [{"type": "plain", "text": "Ні"}], "voters": 1}]
    poll = message(1, "", poll={"question": "Чи потрібен міст?", "closed": True, "answers": options})
    tasks = message(2, "До свята:", todo_list={"title": ["Прибрати ", "площу"], "items": [{"text": "Мітли"}]})
    reading = read(tmp_path, chat(poll, tasks, message(3, forwarded_from="Дороги"), message(4, "", poll="?")))
    asked, listed, forwarded = reading.articles
    assert asked.text == "Чи потрібен міст?\n- Так\n- Ні"
    assert listed.text == "До свята:\n\nПрибрати площу\n- Мітли"
    assert forwarded.fields == {"outlet": "Вісті", "forwarded_from": "Дороги"}


def test_chats_that_were_put_together_by_hand_are_read_as_those_of_an_account(tmp_path):
    both = [chat(message(1)), chat(message(1, "Десна скресла."), name="Річки", id=9)]
    assert [article.id for article in read(tmp_path, both).articles] == ["7/1", "9/1"]
    assert [article.id for article in read(tmp_path, {"chats": {"list": both}}).articles] == ["7/1", "9/1"]


def test_names_of_channels_may_hold_any_sign_and_the_file_a_byte_order_mark(tmp_path):
    named = json.dumps(chat(message(1), name='Вісті [Дубно] {"type": "\\" \\\\'), ensure_ascii=False)
    [article] = read(tmp_path, b"\xef\xbb\xbf" + named.encode()).articles
    assert article.fields["outlet"] == 'Вісті [Дубно] {"type": "\\" \\\\'


def test_messages_of_something_else_are_records_as_before(tmp_path):
    records = {"type": "letters", "count": [1], "messages": [{"id": "n", "text": BRIDGE}]}
    assert [article.id for article in read(tmp_path, records).articles] == ["n"]


def test_other_json_is_read_whole_so_it_may_not_be_as_large(tmp_path):
    with open(tmp_path / "a.json", "wb") as file:
        file.truncate(LARGEST_BYTES + (1 << 20))
    [file] = corpus_files(tmp_path)
    assert parse_file(file).skipped[0].reason == ("has 65 MB; JSON other than a Telegram export may have at most 64 MB")


@pytest.mark.parametrize(
    ("end", "problem"),
    [
        ('{"id": 9, "type": "mess', "is not complete JSON (parse error: premature EOF)"),
        ('{"id": 9, "type" "x"}]}', "is not complete JSON (parse error: object key and value must be separated"),
        ("[" * 5_000, "is nested too deeply"),
        (f'{{"id": 9, "text": {"[" * 5_000}', "is nested too deeply"),
        ('{"id": 9, "text": "Стрий"'.encode("cp1251"), "is not UTF-8"),
    ],
)
def test_a_damaged_export_gives_what_stands_before_the_damage(tmp_path, end, problem):
    whole = json.dumps(chat(message(1), message(2, "Десна скресла.")), ensure_ascii=False).encode()
    reading = read(tmp_path, whole[:-2] + b", " + (end if isinstance(end, bytes) else end.encode()))
    assert [article.id for article in reading.articles] == ["7/1", "7/2"]
    [warned] = reading.warnings
    assert (warned.place, warned.kind, warned.advice) == ("after 2 articles", "damaged", "export it again")
    assert warned.problem.startswith(problem)
    assert warned.problem.endswith("; the part before that was read")


def test_an_export_in_another_encoding_says_so(tmp_path):
    content = json.dumps(chat(message(1)), ensure_ascii=False).encode("cp1251")
    assert read(tmp_path, content).skipped[0].reason == "is not UTF-8: save it as UTF-8"


@pytest.mark.parametrize(
    ("start", "part", "problem"),
    # Many small objects weigh more than their bytes; which limit they meet first depends on what the child read before.
    [("", b"xxxxxxxxx", "holds a message of more than 16 MB"), ("[", b'{"a": 1},', "memory|16 MB")],
)
def test_a_message_of_any_size_ends_its_file_and_no_other(tmp_path, start, part, problem):
    head = json.dumps(chat(message(1)), ensure_ascii=False).encode()[:-2]
    with open(tmp_path / "result.json", "wb") as file:
        file.write(head + b', {"id": 2, "text": ' + (start or '"').encode())
        for _ in range(40):
            file.write(part * 100_000)
    [file] = corpus_files(tmp_path)
    reading = parse_file(file)
    assert [article.id for article in reading.articles] == ["7/1"]
    [warned] = reading.warnings
    assert re.search(problem, warned.problem)
    assert len(read(tmp_path, chat(message(1))).articles) == 1


def test_a_large_export_is_read_in_little_memory(tmp_path):
    read(tmp_path, chat(message(1)))  # loads what detects languages
    many = 1_000
    written = (json.dumps(message(n, file="f" * 80_000), ensure_ascii=False) for n in range(many))
    with open(tmp_path / "result.json", "w", encoding="utf-8") as file:
        file.write('{"name": "Вісті", "type": "public_channel", "id": 7, "messages": [')
        file.writelines(text if n == 0 else f",\n{text}" for n, text in enumerate(written))
        file.write("]}")
    [file] = corpus_files(tmp_path)
    assert file.size > LARGEST_BYTES
    seen = []
    tracemalloc.start()
    reading = parse_file(file, keep=lambda article: seen.append(article.id))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (len(seen), reading.articles, len(reading.records)) == (many, (), many)
    assert peak < 16 << 20, peak  # the head of the file is looked at


def test_an_export_that_is_given_up_leaves_the_next_one_readable(tmp_path):
    class Full(Exception):
        pass

    def keep(article):
        raise Full

    with pytest.raises(Full):
        read(tmp_path, chat(*map(message, range(2_000))), keep=keep)
    assert len(read(tmp_path, chat(message(1))).articles) == 1


def test_tags_in_a_message_are_its_words(tmp_path):
    [article] = read(tmp_path, chat(message(1, "Тег <br> і &amp;\nламають рядок"))).articles
    assert article.text == "Тег <br> і &amp;\nламають рядок"


@pytest.mark.parametrize("wrap", [lambda chats: chats[0], lambda chats: {"about": "Дані", "chats": {"list": chats}}])
def test_an_export_whose_fields_were_sorted_is_the_same(tmp_path, wrap):
    plain = wrap([chat(message(2), message(3, "Стрий {замерз}.")), chat(message(1, "Десна."), name="Річки", id=9)])
    expected = read(tmp_path, plain)
    sorted_ones = json.dumps(plain, sort_keys=True, ensure_ascii=False).encode()
    assert read(tmp_path, sorted_ones) == expected
    assert expected.articles[0].source == "https://t.me/c/7/2"
    cut = read(tmp_path, sorted_ones[: sorted_ones.index("Стрий".encode())])
    assert [article.text for article in cut.articles] == [BRIDGE]
    assert [warning.kind for warning in cut.warnings] == ["damaged"]


def test_messages_of_another_program_are_records(tmp_path):
    other = {"messages": [{"text": BRIDGE, "type": "note"}], "name": "Нотатки"}
    assert [article.id for article in read(tmp_path, other, "notes.json").articles] == ["notes.json#1"]
