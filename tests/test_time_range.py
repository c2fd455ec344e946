"""Time in questions: thirty labelled questions, phrases that are not a time, and their places."""

from datetime import date

import pytest

from index.generation import Filter
from qa.times import TimeRange, find_time_range

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
"""


def understood(line):
    question, since, until, kind = line.split("|")
    found = find_time_range(question, NOW)
    return found is not None and (str(found.since or "-"), str(found.until or "-"), found.kind) == (since, until, kind)


def test_at_least_28_of_30_questions_are_understood():
    lines = LABELLED.strip().splitlines()
    wrong = [f"{line} {find_time_range(line.split('|')[0], NOW)}" for line in lines if not understood(line)]
    assert len(lines) == 30
    assert len(wrong) <= 2, "\n".join(wrong)


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
Хто керував селом у 90-х?|1990-01-01|1999-12-31
Хто керував селом у вісімдесятих роках?|1980-01-01|1989-12-31
Хто керував селом на початку 90-х?|1990-01-01|1993-04-30
Хто керував селом наприкінці 1980-х?|1986-09-01|1989-12-31
Хто керував селом у 20-х роках ХХ століття?|1920-01-01|1929-12-31
Хто керував селом у 60-х роках ХІХ ст.?|1860-01-01|1869-12-31
Кто руководил селом в девяностые?|1990-01-01|1999-12-31
Who led the village in the '90s?|1990-01-01|1999-12-31
Who led the village in the late eighties?|1986-09-01|1989-12-31
Who led the village in the 60s of the 19th century?|1860-01-01|1869-12-31
Kto rządził wsią w latach 90.?|1990-01-01|1999-12-31
Wer leitete das Dorf in den 90er Jahren?|1990-01-01|1999-12-31
"""


@pytest.mark.parametrize("line", IN_WORDS.strip().splitlines())
def test_a_time_in_words_is_understood(line):
    question, since, until = line.split("|")
    found = find_time_range(question, NOW)
    assert found is not None
    assert (str(found.since), str(found.until), found.kind) == (since, until, "preference")


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


def test_the_last_season_is_one_that_has_ended():
    in_winter, in_summer = date(2026, 1, 20), date(2026, 7, 1)
    assert find_time_range("Що було минулої зими?", in_winter).since == date(2024, 12, 1)
    assert find_time_range("Що було цієї зими?", in_winter).since == date(2025, 12, 1)
    assert find_time_range("What happened last summer?", in_summer).since == date(2025, 6, 1)


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
