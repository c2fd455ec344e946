"""Markup without a browser: escaping, turns, sources, explanations, the chart, the forms an answer is copied in."""

import html
import itertools
import re
import string
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given as given_any
from hypothesis import settings
from hypothesis import strategies as st

from index.generation import ArticleEntry
from qa import Citation, Hit
from qa.times import find_time_range
from ui.history.records import Asked, Turn
from ui.markup.answers import turn_markup
from ui.markup.chart import chart
from ui.markup.citation_export import as_bibtex, as_markdown, as_text
from ui.markup.citations import around_sentence
from ui.markup.explanation import explanation, matched_words
from ui.markup.html import Html, escaped, join, tag, unbroken
from ui.markup.links import external_link, outlet
from ui.markup.welcome import welcome
from ui.texts import read_texts
from ui.texts.bands import band_of

LANGUAGES = read_texts()


def hit(of: Citation) -> Hit:
    """The same passage as a hit, without a number and an answering sentence."""
    return Hit(**{name: getattr(of, name) for name in Hit.__slots__})


def turn(answer) -> Turn:
    return Turn(1, "talk", Asked("Кого?"), answer, datetime(2026, 2, 6, tzinfo=UTC), 0, "")


def shown(answer, language="uk") -> str:
    """A turn with that answer as a browser reads it."""
    return html.unescape(turn_markup(turn(answer), LANGUAGES[language]))


@settings(deadline=None)
@given_any(st.text())
def test_escaped_text_reads_back_as_itself_and_holds_nothing_a_parser_could_take_for_markup(text):
    markup = escaped(text)
    expected = text.replace("\x00", "\ufffd").replace("\x85", " ")
    assert re.sub(r"&#(\d+);", lambda match: chr(int(match[1])), markup) == expected
    left = re.sub(r"&#\d+;", "", markup)
    assert not set(left) & set(string.punctuation + "\n\r\t")


def test_only_html_is_taken_as_markup():
    made = tag("p", "<b>", Html("<i>"), title='"x"', hidden=True, data_do=None)
    assert made == '<p title="&#34;x&#34;" hidden>&#60;b&#62;<i></p>'
    assert html.unescape(join("a & b")) == "a & b"


# Turns


def test_bands_fall_with_confidence():
    assert [band_of(value) for value in (1.0, 0.8, 0.79, 0.55, 0.54, 0.0)] == [
        *("strong", "strong"),
        *("likely", "likely"),
        *("weak", "weak"),
    ]


def test_each_source_has_the_band_of_its_own_confidence_and_the_answer_that_of_its(citation, answer):
    cited = [citation(number=n, confidence=value) for n, value in enumerate((0.85, 0.6, 0.56), 1)]
    markup = shown(answer(*cited, confidence=0.7))
    assert re.findall(r'class="band (\w+)"', markup) == ["likely", "strong", "likely", "likely"]


def test_sources_and_quotes_that_are_less_than_likely_stand_behind_more(citation, answer):
    cited = [citation(number=n, confidence=value) for n, value in enumerate((0.5, 0.55, 0.54, 0.51), 1)]
    markup = shown(answer(*cited, confidence=0.5))
    shown_at_once, behind = re.split(r'<details class="more">', markup)
    numbers = r'<li data-number="(\d)">'
    assert re.findall(numbers, shown_at_once) == ["1", "2"]
    assert re.findall(numbers, behind) == ["3", "4"]
    assert behind.startswith("<summary>ще 2 джерела, менш певні</summary>")
    also, more = re.search(r'<div class="also">(.*?)<summary>ще 2 цитати</summary>(.*?)</details>', markup).groups()
    assert (also.count("<blockquote"), more.count("<blockquote")) == (1, 2)


def test_two_further_quotes_are_shown_at_once_and_the_others_behind_more(citation, answer):
    markup = shown(answer(*(citation(number=number) for number in range(1, 5))))
    also, more = re.search(r'<div class="also">(.*?)<summary>ще 1 цитата</summary>(.*?)</details>', markup).groups()
    assert (also.count("<blockquote"), more.count("<blockquote")) == (2, 1)


def test_a_single_source_has_a_band_of_its_own_too(citation, answer):
    assert re.findall(r'class="band (\w+)"', shown(answer(citation(confidence=0.6)))) == ["strong", "likely"]


