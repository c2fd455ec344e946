import json

import pytest

from index.text.languages import detect_language, stated_language
from support.pace import at_most

SENTENCES = {
    "uk": ["Вчора у Львові відкрилася виставка, присвячена історії книгодрукування.",
           "Поїзд запізнився на дві години.",
           "Скільки важить зубр?",
           "Столиця Франції",
           "Що таке Київ",
           "Застосовувати препарат слід протягом десяти днів.",
           "ЗАКОН УКРАЇНИ «ПРО ОСВІТУ»"],
    "ru": ["Вчера в Москве открылась выставка, посвящённая истории книгопечатания.",
           "Поезд опоздал на два часа, и мы уехали вечером.",
           "Сколько весит зубр?",
           "Кто это?",
           "Когда умер поэт?"],
    "be": ["Учора ў Мінску адкрылася выстава, прысвечаная гісторыі беларускага кнігадрукавання.",
           "Дзе знаходзіцца вакзал?"],
    "bg": ["Правителството прие вчера законопроект, който ще бъде разгледан в парламента.",
           "Влакът от София закъсня с два часа."],
    "sr": ["Влада је јуче усвојила предлог закона о заштити културних добара."],
    "mk": ["Владата вчера го усвои предлог-законот, кој сега ќе го разгледа Собранието."],
    "kk": ["Үкімет кеше мәдени мұраны қорғау туралы заң жобасын қабылдады."],
    "en": ["The government approved a bill on heritage protection yesterday.",
           "Where is the station?"],
    "de": ["Die Regierung hat gestern einen neuen Gesetzentwurf vorgelegt.",
           "Warum ist der Himmel blau?"],
    "fr": ["Le gouvernement a adopté hier un projet de loi sur la protection du patrimoine."],
    "es": ["El gobierno aprobó ayer un proyecto de ley sobre la protección del patrimonio."],
    "it": ["Il governo ha approvato ieri un disegno di legge sulla tutela del patrimonio."],
    "pt": ["O governo aprovou ontem um projeto de lei sobre a proteção do patrimônio."],
    "ro": ["Guvernul a aprobat ieri un proiect de lege privind protejarea monumentelor."],
    "pl": ["Rząd przyjął wczoraj projekt ustawy o ochronie zabytków, który trafi do Sejmu.",
           "Mieszkam w Warszawie już pięć lat."],
    "cs": ["Vláda včera schválila návrh zákona o ochraně památek, který nyní projedná sněmovna."],
    "sk": ["Vláda včera schválila návrh zákona o ochrane pamiatok, ktorý teraz prerokuje parlament."],
    "hu": ["A kormány tegnap elfogadta a műemlékvédelemről szóló törvényjavaslatot."],
    "tr": ["Hükümet dün kültürel mirasın korunmasına ilişkin yasa tasarısını kabul etti."],
    "nl": ["De regering heeft gisteren een wetsvoorstel over monumentenzorg aangenomen."],
    "sv": ["Regeringen antog i går ett lagförslag om skydd av kulturarvet som ska gälla från nästa år."],
    "lt": ["Vyriausybė vakar patvirtino įstatymo projektą dėl paveldo apsaugos."],
    "el": ["Η κυβέρνηση ενέκρινε χθες νομοσχέδιο."],
    "ka": ["მთავრობამ გუშინ კანონპროექტი დაამტკიცა."],
    "ja": ["政府は昨日、文化財保護に関する法案を承認しました。"],
}  # fmt: skip


@pytest.mark.parametrize("code", SENTENCES)
def test_the_language_of_a_sentence_is_detected(code):
    assert {sentence: detect_language(sentence) for sentence in SENTENCES[code]} == dict.fromkeys(SENTENCES[code], code)


@pytest.mark.parametrize(
    "text", ["", "2026", "…", "🇺🇦", "NATO", "\u0301" * 9, "e=mc2", "Хто?", "Погода завтра буде сонячною."]
)
def test_a_text_that_says_nothing_is_undetermined(text):
    assert detect_language(text) == "und"
    assert detect_language(text, "uk") == "uk"


def test_latin_names_addresses_and_code_do_not_hide_a_cyrillic_text():
    text = "Метод повертає число. https://example.org/en/docs/Web/Reference/Objects `array.prototype` Див. Firefox."
    assert detect_language(text) == "uk"


@pytest.mark.parametrize(("letters", "code"), [(1_200, "uk"), (2_500, "en")])
def test_the_first_2500_characters_tell_the_language(letters, code):
    english, ukrainian = SENTENCES["en"][0] * 50, SENTENCES["uk"][0] * 50
    assert detect_language(english[:letters] + ukrainian) == code


@pytest.mark.parametrize(
    ("stated", "code"),
    [
        ("uk", "uk"),
        ("uk-UA", "uk"),
        (" EN_us ", "en"),
        ("UA", "uk"),
        ("ukr", "uk"),
        ("und", ""),
        ("українська", ""),
        (1, ""),
    ],
)
def test_a_stated_language_is_brought_to_its_code(stated, code):
    assert stated_language(stated) == code


@pytest.mark.parametrize(("name", "code"), [("uk_wiki", "uk"), ("xquad_ru", "ru"), ("xquad_en", "en")])
def test_languages_of_real_paragraphs_are_detected_reliably_and_quickly(shared, name, code):
    lines = (shared / "data" / name / "articles.jsonl").read_text(encoding="utf-8").splitlines()
    texts = [json.loads(line)["text"] for line in lines]
    with at_most(len(texts) / 300):
        right = sum(detect_language(text) == code for text in texts)
    assert right >= 0.99 * len(texts)
