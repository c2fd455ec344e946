"""An index as it would be without some of its articles, so that a question can be asked whose answer is not there.

The vectors and the lexical index are those of the whole; hidden passages never come out of them, nor count among the
passages that hold a word. All that remains of them is their share in BM25's figures for the passages that stay, and in
where each language lies among the vectors.
"""

from collections import Counter
from collections.abc import Collection
from dataclasses import replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from index.generation import Filter, Generation
from index.generation.lexical import LexicalSearch
from index.passages.split import encoded_text
from index.store import Store
from index.text.fold import distinct_grams


class LexicalWithout(LexicalSearch):
    """A lexical search that does not find the `hidden` rows; `texts` are what it indexed for them."""

    def __init__(self, whole: LexicalSearch, hidden: NDArray[np.bool_], texts: Collection[str]) -> None:
        vars(self).update(vars(whole))
        self._hidden = hidden
        self._texts = texts

    def search(
        self,
        text: str,
        k: int,
        days: tuple[int, int] | None = None,
        language: str | None = None,
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Rows and BM25 scores of the `k` best passages that are not hidden."""
        rows, scores = super().search(text, k + len(self._texts), days, language)
        kept = ~self._hidden[rows]
        return rows[kept][:k], scores[kept][:k]

    def frequency(self, gram: str) -> int:
        """How many passages that are not hidden hold this 4-gram."""
        return super().frequency(gram) - self._hidden_grams[gram]

    @cached_property
    def _hidden_grams(self) -> Counter[str]:
        return Counter(gram for text in self._texts for gram in distinct_grams(text))


class GenerationWithout(Generation):
    """A generation without the articles whose ids are `hidden`; it shares what the whole one has open."""

    def __init__(self, whole: Generation, hidden: Collection[str]) -> None:
        vars(self).update(vars(whole))
        self._whole = whole  # its files close when it goes
        numbers = [number for number, entry in enumerate(whole.articles) if entry.id in hidden]
        self._hidden: NDArray[np.bool_] = np.isin(whole.passages["article"], numbers)
        rows = np.flatnonzero(self._hidden)
        self.manifest = replace(whole.manifest, passages=whole.manifest.passages - len(rows))
        self._lexical = LexicalWithout(whole._lexical, self._hidden, [self._indexed(int(row)) for row in rows])

    def allowed(self, wanted: Filter) -> NDArray[np.bool_] | None:
        """For each passage whether it may answer."""
        allowed = super().allowed(wanted)
        return ~self._hidden if allowed is None else allowed & ~self._hidden

    def _indexed(self, row: int) -> str:
        return encoded_text(self.articles[self.passages[row]["article"]].title, self.passage_text(row))


class StoreWithout(Store):
    """A store whose generation lacks the `hidden` articles; it stays with the generation that was there first."""

    def __init__(self, whole: Store, hidden: Collection[str]) -> None:
        self.folder = whole.folder
        self._without = GenerationWithout(whole.generation(), hidden)

    def generation(self) -> Generation:
        """The generation without them."""
        return self._without

    def close(self) -> None:
        """Nothing: the whole store is somebody else's to close."""