def test_the_words_that_answer_are_bold_in_their_sentence(citation, answer):
    span = (17, 26)
    markup = shown(answer(citation(span_start=17, span_end=26, spans=(span,))))
    assert '<p dir="auto">Перше. <mark><strong>Казахстан</strong> погодив екстрадицію.</mark> Третє.\xa0' in markup


@pytest.mark.parametrize(
    ("text", "sentence", "shown"),
    [
        ("Ранок. Обід. Вечір. Ніч. Сон.", "Вечір.", "Обід. Вечір. Ніч."),
        ("Ранок. Обід. Вечір. Ніч.", "Ранок.", "Ранок. Обід. Вечір."),
        ("Ранок. Обід. Вечір. Ніч.", "Ніч.", "Обід. Вечір. Ніч."),
        ("Ранок. Обід.", "Обід.", "Ранок. Обід."),
        ("Лише це.", "Лише це.", "Лише це."),
        ("Було.\n\n## Розділ\n\nТут. Там. І ще.", "Тут.", "Тут. Там. І ще."),
        ("Тут є. Кінець.\n\nНовий розділ\n\nІнше.", "Кінець.", "Тут є. Кінець."),
        ("Перше.\n\nДруге. Третє.", "Перше.", "Перше.\n\nДруге. Третє."),
    ],
)
def test_around_a_sentence_are_two_others_but_no_heading(text, sentence, shown):
    first = text.index(sentence)
    begin, end = around_sentence(text, first, first + len(sentence))
    assert text[begin:end] == shown


def test_several_answering_words_are_bold_in_their_order_and_those_of_other_sentences_are_not(citation, answer):
    spans = ((35, 46), (17, 26), (48, 53), (20, 26))
    markup = shown(answer(citation(span_start=35, span_end=46, spans=spans)))
    assert "<mark><strong>Казахстан</strong> погодив <strong>екстрадицію</strong>.</mark>" in markup


def test_a_sentence_that_answers_as_a_whole_has_no_bold_words(citation, answer):
    assert "<mark>Казахстан погодив екстрадицію.</mark>" in shown(answer(citation()))


def test_bold_words_beyond_the_shortened_quote_are_left_out(citation, answer):
    text = "Довго " * 60 + "кінець."
    place = {"start": 0, "end": len(text), "text": text, "answer_start": 0, "answer_end": len(text)}
    spans = ((0, 5), (len(text) - 7, len(text) - 1))
    further = citation(number=2, **place, span_start=0, span_end=5, spans=spans)
    [quote] = re.findall(r'<div class="also">.*?<p[^>]*>(.*?)\xa0', shown(answer(citation(), further)))
    assert quote.startswith("<strong>Довго</strong> Довго Довго")
    assert re.sub("<.*?>", "", quote) == "Довго " * 53 + "…"  # the last space within 320 characters is after 53 words
    assert quote.endswith("Довго …")
    assert quote.count("<strong>") == 1


def test_a_number_shows_up_to_160_characters_on_either_side_of_its_sentence(citation, answer):
    long = "Слово" + " слово" * 39 + "."  # 240 characters
    assert around(answer, citation, f"{long} Це воно. {long}", "Це воно.") == (
        "…" + "слово " * 25 + "слово. ",  # of 160 characters two are part of a word
        " Слово" + " слово" * 25 + " …",
    )


def test_a_number_shows_no_heading_around_its_sentence(citation, answer):
    text = "## Вибух\n\nРанок. Обід. Вечір.\n\n## Наслідки\n\nНіч."
    assert around(answer, citation, text, "Обід.") == ("Ранок. ", " Вечір.")


def around(answer, citation, text, sentence):
    """What the number of a quote shows before and after its sentence."""
    first = text.index(sentence)
    last = first + len(sentence)
    place = {"start": 0, "end": len(text), "text": text, "answer_start": first, "answer_end": last}
    markup = shown(answer(citation(**place, span_start=first, span_end=last, spans=((first, last),))))
    [found] = set(re.findall(r'data-before="([^"]*)" data-after="([^"]*)"', markup))
    return found


