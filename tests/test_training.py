"""Training: negatives that do not answer, examples that survive a file, rounded weights, and the order of steps."""

import random
from collections import Counter

import numpy as np
import pytest

from index.model.weights import BLOCK_DTYPE, unpack
from qa.reader.pair import PairBuilder
from training.examples import Example, read_examples, write_examples
from training.export import quantised
from training.negatives import LexicalMiner, holds_answer, with_sentence, without_answer, without_earlier
from training.written import Row, Written

PASSAGE = (
    "Поет народився в селі Моринці. Викупили його з кріпацтва друзі 1838 року. "
    "«Кобзар» вийшов друком у Петербурзі. Згодом автора заслали в солдати на десять років."
)


def span_of(text: str, words: str) -> tuple[int, int]:
    return text.index(words), text.index(words) + len(words)


def example(question="Де?", passage="Поет жив у Києві.", spans=((11, 16),), **changed) -> Example:
    values = {"group": "a#1", "kind": "direct", "question": question, "context": "", "title": "Поет"}
    return Example(**{**values, "passage": passage, "spans": spans, **changed})


def test_a_passage_loses_the_sentence_that_answers():
    assert without_answer(PASSAGE, [span_of(PASSAGE, "1838 року")]) == (
        "Поет народився в селі Моринці. "
        "«Кобзар» вийшов друком у Петербурзі. Згодом автора заслали в солдати на десять років."
    )


def test_it_loses_every_sentence_that_holds_a_part_of_the_answer():
    spans = [span_of(PASSAGE, "Моринці"), span_of(PASSAGE, "року. «Кобзар»")]
    assert without_answer(PASSAGE, spans) is None  # what is left has 48 characters
    longer = PASSAGE + " Там він малював і писав, хоча це йому заборонили."
    assert without_answer(longer, spans) == (
        "Згодом автора заслали в солдати на десять років. Там він малював і писав, хоча це йому заборонили."
    )


@pytest.mark.parametrize(("letters", "enough"), [(79, True), (78, False)])
def test_what_is_left_has_at_least_eighty_characters(letters, enough):
    rest = "А" + "а" * (letters - 1) + "."
    left = without_answer(f"Відповідь тут. {rest}", [(0, 13)])
    assert left == (rest if enough else None)


def test_a_passage_that_says_it_twice_is_no_negative():
    twice = PASSAGE + " У тих МОРИНЦЯХ, тобто в селі моринці, він ріс."
    assert without_answer(twice, [span_of(twice, "Моринці")]) is None


def test_a_passage_of_one_sentence_leaves_nothing():
    assert without_answer("Поет народився в селі Моринці.", [(22, 29)]) is None


def test_a_follow_up_loses_the_sentence_of_the_earlier_answer_and_keeps_its_own():
    spans = (span_of(PASSAGE, "Моринці"), span_of(PASSAGE, "Петербурзі"))
    rest, moved = without_earlier(PASSAGE, span_of(PASSAGE, "друзі"), spans)
    assert rest == (
        "Поет народився в селі Моринці. "
        "«Кобзар» вийшов друком у Петербурзі. Згодом автора заслали в солдати на десять років."
    )
    assert [rest[start:end] for start, end in moved] == ["Моринці", "Петербурзі"]


def test_a_follow_up_answered_in_the_sentence_of_the_earlier_answer_cannot_lose_it():
    assert without_earlier(PASSAGE, span_of(PASSAGE, "друзі"), [span_of(PASSAGE, "1838 року")]) is None
    assert without_earlier("Відповідь тут. Далі мало.", (0, 9), ()) is None


def test_a_sentence_is_put_at_every_border_and_its_answer_stays_in_place():
    passage, sentence, span = "Перше речення. Друге речення.", "Третє відповідає.", (6, 16)
    made = {with_sentence(passage, sentence, span, random.Random(seed)) for seed in range(40)}
    assert {text for text, _ in made} == {
        "Третє відповідає. Перше речення. Друге речення.",
        "Перше речення. Третє відповідає. Друге речення.",
        "Перше речення. Друге речення. Третє відповідає.",
    }
    assert {text[start:end] for text, (start, end) in made} == {"відповідає"}


