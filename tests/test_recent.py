"""A cache of what was made: kept, forgotten, and shared by threads."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from index.recent import Recent


def test_a_value_is_made_once():
    recent, made = Recent[str, int](2), []
    for _ in range(3):
        assert recent.get("а", lambda: made.append("а") or len(made)) == 1
    assert made == ["а"]


def test_the_key_asked_for_longest_ago_is_forgotten():
    recent, made = Recent[str, str](2), []

    def ask(key: str) -> None:
        recent.get(key, lambda: made.append(key) or key)

    for key in "абав":  # "б" was not used since
        ask(key)
    assert made == ["а", "б", "в"]
    ask("а")
    assert made == ["а", "б", "в"]
    ask("б")
    assert made == ["а", "б", "в", "б"]


def test_what_fails_is_not_kept():
    recent = Recent[str, int](2)
    with pytest.raises(ZeroDivisionError):
        recent.get("а", lambda: 1 // 0)
    assert recent.get("а", lambda: 5) == 5


def test_many_threads_get_the_values_of_their_own_keys():
    recent = Recent[int, int](8)
    with ThreadPoolExecutor(8) as pool:
        given = list(pool.map(lambda number: recent.get(number % 16, lambda: number % 16), range(2000)))
    assert given == [number % 16 for number in range(2000)]


def test_values_that_are_not_kept_are_made_together_each_once():
    asked: list[list[str]] = []

    def lengths(texts):
        asked.append(list(texts))
        return [len(text) for text in texts]

    recent = Recent[str, int](3)
    assert recent.get_all(["а", "бб", "а"], lengths) == [1, 2, 1]
    assert recent.get_all(["ввв", "а"], lengths) == [3, 1]
    assert recent.get_all(["гггг"], lengths) == [4]  # the fourth: "бб" was used longest ago
    assert recent.get_all(["а", "ввв", "бб"], lengths) == [1, 3, 2]
    assert recent.get_all([], lengths) == []
    assert asked == [["а", "бб"], ["ввв"], ["гггг"], ["бб"]]
