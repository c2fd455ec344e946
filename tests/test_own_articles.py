"""Beginning with own articles: samples are taken out, uploads tell what became of them."""

import hashlib
import json
import os
import shutil
import time
from datetime import date

import pytest

from index.build import renew
from index.errors import CorpusError
from index.generation import ArticleEntry
from index.local_store import LocalStore
from qa import Assistant
from support.loops import in_new_loop
from ui.corpus.last_build_report import built_from, read_last_build, write_last_build
from ui.corpus.samples import remove_samples, sample_files
from ui.corpus.upload_states import upload_states
from ui.corpus.uploads import Limits, UploadError, Uploads

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


def test_an_upload_waits_until_a_build_has_read_it_as_it_is_whatever_the_clock_says(quick_path, remembering):
    corpus, index = quick_path / "corpus", quick_path / "index"
    uploads = Uploads(corpus, Limits())
    uploads.folder.mkdir(parents=True)
    for name, text in {
        "read.txt": "Зубр важить до тонни.",
        "empty.md": "  ",
        "same.txt": "Бджоли живуть роями.",
        "nothing.txt": "",
    }.items():
        (uploads.folder / name).write_text(text, "utf-8")

    def states():
        with Assistant(LocalStore(index), remembering) as assistant:
            found = upload_states(uploads, assistant.file_hash, read_last_build(index))
            return {each.upload.name: (each.waits, each.reason) for each in found}

    write_last_build(index, renew(corpus, index, remembering), corpus)
    later = time.time_ns() + 10**9
    os.utime(uploads.folder / "read.txt", ns=(later, later))  # as if it came while the build was starting
    read = {
        "read.txt": (False, ""),
        "empty.md": (False, "holds no text"),
        "nothing.txt": (False, "is empty"),
        "same.txt": (False, ""),
    }
    assert states() == read
    (uploads.folder / "new.txt").write_text("Дятел довбе дерево.", "utf-8")
    for name in ("same.txt", "new.txt"):
        (uploads.folder / name).write_text("Бджоли живуть рядом.", "utf-8")  # as long as it was
        os.utime(uploads.folder / name, ns=(0, 0))
    (uploads.folder / "empty.md").write_text("Тепер є текст.", "utf-8")
    changed = dict.fromkeys(("empty.md", "new.txt", "same.txt"), (True, ""))
    assert states() == {**read, **changed}


def test_the_folder_of_the_last_build_is_known_as_long_as_it_is_there(quick_path, remembering):
    corpus, index, otherwise = quick_path / "news", quick_path / "index", quick_path / "corpus"
    corpus.mkdir()
    (corpus / "read.txt").write_text("Зубр важить до тонни.", "utf-8")
    report = renew(corpus, index, remembering)
    assert built_from(index, otherwise) == otherwise
    write_last_build(index, report, corpus)
    assert built_from(index, otherwise) == corpus
    last = index / "last-build.json"
    written = json.loads(last.read_text("ascii"))
    last.write_text(json.dumps({name: value for name, value in written.items() if name != "corpus"}), "ascii")
    assert (built_from(index, otherwise), read_last_build(index).added) == (
        otherwise,
        1,
    )  # as earlier versions wrote it
    write_last_build(index, report, corpus)
    (corpus / "read.txt").unlink()
    corpus.rmdir()
    assert built_from(index, otherwise) == otherwise


def test_a_copied_folder_with_its_index_has_articles_of_its_own(quick_path, remembering):
    corpus, index, otherwise = quick_path / "home/news", quick_path / "home/index", quick_path / "corpus"
    corpus.mkdir(parents=True)
    (corpus / "read.txt").write_text("Зубр важить до тонни.", "utf-8")
    write_last_build(index, renew(corpus, index, remembering), corpus)
    shutil.copytree(quick_path / "home", quick_path / "copy")
    assert built_from(quick_path / "copy/index", otherwise) == quick_path / "copy/news"
    shutil.move(quick_path / "home", quick_path / "moved")
    assert built_from(quick_path / "moved/index", otherwise) == quick_path / "moved/news"


def test_an_upload_makes_no_folder_of_articles_where_there_is_none(tmp_path):
    async def content():
        yield b"a"

    with pytest.raises(UploadError, match="there is no folder"):
        in_new_loop(Uploads(tmp_path / "lost", Limits()).store("a.txt", 1, content()))
    assert not (tmp_path / "lost").exists()


def test_what_cannot_be_read_is_known_before_an_update(corpus):
    uploads = Uploads(corpus, Limits())
    uploads.folder.mkdir()
    (uploads.folder / "text.txt").write_text("Дятел довбе дерево.", "utf-8")
    (uploads.folder / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    picture, text = upload_states(uploads, lambda _: None, None)
    assert (text.waits, text.reason) == (True, "")
    assert "a picture" in picture.reason


def test_the_hash_of_a_stored_file_is_that_of_its_content_also_when_it_is_replaced(corpus):
    uploads = Uploads(corpus, Limits())
    uploads.folder.mkdir()
    for content in (b"one", b"two"):
        (uploads.folder / "part").write_bytes(content)
        os.utime(uploads.folder / "part", ns=(1, 1))
        (uploads.folder / "part").replace(uploads.folder / "a.txt")
        [found] = uploads.files()
        assert uploads.sha256(found) == uploads.sha256(found) == hashlib.sha256(content).digest()
