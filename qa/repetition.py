"""Recognises messages that only ask for the last answer once more: «повтори», «ще раз», "say that again"."""

from .word_sets import consists_of, word_set

# Such a message has one of the first words, and none but these.
_AGAIN = word_set("""
повтори повторіть повторити раз повторите repeat again once powtórz powtórzyć raz wiederhole wiederholen wiederhol
einmal nochmal nochmals
""")
_BESIDE = word_set("""
а і й та ну ще мені це будь ласка можеш можете можна свою останню відповідь скажи покажи дай цитату
и еще мне это пожалуйста можешь можно последний ответ please and say show tell me that it this the one more time could
can you your last answer to for proszę jeszcze to mi odpowiedź powiedz pokaż bitte noch das mir sag zeig deine antwort
die
""")


def asks_again(message: str) -> bool:
    """Whether the message only asks for the last answer once more."""
    return consists_of(message, _AGAIN, _BESIDE)
