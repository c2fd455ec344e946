"""A draft checked against a small archive: every verdict, every difference, and the places of both."""

import inspect
import json
import os
from pathlib import Path

import pytest

import qa
from index.build import renew
from index.errors import NoIndexError, QuestionError
from qa import Assistant, retrieve, verify_quotes
from qa.verification import check_draft
from qa.verification.quotations import find_quotations
from qa.verification.tokens import tokens_of
from support.indexes import generation_of


@pytest.fixture(scope="module")
def generation(archive):
    return generation_of(archive)


@pytest.fixture
def check(generation):
    """A function that gives the check of a draft's only quotation, its places held to the law."""
    texts = {article.id: article.text for article in generation.article_texts()}

    def checked(draft):
        (found,) = check_draft(generation, draft).checks
        assert draft[found.quotation.start : found.quotation.end] == found.quotation.text
        for place in filter(None, (found.place, *found.also)):
            assert texts[place.article_id][place.start : place.end] == place.text
        for each in found.differences:
            assert draft[each.draft_start : each.draft_start + len(each.draft_text)] == each.draft_text
            archived = texts[found.place.article_id][each.archive_start :]
            assert archived.startswith(each.archive_text)
        return found

    return checked


@pytest.mark.parametrize(
    ("draft", "quotations"),
    [
        ("Він сказав: «Так», і пішов.", ["Так"]),
        ("„Так“, „так” і “yes”, ”yes”, \"yes\", 'yes', ‘yes’, 「是的」", ["Так", "так", *["yes"] * 5, "是的"]),
        ("»Ja« sagte er.", ["Ja"]),
        ("«Я читав «День» щодня», — сказав він.", ["Я читав «День» щодня"]),
        ("«Я був у кафе «Зустріч», — сказав він.", ["Я був у кафе «Зустріч"]),
        ("«Газета „День“ вийшла» і «далі»", ["Газета „День“ вийшла", "далі"]),
        ("Пам'ять, об'єкт і п'ять не є цитатами.", []),
        ("It's the dogs' and the cats' yard.", []),
        ("«Перший абзац\n\n«Другий абзац»", ["Перший абзац", "Другий абзац"]),
        ('Екран 15" і «...» та "" порожні.', []),
        ("> Перший рядок\n> другий рядок\n> — Петро Коваль\n\nКінець.", ["Перший рядок\n> другий рядок"]),
        ("> Перший рядок. (Газета, 2026)", ["Перший рядок."]),
        ("> Перший рядок (і останній)", ["Перший рядок (і останній)"]),
        ("Він: <<Так>>, вона: ,,так'', ``так'' і ❝так❞.", ["Так", "так", "так", "так"]),
        ("a << b, b >> c, it''s", []),
        (">> Вкладена", ["Вкладена"]),
        ('"Так», сказав він. "Ні", відповіла вона.', ["Так", "Ні"]),
        ('«Так", сказав він і пішов.', ["Так"]),
        ('"Так», сказав він і пішов.', ["Так"]),
    ],
)
def test_quotations_are_found_between_all_marks_and_in_block_quotes(draft, quotations):
    found = find_quotations(draft)
    assert [each.text for each in found] == quotations
    assert all(draft[each.start : each.end] == each.text for each in found)


def test_tokens_leave_out_what_a_quotation_may_set_otherwise():
    one = [token.spelt for token in tokens_of("«Об’є́кт» — **це** все...")]
    other = [token.spelt for token in tokens_of('"Об\'єкт" – це\nвсе…')]
    assert one == other == ["Обєкт", "–", "це", "все", "…"]


@pytest.mark.parametrize(
    "quoted",
    [
        "грошей вистачило лише на опори",
        "Грошей вистачило\nлише на опори.",
        "Новий міст через Ікву відкрили у вівторок",
        "а коштував він 12 мільйонів гривень,",
    ],
)
def test_the_same_words_are_exact_whatever_the_marks_around_them(check, quoted):
    found = check(f"Кажуть: „{quoted}“.")
    assert (found.verdict, found.similarity, found.differences) == ("exact", 1.0, ())
    assert found.place.article_id == "radio-1"


