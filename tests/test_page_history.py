"""Stored conversations: kept, read again by later versions, deleted without a trace, exported as questions."""

import json
import sqlite3
from contextlib import closing
from dataclasses import fields, replace
from datetime import date

import pytest

from index.errors import DiskError
from qa import Answer, Citation, Hit
from qa.times import TimeRange
from ui.asgi.visitor_cookie import COOKIE, owner_of
from ui.history.deleted import Deleted
from ui.history.feedback import question_file
from ui.history.payload import VERSION, read_answer, write_answer
from ui.history.records import Asked
from ui.history.store import FILE, History


@pytest.fixture
def history(tmp_path):
    history = History(tmp_path / FILE)
    yield history
    history.close()


def hit(of: Citation) -> Hit:
    """The same passage as a hit, without a number and an answering sentence."""
    return Hit(**{name: getattr(of, name) for name in Hit.__slots__})


def test_only_judgements_whose_right_answer_is_known_become_questions(history, citation, answer):
    answered, refused = answer(citation()), answer(status="no_answer")
    for question, given in zip("12345", (answered, answered, answered, refused, refused), strict=True):
        history.add("talk", Asked(question), given)
    for turn, thumb, reason in ((1, 1, ""), (2, -1, "none:ні"), (3, -1, "wrong:"), (4, 1, ""), (5, -1, "wrong:є")):
        assert history.rate(turn, "talk", thumb, reason)
    assert not history.rate(1, "another talk", 1, "")
    rows = [json.loads(line) for line in question_file(history).splitlines()]
    assert [(row["question"], row["answerable"], row["articles"], row["history"]) for row in rows] == [
        ("1", True, ["a/b.md"], []),
        ("2", False, [], ["1"]),
        ("4", False, [], ["1", "2", "3"]),
    ]
    assert rows[0]["spans"] == [{"start": 17, "end": 47}]


def test_an_answer_comes_back_from_history_as_it_was(tmp_path, citation, answer):
    also = (hit(citation(article_id="b.md")), hit(citation(article_id="c.md", published=None)))
    spans = ((35, 46), (17, 26))
    cited = citation(also=also, spans=spans, span_start=35, span_end=46)
    given = answer(cited, citation(number=2, published=None, page=4))
    first = History(tmp_path / FILE)
    first.add("talk", Asked("Кого?", "2026-01-01", "", "uk", "author=Ада"), given)
    first.close()
    again = History(tmp_path / FILE)
    [turn] = again.turns("talk")
    assert turn.answer == given
    assert turn.asked == Asked("Кого?", "2026-01-01", "", "uk", "author=Ада")
    again.close()


# The stored form of an answer

FIELDS_OF_VERSION_6 = {
    Answer: "question searched status confidence citations near_misses hint generation repaired time",
    Citation: "article_id title published language source page start end text score dense_rank lexical_rank "
    "dense_score lexical_score fields recognised unit page_name number answer_start answer_end span_start span_end "
    "spans confidence also",
    Hit: "article_id title published language source page start end text score dense_rank lexical_rank "
    "dense_score lexical_score fields recognised unit page_name",
}


def test_a_change_of_the_fields_of_an_answer_raises_the_version_of_its_stored_form():
    assert VERSION == 6
    for record, names in FIELDS_OF_VERSION_6.items():
        assert " ".join(field.name for field in fields(record)) == names


def test_an_answer_of_an_earlier_version_is_shown_with_the_confidence_that_it_had(citation, answer):
    given = answer(citation(score=0.8), citation(number=2, score=0.4), confidence=0.6)
    stored = json.loads(write_answer(given))
    del stored["version"]
    for cited in stored["citations"]:
        for name in ("span_start", "span_end", "spans", "confidence"):
            del cited[name]
    first, second = read_answer(json.dumps(stored)).citations
    assert first == replace(given.citations[0], confidence=0.6)
    assert second.confidence == pytest.approx(0.15)  # half the score: a quarter of the confidence
    assert (second.span_start, second.span_end, second.spans) == (17, 47, ((17, 47),))


def test_an_answer_of_a_later_version_is_shown_without_what_it_knows_more(citation, answer):
    given = answer(citation(also=(hit(citation()),)))
    stored = json.loads(write_answer(given))
    stored |= {"version": 7, "mood": "calm"}
    stored["citations"][0]["colour"] = "blue"
    stored["citations"][0]["also"][0]["colour"] = "blue"
    assert read_answer(json.dumps(stored)) == given


