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
# Understood beside a day or a year; the Cyrillic ones only with a point: «5 лип» may be five lindens.
SHORT_MONTHS = {
    "january": "jan\\.?|січ\\.|янв\\.|sty\\.",
    "february": "feb\\.?|лют\\.|фев\\.|lut\\.",
    "march": "mar\\.?|бер(ез)?\\.|мар\\.",
    "april": "apr\\.?|квіт\\.|апр\\.|kwi\\.",
    "may": "трав\\.",
    "june": "jun\\.?|черв\\.|июн\\.|cze\\.",
    "july": "jul\\.?|лип\\.|июл\\.|lip\\.",
    "august": "aug\\.?|серп\\.|авг\\.|sie\\.",
    "september": "sept?\\.?|вер(ес)?\\.|сент?\\.|wrz\\.",
    "october": "oct\\.?|okt\\.|жовт\\.|окт\\.|paź\\.",
    "november": "nov\\.?|лист(оп)?\\.|ноя(б)?\\.|lis\\.",
    "december": "dec\\.?|dez\\.|груд\\.|дек\\.|gru\\.",
}
# Days of a month in words: «другого лютого»; «двадцять шостого» is the sum.
ORDINAL_DAYS = {
    "1": "перш(е|ого)|перв(ое|ого)",
    "2": "друг(е|ого)|втор(ое|ого)",
    "3": "третє|третього|третье(го)?",
    "4": "четв[её]рт(е|ого|ое)",
    "5": "п['’ʼ]?ят(е|ого|ое)",
    "6": "шост(е|ого)|шест(ое|ого)",
    "7": "сьом(е|ого)|седьм(ое|ого)",
    "8": "восьм(е|ого|ое)",
    "9": "дев['’ʼ]?ят(е|ого|ое)",
    "10": "десят(е|ого|ое)",
    "11": "одинадцят(е|ого)|одиннадцат(ое|ого)",
    "12": "дванадцят(е|ого)|двенадцат(ое|ого)",
    "13": "тринадцят(е|ого)|тринадцат(ое|ого)",
    "14": "чотирнадцят(е|ого)|четырнадцат(ое|ого)",
    "15": "п['’ʼ]?ятнадцят(е|ого)|пятнадцат(ое|ого)",
    "16": "шістнадцят(е|ого)|шестнадцат(ое|ого)",
    "17": "сімнадцят(е|ого)|семнадцат(ое|ого)",
    "18": "вісімнадцят(е|ого)|восемнадцат(ое|ого)",
    "19": "дев['’ʼ]?ятнадцят(е|ого)|девятнадцат(ое|ого)",
    "20": "двадцят(е|ого)|двадцат(ое|ого)",
    "30": "тридцят(е|ого)|тридцат(ое|ого)",
}
UNITS = {
    "day": "день|дні|днів|дня|днях|дней|доб[аиуі]|days?|dni|dniach|dzień|dob[ęy]|tage?n?",
    "week": "тижд?(ень|ні|нів|ня|нем|ню|нях)|недел[яюеиьій]|недель|weeks?|tydzień|tygodni(e|u|a|ach)?|wochen?",
    "month": "місяц(ь|я|і|ів|ю|ем|ях)|месяц(ев|а|е|ы|ем)?|months?|miesiąc(e|a|u|ach)?|miesięcy|monate?n?s?",
    "year": "рік|року|роки|років|році|роках|год(а|у|ы|ом)?|лет|years?|rok(u|iem)?|lat(a|ach)?|jahre?n?s?",
}
# Before "ago" without a number, a unit in another form needs one: «кілька років тому» is not a year ago.
ONE_UNIT = "день|добу|тиждень|місяць|рік|неделю|сутки|месяц|год|dzień|tydzień|miesiąc|rok"
# Adjectives and nouns that speak of several periods: «минулі роки», "last years".
SEVERAL = "\\w+(?:і|их|іх|ими|іми|ые|ие|ых|łe|łych|nie|nich)"
SEVERAL_UNITS = "days|weeks|months|years|tagen?|wochen|monaten?|jahren?"
# Half a year, and a year and a half, by their months.
HALF_YEARS = {
    "6": "пів\\s*року|пів\\s*річчя|пол\\s*года|half\\s+a\\s+year|pół\\s+roku|(einem\\s+|das\\s+)?halben?\\s+jahr",
    "18": "півтора\\s+рок[уи]|полтора\\s+года|półtora\\s+roku",
}
WEEKDAYS = {
    "monday": "понеділ(ок|ка|ку)|понедельник(а|у)?|monday|poniedział(ek|ku)|montag",
    "tuesday": "вівтор(ок|ка|ку)|вторник(а|у)?|tuesday|wtor(ek|ku)|dienstag",
    "wednesday": "серед[ауи]|сред[ауы]|wednesday|środ[aęy]|mittwoch",
    "thursday": "четвер(г|га|у)?|thursday|czwart(ek|ku)|donnerstag",
    "friday": "п['’ʼ]?ятниц[яюіи]|пятниц[ауые]|friday|piąt(ek|ku)|freitag",
    "saturday": "субот[ауи]|суббот[ауы]|saturday|sobot[aęy]|samstag",
    "sunday": "неділ[яюі]|воскресень[ея]|sunday|niedziel[aęi]|sonntag",
}
DAY_WORDS = {
    "today": "сьогодні|сегодня|today|dzisiaj|dziś|heute",
    "yesterday": "вчора|учора|вчера|yesterday|wczoraj|gestern",
    "2 days ago": "позавчора|позавчера|przedwczoraj|vorgestern",
    "this year": "цьогоріч",
    "1 year ago": "торік",
    "2 years ago": "позаторік",
}
NUMBERS = {
    "1": "один|одну|одного|одна|одной|one|a|an|jeden|jedną|einem|einer|einen",
    "2": "два|дві|двох|две|двух|two|dwa|dwie|dwóch|zwei",
    "3": "три|трьох|тр[её]х|three|trzy|trzech|drei",
    "4": "чотири|чотирьох|четыре|четыр[её]х|four|cztery|czterech|vier",
    "5": "п['’ʼ]?ят(ь|и|ьох)|five|pięć|pięciu|fünf",
    "6": "шіст(ь|ьох)|шест[ьи]|six|sześć|sześciu|sechs",
    "7": "сім|сімох|сем[ьи]|seven|siedem|siedmiu|sieben",
    "8": "вісім|вісьмох|восьми|восемь|eight|osiem|ośmiu|acht",
    "9": "дев['’ʼ]?ят(ь|и|ьох)|nine|dziewięć|dziewięciu|neun",
    "10": "десят(ь|и|ьох)|ten|dziesięć|dziesięciu|zehn",
    "11": "одинадцят[ьи]|одиннадцат[ьи]|eleven|jedenaście|elf",
    "12": "дванадцят[ьи]|двенадцат[ьи]|twelve|dwanaście|zwölf",
    "15": "п['’ʼ]?ятнадцят[ьи]|пятнадцат[ьи]|fifteen|piętnaście|fünfzehn",
}
# They stand before a smaller number, or alone: «двадцять п'ять».
TENS = {
    "20": "двадцят[ьи]|двадцат[ьи]|twenty|dwadzieścia|zwanzig",
    "30": "тридцят[ьи]|тридцат[ьи]|thirty|trzydzieści|dreißig",
    "40": "сорока?|forty|czterdzieści|vierzig",
    "50": "п['’ʼ]?ятдесят|пятьдесят|fifty|pięćdziesiąt|fünfzig",
    "60": "шістдесят|шестьдесят|sixty|sześćdziesiąt|sechzig",
    "70": "сімдесят|семьдесят|seventy|siedemdziesiąt|siebzig",
    "80": "вісімдесят|восемьдесят|eighty|osiemdziesiąt|achtzig",
    "90": "дев['’ʼ]?яносто|девяносто|ninety|dziewięćdziesiąt|neunzig",
    "100": "сто|hundred|sto|hundert",
}
SEASONS = {
    "3": "навесні|весною|весни|весной|spring|wiosną|frühjahr|frühling",
    "6": "[ву]літку|літа|літом|летом|summer|latem|sommer",
    "9": "восени|осені|осенью|autumn|jesienią|herbst",
    "12": "[ву]зимку|зимою|зими|зимой|winter|zimą",
}
# Without a year or a word such as «минула», these may be any season, or another word: Polish lata is years, too.
SEASON_NAMES = {
    "3": "весн[аиіу]|весну|весны|wiosn[aęy]",
    "6": "літо|лето|lato|lata",
    "9": "осінь|осень|jesień",
    "12": "зим[аиіу]|зимы|zim[aęy]",
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
THIS = "цього|цей|ця|цьому|цю|цій|цієї|цим|этого|этот|этом|эту|этой|this|tego|tym|ten|diese\\w*|поточн\\w*"
LATEST = "останн\\w*|последн\\w*|past|last|ostatni\\w*|letzte\\w*"
PAST = "останн\\w*|последн\\w*|past|ostatni\\w*"
AGO = "тому|назад|ago|temu"
OF_YEAR = "року|році|роки|роках|роками|рік|рр?\\.?|годах|году|года|год|гг?\\.|roku|latach|r\\."
OF_YEARS = f"{OF_YEAR}|років|годов|лет|lat|years"
YEARS = "рок(и|ів|ах|ами)|год(ы|ов|ах)|лет|years|lata|latach|lat|jahren?"
JUBILEE = "роковин|ювіле|річниц|годовщин|юбиле|хвилин|минут|anniversar|minut"
IN = "у|в|во|in|on|w|we|im|am|за|про|of|during|протягом|впродовж|з|із|зі|від|с|со|от|from|since|od|von|seit|ab|bis|до"
IN += "|перед|before|by|vor|przed|після|после|after|nach|po|по|to|until|між|между|between|und|and|і|й|и|кінці"
IN += "|початку|кінця|середині|наприкінці|начале|конце|середине|beginning|end|middle|early|late"
IN += r"|początku|połowie|koniec|końcu|anfang|mitte|ende|половин\w+|півріччі|полугодии|квартал[іе]|half\s+of"
# «За останній рік», but not «в останній рік життя».
WITHIN = "за|протягом|впродовж|упродовж|течение|in|over|during|within|for|the|w|ciągu|za|przez|der"
NO_AMOUNT = (
    r"(?![\d.,-]|\s*(?:%|(?:грн|гривен|гривн|долар|доллар|євро|евро|dollars|euro|zł|метр|кілометр|километр|тонн|літр"
)
NO_AMOUNT += r"|градус|відсот|процент|осіб|людей|чолов|жител|голос|раз|штук|тис|тыс|млн|млрд|мільйон|миллион|people"
NO_AMOUNT += r"|metres|meters|miles|feet|tons|votes)\w*|(?:км|кг|м|т|га|г|л|років|лет|years|km|kg|m|lat)(?!\w)))"
TO = r"\s*(?:[-–—]|\b(?:по|до|і|й|та|и|and|to|until|bis|und|do|a)\b)\s*"
DAY = r"(?:[12]\d|3[01]|0?[1-9])"
YEAR = r"(?:1[5-9]\d\d|20\d\d)"


def either(table: dict[str, str]) -> str:
    """A pattern for any word of the table, without groups that are captured."""
    return "|".join(table.values()).replace("(", "(?:")


def translated(word: str, table: dict[str, str]) -> str:
    """What a word of the table means; the word itself if it is not there."""
    return next((name for name, forms in table.items() if re.fullmatch(forms, word)), word)