@pytest.mark.parametrize(
    ("quoted", "changes"),
    [
        ("[н]овий міст через Ікву відкрили у вівторок", []),
        ("міст через Ікву відкри[ли] у вівторок", []),
        ("НОВИЙ МІСТ ЧЕРЕЗ ІКВУ ВІДКРИЛИ", []),
        ("Міст *завдовжки* _84 метри_, а коштував", []),
        ("Міст завдовжки 84 метри . . . 12 мільйонів", ["cut"]),
        ("Міст завдовжки 84 метри,.. 12 мільйонів", ["cut"]),
        ("Міст завдовжки (sic!) 84 метри", ["inserted"]),
        ("Міст завдовжки 84 метри, — пише радіо, — а коштував він 12 мільйонів", ["narration"]),
        ("Новий міст, — пише радіо, — через Ікву відкрили у вівторок", ["narration"]),
        ("Торік тут ходив пором, — додала вона. — і люди стояли в черзі", ["narration"]),
        ("Міст¹ завдовжки 84 метри², а коштував[3] він 12 мільйонів", []),
        ("Новий міст через Ікву від-\nкрили у вів- \n  торок", []),
        ("Торік тут хо-\nдив пором, — додала вона. — і люди стояли в черзі", ["narration"]),
    ],
)
def test_what_a_faithful_quotation_may_change_is_exact(check, quoted, changes):
    found = check(f"Кажуть: «{quoted}».")
    assert [each.change for each in found.differences] == changes
    assert found.verdict == "exact"


@pytest.mark.parametrize(
    "quoted",
    [
        "[с]тарий міст через Ікву відкрили у вівторок",
        "Новий міст через ікву відкрили у вівторок",
        "Міст завдовжки 84 метри, — пише радіо, — а коштував він 13 мільйонів",
        "Новий міст через Ікву від- крили у вівторок",
        "Міст завдовжки 84 м², а коштував він 12 мільйонів",
        "Міст завдовжки 84 метри, але дуже гарний, а коштував він 12 мільйонів",
    ],
)
def test_what_it_may_not_change_is_altered(check, quoted):
    assert check(f"Кажуть: «{quoted}».").verdict == "altered"


def test_an_altered_quotation_shows_each_difference(check):
    found = check("«Міст завдовжки 48 метрів, а коштував він лише 12 мільйонів гривень»")
    assert found.verdict == "altered"
    assert found.place.text == "Міст завдовжки 84 метри, а коштував він 12 мільйонів гривень"
    assert [(each.change, each.draft_text, each.archive_text) for each in found.differences] == [
        ("changed", "48 метрів", "84 метри"),
        ("added", "лише", ""),
    ]


@pytest.mark.parametrize(
    ("quoted", "verdict", "similarity"),
    [
        ("Міст завдовжки 84 метри, а коштував дуже багато державних коштів", "altered", 0.6),  # 6 words of 10
        ("Міст завдовжки 84 метри, а збудували його дуже повільно люди", "not_found", 0.0),  # 5 words of 10
        ("Трос зносився, а нового знайшли", "altered", 0.8),  # 4 words of 5
        ("Трос зносився, а старого", "not_found", 0.0),  # 3 words of 4
    ],
)
def test_three_fifths_and_four_words_make_an_altered_quotation(check, quoted, verdict, similarity):
    found = check(f"«{quoted}»")
    assert (found.verdict, found.similarity) == (verdict, similarity)


def test_what_is_set_otherwise_in_the_article_is_exact(indexed):
    text = "Зубр важить 1,8 тонни¹ і їсть 40 кг² трави. Площа лісу 12 км².\n\n## Про ліс\n\nЗубри люблять тишу і воду."
    generation = indexed({"a.txt": text})

    def seen(draft):
        (found,) = check_draft(generation, draft).checks
        return found.verdict, [each.change for each in found.differences]

    assert seen("«Зубр важить 1.8 тонни і їсть 40 кг трави»") == ("exact", [])
    assert seen("«Зубр важить 1.9 тонни і їсть 40 кг трави»") == ("altered", ["changed"])
    assert seen("«Зубр важить 18 тонни і їсть 40 кг трави»")[0] == "altered"
    assert seen("«Площа лісу 12 км². Зубри люблять тишу»") == ("exact", ["heading"])
    assert seen("«Площа лісу 12 км. Зубри люблять тишу»")[0] == "altered"
    assert seen("«Площа лісу 12 км². Про ліс. Зубри люблять тишу»")[0] == "altered"
    assert seen("«і їсть 40 кг трави. Зубри люблять тишу»")[0] == "altered"


def test_a_left_out_word_is_a_difference_and_a_marked_cut_is_none(check):
    whole = "Торік тут ходив пором, і люди стояли в черзі по дві години"
    silent = check(f"«{whole.replace('по дві ', '')}»")
    assert [(each.change, each.archive_text) for each in silent.differences] == [("left_out", "по дві")]
    assert silent.verdict == "altered"
    marked = check(f"«{whole.replace('ходив пором, і люди', '[…]')}»")
    assert [(each.change, each.archive_text) for each in marked.differences] == [("cut", "ходив пором, і люди")]
    assert marked.verdict == "exact"