def test_the_time_of_a_question_is_kept_and_answers_of_earlier_versions_have_none(answer, citation):
    time = TimeRange(date(2026, 2, 1), None, "filter", 3, 18)
    given = answer(citation(), time=time)
    assert read_answer(write_answer(given)) == given
    stored = json.loads(write_answer(given)) | {"version": 3}
    del stored["time"]
    assert read_answer(json.dumps(stored)) == replace(given, time=None)


def test_a_turn_that_cannot_be_read_hides_no_other_and_is_logged(tmp_path, history, citation, answer, caplog):
    for question in ("перше", "друге"):
        history.add("talk", Asked(question), answer(citation()))
    with closing(sqlite3.connect(tmp_path / FILE)) as file, file:
        file.execute("UPDATE turn SET answer = '{}' WHERE id = 1")
    assert [turn.asked.question for turn in history.turns("talk")] == ["друге"]
    assert "turn 1 of the history cannot be read" in caplog.text


# Owners, deletion, the file


def test_nobody_reaches_the_conversations_of_another(history, citation, answer):
    mine = history.add("talk", Asked("моє"), answer(citation()), "me")
    history.add("talk", Asked("чуже"), answer(citation()), "you")
    assert [turn.asked.question for turn in history.turns("talk", "me")] == ["моє"]
    assert history.turns("talk", "") == []
    assert [talk.question for talk in history.conversations("you")] == ["чуже"]
    assert history.questions("talk", "you") == ["чуже"]
    assert not history.rate(mine.id, "talk", 1, "", "you")
    assert history.rate(mine.id, "talk", 1, "", "me")
    assert question_file(history, "you") == ""
    assert "моє" in question_file(history, "me")
    theirs = history.turns("talk", "you")[0].id
    history.add("talk", Asked("нове"), answer(citation()), "you", instead_of=theirs)
    assert [turn.asked.question for turn in history.turns("talk", "you")] == ["нове"]
    history.delete("talk", "you")
    history.delete_all("you")
    assert [turn.asked.question for turn in history.turns("talk", "me")] == ["моє"]
    assert history.turns("talk", "you") == []


def test_a_turn_takes_the_place_of_the_last_one(history, citation, answer):
    first, second = (history.add("talk", Asked(question), answer(citation())) for question in "12")
    assert history.questions("talk", before=second.id) == ["1"]
    assert history.add("talk", Asked("3"), answer(citation()), instead_of=second.id).conversation == "talk"
    assert history.questions("talk") == ["1", "3"]
    assert history.turns("talk")[0].id == first.id


def test_an_edited_question_that_others_follow_begins_a_conversation_and_they_stay(history, citation, answer):
    _, second, _ = (history.add("talk", Asked(question), answer(citation()), "me") for question in "123")
    edited = history.add("talk", Asked("4"), answer(citation()), "me", instead_of=second.id)
    assert edited.conversation != "talk"
    assert history.questions(edited.conversation, "me") == ["1", "4"]
    assert history.questions("talk", "me") == ["1", "2", "3"]
    assert history.questions(edited.conversation, "you") == []


def test_conversations_are_found_by_words_of_questions_and_quotes(history, citation, answer):
    history.add("one", Asked("Кого видав Казахстан?"), answer(citation()), "me")
    history.add("two", Asked("Скільки важить зубр?"), answer(citation(title="Зубр", text="Зубр важить тонну.")), "me")
    history.add("two", Asked("А де живе?"), answer(status="no_answer"), "me")
    found = {
        search: [talk.id for talk in history.conversations("me", search)]
        for search in ("зубр", "ЖИВЕ важить", "екстрадиц", "зубр видав", "тонн", " ", "немає")
    }
    assert found == {
        "зубр": ["two"],
        "ЖИВЕ важить": ["two"],
        "екстрадиц": ["one"],
        "зубр видав": [],
        "тонн": ["two"],
        " ": ["two", "one"],
        "немає": [],
    }
    assert history.conversations("you", "зубр") == []


def test_a_conversation_is_called_by_its_first_question_however_quickly_the_next_followed(history, citation, answer):
    for question in ("перше", "друге", "третє"):
        history.add("talk", Asked(question), answer(citation()))
    [talk] = history.conversations()
    assert (talk.question, talk.turns) == ("перше", 3)


