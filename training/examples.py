"""Training examples: a question with a passage that answers it, or does not, as lines of JSON.

Everything that prepares data writes these, and training and evaluation read them.
"""

import gzip
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Example:
    """A question and a passage; `spans` are the answer's places in the passage, none if it does not answer.

    Several spans answer together (a list); `kind` says how the example came about, for evaluation; `group` is the same
    for all examples of one question.
    """

    group: str
    kind: str
    question: str
    context: str
    title: str
    passage: str
    spans: tuple[Span, ...]


def write_examples(path: Path, examples: Iterable[Example]) -> int:
    """How many examples were written."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [json.dumps(asdict(example), ensure_ascii=False) + "\n" for example in examples]
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(lines)
    return len(lines)


def read_examples(path: Path) -> Iterator[Example]:
    """The examples of one file, in its order."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            values = json.loads(line)
            values["spans"] = tuple((start, end) for start, end in values["spans"])
            yield Example(**values)