def test_an_answer_is_held_whatever_its_case():
    assert holds_answer("Він жив у КИЄВІ.", ["Львів", "києві"])
    assert not holds_answer("Він жив у Києві.", ["Львів"])
    assert not holds_answer("Він жив у Києві.", [])


def test_mined_passages_share_words_and_hold_no_answer():
    passages = [
        ("Зубр", "Зубр важить до тонни."),
        ("Зубр", "Зубр живе в пущі."),
        ("Море", "Море солоне."),
        ("", "Скільки важить слон, не знають."),
    ]
    miner = LexicalMiner(passages)
    assert set(miner.found("Скільки важить зубр?", ["до тонни"])) == {1, 3}
    assert set(miner.found("Скільки важить зубр?", [])) == {0, 1, 3}


def test_fourteen_passages_are_searched():
    miner = LexicalMiner([("", f"Зубр номер {number}.") for number in range(20)])
    assert len(list(miner.found("зубр", []))) == 14


def test_examples_survive_being_written_and_read(tmp_path):
    examples = [example(), example(spans=(), context="Хто? «Він»", title=""), example(spans=((0, 4), (11, 16)))]
    assert write_examples(tmp_path / "examples.jsonl.gz", iter(examples)) == 3
    assert list(read_examples(tmp_path / "examples.jsonl.gz")) == examples


def test_what_four_bits_can_hold_is_held_exactly():
    values = (np.arange(32, dtype=np.float32) % 16 - 8) * np.float32(0.25)
    assert quantised(values).shape == (1, 18)
    assert unpacked(values).tolist() == values.tolist()


def test_nothing_stays_nothing():
    assert unpacked(np.zeros(64, np.float32)).tolist() == [0.0] * 64


def test_a_block_is_off_by_half_a_step_at_most_where_nothing_is_cut():
    values = np.random.default_rng(0).normal(0, 0.01, 32 * 500).astype(np.float32)
    found = unpacked(values)
    blocks, error = values.reshape(-1, 32), (found - values).reshape(-1, 32)
    largest = np.abs(blocks).max(1)
    # A scale that just holds the largest gives steps of an eighth of it, at worst half a step off but for the end
    # of the other sign, which has seven steps. Of a normal distribution an eleventh of its spread is lost.
    assert (np.abs(error).max(1) <= largest * 0.31).all()
    assert np.sqrt(np.square(error).mean()) / values.std() < 0.09


def test_no_scale_is_better_than_the_one_taken_among_those_tried():
    values = np.random.default_rng(1).normal(0, 1, 32).astype(np.float32)
    taken = np.square(unpacked(values) - values).sum()
    largest = values[np.abs(values).argmax()]
    for part in np.linspace(0.7, 1.05, 15):
        scale = np.float32(np.float16(largest / -8 * part))
        tried = np.clip(np.rint(values / scale), -8, 7) * scale
        assert taken <= np.square(tried - values).sum() + 1e-6


def unpacked(values: np.ndarray) -> np.ndarray:
    return unpack(quantised(values).reshape(-1).view(BLOCK_DTYPE)).reshape(-1)


@pytest.fixture(scope="module")
def train():
    """The loop, imported late: torch takes seconds."""
    from training import train

    return train


@pytest.fixture(scope="module")
def builder(tokenizer):
    return PairBuilder(tokenizer)


def test_an_items_targets_are_the_tokens_of_its_spans(train, builder):
    item = train.item_of(example(), builder)
    (start,), (end,) = item.starts, item.ends
    places = item.pair.spans[start - item.pair.begin : end - item.pair.begin + 1]
    assert "Поет жив у Києві."[places[0, 0] : places[-1, 1]] == "Києві"


