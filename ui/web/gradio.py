"""Imports Gradio in three fifths of the usual time; the other modules import `gr` from here.

On import, Gradio parses the source of each of its components and writes type stubs beside it. It skips components
without source, so during the import all of them seem to have none.
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
