"""Recognises questions about the archive itself: when something was first or last written about.

No passage can answer them; the first or the newest article that mentions it can be quoted.
"""

import re
from dataclasses import dataclass, replace
from datetime import date

from index.text.fold import words

from .references import refers
from .topic_search import Topic
from .word_sets import word_set

_WHEN = word_set("коли когда when kiedy wann")
_FIRST = word_set("вперше уперше перший впервые первый first pierwszy erstmals ersten")
_LAST = word_set("востаннє останній останнє последний last latest ostatnio ostatni zuletzt letzten")
_ORDER = _FIRST | _LAST
# What only an archive does; a town may be mentioned in a chronicle, too.
_WRITTEN = word_set("""
писали писав пишуть написали писалося повідомляли публікували йшлося
писали написали сообщали публиковали write wrote written reported publish published
pisano pisali pisaliście napisano geschrieben berichtet
""")
_MENTIONED = word_set("""
згадували згадали згадано згадувався згадувалась згадувалася згадувалося згадувались згадується згадуються згадка
упоминали упоминался упоминалась упоминалось упоминается mention mentioned wspomniano wspominano erwähnt
""")
_BESIDE = word_set("""
а і й ж же ви ми ти тут у в вас нас статтях архіві був була було були раз раза разу про щодо
вы мы здесь статьях архиве был была было были о об the for time did do was were is it been has have you we they articles
archive about of in here ostatni raz w po o was wart haben wurde wurden wir ihr sie über zum mal das ersten
""")
_MOST_WORDS = 5
_EDGES = re.compile(r"^[\s,.?!…]+|[\s,.?!…]+$")


@dataclass(frozen=True, slots=True)
class Mentioned:
    """What is asked for: the `first` or the newest article about `topic`; `surely` if nothing else can be meant."""

    topic: str
    first: bool
    surely: bool


def when_mentioned(text: str) -> Mentioned | None:
    """What a text asks about the archive: «Коли вперше писали про зубрів?»; None for other questions."""
    found = list(words(text))
    folded = {word for _, _, word in found}
    order = folded & _ORDER
    verbs = folded & (_WRITTEN | _MENTIONED)
    if not order or not verbs or not any(word in _WHEN for _, _, word in found[:2]):
        return None
    known = _WHEN | _WRITTEN | _MENTIONED | _BESIDE | order
    named = [place for place, (_, _, word) in enumerate(found) if word not in known]
    if not named or named[-1] - named[0] >= _MOST_WORDS or len(named) <= named[-1] - named[0]:
        return None
    topic = _EDGES.sub("", text[found[named[0]][0] : found[named[-1]][1]])
    if refers(topic):
        return None
    return Mentioned(topic, order.isdisjoint(_LAST), not folded.isdisjoint(_WRITTEN))


def only_article(topic: Topic, first: bool) -> tuple[Topic, date] | None:
    """The topic with its first or its newest article alone, and the day of it; None if no article has a date."""
    dated = [(article, article.published) for article in topic.found.articles if article.published]
    if not dated:
        return None
    article, day = dated[-1 if first else 0]
    return replace(topic, kind="days", found=replace(topic.found, articles=(article,))), day
