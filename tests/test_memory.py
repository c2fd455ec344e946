"""A memory of what was made: kept, forgotten, and shared by threads."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from qa.memory import Memory


def test_a_value_is_made_once():
    memory, made = Memory[str, int](2), []
    for _ in range(3):
        assert memory.get("а", lambda: made.append("а") or len(made)) == 1
    assert made == ["а"]


def test_the_key_asked_for_longest_ago_is_forgotten():
    memory, made = Memory[str, str](2), []

    def ask(key: str) -> None:
        memory.get(key, lambda: made.append(key) or key)

    for key in "абав":  # "б" was not used since
        ask(key)
    assert made == ["а", "б", "в"]
    ask("а")
    assert made == ["а", "б", "в"]
    ask("б")
    assert made == ["а", "б", "в", "б"]


def test_what_fails_is_not_kept():
    memory = Memory[str, int](2)
    with pytest.raises(ZeroDivisionError):
        memory.get("а", lambda: 1 // 0)
    assert memory.get("а", lambda: 5) == 5


def test_many_threads_get_the_values_of_their_own_keys():
    memory = Memory[int, int](8)
    with ThreadPoolExecutor(8) as pool:
        given = list(pool.map(lambda number: memory.get(number % 16, lambda: number % 16), range(2000)))
    assert given == [number % 16 for number in range(2000)]
