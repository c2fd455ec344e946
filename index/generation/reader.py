"""A generation: one immutable state of the index, in one folder; both searches and all quotes use it.

    articles.jsonl   id, title, published, language, source, page starts, fields, length of text; one line per article
    texts.utf8       the texts of all articles, one after another
    passages.npy     `PASSAGE` records, one per passage; `dense.faiss` and `lexical/` number their entries by these rows
    blocks.json      the runs of articles that a later generation may copy
    manifest.json    counts, settings, model, and size and sha256 of every other file

It reads only its own files, so an answer cannot mix two generations. A file that differs from the manifest is never
used.
"""

import json
import os
import shutil
import weakref
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import accumulate
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.errors import QuestionError
from index.generation.blocks import Block, read_blocks
from index.generation.dense import DenseSearch
from index.generation.language_centroids import LanguageCentroids
from index.generation.lexical import LexicalSearch, Where, idf
from index.generation.manifest import MANIFEST, Manifest, check_files, damage, read_manifest
from index.records import Article, Fields, author_of, fields_from_json
from index.text.fold import comparable, distinct_grams

# start and end count characters of the article's text; begin and stop count its UTF-8 bytes; page 0 means no pages.
PASSAGE = np.dtype(
    [("article", "<i4"), ("start", "<i8"), ("end", "<i8"), ("page", "<i4"), ("begin", "<i8"), ("stop", "<i8")]
)
Rows = NDArray[np.int64]
Scores = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class ArticleEntry:
    """The fields of an article except its text, which is bytes `begin:stop` of texts.utf8."""

    id: str
    title: str
    published: date | None
    language: str
    source: str
    page_starts: tuple[int, ...]
    begin: int
    stop: int
    fields: Fields = field(default_factory=dict, hash=False)
    recognised: tuple[int, ...] = ()
    unit: str = "page"
    page_names: tuple[str, ...] = ()

    @property
    def author(self) -> str:
        """Who wrote it; empty where that is not known."""
        return author_of(self.fields)

    def values(self, name: str) -> tuple[str, ...]:
        """The values of the field with that name, folded as filters compare them; none where it has no such field."""
        value = self.fields.get(name, ())
        return tuple(map(comparable, (value,) if isinstance(value, str) else value))

    @classmethod
    def from_json(cls, line: str, begin: int) -> "ArticleEntry":
        """The entry in one line of articles.jsonl; its text begins at byte `begin` of texts.utf8."""
        values: dict[str, Any] = json.loads(line)
        published = values.pop("published")
        day = None if published is None else date.fromisoformat(published)
        stop = begin + values.pop("bytes")
        values |= {name: tuple(values.pop(name, ())) for name in ("page_starts", "recognised", "page_names")}
        fields = fields_from_json(values.pop("fields", {}))
        return cls(published=day, begin=begin, stop=stop, fields=fields, **values)


@dataclass(frozen=True, slots=True)
class Filter:
    """The articles that may answer: published from `since` to `until`, both included, in `language`; None allows all.

    An article without a date is outside every range. Articles with `excluded` ids never answer. For each field in
    `where`, an article must have one of the values; names and values are folded (`comparable`).
    """

    since: date | None = None
    until: date | None = None
    language: str | None = None
    excluded: frozenset[str] = frozenset()
    where: Where = ()

    def allows(self, entry: ArticleEntry) -> bool:
        """Whether this article may answer."""
        if entry.id in self.excluded or self.language not in (None, entry.language):
            return False
        if any(not set(values).intersection(entry.values(name)) for name, values in self.where):
            return False
        if self.days is None:
            return True
        first, last = self.days
        return entry.published is not None and first <= entry.published.toordinal() <= last

    @property
    def days(self) -> tuple[int, int] | None:
        """First and last day as ordinals, or None if every day is allowed."""
        if self.since is None and self.until is None:
            return None
        return (self.since or date.min).toordinal(), (self.until or date.max).toordinal()