def test_what_only_mentions_is_shown_below_the_list_of_mentions(citation, answer):
    page = shown(answer(citation(confidence=0.1), hint="mentions", confidence=0.1))
    assert 'data-load="/-/mentions"' in page
    assert "Непевна відповідь" not in page
    assert 'data-load="/-/mentions"' not in shown(answer(citation(confidence=0.1), confidence=0.1))


def test_a_refusal_shows_the_closest_passages_without_a_label_and_no_sources(citation, answer):
    markup = shown(answer(status="no_answer", near_misses=(citation(confidence=0.2),)))
    assert "Певної відповіді у статтях не знайдено." in markup
    assert '<h3>Найближче місце (1)</h3><ul class="near">' in markup
    assert "<strong>" not in markup
    assert 'class="quote"' in markup
    assert "band" not in markup
    assert 'class="sources"' not in markup


def test_a_refusal_because_of_the_filter_offers_to_ask_without_it(citation, answer):
    offer = 'data-do="ask-unfiltered"'
    assert offer in shown(answer(status="no_answer", hint="filter"))
    assert offer not in shown(answer(status="no_answer", hint="wording"))


HELP = {"status": "no_answer", "hint": "help", "confidence": 0.0}


def asked(question, answer, language="uk") -> str:
    """A turn of small talk as a browser reads it, on a page with an index of "54 статті"."""
    given = Turn(1, "talk", Asked(question), answer(**HELP), datetime(2026, 2, 6, tzinfo=UTC), 0, "")
    return html.unescape(turn_markup(given, LANGUAGES[language], lambda: "Тут 54 статті."))


def test_a_greeting_gets_a_card_that_says_what_the_page_does_and_holds(answer):
    markup = asked("Привіт!", answer)
    assert '<p class="reply">Вітаємо!</p><p>Відповідь — дослівна цитата' in markup
    assert '<p class="indexed">Тут <span class="unbroken">54 статті</span>.</p>' in markup
    for missing in ("refused", "Найближч", "actions", "sources"):
        assert missing not in markup


def test_a_question_for_the_number_of_articles_is_answered_from_the_index(answer):
    markup = asked("Скільки статей ти маєш?", answer)
    assert '<div class="answer help"><p class="indexed">Тут <span class="unbroken">54 статті</span>.</p>' in markup
    assert "reply" not in markup


def test_thanks_get_a_line_in_the_language_of_the_page(answer):
    assert '<div class="answer help"><p class="reply">You’re welcome! Ask away.</p></div>' in asked(
        "дякую", answer, "en"
    )


def test_other_articles_of_the_same_story_are_listed_below_their_citation(citation, answer):
    same = [citation(article_id="b.md", title="Те <b>саме</b>"), citation(article_id="c.md", published=None)]
    markup = shown(answer(citation(also=tuple(map(hit, same)))))
    assert "<summary>те саме пишуть ще 2 статті</summary>" in markup
    places = re.findall(r'class="story"[^>]* data-article="(.*?)" data-start="(\d+)" data-end="(\d+)"', markup)
    assert places == [("b.md", "10", "54"), ("c.md", "10", "54")]


def test_a_filter_is_shown_with_the_answer(citation, answer):
    asked = Asked("Кого?", "2026-01-01", "2026-03", "uk", "author=Ада = Бортник")
    given = Turn(1, "talk", asked, answer(citation()), datetime(2026, 2, 6, tzinfo=UTC), 0, "")
    markup = plain(turn_markup(given, LANGUAGES["uk"]))
    assert "Фільтр: січень – березень 2026 р., мова: українська, автор: Ада = Бортник" in markup


@pytest.mark.parametrize(
    ("days", "said"),
    [(("2026-01-01", ""), "не раніше 1 січня 2026 р."), (("", "2026-03"), "не пізніше 31 березня 2026 р.")],
)
def test_one_end_of_a_filter_is_said_in_words(citation, answer, days, said):
    given = Turn(1, "talk", Asked("Кого?", *days), answer(citation()), datetime(2026, 2, 6, tzinfo=UTC), 0, "")
    assert f"Фільтр: {said}<" in plain(turn_markup(given, LANGUAGES["uk"]))


def plain(markup: str) -> str:
    """The markup as a browser reads it, with ordinary spaces."""
    return re.sub(r"[\u202f\u2009\xa0]", " ", html.unescape(markup))


