"""Reads a file of weights that ships with the program, checked by its sha256."""

import hashlib
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from index.errors import ModelError

_REINSTALL = "Install the program again, or get the file from the project again"


def read_shipped(path: Path, sha256: str, name: str) -> dict[str, NDArray[Any]]:
    """The tensors of the file; ModelError, which names the weights by `name`, if it is missing or damaged."""
    from safetensors.numpy import load

    try:
        data = path.read_bytes()
    except OSError as error:
        raise ModelError(f"{name} cannot be read: {path} ({error.strerror})", _REINSTALL) from error
    if (actual := hashlib.sha256(data).hexdigest()) != sha256:
        raise ModelError(f"{name} are damaged: {path} has sha256 {actual}, expected {sha256}", _REINSTALL)
    return load(data)