def test_a_cut_may_not_hide_a_negation(check):
    found = check("«Ми … обіцяли збудувати його за рік»")
    assert (found.verdict, found.differences[0].change, found.differences[0].archive_text) == (
        "altered",
        "changed",
        "не",
    )


def test_the_words_of_the_author_within_a_speech_may_be_left_out(check):
    found = check("«Ми не обіцяли збудувати його за рік, бо грошей вистачило лише на опори»")
    assert found.verdict == "exact"
    assert [each.change for each in found.differences] == ["narration"]
    assert "сказав голова громади Петро Коваль" in found.differences[0].archive_text


def test_a_question_is_no_statement(check):
    assert check("«Новий міст через Ікву відкрили у вівторок?»").verdict == "altered"


@pytest.mark.parametrize(
    "draft",
    [
        "«Ми ніколи не здамося й не відступимо», — сказав Коваль.",
        "“The bridge will never be finished in our lifetime,” he said.",
        "«Новий пором дуже зручний»",
    ],
)
def test_what_no_article_has_is_not_found(check, draft):
    found = check(draft)
    assert (found.verdict, found.place, found.similarity) == ("not_found", None, 0.0)


# Nothing of this is in the articles.
SAID = """
Міністр сказав: «Ми не відступимо».
«Ніколи», — відповів комбат.
"We won," the mayor said.
He said, "It is over".
Директор назвав скорочення «вимушеним кроком».
За словами лікаря, хвора почувалася «цілком задовільно».
The judge called the evidence "thin and contradictory".
«Хліба вистачить усім», — запевнила продавчиня.
Вона крикнула: «Стій!»
«Я бачив усе на власні очі», — розповів свідок.
Суддя підсумувала: «Доказів немає».
The nurse replied: "No".
Голова ради пообіцяв, що школу «збудують до осені».
«Це війна», — сказав президент.
Експерт оцінює ризик як «дуже високий».
"Nobody told us anything," residents complained.
У листі йдеться про «грубе порушення прав людини».
She told the court that she had "never met him".
«Так», – кивнув він.
Тренер визнав: «Програли справедливо».
Мер запевнив, що «грошей не бракує».
«Я нікого не боюся», – заявила активістка.
«Чому мовчите?» — запитала вона.
"It's a disaster," said one of the farmers.
The report describes the bridge as "close to collapse".
Президент звернувся до громадян: «Тримаймося разом».
На плакаті було написано «Поверніть воду».
Він сказав «ні» і поклав слухавку.
Потерпілий згадує: «Було темно».
According to the minister, the talks were "useful and frank".
Адвокат наполягає, що його підзахисний «діяв у стані афекту».
"Never again", they promised.
"We waited all night", she recalled.
Напис «Поверніть воду» з'явився вночі.
«Усе гаразд!» — гукнув водій.
"""
CALLED = """
Про це пише «Українська правда».
"The Godfather", he starred in it.
Журналісти видання «Громадське» поїхали до Одеси.
Роман «Тигролови» вийшов 1944 року.
Завод «Електроважмаш» зупинили на місяць.
Так звані «вибори» провели під дулами автоматів.
The newspaper "The Kyiv Independent" published the list.
Фільм «Тіні забутих предків» показали у Каннах.
Партія «Слуга народу» підтримала зміни.
Закон «Про державний бюджет України на 2024 рік» ухвалили вночі.
Він працював у кафе «Під липою» на площі.
The band "Okean Elzy" toured Canada.
Вони називають це «перемогою», хоча місто в руїнах.
The so-called "peacekeepers" stayed for a year.
ТОВ «Агросвіт» отримало дозвіл.
Про це він розповів «Громадському».
Книжка «Хіба ревуть воли, як ясла повні?» є в кожній школі.
Матч «Динамо» — «Шахтар» завершився нічиєю.
Операція «Вісла» тривала три місяці.
Her essay "On Photography" is still read.
Премію «Книга року» отримала поетка.
Газети «День» і «Факти» про це не писали.
У готелі «Україна» було холодно.
Рок-гурт «Скрябін» приїхав до Луцька.
Журнал "Nature" надрукував дослідження.
Бригада «Чорний запоріжець» тримала оборону.
Оповідання «Intermezzo» він написав 1908 року.
«Укрзалізниця» скасувала три потяги.
Вистава «За двома зайцями» йде вже десять років.
Дитячий садок «Сонечко» відремонтували.
The film "Shadows of Forgotten Ancestors" won a prize.
Пароплав «Адмірал Нахімов» затонув.
У статті «Як ми втратили степ» він пояснює причини.
His "friends" left him at once.
Проєкт «Велике будівництво» закрили.
"""


