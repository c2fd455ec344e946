"""Time in questions: labelled questions, phrases that are not a time, and their places."""

from datetime import date

import pytest

from index.generation import Filter
from qa.times import TimeRange, beside, find_time_range

NOW = date(2026, 3, 15)  # a Sunday
# Question, first day, last day, and whether only articles of these days are wanted; - leaves a side open.
LABELLED = """
Що сталося у лютому 2026?|2026-02-01|2026-02-28|preference
Що писали минулого тижня?|2026-03-02|2026-03-08|filter
Кого заарештували з 3 по 5 березня?|2026-03-03|2026-03-05|preference
What happened last month?|2026-02-01|2026-02-28|preference
Скільки людей жило в місті до війни 2022 року?|-|2022-02-23|preference
Новини за вчора|2026-03-14|2026-03-14|filter
Що вирішив суд 5 лютого 2026 року?|2026-02-05|2026-02-05|preference
Які статті вийшли у 2024 році?|2024-01-01|2024-12-31|filter
Хто приїздив позавчора?|2026-03-13|2026-03-13|preference
Що змінилося з 2014 року?|2014-01-01|-|preference
Що було три дні тому?|2026-03-12|2026-03-12|preference
Кого видали тиждень тому?|2026-03-02|2026-03-08|preference
Скільки коштував хліб торік?|2025-01-01|2025-12-31|preference
Лише за останні 10 днів: хто виступав?|2026-03-05|2026-03-15|filter
Що обіцяли у понеділок?|2026-03-09|2026-03-09|preference
Яким був тариф у 2023–2024 роках?|2023-01-01|2024-12-31|preference
Що будували з січня по березень 2025?|2025-01-01|2025-03-31|preference
Що відкрили навесні 2024?|2024-03-01|2024-05-31|preference
Хто писав про це на початку січня?|2026-01-01|2026-01-10|filter
Що сталося наприкінці 2025 року?|2025-09-01|2025-12-31|preference
Хто керував селом у 1990-х роках?|1990-01-01|1999-12-31|preference
Що зробили після 5 березня?|2026-03-06|-|preference
Кого судили 05.02.2026?|2026-02-05|2026-02-05|preference
Что случилось на прошлой неделе?|2026-03-02|2026-03-08|preference
Какие статьи опубликованы в марте 2025 года?|2025-03-01|2025-03-31|filter
What was reported between March 3 and March 5?|2026-03-03|2026-03-05|filter
Who was arrested 2 weeks ago?|2026-02-23|2026-03-01|preference
Co się stało w zeszłym tygodniu?|2026-03-02|2026-03-08|preference
Wer wurde im Februar 2026 verhaftet?|2026-02-01|2026-02-28|preference
Що було до повномасштабного вторгнення?|-|2022-02-23|preference
Що писали з 3 до 5 березня?|2026-03-03|2026-03-05|filter
Хто керував з 2014 по 2016 рік?|2014-01-01|2016-12-31|preference
Що змінилося з 5 березня?|2026-03-05|-|preference
Що робили з 90-х?|1990-01-01|-|preference
Що було після 3–5 березня?|2026-03-06|-|preference
"""


@pytest.mark.parametrize("line", LABELLED.strip().splitlines())
def test_the_time_of_a_question_is_understood(line):
    question, since, until, kind = line.split("|")
    found = find_time_range(question, NOW)
    assert found is not None
    assert (str(found.since or "-"), str(found.until or "-"), found.kind) == (since, until, kind)


