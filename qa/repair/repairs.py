"""Repairs questions with the words of the generation that is searched."""

from collections.abc import Callable
from dataclasses import replace
from functools import cached_property, lru_cache, partial

from index.errors import ModelError
from index.generation import Generation
from index.model.cached_folder import default_cache
from index.model.convert import ensure_model
from index.model.tokens import Tokenizer, open_tokens

from ..memory import PerGeneration
from ..question import Question
from .lexicon import Lexicon
from .repair import repaired
from .vocabulary import Vocabulary

_KEPT = 256


class Repairs:
    """Repairs questions with the words of the searched generation; safe to share between threads."""

    def __init__(self) -> None:
        self._repairs = PerGeneration(self._repair_of)

    def applied(self, generation: Generation, question: Question) -> Question:
        """The question with its `text` repaired; unchanged if it must be searched as typed."""
        if question.as_typed:
            return question
        try:
            return replace(question, text=self._repairs.of(generation)(question.typed))
        except ModelError:  # the index has another model, so there is no likelihood of texts
            return question

    def clear(self) -> None:
        """Drop the words of the last generation."""
        self._repairs.clear()

    def _repair_of(self, generation: Generation) -> Callable[[str], str]:
        lexicon = Lexicon(Vocabulary(generation), self._tokenizer.log_probability)
        return lru_cache(_KEPT)(partial(repaired, lexicon=lexicon))

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        return open_tokens(ensure_model(default_cache())).tokenizer
