"""The protocol between the bench and a peer's process: one line of JSON each way, over stdin and stdout.

Only the standard library is used here: this module runs in the environment of every peer.
"""

import json
import os
import sys
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

QUERY, PASSAGE = "query: ", "passage: "
"""What the model wants before a question and before a passage."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A slice `start` to `end` of an article's text, as every peer is given it; `page` is None without pages."""

    article: str
    page: int | None
    start: int
    end: int
    title: str
    text: str

    @property
    def id(self) -> str:
        """The passage's id, by which a peer returns it."""
        return f"{self.article}@{self.start}"

    @property
    def content(self) -> str:
        """The text that is searched: the title of the article, then the passage."""
        return f"{self.title}\n{self.text}"


class Peer(ABC):
    """A program on the scoreboard, opened with the folder of the model. It has one index open at a time."""

    versions: tuple[str, ...]
    """The names of the packages whose versions are reported."""

    @abstractmethod
    def __init__(self, model: Path) -> None: ...

    @abstractmethod
    def encode(self, passages: Sequence[Passage]) -> None:
        """Encode these passages as a build does, and forget them."""

    @abstractmethod
    def build(self, folder: Path, corpus: Path, passages: Sequence[Passage]) -> None:
        """Make a new index, save it in the folder and leave it open.

        `corpus` holds the articles as files, `passages` the same articles already parsed and split.
        """

    @abstractmethod
    def change(self, corpus: Path, article: str, passages: Sequence[Passage]) -> None:
        """Bring the open index up to date with one changed article, whose passages are given, and save it."""

    @abstractmethod
    def open(self, folder: Path) -> None:
        """Open a saved index."""

    @abstractmethod
    def retrieve(self, question: str, k: int) -> Sequence[str]:
        """The ids of the `k` best passages, the best first."""

    def close(self) -> None:  # noqa: B027 - most have nothing to do
        """Close the index; the process ends."""

    def ask(self, question: str) -> dict[str, Any] | None:
        """Whether it answers, and the sentence it gives; None from a program that only finds passages."""
        return None


def read_passages(path: Path) -> list[Passage]:
    """The passages in a file of JSON Lines."""
    with path.open(encoding="utf-8") as lines:
        return [Passage(**json.loads(line)) for line in lines]


def write_passages(path: Path, passages: Iterable[Passage]) -> Path:
    """The file of JSON Lines, now with these passages."""
    path.write_text("".join(json.dumps(asdict(each), ensure_ascii=False) + "\n" for each in passages), "utf-8")
    return path


def serve(peer: Callable[[Path], Peer]) -> None:
    """Open the peer with the model folder named on the command line, then do what stdin says until it ends.

    Whatever a library prints goes to stderr, so that stdout holds answers alone.
    """
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    opened = peer(Path(sys.argv[1]))
    for line in sys.stdin:
        answer = _do(opened, json.loads(line)) | {"peak_mb": peak_mb()}
        print(json.dumps(answer, ensure_ascii=False), file=answers, flush=True)
    opened.close()


def peak_mb() -> float:
    """The most memory, in MB, that this process has had in use."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def _do(peer: Peer, said: dict[str, Any]) -> dict[str, Any]:
    do = said.pop("do")
    if do == "versions":
        return {"versions": {name: version(name) for name in peer.versions}}
    if do in ("retrieve", "ask"):
        rest = (said["k"],) if do == "retrieve" else ()
        timed = [_timed(partial(getattr(peer, do), question, *rest)) for question in said["questions"]]
        return {"seconds": [seconds for seconds, _ in timed], "found": [found for _, found in timed]}
    given = {name: _READ.get(name, str)(value) for name, value in said.items()}
    seconds, _ = _timed(partial(getattr(peer, do), **given))
    return {"seconds": seconds}


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    begun = time.perf_counter()
    result = work()
    return time.perf_counter() - begun, result


_READ: dict[str, Callable[[str], Any]] = {
    "folder": Path,
    "corpus": Path,
    "passages": lambda path: read_passages(Path(path)),
}
"""How what stands in an order becomes what the method takes."""