def test_without_an_answer_the_target_is_the_first_token(train, builder):
    item = train.item_of(example(spans=()), builder)
    assert (item.starts, item.ends) == ([0], [0])


def test_of_a_list_every_span_is_a_target(train, builder):
    item = train.item_of(example(spans=((0, 4), (11, 16))), builder)
    assert len(item.starts) == len(item.ends) == 2


def test_a_span_without_a_token_and_a_pair_too_long_are_left_out(train, builder):
    assert train.item_of(example(passage="Поет   жив.", spans=((5, 6),)), builder) is None
    # <s>, "а", </s></s>, no title, </s>, the passage and </s>: six more than the passage has, 352 in all.
    longest, longer = (" ".join(["б"] * count) for count in (346, 347))
    assert train.item_of(example("а", longest, ((0, 1),), title=""), builder) is not None
    assert train.item_of(example("а", longer, ((0, 1),), title=""), builder) is None


LENGTHS = [20 + 5 * (number % 9) for number in range(40)] * 20


@pytest.fixture(scope="module")
def loop():
    """The order of steps, imported late: torch takes seconds."""
    from training import run

    return run


def test_steps_are_the_same_for_the_same_seed(loop):
    assert list(loop.steps(LENGTHS, 2, 7)) == list(loop.steps(LENGTHS, 2, 7))


def test_an_epoch_takes_every_item_once(loop):
    shares, taken = zip(*loop.steps(LENGTHS, 1, 3), strict=True)
    assert sorted(number for batch in taken for number in batch) == list(range(800))
    assert len(taken) > 3
    assert [round(share * len(taken)) for share in shares] == list(range(len(taken)))


def test_another_seed_and_the_next_epoch_take_another_order(loop):
    first = [batch for _, batch in loop.steps(LENGTHS, 1, 3)]
    assert first != [batch for _, batch in loop.steps(LENGTHS, 1, 4)]
    both = [batch for _, batch in loop.steps(LENGTHS, 2, 3)]
    assert both[: len(first)] == first != both[len(first) :]


def test_a_batch_has_3072_tokens_with_its_padding_at_most(loop):
    for batch in loop.batches(LENGTHS, random.Random(0)):
        lengths = [LENGTHS[number] for number in batch]
        assert len(lengths) * max(lengths) <= 3072
    smallest = [7] * 2000
    assert max(map(len, loop.batches(smallest, random.Random(0)))) == 438
    assert max(map(len, loop.batches(smallest, random.Random(0), 70))) == 10


class Toy:
    """Four numbers that a training moves to their targets, from a folder."""

    def __init__(self, loop, folder) -> None:
        import torch

        self.network = torch.nn.Linear(4, 1)
        torch.nn.init.zeros_(self.network.weight)
        self.network.bias.requires_grad_(False)
        self.run = loop.Run(folder, self.network, 0.5, torch.device("cpu"))

    def step(self, done: float) -> float:
        import torch

        wanted = torch.tensor([1.0, -2.0, 3.0, -4.0])
        return self.run.advance((self.network.weight[0] - wanted).square().sum(), done)


def test_the_rate_rises_for_80_steps_and_falls_to_nothing(loop, tmp_path):
    toy = Toy(loop, tmp_path)
    toy.step(0.0)
    assert toy.run.optimiser.param_groups[0]["lr"] == pytest.approx(0.5 / 80)
    assert toy.network.weight[0].abs().tolist() == pytest.approx([0.5 / 80] * 4, rel=1e-3)  # Adam's first step
    for _ in range(99):
        toy.step(0.25)
    assert toy.run.optimiser.param_groups[0]["lr"] == pytest.approx(0.375)