def test_a_question_typed_with_the_wrong_keyboard_layout_is_answered_and_not_listed(citation, answer):
    repaired = answer(citation(confidence=0.5), confidence=0.5, repaired="коли помер шевченко")
    given = Turn(1, "talk", Asked("rjkb gjvth itdxtyrj"), repaired, datetime(2026, 2, 6, tzinfo=UTC), 0, "")
    markup = turn_markup(given, LANGUAGES["uk"])
    assert 'class="lead"' in markup
    assert "mentioned" not in markup


# Why a passage was found


def test_the_explanation_gives_words_both_ranks_scores_and_place(citation, answer):
    found = citation(dense_rank=3, dense_score=0.8123, lexical_rank=None, confidence=0.87)
    assert facts(found, answer(citation()), "en") == {
        "Words in common": "none: found by its meaning",
        "By meaning": "rank 3, score 0.812",
        "By words": "not found",
        "Overall score": "0.900",
        "Confidence of the quote": "0.87",
        "Place": "a/b.md, 10–54",
    }


def test_the_explanation_has_ukrainian_ordinals_and_decimal_commas(citation, answer):
    found = citation(dense_rank=2, dense_score=0.889, lexical_rank=16, lexical_score=7.5)
    shown_facts = facts(found, answer(citation()), "uk")
    assert shown_facts["За змістом"] == "2-ге місце, оцінка 0,889"
    assert shown_facts["За словами"] == "16-те місце, оцінка 7,50"


def facts(found, given, language):
    markup = html.unescape(explanation(found, given, LANGUAGES[language]))
    return dict(re.findall(r"<dt>(.*?)</dt><dd[^>]*>(.*?)</dd>", markup))


def test_matched_words_are_the_forms_of_the_questions_words_as_they_are_written():
    assert matched_words("Казахстану видали Мовлаєва торік", "Кого видав Казахстан?") == ("Казахстану", "видали")
    assert matched_words("Василь був мером, а суд мерзнув", "When was he? Хто мер?") == ("мером",)


# Links and copies


@pytest.mark.parametrize("source", ["https://www.news.example/x", "HTTPS://www.news.example/x", "Http://news.example"])
def test_an_address_is_a_link_in_whatever_case(source):
    assert outlet(source) == "news.example"
    assert f'href="{source}"' in html.unescape(external_link(source, LANGUAGES["en"]))


@pytest.mark.parametrize("source", ["Атлас", "javascript:alert(1)", "https://news.example/a b", "ftp://news.example"])
def test_what_is_not_a_web_address_is_no_link(source):
    assert outlet(source) == source
    assert external_link(source, LANGUAGES["en"]) == ""


def test_copies_hold_the_quote_and_its_source_and_escape_what_each_format_reads(citation, answer):
    given = answer(citation())
    quote = "Казахстан погодив екстрадицію."
    assert f"«{quote}» [1]" in as_text(given, LANGUAGES["uk"])
    markdown = as_markdown(given, LANGUAGES["en"])
    assert markdown.startswith("**Кого \\*видали\\*?**")
    assert "1. Справа \\{1\\}, https://www\\.news\\.example/x\\_1, 6" in markdown
    bibtex = as_bibtex(given)
    assert "@misc{a-b-md-1," in bibtex
    assert r"title = {{Справа \textbraceleft{}1\textbraceright{}}}" in bibtex
    assert "url = {https://www.news.example/x_1}" in bibtex
    assert f"note = {{{quote}}}" in bibtex


@pytest.mark.parametrize("odd", ["}", "{", "}}{", "\\}", "a } b { c \\"])
@pytest.mark.parametrize("field", ["title", "source", "language", "text"])
def test_the_braces_of_a_bibtex_entry_are_balanced_whatever_an_article_says(citation, answer, odd, field):
    whole = {"text": odd, "start": 0, "end": len(odd), "answer_start": 0, "answer_end": len(odd)}
    changed = whole if field == "text" else {field: odd}
    assert braces_end_with_the_entry(as_bibtex(answer(citation(**changed))))
    assert braces_end_with_the_entry(as_bibtex(answer(citation(source=f"https://news.example/{odd}"))))