# Question, first day, last day: years in words, the period before the last one, parts of periods, decades.
IN_WORDS = """
Що будували взимку минулого року?|2025-12-01|2026-02-28
Що будували навесні 2023?|2023-03-01|2023-05-31
Що будували восени позаминулого року?|2024-09-01|2024-11-30
Що будували влітку торік?|2025-06-01|2025-08-31
Що будували торік улітку?|2025-06-01|2025-08-31
Що будували у 2024 році навесні?|2024-03-01|2024-05-31
Що будували взимку 2022/23 років?|2022-12-01|2023-02-28
Що будували взимку цього року?|2025-12-01|2026-02-28
What was built last winter?|2025-12-01|2026-02-28
What was built in the summer of last year?|2025-06-01|2025-08-31
Что строили летом прошлого года?|2025-06-01|2025-08-31
Co budowano latem zeszłego roku?|2025-06-01|2025-08-31
Was wurde im Sommer letzten Jahres gebaut?|2025-06-01|2025-08-31
Що будували минулої весни?|2025-03-01|2025-05-31
Що будували позаминулої зими?|2024-12-01|2025-02-28
Що вирішили у січні минулого року?|2025-01-01|2025-01-31
Що вирішили 5 січня минулого року?|2025-01-05|2025-01-05
What was decided last March?|2025-03-01|2025-03-31
Що вирішили минулого січня?|2026-01-01|2026-01-31
Що вирішили на початку минулого місяця?|2026-02-01|2026-02-10
Що вирішили на початку минулого тижня?|2026-03-02|2026-03-03
Що вирішили наприкінці минулого тижня?|2026-03-06|2026-03-08
Що вирішили на початку минулої осені?|2025-09-01|2025-09-30
Хто керував селом у 30-х роках?|1930-01-01|1939-12-31
Хто керував селом у 90-х?|1990-01-01|1999-12-31
Хто керував селом у вісімдесятих роках?|1980-01-01|1989-12-31
Хто керував селом на початку 90-х?|1990-01-01|1993-04-30
Хто керував селом наприкінці 1980-х?|1986-09-01|1989-12-31
Хто керував селом у 20-х роках ХХ століття?|1920-01-01|1929-12-31
Хто керував селом у 20-х роках ХХІ століття?|2020-01-01|2029-12-31
Хто керував селом у 60-х роках ХІХ ст.?|1860-01-01|1869-12-31
Кто руководил селом в девяностые?|1990-01-01|1999-12-31
Who led the village in the '90s?|1990-01-01|1999-12-31
Who led the village in the late eighties?|1986-09-01|1989-12-31
Who led the village in the 60s of the 19th century?|1860-01-01|1869-12-31
Kto rządził wsią w latach 90.?|1990-01-01|1999-12-31
Wer leitete das Dorf in den 90er Jahren?|1990-01-01|1999-12-31
Що вирішили з 3 до 5 березня 2026 року?|2026-03-03|2026-03-05
Что решили с 3 по 5 марта?|2026-03-03|2026-03-05
What was decided from 3 to 5 March?|2026-03-03|2026-03-05
Co uchwalono od 3 do 5 marca?|2026-03-03|2026-03-05
Що вирішили з 2020 по 2022 рік?|2020-01-01|2022-12-31
Що вирішили за лютий-березень 2025?|2025-02-01|2025-03-31
Січень–лютий 2024 року|2024-01-01|2024-02-29
Події 2014–2015 років|2014-01-01|2015-12-31
Co budowano w latach 2020-2025?|2020-01-01|2025-12-31
Що було двадцять шостого квітня 1986 року?|1986-04-26|1986-04-26
Що вирішили другого лютого?|2026-02-02|2026-02-02
Що вирішили 2 лют. 2026?|2026-02-02|2026-02-02
What was decided on Feb 2, 2026?|2026-02-02|2026-02-02
Що вирішили 2.2.2026?|2026-02-02|2026-02-02
Що вирішили 02.2026?|2026-02-01|2026-02-28
Що вирішили в неділю 1 березня?|2026-03-01|2026-03-01
Що вирішили з понеділка?|2026-03-09|-
Що було у лютому, коли 26 людей загинуло?|2026-02-01|2026-02-28
Скільки загинуло у лютому 26 людей?|2026-02-01|2026-02-28
Хто жив тут двадцять п'ять років тому?|2001-01-01|2001-12-31
Що було пів року тому?|2025-09-01|2025-09-30
Хто виступав упродовж останніх двох тижнів?|2026-03-01|2026-03-15
Що змінилося за останній рік?|2025-03-15|2026-03-15
Що змінилося за минулі два тижні?|2026-03-01|2026-03-15
Co się zmieniło w ostatnich dwóch tygodniach?|2026-03-01|2026-03-15
Що будували цьогоріч?|2026-01-01|2026-12-31
Весна 2025|2025-03-01|2025-05-31
Co budowano zeszłego lata?|2025-06-01|2025-08-31
Co uchwalono na początku lutego?|2026-02-01|2026-02-10
Was wurde Ende Januar beschlossen?|2026-01-21|2026-01-31
Що збудували у другій половині 2025 року?|2025-07-01|2025-12-31
Що збудували в першому кварталі 2026 року?|2026-01-01|2026-03-31
Що каже наказ від 5 березня 2025 року?|2025-03-05|2025-03-05
Що діяло від 5 березня 2025 року?|2025-03-05|-
Що зробили по 5 березня?|-|2026-03-05
Was geschah bis 5. März?|-|2026-03-05
Co zrobiono do 2020 roku?|-|2020-12-31
What did they do last week?|2026-03-02|2026-03-08
How many lived there before the war in 2022?|-|2022-02-23
Ile osób mieszkało tu przed wojną 2022 roku?|-|2022-02-23
Що було до вторгнення Росії в Україну у 2022 році?|-|2022-02-23
Хто жив тут до російсько-української війни 2014 року?|-|2014-02-19
Скільки виїхало з початку повномасштабної війни?|2022-02-24|-
Скільки виїхало під час повномасштабної війни?|2022-02-24|-
"""


