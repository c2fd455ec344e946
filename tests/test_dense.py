import os

import faiss
import numpy as np
import pytest

from index.generation import dense
from index.generation.dense import DenseSearch, all_processors, write_dense


def unit(rows, dimensions=32, seed=0):
    vectors = np.random.default_rng(seed).standard_normal((rows, dimensions)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors.astype(np.float16).astype(np.float32)


@pytest.fixture(scope="module")
def vectors():
    return unit(500)


@pytest.fixture(scope="module")
def exact(vectors, tmp_path_factory):
    path = tmp_path_factory.mktemp("dense") / "dense.faiss"
    write_dense(path, iter([vectors[:300], vectors[300:]]), 500, 32)
    return DenseSearch(path)


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
    write_dense(tmp_path / "x", iter([same]), 5, 32)
    assert DenseSearch(tmp_path / "x").search(same[0], 5)[0].tolist() == [0, 1, 2, 3, 4]


def test_a_large_index_is_approximate_and_still_finds_nearly_all_neighbours(tmp_path, monkeypatch):
    monkeypatch.setattr(dense, "EXACT_UP_TO", 1000)
    vectors = unit(4000)
    write_dense(tmp_path / "x", iter([vectors]), 4000, 32)
    search = DenseSearch(tmp_path / "x")
    found = 0
    for question in vectors[:50]:
        expected = set(np.argsort(-(vectors @ question))[:10].tolist())
        found += len(expected & set(search.search(question, 10)[0].tolist()))
    assert found >= 425  # 85 of 100 neighbours of points without any clusters, the hardest case
    allowed = np.arange(4000) % 2 == 0
    assert (search.search(vectors[1], 50, allowed)[0] % 2 == 0).all()
    np.testing.assert_allclose(search.scores(vectors[0], np.array([5, 9])), vectors[[5, 9]] @ vectors[0], atol=0.02)


def test_no_vectors_give_no_neighbours(tmp_path):
    write_dense(tmp_path / "x", iter([]), 0, 32)
    rows, scores = DenseSearch(tmp_path / "x").search(unit(1)[0], 5)
    assert len(rows) == len(scores) == 0


def test_a_question_is_searched_in_one_thread_and_an_index_trained_in_all(exact):
    assert faiss.omp_get_max_threads() == 1
    with all_processors():
        assert faiss.omp_get_max_threads() == len(os.sched_getaffinity(0))
    assert faiss.omp_get_max_threads() == 1
