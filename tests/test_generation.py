import errno
import hashlib
import os
import shutil
from dataclasses import replace
from datetime import date
from itertools import pairwise

import numpy as np
import pytest

from index.build import renew
from index.catalogue.database import Catalogue
from index.errors import DamageError
from index.generation import ArticleEntry, Filter, blocks, dense
from index.generation.blocks import partition, read_blocks
from index.generation.manifest import Manifest, read_manifest
from index.generation.reader import LocalGeneration
from index.index_folder import IndexFolder
from index.text.fold import distinct_grams
from support.indexes import generation_of, part_of, parts_of

NAMES = [f"{number:03}.md" for number in range(40)]


@pytest.fixture
def corpus(quick_path):
    (quick_path / "corpus").mkdir()
    for name in NAMES:
        day = int(name[2]) % 9 + 1
        text = f"---\npublished: 2024-05-0{day}\n---\nЦе стаття номер {name[:3]}.\n"
        (quick_path / "corpus" / name).write_text(text)
    return quick_path / "corpus"


def test_the_manifest_lists_every_file_with_its_size_and_hash_and_is_itself_known_by_hash(
    corpus, quick_path, remembering
):
    renew(corpus, quick_path / "index", remembering)
    generation = generation_of(quick_path / "index")
    listed = {}
    for path in sorted(generation.folder.rglob("*")):
        if path.is_file() and path.name != "manifest.json" and path.suffix != ".lock":
            data = path.read_bytes()
            listed[path.relative_to(generation.folder).as_posix()] = (len(data), hashlib.sha256(data).hexdigest())
    manifest = generation.manifest
    assert manifest.files == listed
    assert (manifest.number, manifest.articles, manifest.passages) == (1, 40, len(generation.passages))
    assert Manifest.from_bytes(manifest.to_bytes()) == manifest
    with pytest.raises(DamageError, match=r"manifest\.json is not the one that was published"):
        read_manifest(generation.folder, b"0" * 32)


def test_a_file_too_many_is_noticed(corpus, quick_path, remembering):
    renew(corpus, quick_path / "index", remembering)
    generation = generation_of(quick_path / "index")
    sha256 = hashlib.sha256((generation.folder / "manifest.json").read_bytes()).digest()
    (generation.folder / "lexical" / "stranger").write_text("?")
    with pytest.raises(DamageError, match="lexical/stranger does not belong there"):
        LocalGeneration(generation.folder, sha256)


def test_a_file_changed_in_place_with_its_time_set_back_is_noticed(corpus, quick_path, remembering):
    renew(corpus, quick_path / "index", remembering)
    generation = generation_of(quick_path / "index")
    assert generation.untouched()
    path = part_of(generation.folder, "texts.utf8")
    status = path.stat()
    with path.open("r+b") as file:
        file.write(b"X")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert not generation.untouched()


def test_a_file_that_is_linked_or_has_a_link_less_is_read_again_and_found_unchanged(corpus, quick_path, remembering):
    renew(corpus, quick_path / "index", remembering)
    generation = generation_of(quick_path / "index")
    path = part_of(generation.folder, "texts.utf8")
    before = path.stat().st_ctime_ns
    os.link(path, quick_path / "link")
    assert path.stat().st_ctime_ns > before
    assert generation.untouched()
    (quick_path / "link").unlink()
    assert generation.untouched()


def test_a_text_cut_short_under_a_reader_is_an_error_and_no_crash(corpus, quick_path, remembering):
    renew(corpus, quick_path / "index", remembering)
    generation = generation_of(quick_path / "index")
    os.truncate(part_of(generation.folder, "texts.utf8"), 10)
    with pytest.raises(DamageError, match="cut short"):
        generation.passage_text(len(generation.passages) - 1)


def test_both_searches_keep_to_the_filter(corpus, quick_path, remembering):
    renew(corpus, quick_path / "index", remembering)
    generation = generation_of(quick_path / "index")
    wanted = Filter(since=date(2024, 5, 2), until=date(2024, 5, 4))
    inside = {n for n, entry in enumerate(generation.articles) if "2024-05-02" <= str(entry.published) <= "2024-05-04"}
    assert 0 < len(inside) < 40
    for rows, _ in (
        generation.lexical("стаття", 100, wanted),
        generation.dense(remembering.encode_question("стаття"), 100, wanted),
    ):
        assert set(generation.passages["article"][rows].tolist()) == inside


