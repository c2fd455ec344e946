"""Recognises small talk: greetings, thanks, and questions about the program itself, for which no article is searched.

The rules match whole messages only; a message with one more word is a question. No index is needed.
"""

from collections.abc import Iterator, Sequence
from typing import Literal

from index.text.fold import folded_words

Talk = Literal["greeting", "thanks", "farewell", "assent", "abilities", "articles"]

# Phrases by kind, in Ukrainian, Russian, English, Polish and German. Phrases that may ask about an article are left out
# ("how does it work", or "how many articles are there" after a question about a constitution).
_SOCIAL: dict[Talk, str] = {
    "greeting": """
        привіт; вітаю; добрий день; доброго дня; добридень; добрий вечір; доброго вечора; добрий ранок; доброго ранку;
        здрастуйте; як справи; як ся маєш; привет; приветствую; здравствуй; здравствуйте; добрый день; добрый вечер;
        доброе утро; как дела; hi; hello; hey; hi there; hello there; good morning; good afternoon; good evening;
        how are you; cześć; hej; witam; witaj; dzień dobry; dobry wieczór; jak się masz; hallo; moin; servus;
        guten tag; guten morgen; guten abend; grüß gott; wie geht es dir; wie geht es ihnen
    """,
    "thanks": """
        дякую; дуже дякую; щиро дякую; дуже вам дякую; дякую вам; дякую тобі; спасибі; велике спасибі;
        дякую за допомогу; дякую за відповідь; спасибо; большое спасибо; спасибо большое; благодарю; спасибо за помощь;
        спасибо за ответ; thanks; thank you; thx; cheers; thanks a lot; many thanks; thank you very much;
        thank you so much; thanks for your help; dziękuję; dzięki; dziękuję bardzo; bardzo dziękuję; wielkie dzięki;
        dziękuję za pomoc; danke; danke schön; dankeschön; danke sehr; vielen dank; besten dank; danke für die hilfe;
        дуже допоміг; дуже допомогла; дуже допомогли; дуже допомогло; дуже корисно; це дуже допомогло; ти молодець;
        ви молодці; молодець; очень помог; очень помогла; очень помогли; очень помогло; очень полезно; ты молодец;
        молодец; very helpful; that was helpful; that helped; that helps; that helps a lot; you helped me a lot;
        well done; bardzo pomocne; bardzo mi pomogłeś; to pomogło; sehr hilfreich; das war hilfreich; das hat geholfen
    """,
    "farewell": """
        бувай; бувайте; до побачення; до зустрічі; на все добре; гарного дня; па; пока; до свидания; всего доброго;
        хорошего дня; bye; bye bye; goodbye; see you; see you later; have a nice day; good night; do widzenia; na razie;
        pa; miłego dnia; tschüss; auf wiedersehen; bis bald; schönen tag noch; ciao
    """,
    "assent": """
        ок; окей; добре; гаразд; зрозуміло; ясно; чудово; супер; класно; угу; ага; так; ні; хорошо; понятно; ладно;
        отлично; да; нет; ok; okay; great; good; cool; got it; i see; yes; no; sure; dobrze; rozumiem; jasne;
        super; świetnie; tak; nie; w porządku; verstanden; alles klar; klar; prima; ja; nein
    """,
}
_ABOUT: dict[Talk, str] = {
    "abilities": """
        що ти вмієш; що ви вмієте; що вмієш; що ти вмієш робити; що ти можеш; що ви можете; що ти можеш робити;
        що можна запитати; про що можна запитати; про що тебе можна запитати; про що можна тебе запитати; хто ти;
        ти хто; хто ти такий; хто ти така; хто ви; як ти працюєш; як тобою користуватися; допоможи; допоможи мені;
        допоможіть; чим ти можеш допомогти; чим можеш допомогти; що це за програма; що це за сторінка; ти бот;
        что ты умеешь; что вы умеете; что ты умеешь делать; что ты можешь; кто ты; ты кто; кто ты такой;
        как ты работаешь; помоги; помоги мне; чем ты можешь помочь; что можно спросить; о чем можно спросить; ты бот;
        what can you do; what do you do; what can i ask; what can i ask you; who are you; what are you; how do you work;
        help; help me; can you help me; how can you help; how can you help me; are you a bot; are you an ai;
        co potrafisz; co umiesz; co możesz zrobić; kim jesteś; jak działasz; pomóż; pomóż mi; w czym możesz pomóc;
        o co mogę zapytać; jesteś botem; was kannst du; was können sie; wer bist du; wer sind sie; wie funktionierst du;
        hilf mir; kannst du mir helfen; können sie mir helfen; was kann ich fragen; bist du ein bot
    """,
    "articles": """
        скільки статей ти маєш; скільки статей ви маєте; скільки у тебе статей; скільки в тебе статей;
        скільки у вас статей; скільки статей у тебе; скільки статей у вас; скільки тут статей; скільки статей тут;
        скільки статей ти знаєш; які в тебе є статті; які у тебе є статті; які статті ти маєш; які тут статті;
        які статті тут є; що ти знаєш; сколько у тебя статей; сколько статей у тебя; сколько у вас статей;
        сколько здесь статей; какие у тебя статьи; что ты знаешь; how many articles do you have;
        how many documents do you have; what articles do you have; which articles do you have; what do you know;
        ile masz artykułów; jakie masz artykuły; co wiesz; wie viele artikel hast du; wie viele artikel haben sie;
        welche artikel hast du; was weißt du
    """,
}
_BESIDE = "будь ласка; ну; а; і; скажи; скажіть; пожалуйста; скажи; скажите; please; tell me; proszę; powiedz; bitte"

_Words = tuple[str, ...]


def _phrases(listed: str) -> Iterator[_Words]:
    return (tuple(folded_words(phrase)) for phrase in listed.split(";"))


_SOCIAL_PHRASES = {phrase: talk for talk, listed in _SOCIAL.items() for phrase in _phrases(listed)}
_ABOUT_PHRASES = {phrase: talk for talk, listed in _ABOUT.items() for phrase in _phrases(listed)}
_BESIDE_PHRASES = frozenset(_phrases(_BESIDE))
_LONGEST = max(map(len, _SOCIAL_PHRASES))


def small_talk(message: str) -> Talk | None:
    """The kind of small talk; None if the message is a question."""
    words = tuple(folded_words(message))
    talks: list[Talk] = []
    rest: list[str] = []
    place = 0
    while place < len(words):
        phrase = _social_phrase(words[place:])
        if phrase in _SOCIAL_PHRASES:
            talks.append(_SOCIAL_PHRASES[phrase])
        elif phrase not in _BESIDE_PHRASES:
            rest += phrase
        place += len(phrase)
    if rest:
        return _ABOUT_PHRASES.get(tuple(rest))
    return talks[0] if talks else None


def _social_phrase(words: Sequence[str]) -> _Words:
    """The longest social phrase at the start of these words, else the first word."""
    for length in range(min(_LONGEST, len(words)), 0, -1):
        phrase = tuple(words[:length])
        if phrase in _SOCIAL_PHRASES or phrase in _BESIDE_PHRASES:
            return phrase
    return tuple(words[:1])
