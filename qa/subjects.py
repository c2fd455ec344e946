"""Recognises requests for whatever there is about a subject: «розкажи про зубрів», «новини за лютий», "articles about".

Such a text asks nothing certain, so no sentence can answer it; the passages that mention the subject can be quoted.
"""

from dataclasses import dataclass
from datetime import date

from index.text.fold import folded_words, words

from .search_terms import looks_like_search
from .times import beside, find_time_range, with_small_words
from .word_sets import word_set

# Folded words that such a request consists of, up to the word that introduces its subject.
_REQUEST = word_set("""
розкажи розкажіть розповісти розкажеш покажи покажіть знайди знайдіть дай дайте пошукай шукай скажи скажіть хочу хотів
хотіла дізнатися дізнатись почитати прочитати знати мені нам можеш можете можна ти ви що шо все всі усе усі щось чи є
у в вас тебе нас будь ласка більше ще детальніше докладніше коротко трохи якісь які а писали пишуть написано відомо
знаєш знаєте кажуть говорять нового чути чув чули повідомляли повідомляють опублікували опубліковано публікували
вийшло вийшли було згадують згадували тут статтях архіві скільки остання останні найновіші найновіша нові свіжі
расскажи расскажите рассказать покажите найдите скажите узнать почитать мне можешь можете можно ты вы что есть ли у
вас тебя пожалуйста больше еще подробнее написано известно знаешь знаете говорят писали пишут сообщали опубликовано
последние свежие tell me show find give search for anything everything something what do you know is are was were
there has have been known written published reported said the any all more please can could i want to read learn
latest recent opowiedz powiedz pokaż znajdź mi co wiesz wiadomo pisano piszą napisano opublikowano wszystko coś czy są
proszę ostatnie erzähl erzähle erzählen zeig zeige finde sie mir etwas was weißt wissen du ist bekannt wurde wird
geschrieben berichtet veröffentlicht alles gibt es bitte neueste
""")
_NEWS = word_set("новини новина новин новости новость новостей news wiadomości nowości nachrichten neues")
_PUBLISHED = _NEWS | word_set("""
статті стаття статтю статей публікації публікація публікацій матеріали матеріалів матеріал дописи згадки згадок
інформація інформацію інформації відомості дані писали пишуть написано повідомляли опублікували опубліковано
публікували вийшло вийшли статьи статья статей публикации материалы информация информацию упоминания опубликовано
пишут сообщали articles article publications information info mentions published written reported artykuły artykuł
informacje pisano piszą napisano opublikowano artikel informationen geschrieben berichtet veröffentlicht
""")
_ABOUT = word_set("про щодо стосовно о об обо about regarding o über von")
_ABOUT_FIRST = word_set("про об обо about über")
_ABOUT_AFTER_A_NOUN = word_set("on zu z na тему темі")
# What a subject refers back to is no name.
_PRONOUNS = word_set("""
нього неї них нім ній ним нею ними це цього цьому цю цей ці те того тому себе мене тебе нас вас него нее них нем ней
этом это этого этому том тебя себя меня it him her them this that these those me you us yourself nim niej nich nią tym
to tego siebie ihm ihr ihn ihnen das dies dich mich
""")


@dataclass(frozen=True, slots=True)
class Subject:
    """What a text asks to hear of: the words of a name or a topic, and those of a time; one of them may be empty."""

    topic: str
    time: str

    @property
    def is_time(self) -> bool:
        """Whether only a time is named: what was published then is all that can be an answer."""
        return not self.topic

    @property
    def text(self) -> str:
        """Both, as a search."""
        return f"{self.topic} {self.time}".strip()


def subject_of(text: str, now: date | None = None) -> Subject | None:
    """The subject of a search or of a request; None for a question."""
    time = find_time_range(text, now)
    named = with_small_words(text, time) if time else ""
    topic = _topic_in(beside(text, time) if time else text)
    if topic or (topic == "" and named):
        return Subject(topic, named)
    return Subject(text, "") if looks_like_search(text) else None


def _topic_in(text: str) -> str | None:
    """The words that a request introduces, empty if it has none; None if the text is no request, or asks more."""
    found = list(words(text))
    place = 0
    while place < len(found) and found[place][2] in _REQUEST | _PUBLISHED and found[place][2] not in _ABOUT:
        place += 1
    asked = [word for _, _, word in found[:place]]
    has_noun = not _PUBLISHED.isdisjoint(asked)
    if place == len(found):
        return "" if has_noun else None
    if place == 0 and found[0][2] not in _ABOUT_FIRST:
        return _before_the_noun(text)
    if found[place][2] in _ABOUT or (has_noun and found[place][2] in _ABOUT_AFTER_A_NOUN):
        place += 1
    elif _NEWS.isdisjoint(asked):
        return None
    return _as_topic(text[found[place][0] :]) if place < len(found) else None


def _before_the_noun(text: str) -> str | None:
    """The topic of «Казахстан новини»."""
    found = list(words(text))
    last = found[-1] if found else None
    return _as_topic(text[: last[0]]) if last and last[2] in _NEWS else None


def _as_topic(text: str) -> str | None:
    """The words without marks and courtesies around them; None unless they are a name or a topic."""
    topic = text.strip(" ?!.,…")
    for courtesy in ("будь ласка", "пожалуйста", "please", "proszę", "bitte"):
        topic = topic.removesuffix(courtesy).rstrip(" ,")
    found = folded_words(topic)
    return topic if looks_like_search(topic) and found[0] not in _PRONOUNS else None
