"""Averages the weights of runs.

    python -m training.average OUT RUN RUN...      (`shipped` stands for the weights in qa/reader)

OUT is a folder for `training.export`. The average of a long run and of the weights it started from judges texts of
other kinds better than either.
"""

import argparse
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor

from qa.reader.weights import read_reader_weights

from .network import Reader
from .run import AVERAGE
from .train import SHIPPED


def weights_of(run: Path) -> dict[str, Tensor]:
    """The trained weights of a run, or those that are shipped."""
    if run != SHIPPED:
        return load_file(run / AVERAGE)
    return {name: value.detach().clone() for name, value in Reader(read_reader_weights()).named_parameters()}


def main() -> None:
    """Write the average of all runs."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("runs", type=Path, nargs="+")
    given = parser.parse_args()
    all_weights = [weights_of(run) for run in given.runs]
    mean = {name: torch.stack([each[name] for each in all_weights]).mean(0) for name in all_weights[0]}
    given.out.mkdir(parents=True, exist_ok=True)
    save_file({name: value.contiguous() for name, value in mean.items()}, given.out / AVERAGE)


if __name__ == "__main__":
    main()
