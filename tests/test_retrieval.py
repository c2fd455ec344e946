"""Fusion, evidence and reranking against examples worked by hand, on a real small index."""

import math

import numpy as np
import pytest
from qa.evidence import QuestionWords
from qa.reranking import worth
from qa.searching import search

from index import build
from index.store import Store
from index.text.fold import folded_words, grams
from qa.question import read_question
from qa.retrieval import LEXICAL_WEIGHT, find_candidates, fuse

TEXTS = {
    "lys.txt": "Руда лисиця живе в норі на узліссі.",
    "zub.txt": "Зубр важить до 900 кілограмів і живе в пущі.",
    "fox.txt": "The red fox lives in a den at the edge of the wood.",
}


@pytest.fixture(scope="module")
def generation(tmp_path_factory):
    folder = tmp_path_factory.mktemp("retrieval")
    (folder / "corpus").mkdir()
    for name, text in TEXTS.items():
        (folder / "corpus" / name).write_text(text, encoding="utf-8")
    build(folder / "corpus", folder / "index")
    return Store(folder / "index").generation()


def test_fusion_adds_a_weighted_share_to_the_cosine():
    fused = fuse(np.array([0.8, 0.9], np.float32), np.array([1.0, 0.25], np.float32))
    assert fused.tolist() == pytest.approx([0.8 + LEXICAL_WEIGHT, 0.9 + LEXICAL_WEIGHT / 4])


def test_candidates_carry_the_evidence_they_were_ordered_by(generation, encoder):
    question = read_question("Де живе лисиця?")
    vector = encoder.encode_question(question.text)
    found = find_candidates(generation, question, [vector])
    assert len(found) == 3
    assert found.score.tolist() == sorted(found.score.tolist(), reverse=True)
    np.testing.assert_allclose(found.score, found.dense + LEXICAL_WEIGHT * found.lexical, atol=1e-6)
    texts = [generation.passage_text(row) for row in found.rows.tolist()]
    assert "лисиця" in texts[0]
    assert found.lexical[texts.index(TEXTS["fox.txt"])] == 0
    assert sorted(found.dense_rank.tolist()) == [1, 2, 3]


def test_a_lexical_score_is_a_share_of_what_all_grams_would_give(generation):
    text = "лисиця жираф"
    weights = {gram: generation.idf(gram) for word in folded_words(text) for gram in grams(word)}
    assert generation.max_lexical_score(text) == pytest.approx(sum(weights.values()))
    unknown = math.log(1 + (3 - 0 + 0.5) / (0 + 0.5))  # of a gram that none of three passages holds
    once = math.log(1 + (3 - 1 + 0.5) / (1 + 0.5))
    assert weights["zhir"] == pytest.approx(unknown)
    assert weights["lisi"] == pytest.approx(once)


def test_a_follow_up_counts_alone_and_with_what_came_before(generation, encoder):
    alone, before = read_question("Скільки він важить?"), read_question("Скільки він важить?", ["Де живе зубр?"])
    found = {
        question: search(generation, encoder, question).found
        for question in (alone, before, read_question(before.together))
    }
    scores = [dict(zip(each.rows.tolist(), each.score.tolist(), strict=True)) for each in found.values()]
    row = next(row for row in range(3) if "Зубр" in generation.passage_text(row))
    assert scores[0][row] != scores[2][row]
    assert min(scores[0][row], scores[2][row]) - 0.07 <= scores[1][row] <= max(scores[0][row], scores[2][row]) + 0.07


def test_evidence_is_what_a_reader_counts(generation):
    words = QuestionWords(generation, "Скільки важить дорослий зубр, 900 кілограмів?")
    match = words.match("Зубр", "Дорослий зубр важить до 900 кілограмів.")
    assert match.numbers == 1.0
    # Neighbours in the question: скільки важить, важить дорослий, дорослий зубр, зубр 900, 900 кілограмів. In the
    # text at most one word apart: дорослий зубр, зубр … 900 is two apart, 900 кілограмів.
    assert match.pairs == pytest.approx(2 / 5)
    assert 0.5 < match.coverage < 1
    assert words.match("", "Лисиця").numbers == 0
    assert words.match("Зубр", "Дорослий зубр важить до 900 кілограмів. Скільки?").coverage == pytest.approx(1)


def test_evidence_is_worth_the_sum_of_its_parts(generation):
    words = QuestionWords(generation, "зубр")
    nothing, everything = words.match("", "норі"), words.match("", "зубр")
    assert worth(nothing, 550) == 0
    assert worth(everything, 550) == pytest.approx(0.041)  # the word found; no pairs and no numbers to find
    assert worth(nothing, 275) == pytest.approx(-0.004 * math.log(2))
