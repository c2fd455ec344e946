"""What the command line prints, from records made by hand, in the language that the locale asks for."""

import re
from pathlib import Path

import pytest

from index import BuildReport
from index.doctor import Finding
from index.errors import DzhereloError
from qa.evaluation.aggregates import MEASURES
from qa.evaluation.probes import ABOUT_PROBES, HEADLINE, HELD_OUT, SENTENCE
from qa.evaluation.question_types import CROSS, DIRECT, FOLLOW_UP, UNANSWERABLE
from qa.evaluation.records import Bin, Figure, Group, Report, Times
from qa.mentions import Mention, MentioningArticle, Mentions
from ui.cli import archive_report, care_report, terminal
from ui.cli.evaluation_report import print_evaluation
from ui.cli.health_check import Checkup
from ui.cli.language import language_of, terminal_texts
from ui.cli.quoting import marked_passage, quoted

KNOWN = ("uk", "en")


@pytest.mark.parametrize(
    ("environment", "code"),
    [
        ({}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "uk_UA.UTF-8"}, "uk"),
        ({"LANG": "uk"}, "uk"),
        ({"LANG": "pl_PL.UTF-8"}, "en"),
        ({"LANG": "uk_UA.UTF-8", "LC_MESSAGES": "en_GB.UTF-8"}, "en"),
        ({"LANG": "en_GB.UTF-8", "LC_MESSAGES": "uk_UA"}, "uk"),
        ({"LANG": "uk_UA.UTF-8", "LC_MESSAGES": "uk_UA", "LC_ALL": "C"}, "en"),
        ({"LANG": "uk_UA.UTF-8", "LC_ALL": ""}, "uk"),
    ],
)
def test_the_first_locale_variable_that_is_set_chooses_the_language(environment, code):
    assert language_of(environment, dict.fromkeys(KNOWN)) == code


@pytest.mark.parametrize(
    ("language", "written"),
    [("uk", "«а б»"), ("ru", "«а б»"), ("en", "“а б”"), ("pl", "„а б”"), ("de", "„а б“"), ("und", "“а б”")],
)
def test_a_quote_stands_in_the_marks_of_its_language_on_one_line(language, written):
    assert quoted("а\n б", language) == written


@pytest.fixture
def speaking(monkeypatch):
    """A function that sets the language of the terminal."""

    def speak(locale):
        monkeypatch.setenv("LC_ALL", locale)
        terminal_texts.cache_clear()

    yield speak
    terminal_texts.cache_clear()


def test_an_answer_shows_the_quote_its_band_and_the_sentence_in_its_passage(speaking, capsys, citation, answer):
    speaking("uk_UA.UTF-8")
    terminal.print_answer(answer(citation(confidence=0.6), confidence=0.6))
    assert capsys.readouterr().out == (
        "«Казахстан погодив екстрадицію.» [1]\n"
        + "Імовірна відповідь\n"
        + "\n[1] Справа {1}\n"
        + "    a/b.md · 2026-02-06 · uk\n"
        + "    Перше. ▸Казахстан погодив екстрадицію.◂ Третє.\n"
    )


def test_each_of_several_sources_has_a_band_of_its_own_and_no_number(speaking, capsys, citation, answer):
    speaking("en_GB.UTF-8")
    cited = citation(confidence=0.85), citation(number=2, confidence=0.56, page=3, published=None)
    terminal.print_answer(answer(*cited, confidence=0.85))
    lines = capsys.readouterr().out.splitlines()
    assert lines[2] == "Strong answer"
    assert [line for line in lines if "a/b.md" in line] == [
        "    a/b.md · 2026-02-06 · uk · strong",
        "    a/b.md · no date · uk · p. 3 · likely",
    ]


def test_a_refusal_says_nothing_against_the_closest_passages(speaking, capsys, citation, answer):
    speaking("uk_UA.UTF-8")
    near = citation(confidence=0.1)
    refused = answer(status="no_answer", near_misses=(near,), hint="filter", confidence=0.1)
    terminal.print_answer(refused, ["--since", "--where"])
    assert capsys.readouterr().out.splitlines()[:3] == [
        "Певної відповіді у статтях не знайдено.",
        "Відповідь є, але її приховує фільтр. Запитайте без --since і --where.",
        "Найближче місце (1):",
    ]


def test_mentions_are_no_answers_and_have_no_bands(speaking, capsys, citation, answer):
    speaking("uk_UA.UTF-8")
    cited = citation(confidence=0.1), citation(number=2, confidence=0.05)
    terminal.print_answer(answer(*cited, hint="mentions", searched="Кого видали?", question="Кого видали?"))
    lines = capsys.readouterr().out.splitlines()
    assert lines[2] == "Певної відповіді немає, але ось що про це є у статтях. Усі згадки: dzherelo mentions СЛОВО"
    assert "    a/b.md · 2026-02-06 · uk" in lines


