"""Names that a person gives for the fields of JSON records: `--fields text=body`, remembered with the index."""

import json

import pytest

from index.build import renew
from index.errors import CorpusError, DamageError
from index.index_folder import IndexFolder
from index.parsing.facts.field_names import renamed
from support.indexes import generation_of

TEXT = "Новий міст через річку відкрили у вересні. Його будували чотири роки."
RECORD = {"zmist": TEXT, "seo": {"zahlavie": "Міст"}, "den": "2025-11-04", "kto": "Ада Бортник"}
NAMES = {"text": "zmist", "title": "seo.zahlavie", "published": "den", "author": "kto"}


def written(folder, **records):
    (folder / "corpus").mkdir(exist_ok=True)
    for name, record in records.items():
        (folder / "corpus" / f"{name}.jsonl").write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
    (folder / "corpus" / "list.json").write_text(json.dumps({"articles": [RECORD]}), encoding="utf-8")
    (folder / "corpus" / "plain.txt").write_text("Річка замерзла у січні, і через неї ходили пішки.", encoding="utf-8")
    return folder / "corpus", folder / "index"


def test_named_fields_are_read_and_a_later_build_remembers_them(quick_path, remembering):
    corpus, index = written(quick_path, one=RECORD)
    assert [skipped.file for skipped in renew(corpus, index, remembering).skipped] == ["list.json", "one.jsonl#1"]
    report = renew(corpus, index, remembering, fields=NAMES)
    assert (report.skipped, report.warnings, report.unchanged) == ((), (), ("plain.txt",))
    article = next(each for each in generation_of(index).article_texts() if each.id == "one.jsonl#1")
    assert (article.text, article.title, str(article.published)) == (TEXT, "Міст", "2025-11-04")
    assert article.fields == {"author": "Ада Бортник", "seo.zahlavie": "Міст"}
    written(quick_path, one=RECORD, two=RECORD | {"zmist": f"{TEXT} Так."})
    report = renew(corpus, index, remembering)
    assert (report.added, report.changed, report.skipped) == (("two.jsonl#1",), (), ())
    assert len(renew(corpus, index, remembering, dry_run=True, fields={}).skipped) == 3
    assert IndexFolder(index).field_names() == NAMES
    assert len(renew(corpus, index, remembering, fields={}).skipped) == 3
    assert IndexFolder(index).field_names() == {}


def test_a_name_that_no_record_has_is_told_with_those_there_are(quick_path, remembering):
    corpus, index = written(quick_path, one=RECORD, other={"text": TEXT, "title": "Міст"})
    (corpus / "list.json").unlink()
    report = renew(corpus, index, remembering, fields=NAMES | {"title": "zagolovok"})
    assert [(warned.file, warned.kind) for warned in report.warnings] == [
        ("one.jsonl", "wrong field names"),
        ("other.jsonl", "wrong field names"),
    ]
    assert report.warnings[0] == (
        "one.jsonl has no fields named zagolovok (its fields: zmist, seo, den, kto): "
        "list them with dzherelo build --fields"
    )


@pytest.mark.parametrize("names", [{"txt": "zmist"}, {"text": " "}])
def test_a_field_that_no_article_has_is_refused_before_anything_is_read(tmp_path, remembering, names):
    with pytest.raises(CorpusError) as caught:
        renew(tmp_path, tmp_path / "index", remembering, fields=names)
    assert "text, title, published" in caught.value.fix
    assert not (tmp_path / "index").exists()


def test_a_name_may_have_a_dot_itself_and_other_fields_stay():
    assert renamed({"a.b": "x", "a": {"b": "y"}, "c": 1}, {"text": "a.b"}) == {"text": "x", "a": {"b": "y"}, "c": 1}
    assert renamed({"c": 1}, {"text": "a.b"}) == {"c": 1}


def test_names_that_find_no_article_are_not_remembered(quick_path, remembering):
    corpus, index = written(quick_path, one=RECORD)
    for other in ("list.json", "plain.txt"):
        (corpus / other).unlink()
    renew(corpus, index, remembering, fields=NAMES)
    with pytest.raises(CorpusError, match="there are no articles"):
        renew(corpus, index, remembering, fields={"text": "zmst"})
    assert IndexFolder(index).field_names() == NAMES


def test_names_that_cannot_be_read_are_an_error_and_no_loss_of_articles(quick_path):
    folder = IndexFolder(quick_path)
    for damaged in ("", "[]", '{"text": '):
        (quick_path / "fields.json").write_text(damaged)
        with pytest.raises(DamageError, match="does not name fields") as caught:
            folder.field_names()
        assert "--fields" in caught.value.fix
