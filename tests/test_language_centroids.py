import numpy as np

from index.generation.language_centroids import LanguageCentroids

# Two meanings (first two axes), two languages (last two): every text is its meaning plus a language's own direction.
MEANING = np.array([[1, 0, 0, 0], [0, 1, 0, 0]], np.float32)
LANGUAGE = np.array([[0, 0, 1, 0], [0, 0, 0, 1]], np.float32)
VECTORS = np.array([MEANING[0] + LANGUAGE[0], MEANING[1] + LANGUAGE[0], MEANING[0] + LANGUAGE[1]], np.float32)
CENTROIDS = LanguageCentroids(np.array(["uk", "uk", "en"]), lambda rows: VECTORS[rows])


def test_distances_are_what_the_mean_vectors_tell():
    question = MEANING[0] + LANGUAGE[0]  # in Ukrainian
    # The mean of uk is (.5, .5, 1, 0), that of en (1, 0, 0, 1): their products with the question are 1.5 and 1.
    assert dict(zip(CENTROIDS.names, CENTROIDS.distances(question).tolist(), strict=True)) == {"en": 0.5, "uk": 0.0}


def test_rows_know_their_language_and_which_is_foreign():
    assert CENTROIDS.names[CENTROIDS.of(np.array([2, 0]))].tolist() == ["en", "uk"]
    assert CENTROIDS.foreign(CENTROIDS.names.tolist().index("uk")).tolist() == [False, False, True]


def test_a_single_language_is_at_no_distance():
    centroids = LanguageCentroids(np.array(["uk"] * 3), lambda rows: VECTORS[rows])
    assert len(centroids) == 1
    assert centroids.distances(VECTORS[1]).tolist() == [0.0]


def test_the_mean_of_many_is_that_of_a_sample_spread_over_all():
    vectors = np.arange(10_000, dtype=np.float32)[:, None]
    asked = []

    def take(rows):
        asked.append(rows)
        return vectors[rows]

    LanguageCentroids(np.array(["uk"] * 10_000), take)
    assert len(asked[0]) <= 2500
    assert abs(vectors[asked[0]].mean() - vectors.mean()) < 5
