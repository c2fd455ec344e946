"""An index without some of its articles, for questions whose answer must not be there.

The vectors and the lexical index are those of the whole index: a filter excludes the articles, and document frequencies
do not count their passages. They still contribute to BM25's statistics and to the centroid of each language.
"""

from collections import Counter
from collections.abc import Collection
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from index.generation import Filter, Generation, Rows, Scores
from index.passages.split import encoded_text
from index.store import Store
from index.text.fold import distinct_grams


class GenerationWithout(Generation):
    """A generation without the articles whose ids are `hidden`; it shares the open files of the whole one."""

    def __init__(self, whole: Generation, hidden: Collection[str]) -> None:
        vars(self).update(vars(whole))
        self.whole = whole  # its files are closed when it is deleted
        self.hidden = frozenset(hidden)
        numbers = [number for number, entry in enumerate(whole.articles) if entry.id in self.hidden]
        rows = np.flatnonzero(np.isin(whole.passages["article"], numbers))
        self.manifest = replace(whole.manifest, passages=whole.manifest.passages - len(rows))
        self.hidden_grams = Counter(gram for row in rows for gram in distinct_grams(_indexed(whole, int(row))))

    def dense(self, vector: NDArray[np.float32], k: int, wanted: Filter) -> tuple[Rows, Scores]:
        """The nearest passages that are not hidden."""
        return super().dense(vector, k, self._narrowed(wanted))

    def lexical(self, text: str, k: int, wanted: Filter) -> tuple[Rows, Scores]:
        """The best passages for `text` that are not hidden."""
        return super().lexical(text, k, self._narrowed(wanted))

    def holding(self, grams: Collection[str], wanted: Filter) -> Rows:
        """All rows that contain every one of these 4-grams and are not hidden."""
        return super().holding(grams, self._narrowed(wanted))

    def allowed(self, wanted: Filter) -> NDArray[np.bool_] | None:
        """For each passage, whether it may answer."""
        return super().allowed(wanted if wanted.excluded else self._narrowed(wanted))

    def document_frequency(self, gram: str) -> int:
        """The number of passages with this 4-gram that are not hidden."""
        return super().document_frequency(gram) - self.hidden_grams[gram]

    def _narrowed(self, wanted: Filter) -> Filter:
        return replace(wanted, excluded=wanted.excluded | self.hidden)


def _indexed(generation: Generation, row: int) -> str:
    """The text of a passage in the lexical index."""
    title = generation.articles[generation.passages[row]["article"]].title
    return encoded_text(title, generation.passage_text(row))


class StoreWithout(Store):
    """A store whose generation lacks the `hidden` articles; it keeps its first generation."""

    def __init__(self, whole: Store, hidden: Collection[str]) -> None:
        self.folder = whole.folder
        self.without = GenerationWithout(whole.generation(), hidden)

    def generation(self) -> Generation:
        """The generation without them."""
        return self.without

    def close(self) -> None:
        """Do nothing: the owner of the whole store closes it."""
