"""Small caches that threads share."""

import threading
import weakref
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

from index.generation import Generation

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Memory(Generic[Key, Value]):
    """Caches the values of the `most` keys used last."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[Key, Value] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Key, make: Callable[[], Value]) -> Value:
        """The value of the key, made by `make` if it is not cached. Two threads may make the same value at once."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        value = make()
        with self._lock:
            self._kept[key] = value
            self._kept.move_to_end(key)
            if len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return value


class PerGeneration(Generic[Value]):
    """Caches what `make` makes of a generation, until it is asked for that of another one.

    The opened generation is the key, because its number comes again when an index is deleted and built anew. It is not
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