def test_a_training_goes_on_where_it_was_stopped(loop, tmp_path):
    whole, halves = Toy(loop, tmp_path / "whole"), Toy(loop, tmp_path / "halves")
    for _ in range(10):
        whole.step(0.1)
    for _ in range(5):
        halves.step(0.1)
    halves.run.save()
    resumed = Toy(loop, tmp_path / "halves")
    assert resumed.run.step == 5
    for _ in range(5):
        resumed.step(0.1)
    assert resumed.network.weight.tolist() == whole.network.weight.tolist()
    assert resumed.run.average["weight"].tolist() == whole.run.average["weight"].tolist()


@pytest.fixture(scope="module")
def questions():
    """The training of the question encoder, imported late."""
    from training import train_questions

    return train_questions


def test_every_answered_question_is_asked_of_its_passage_and_a_follow_up_with_its_context(questions):
    rows = (
        Row("direct", "Де?", ((0, 4),)),
        Row("none", "Чому?", ()),
        Row("follow-up", "А коли?", ((5, 8),), context="Де? Поет"),
    )
    first = Written("a", "ukwiki", "Поет", 0, 10, "Поет жив у Києві.", rows)
    second = Written("a", "ukwiki", "Поет", 20, 30, "Потім поїхав.", rows[:1])
    texts, asked = questions.texts_of([first, second, first])
    assert texts == [("Поет", "Поет жив у Києві."), ("Поет", "Потім поїхав.")]
    assert asked == [("Де?", 0), ("Де? Поет А коли?", 0), ("Де?", 1), ("Де?", 0), ("Де? Поет А коли?", 0)]


def test_passages_in_a_farther_language_are_scored_with_its_distance(questions):
    import torch

    texts = [("", "Поет жив у Києві, а потім поїхав до Петербурга."), ("", "The poet lived in Kyiv and left later on.")]
    passages = questions.Passages(texts, np.array([[0.8, 0.6], [0.6, 0.8]], np.float32), torch.device("cpu"))
    question = torch.tensor([[1.0, 0.0]])
    assert passages.scores(question, by_language=False).tolist()[0] == pytest.approx([0.8, 0.6])
    assert passages.scores(question, by_language=True).tolist()[0] == pytest.approx([0.8, 0.8])


def test_a_share_of_the_change_is_written(questions):
    import torch

    weights = {
        "body.layers.3.fi.down": torch.ones(1, 2),
        "body.layers.3.fi.up": torch.ones(3, 1),
        "body.norm.weight": torch.ones(2),
        "turn.weight": torch.ones(2, 2),
        "turn.bias": torch.ones(2),
    }
    made = questions.changes(weights, 0.5)
    assert sorted(made) == ["l3.fi.w.down", "l3.fi.w.up", "turn.b", "turn.w"]
    assert [float(made[name].flat[0]) for name in sorted(made)] == [1, 0.5, 0.5, 0.5]


def test_a_batch_spreads_its_targets_and_allows_passage_and_first_token_alone(train, builder):
    import torch

    two = [train.item_of(example(spans=((0, 4), (11, 16))), builder), train.item_of(example(spans=()), builder)]
    batch = train.collate(two, torch.device("cpu"))
    assert sorted(batch.start[0][batch.start[0] > 0].tolist()) == [0.5, 0.5]
    assert batch.start[1, 0] == batch.end[1, 0] == 1
    assert batch.answers.tolist() == [1, 0]
    begin, length = two[0].pair.begin, len(two[0].pair.ids)
    allowed = [0, *range(begin, length - 1)]
    assert batch.place[0].nonzero().flatten().tolist() == allowed
    assert batch.mask[0].sum() == length