def test_small_talk_gets_help(speaking, capsys, answer):
    speaking("en_GB.UTF-8")
    terminal.print_answer(answer(status="no_answer", hint="help", searched="Кого *видали*?"))
    assert capsys.readouterr().out.startswith("Dzherelo answers questions with exact quotes")


def test_in_a_terminal_the_sentence_is_underlined_and_the_words_that_answer_are_bold(citation):
    marked = marked_passage(citation(span_start=17, span_end=26, spans=((17, 26),)), styled=True)
    assert marked.plain == "Перше. Казахстан погодив екстрадицію. Третє."
    assert [(span.start, span.end, span.style) for span in marked.spans] == [(7, 37, "underline"), (7, 16, "bold")]


def test_a_build_is_reported_in_ukrainian_plurals_and_translated_reasons(speaking, capsys):
    speaking("uk_UA.UTF-8")
    report = BuildReport(
        added=("a.md",),
        changed=(),
        removed=(),
        unchanged=("b.md", "c.md"),
        skipped=(("d.exe", "is empty"),),
        warnings=(),
        generation=3,
        passages_encoded=2,
        build_seconds=1.25,
    )
    terminal.print_report(report, dry_run=False)
    assert capsys.readouterr().out.splitlines() == [
        "  додано   a.md",
        "  пропущено  d.exe: порожній",
        "Покоління 3: додано 1, змінено 0, вилучено 0, без змін 2, пропущено 1; опрацьовано 2 уривки за 1,2 с.",
    ]


def test_an_error_without_a_translation_stays_english(speaking, capsys):
    speaking("uk_UA.UTF-8")
    terminal.print_error(DzhereloError("odd", "Swap the two dates"))
    assert capsys.readouterr().err == "Помилка: odd\nЩо робити: Поміняйте дати місцями\n"


def test_the_findings_of_a_check_stand_in_columns_however_long_their_names_are(speaking, capsys):
    speaking("uk_UA.UTF-8")
    findings = (
        Finding("disk space", True, "5 MB are free"),
        Finding("mark", False, "odd", "Swap the two dates"),
    )
    care_report.print_checkup(Checkup(Path("i"), False, findings))
    first, second, fix, _ = capsys.readouterr().out.splitlines()
    assert first == "гаразд  місце на диску  вільно 5 МБ"
    assert second.index("odd") == len(second) - 3
    assert fix.strip() == "Що робити: Поміняйте дати місцями"


def test_a_mention_is_shown_with_its_paragraph_and_not_with_those_beside_it(speaking, capsys):
    speaking("en_GB.UTF-8")
    text = "Перший абзац.\n\nПасіку мав Шульга.\n\nТретій абзац."
    place = text.index("Шульга")
    mention = Mention(None, 100, 100 + len(text), text, ((100 + place, 106 + place),))
    article = MentioningArticle("a.md", "Мед", None, "uk", "a.md", 1, (mention,))
    archive_report.print_mentions(Mentions("Шульга", 1, 1, (article,), (), (), 1))
    assert capsys.readouterr().out.splitlines()[-2:] == ["    a.md · uk", "    Пасіку мав Шульга."]


def test_an_evaluation_is_reported_in_ukrainian_but_for_the_names_of_measures(speaking, capsys):
    speaking("uk_UA.UTF-8")
    group = Group(8, dict.fromkeys(MEASURES, Figure(0.75, 0.5, 1.0, 8)))
    kinds = dict.fromkeys([DIRECT, CROSS, FOLLOW_UP, UNANSWERABLE, HEADLINE, SENTENCE, HELD_OUT, "своє"], group)
    times, bins = Times(170.4, 150.0, 300.0), (Bin(0.9, 0.8, 8),)
    file = "Questions of питання.txt. Answerable ones are asked again with their articles hidden."
    for about in (ABOUT_PROBES, f"8 of 9, drawn at random. {file}"):
        report = Report(1, about, 3, 4, "e5", group, kinds, {"uk": group}, times, times, bins, {}, ())
        print_evaluation(report, [Path("діаграма.png")])
        lines = capsys.readouterr().out.splitlines()
        words = {word.strip(":") for line in lines for word in line.split()} - {"dzherelo", "eval", *MEASURES}
        assert [word for word in words if re.search("[a-z]{4}", word)] == []
    assert "hit@1: перша — правильна стаття" in lines
    assert ["усі", "8", *["0,750"] * 7] in [line.split() for line in lines]
    assert lines[0].startswith("8 із 9, вибрані навмання. Запитання з файла питання.txt. Ті, що мають відповідь,")
