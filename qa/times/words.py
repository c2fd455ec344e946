"""Time expressions in five languages: lower-case regular expressions, most of them by their meaning."""

import re

_SIGNS = "([ьяею]|[ея]м)"
MONTHS = {
    "january": f"січ(ень|ня|ні|нем|ню)|январ{_SIGNS}|january|stycz(eń|nia|niu)|januar",
    "february": f"лют(ий|ого|ому|им)|феврал{_SIGNS}|february|lut(y|ego|ym)|februar",
    "march": "берез(ень|ня|ні|нем|ню)|март(а|е|у|ом)?|march|mar(zec|ca|cu)|märz",
    "april": f"квіт(ень|ня|ні|нем|ню)|апрел{_SIGNS}|april|kwie(cień|tnia|tniu)",
    "may": "трав(ень|ня|ні|нем|ню)|ма[йяе]|may|maj[au]?|mai",
    "june": f"черв(ень|ня|ні|нем|ню)|июн{_SIGNS}|june|czerw(iec|ca|cu)|juni",
    "july": f"лип(ень|ня|ні|нем|ню)|июл{_SIGNS}|july|lip(iec|ca|cu)|juli",
    "august": "серп(ень|ня|ні|нем|ню)|август(а|е|у|ом)?|august|sierp(ień|nia|niu)",
    "september": f"верес(ень|ня|ні|нем|ню)|сентябр{_SIGNS}|september|wrze(sień|śnia|śniu)",
    "october": f"жовт(ень|ня|ні|нем|ню)|октябр{_SIGNS}|october|październik(a|u)?|oktober",
    "november": f"листопад(а|і|у|ом)?|ноябр{_SIGNS}|november|listopad(a|zie)?",
    "december": f"груд(ень|ня|ні|нем|ню)|декабр{_SIGNS}|december|grud(zień|nia|niu)|dezember",
}
UNITS = {
    "day": "день|дні|днів|дня|дней|days?|dni|dzień|tage?n?",
    "week": "тижд?(ень|ні|нів|ня|нем|ню)|недел[яюеиьій]|недель|weeks?|tydzień|tygodni(e|u|a)?|wochen?",
    "month": "місяц(ь|я|і|ів|ю|ем)|месяц(ев|а|е|ы|ем)?|months?|miesiąc(e|a|u)?|miesięcy|monate?n?s?",
    "year": "рік|року|роки|років|році|год(а|у|ы|ом)?|лет|years?|rok(u|iem)?|lata?|jahre?n?s?",
}
WEEKDAYS = {
    "monday": "понеділ(ок|ка|ку)|понедельник(а|у)?|monday|poniedziałek|montag",
    "tuesday": "вівтор(ок|ка|ку)|вторник(а|у)?|tuesday|wtorek|dienstag",
    "wednesday": "серед[ауи]|сред[ауы]|wednesday|środ[aęy]|mittwoch",
    "thursday": "четвер(г|га|у)?|thursday|czwartek|donnerstag",
    "friday": "п['’ʼ]?ятниц[яюіи]|пятниц[ауые]|friday|piąt(ek|ku)|freitag",
    "saturday": "субот[ауи]|суббот[ауы]|saturday|sobot[aęy]|samstag",
    "sunday": "неділ[яюі]|воскресень[ея]|sunday|niedziel[aęi]|sonntag",
}
DAY_WORDS = {
    "today": "сьогодні|сегодня|today|dzisiaj|dziś|heute",
    "yesterday": "вчора|учора|вчера|yesterday|wczoraj|gestern",
    "2 days ago": "позавчора|позавчера|przedwczoraj|vorgestern",
    "1 year ago": "торік",
    "2 years ago": "позаторік",
}
NUMBERS = {
    "1": "один|одну|одна|one|a|an|jeden|einem|einer",
    "2": "два|дві|две|two|dwa|dwie|zwei",
    "3": "три|three|trzy|drei",
    "4": "чотири|четыре|four|cztery|vier",
    "5": "п['’ʼ]ять|пять|five|pięć|fünf",
    "6": "шість|шесть|six|sześć|sechs",
    "7": "сім|семь|seven|siedem|sieben",
    "10": "десять|ten|dziesięć|zehn",
}
SEASONS = {
    "3": "навесні|весною|весни|весной|spring|wiosną|frühjahr|frühling",
    "6": "[ву]літку|літа|літом|летом|summer|latem|sommer",
    "9": "восени|осені|осенью|autumn|jesienią|herbst",
    "12": "[ву]зимку|зимою|зими|зимой|winter|zimą",
}
DECADES = {
    "30": "тридцят(і|их)|тридцат(ые|ых)|thirties|trzydziest(e|ych)|dreißigern?",
    "40": "сороков(і|их|ые|ых)|forties|czterdziest(e|ych)|vierzigern?",
    "50": "п['’ʼ]?ятдесят(і|их)|пятидесят(ые|ых)|fifties|pięćdziesiąt(e|ych)|fünfzigern?",
    "60": "шістдесят(і|их)|шестидесят(ые|ых)|sixties|sześćdziesiąt(e|ych)|sechzigern?",
    "70": "сімдесят(і|их)|семидесят(ые|ых)|seventies|siedemdziesiąt(e|ych)|siebzigern?",
    "80": "вісімдесят(і|их)|восьмидесят(ые|ых)|eighties|osiemdziesiąt(e|ych)|achtzigern?",
    "90": "дев['’ʼ]?яност(і|их)|девяност(ые|ых)|nineties|dziewięćdziesiąt(e|ych)|neunzigern?",
}
# Roman numerals are written with Latin or with Cyrillic letters.
CENTURIES = {
    "16": "[xх]v[iі]|16",
    "17": "[xх]v[iі]{2}|17",
    "18": "[xх]v[iі]{3}|18",
    "19": "[xх][iі][xх]|19",
    "20": "[xх]{2}|20",
    "21": "[xх]{2}[iі]|21",
}
OF_CENTURY = "столітт[яі]|ст\\.|век[ае]|в\\.|century|wieku|jahrhunderts?"
BEFORE = "минул\\w*|прошл\\w*|попередн\\w*|last|previous|zeszł\\w*|ubiegł\\w*|letzt\\w*|vorig\\w*|vergangen\\w*"
BEFORE_THAT = "позаминул\\w*|позапрошл\\w*"
NEXT = "наступн\\w*|следующ\\w*|next|następn\\w*|nächst\\w*"
THIS = "цього|цей|цьому|цю|цій|цієї|цим|этого|этот|этом|эту|этой|this|tego|tym|ten|diese\\w*|поточн\\w*"
LATEST = "останн\\w*|последн\\w*|past|last|ostatni\\w*|letzte\\w*"
PAST = "останн\\w*|последн\\w*|past|ostatni\\w*"
AGO = "тому|назад|ago|temu"
OF_YEAR = "року|році|роки|роках|роками|рік|рр?\\.?|годах|году|года|год|гг?\\.|roku|latach|r\\."
YEARS = "рок(и|ів|ах|ами)|год(ы|ов|ах)|лет|years|lata|latach|lat|jahren?"
JUBILEE = "роковин|ювіле|річниц|годовщин|юбиле|хвилин|минут|anniversar|minut"
IN = "у|в|во|in|on|w|we|im|am|за|про|of|during|протягом|впродовж|з|із|зі|від|с|со|от|from|since|od|von|seit|ab|до"
IN += "|перед|before|by|vor|przed|після|после|after|nach|po|по|to|until|між|между|between|und|and|і|й|и|кінці"
IN += "|початку|кінця|середині|наприкінці|начале|конце|середине|beginning|end|middle|early|late"
NO_AMOUNT = r"(?![\d.,-]|\s*(?:грн|гривен|гривн|долар|доллар|євро|евро|км|кг|осіб|людей|dollars|people|euro|zł)\w*)"
TO = r"\s*(?:[-–—]|\b(?:по|до|і|й|та|и|and|to|until|bis|und|do|a)\b)\s*"
DAY = r"(?:[12]\d|3[01]|0?[1-9])"
YEAR = r"(?:1[5-9]\d\d|20\d\d)"


def either(table: dict[str, str]) -> str:
    """A pattern for any word of the table, without groups that are captured."""
    return "|".join(table.values()).replace("(", "(?:")


def translated(word: str, table: dict[str, str]) -> str:
    """What a word of the table means; the word itself if it is not there."""
    return next((name for name, forms in table.items() if re.fullmatch(forms, word)), word)
