"""Writes a generation to the server from the catalogue, without encoding anything.

The catalogue is read twice: first the words and 4-grams are counted, because the sparse vectors need their mean number,
then the passages are sent.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, groupby, islice
from typing import Any

from index.catalogue.database import Catalogue
from index.catalogue.entries import CataloguedArticle, Published
from index.generation.dense import EXACT_UP_TO
from index.generation.lexical import NO_DATE, field_terms
from index.generation.records import article_fields
from index.milvus.layout import (
    ARTICLE,
    FILE,
    GRAM,
    MANIFEST,
    TEXT,
    WORDS,
    document,
    gram_key,
    passages_indexes,
    passages_name,
    passages_schema,
    record,
    records_indexes,
    records_name,
    records_schema,
    sparse_vector,
    term_key,
)
from index.milvus.manifest import Manifest
from index.milvus.server import Server
from index.passages.split import encoded_passage
from index.text.fold import all_grams, spelt_words

# About 4 MB per request; 64 MB are allowed.
_ROWS_A_REQUEST = 500
Row = dict[str, Any]


@dataclass(slots=True)
class _Totals:
    """What is counted while the catalogue is read."""

    articles: int = 0
    passages: int = 0
    all_grams: int = 0
    grams: Counter[str] = field(default_factory=Counter)
    words: Counter[str] = field(default_factory=Counter)
    field_names: set[str] = field(default_factory=set)

    def count(self, entry: CataloguedArticle) -> None:
        """Count the words and 4-grams of an article."""
        self.articles += 1
        self.passages += len(entry.passages)
        self.field_names |= entry.article.fields.keys()
        for text in _searched_texts(entry):
            counts = Counter(all_grams(text))
            self.all_grams += counts.total()
            self.grams.update(counts.keys())
            self.words.update(spelt_words(text))


def write_generation(
    server: Server, catalogue: Catalogue, live: Mapping[str, bytes], draft: Published, files: Mapping[str, bytes]
) -> Manifest:
    """Write the articles with these hashes, in this order, as the generation `draft`; nothing serves it yet.

    `files` has the sha256 of each file of the corpus. StoreError if the server does not hold every row in the end.
    """
    passages, records = passages_name(draft.number), records_name(draft.number)
    for collection in (passages, records):
        server.drop(collection)
    server.create(passages, passages_schema(draft.model.dimensions))
    server.create(records, records_schema())
    totals = _Totals()
    for hash in live.values():
        totals.count(catalogue.article(hash))
    _send(server, passages, _passage_rows(catalogue, live, totals))
    manifest = _manifest(draft, totals)
    described = document(MANIFEST, manifest.to_json())
    rows = chain(_article_rows(catalogue, live), _count_rows(totals), _file_rows(files), described)
    sent = _send(server, records, rows)
    indexes = passages_indexes(exact=totals.passages <= EXACT_UP_TO, lite=server.is_lite)
    server.finish(passages, indexes, totals.passages)
    server.finish(records, records_indexes(), sent)
    return manifest


def _manifest(draft: Published, totals: _Totals) -> Manifest:
    return Manifest(
        number=draft.number,
        model=draft.model,
        settings=draft.settings,
        published_at=draft.published_at,
        articles=totals.articles,
        passages=totals.passages,
        field_names=sorted(totals.field_names),
    )


def _send(server: Server, collection: str, rows: Iterable[Row]) -> int:
    """Send the rows in portions; returns how many there were."""
    waiting, sent = iter(rows), 0
    while some := list(islice(waiting, _ROWS_A_REQUEST)):
        server.insert(collection, some)
        sent += len(some)
    return sent


def _passage_rows(catalogue: Catalogue, live: Mapping[str, bytes], totals: _Totals) -> Iterator[Row]:
    mean_length = totals.all_grams / max(1, totals.passages)
    row = 0
    for hash in live.values():
        entry = catalogue.article(hash)
        if not entry.passages:
            continue
        article, vectors = entry.article, catalogue.vectors(entry.vectors)
        day = NO_DATE if article.published is None else article.published.toordinal()
        shared = {"article": article.id, "language": article.language, "published": day}
        shared["terms"] = [term_key(term) for term in field_terms(article.fields)]
        for passage, text, vector in zip(entry.passages, _searched_texts(entry), vectors, strict=True):
            counts = Counter(all_grams(text))
            place = {"row": row, "start": passage.start, "end": passage.end, "page": passage.page or 0}
            searched = {"grams": sorted(map(gram_key, counts)), "sparse": sparse_vector(counts, mean_length)}
            yield {**shared, **place, **searched, "text": passage.text, "dense": vector}
            row += 1


def _article_rows(catalogue: Catalogue, live: Mapping[str, bytes]) -> Iterator[Row]:
    first = 0
    for hash in live.values():
        entry = catalogue.article(hash)
        rows = [first, first := first + len(entry.passages)]
        article = entry.article
        yield from document(
            f"{ARTICLE}{article.id}", json.dumps({**article_fields(article), "rows": rows}, ensure_ascii=False)
        )
        yield from document(f"{TEXT}{article.id}", article.text)


def _count_rows(totals: _Totals) -> Iterator[Row]:
    for gram, count in totals.grams.items():
        yield record(f"{GRAM}{gram}", number=count)
    words = sorted(totals.words.items(), key=lambda each: (each[0][0], -each[1], each[0]))
    for letter, group in groupby(words, key=lambda each: each[0][0]):
        yield from document(f"{WORDS}{letter}", json.dumps(list(group), ensure_ascii=False))


def _file_rows(files: Mapping[str, bytes]) -> Iterator[Row]:
    for name, hash in files.items():
        yield record(f"{FILE}{name}", hash.hex())


def _searched_texts(entry: CataloguedArticle) -> Sequence[str]:
    """The text that is searched for each passage of an article."""
    return [encoded_passage(entry.article, passage) for passage in entry.passages]
