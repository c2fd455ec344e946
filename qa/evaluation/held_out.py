"""An index without some of its articles, for questions whose answer must not be there.

The vectors and the lexical index are those of the whole index: a filter excludes the articles, and document frequencies
do not count their passages. They still contribute to BM25's statistics.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from index.catalogue.entries import Published
from index.generation import ArticleEntry, Filter, Generation, IndexedPassage, Rows, Scores
from index.records import Article, Model
from index.store import Store
from index.text.fold import distinct_grams


class GenerationWithout(Generation):
    """A generation without the articles whose ids are `hidden`: they are read from the whole one, but never found."""

    def __init__(self, whole: Generation, hidden: Collection[str]) -> None:
        self._whole = whole
        self._hidden = frozenset(hidden)
        entries = [entry for id in self._hidden if (entry := whole.entry(id))]
        passages = whole.passages_at(row for entry in entries for row in entry.rows)
        self._hidden_passages = len(passages)
        self._hidden_grams = Counter(gram for passage in passages for gram in distinct_grams(passage.indexed_text))

    @property
    def number(self) -> int:
        """The number of the whole generation."""
        return self._whole.number

    @property
    def model(self) -> Model:
        """The encoder of its vectors."""
        return self._whole.model

    @property
    def passage_count(self) -> int:
        """The number of passages that are not hidden."""
        return self._whole.passage_count - self._hidden_passages

    @property
    def field_names(self) -> tuple[str, ...]:
        """The names of all fields that an article of the whole one has."""
        return self._whole.field_names

    @property
    def articles(self) -> Sequence[ArticleEntry]:
        """The entries of all articles, the hidden ones included."""
        return self._whole.articles

    def dense(self, vector: NDArray[np.float32], k: int, wanted: Filter) -> tuple[Rows, Scores]:
        """The nearest passages that are not hidden."""
        return self._whole.dense(vector, k, self._narrowed(wanted))

    def dense_scores(self, vector: NDArray[np.float32], rows: Rows) -> Scores:
        """The scores of these rows, as in the whole one."""
        return self._whole.dense_scores(vector, rows)

    def lexical(self, text: str, k: int, wanted: Filter) -> tuple[Rows, Scores]:
        """The best passages for `text` that are not hidden."""
        return self._whole.lexical(text, k, self._narrowed(wanted))

    def holding(self, grams: Collection[str], wanted: Filter) -> Rows:
        """All rows that contain every one of these 4-grams and are not hidden."""
        return self._whole.holding(grams, self._narrowed(wanted))

    def document_frequencies(self, grams: Collection[str]) -> Mapping[str, int]:
        """The number of passages with each of these 4-grams that are not hidden."""
        whole = self._whole.document_frequencies(grams)
        return {gram: frequency - self._hidden_grams[gram] for gram, frequency in whole.items()}

    def words_beginning_with(self, letters: str) -> list[tuple[str, int]]:
        """The words of the whole one."""
        return self._whole.words_beginning_with(letters)

    def entry(self, article_id: str) -> ArticleEntry | None:
        """The entry of an article, hidden or not."""
        return self._whole.entry(article_id)

    def find(self, article_id: str) -> Article | None:
        """An article, hidden or not."""
        return self._whole.find(article_id)

    def article_texts(self) -> Iterator[Article]:
        """Every article, the hidden ones included."""
        return self._whole.article_texts()

    def passages_at(self, rows: Iterable[int]) -> list[IndexedPassage]:
        """The passages at these rows, in their order."""
        return self._whole.passages_at(rows)

    def vectors(self, rows: Rows) -> Scores:
        """The vectors (n, d) of these rows, in their order."""
        return self._whole.vectors(rows)

    def _narrowed(self, wanted: Filter) -> Filter:
        return replace(wanted, excluded=wanted.excluded | self._hidden)


class StoreWithout(Store):
    """A store whose generation lacks the `hidden` articles; it keeps its first generation."""

    def __init__(self, whole: Store, hidden: Collection[str]) -> None:
        self._whole = whole
        self._without = GenerationWithout(whole.generation(), hidden)

    def published(self) -> Published:
        """What the whole store has published."""
        return self._whole.published()

    def generation(self) -> Generation:
        """The generation without them."""
        return self._without

    def file_hash(self, name: str) -> bytes | None:
        """The sha256 of a file in the whole store."""
        return self._whole.file_hash(name)

    def files_of(self, article_ids: Collection[str]) -> dict[str, str]:
        """The files that the whole store knows of these articles."""
        return self._whole.files_of(article_ids)

    def close(self) -> None:
        """Do nothing: the owner of the whole store closes it."""
