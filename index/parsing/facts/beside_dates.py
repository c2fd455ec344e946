"""What may stand beside a date in a line about an article: its section, its author, how long it takes to read.

The day of an event stands beside its kind and its place, and is no day of publication.
"""

import re

BETWEEN = re.compile(r"\s+[|•·]\s+")
_LONGEST_NAME = 3
EVENT = re.compile(
    r"\b(?:концерт|вистав[аи]|лекці[яї]|виставк[аи]|зустріч|семінар|вебінар|конференці[яї]|фестивал|прем['’ʼ]єр|афіш|"
    r"поді[яї]|захід|заход[иу]|коли\b|прийом заявок|реєстрація|дедлайн|турнір|матч|екскурсі|ярмар|майстер-клас|тренінг|"
    r"спектакл|встреч|выставк|лекци|мероприяти|событи|concert|koncert|konzert|lecture|festival|webinar|exhibition|workshop|"
    r"conference|meetup|event|wydarzeni|wystaw|ausstellung|veranstaltung|deadline)",
    re.IGNORECASE,
)
_VENUE = re.compile(
    r"\b(?:палац|театр|музе[йю]|парк|площа|вул|бібліотек|зал[аи]?\b|клуб|стадіон|арен[аи]|центр|філармоні|будинок|школа|"
    r"університет|онлайн|дворец|стадион|д[оі]м\b|online|zoom|hall|palace|museum|theat|stadium|library|teatr|muzeum|pałac)",
    re.IGNORECASE,
)
# A row of a table with the day of anything.
_OF_A_TABLE = ("дата", "date", "data", "datum", "день", "термін", "строк")
_KNOWN = re.compile(
    r"\d[\d\s]*(?:перегля\w+|просмотр\w+|views?|коментар\w*|комментари\w*|comments?)?|"
    r"(?:перегля\w+|просмотр\w+|views?|коментар\w*|комментари\w*|comments?)(?:\s*[:(]?\s*[\d\s]+\)?)?|"
    r"\d{1,3}\s*(?:хв|мин|min)[\w.]*(?:\s+(?:читання|чтения|read|czytania|lesezeit|на читання))?|"
    r"\d{1,2}[:.]\d\d(?::\d\d)?|"
    r"(?:час читання|время чтения|reading time)\b.{0,15}|"
    r"(?:автор(?:ка|и)?|текст|фото|редактор(?:ка)?|джерело|источник|by|author|text|von|autor|źródło)\s*:?\s.{2,40}|"
    r"(?:новини|статт[яі]|культура|політика|економіка|спорт|суспільство|війна|світ|україна|технології|наука|освіта|"
    r"здоров['’ʼ]я|блог(?:и)?|інтерв['’ʼ]ю|репортаж|аналітика|відео|фото|думк[аи]|колонка|історі[яї]|"
    r"новости|статьи|политика|экономика|общество|война|мир|"
    r"news|article|politics|economy|sports?|culture|society|world|opinion|blog|science|health|technology|"
    r"aktualności|polityka|gospodarka|kultura|nachrichten|politik|wirtschaft|kultur)(?:\s\w+)?",
    re.IGNORECASE,
)


def are_about_an_article(before: list[str], after: list[str]) -> bool:
    """Whether the parts before and after a date describe an article: any section first, then known words or a name."""
    parts = (*before, *after)
    if any(EVENT.search(part) or _VENUE.search(part) or part.strip().casefold() in _OF_A_TABLE for part in parts):
        return False
    return all(_KNOWN.fullmatch(part.strip()) or _is_name(part) for part in (*before[1:], *after))


def _is_name(part: str) -> bool:
    """Whether the part may be the name of a person: two or three words with capitals."""
    words = part.split()
    return 2 <= len(words) <= _LONGEST_NAME and all(
        word[0].isupper() and word.strip(".").replace("-", "").replace("’", "").replace("'", "").isalpha()
        for word in words
    )