def test_what_is_called_so_is_no_missing_quotation(generation):
    def wrong(drafts, verdict):
        checks = [(draft, check_draft(generation, draft).checks) for draft in drafts.strip().splitlines()]
        return [draft for draft, found in checks if {check.verdict for check in found} != {verdict}]

    assert wrong(SAID, "not_found") == []
    assert wrong(CALLED, "name") == []


def test_a_name_that_an_article_has_is_found_there(check):
    assert check("Міст через річку «Ікву» відкрили.").verdict == "exact"


@pytest.mark.parametrize(
    ("draft", "verdict", "named"),
    [
        ("Петро Коваль сказав: «грошей вистачило лише на опори».", "exact", ()),
        ("За словами Петра Коваля, «грошей вистачило лише на опори».", "exact", ()),
        ("Сергій Дяченко сказав: «грошей вистачило лише на опори».", "misattributed", ("Сергій", "Дяченко")),
        ("Олена Гнатюк розповіла: «грошей вистачило лише на опори».", "misattributed", ("Олена", "Гнатюк")),
        ("За даними radio.example, «люди стояли в черзі по дві години».", "exact", ()),
        ("«Люди стояли в черзі по дві години» (https://www.radio.example/news/mist?id=7).", "exact", ()),
        ("«Люди стояли в черзі по дві години» (Районна газета).", "misattributed", ("Районна газета",)),
        ("«Люди стояли в черзі по дві години» (http://radio.example/news/school).", "misattributed", None),
        ("[Радіо](https://radio.example/lost) пише: «люди стояли в черзі по дві години».", "exact", ()),
        ("Районна газета: «Трос зносився, а нового ніхто не купує».", "exact", ()),
        ("> Трос зносився, а нового ніхто не купує\n> — Іван Мельник", "exact", ()),
        ("> Трос зносився, а нового ніхто не купує\n> — Сергій Дяченко", "misattributed", None),
        ("Дяченко сказав: «лише на опори».", "exact", ()),  # three words are a phrase, and nobody's speech
        ("Дяченко сказав: «вистачило лише на опори».", "misattributed", ("Дяченко",)),
        ("Про це сказано в «Міст через Ікву»: Іван Мельник мовчав.", "exact", ()),
        ("Районна газета сказала: «трос зносився, а нового ніхто не купує».", "exact", ()),
        ("Він додав: «Трос зносився, а нового ніхто не купує».", "exact", ()),
        ("Раніше вона також пояснила: «Трос зносився, а нового ніхто не купує».", "exact", ()),
        ("Потім Дяченко додав: «Трос зносився, а нового ніхто не купує».", "misattributed", ("Дяченко",)),
        ("Інтерфакс повідомляє: «трос зносився, а нового ніхто не купує».", "exact", ()),
        ("Міський голова сказав: «трос зносився, а нового ніхто не купує».", "exact", ()),
        ("Ліс мовчить. Посадовиця зазначила: «трос зносився, а нового ніхто не купує».", "exact", ()),
        ("Residents said: «трос зносився, а нового ніхто не купує».", "exact", ()),
        ("Директорка Галина Мороз: «трос зносився, а нового ніхто не купує».", "misattributed", ("Галина", "Мороз")),
        ("Галина Мороз, директорка школи: «трос зносився, а нового ніхто не купує».", "misattributed", None),
        ("Дяченко: «трос зносився, а нового ніхто не купує».", "misattributed", ("Дяченко",)),
        ("Шевчук: «трос зносився, а нового ніхто не купує».", "misattributed", ("Шевчук",)),
        ("Напис на стіні у Києві: «трос зносився, а нового ніхто не купує».", "exact", ()),
        (
            "Міністерка Ганна Новосад сказала: «трос зносився, а нового ніхто не купує».",
            "misattributed",
            ("Ганна", "Новосад"),
        ),
        ("Der Bürgermeister sagte: «трос зносився, а нового ніхто не купує».", "exact", ()),
        ("Верховна Рада України: «трос зносився, а нового ніхто не купує».", "exact", ()),
        ("Радіо Свобода: «трос зносився, а нового ніхто не купує».", "exact", ()),
    ],
)
def test_a_quotation_from_another_source_or_speaker_is_reported(check, draft, verdict, named):
    found = check(draft)
    assert found.verdict == verdict
    assert named is None or found.named == named


