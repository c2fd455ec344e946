"""Beginning with own articles: samples are taken out, uploads tell what became of them."""

from datetime import UTC, date, datetime

import pytest

from index.errors import CorpusError
from index.generation import ArticleEntry
from ui.corpus.last_build_report import LastBuild
from ui.corpus.samples import remove_samples, sample_files
from ui.corpus.upload_states import upload_states, why_unreadable
from ui.corpus.uploads import Limits, Upload, Uploads

ENTRIES = [
    ArticleEntry("nature/zubr.md", "Зубр", date(2025, 1, 1), "uk", "Dzherelo", (), range(1)),
    ArticleEntry("own.txt", "Моя стаття", None, "uk", "own.txt", (), range(1)),
    ArticleEntry("gone.md", "Немає файла", None, "uk", "Dzherelo", (), range(1)),
]


@pytest.fixture
def corpus(tmp_path):
    (tmp_path / "corpus/nature").mkdir(parents=True)
    (tmp_path / "corpus/nature/zubr.md").write_text("Зубр важить тонну.", "utf-8")
    (tmp_path / "corpus/own.txt").write_text("Моя стаття.", "utf-8")
    return tmp_path / "corpus"


def test_sample_articles_are_moved_out_of_the_corpus_and_own_ones_stay(corpus, tmp_path):
    assert sample_files(corpus, ENTRIES) == ["nature/zubr.md"]
    assert remove_samples(corpus, tmp_path / "index", ENTRIES) == 1
    assert sample_files(corpus, ENTRIES) == []
    assert (corpus / "own.txt").is_file()
    kept = tmp_path / "index/removed-samples/nature/zubr.md"
    assert kept.read_text("utf-8") == "Зубр важить тонну."


def test_sample_articles_stay_while_there_are_no_others(corpus, tmp_path):
    (corpus / "own.txt").unlink()
    with pytest.raises(CorpusError, match="no other articles"):
        remove_samples(corpus, tmp_path / "index", ENTRIES)
    assert (corpus / "nature/zubr.md").is_file()


def test_an_upload_waits_until_a_build_that_began_later_and_an_unreadable_one_has_its_reason():
    ended = datetime(2026, 2, 3, 12, 0, 30, tzinfo=UTC)
    counts = dict.fromkeys(("added", "changed", "removed", "unchanged", "skipped"), 0)
    last = LastBuild(ended.isoformat(), 20.0, reasons=(("uploads/b.pdf", "is empty"),), warnings=(), **counts)
    began = ended.timestamp() - 20
    files = [Upload("a.txt", 5, began - 1), Upload("b.pdf", 5, began - 1), Upload("c.txt", 5, began + 1)]
    assert [(each.waits, each.reason) for each in upload_states(files, last)] == [
        (False, ""),
        (False, "is empty"),
        (True, ""),
    ]
    assert all(each.waits for each in upload_states(files, None))


def test_what_cannot_be_read_is_known_before_an_update(corpus):
    (corpus / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    assert why_unreadable(corpus / "own.txt") == ""
    assert "a picture" in why_unreadable(corpus / "picture.txt")


def test_stored_files_tell_when_they_came(corpus):
    uploads = Uploads(corpus, Limits())
    uploads.folder.mkdir()
    (uploads.folder / "a.txt").write_text("а", "utf-8")
    [found] = uploads.files()
    assert found.changed_at == (uploads.folder / "a.txt").stat().st_mtime
