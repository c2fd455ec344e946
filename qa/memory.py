"""What is made of a generation once, and shared by threads."""

import threading
import weakref
from collections.abc import Callable
from typing import Generic, TypeVar

from index.generation import Generation

Value = TypeVar("Value")


class PerGeneration(Generic[Value]):
    """Caches what `make` makes of a generation, until it is asked for that of another one.

    The opened generation is the key, because an index that is deleted and built again has the same number. It is not
    kept open.
    """

    def __init__(self, make: Callable[[Generation], Value]) -> None:
        self._make = make
        self._kept: tuple[weakref.ref[Generation], Value] | None = None
        self._lock = threading.Lock()

    def of(self, generation: Generation) -> Value:
        """The value of this generation; a thread that asks while it is made waits."""
        with self._lock:
            if self._kept is None or self._kept[0]() is not generation:
                self._kept = weakref.ref(generation), self._make(generation)
            return self._kept[1]
