"""Trains the reader on examples; goes on where it was stopped.

    python -m training.train RUN FILE[:COUNT[:KIND]]... [--init OTHER_RUN] [--epochs 1] [--rate 2e-4] [--batch 3072]
        [--frozen 0] [--seed 0]

RUN is a folder: its checkpoint is written every ten minutes and at the end, so the same command resumes. The matrices
are multiplied in bfloat16 where the processor has instructions for it; where torch finds a GPU, it is used.
"""

import argparse
import os
import random
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor
from torch.nn import functional

from index.model.cached_folder import default_cache
from index.model.convert import ensure_model
from index.model.model_files import PIECES
from index.model.tokens import Tokenizer
from qa.reader.pair import Pair, PairBuilder
from qa.reader.weights import read_reader_weights

from .examples import Example, read_examples
from .network import Reader

MOST_TOKENS = 352  # of a pair; the few that are longer are left out of training
BATCH_TOKENS = 3072
SORTED_TOGETHER = 2 / 3  # examples for each token of a batch, among which batches of equal length are made
WARM_UP_STEPS = 80
WEIGHT_DECAY = 0.01
LARGEST_GRADIENT = 1.0
AVERAGED_OVER_STEPS = 200  # the weights that are kept are an average over about so many steps
CHECKPOINT_SECONDS = 600
SHIPPED = Path("shipped")
CHECKPOINT, AVERAGE = "checkpoint.safetensors", "reader.safetensors"
_HIDDEN = -1e4


@dataclass(frozen=True, slots=True)
class Item:
    """One example as tokens; `starts` and `ends` are the token places of its spans, [0] (`<s>`) without an answer."""

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
    return Item(pair, starts or [0], ends or [0])


def batches(items: list[Item], chance: random.Random, most_tokens: int = BATCH_TOKENS) -> list[list[int]]:
    """Numbers of the items of each batch: of like lengths, in an order drawn by chance."""
    order = list(range(len(items)))
    chance.shuffle(order)
    made: list[list[int]] = []
    together = int(most_tokens * SORTED_TOGETHER)
    for first in range(0, len(order), together):
        by_length = sorted(order[first : first + together], key=lambda number: len(items[number].pair.ids))
        batch: list[int] = []
        for number in by_length:
            if batch and (len(batch) + 1) * len(items[number].pair.ids) > most_tokens:
                made.append(batch)
                batch = []
            batch.append(number)
        made.append(batch)
    chance.shuffle(made)
    return made


@dataclass(frozen=True, slots=True)
class Batch:
    """Items as tensors (batch, tokens): `place` allows `<s>` and the passage, `start` and `end` are targets."""

    ids: Tensor
    mask: Tensor
    place: Tensor
    start: Tensor
    end: Tensor
    answers: Tensor


def collate(items: list[Item], device: torch.device) -> Batch:
    """The batch of these items; targets with several spans are spread evenly over them."""
    size = (len(items), max(len(item.pair.ids) for item in items))
    ids, mask = torch.ones(size, dtype=torch.long), torch.zeros(size, dtype=torch.bool)
    place, start, end = mask.clone(), torch.zeros(size), torch.zeros(size)
    for row, item in enumerate(items):
        length = len(item.pair.ids)
        ids[row, :length] = torch.tensor(item.pair.ids)
        mask[row, :length] = True
        place[row, item.pair.begin : length - 1] = True
        place[row, 0] = True
        for first, last in zip(item.starts, item.ends, strict=True):
            start[row, first] += 1 / len(item.starts)
            end[row, last] += 1 / len(item.ends)
    answers = (start[:, 0] == 0).float()
    return Batch(*(each.to(device) for each in (ids, mask, place, start, end, answers)))


def has_bfloat16(device: torch.device) -> bool:
    """Whether matrices are multiplied in bfloat16 there faster than in float32."""
    return device.type == "cuda" or bool(torch.ops.mkldnn._is_mkldnn_bf16_supported())


def loss_of(reader: Reader, batch: Batch, device: torch.device) -> Tensor:
    """Mean cross-entropy of start and end, and binary cross-entropy of whether the passage answers."""
    with torch.autocast(device.type, dtype=torch.bfloat16, enabled=has_bfloat16(device)):
        start, end, answers = reader(batch.ids, batch.mask)
    start, end = (logits.masked_fill(~batch.place, _HIDDEN) for logits in (start, end))
    spans = functional.cross_entropy(start, batch.start) + functional.cross_entropy(end, batch.end)
    return spans / 2 + functional.binary_cross_entropy_with_logits(answers, batch.answers)


def chosen_examples(file: str, seed: int) -> list[Example]:
    """The examples of `FILE`, or so many as `FILE:COUNT` says, drawn by chance.

    `FILE:COUNT:KIND` draws among those whose kind the regular expression KIND finds.
    """
    path, count, kind = (*file.split(":", 2), "", "")[:3]
    examples = [example for example in read_examples(Path(path)) if re.search(kind, example.kind)]
    return random.Random(seed).sample(examples, int(count)) if count else examples