def test_excluded_articles_are_found_by_neither_search_and_cost_no_place(corpus, quick_path, remembering):
    renew(corpus, quick_path / "index", remembering)
    generation = generation_of(quick_path / "index")
    question = remembering.encode_question("стаття")
    everything = generation.lexical("стаття", 5, Filter())[0]
    first = [generation.articles[number].id for number in generation.passages["article"][everything]]
    wanted = Filter(excluded=frozenset(first))
    rest = [number for number, entry in enumerate(generation.articles) if entry.id not in first]
    assert len(rest) == 35
    for rows, _ in (generation.lexical("стаття", 35, wanted), generation.dense(question, 100, wanted)):
        assert sorted(generation.passages["article"][rows].tolist()) == rest
    assert len(generation.lexical("стаття", 5, wanted)[0]) == 5


ENTRY = ArticleEntry("a.md", "", date(2024, 5, 2), "uk", "", (), range(1))


@pytest.mark.parametrize(
    ("wanted", "entry", "allowed"),
    [
        (Filter(), ENTRY, True),
        (Filter(language="uk"), ENTRY, True),
        (Filter(language="en"), ENTRY, False),
        (Filter(since=date(2024, 5, 2), until=date(2024, 5, 2)), ENTRY, True),
        (Filter(since=date(2024, 5, 3)), ENTRY, False),
        (Filter(until=date(2024, 5, 1)), ENTRY, False),
        (Filter(since=date(2024, 5, 1)), replace(ENTRY, published=None), False),
        (Filter(excluded=frozenset({"a.md"})), ENTRY, False),
        (Filter(excluded=frozenset({"b.md"})), ENTRY, True),
    ],
)
def test_a_filter_allows_what_it_names(wanted, entry, allowed):
    assert wanted.allows(entry) is allowed


# Blocks


def live(ids) -> dict[str, bytes]:
    return {id: hashlib.sha256(id.encode()).digest() for id in sorted(ids)}


@pytest.mark.parametrize(("articles", "usual"), [(1_000, 256), (8_192, 256), (8_193, 512)])
def test_a_block_ends_with_one_article_in_256_or_at_twice_that_and_there_are_some_32_blocks(articles, usual):
    ids = [f"article-{number}" for number in range(articles)]
    hashes = {hash: id for id, hash in live(ids).items()}
    *found, _ = partition(live(ids))  # the last block ends with the last article
    ends = {hashes[block[-1]]: len(block) for block in found}
    chosen = {id for id in ids if int.from_bytes(hashlib.blake2b(id.encode(), digest_size=4).digest()) % usual == 0}
    assert chosen - ends.keys() <= {ids[-1]}
    assert {length for id, length in ends.items() if id not in chosen} <= {2 * usual}


def test_an_added_article_changes_one_block_of_many():
    ids = [f"article-{number}" for number in range(5000)]
    before = list(partition(live(ids)))
    after = list(partition(live([*ids, "article-2500-and-a-half"])))
    assert len(before) > 10
    assert [hash for block in before for hash in block] == list(live(ids).values())
    changed = [block for block in after if block not in before]
    assert len(changed) <= 2
    assert max(map(len, before)) <= 512


def test_a_rebuild_copies_the_blocks_that_did_not_change_and_equals_a_build_at_once(
    corpus, quick_path, remembering, monkeypatch
):
    monkeypatch.setattr(blocks, "_FEWEST_ARTICLES", 4)
    renew(corpus, quick_path / "index", remembering)
    before = generation_of(quick_path / "index")
    kept = {block.key: block.segments for block in read_blocks(before.folder)}
    (corpus / "017.md").write_text("Це стаття номер 017, але інша.\n")
    renew(corpus, quick_path / "index", remembering)
    stepwise = generation_of(quick_path / "index")
    shutil.rmtree(quick_path / "fresh", ignore_errors=True)
    renew(corpus, quick_path / "fresh", remembering)
    at_once = generation_of(quick_path / "fresh")
    after = read_blocks(stepwise.folder)
    assert len(after) > 4
    copied = [block for block in after if block.key in kept]
    assert len(copied) == len(after) - 1
    assert all(block.segments == kept[block.key] for block in copied)
    assert [b.key for b in after] == [b.key for b in read_blocks(at_once.folder)]
    for word in ("стаття номер 017", "інша", "039"):
        for left, right in zip(stepwise.lexical(word, 50, Filter()), at_once.lexical(word, 50, Filter()), strict=True):
            assert np.array_equal(left, right)
    for name in ("articles.jsonl", "texts.utf8", "passages.npy", "vectors.faiss", "sketches.faiss"):
        assert parts_of(stepwise.folder, name) == parts_of(at_once.folder, name)