@pytest.mark.parametrize("line", IN_WORDS.strip().splitlines())
def test_a_time_in_words_is_understood(line):
    question, since, until = line.split("|")
    found = find_time_range(question, NOW)
    assert found is not None
    assert (str(found.since or "-"), str(found.until or "-"), found.kind) == (since, until, "preference")


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Що будували взимку минулого року в Києві?", "взимку минулого року"),
        ("Що будували торік улітку в Києві?", "торік улітку"),
        ("Що вирішили минулого січня в раді?", "минулого січня"),
        ("Хто керував у 90-х роках ХІХ століття селом?", "90-х роках ХІХ століття"),
        ("Хто керував на початку 90-х селом?", "на початку 90-х"),
    ],
)
def test_all_words_of_a_time_are_found(question, words):
    found = find_time_range(question, NOW)
    assert question[found.start : found.end] == words


@pytest.mark.parametrize(
    ("question", "others"),
    [
        ("Касимов між 3 і 5 лютого", "Касимов"),
        ("Касимов у понеділок, 2 лютого 2026", "Касимов"),
        ("Касимов протягом лютого", "Касимов"),
        ("Касимов у 2024–2025 роках", "Касимов"),
        ("Kachkurkin over the past three days", "Kachkurkin"),
        ("Kassimow in den letzten zwei Wochen", "Kassimow"),
    ],
)
def test_the_small_words_of_a_time_are_not_beside_it(question, others):
    assert beside(question, find_time_range(question, NOW)) == others


def test_the_last_season_is_one_that_has_ended():
    in_winter, in_summer = date(2026, 1, 20), date(2026, 7, 1)
    assert find_time_range("Що було минулої зими?", in_winter).since == date(2024, 12, 1)
    assert find_time_range("Що було цієї зими?", in_winter).since == date(2025, 12, 1)
    assert find_time_range("What happened last summer?", in_summer).since == date(2025, 6, 1)


def test_the_winter_of_this_year_is_the_latest_that_has_begun():
    question = "Що будували взимку цього року?"
    assert find_time_range(question, date(2026, 11, 30)).since == date(2025, 12, 1)
    assert find_time_range(question, date(2026, 12, 1)).since == date(2026, 12, 1)


