import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of public data beside the project; without it a test is skipped, except in CI, where it must be there."""
    folder = Path(__file__).parents[2] / "shared"
    if not (folder / "data").is_dir():
        if os.environ.get("CI") == "true":
            pytest.fail(f"{folder} is missing, and CI must have it")
        pytest.skip(f"{folder} is not on this machine")
    return folder