def test_the_wanted_number_of_examples_is_drawn_at_random_with_all_of_a_question(train, tmp_path):
    examples = [example(group=f"{number // 2}", passage=f"Уривок {number}.", spans=()) for number in range(20)]
    write_examples(tmp_path / "twenty.jsonl.gz", examples)
    assert train.chosen_examples(f"{tmp_path}/twenty.jsonl.gz", 0) == examples
    six = train.chosen_examples(f"{tmp_path}/twenty.jsonl.gz:5", 0)
    assert sorted(Counter(each.group for each in six).values()) == [2, 2, 2]
    assert len({each.passage for each in six}) == 6
    assert six == train.chosen_examples(f"{tmp_path}/twenty.jsonl.gz:5", 0)
    assert six != train.chosen_examples(f"{tmp_path}/twenty.jsonl.gz:5", 1)
    with pytest.raises(ValueError, match="has 20 examples of the kind, not 21"):
        train.chosen_examples(f"{tmp_path}/twenty.jsonl.gz:21", 0)


def test_examples_are_drawn_among_those_of_a_kind(train, tmp_path):
    examples = [
        example(group=f"{number}", kind=("direct/own", "other/own", "none/mined")[number % 3]) for number in range(9)
    ]
    write_examples(tmp_path / "nine.jsonl.gz", examples)
    drawn = train.chosen_examples(f"{tmp_path}/nine.jsonl.gz:4:^(direct|other):?/", 0)
    assert len(drawn) == 4
    assert {each.kind for each in drawn} <= {"direct/own", "other/own"}


def test_the_passages_of_a_question_in_one_context_are_trained_together(train, builder):
    examples = [
        example(group="a#1"),
        example(group="a#2"),
        example(group="a#1", spans=()),
        example(group="a#1", context="Хто жив у Києві? Поет"),
    ]
    items = [train.item_of(each, builder) for each in examples]
    assert train.by_question(items) == [[items[0], items[2]], [items[1]], [items[3]]]
    import torch

    batch = train.collate(items, torch.device("cpu"))
    assert batch.question.tolist() == [0, 1, 0, 2]


def test_a_right_passage_is_chosen_among_those_of_its_question(train):
    import torch

    # The first question's passages have 1/4 and 3/4 of the likelihood and the first answers; of the second question's
    # three equal passages two answer; the third question has no answer.
    logits = torch.log(torch.tensor([1.0, 3, 5, 5, 5, 9]))
    answers, question = torch.tensor([1.0, 0, 1, 1, 0, 0]), torch.tensor([0, 0, 1, 1, 1, 2])
    expected = (np.log(4) + 2 * np.log(3 / 2)) / 6
    assert float(train.choice_loss(logits, answers, question)) == pytest.approx(expected, rel=1e-6)


@pytest.fixture(scope="module")
def families():
    """Families and their maker."""
    from training import prepare_families

    return prepare_families


def test_what_no_passage_is_known_for_is_paired_with_the_nearest_ones():
    from training.prepare_written import Maker, Miner

    bison, lynx = ("Зубр", "Дорослий зубр важить 900 кг."), ("Рись", "Доросла рись важить 20 кг.")
    miner = Miner([bison, lynx])
    assert miner.found("скільки важить зубр", "", []) == [bison, lynx]
    assert miner.found("скільки важить зубр", f"Вступ. {bison[1]}", []) == [lynx]
    assert miner.found("?!", "", []) == []
    talk = list(Maker(miner, miner, ["Рись: де живе?"], random.Random(0)).small_talk("greeting", "зубр, вітаю"))
    assert [(each.kind, each.context, each.spans) for each in talk] == [
        ("talk/greeting", "", ()),
        ("talk/greeting", "Рись: де живе?", ()),
    ]


FAMILY = (
    ("Річка Вільха", "Вільха бере початок із трьох джерел під лісом і тече на південь."),
    ("Річка Вільха", "Глибина сягає одинадцяти метрів, а міст через річку стоїть із 1903 року."),
    ("Річка Сосна", "Сосна тече поруч; її міст відкрили 1950 року, а глибина менша."),
    ("Село Вільхове", "У селі живе двісті людей."),
)
LAKE = (("Озеро Глибоке", "Через озеро хочуть збудувати міст, старіший зник."),)


