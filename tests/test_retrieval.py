"""Fusion, evidence and reranking against examples worked by hand, on real small indexes."""

import math
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from index.text.fold import folded_words, grams
from qa.question import Context, read_question
from qa.retrieval import search
from qa.retrieval.candidates import Candidates, find_candidates, fuse
from qa.retrieval.rerank import rerank, worth
from qa.retrieval.words import Match, QuestionWords
from qa.times import TimeRange

FOX = {
    "lys.txt": "Руда лисиця живе в норі на узліссі.",
    "zub.txt": "Зубр важить до 900 кілограмів і живе в пущі.",
    "fox.txt": "The red fox lives in a den at the edge of the wood.",
}
# Asked for the head of the store by the wrong number, the vectors follow the number; asked for a number and a
# commission, the words follow the commission.
ORDERS = {
    "417.txt": "Наказом № 417 створено комісію з відпусток.",
    "471.txt": "Наказом № 471 звільнено начальника складу.",
    "lys.txt": "Руда лисиця живе в норі на узліссі.",
    "zub.txt": "Зубр важить до 900 кілограмів і живе в пущі.",
}


@pytest.fixture(scope="module")
def generation(indexed):
    return indexed(FOX)


@pytest.fixture(scope="module")
def many(indexed):
    """130 passages of one length, by their numbers."""
    return indexed({f"{number:03}.txt": f"Хата номер {number:03} стоїть край села." for number in range(130)})


@pytest.fixture(scope="module")
def orders(indexed):
    return indexed(ORDERS)


def test_fusion_adds_a_weighted_share_to_the_cosine():
    fused = fuse(np.array([0.8, 0.9], np.float32), np.array([1.0, 0.5], np.float32))
    assert fused.tolist() == pytest.approx([0.92, 0.96])


@pytest.mark.parametrize(
    ("question", "by_vectors", "by_words", "fused"),
    [
        ("наказ 417 начальник складу", "417.txt", "471.txt", "471.txt"),
        ("471 комісія", "471.txt", "417.txt", "471.txt"),
    ],
)
def test_either_search_puts_right_what_the_other_gets_wrong(orders, remembering, question, by_vectors, by_words, fused):
    found = find_candidates(orders, read_question(question), [remembering.encode_question(question)])
    ids = [orders.articles[orders.passages[row]["article"]].id for row in found.rows.tolist()]
    assert ids[found.dense.argmax()] == by_vectors
    assert ids[found.lexical.argmax()] == by_words
    assert ids[0] == fused


def test_candidates_carry_the_evidence_they_were_ordered_by(generation, remembering):
    question = read_question("Де живе лисиця?")
    found = find_candidates(generation, question, [remembering.encode_question(question.text)])
    assert len(found) == 3
    assert found.score.tolist() == sorted(found.score.tolist(), reverse=True)
    np.testing.assert_allclose(found.score, found.dense + 0.12 * found.lexical, atol=1e-6)
    texts = [generation.passage_text(row) for row in found.rows.tolist()]
    assert texts[0] == FOX["lys.txt"]
    fox = texts.index(FOX["fox.txt"])
    assert found.lexical[fox] == found.lexical_rank[fox] == 0
    assert sorted(found.dense_rank.tolist()) == [1, 2, 3]


def test_each_search_finds_at_most_a_hundred(many, remembering):
    def candidates(text):
        return find_candidates(many, read_question(text), [remembering.encode_question(text)])

    nowhere = candidates("фщфщ")  # no passage has a 4-gram of it
    assert len(nowhere) == 100
    assert set(nowhere.lexical_rank.tolist()) == {0}
    assert sorted(nowhere.dense_rank.tolist()) == list(range(1, 101))
    everywhere = candidates("хата")
    assert sorted(rank for rank in everywhere.lexical_rank.tolist() if rank) == list(range(1, 101))


def test_a_lexical_score_is_a_share_of_what_all_grams_would_give(generation):
    text = "лисиця жираф"
    weights = generation.idfs({gram for word in folded_words(text) for gram in grams(word)})
    assert generation.max_lexical_score(text) == pytest.approx(sum(weights.values()))
    unknown = math.log(1 + (3 - 0 + 0.5) / (0 + 0.5))  # of a gram that none of three passages holds
    once = math.log(1 + (3 - 1 + 0.5) / (1 + 0.5))
    assert weights["zhir"] == pytest.approx(unknown)
    assert weights["lisi"] == pytest.approx(once)


