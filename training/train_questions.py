"""Trains the question encoder: what changes in the packaged encoder so that questions find the passages that answer.

    python -m training.train_questions DATA RUN [--epochs 3] [--rank 16] [--rate 7e-4] [--seed 0]
    python -m training.train_questions DATA RUN --export index/model/question.safetensors [--share 1]

The passages' vectors are the packaged encoder's and stay as they are: an index does not depend on this training. The
loss is the cross-entropy of the passage that answers among all passages. A question lies nearer to all passages in its
own language; in every other step this distance is taken off, so that passages in other languages are told apart, too.
`--share` writes only so much of the change. RUN is a folder; the same command resumes.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from index.generation import Filter
from index.model import open_encoder
from index.model.cached_folder import default_cache
from index.model.convert import ensure_model
from index.model.model_files import PIECES, PROMPTS
from index.model.tokens import Tokenizer
from index.passages.split import encoded_text
from index.text.languages import detect_language
from qa.question import Context, Question

from .export import write
from .network import HIDDEN, LAYER_PARTS, Reader
from .prepare_written import NON_COMMERCIAL, is_dev
from .run import AVERAGE, Run, has_bfloat16, padded
from .written import Written, read_written

BATCH_TOKENS = 6144
MOST_TOKENS = 128  # of a question with its context; the few that are longer are cut
TEMPERATURE = 0.02
VECTORS = "passages.npy"


class LowRank(nn.Module):
    """A linear layer, fixed, with the product of two thin matrices added to its own."""

    def __init__(self, fixed: nn.Linear, rank: int) -> None:
        super().__init__()
        self.fixed = fixed
        self.down = nn.Parameter(torch.randn(rank, fixed.in_features) / fixed.in_features**0.5)
        self.up = nn.Parameter(torch.zeros(fixed.out_features, rank))

    def forward(self, values: Tensor) -> Tensor:
        """The layer's output."""
        return self.fixed(values) + (values @ self.down.T) @ self.up.T


class QuestionNetwork(nn.Module):
    """The packaged encoder with a low-rank change of every matrix, and a last one of the finished vector."""

    def __init__(self, rank: int) -> None:
        super().__init__()
        self.body = Reader().requires_grad_(False)
        for layer in self.body.layers:
            for part in LAYER_PARTS:
                setattr(layer, part, LowRank(getattr(layer, part), rank))
        self.turn = nn.Linear(HIDDEN, HIDDEN)
        nn.init.zeros_(self.turn.weight)
        nn.init.zeros_(self.turn.bias)

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        """Unit vectors (batch, 384); `mask` is True where a token is."""
        hidden = self.body.hidden(ids, mask).float()
        mean = (hidden * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
        whole = functional.normalize(mean, dim=-1)
        return functional.normalize(whole + self.turn(whole), dim=-1)


class Passages:
    """The passages that questions are trained to find: vectors (n, 384), and the mean vector of each language."""

    def __init__(self, texts: Sequence[tuple[str, str]], vectors: NDArray[np.float32], device: torch.device) -> None:
        languages, codes = np.unique([detect_language(text) for _, text in texts], return_inverse=True)
        means = np.stack([vectors[codes == code].mean(0) for code in range(len(languages))])
        self.vectors, self._means, self._codes = (
            torch.from_numpy(values).to(device) for values in (vectors, means, codes)
        )

    def scores(self, questions: Tensor, by_language: bool) -> Tensor:
        """(questions, passages): cosines, with the distance of each passage's language added if `by_language`."""
        scores = questions @ self.vectors.T
        if by_language:
            nearness = questions @ self._means.T
            scores = scores + (nearness.max(1, keepdim=True).values - nearness)[:, self._codes]
        return scores


def texts_of(written: Sequence[Written]) -> tuple[list[tuple[str, str]], list[tuple[str, int]]]:
    """All passages as (title, text), and all answered questions as (text, number of the passage)."""
    numbers: dict[tuple[str, str], int] = {}
    asked = []
    for each in written:
        number = numbers.setdefault((each.title, each.passage), len(numbers))
        for row in each.rows:
            if row.answers:
                context = Context(row.context) if row.context else None
                question = Question(row.question, row.question, (), Filter(), context)
                asked.append((question.together, number))
    return list(numbers), asked


def passage_vectors(run: Path, texts: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
    """The packaged encoder's vectors of the passages, kept in the folder of the run."""
    run.mkdir(parents=True, exist_ok=True)
    if not (run / VECTORS).exists():
        np.save(run / VECTORS, open_encoder().encode_passages([encoded_text(*each) for each in texts]))
    vectors: NDArray[np.float32] = np.load(run / VECTORS)
    return vectors


def changes(weights: dict[str, Tensor], share: float) -> dict[str, NDArray[np.float16]]:
    """The tensors of the shipped file: so much of what was trained."""
    made = {}
    for name, value in weights.items():
        if name.endswith((".down", ".up")):
            _, _, layer, part, side = name.split(".")
            made[f"l{layer}.{part}.w.{side}"] = value * (share if side == "up" else 1)
    made |= {"turn.w": weights["turn.weight"] * share, "turn.b": weights["turn.bias"] * share}
    return {name: value.numpy().astype(np.float16) for name, value in made.items()}


def train(given: argparse.Namespace) -> None:
    """Train, or go on."""
    torch.manual_seed(given.seed)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    written = [each for each in read_written(given.data) if not is_dev(each.article) and each.source != NON_COMMERCIAL]
    texts, asked = texts_of(written)
    passages = Passages(texts, passage_vectors(given.run, texts), device)
    tokenizer = Tokenizer(ensure_model(default_cache()) / PIECES)
    questions = [tokenizer.ids(PROMPTS["query"] + text)[:MOST_TOKENS] for text, _ in asked]
    tokens = sum(map(len, questions))
    print(f"{len(questions)} questions, {len(texts)} passages, {tokens} tokens, on {device}", flush=True)
    run = Run(given.run, QuestionNetwork(given.rank), given.rate, device)

    def loss(batch: list[int]) -> Tensor:
        with torch.autocast(device.type, dtype=torch.bfloat16, enabled=has_bfloat16(device)):
            ids, mask = padded([questions[place] for place in batch])
            vectors = run.network(ids.to(device), mask.to(device))
        scores = passages.scores(vectors.float(), by_language=run.step % 2 == 1)
        wanted = torch.tensor([asked[place][1] for place in batch], device=device)
        return functional.cross_entropy(scores / TEMPERATURE, wanted)

    run.take(list(map(len, questions)), loss, given.epochs, given.seed, BATCH_TOKENS)


def main() -> None:
    """Train, or write the file that ships and print its sha256."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("run", type=Path)
    parser.add_argument("--epochs", type=float, default=3)
    parser.add_argument("--rank", type=int, default=16)
    parser.add_argument("--rate", type=float, default=7e-4)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--export", type=Path)
    parser.add_argument("--share", type=float, default=1.0)
    given = parser.parse_args()
    if given.export:
        write(given.export, changes(load_file(given.run / AVERAGE), given.share))
    else:
        train(given)


if __name__ == "__main__":
    main()
