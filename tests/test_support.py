"""What `tests/support` promises: nothing is skipped in silence, and a text is encoded once for all."""

import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from support.counting import CountingEncoder
from support.pace import at_most
from support.runs import SLOWEST
from support.vectors import Remembering

SKIPPING = """
import pytest

def test_of_the_page():
    pytest.skip("Chromium is not installed")

@pytest.fixture
def shared():
    pytest.skip("the public sets are not in /shared")

def test_of_data(shared):
    pass

def test_of_other_data(shared):
    pass

@pytest.mark.xfail(strict=True, reason="known")
def test_that_is_known_to_fail():
    assert False
"""


@pytest.fixture
def run(tmp_path):
    """A function that runs those tests with these variables, and gives the exit status and what was printed."""
    (tmp_path / "test_skipping.py").write_text(SKIPPING)
    (tmp_path / "pytest.ini").write_text("[pytest]\naddopts = -q -p no:cacheprovider -p support.runs\n")

    def run(**variables: str) -> tuple[int, str]:
        inherited = {name: value for name, value in os.environ.items() if name not in ("CI", "DZHERELO_WITHOUT_DATA")}
        environment = {
            **inherited,
            **variables,
            "PYTHONPATH": str(Path(__file__).parent),
            "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        }
        command = [sys.executable, "-m", "pytest", str(tmp_path)]
        done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True)
        return done.returncode, done.stdout

    return run


def test_what_was_skipped_is_listed_with_its_reason(run):
    status, printed = run()
    assert status == 0
    lines = printed.splitlines()
    assert "   2 the public sets are not in /shared" in lines
    assert "   1 Chromium is not installed" in lines


def test_in_ci_what_is_skipped_fails(run):
    status, printed = run(CI="true")
    assert status == 1
    assert "This test may not be skipped in CI, but it was: Chromium is not installed" in printed
    assert "This test may not be skipped in CI, but it was: the public sets are not in /shared" in printed
    assert "1 failed, 1 xfailed, 2 errors" in printed


def test_in_ci_that_goes_without_the_public_sets_their_tests_are_skipped(run):
    status, printed = run(CI="true", DZHERELO_WITHOUT_DATA="1")
    assert status == 1
    assert "   2 the public sets are not in /shared" in printed.splitlines()
    assert "1 failed, 2 skipped, 1 xfailed" in printed


def test_the_slowest_files_are_there():
    assert [name for name in SLOWEST if not (Path(__file__).parent / name).is_file()] == []


def test_a_text_is_encoded_once_for_all_and_a_question_is_no_passage(encoder, tmp_path):
    first, second = CountingEncoder(encoder), CountingEncoder(encoder)
    texts = ["Зубр", "Лось", "Зубр"]
    made = Remembering(first, tmp_path).encode_passages(texts)
    asked = Remembering(first, tmp_path).encode_question("Зубр")
    assert first.encoded == ["Зубр", "Лось", "Зубр"]
    again = Remembering(second, tmp_path)
    assert np.array_equal(again.encode_passages(texts), made)
    assert np.array_equal(made, encoder.encode_sentences(texts))
    assert np.array_equal(again.encode_question("Зубр"), asked)
    assert np.array_equal(asked, encoder.encode_question("Зубр"))
    assert second.encoded == []


def test_another_model_has_vectors_of_its_own(encoder, tmp_path):
    other = CountingEncoder(encoder)
    other.fingerprint = "another/1"
    Remembering(encoder, tmp_path).encode_passages(["Зубр"])
    Remembering(other, tmp_path).encode_passages(["Зубр"])
    assert other.encoded == ["Зубр"]


def burn(seconds: float) -> None:
    """Keep the processor busy in this thread."""
    end = time.thread_time() + seconds
    while time.thread_time() < end:
        pass


def test_a_bound_on_time_fails_where_it_is_passed_by_far_and_leaves_the_tracer_as_it_was():
    tracer = sys.gettrace()
    with pytest.raises(AssertionError, match="on the reference machine"), at_most(0.01):
        burn(0.5)
    with at_most(5):
        burn(0.01)
    assert sys.gettrace() is tracer