def braces_end_with_the_entry(entry: str) -> bool:
    """Whether the braces are balanced, so that BibTeX ends the entry at its last character."""
    depths = list(itertools.accumulate({"{": 1, "}": -1}.get(char, 0) for char in entry.strip()))
    first = entry.index("{")
    return depths[-1] == 0 and min(depths[first:-1]) > 0


def test_an_address_in_capitals_is_an_address_in_bibtex_too(citation, answer):
    assert "url = {HTTPS://news.example/x}" in as_bibtex(answer(citation(source="HTTPS://news.example/x")))


# The chart


def entry(published: date | None, language: str = "uk", title: str = "Стаття") -> ArticleEntry:
    return ArticleEntry(title, title, published, language, title, (), range(0))


def test_the_chart_counts_articles_by_month_and_language_and_a_table_gives_the_same_figures():
    days = [date(2026, 2, 1), date(2026, 2, 3), date(2025, 12, 31), None]
    entries = [entry(date(2026, 2, 28), "en"), *map(entry, days)]
    markup = html.unescape(chart(entries, LANGUAGES["uk"]))
    assert re.findall(r"<title>(.*?)</title>", markup) == [
        "грудень 2025, українська: 1",
        "лютий 2026, українська: 2",
        "лютий 2026, англійська: 1",
    ]
    assert re.findall(r'class="total">(\d+)<', markup) == ["1", "3"]
    rows = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row) for row in re.findall(r"<tr>(.*?)</tr>", markup)]
    assert rows == [["Дата", "українська", "англійська"], ["грудень 2025", "1", "0"], ["лютий 2026", "2", "1"]]
    assert "Ще 1 стаття не має дати." in markup
    assert chart([entry(None)], LANGUAGES["uk"]) == ""


@pytest.mark.parametrize(
    "days",
    [
        [date(2024, 1, 1), date(2025, 1, 1), date(2026, 1, 1), date(2026, 2, 1)],
        [date(1900 + year, 1, 1) for year in range(100)],
    ],
)
def test_the_years_below_the_chart_do_not_overlap(days):
    markup = html.unescape(chart([entry(day) for day in days], LANGUAGES["uk"]))
    places = [int(left) for left in re.findall(r'<text x="(\d+)" y="\d+" class="year"', markup)]
    assert len(places) == len({day.year for day in days})
    assert min(after - before for before, after in itertools.pairwise(places)) >= 30


def lefts(days):
    """The left edges of the bars of a chart of articles of these days."""
    return [int(left) for left in re.findall(r'<rect x="(\d+)"', chart([entry(day) for day in days], LANGUAGES["uk"]))]


def test_bars_are_as_far_apart_as_their_months_or_years():
    months = lefts([date(2024, 11, 1), date(2025, 1, 1), date(2025, 2, 1), date(2025, 7, 1)])
    month = months[2] - months[1]
    assert [each - months[0] for each in months] == [0, 2 * month, 3 * month, 8 * month]
    years = lefts([date(1990, 1, 1), date(1991, 1, 1), date(2001, 1, 1)])
    assert years[2] - years[1] >= 9 * month
    many = lefts([date(1700, 1, 1), date(2001, 1, 1), date(2002, 1, 1)])
    assert many[2] < 200  # three centuries without articles take no room


