import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from index.model import Encoder, open_encoder


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of public data beside the project; without it a test is skipped, except in CI, where it must be there."""
    folder = Path(__file__).parents[2] / "shared"
    if not (folder / "data").is_dir():
        if os.environ.get("CI") == "true":
            pytest.fail(f"{folder} is missing, and CI must have it")
        pytest.skip(f"{folder} is not on this machine")
    return folder


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    """The packaged encoder, loaded once for all tests."""
    return open_encoder()


@pytest.fixture
def quick_path() -> Iterator[Path]:
    """A folder of its own in memory where there is such a place: syncing to a real disk takes most of a small build."""
    memory = Path("/dev/shm")
    with TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else None, prefix="dzherelo-") as folder:
        yield Path(folder)