def test_a_follow_up_scores_the_mean_of_itself_and_of_all_together(generation, remembering):
    alone = read_question("Скільки він важить?")
    following = replace(alone, context=Context("Де живе зубр?", "в пущі", "Зубр"))
    together = read_question("Де живе зубр? в пущі Скільки він важить?")

    def scores(question):
        vectors = [remembering.encode_question(text) for text in question.texts]
        found = find_candidates(generation, question, vectors)
        return dict(zip(found.rows.tolist(), found.score.tolist(), strict=True))

    one, other, both = scores(alone), scores(together), scores(following)
    assert one != other
    assert both == pytest.approx({row: (one[row] + other[row]) / 2 for row in range(3)}, abs=1e-6)


def test_a_follow_up_takes_the_better_cosine_and_share_of_its_two_searches(generation, remembering):
    asked = replace(read_question("Скільки важить?"), context=Context("Де живе лисиця?"))
    vectors = [remembering.encode_question(text) for text in asked.texts]
    found = find_candidates(generation, asked, vectors)
    by_row = [generation.dense_scores(vector, found.rows) for vector in vectors]
    assert found.dense.tolist() == pytest.approx(np.maximum(*by_row).tolist(), abs=1e-6)
    alone = find_candidates(generation, replace(asked, context=None), vectors[:1])
    shares = {row: share for row, share in zip(alone.rows.tolist(), alone.lexical.tolist(), strict=True)}
    bison = next(row for row in range(3) if generation.passage_text(row) == FOX["zub.txt"])
    assert found.lexical[found.rows.tolist().index(bison)] == pytest.approx(shares[bison])


def test_a_share_is_of_what_each_gram_would_give_once_and_a_question_without_grams_has_none(indexed):
    only = indexed({"a.txt": "зубр"})  # whose title is "зубр", too: each gram twice, 2 * 2.2 / (2 + 1.2)
    for text, share in (("Зубр?", 1.375), ("ʹ", 0)):
        found = find_candidates(only, read_question(text), [np.ones(384, np.float32)])
        assert found.lexical.tolist() == pytest.approx([share])


def test_a_follow_up_takes_the_better_rank_of_its_two_searches(generation, remembering):
    found = search(
        generation, remembering, replace(read_question("Скільки важить?"), context=Context("Де живе лисиця?"))
    )
    hits = {hit.article_id: hit for hit in map(found.hit, range(3))}
    assert (hits["lys.txt"].dense_rank, hits["lys.txt"].lexical_rank) == (1, 1)
    assert (hits["zub.txt"].dense_rank, hits["zub.txt"].lexical_rank) == (1, 1)
    assert hits["fox.txt"].lexical_rank is None
    assert float(np.linalg.norm(found.vector)) == pytest.approx(1, abs=1e-5)


def test_evidence_is_what_somebody_counts(generation):
    words = QuestionWords(generation, "Скільки важить дорослий зубр, 900 кілограмів?")
    match = words.match("Зубр", "Дорослий зубр важить до 900 кілограмів.")
    assert match.numbers == 1.0
    # Neighbours in the question: скільки важить, важить дорослий, дорослий зубр, зубр 900, 900 кілограмів. In the
    # text at most one word apart: дорослий зубр, 900 кілограмів; зубр and 900 are two apart.
    assert match.pairs == pytest.approx(2 / 5)
    assert 0.5 < match.coverage < 1
    assert words.match("", "Лисиця").numbers == 0
    assert words.match("Зубр", "Дорослий зубр важить до 900 кілограмів. Скільки?").coverage == pytest.approx(1)


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("Зубрище стояло.", 1.0),  # the first five letters decide: zubri, stoia
        ("Зубрам стояло.", 0.0),
        ("Зубриха дуже стояла.", 1.0),
        ("Зубриха там дуже стояла.", 0.0),
        ("Стояла зубриха.", 0.0),
    ],
)
def test_neighbours_are_near_if_at_most_one_word_is_between_them(generation, text, pairs):
    assert QuestionWords(generation, "Зубриха стояла?").match("", text).pairs == pairs


def test_words_of_two_letters_are_nobodys_neighbours(generation):
    words = QuestionWords(generation, "Зубриха ще стояла?")
    assert words.match("", "Зубриха стояла.").pairs == 1.0


