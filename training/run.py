"""The state of a training, kept in a folder so that it goes on where it was stopped, and the order of its steps."""

import os
import random
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

BATCH_TOKENS = 3072
PAD = 1
SORTED_TOGETHER = 2 / 3  # examples for each token of a batch, among which batches of equal length are made
WARM_UP_STEPS = 80
WEIGHT_DECAY = 0.01
LARGEST_GRADIENT = 1.0
AVERAGED_OVER_STEPS = 200  # the weights that are kept are an average over about so many steps
CHECKPOINT_SECONDS = 600
CHECKPOINT, AVERAGE = "checkpoint.safetensors", "weights.safetensors"


def batches(lengths: Sequence[int], chance: random.Random, most_tokens: int = BATCH_TOKENS) -> list[list[int]]:
    """Numbers of the texts of each batch: of like `lengths` in tokens, in an order drawn by chance."""
    order = list(range(len(lengths)))
    chance.shuffle(order)
    made: list[list[int]] = []
    together = int(most_tokens * SORTED_TOGETHER)
    for first in range(0, len(order), together):
        by_length = sorted(order[first : first + together], key=lambda number: lengths[number])
        batch: list[int] = []
        for number in by_length:
            if batch and (len(batch) + 1) * lengths[number] > most_tokens:
                made.append(batch)
                batch = []
            batch.append(number)
        made.append(batch)
    chance.shuffle(made)
    return made


def steps(
    lengths: Sequence[int], epochs: float, seed: int, most_tokens: int = BATCH_TOKENS
) -> Iterator[tuple[float, list[int]]]:
    """(share of the training done, numbers of the texts) of every step, the same for the same seed."""
    total = int(len(batches(lengths, random.Random(seed), most_tokens)) * epochs)
    done = 0
    for epoch in range(int(epochs) + 1):
        for batch in batches(lengths, random.Random(seed + epoch), most_tokens):
            if done == total:
                return
            yield done / total, batch
            done += 1


class Run:
    """The state of a training: weights, their running average, the optimiser, and how many steps are done.

    What of the network needs no gradient stays as it is. `rate` is the largest; it rises at first and falls to 0.
    """

    def __init__(self, folder: Path, network: nn.Module, rate: float, device: torch.device) -> None:
        self.folder, self.network, self.rate, self.device = folder, network.to(device), rate, device
        self.trained = {name: value for name, value in network.named_parameters() if value.requires_grad}
        self.average = {name: value.detach().clone() for name, value in network.named_parameters()}
        self.step = 0
        decayed = [value for value in self.trained.values() if value.ndim > 1]
        plain = [value for value in self.trained.values() if value.ndim <= 1]
        groups = [{"params": decayed, "weight_decay": WEIGHT_DECAY}, {"params": plain, "weight_decay": 0.0}]
        self.optimiser = torch.optim.AdamW(groups, lr=rate, betas=(0.9, 0.98))
        if (folder / CHECKPOINT).exists():
            self._resume()

    def advance(self, loss: Tensor, done: float) -> float:
        """The value of the `loss`, of which one step was taken; `done` is the share of the training before it."""
        for group in self.optimiser.param_groups:
            group["lr"] = self.rate * min(1, (self.step + 1) / WARM_UP_STEPS) * (1 - done)
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

    def take(
        self, lengths: Sequence[int], loss_of: Callable[[list[int]], Tensor], epochs: float, seed: int, most_tokens: int
    ) -> None:
        """Take all steps that remain, with a line of progress every twenty; `loss_of` gives the loss of a batch."""
        started = saved = time.monotonic()
        first, seen, losses = self.step, 0, list[float]()
        for number, (done, batch) in enumerate(steps(lengths, epochs, seed, most_tokens)):
            if number < first:
                continue
            losses.append(self.advance(loss_of(batch), done))
            seen += sum(lengths[place] for place in batch)
            if self.step % 20 == 0:
                seconds, recent = time.monotonic() - started, losses[-100:]
                loss = sum(recent) / len(recent)
                print(f"{done:6.1%} step {self.step} loss {loss:.3f} {seen / seconds:.0f} tokens/s", flush=True)
            if time.monotonic() - saved > CHECKPOINT_SECONDS:
                self.save()
                saved = time.monotonic()
        self.save()

    def save(self) -> None:
        """Write everything, so that a later process goes on from here."""
        state = {f"weight.{name}": value.detach() for name, value in self.network.named_parameters()}
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
            for name, value in self.network.named_parameters():
                value.copy_(state[f"weight.{name}"])
                self.average[name].copy_(state[f"average.{name}"])
            for name, value in self.trained.items():
                self.optimiser.state[value] = {
                    moment: state[f"{moment}.{name}"] for moment in ("step", "exp_avg", "exp_avg_sq")
                }


def padded(texts: Sequence[list[int]]) -> tuple[Tensor, Tensor]:
    """The token ids of the texts (batch, tokens), and where a token is."""
    size = len(texts), max(map(len, texts))
    ids, mask = torch.full(size, PAD), torch.zeros(size, dtype=torch.bool)
    for row, tokens in enumerate(texts):
        ids[row, : len(tokens)] = torch.tensor(tokens)
        mask[row, : len(tokens)] = True
    return ids, mask


def has_bfloat16(device: torch.device) -> bool:
    """Whether matrices are multiplied in bfloat16 there faster than in float32."""
    return device.type == "cuda" or bool(torch.ops.mkldnn._is_mkldnn_bf16_supported())
