"""Trains the reader on examples; goes on where it was stopped.

    python -m training.train RUN FILE[:COUNT[:KIND]]... [--init OTHER_RUN] [--epochs 1] [--rate 2e-4] [--batch 3072]
        [--frozen 0] [--seed 0]

RUN is a folder: its checkpoint is written every ten minutes and at the end, so the same command resumes. The matrices
are multiplied in bfloat16 where the processor has instructions for it; where torch finds a GPU, it is used.
"""

import argparse
import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from index.model.cached_folder import default_cache
from index.model.convert import ensure_model
from index.model.model_files import PIECES
from index.model.tokens import Tokenizer
from qa.reader.pair import Pair, PairBuilder
from qa.reader.weights import read_reader_weights

from .examples import Example, read_examples
from .network import Reader
from .run import AVERAGE, BATCH_TOKENS, Run, has_bfloat16, padded

MOST_TOKENS = 352  # of a pair; the few that are longer are left out of training
SHIPPED = Path("shipped")
_HIDDEN = -1e4
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Item:
    """One example as tokens; `starts` and `ends` are the token places of its spans, [0] (`<s>`) without an answer.

    Items with the same `question` are passages for the same question in the same context.
    """

    question: str
    pair: Pair
    starts: list[int]
    ends: list[int]


def item_of(example: Example, builder: PairBuilder) -> Item | None:
    """The item; None if the pair is too long or a span holds no token."""
    pairs = list(builder.pairs(example.question, example.context, example.title, example.passage))
    if len(pairs) > 1 or len(pairs[0].ids) > MOST_TOKENS:
        return None
    pair, starts, ends = pairs[0], [], []
    for begin, stop in example.spans:
        places = [n for n, (start, end) in enumerate(pair.spans.tolist()) if end > begin and start < stop]
        if not places:
            return None
        starts.append(pair.begin + places[0])
        ends.append(pair.begin + places[-1])
    return Item(_question_of(example), pair, starts or [0], ends or [0])


def by_question(items: list[Item]) -> list[list[Item]]:
    """The items of each question, which are trained in one batch."""
    return _grouped(items, [item.question for item in items])


def _grouped(values: Sequence[T], keys: Sequence[str]) -> list[list[T]]:
    """The values of each key, in the order of the keys' first places."""
    groups: dict[str, list[T]] = {}
    for value, key in zip(values, keys, strict=True):
        groups.setdefault(key, []).append(value)
    return list(groups.values())


@dataclass(frozen=True, slots=True)
class Batch:
    """Items as tensors (batch, tokens): `place` allows `<s>` and the passage, `start` and `end` are targets.

    `question` (batch) is the same number for the items of one question.
    """

    ids: Tensor
    mask: Tensor
    place: Tensor
    start: Tensor
    end: Tensor
    answers: Tensor
    question: Tensor


def collate(items: list[Item], device: torch.device) -> Batch:
    """The batch of these items; targets with several spans are spread evenly over them."""
    ids, mask = padded([item.pair.ids for item in items])
    place, start, end = torch.zeros_like(mask), torch.zeros(mask.shape), torch.zeros(mask.shape)
    for row, item in enumerate(items):
        length = len(item.pair.ids)
        place[row, item.pair.begin : length - 1] = True
        place[row, 0] = True
        for first, last in zip(item.starts, item.ends, strict=True):
            start[row, first] += 1 / len(item.starts)
            end[row, last] += 1 / len(item.ends)
    answers = (start[:, 0] == 0).float()
    numbers = {name: number for number, name in enumerate({item.question: None for item in items})}
    question = torch.tensor([numbers[item.question] for item in items])
    return Batch(*(each.to(device) for each in (ids, mask, place, start, end, answers, question)))