def test_two_neighbours_are_near_with_a_third_between_them(generation):
    assert QuestionWords(generation, "Зубриха стояла норою?").match("", "Зубриха норою стояла.").pairs == 0.5


def test_a_question_without_words_to_hold_is_held_by_nothing(generation):
    assert QuestionWords(generation, "…").match("Зубр", "Зубр важить 900 кг.") == Match(0.0, 0.0, 0.0)


def test_evidence_is_worth_the_sum_of_its_parts():
    assert worth(Match(1, 0, 0), 550) == 0
    assert worth(Match(0, 1, 0), 550) == pytest.approx(0.052)
    assert worth(Match(0, 0, 1), 550) == pytest.approx(0.063)
    assert worth(Match(0, 0, 0), 275) == pytest.approx(-0.018 * math.log(2))
    assert worth(Match(1, 0.5, 1), 1100) == pytest.approx(0.026 + 0.063 + 0.018 * math.log(2))


def by_hand(rows, score) -> Candidates:
    """Candidates of these rows and scores that no search has found."""
    rows, score = np.array(rows), np.array(score, np.float32)
    nought = np.zeros(len(rows), np.float32)
    return Candidates(rows, score, nought, nought, nought.astype(int), nought.astype(int))


@pytest.mark.parametrize(("named", "first"), [(23, 23), (24, 0)])
def test_the_best_24_candidates_are_looked_at_again(many, named, first):
    # All passages are of one length, and each has a number of its own: only the named one has the question's.
    found = by_hand(range(30), [0.9 - 0.0001 * place for place in range(30)])
    again = rerank(many, found, QuestionWords(many, f"{named:03}"))
    assert again.rows[0] == first
    assert sorted(again.rows.tolist()) == list(range(30))


@pytest.mark.parametrize(("score", "first"), [(0.775, "old"), (0.765, "new")])
def test_publication_at_the_time_that_is_named_counts_for_four_hundredths(indexed, score, first):
    dated = {"old": "2023-01-10", "new": "2025-06-01"}
    prices = indexed({f"{id}.md": f"---\ndate: {day}\n---\nВода дорога." for id, day in dated.items()})
    rows = {prices.articles[place].id: prices.articles[place].rows[0] for place in range(2)}
    found = by_hand([rows["new.md"], rows["old.md"]], [0.81, score])
    time = TimeRange(date(2023, 1, 1), date(2023, 12, 31), "preference", 0, 4)
    assert rerank(prices, found, QuestionWords(prices, "фщфщ"), time).rows[0] == rows[f"{first}.md"]
    assert rerank(prices, found, QuestionWords(prices, "фщфщ")).rows[0] == rows["new.md"]


@pytest.mark.parametrize("rows", [range(30), range(29, -1, -1)])
def test_what_is_not_looked_at_again_overtakes_nothing(many, rows):
    # All 24 have the same penalty for shortness, so their order must not change.
    found = by_hand(rows, [0.9 - 0.0001 * place for place in range(30)])
    again = rerank(many, found, QuestionWords(many, "фщфщ"))
    assert again.rows.tolist() == list(rows)
    assert again.score.tolist() == sorted(again.score.tolist(), reverse=True)
    assert np.diff(again.score[24:]).tolist() == pytest.approx([-0.0001] * 5, abs=1e-6)  # as far apart as before


def test_nearness_is_judged_by_the_fifty_nearest(generation, remembering):
    found = search(generation, remembering, read_question("Де живе лисиця?"))
    dense = np.array([0.0] * 10 + [0.9] * 25 + [0.7] * 25, np.float32)
    assert replace(found, found=replace(found.found, dense=dense)).nearest == pytest.approx(0.8)
    dense = np.array([0.9, 0.6], np.float32)
    assert replace(found, found=replace(found.found, dense=dense)).nearest == pytest.approx(0.75)


def test_a_hit_is_a_slice_of_its_article(generation, remembering):
    found = search(generation, remembering, read_question("Де живе лисиця?"))
    for hit in map(found.hit, range(3)):
        assert FOX[hit.article_id][hit.start : hit.end] == hit.text
        assert hit.score == pytest.approx(float(found.found.score[found.found.rows.tolist().index(row_of(found, hit))]))


def row_of(found, hit) -> int:
    """The row of a hit's passage in its generation."""
    ids = [found.generation.articles[passage["article"]].id for passage in found.generation.passages]
    return ids.index(hit.article_id)