class Run:
    """The state of a training: weights, their running average, the optimiser, and how many steps are done.

    The embeddings and the first `frozen` layers stay as they are: with 4 of 12 a step takes three quarters of the time.
    """

    def __init__(self, folder: Path, init: Path | None, rate: float, device: torch.device, frozen: int = 0) -> None:
        self.folder, self.device = folder, device
        self.reader = Reader(read_reader_weights() if init == SHIPPED else None)
        if init and init != SHIPPED and not (folder / CHECKPOINT).exists():
            self.reader.load_state_dict(load_file(init / AVERAGE), strict=False)
        self.reader.to(device)
        if frozen:
            self.reader.positions.requires_grad_(False)
            for part in (self.reader.norm, *self.reader.layers[:frozen]):
                part.requires_grad_(False)
        self.trained = {name: value for name, value in self.reader.named_parameters() if value.requires_grad}
        self.average = {name: value.detach().clone() for name, value in self.reader.named_parameters()}
        self.step = 0
        decayed = [value for value in self.trained.values() if value.ndim > 1]
        plain = [value for value in self.trained.values() if value.ndim <= 1]
        groups = [{"params": decayed, "weight_decay": WEIGHT_DECAY}, {"params": plain, "weight_decay": 0.0}]
        self.optimiser = torch.optim.AdamW(groups, lr=rate, betas=(0.9, 0.98))
        if (folder / CHECKPOINT).exists():
            self._resume()

    def advance(self, batch: Batch, rate: float) -> float:
        """The loss of one step at that rate."""
        for group in self.optimiser.param_groups:
            group["lr"] = rate
        loss = loss_of(self.reader, batch, self.device)
        self.optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.trained.values(), LARGEST_GRADIENT)
        self.optimiser.step()
        self.step += 1
        share = 1 / min(self.step, AVERAGED_OVER_STEPS)
        with torch.no_grad():
            for name, value in self.trained.items():
                self.average[name].lerp_(value, share)
        return float(loss.item())

    def save(self) -> None:
        """Write everything, so that a later process goes on from here."""
        state = {f"weight.{name}": value.detach() for name, value in self.reader.named_parameters()}
        state |= {f"average.{name}": value for name, value in self.average.items()}
        for name, value in self.trained.items():
            for moment, kept in self.optimiser.state[value].items():
                state[f"{moment}.{name}"] = kept.detach().clone()
        state["done"] = torch.tensor(self.step)
        self.folder.mkdir(parents=True, exist_ok=True)
        partial = self.folder / (CHECKPOINT + ".partial")
        save_file({name: value.cpu().contiguous() for name, value in state.items()}, partial)
        os.replace(partial, self.folder / CHECKPOINT)
        save_file({name: value.cpu().contiguous() for name, value in self.average.items()}, self.folder / AVERAGE)

    def _resume(self) -> None:
        state = load_file(self.folder / CHECKPOINT, device=str(self.device))
        self.step = int(state["done"])
        with torch.no_grad():
            for name, value in self.reader.named_parameters():
                value.copy_(state[f"weight.{name}"])
                self.average[name].copy_(state[f"average.{name}"])
            for name, value in self.trained.items():
                self.optimiser.state[value] = {
                    moment: state[f"{moment}.{name}"] for moment in ("step", "exp_avg", "exp_avg_sq")
                }


def steps(
    items: list[Item], epochs: float, seed: int, most_tokens: int = BATCH_TOKENS
) -> Iterator[tuple[float, list[int]]]:
    """(share of the training done, item numbers) of every step, the same for the same seed."""
    total = int(len(batches(items, random.Random(seed), most_tokens)) * epochs)
    done = 0
    for epoch in range(int(epochs) + 1):
        for batch in batches(items, random.Random(seed + epoch), most_tokens):
            if done == total:
                return
            yield done / total, batch
            done += 1


def main() -> None:
    """Train, with a line of progress every twenty steps."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("run", type=Path)
    parser.add_argument(
        "examples",
        nargs="+",
        help="files of examples; FILE:COUNT[:KIND] takes so many by chance",
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
    tokens = sum(len(item.pair.ids) for item in items)
    print(f"{len(items)} of {len(examples)} examples, {tokens} tokens, on {device}", flush=True)
    run = Run(given.run, given.init, given.rate, device, given.frozen)
    started = saved = time.monotonic()
    first, seen, losses = run.step, 0, []
    for number, (done, batch) in enumerate(steps(items, given.epochs, given.seed, given.batch)):
        if number < first:
            continue
        chosen = [items[place] for place in batch]
        rate = given.rate * min(1, (number + 1) / WARM_UP_STEPS) * (1 - done)
        losses.append(run.advance(collate(chosen, device), rate))
        seen += sum(len(item.pair.ids) for item in chosen)
        if run.step % 20 == 0:
            seconds = time.monotonic() - started
            mean = sum(losses[-100:]) / len(losses[-100:])
            print(f"{done:6.1%} step {run.step} loss {mean:.3f} {seen / seconds:.0f} tokens/s", flush=True)
        if time.monotonic() - saved > CHECKPOINT_SECONDS:
            run.save()
            saved = time.monotonic()
    run.save()


if __name__ == "__main__":
    main()
