"""Values that are computed once per generation and shared between threads."""

import threading
import weakref
from collections.abc import Callable
from typing import Generic, TypeVar

from index.generation import Generation

Value = TypeVar("Value")


class PerGeneration(Generic[Value]):
    """Caches the value that `make` computes for a generation, until another generation is asked for.

    The opened generation is the key, because an index that is deleted and built again has the same number. The key
    does not keep it open; a value that refers to it does, until `clear` or another generation.
    """

    def __init__(self, make: Callable[[Generation], Value]) -> None:
        self._make = make
        self._kept: tuple[weakref.ref[Generation], Value] | None = None
        self._lock = threading.Lock()

    def of(self, generation: Generation) -> Value:
        """The value for this generation; while one thread computes it, others wait."""
        with self._lock:
            if self._kept is None or self._kept[0]() is not generation:
                self._kept = weakref.ref(generation), self._make(generation)
            return self._kept[1]

    def clear(self) -> None:
        """Drop the value, and with it the generation that it may refer to."""
        with self._lock:
            self._kept = None