class Generation:
    """One published generation, opened: immutable, and safe to use from several threads.

    Raises DamageError if the manifest's sha256 differs from the given one, or a file differs from the manifest.
    """

    def __init__(self, folder: Path, sha256: bytes) -> None:
        self.folder = folder
        try:
            self.manifest: Manifest = read_manifest(folder, sha256)
            self._paths = [os.path.join(folder, name) for name in (MANIFEST, *self.manifest.files)]
            self._stamps = self._stat()
            check_files(folder, self.manifest)
            self._load(folder)
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError, RuntimeError, ValueError) as error:
            raise damage(folder, str(error)) from error  # deleted during opening: all files present were checked
        if not self.untouched():
            raise damage(folder, "it changed while it was opened")

    def _load(self, folder: Path) -> None:
        self.articles: list[ArticleEntry] = []
        with (folder / "articles.jsonl").open(encoding="utf-8") as lines:
            for line in lines:
                begin = self.articles[-1].stop if self.articles else 0
                self.articles.append(ArticleEntry.from_json(line, begin))
        self.passages = np.load(folder / "passages.npy", allow_pickle=False)
        self._texts = os.open(folder / "texts.utf8", os.O_RDONLY)
        weakref.finalize(self, os.close, self._texts)
        self._dense = DenseSearch(folder / "dense.faiss")
        self._lexical = LexicalSearch(self._writable(folder / "lexical"), _begins(read_blocks(folder)))
        languages = np.array([entry.language for entry in self.articles], np.str_)[self.passages["article"]]
        self._centroids = LanguageCentroids(languages, self._dense.vectors)
        self.field_names = tuple(sorted({name for entry in self.articles for name in entry.fields}))
        """The names of all fields that an article has."""
        self._last_allowed: tuple[Filter, NDArray[np.bool_]] | None = None

    def _writable(self, folder: Path) -> Path:
        """The folder, or a copy of it if it is read-only: tantivy writes a lock file wherever it reads."""
        if os.access(folder, os.W_OK):
            return folder
        copy = TemporaryDirectory(prefix="dzherelo-")
        weakref.finalize(self, copy.cleanup)
        return Path(shutil.copytree(folder, Path(copy.name) / "lexical"))

    @property
    def number(self) -> int:
        """The generation's number; later ones are higher."""
        return self.manifest.number

    def untouched(self) -> bool:
        """Whether all files are unchanged since this generation was opened and checked."""
        return self._stat() == self._stamps

    def _stat(self) -> list[tuple[int, int, int] | None]:
        return list(map(_stamp, self._paths))

    def dense(self, vector: NDArray[np.float32], k: int, wanted: Filter) -> tuple[Rows, Scores]:
        """Rows of passages nearest to the unit vector `vector` (d,), and their `dense_scores`, best first.

        The `k` nearest of all and, if there are several languages, the `k` nearest in other languages.
        """
        allowed = self.allowed(wanted)
        rows, _ = self._dense.search(vector, k, allowed)
        if len(self._centroids) > 1 and wanted.language is None:
            foreign = self._centroids.foreign(int(np.argmin(self._centroids.distances(vector))))
            rows = np.union1d(rows, self._dense.search(vector, k, foreign if allowed is None else foreign & allowed)[0])
        scores = self.dense_scores(vector, rows)
        order = np.lexsort((rows, -scores))
        return rows[order], scores[order]

    def dense_scores(self, vector: NDArray[np.float32], rows: Rows) -> Scores:
        """The cosine of `vector` (d,) to each of these rows, plus the distance of the row's language.

        This makes passages in all languages comparable, as if they were in the question's language.
        """
        if not len(rows):
            return np.empty(0, np.float32)
        distances = self._centroids.distances(vector)[self._centroids.of(rows)]
        return np.asarray(self._dense.scores(vector, rows) + distances, np.float32)

    @property
    def keeps_vectors(self) -> bool:
        """Whether `vectors` returns the stored vectors exactly, not an approximation."""
        return self._dense.exact

    def vectors(self, rows: Rows) -> Scores:
        """The vectors (n, d) of these rows, as the index keeps them."""
        return self._dense.vectors(rows)

    def lexical(self, text: str, k: int, wanted: Filter) -> tuple[Rows, Scores]:
        """Rows and BM25 scores of the `k` best passages for `text`, best first."""
        self.check_where(wanted)
        allowed = self.allowed(Filter(excluded=wanted.excluded))
        if allowed is None:
            return self._lexical.search(text, k, wanted.days, wanted.language, wanted.where)
        excluded = int(np.count_nonzero(~allowed))
        rows, scores = self._lexical.search(text, k + excluded, wanted.days, wanted.language, wanted.where)
        kept = allowed[rows]
        return rows[kept][:k], scores[kept][:k]

    def holding(self, grams: Collection[str], wanted: Filter) -> Rows:
        """All rows, in order, that contain every one of these 4-grams."""
        self.check_where(wanted)
        rows = self._lexical.holding(grams, wanted.days, wanted.language, wanted.where)
        allowed = self.allowed(Filter(excluded=wanted.excluded))
        return rows if allowed is None else rows[allowed[rows]]

    def check_where(self, wanted: Filter) -> None:
        """QuestionError if the filter names a field that no article has."""
        for name, _ in wanted.where:
            if name not in self.field_names:
                known = ", ".join(self.field_names)
                fix = f"Name one of these: {known}" if known else "State it in the articles, then run dzherelo build"
                raise QuestionError(f"no article has a field {name!r}", fix)

    def max_lexical_score(self, text: str) -> float:
        """The BM25 score of an average passage that contains every 4-gram of `text` once: the sum of their weights.

        A 4-gram that no passage contains counts fully, so a low share of this means a text on another subject.
        """
        return sum(map(self.idf, distinct_grams(text)))

    def idf(self, gram: str) -> float:
        """BM25's weight of a 4-gram: its inverse document frequency among the passages."""
        return idf(len(self.passages), self.document_frequency(gram))

    def document_frequency(self, gram: str) -> int:
        """The number of passages that contain this 4-gram."""
        return self._lexical.document_frequency(gram)

    def words_beginning_with(self, letters: str) -> list[tuple[str, int]]:
        """(word as spelt in the articles, number of passages), most frequent first; the case of `letters` matters."""
        return self._lexical.words_beginning_with(letters)

    def allowed(self, wanted: Filter) -> NDArray[np.bool_] | None:
        """For each passage, whether the filter allows it; None if it allows all."""
        if wanted == Filter():
            return None
        self.check_where(wanted)
        if (last := self._last_allowed) is None or last[0] != wanted:  # one question runs several searches
            articles = np.array([wanted.allows(entry) for entry in self.articles], np.bool_)
            self._last_allowed = last = (wanted, articles[self.passages["article"]])
        return last[1]

    def passage_text(self, row: int) -> str:
        """The text of one passage: `article.text[start:end]`."""
        passage = self.passages[row]
        begin = self.articles[passage["article"]].begin
        return self._text(begin + int(passage["begin"]), begin + int(passage["stop"]))

    def article(self, number: int) -> Article:
        """The whole article at this index of `articles`."""
        entry = self.articles[number]
        text = self._text(entry.begin, entry.stop)
        stated = (entry.id, entry.title, entry.published, entry.language, entry.source)
        pages = (entry.page_starts, entry.fields, entry.recognised, entry.unit, entry.page_names)
        return Article(*stated, text, *pages)

    def number_of(self, article_id: str) -> int | None:
        """The index in `articles` of the article with this id; None if there is none."""
        return next((number for number, entry in enumerate(self.articles) if entry.id == article_id), None)

    def find(self, article_id: str) -> Article | None:
        """The whole article with this id; None if there is none."""
        number = self.number_of(article_id)
        return None if number is None else self.article(number)

    def _text(self, begin: int, stop: int) -> str:
        """These bytes of the texts; read, not mapped, so that a truncated file is an error and not a crash."""
        found = os.pread(self._texts, stop - begin, begin)
        if len(found) != stop - begin:
            raise damage(self.folder, "texts.utf8 was cut short")
        return found.decode()

    def article_texts(self) -> Iterator[Article]:
        """Every article, in order of ids."""
        return map(self.article, range(len(self.articles)))


def _begins(blocks: Sequence[Block]) -> dict[int, int]:
    """The first row of each block, by block number."""
    lengths = [block.passages for block in blocks]
    return dict(zip((block.number for block in blocks), accumulate(lengths, initial=0), strict=False))


def _stamp(path: str) -> tuple[int, int, int] | None:
    """The stamps that show whether a file was written or replaced: unlike mtime, ctime cannot be set back."""
    try:
        status = os.stat(path)
    except OSError:
        return None
    return status.st_ino, status.st_size, status.st_ctime_ns