@pytest.mark.parametrize(("year", "fits"), [(2021, False), (2022, True), (2023, True), (2024, False)])
def test_a_text_fits_a_time_if_it_names_no_other_year(year, fits):
    time = TimeRange(date(2022, 3, 1), date(2023, 2, 28), "preference", 0, 4)
    assert time.fits(f"Проїзд подорожчав у {year} році до 8 гривень.") is fits


@pytest.mark.parametrize(
    "question",
    [
        "Скільки важить зубр?",
        "Що планують на наступне літо?",
        "Скільки коштує бензин 90-й?",
        "Як відзначили 90-ті роковини Голодомору?",
        "Що зробили у 90-ті роковини?",
        "Хто забив гол у 90-х хвилинах двох матчів?",
        "Хто жив у 20-х роках?",
        "Which woman is in her nineties?",
        "May I ask who wrote it?",
        "У якому році помер Шевченко?",
        "Хто має лютий характер?",
        "Скільки буде 2026 гривень у доларах?",
        "Де купити за 2000 грн?",
        "Що таке 31 червня?",
        "Коли почалася війна?",
        "Хто жив до війни?",
        "Who will march to Kyiv?",
        "Що було кілька днів тому?",
        "Хто жив тут понад 2000 років тому?",
        "Хто жив тут 1 200 років тому?",
        "Що було 1,5 року тому?",
        "A few weeks ago, who was arrested?",
        "Що робили минулі роки?",
        "Що змінилося за останні роки?",
        "Що писав Шевченко в останній рік життя?",
        "Чи відкладає матка до 2000 яєць?",
        "Які гори мають до 2000 метрів?",
        "Хто правив у 1700 р. до н. е.?",
        "Хто жив тут під час Другої світової війни?",
        "Хто жив тут після Великої Вітчизняної війни?",
        "Яка зима в Карпатах?",
        "",
    ],
)
def test_a_question_without_a_time_has_none(question):
    assert find_time_range(question, NOW) is None


def test_the_words_of_a_time_are_found_with_their_bounds():
    question = "Що змінилося з 2014 року в законі?"
    found = find_time_range(question, NOW)
    assert found == TimeRange(date(2014, 1, 1), None, "preference", 13, 24)
    assert question[found.start : found.end] == "з 2014 року"
    assert found.filter == Filter(since=date(2014, 1, 1))


@pytest.mark.parametrize(
    ("question", "since", "kind"),
    [
        ("Що їдять зубри взимку?", "2025-12-01", "season"),
        ("Що будують навесні?", "2026-03-01", "season"),  # it began this month
        ("Що писали про зубрів узимку?", "2025-12-01", "season"),
        ("Що писали взимку 2024 року?", "2024-12-01", "filter"),
        ("Що писали минулої зими?", "2025-12-01", "filter"),
        ("Що будували цього літа?", "2025-06-01", "preference"),
        ("What do bees do in winter?", "2025-12-01", "season"),
        ("What was reported last winter?", "2025-12-01", "filter"),
        ("Що писали від зими до весни 2025?", "2024-12-01", "filter"),
    ],
)
def test_a_season_that_may_be_of_any_year_is_no_filter(question, since, kind):
    time = find_time_range(question, NOW)
    assert (str(time.since), time.kind) == (since, kind)


def test_now_decides_what_is_meant():
    assert find_time_range("Що було вчора?", date(2020, 1, 1)).since == date(2019, 12, 31)
    assert find_time_range("Що було у грудні?", date(2020, 1, 1)).since == date(2019, 12, 1)
    assert find_time_range("Що було вчора?").until < date.today()


@pytest.mark.parametrize("question", ["Що було з 20 по 5 березня 2024?", "Події 2020–2015 років"])
def test_no_time_goes_backwards(question):
    found = find_time_range(question, NOW)
    assert found is None or None in (found.since, found.until) or found.since <= found.until
