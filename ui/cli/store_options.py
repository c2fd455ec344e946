"""The options that say where an index is: `--store milvus --uri http://localhost:19530`."""

from enum import StrEnum
from typing import Annotated

import typer

from .language import wrong_usage


class StoreName(StrEnum):
    """Where an index can be."""

    LOCAL = "local"
    MILVUS = "milvus"


def _store_name(given: str) -> StoreName:
    try:
        return StoreName(given)
    except ValueError as error:
        raise wrong_usage(f"{given!r} is not one of {', '.join(StoreName)}") from error


Store = Annotated[
    StoreName | None,
    typer.Option(
        "--store",
        parser=_store_name,
        metavar="STORE",
        help="Where the index is: local (in the folder) or milvus (on a server). Default: as in the last build.",
    ),
]
Uri = Annotated[
    str | None,
    typer.Option("--uri", metavar="URI", help="The address of the Milvus server, such as http://localhost:19530."),
]


def uri_of(store: StoreName | None, uri: str | None) -> str | None:
    """The address of the server, empty for the folder, None for wherever the last build published."""
    if store is StoreName.MILVUS and not uri:
        raise wrong_usage("--store milvus needs the address of the server: --uri http://localhost:19530")
    if store is not StoreName.MILVUS and uri is not None:
        raise wrong_usage("--uri is the address of a Milvus server: add --store milvus")
    return "" if store is StoreName.LOCAL else uri
