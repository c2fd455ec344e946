"""The interface of a generation, wherever it is stored: everything that answering needs from it.

`index/generation/reader.py` reads a generation from a folder, `index/milvus/` from a Milvus server. Methods take many
items at once, such as the rows of passages, so that a server gets one request for them.
"""

import math
from abc import abstractmethod
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.errors import QuestionError
from index.generation.records import ArticleEntry, Filter, IndexedPassage, Rows, Scores
from index.records import Article, Model
from index.text.fold import distinct_grams

# A 4-gram is common if more than this share of the passages, and more than so many of them, contain it.
_COMMON, _FEW_PASSAGES = 0.2, 50


class Generation(Protocol):
    """One published state of an index: immutable, and safe to use from several threads."""

    @property
    @abstractmethod
    def number(self) -> int:
        """The generation's number; later ones are higher."""

    @property
    @abstractmethod
    def model(self) -> Model:
        """The encoder of its vectors."""

    @property
    @abstractmethod
    def passage_count(self) -> int:
        """The number of passages."""

    @property
    @abstractmethod
    def field_names(self) -> tuple[str, ...]:
        """The names of all fields that an article has, in order."""

    # The searches

    @abstractmethod
    def dense(self, vector: NDArray[np.float32], k: int, wanted: Filter) -> tuple[Rows, Scores]:
        """Rows of the `k` passages nearest to the unit vector `vector` (d,), and their cosines, best first."""

    @abstractmethod
    def dense_scores(self, vector: NDArray[np.float32], rows: Rows) -> Scores:
        """The cosine of `vector` (d,) to each of these rows."""

    @abstractmethod
    def lexical(self, text: str, k: int, wanted: Filter) -> tuple[Rows, Scores]:
        """Rows and BM25 scores of the `k` best passages for `text`, best first."""

    @abstractmethod
    def holding(self, grams: Collection[str], wanted: Filter) -> Rows:
        """All rows, in order, that contain every one of these 4-grams."""

    @abstractmethod
    def document_frequencies(self, grams: Collection[str]) -> Mapping[str, int]:
        """The number of passages that contain each of these 4-grams."""

    @abstractmethod
    def words_beginning_with(self, letters: str) -> list[tuple[str, int]]:
        """(word as spelt in the articles, number of passages), most frequent first; the case of `letters` matters."""

    # The articles and passages

    @property
    @abstractmethod
    def articles(self) -> Sequence[ArticleEntry]:
        """The entries of all articles, in the order of ids."""

    @abstractmethod
    def entry(self, article_id: str) -> ArticleEntry | None:
        """The entry of the article with this id; None if there is none."""

    @abstractmethod
    def find(self, article_id: str) -> Article | None:
        """The whole article with this id; None if there is none."""

    @abstractmethod
    def article_texts(self) -> Iterator[Article]:
        """Every article, in order of ids."""

    @abstractmethod
    def passages_at(self, rows: Iterable[int]) -> list[IndexedPassage]:
        """The passages at these rows, in their order."""

    @abstractmethod
    def vectors(self, rows: Rows) -> Scores:
        """The vectors (n, d) of these rows, in their order, as they are in the catalogue."""

    # What follows from the above

    def idfs(self, grams: Collection[str]) -> dict[str, float]:
        """BM25's weight of each 4-gram: its inverse document frequency among the passages."""
        frequencies = self.document_frequencies(grams)
        return {gram: idf(self.passage_count, frequencies[gram]) for gram in grams}

    def searched_grams(self, text: str) -> set[str]:
        """The 4-grams of `text` that lexical search looks for: all but those that too many passages contain.

        Common ones cost the most time and lead to passages on other subjects (benchmarks/QUALITY.md). If all are
        common, all are looked for.
        """
        grams = distinct_grams(text)
        most = max(_FEW_PASSAGES, _COMMON * self.passage_count)
        return {gram for gram, count in self.document_frequencies(grams).items() if count <= most} or grams

    def max_lexical_score(self, text: str) -> float:
        """The BM25 score of an average passage that contains every 4-gram of `text` once: the sum of their weights.

        A 4-gram that no passage contains counts fully, so a low share of this means a text on another subject.
        """
        return math.fsum(self.idfs(distinct_grams(text)).values())

    def check_where(self, wanted: Filter) -> None:
        """QuestionError if the filter names a field that no article has."""
        for name, _ in wanted.where:
            if name not in self.field_names:
                known = ", ".join(self.field_names)
                fix = f"Use one of these: {known}" if known else "Add it to the articles, then run dzherelo build"
                raise QuestionError(f"no article has a field {name!r}", fix)


def idf(passages: int, frequency: int) -> float:
    """BM25's weight of a 4-gram that `frequency` passages contain (Robertson and Spärck Jones, as in tantivy)."""
    return math.log(1 + (passages - frequency + 0.5) / (frequency + 0.5))
