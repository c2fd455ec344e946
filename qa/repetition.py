"""Recognises messages that only ask for the last answer once more: «повтори», «ще раз», "say that again"."""

from index.text.fold import folded_words

# Such a message has one of the first words, and none but these.
_AGAIN = frozenset(
    folded_words("""
повтори повторіть повторити раз повторите repeat again once powtórz powtórzyć raz wiederhole wiederholen wiederhol
einmal nochmal nochmals
""")
)
_BESIDE = frozenset(
    folded_words("""
а і й та ну ще мені це будь ласка можеш можете можна свою останню відповідь скажи покажи дай цитату
и еще мне это пожалуйста можешь можно последний ответ please and say show tell me that it this the one more time could
can you your last answer to for proszę jeszcze to mi odpowiedź powiedz pokaż bitte noch das mir sag zeig deine antwort
die
""")
)


def asks_again(message: str) -> bool:
    """Whether the message only asks for the last answer once more."""
    words = set(folded_words(message))
    return bool(words & _AGAIN) and words <= _AGAIN | _BESIDE