def test_a_question_gets_its_answers_and_the_sibling_with_most_of_its_words(families):
    rows = (
        families.FamilyRow("Який міст через Сосну старіший?", ((1, 42, 71),)),
        families.FamilyRow("а хто його збудував", (), after=0),
    )
    family = families.Family("F1-1", FAMILY, rows)
    lake = families.Family("F1-2", LAKE, (families.FamilyRow("А озеро?", ()),))
    contexts = {"", "Річка Вільха Який міст через Сосну старіший?", "Річка Вільха а хто його збудував"}
    for seed in range(5):
        maker = families.FamilyMaker([family, lake], 2, random.Random(seed))
        made = [each for each in maker.examples(family) if each.title != LAKE[0][0]]
        first, second = made[:3], made[3:]
        assert [(each.title, each.spans) for each in first[:2]] == [("Річка Вільха", ((42, 71),)), ("Річка Сосна", ())]
        assert {each.context for each in first} <= contexts | {"Озеро Глибоке А озеро?"}
        assert [each.spans for each in second] == [(), ()]
        words = FAMILY[1][1][42:71]
        assert second[0].context.removeprefix("Річка Вільха ") == f"Який міст через Сосну старіший? {words}"
        assert len({each.group for each in made}) == 2


def test_a_passage_of_another_family_answers_neither_a_question_nor_small_talk(families):
    rows = tuple(families.FamilyRow("Який міст через Сосну старіший?", ((1, 42, 71),)) for _ in range(40))
    family, lake = families.Family("F1-1", FAMILY, rows), families.Family("F1-2", LAKE, ())
    maker = families.FamilyMaker([family, lake], 2, random.Random(0))
    mined = [each for each in maker.examples(family) if each.title == LAKE[0][0]]
    assert 5 <= len(mined) <= 15  # of 40, a quarter
    assert {(each.spans, each.kind.endswith(", mined")) for each in mined} == {((), True)}
    assert {each.group for each in mined} <= {f"F1-1#{number}" for number in range(40)}
    talk = list(maker.unanswerable("off-topic", "хто збудував міст через річку"))
    assert [(each.kind, each.spans) for each in talk] == [("family/talk/off-topic", ())] * 2
    assert [bool(each.context) for each in talk] == [False, True]
    assert {each.title for each in talk} <= {"Річка Вільха", "Річка Сосна", "Озеро Глибоке"}


def test_a_passage_of_another_family_that_holds_the_answer_is_not_taken_for_one_without(families):
    rows = tuple(families.FamilyRow("Коли відкрили міст через Сосну?", ((2, 35, 44),)) for _ in range(40))
    again = (("Мости краю", "Міст через Сосну відкрили, а було це 1950 року."), *LAKE)
    other = families.Family("F1-2", again, ())
    maker = families.FamilyMaker([families.Family("F1-1", FAMILY, rows), other], 2, random.Random(0))
    mined = [each for each in maker.examples(families.Family("F1-1", FAMILY, rows)) if "mined" in each.kind]
    assert {each.title for each in mined} == {LAKE[0][0]}


def check_rows(everything):
    """Every answer lies in its passage, and a follow-up comes after a row with an answer."""
    for family in everything:
        for number, row in enumerate(family.rows):
            assert row.after is None or row.after < number
            for place, start, end in row.answers:
                text = family.passages[place][1]
                assert 0 <= start < end <= len(text)
                assert text[start:end] == text[start:end].strip()


def test_every_answer_of_the_families_lies_in_its_passage(families):
    everything = families.read_families()
    assert len(everything) > 500
    check_rows(everything)


def test_every_answer_of_the_groups_lies_in_a_passage_of_the_data_folder(families, shared):
    everything = families.read_groups(shared / "data")
    assert len(everything) > 1000
    assert all(len(family.passages) == 5 and all(text for _, text in family.passages) for family in everything)
    check_rows(everything)
