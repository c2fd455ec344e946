"""A question and a passage as one sequence of tokens, against the tokens of each part by itself."""

import pytest

from qa.reader.pair import PairBuilder


@pytest.fixture(scope="module")
def builder(tokenizer):
    return PairBuilder(tokenizer)


@pytest.fixture(scope="module")
def inner(tokenizer):
    return lambda text: tokenizer.ids(text)[1:-1]


def test_a_pair_is_question_title_and_passage(builder, inner):
    (pair,) = builder.pairs("Хто написав?", "", "Тарас Шевченко", "Поет народився 1814 р.")
    title, passage = inner("Тарас Шевченко"), inner("Поет народився 1814 р.")
    head = [0, *inner("Хто написав?"), 2, 2, *title, 2]
    assert pair.ids == [*head, *passage, 2]
    assert pair.begin == len(head)


def test_what_a_follow_up_refers_to_stands_behind_the_question(builder, inner):
    (pair,) = builder.pairs("Коли?", "Хто написав?", "Шевченко", "Поет.")
    head = [0, *inner("Коли?"), 2, *inner("Хто написав?"), 2, 2, *inner("Шевченко"), 2]
    assert pair.ids == [*head, *inner("Поет."), 2]
    assert pair.begin == len(head)


def test_every_token_of_the_passage_has_its_place(builder):
    passage = "Поет  народився\n1814 р. в селі Моринці."
    (pair,) = builder.pairs("Хто?", "", "", passage)
    assert len(pair.spans) == len(pair.ids) - 1 - pair.begin
    pieces = [passage[start:end] for start, end in pair.spans.tolist()]
    assert "".join(pieces) == "Поетнародився1814р.вселіМоринці."


# Words of one token each, so that lengths can be counted.
@pytest.fixture(scope="module")
def letters(inner):
    words = ["а", "б", "в", "г", "д", "е"]
    assert [len(inner(word)) for word in words] == [1] * 6
    return words


def test_of_a_long_question_the_last_96_tokens_are_kept(builder, inner, letters):
    a, b, *_ = letters
    (pair,) = builder.pairs(" ".join([a] * 5 + [b] * 96), "", "", "Поет.")
    assert pair.ids[:100] == [0, *inner(b) * 96, 2, 2, 2]
    (pair,) = builder.pairs(" ".join([a] + [b] * 95), "", "", "Поет.")
    assert pair.ids[:3] == [0, *inner(a), *inner(b)]


def test_of_a_long_context_the_last_96_tokens_are_kept(builder, inner, letters):
    a, b, c, *_ = letters
    (pair,) = builder.pairs(a, " ".join([b] * 5 + [c] * 96), "", "Поет.")
    assert pair.ids[:102] == [0, *inner(a), 2, *inner(c) * 96, 2, 2, 2]
    (pair,) = builder.pairs(a, " ".join([b] + [c] * 95), "", "Поет.")
    assert pair.ids[:5] == [0, *inner(a), 2, *inner(b), *inner(c)]


def test_of_a_long_title_the_first_48_tokens_are_kept(builder, inner, letters):
    a, b, c, *_ = letters
    (pair,) = builder.pairs(a, "", " ".join([b] * 48 + [c] * 5), "Поет.")
    assert pair.ids == [0, *inner(a), 2, 2, *inner(b) * 48, 2, *inner("Поет."), 2]
    (pair,) = builder.pairs(a, "", " ".join([b] * 47 + [c]), "Поет.")
    assert pair.ids[4:52] == [*inner(b) * 47, *inner(c)]


def test_a_passage_of_just_the_room_is_one_pair(builder, letters):
    # 512 tokens less <s>, one of the question, </s></s>, none of the title, </s> and the last </s>: 506.
    whole = list(builder.pairs(letters[0], "", "", " ".join(letters[1:2] * 506)))
    assert [len(pair.ids) for pair in whole] == [512]
    longer = list(builder.pairs(letters[0], "", "", " ".join(letters[1:2] * 507)))
    # The second begins 506 - 64 = 442 tokens on and holds the 65 that are left.
    assert [len(pair.ids) for pair in longer] == [512, 71]


def test_a_long_passage_is_cut_into_windows_without_loss(builder, inner, letters):
    passage = " ".join(letters[1:] * 240)  # 1200 tokens
    (whole,) = builder.pairs(letters[0], "", "", passage, most=2000)
    windows = list(builder.pairs(letters[0], "", "", passage))
    assert [pair.begin for pair in windows] == [5, 5, 5]
    starts = [0, 442, 884]  # each 506 long, sharing 64 with the next
    for start, pair in zip(starts, windows, strict=True):
        assert pair.ids[:5] == whole.ids[:5]
        assert pair.ids[5:-1] == whole.ids[5 + start : 5 + min(start + 506, 1200)]
        assert pair.ids[-1] == 2
        assert pair.spans.tolist() == whole.spans[start : start + 506].tolist()


def test_an_empty_passage_is_a_pair_without_tokens_of_its_own(builder):
    (pair,) = builder.pairs("Хто?", "", "Назва", "")
    assert pair.begin == len(pair.ids) - 1
    assert pair.spans.shape == (0, 2)
