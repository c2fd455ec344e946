import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from index.errors import ModelError
from index.model.cached_folder import CHECKED, MANIFEST, Recipe, damaged_files, ensure_folder, is_complete, is_sound
from index.model.convert import MODEL, ensure_model
from support.pace import at_most

CONVERT = """
import sys
from pathlib import Path
from index.model.convert import ensure_model
steps = []
print("started", flush=True)
print(ensure_model(Path(sys.argv[1]), lambda *step: steps.append(step)))
heavy = {"torch", "transformers", "sentence_transformers"} & set(sys.modules)
names, last = {step for step, _, _ in steps}, [step[1:] for step in steps[-1:]]
print("converted" if steps else "found", len(steps), names, last, heavy)
"""


def start(cache: Path) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-c", CONVERT, str(cache)], stdout=subprocess.PIPE, text=True)


@dataclass(frozen=True)
class Story:
    """A conversion killed half-way, an older model and a damaged one in the cache, then two conversions at once."""

    cache: Path
    folder: Path
    left_by_the_killed: list[str]
    complete_after_the_kill: bool
    outputs: list[list[str]]


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Story:
    cache = tmp_path_factory.mktemp("cache")
    folder = MODEL.folder(cache)
    killed = start(cache)
    partial = folder.with_name(folder.name + ".partial")
    while not (partial / "model.safetensors").exists():
        assert killed.poll() is None
        time.sleep(0.01)
    os.kill(killed.pid, signal.SIGKILL)
    killed.communicate()
    left, complete = [path.name for path in partial.iterdir()], is_complete(folder, MODEL)
    folder.mkdir()
    (folder / MANIFEST).write_text("{")
    (cache / "multilingual-e5-small-1").mkdir()
    pair = [start(cache), start(cache)]
    outputs = [process.communicate()[0].splitlines() for process in pair]
    assert [process.returncode for process in pair] == [0, 0]
    return Story(cache, folder, left, complete, outputs)


def test_a_killed_conversion_leaves_nothing_that_passes_for_a_model(story: Story):
    assert "model.safetensors" in story.left_by_the_killed
    assert MANIFEST not in story.left_by_the_killed
    assert not story.complete_after_the_kill


def test_of_two_processes_one_converts_and_the_other_finds(story: Story):
    assert [output[1] for output in story.outputs] == [str(story.folder)] * 2
    assert sorted(output[2].split()[0] for output in story.outputs) == ["converted", "found"]
    [converted] = [output[2] for output in story.outputs if output[2].startswith("converted")]
    assert "{<BuildStep.MODEL: 'model'>}" in converted  # the step's own name, as every interface uses it


def test_converting_reports_its_progress_to_the_end_and_needs_no_torch(story: Story):
    (last,) = [output[2] for output in story.outputs if output[2].startswith("converted")]
    assert last == "converted 12 {<BuildStep.MODEL: 'model'>} [(11, 11)] set()"


def test_the_result_is_whole_and_alone_and_small(story: Story):
    assert is_complete(story.folder, MODEL)
    assert damaged_files(story.folder) == []
    assert sorted(path.name for path in story.cache.iterdir()) == [story.folder.name, "multilingual-e5-small.lock"]
    assert sum(path.stat().st_size for path in story.folder.rglob("*") if path.is_file()) < 300_000_000


def test_a_whole_folder_is_recognised_in_no_time_and_left_as_it_is(story: Story):
    before = (story.folder / MANIFEST).stat().st_mtime_ns
    with at_most(0.05):
        assert ensure_model(story.cache) == story.folder
    assert (story.folder / MANIFEST).stat().st_mtime_ns == before


def test_a_flipped_bit_is_found_by_verify_in_the_file_where_it_is(story: Story, tmp_path: Path):
    copy = tmp_path / "copy"
    shutil.copytree(story.folder, copy, ignore=shutil.ignore_patterns("model.safetensors"))
    os.link(story.folder / "model.safetensors", copy / "model.safetensors")
    data = bytearray((copy / "graph.onnx").read_bytes())
    data[10_000_000] ^= 1
    (copy / "graph.onnx").write_bytes(data)
    assert is_complete(copy, MODEL)
    assert damaged_files(copy) == ["graph.onnx"]
    assert not is_sound(copy)


