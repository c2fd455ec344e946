"""A generation on a Milvus server, read on demand; only its manifest is kept in memory.

The entries of all articles, which lists of articles need, are read when they are first asked for.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.errors import DamageError
from index.generation import ArticleEntry, Filter, Generation, IndexedPassage, Rows, Scores
from index.generation.lexical import NO_DATE, field_term
from index.generation.order import best_first
from index.milvus.layout import ARTICLE, GRAM, TEXT, WORDS, gram_key, passages_name, records_name, term_key
from index.milvus.manifest import Manifest
from index.milvus.records import Records
from index.milvus.server import Server, literal
from index.records import Article, Model

_PLACE = ("row", "article", "start", "end", "page", "text")


class MilvusGeneration(Generation):
    """One published generation on the server: immutable, and safe to use from several threads."""

    def __init__(self, server: Server, number: int) -> None:
        self._server = server
        self._passages = passages_name(number)
        self._records = Records(server, number)
        server.load(passages_name(number), records_name(number))
        self.manifest: Manifest = self._records.manifest()
        self._frequencies: dict[str, int] = {}

    @property
    def number(self) -> int:
        """The generation's number; later ones are higher."""
        return self.manifest.number

    @property
    def model(self) -> Model:
        """The encoder of its vectors."""
        return self.manifest.model

    @property
    def passage_count(self) -> int:
        """The number of passages."""
        return self.manifest.passages

    @property
    def field_names(self) -> tuple[str, ...]:
        """The names of all fields that an article has, in order."""
        return tuple(self.manifest.field_names)

    # The searches

    def dense(self, vector: NDArray[np.float32], k: int, wanted: Filter) -> tuple[Rows, Scores]:
        """Rows of the `k` passages nearest to the unit vector `vector` (d,), and their cosines, best first."""
        hits = self._server.search(self._passages, "dense", vector, k, self._condition(wanted), ("row",))
        rows = np.array([hit["row"] for hit in hits], np.int64)
        return best_first(rows, np.array([hit["distance"] for hit in hits], np.float32))

    def dense_scores(self, vector: NDArray[np.float32], rows: Rows) -> Scores:
        """The cosine of `vector` (d,) to each of these rows."""
        return np.asarray(self.vectors(rows) @ vector, np.float32)

    def vectors(self, rows: Rows) -> Scores:
        """The vectors (n, d) of these rows, in their order."""
        found = [each["dense"] for each in self._looked_up(rows.tolist(), ("row", "dense"))]
        return np.array(found, np.float32).reshape(len(found), self.model.dimensions)

    def lexical(self, text: str, k: int, wanted: Filter) -> tuple[Rows, Scores]:
        """Rows and BM25 scores of the `k` best passages for `text`, best first."""
        weights = self._weights(self.searched_grams(text))
        condition = self._condition(wanted)
        hits = self._server.search(self._passages, "sparse", weights, k, condition, ("row",)) if weights else []
        rows = np.array([hit["row"] for hit in hits], np.int64)
        return best_first(rows, np.array([hit["distance"] for hit in hits], np.float32))

    def _weights(self, grams: Collection[str]) -> dict[int, float]:
        """The sparse vector of a question: the weight of each of its 4-grams that a passage has."""
        weights: dict[int, float] = {}
        frequencies = self.document_frequencies(grams)
        for gram, weight in self.idfs(grams).items():
            if frequencies[gram]:
                weights[gram_key(gram)] = weights.get(gram_key(gram), 0.0) + weight
        return weights

    def holding(self, grams: Collection[str], wanted: Filter) -> Rows:
        """All rows, in order, that contain every one of these 4-grams."""
        keys = sorted(set(map(gram_key, grams)))
        condition = _both(f"array_contains_all(grams, {literal(keys)})" if keys else "", self._condition(wanted))
        if not condition:
            return np.arange(self.passage_count)
        rows = [each["row"] for each in self._server.scan(self._passages, condition, ("row",))]
        return np.sort(np.array(rows, np.int64))

    def document_frequencies(self, grams: Collection[str]) -> Mapping[str, int]:
        """The number of passages that contain each of these 4-grams."""
        unknown = {gram for gram in grams if gram not in self._frequencies}
        self._frequencies |= dict.fromkeys(unknown, 0) | self._records.counts(GRAM, unknown)
        return {gram: self._frequencies[gram] for gram in grams}

    def words_beginning_with(self, letters: str) -> list[tuple[str, int]]:
        """(word as spelt in the articles, number of passages), most frequent first; the case of `letters` matters."""
        listed = self._records.documents(WORDS, [letters[:1]]).get(letters[:1], "[]")
        return [(word, passages) for word, passages in json.loads(listed) if word.startswith(letters)]

    def _condition(self, wanted: Filter) -> str:
        """The filter as a condition on passages; empty if it allows all."""
        self.check_where(wanted)
        parts = []
        if wanted.days is not None:
            first, last = wanted.days
            parts.append(f"published >= {max(first, NO_DATE + 1)} and published <= {last}")
        if wanted.language is not None:
            parts.append(f"language == {literal(wanted.language)}")
        for name, values in wanted.where:
            keys = [term_key(field_term(name, value)) for value in values]
            parts.append(f"array_contains_any(terms, {literal(keys)})")
        if wanted.excluded:
            parts.append(f"article not in {literal(sorted(wanted.excluded))}")
        return _both(*parts)

    # The articles and passages

    @cached_property
    def articles(self) -> Sequence[ArticleEntry]:
        """The entries of all articles, in the order of ids."""
        found = self._records.all_documents(ARTICLE)
        return sorted((_entry(written) for written in found.values()), key=lambda entry: entry.id)

    def entry(self, article_id: str) -> ArticleEntry | None:
        """The entry of the article with this id; None if there is none."""
        return self._entries([article_id]).get(article_id)

    def find(self, article_id: str) -> Article | None:
        """The whole article with this id; None if there is none."""
        entry = self.entry(article_id)
        return None if entry is None else self._article(entry)

    def _article(self, entry: ArticleEntry) -> Article:
        [text] = self._records.documents(TEXT, [entry.id]).values()
        return entry.article(text)

    def article_texts(self) -> Iterator[Article]:
        """Every article, in order of ids."""
        return map(self._article, self.articles)

    def passages_at(self, rows: Iterable[int]) -> list[IndexedPassage]:
        """The passages at these rows, in their order."""
        found = self._looked_up([int(row) for row in rows], _PLACE)
        entries = self._entries({each["article"] for each in found})
        return [_passage(each, entries[each["article"]]) for each in found]

    def _looked_up(self, rows: Sequence[int], fields: Sequence[str]) -> list[dict[str, Any]]:
        """These fields of the passages at these rows, in their order; DamageError if one is missing."""
        wanted = set(rows)
        found = {each["row"]: each for each in self._server.lookup(self._passages, "row", wanted, fields)}
        if len(found) != len(wanted):
            fix = "Run dzherelo build again"
            raise DamageError(f"passages missing in {self._passages}: {len(wanted) - len(found)}", fix)
        return [found[row] for row in rows]

    def _entries(self, ids: Collection[str]) -> dict[str, ArticleEntry]:
        """The entries of the articles with these ids, by id."""
        return {id: _entry(written) for id, written in self._records.documents(ARTICLE, ids).items()}


def _entry(written: str) -> ArticleEntry:
    values = json.loads(written)
    return ArticleEntry.from_json(values, range(*values.pop("rows")))


def _passage(found: Mapping[str, Any], entry: ArticleEntry) -> IndexedPassage:
    start, end, page = found["start"], found["end"], found["page"] or None
    return IndexedPassage(found["row"], entry, start, end, page, found["text"])


def _both(*conditions: str) -> str:
    """All of these conditions at once; empty ones allow everything."""
    return " and ".join(f"({condition})" for condition in conditions if condition)