@pytest.mark.parametrize("later", ["owner", "field"])
def test_a_history_of_an_earlier_version_is_still_read(tmp_path, citation, answer, later):
    history = History(tmp_path / FILE)
    history.add("talk", Asked("колишнє"), answer(citation()))
    history.close()
    with closing(sqlite3.connect(tmp_path / FILE)) as file, file:
        file.execute(f"ALTER TABLE turn DROP COLUMN {later}")
    again = History(tmp_path / FILE)
    assert [turn.asked.question for turn in again.turns("talk")] == ["колишнє"]
    again.close()


@pytest.mark.parametrize("damage", [b"no database at all" * 500, b"SQLite format 3\x00" + b"\xff" * 5000])
def test_a_damaged_history_is_moved_aside_and_a_new_one_begun(tmp_path, answer, damage):
    (tmp_path / FILE).write_bytes(damage)
    history = History(tmp_path / FILE)
    history.add("talk", Asked("нове"), answer())
    assert [turn.asked.question for turn in history.turns("talk")] == ["нове"]
    assert (tmp_path / f"{FILE}.damaged").read_bytes() == damage
    history.close()


def test_where_no_history_can_be_kept_the_way_out_is_named(tmp_path):
    with pytest.raises(DiskError, match=r"cannot be stored.*--read-only"):
        History(tmp_path / "missing" / FILE)


def test_a_history_without_a_file_forgets_the_earliest_turns(answer):
    history = History(None)
    for number in range(5010):
        history.add("talk", Asked(str(number)), answer())
    assert history.questions("talk")[:1] == ["10"]
    history.close()


def test_what_is_deleted_leaves_no_trace_in_the_file(tmp_path, history, citation, answer):
    for talk in ("a", "b"):
        history.add(talk, Asked(f"таємниця {talk}"), answer(citation()))
    history.delete("a")
    stored = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert "таємниця b".encode() in stored
    assert "таємниця a".encode() not in stored


def test_a_deletion_is_undone_with_its_feedback_once_and_by_its_owner_alone(history, citation, answer):
    kept = history.add("talk", Asked("моє"), answer(citation()), "me")
    history.rate(kept.id, "talk", 1, "", "me")
    before = history.turns("talk", "me")
    history.delete("talk", "me")
    assert history.turns("talk", "me") == []
    assert not history.undo("you")
    assert history.undo("me")
    assert history.turns("talk", "me") == before
    assert not history.undo("me")
    history.delete_all("me")
    assert history.undo("me")
    assert history.turns("talk", "me") == before


def test_a_deletion_can_be_undone_for_ten_seconds():
    now = [100.0]
    deleted = Deleted(lambda: now[0])
    deleted.keep("me", [(1,)])
    deleted.keep("you", [(2,)])
    now[0] = 109.9
    assert deleted.take("me") == [(1,)]
    now[0] = 110.0
    assert not deleted.take("you")


def test_undoing_restores_every_deletion_of_the_last_ten_seconds():
    now = [100.0]
    deleted = Deleted(lambda: now[0])
    for at, rows in ((100.0, [(1,)]), (104.0, [(2,), (3,)]), (108.0, [(4,)])):
        now[0] = at
        deleted.keep("me", rows)
    now[0] = 113.9
    assert deleted.take("me") == [(2,), (3,), (4,)]
    assert not deleted.take("me")


def test_a_failing_disk_is_reported_to_the_user(tmp_path, answer):
    history = History(tmp_path / FILE)
    history.close()
    with pytest.raises(DiskError, match="history cannot be stored"):
        history.add("talk", Asked("x"), answer())


@pytest.mark.parametrize("sent", ["", "x", "a" * 31, "a" * 33, "../../etc/passwd" * 2, "і" * 32])
def test_a_visitor_without_a_cookie_of_ours_shares_with_nobody(sent):
    assert owner_of({COOKIE: sent}, True) != owner_of({COOKIE: sent}, True)
    one, other = {COOKIE: "a" * 32}, {COOKIE: "b" * 32}
    assert owner_of(one, True) == owner_of(one, True) != owner_of(other, True)
    assert owner_of(one, False) == owner_of({}, False) == ""
