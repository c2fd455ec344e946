import json
import os
from pathlib import Path

import faiss
import numpy as np
import pytest

from index.generation import dense
from index.generation.dense import DenseSearch, all_processors, write_dense
from support.indexes import generation_of


def unit(rows, dimensions=32, seed=0):
    vectors = np.random.default_rng(seed).standard_normal((rows, dimensions)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors.astype(np.float16).astype(np.float32)


def written(folder, parts):
    """The stems of blocks with these vectors, written into the folder."""
    stems = [folder / str(number) for number in range(len(parts))]
    for stem, part in zip(stems, parts, strict=True):
        write_dense(stem, part)
    return stems


@pytest.fixture(scope="module")
def vectors():
    return unit(500)


@pytest.fixture(scope="module")
def exact(vectors, tmp_path_factory):
    return DenseSearch(written(tmp_path_factory.mktemp("dense"), [vectors[:300], vectors[300:]]))


def test_exact_search_is_a_numpy_sort_of_the_products(exact, vectors):
    for question in unit(20, seed=1):
        products = vectors @ question
        expected = np.argsort(-products, kind="stable")[:10]
        rows, scores = exact.search(question, 10)
        assert rows.tolist() == expected.tolist()
        np.testing.assert_allclose(scores, products[expected], atol=1e-6)


def test_a_filter_is_applied_inside_the_search(exact, vectors):
    allowed = np.zeros(500, bool)
    allowed[[3, 77, 410]] = True
    question = unit(1, seed=2)[0]
    rows, _ = exact.search(question, 10, allowed)
    assert rows.tolist() == sorted([3, 77, 410], key=lambda row: -(vectors[row] @ question))


def test_scores_are_the_products_of_the_rows_asked_for(exact, vectors):
    question = unit(1, seed=3)[0]
    rows = np.array([499, 0, 250])
    np.testing.assert_allclose(exact.scores(question, rows), vectors[rows] @ question, atol=1e-6)


def test_more_neighbours_than_passages_gives_all_of_them(exact):
    rows, _ = exact.search(unit(1)[0], 1000)
    assert sorted(rows.tolist()) == list(range(500))


def test_equal_vectors_come_in_the_order_of_rows(tmp_path):
    same = np.repeat(unit(1), 5, axis=0)
    search = DenseSearch(written(tmp_path, [same[:2], same[2:]]))
    assert search.search(same[0], 5)[0].tolist() == [0, 1, 2, 3, 4]


@pytest.fixture(scope="module")
def many():
    """One row more than are compared one by one; points without any clusters are the hardest case."""
    return unit(100_001, 64)


@pytest.fixture(scope="module")
def large(many, tmp_path_factory):
    return DenseSearch(written(tmp_path_factory.mktemp("large"), np.array_split(many, 30)))


def nearest(vectors, question, k=10):
    return np.argsort(-(vectors @ question), kind="stable")[:k].tolist()


def recall(search, vectors, questions, allowed=None):
    """The share of the ten nearest allowed rows that are among the ten that are found."""
    rows = np.arange(len(vectors)) if allowed is None else np.flatnonzero(allowed)
    found = (
        len(set(rows[nearest(vectors[rows], question)]) & set(search.search(question, 10, allowed)[0].tolist()))
        for question in questions
    )
    return sum(found) / (10 * len(questions))


def test_beyond_100_000_rows_sketches_choose_and_vectors_decide(large, many):
    questions = unit(30, 64, seed=1)
    assert recall(large, many, questions) >= 0.95
    rows, scores = large.search(questions[0], 10)
    assert scores.tolist() == sorted(scores.tolist(), reverse=True)
    np.testing.assert_allclose(scores, many[rows] @ questions[0], atol=1e-6)
    assert (large.vectors(rows) == many[rows]).all()


def test_a_filter_that_allows_100_000_rows_of_more_is_exact(large, many):
    questions = unit(10, 64, seed=4)
    allowed = np.ones(len(many), bool)
    allowed[nearest(many, questions[0])[0]] = False
    assert recall(large, many, questions, allowed) == 1


def test_a_filter_that_allows_many_rows_holds_in_the_sketches(large, many, monkeypatch):
    monkeypatch.setattr(dense, "EXACT_UP_TO", 20_000)
    allowed = np.arange(len(many)) % 2 == 0
    questions = unit(30, 64, seed=5)
    assert recall(large, many, questions, allowed) >= 0.985
    assert (large.search(questions[0], 500, allowed)[0] % 2 == 0).all()
    assert len(large.search(questions[0], 500, allowed)[0]) == 500


def mapped_bytes(path):
    """How much of the file this process has read through a mapping, as the kernel counts."""
    lines = Path("/proc/self/smaps").read_text().splitlines()
    at = next(number for number, line in enumerate(lines) if line.endswith(str(path)))
    return 1024 * int(next(line for line in lines[at:] if line.startswith("Rss:")).split()[1])


def test_the_vectors_are_mapped_and_a_filter_reads_only_its_own(many, tmp_path):
    [stem] = written(tmp_path, [many])
    path = stem.with_name("0.vectors.faiss")
    search = DenseSearch([stem])
    allowed = np.zeros(len(many), bool)
    allowed[50_000:50_100] = True
    assert len(search.search(many[0], 10, allowed)[0]) == 10
    assert mapped_bytes(path) < 64 * 2 * len(many) / 3  # the kernel maps up to 2 MB for one row
    search.vectors(np.arange(len(many)))
    assert mapped_bytes(path) >= 64 * 2 * len(many)  # so the count above counted


def test_recall_of_real_questions_among_passages_made_from_real_ones(shipped_index, remembering, tmp_path, monkeypatch):
    """The 352 passages of `corpus/`, each some 28 times with noise, are as near to one another as many real ones are.

    The noise has the covariance of the passages, so it goes where passages differ.
    """
    monkeypatch.setattr(dense, "EXACT_UP_TO", 1_000)
    monkeypatch.setattr(dense, "_COMPARED", 200)  # 2 %; at a million passages it is .2 %
    generation = generation_of(shipped_index)
    real = generation.vectors(np.arange(generation.passage_count))
    random = np.random.default_rng(0)
    noise = random.multivariate_normal(np.zeros(384), np.cov(real.T), 10_000, method="eigh")
    made = real[random.integers(len(real), size=10_000)] + 0.5 * noise
    made = (made / np.linalg.norm(made, axis=1, keepdims=True)).astype(np.float16).astype(np.float32)
    search = DenseSearch(written(tmp_path, np.array_split(made, 10)))
    lines = (Path(__file__).parents[1] / "corpus" / "questions.jsonl").read_text().splitlines()[:20]
    questions = [remembering.encode_question(json.loads(line)["question"]) for line in lines]
    assert recall(search, made, questions) >= 0.97


def test_the_same_vectors_give_the_same_files_on_any_number_of_processors(tmp_path):
    vectors = unit(40_000)
    several = os.sched_getaffinity(0)
    files = []
    for name, allowed in (("one", {min(several)}), ("many", several)):
        (tmp_path / name).mkdir()
        os.sched_setaffinity(0, allowed)
        try:
            write_dense(tmp_path / name / "block", vectors)
        finally:
            os.sched_setaffinity(0, several)
        files.append([(path.name, path.read_bytes()) for path in sorted((tmp_path / name).iterdir())])
    assert files[0] == files[1]
    assert [name for name, _ in files[0]] == ["block.sketches.faiss", "block.vectors.faiss"]
    assert vectors.astype("<f2").tobytes() in files[0][1][1]


def test_up_to_100_000_rows_no_sketches_are_read(tmp_path):
    stems = written(tmp_path, np.array_split(unit(100_000, 8), 2))
    for stem in stems:
        stem.with_name(f"{stem.name}.sketches.faiss").unlink()
    assert len(DenseSearch(stems)) == 100_000


def test_a_question_is_searched_in_one_thread_and_sketches_are_made_in_all(exact):
    assert faiss.omp_get_max_threads() == 1
    with all_processors():
        assert faiss.omp_get_max_threads() == len(os.sched_getaffinity(0))
    assert faiss.omp_get_max_threads() == 1
