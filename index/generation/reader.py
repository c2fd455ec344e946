"""The local generation: one immutable state of the index, in one folder; both searches and all quotes use it.

    blocks/           for each block of articles, files whose names begin with its key:
      articles.jsonl    id, title, published, language, source, page starts, fields, length of text; one line an article
      texts.utf8        the texts of its articles, one after another
      passages.npy      `PASSAGE` records, one per passage; rows count through all blocks
      vectors.faiss     the vectors of its passages
      sketches.faiss    one bit for each number of a vector, used if the generation is large
    lexical/          the 4-grams, in segments that each belong to a block
    blocks.json       the blocks in their order, with their segments
    manifest.json     counts, settings, model, and size and sha256 of every other file

An unchanged block's files are hard links to those of the generation before, so nothing is ever written into a file.

It reads only its own files, so an answer cannot mix two generations. A file that differs from the manifest is never
used.
"""

import json
import os
import shutil
import weakref
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate, pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray

from index.generation.blocks import BLOCKS, Block, block_file, read_blocks
from index.generation.checked_files import CheckedFiles
from index.generation.dense import DenseSearch
from index.generation.generation import Generation
from index.generation.lexical import LexicalSearch
from index.generation.manifest import Manifest, damage, read_manifest
from index.generation.order import best_first
from index.generation.records import ArticleEntry, Filter, IndexedPassage, Rows, Scores
from index.generation.texts import ArticleTexts
from index.records import Article, Model

ARTICLES, TEXTS, PASSAGES = "articles.jsonl", "texts.utf8", "passages.npy"
LEXICAL = "lexical"
_FREQUENCIES = 1 << 16  # of 4-grams that are kept in memory: some 8 MB
# article counts through the block in a file, and through all blocks in memory. start and end count characters of the
# article's text; begin and stop count its UTF-8 bytes; page 0 means no pages.
PASSAGE = np.dtype(
    [("article", "<i4"), ("start", "<i8"), ("end", "<i8"), ("page", "<i4"), ("begin", "<i8"), ("stop", "<i8")]
)