def test_blocks_are_copied_from_a_large_generation_too(corpus, quick_path, remembering, monkeypatch):
    monkeypatch.setattr(blocks, "_FEWEST_ARTICLES", 4)
    monkeypatch.setattr(dense, "EXACT_UP_TO", 10)
    renew(corpus, quick_path / "index", remembering)
    kept = {block.key: block.segments for block in read_blocks(generation_of(quick_path / "index").folder)}
    (corpus / "017.md").write_text("Це стаття номер 017, але інша.\n")
    renew(corpus, quick_path / "index", remembering)
    after = read_blocks(generation_of(quick_path / "index").folder)
    assert sum(kept.get(block.key) == block.segments for block in after) == len(after) - 1
    renew(corpus, quick_path / "fresh", remembering)
    question = remembering.encode_question("Яка стаття інша?")
    stepwise, at_once = generation_of(quick_path / "index"), generation_of(quick_path / "fresh")
    for left, right in zip(stepwise.dense(question, 50, Filter()), at_once.dense(question, 50, Filter()), strict=True):
        assert np.array_equal(left, right)
    assert np.array_equal(stepwise.vectors(np.arange(40)), at_once.vectors(np.arange(40)))


def inodes(folder) -> dict[str, int]:
    return {path.relative_to(folder).as_posix(): path.stat().st_ino for path in folder.rglob("*") if path.is_file()}


def test_a_rebuild_links_the_files_of_unchanged_blocks_and_changes_no_file_of_the_earlier_generation(
    corpus, quick_path, remembering, monkeypatch
):
    monkeypatch.setattr(blocks, "_FEWEST_ARTICLES", 4)
    renew(corpus, quick_path / "index", remembering)
    before = generation_of(quick_path / "index")
    held = quick_path / "held"
    shutil.copytree(before.folder, held, copy_function=os.link)
    (corpus / "017.md").write_text("Це стаття номер 017, але інша.\n")
    renew(corpus, quick_path / "index", remembering)
    after = generation_of(quick_path / "index")
    kept, linked = inodes(held), inodes(after.folder)
    keys = {block.key for block in read_blocks(after.folder)} & {block.key for block in read_blocks(held)}
    of_blocks = {name for name in linked if name.partition(".")[0].removeprefix("blocks/") in keys}
    assert len(of_blocks) == 5 * len(keys) > 20
    assert all(linked[name] == kept[name] for name in of_blocks)
    shared = {name for name in linked if linked[name] in kept.values()}
    assert len(shared) > 10 * len(keys)  # the segments as well
    assert {name: after.manifest.files[name] for name in shared} == {
        name: before.manifest.files[name] for name in shared
    }
    for name, (size, sha256) in before.manifest.files.items():
        data = (held / name).read_bytes()
        assert (len(data), hashlib.sha256(data).hexdigest()) == (size, sha256)


def test_where_files_cannot_be_linked_they_are_copied(corpus, quick_path, remembering, monkeypatch):
    monkeypatch.setattr(blocks, "_FEWEST_ARTICLES", 4)
    renew(corpus, quick_path / "index", remembering)

    def refuse(*_) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    (corpus / "017.md").write_text("Це стаття номер 017, але інша.\n")
    renew(corpus, quick_path / "index", remembering)
    renew(corpus, quick_path / "fresh", remembering)
    stepwise, at_once = generation_of(quick_path / "index"), generation_of(quick_path / "fresh")
    assert list(stepwise.article_texts()) == list(at_once.article_texts())
    assert all(path.stat().st_nlink == 1 for path in stepwise.folder.rglob("*") if path.is_file())


