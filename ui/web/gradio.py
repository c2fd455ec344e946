"""Gradio, imported in three fifths of the time; the other modules here take `gr` from this one.

On import, Gradio parses the source of each of its components and writes type stubs beside it. It leaves that out where
a component has no source, so none seems to have one during the import.
"""

import inspect
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def _components_without_source() -> Iterator[None]:
    getfile = inspect.getfile

    def of_other(thing: object) -> str:
        if type(thing).__name__ == "ComponentMeta":
            raise OSError(f"the source of {thing} is not needed")
        return getfile(thing)  # type: ignore[arg-type]

    inspect.getfile = of_other  # type: ignore[assignment]
    try:
        yield
    finally:
        inspect.getfile = getfile


with _components_without_source():
    import gradio as gr

__all__ = ["gr"]
