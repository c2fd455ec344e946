"""The seconds of each stage: what lies within another stage is counted once, and nothing where nobody measures."""

import time

import pytest

from qa.stages import measured, stage


def test_a_stage_within_another_counts_for_itself():
    began = time.perf_counter()
    with measured() as seconds:
        with stage("search"):
            time.sleep(0.02)
            with stage("read"):
                time.sleep(0.05)
        with stage("search"):
            time.sleep(0.01)
    whole = time.perf_counter() - began
    assert set(seconds) == {"search", "read"}
    assert seconds["search"] >= 0.03
    assert seconds["read"] >= 0.05
    assert sum(seconds.values()) <= whole


def test_a_stage_that_fails_is_measured_too():
    with measured() as seconds, pytest.raises(KeyError), stage("quote"):
        raise KeyError
    assert list(seconds) == ["quote"]


def test_a_stage_outside_a_measurement_does_nothing():
    with stage("search"):
        pass
    with measured() as seconds:
        pass
    assert seconds == {}
