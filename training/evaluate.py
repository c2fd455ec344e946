"""How well a trained reader tells answers from near misses and marks the answering sentence, on examples kept aside.

    python -m training.evaluate RUN WORK/dev.jsonl.gz [--shipped]

The int8 graph is measured, as people use it: of the run's own weights or, with `--shipped`, of the file in `qa/reader`.
"""

import argparse
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from index.model.cached_folder import default_cache
from index.model.convert import ensure_model
from qa.evaluation.metrics import auroc
from qa.reader.graph import build_reader_graph
from qa.reader.reader import Network
from qa.reader.reading import Reading
from qa.reader.weights import GRAPH, read_reader_weights

from .examples import Example, read_examples
from .export import trained_weights

Read = tuple[Example, Reading]


def read_all(network: Network, examples: Sequence[Example]) -> list[Read]:
    """The reading of every example."""
    jobs = [(each.question, each.context, each.title, each.passage) for each in examples]
    return list(zip(examples, network.readings(jobs), strict=True))


def marks_sentence(example: Example, reading: Reading) -> bool:
    """Whether the marked sentence holds one of the answers."""
    start, end = reading.sentence
    return any(begin < end and start < stop for begin, stop in example.spans)


def separation(answered: Sequence[Read], unanswered: Sequence[Read]) -> float:
    """AUROC of the reader's figure between examples that answer and examples that do not."""
    scores = np.array([reading.answers for _, reading in (*answered, *unanswered)])
    positive = np.arange(len(scores)) < len(answered)
    return float(auroc(scores, positive, np.ones((1, len(scores))))[0])


def table(read: Sequence[Read]) -> str:
    """A line a kind: how many, mean figure, and for kinds that answer the share of right sentences; then the AUROCs."""
    kinds: dict[str, list[Read]] = defaultdict(list)
    for example, reading in read:
        kinds[example.kind.partition("/")[2]].append((example, reading))
    lines = []
    for kind, own in sorted(kinds.items()):
        found = [marks_sentence(*each) for each in own if each[0].spans]
        sentence = f"sentence {np.mean(found):.3f}" if found else ""
        lines.append(f"{kind:34}{len(own):6} figure {np.mean([each[1].answers for each in own]):6.2f} {sentence}")
    home = [each for each in read if each[0].group.partition("@")[0] and "mined" not in each[0].kind]
    own = [each for each in home if each[0].kind.endswith("/own")]
    answered = [each for each in own if each[0].spans and not each[0].context]
    near = [each for each in own if not each[0].spans and not each[0].context]
    lines.append(f"AUROC of answers against near misses: {separation(answered, near):.3f}")
    changed = [each for each in home if not each[0].spans]
    lines.append(
        f"AUROC against these and passages without the answering sentence: {separation(answered, changed):.3f}"
    )
    mined = [each for each in read if "mined" in each[0].kind]
    lines.append(f"AUROC against mined passages: {separation(answered, mined):.3f}")
    talk = [each for each in read if each[0].kind.startswith("talk")]
    lines.append(f"AUROC against small talk and off-topic questions: {separation(answered, talk):.3f}")
    return "\n".join(lines)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("run", type=Path)
    parser.add_argument("examples", type=Path)
    parser.add_argument("--shipped", action="store_true")
    given = parser.parse_args()
    weights = read_reader_weights() if given.shipped else trained_weights(given.run)
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / GRAPH).write_bytes(build_reader_graph(weights))
        network = Network(ensure_model(default_cache()), Path(folder))
        print(table(read_all(network, list(read_examples(given.examples)))))


if __name__ == "__main__":
    main()