def test_damage_of_a_shared_file_is_noticed_in_the_next_generation_and_healed_in_a_new_file(
    corpus, quick_path, remembering, monkeypatch
):
    monkeypatch.setattr(blocks, "_FEWEST_ARTICLES", 4)
    renew(corpus, quick_path / "index", remembering)
    before = generation_of(quick_path / "index")
    path = part_of(before.folder, "vectors.faiss")
    damaged = bytearray(path.read_bytes())
    damaged[-1] ^= 1
    path.write_bytes(damaged)
    shutil.copytree(before.folder, quick_path / "held", copy_function=os.link)
    (corpus / "039.md").write_text("Це стаття номер 039, але інша.\n")
    assert renew(corpus, quick_path / "index", remembering).generation == 2
    folder = IndexFolder(quick_path / "index")
    with pytest.raises(DamageError, match=f"blocks/{path.name} differs from what was written"):
        LocalGeneration(folder.generation(2), folder.mark().manifest)
    healed = generation_of(quick_path / "index")
    assert healed.number == 3
    assert (quick_path / "held" / "blocks" / path.name).read_bytes() == damaged
    assert (folder.quarantine / "000002-1" / "blocks" / path.name).read_bytes() == damaged
    renew(corpus, quick_path / "fresh", remembering)
    fresh = generation_of(quick_path / "fresh")
    assert parts_of(healed.folder, "vectors.faiss") == parts_of(fresh.folder, "vectors.faiss")


def test_a_generation_of_an_earlier_format_is_written_again_from_the_catalogue(corpus, quick_path, remembering):
    renew(corpus, quick_path / "index", remembering)
    folder = IndexFolder(quick_path / "index")
    path = folder.generation(1) / "manifest.json"
    earlier = replace(read_manifest(folder.generation(1), folder.mark().manifest), format=5).to_bytes()
    path.write_bytes(earlier)
    with pytest.raises(DamageError, match="it has format 5, this program needs 6"):
        read_manifest(folder.generation(1), hashlib.sha256(earlier).digest())
    with Catalogue(folder.catalogue) as catalogue:
        catalogue.republish(replace(catalogue.published(), manifest=hashlib.sha256(earlier).digest()))
    assert generation_of(quick_path / "index").number == 2


def test_joined_blocks_score_as_one_index_does(corpus, quick_path, remembering, monkeypatch):
    renew(corpus, quick_path / "one", remembering)
    monkeypatch.setattr(blocks, "_FEWEST_ARTICLES", 4)
    renew(corpus, quick_path / "many", remembering)
    one, many = generation_of(quick_path / "one"), generation_of(quick_path / "many")
    assert (len(read_blocks(one.folder)), len(read_blocks(many.folder)) > 4) == (1, True)
    for word in ("стаття номер 017", "стаття", "номер 2", "тридцять"):
        (rows, scores), (other_rows, other_scores) = one.lexical(word, 50, Filter()), many.lexical(word, 50, Filter())
        assert np.array_equal(rows, other_rows)
        np.testing.assert_allclose(scores, other_scores, rtol=1e-5)
    assert all(left < right for left, right in pairwise(entry.id for entry in many.articles))


@pytest.mark.parametrize(
    ("having", "others", "searched"),
    [
        (51, 202, "зубр"),  # 51 of 254 passages are more than a fifth
        (51, 204, "зубр ліс"),
        (50, 20, "зубр ліс"),  # more than a fifth, but few
    ],
)
def test_words_that_many_passages_contain_are_not_searched_beside_rarer_ones(indexed, having, others, searched):
    words = {"зубр": 1, "ліс": having, "поле": others}
    texts = {f"{word}{number}.txt": f"{word}\n" for word, count in words.items() for number in range(count)}
    generation = indexed(texts)
    assert generation.passage_count == 1 + having + others
    assert generation.searched_grams("зубр ліс") == distinct_grams(searched)
    found = {generation.passages_at([row])[0].text.strip() for row in generation.lexical("зубр ліс", 10, Filter())[0]}
    assert found == set(searched.split())
    assert generation.searched_grams("ліс") == distinct_grams("ліс")