def test_a_damaged_model_is_made_again_before_it_is_used(story: Story, tmp_path: Path):
    shutil.copytree(story.folder, MODEL.folder(tmp_path))
    whole = hashlib.sha256((story.folder / "graph.onnx").read_bytes()).hexdigest()
    with (MODEL.folder(tmp_path) / "graph.onnx").open("r+b") as file:
        file.seek(10_000_000)
        flipped = bytes([file.read(1)[0] ^ 1])
        file.seek(10_000_000)
        file.write(flipped)
    assert is_complete(MODEL.folder(tmp_path), MODEL)
    folder = ensure_model(tmp_path)
    assert hashlib.sha256((folder / "graph.onnx").read_bytes()).hexdigest() == whole


@pytest.mark.parametrize("damage", ["truncated", "missing", "another version", "another source", "no manifest"])
def test_a_folder_that_is_not_whole_or_not_this_version_is_not_complete(story: Story, tmp_path: Path, damage: str):
    copy = tmp_path / "copy"
    shutil.copytree(story.folder, copy, copy_function=os.link)
    manifest = json.loads((story.folder / MANIFEST).read_text())
    (copy / MANIFEST).unlink()
    if damage == "truncated":
        (copy / "tokenizer.json").unlink()
        (copy / "tokenizer.json").write_bytes(b"{}")
    elif damage == "missing":
        (copy / "1_Pooling" / "config.json").unlink()
    elif damage == "another version":
        manifest["version"] += 1
    elif damage == "another source":
        manifest["source"] = "0" * 64
    if damage != "no manifest":
        (copy / MANIFEST).write_text(json.dumps(manifest))
    assert not is_complete(copy, MODEL)


def test_no_two_products_of_the_graph_overflow_sixteen_bits(story: Story):
    import onnx

    constants = onnx.load(story.folder / "graph.onnx").graph.initializer
    matrices = [onnx.numpy_helper.to_array(constant) for constant in constants if constant.name.endswith(".w")]
    largest = max(abs(matrix.astype(int)).max() for matrix in matrices if matrix.dtype == np.int8)
    assert 2 * 255 * largest <= 32767
    assert sum(matrix.dtype == np.int8 for matrix in matrices) == 4 * 12


def test_a_cache_that_cannot_be_written_is_named_with_what_to_do(tmp_path: Path):
    (tmp_path / "file").write_text("")
    with pytest.raises(ModelError, match=r"cannot be written to .*file.* \(") as raised:
        ensure_model(tmp_path / "file" / "cache")
    assert "320 MB" in raised.value.fix


def test_threads_that_check_a_folder_at_once_do_not_disturb_each_other(tmp_path: Path):
    recipe = Recipe("few", 1, "source", lambda: {"file": lambda: b"content"}, "1 MB")
    folder = ensure_folder(tmp_path, recipe)
    for _ in range(100):
        (folder / CHECKED).unlink()
        with ThreadPoolExecutor(8) as pool:
            assert list(pool.map(lambda _: ensure_folder(tmp_path, recipe), range(8))) == [folder] * 8
    assert sorted(path.name for path in folder.iterdir()) == [CHECKED, "file", MANIFEST]


def test_a_folder_is_used_where_its_check_cannot_be_recorded(tmp_path: Path):
    recipe = Recipe("few", 1, "source", lambda: {"file": lambda: b"content"}, "1 MB")
    folder = ensure_folder(tmp_path, recipe)
    (folder / CHECKED).unlink()
    (folder / CHECKED).mkdir()  # a file cannot take the place of a folder, whoever writes it
    assert ensure_folder(tmp_path, recipe) == folder
    assert sorted(path.name for path in folder.iterdir()) == [CHECKED, "file", MANIFEST]