class LocalGeneration(Generation):
    """One published generation, opened: immutable, and safe to use from several threads.

    Raises DamageError if the manifest's sha256 differs from the given one, or a file differs from the manifest.
    """

    def __init__(self, folder: Path, sha256: bytes) -> None:
        self.folder = folder
        try:
            self.manifest: Manifest = read_manifest(folder, sha256)
            self._files = CheckedFiles(folder, self.manifest)
            self._load(folder)
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError, RuntimeError, ValueError) as error:
            raise damage(folder, str(error)) from error  # deleted during opening: all files present were checked
        if not self.untouched():
            raise damage(folder, "it changed while it was opened")

    def _load(self, folder: Path) -> None:
        blocks = read_blocks(folder)
        stems = [folder / BLOCKS / block.key for block in blocks]
        self.passages = _joined_passages(stems, blocks)
        listed = [list(map(json.loads, block_file(stem, ARTICLES).read_bytes().splitlines())) for stem in stems]
        self._texts = ArticleTexts(
            (block_file(stem, TEXTS), [values["bytes"] for values in own])
            for stem, own in zip(stems, listed, strict=True)
        )
        articles = [values for own in listed for values in own]
        first = np.searchsorted(self.passages["article"], np.arange(len(articles) + 1)).tolist()
        self._articles = [
            ArticleEntry.from_json(values, range(*rows)) for values, rows in zip(articles, pairwise(first), strict=True)
        ]
        self._dense = DenseSearch(stems)
        self._lexical = LexicalSearch(self._writable(folder / LEXICAL), _begins(blocks))
        self._frequency = lru_cache(_FREQUENCIES)(self._lexical.document_frequency)
        self._field_names = tuple(sorted({name for entry in self._articles for name in entry.fields}))
        self._last_allowed: tuple[Filter, NDArray[np.bool_]] | None = None

    def _writable(self, folder: Path) -> Path:
        """The folder, or a copy of it if it is read-only: tantivy writes a lock file wherever it reads."""
        if os.access(folder, os.W_OK):
            return folder
        copy = TemporaryDirectory(prefix="dzherelo-")
        weakref.finalize(self, copy.cleanup)
        return Path(shutil.copytree(folder, Path(copy.name) / LEXICAL))

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
        return len(self.passages)

    @property
    def field_names(self) -> tuple[str, ...]:
        """The names of all fields that an article has, in order."""
        return self._field_names

    @property
    def articles(self) -> Sequence[ArticleEntry]:
        """The entries of all articles, in the order of ids."""
        return self._articles

    def untouched(self) -> bool:
        """Whether all files are unchanged since this generation was opened and checked."""
        return self._files.untouched()

    def dense(self, vector: NDArray[np.float32], k: int, wanted: Filter) -> tuple[Rows, Scores]:
        """Rows of the `k` passages nearest to the unit vector `vector` (d,), and their cosines, best first."""
        rows, _ = self._dense.search(vector, k, self.allowed(wanted))
        return best_first(rows, self.dense_scores(vector, rows))

    def dense_scores(self, vector: NDArray[np.float32], rows: Rows) -> Scores:
        """The cosine of `vector` (d,) to each of these rows."""
        return self._dense.scores(vector, rows)

    def vectors(self, rows: Rows) -> Scores:
        """The vectors (n, d) of these rows, as they are in the catalogue."""
        return self._dense.vectors(rows)

    def lexical(self, text: str, k: int, wanted: Filter) -> tuple[Rows, Scores]:
        """Rows and BM25 scores of the `k` best passages for `text`, best first."""
        self.check_where(wanted)
        allowed = self.allowed(Filter(excluded=wanted.excluded))
        grams = self.searched_grams(text)
        if allowed is None:
            return self._lexical.search(grams, k, wanted.days, wanted.language, wanted.where)
        excluded = int(np.count_nonzero(~allowed))
        rows, scores = self._lexical.search(grams, k + excluded, wanted.days, wanted.language, wanted.where)
        kept = allowed[rows]
        return rows[kept][:k], scores[kept][:k]

    def holding(self, grams: Collection[str], wanted: Filter) -> Rows:
        """All rows, in order, that contain every one of these 4-grams."""
        self.check_where(wanted)
        rows = self._lexical.holding(grams, wanted.days, wanted.language, wanted.where)
        allowed = self.allowed(Filter(excluded=wanted.excluded))
        return rows if allowed is None else rows[allowed[rows]]

    def document_frequencies(self, grams: Collection[str]) -> Mapping[str, int]:
        """The number of passages that contain each of these 4-grams."""
        return {gram: self._frequency(gram) for gram in grams}

    def words_beginning_with(self, letters: str) -> list[tuple[str, int]]:
        """(word as spelt in the articles, number of passages), most frequent first; the case of `letters` matters."""
        return self._lexical.words_beginning_with(letters)

    def allowed(self, wanted: Filter) -> NDArray[np.bool_] | None:
        """For each passage, whether the filter allows it; None if it allows all."""
        if wanted == Filter():
            return None
        self.check_where(wanted)
        if (last := self._last_allowed) is None or last[0] != wanted:  # one question runs several searches
            articles = np.array([wanted.allows(entry) for entry in self._articles], np.bool_)
            self._last_allowed = last = (wanted, articles[self.passages["article"]])
        return last[1]

    def passages_at(self, rows: Iterable[int]) -> list[IndexedPassage]:
        """The passages at these rows, in their order."""
        return [self._passage(int(row)) for row in rows]

    def _passage(self, row: int) -> IndexedPassage:
        passage = self.passages[row]
        start, end, page = int(passage["start"]), int(passage["end"]), int(passage["page"])
        entry = self._articles[passage["article"]]
        return IndexedPassage(row, entry, start, end, page or None, self.passage_text(row))

    def passage_text(self, row: int) -> str:
        """The text of one passage: `article.text[start:end]`."""
        passage = self.passages[row]
        return self._texts.slice(passage["article"], int(passage["begin"]), int(passage["stop"]))

    def article(self, number: int) -> Article:
        """The whole article at this index of `articles`."""
        return self._articles[number].article(self._texts.whole(number))

    def entry(self, article_id: str) -> ArticleEntry | None:
        """The entry of the article with this id; None if there is none."""
        number = self._number_of(article_id)
        return None if number is None else self._articles[number]

    def find(self, article_id: str) -> Article | None:
        """The whole article with this id; None if there is none."""
        number = self._number_of(article_id)
        return None if number is None else self.article(number)

    def _number_of(self, article_id: str) -> int | None:
        number = bisect_left(self._articles, article_id, key=lambda entry: entry.id)
        return number if number < len(self._articles) and self._articles[number].id == article_id else None

    def article_texts(self) -> Iterator[Article]:
        """Every article, in order of ids."""
        return map(self.article, range(len(self._articles)))


def _begins(blocks: Sequence[Block]) -> dict[int, int]:
    """The first row of each block, by block number."""
    lengths = [block.passages for block in blocks]
    return dict(zip((block.number for block in blocks), accumulate(lengths, initial=0), strict=False))


def _joined_passages(stems: Sequence[Path], blocks: Sequence[Block]) -> NDArray[np.void]:
    """The passages of all blocks; their articles count through all blocks."""
    tables = [np.load(block_file(stem, PASSAGES), allow_pickle=False) for stem in stems]
    for table, begin in zip(tables, accumulate((block.articles for block in blocks), initial=0), strict=False):
        table["article"] += begin
    return np.concatenate(tables)