def test_a_chart_of_very_many_months_goes_by_years():
    entries = [entry(date(2000 + number // 12, number % 12 + 1, 1)) for number in range(60)]
    markup = html.unescape(chart(entries, LANGUAGES["en"]))
    assert re.findall(r'class="total">(\d+)<', markup) == ["12"] * 5
    assert "Articles by year" in markup


def test_a_repaired_question_can_be_searched_as_typed_and_a_follow_up_on_its_own(citation, answer):
    def buttons(**changed: str) -> list[str]:
        return re.findall(r'data-do="(search-instead|ask-as-typed|ask-alone)"', shown(answer(citation(), **changed)))

    assert buttons() == []
    put_right = {"question": "Rjuj&", "searched": "Кого?", "repaired": "Кого?"}
    assert buttons(**put_right) == ["search-instead", "ask-as-typed"]
    assert buttons(question="Кого?", searched="Хто? Кого?") == ["search-instead", "ask-alone"]
    assert buttons(**put_right | {"searched": "Хто? Кого?"}) == ["search-instead", "ask-as-typed", "ask-alone"]
    assert "Шукати, як набрано" in shown(answer(citation(), **put_right))
    assert "Search as typed" in shown(answer(citation(), **put_right), "en")


@pytest.mark.parametrize(
    ("question", "said", "in_english"),
    [
        ("Що писали у лютому 2026?", "Лише: лютий 2026", "Only: February 2026"),
        ("Що писали торік?", "Лише: 2025", "Only: 2025"),
        ("Що сталося 3 березня?", "Спершу: 3 березня 2026 р.", "First: 3 March 2026"),
        ("Що було у 2023–2024 роках?", "Спершу: 2023–2024", "First: 2023–2024"),
        ("Що змінилося з 2014 року?", "Спершу: не раніше 1 січня 2014 р.", "First: from 1 January 2014"),
        ("Що будували з січня по березень 2025?", "Спершу: січень – березень 2025 р.", "First: January – March 2025"),
    ],
)
def test_the_time_that_a_question_names_is_shown_and_can_be_left_out(citation, answer, question, said, in_english):
    given = answer(citation(), time=find_time_range(question, date(2026, 3, 15)))
    for language, words in (("uk", said), ("en", in_english)):
        [chip] = re.findall(r'data-do="ask-without-time"[^>]*>(.*?)<', shown(given, language))
        assert " ".join(chip.split()) == words
    assert "ask-without-time" not in shown(answer(citation()))


@pytest.mark.parametrize(
    ("term", "filters", "said"),
    [
        ("Шевченко у 2024 році", {}, ["Лише: 2024"]),
        ("Шевченко у 2024 році", {"since": "2025-01-01"}, []),  # these days limit the mentions instead
        ("Шевченко взимку", {}, []),  # it may be any winter, so it limits nothing
    ],
)
def test_the_time_of_a_search_limits_its_mentions(answer, term, filters, said):
    time = replace(find_time_range(term, date(2026, 3, 15)), kind="preference")
    refused = answer(status="no_answer", question=term, searched=term, time=time)
    markup = html.unescape(turn_markup(replace(turn(refused), asked=Asked(term, **filters)), LANGUAGES["uk"]))
    assert re.findall(r'data-do="ask-without-time"[^>]*>(.*?)<', markup) == said


def test_a_sure_answer_to_a_search_is_only_ordered_by_its_time(answer, citation):
    term = "Шевченко у 2024 році"
    sure = answer(citation(), question=term, searched=term, time=find_time_range(term))
    markup = html.unescape(turn_markup(replace(turn(sure), asked=Asked(term)), LANGUAGES["uk"]))
    assert "Спершу: 2024" in markup


@pytest.mark.parametrize(
    ("sentence", "whole"),
    [
        ("Тут 1\u00a0254 статті (українська).", ["1\u00a0254 статті"]),
        ("Від 3 березня 2024\u00a0р. до 15 лютого 2026\u00a0р.", ["3 березня 2024\u00a0р.", "15 лютого 2026\u00a0р."]),
        ("Last updated on 3 March 2026 at 10:30, in 5 seconds.", ["3 March 2026", "5 seconds"]),
        ("2 згадки у 2 уривках", ["2 згадки", "2 уривках"]),
        ("<b>5</b> & more", []),
    ],
)
def test_numbers_stay_with_their_words_on_one_line(sentence, whole):
    markup = unbroken(sentence)
    assert [html.unescape(each) for each in re.findall(r'<span class="unbroken">(.*?)</span>', markup)] == whole
    assert html.unescape(re.sub(r"</?span[^>]*>", "", markup)) == sentence


@pytest.mark.parametrize(
    ("source", "words"),
    [("Dzherelo", "Щоб запитувати у власних статей, додайте"), ("Атлас", "Якщо маєте нові статті, додайте")],
)
def test_the_first_page_speaks_of_own_articles_only_while_there_are_samples(indexed, source, words):
    generation = indexed({"a.md": f"---\nsource: {source}\n---\n\nДніпро бере початок на Валдаї.\n"})
    markup = welcome(generation, datetime(2026, 2, 6, tzinfo=UTC), (), LANGUAGES["uk"], "/srv/articles")
    assert words in html.unescape(re.sub("<[^>]+>", "", markup))
