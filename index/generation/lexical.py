"""Lexical search: BM25 over the character 4-grams of folded words, in tantivy.

Document i of a block has `row` i and the block's number. The first row of the block is added when it is searched, so
the segments of a block can be joined with those of any others. 4-grams of `_word_` replace lemmas: they match the case
forms of Ukrainian better than lemmatisers did (see benchmarks/QUALITY.md). The words as spelt are stored, too: they are
not searched, but used to repair questions.
"""

import json
import shutil
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import tantivy
from numpy.typing import NDArray

from index.generation.order import best_first
from index.generation.write_errors import write_errors
from index.records import Fields
from index.text.fold import comparable, joined_grams, spelt_words

# Increase when the same articles give another index, so that every index is written again.
LEXICAL_VERSION = 4
_HEAP_BYTES = 128_000_000
# Dates as whole days; a passage without a date matches no range.
NO_DATE = -1
_META = "meta.json"
Segment = Mapping[str, Any]
"""What tantivy notes about a segment: its id and the number of its documents."""
Where = tuple[tuple[str, tuple[str, ...]], ...]
"""Names of fields, each with values, one of which an article must have; names and values are folded."""


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("row", fast=True)
    builder.add_integer_field("block", fast=True)
    builder.add_integer_field("published", indexed=True)
    builder.add_text_field("language", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("fields", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("grams", tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field("words", tokenizer_name="whitespace", index_option="basic")
    return builder.build()


def field_term(name: str, value: str) -> str:
    """The term in the index for a field with this folded value."""
    return f"{name}\n{value}"


def field_terms(fields: Fields) -> Iterator[str]:
    """The terms of all fields of an article."""
    for name, value in fields.items():
        for each in (value,) if isinstance(value, str) else value:
            yield field_term(name, comparable(each))


def write_lexical(folder: Path, documents: Iterator[tuple[str, int, str, *tuple[str, ...]]], block: int = 0) -> None:
    """Write an index of the passages of a block, in order: text to search, day, language, terms of fields."""
    with write_errors(folder):
        index = tantivy.Index(_schema(), path=str(folder))
        writer = index.writer(heap_size=_HEAP_BYTES, num_threads=1)
    for row, (text, published, language, *terms) in enumerate(documents):
        searchable = joined_grams(text)
        fields = {"row": row, "block": block, "published": published, "language": language, "fields": terms}
        document = tantivy.Document(**fields, grams=searchable, words=" ".join(spelt_words(text)))
        with write_errors(folder):
            writer.add_document(document)
    with write_errors(folder):
        writer.commit()
        writer.wait_merging_threads()


def add_segments(
    folder: Path, documents: Iterator[tuple[str, int, str, *tuple[str, ...]]], block: int
) -> tuple[Segment, ...]:
    """Write the segments of a block, as `write_lexical`, into the folder of an index that `join_segments` completes."""
    own = folder / str(block)
    own.mkdir()
    write_lexical(own, documents, block)
    segments = tuple(json.loads((own / _META).read_bytes())["segments"])
    for segment in segments:
        for path in own.glob(f"{segment_stem(segment)}.*"):
            path.rename(folder / path.name)
    shutil.rmtree(own)
    return segments


def segment_stem(segment: Segment) -> str:
    """The stem that the names of a segment's files share."""
    return str(segment["segment_id"]).replace("-", "")


def join_segments(folder: Path, segments: Sequence[Segment]) -> None:
    """Complete an index whose folder has the files of these segments; BM25 statistics cover all of them."""
    with write_errors(folder):
        tantivy.Index(_schema(), path=str(folder))
    meta = json.loads((folder / _META).read_bytes())
    (folder / _META).write_text(json.dumps({**meta, "segments": segments}), encoding="utf-8")
    files = [_META, *(path.name for each in segments for path in sorted(folder.glob(f"{segment_stem(each)}.*")))]
    (folder / ".managed.json").write_text(json.dumps(files), encoding="utf-8")


class LexicalSearch:
    """The 4-grams of one generation; `begins` maps each block number to its first row."""

    def __init__(self, folder: Path, begins: Mapping[int, int] | None = None) -> None:
        self._begins = begins or {0: 0}
        self._index = tantivy.Index.open(str(folder))
        self._index.config_reader("manual")  # a generation never changes, so no thread needs to watch for commits
        self._schema = self._index.schema
        self._searcher = self._index.searcher()

    def search(
        self,
        terms: Collection[str],
        k: int,
        days: tuple[int, int] | None = None,
        language: str | None = None,
        where: Where = (),
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Rows and BM25 scores of the `k` best passages that contain any of these 4-grams, best first, ties by row.

        `days` keeps passages published in that range, both ends included; `language` keeps passages in that language;
        `where` keeps passages of articles with these fields.
        """
        if not terms:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        queries = [tantivy.Query.term_query(self._schema, "grams", term) for term in sorted(terms)]
        query = tantivy.Query.boolean_query([(tantivy.Occur.Should, term) for term in queries])
        result = self._searcher.search(self._filtered(query, days, language, where), limit=k, count=False)
        scores = np.array([score for score, _ in result.hits], np.float32)
        rows = self._rows([address for _, address in result.hits])
        return best_first(rows, scores)

    def holding(
        self,
        terms: Collection[str],
        days: tuple[int, int] | None = None,
        language: str | None = None,
        where: Where = (),
    ) -> NDArray[np.int64]:
        """All rows, in order, that contain every one of these 4-grams; all rows if no 4-grams are given."""
        queries = [tantivy.Query.term_query(self._schema, "grams", term) for term in sorted(terms)]
        query = tantivy.Query.boolean_query([(tantivy.Occur.Must, term) for term in queries])
        wanted = self._filtered(query if terms else tantivy.Query.all_query(), days, language, where)
        hits = self._searcher.search(wanted, limit=max(1, self._searcher.num_docs), count=False).hits
        return np.sort(self._rows([address for _, address in hits]))

    def _rows(self, addresses: list[tantivy.DocAddress]) -> NDArray[np.int64]:
        begins = [self._begins[int(block or 0)] for block in self._searcher.fast_field_values("block", addresses)]
        return np.array(begins, np.int64) + np.array(self._searcher.fast_field_values("row", addresses), np.int64)

    def _filtered(
        self, query: tantivy.Query, days: tuple[int, int] | None, language: str | None, where: Where
    ) -> tantivy.Query:
        filters = []
        if days is not None:
            first, last = days
            kind = tantivy.FieldType.Integer
            filters.append(tantivy.Query.range_query(self._schema, "published", kind, max(first, NO_DATE + 1), last))
        if language is not None:
            filters.append(tantivy.Query.term_query(self._schema, "language", language, "basic"))
        for name, values in where:
            terms = [field_term(name, value) for value in values]
            filters.append(tantivy.Query.term_set_query(self._schema, "fields", terms))
        if not filters:
            return query
        unscored = [(tantivy.Occur.Must, tantivy.Query.const_score_query(each, 0.0)) for each in filters]
        return tantivy.Query.boolean_query([(tantivy.Occur.Must, query), *unscored])

    def document_frequency(self, gram: str) -> int:
        """The number of passages that contain this 4-gram."""
        return int(self._searcher.doc_freq("grams", gram))

    def words_beginning_with(self, letters: str) -> list[tuple[str, int]]:
        """(word as spelt, number of passages), most frequent first; the case of `letters` matters."""
        found: list[tuple[str, int]] = self._searcher.terms_with_prefix("words", letters)
        return found