@pytest.mark.parametrize(
    ("draft", "confirmed"),
    [
        ("За словами Петра Коваля, «грошей вистачило лише на опори».", ("Петра", "Коваля")),
        ("Остап Коваль сказав: «грошей вистачило лише на опори».", ("Коваль",)),
        ("За даними radio.example, «люди стояли в черзі по дві години».", ("radio.example",)),
        ("Районна газета: «Трос зносився, а нового ніхто не купує».", ("Районна газета",)),
        ("[Радіо](https://radio.example/lost) пише: «люди стояли в черзі по дві години».", ("radio.example",)),
        ("Інтерфакс повідомляє: «трос зносився, а нового ніхто не купує».", ()),
        ("Газета Зоря пише: «трос зносився, а нового ніхто не купує».", ()),
        ("Дяченко сказав: «лише на опори».", ()),
        ("«Трос зносився, а нового ніхто не купує».", ()),
    ],
)
def test_what_of_the_attribution_was_compared_is_told(check, draft, confirmed):
    assert (check(draft).verdict, check(draft).confirmed) == ("exact", confirmed)


def test_a_function_checks_a_draft_against_an_index_folder(archive, tmp_path):
    checked = verify_quotes("«Трос зносився» і «нового ніхто не продає нікому»", archive)
    assert [check.verdict for check in checked.checks] == ["exact", "not_found"]
    assert (checked.count("exact"), checked.generation) == (1, 1)
    with pytest.raises(NoIndexError):
        verify_quotes("«Так»", tmp_path)


def test_the_functions_share_one_open_index(archive):
    verify_quotes("«Трос зносився»", archive)
    opened = open_files_below(archive)
    assert opened
    assert verify_quotes("«Трос зносився»", str(archive)).count("exact") == 1
    assert retrieve("Гнатюк", index_dir=archive)
    assert open_files_below(archive) == opened


def open_files_below(folder):
    """The files below a folder that this process has open, each as often as it is open."""
    links = [Path("/proc/self/fd") / name for name in os.listdir("/proc/self/fd")]
    return sorted(path for link in links if link.is_symlink() and (path := os.readlink(link)).startswith(f"{folder}/"))


@pytest.mark.parametrize("name", ["ask", "retrieve", "verify_quotes"])
def test_a_function_has_the_parameters_of_the_method_and_the_index(name):
    method = list(inspect.signature(getattr(Assistant, name)).parameters.values())[1:]
    function = list(inspect.signature(getattr(qa, name)).parameters.values())
    assert [each for each in function if each.name != "index_dir"] == method


def test_what_is_no_draft_is_refused(generation):
    with pytest.raises(QuestionError, match="NoneType"):
        check_draft(generation, None)
    with pytest.raises(QuestionError, match="500,001 characters"):
        check_draft(generation, "а" * 500_001)
    assert check_draft(generation, "").checks == ()


@pytest.mark.parametrize(
    ("context", "verdict"),
    [
        ("У 1991 році казали", "exact"),
        ("За словами очевидців (с. 7)", "exact"),
        ("Як пише Вісник", "exact"),
        ("Як стоїть у нотатка-7", "misattributed"),
        ("Як стоїть у нотатка-71", "exact"),
    ],
)
def test_an_id_that_is_a_number_or_a_word_names_no_source(indexed_records, context, verdict):
    (found,) = check_draft(indexed_records, f"{context}: «Через річку будували новий міст два роки».").checks
    assert (found.verdict, found.place.article_id) == (verdict, "bridge")


@pytest.fixture(scope="module")
def indexed_records(tmp_path_factory, remembering):
    """An index of records with ids of every kind."""
    texts = {"bridge": "Через річку будували новий міст два роки.", "1991": "Ліс шумить.", "7": "Птахи летять."}
    texts |= {"Вісник": "Хор співає.", "нотатка-7": "Сад цвіте."}
    folder = tmp_path_factory.mktemp("records")
    (folder / "corpus").mkdir()
    lines = (json.dumps({"id": id, "title": text, "text": text}) for id, text in texts.items())
    (folder / "corpus/all.jsonl").write_text("\n".join(lines), encoding="utf-8")
    renew(folder / "corpus", folder / "index", remembering)
    return generation_of(folder / "index")