def loss_of(reader: nn.Module, batch: Batch, device: torch.device) -> Tensor:
    """Cross-entropy of start and end (mean of both), of whether the passage answers, and of choosing one that does."""
    with torch.autocast(device.type, dtype=torch.bfloat16, enabled=has_bfloat16(device)):
        start, end, answers = reader(batch.ids, batch.mask)
    start, end = (logits.masked_fill(~batch.place, _HIDDEN) for logits in (start, end))
    spans = functional.cross_entropy(start, batch.start) + functional.cross_entropy(end, batch.end)
    alone = functional.binary_cross_entropy_with_logits(answers, batch.answers)
    return spans / 2 + alone + choice_loss(answers, batch.answers, batch.question)


def choice_loss(logits: Tensor, answers: Tensor, question: Tensor) -> Tensor:
    """Cross-entropy of choosing a passage that answers among those of its question, a mean over the batch.

    All arguments are (batch); a question without a passage that answers adds nothing.
    """
    same = question[:, None] == question[None, :]
    right = same & (answers[None, :] > 0)
    total = torch.logsumexp(logits[None, :].masked_fill(~same, _HIDDEN), 1)
    found = torch.logsumexp(logits[None, :].masked_fill(~right, _HIDDEN), 1)
    return ((total - found) * answers).mean()


def chosen_examples(file: str, seed: int) -> list[Example]:
    """The examples of `FILE`, or about so many as `FILE:COUNT` says, drawn by chance, all of a question together.

    `FILE:COUNT:KIND` draws among those whose kind the regular expression KIND finds.
    """
    path, count, kind = (*file.split(":", 2), "", "")[:3]
    examples = [example for example in read_examples(Path(path)) if re.search(kind, example.kind)]
    if not count:
        return examples
    if len(examples) < int(count):
        raise ValueError(f"{path} has {len(examples)} examples of the kind, not {count}")
    questions = _grouped(examples, list(map(_question_of, examples)))
    random.Random(seed).shuffle(questions)
    drawn: list[Example] = []
    while len(drawn) < int(count):
        drawn += questions.pop()
    return drawn


def _question_of(example: Example) -> str:
    return f"{example.group}\n{example.context}"


def network(init: Path | None, frozen: int) -> Reader:
    """The network from the packaged encoder, or from another run's weights or the shipped ones.

    The embeddings and the first `frozen` layers stay as they are: with 4 of 12 a step takes three quarters of the time.
    """
    reader = Reader(read_reader_weights() if init == SHIPPED else None)
    if init and init != SHIPPED:
        reader.load_state_dict(load_file(init / AVERAGE), strict=False)
    if frozen:
        reader.positions.requires_grad_(False)
        for part in (reader.norm, *reader.layers[:frozen]):
            part.requires_grad_(False)
    return reader


def main() -> None:
    """Train, with a line of progress every twenty steps."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("run", type=Path)
    parser.add_argument(
        "examples",
        nargs="+",
        help="files of examples; FILE:COUNT[:KIND] takes about so many by chance",
    )
    parser.add_argument(
        "--init", type=Path, help="a finished run to start from, or `shipped` for the weights in qa/reader"
    )
    parser.add_argument("--epochs", type=float, default=1)
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--batch", type=int, default=BATCH_TOKENS, help="tokens in a batch; a GPU wants 16384")
    parser.add_argument("--frozen", type=int, default=0, help="how many of the first layers are not trained")
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    torch.manual_seed(given.seed)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    builder = PairBuilder(Tokenizer(ensure_model(default_cache()) / PIECES))
    examples = [example for each in given.examples for example in chosen_examples(each, given.seed)]
    items = [item for example in examples if (item := item_of(example, builder))]
    questions = by_question(items)
    tokens = sum(len(item.pair.ids) for item in items)
    print(f"{len(items)} of {len(examples)} examples, {tokens} tokens, on {device}", flush=True)
    run = Run(given.run, network(given.init, given.frozen), given.rate, device)
    lengths = [len(own) * max(len(item.pair.ids) for item in own) for own in questions]

    def loss(batch: list[int]) -> Tensor:
        return loss_of(run.network, collate([item for place in batch for item in questions[place]], device), device)

    run.take(lengths, loss, given.epochs, given.seed, given.batch)


if __name__ == "__main__":
    main()
