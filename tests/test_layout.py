"""The house as CONTRIBUTING draws it: imports point one way, and asking a question loads nothing heavy."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

import dzherelo
import index
import qa

ROOT = Path(__file__).parents[1]
MAY_IMPORT = {
    "index": {"index"},
    "qa": {"qa", "index"},
    "ui": {"ui", "qa", "index"},
    "dzherelo": {"dzherelo", "ui", "qa", "index"},
}
HEAVY = {"torch", "sentence_transformers", "transformers", "gradio", "langchain_core", "trafilatura", "sklearn"}
HEAVY |= {"fastapi", "mcp", "prometheus_client", "haystack", "pymilvus", "ui.api"}


def imported(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield (node.module or "").partition(".")[0]


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_imports_point_from_ui_to_qa_to_index(package):
    ours = {
        (path.relative_to(ROOT).as_posix(), name)
        for path in (ROOT / package).rglob("*.py")
        for name in imported(path)
        if name in MAY_IMPORT and name not in MAY_IMPORT[package]
    }
    assert ours == set()


def test_only_the_page_knows_markup():
    others = [
        path
        for folder in ("api", "chat", "cli", "corpus", "history", "texts")
        for path in (ROOT / "ui" / folder).rglob("*.py")
    ]
    assert len(others) > 40
    assert [path for path in others if "ui.markup" in path.read_text(encoding="utf-8")] == []


def test_the_fixed_names_are_there():
    assert set(index.__all__) >= {"BuildReport", "build"}
    assert set(qa.__all__) >= {"Answer", "Assistant", "Citation", "Hit", "ask", "retrieve"}
    for package in (index, qa):
        assert len(package.__all__) <= 7
        assert all(hasattr(package, name) for name in package.__all__)


def test_dzherelo_is_the_public_names_under_one_name():
    names = {"BuildReport", "DzhereloError", "build", *qa.__all__}
    assert set(dzherelo.__all__) == names
    assert all(getattr(dzherelo, name) is getattr(qa if name in qa.__all__ else index, name) for name in names)


def run_beside(place, *options):
    (place / "script.py").write_text("import dzherelo; print(dzherelo.build.__module__)")
    command = [sys.executable, *options, str(place / "script.py")]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=place, env=environment)


def test_a_folder_named_as_our_package_beside_a_script_hides_nothing(tmp_path):
    (tmp_path / "index").mkdir()
    assert run_beside(tmp_path).stdout == "index.build\n"


def test_a_module_that_hides_our_package_is_named_with_what_to_do(tmp_path):
    (tmp_path / "index.py").touch()
    hidden = run_beside(tmp_path)
    assert f"ImportError: {tmp_path / 'index.py'} hides the package index of Dzherelo" in hidden.stderr
    assert "python -P" in hidden.stderr
    assert run_beside(tmp_path, "-P").stdout == "index.build\n"


def test_asking_imports_neither_torch_nor_gradio(shipped_index):
    program = (
        f"import sys, qa; answer = qa.ask('Коли вийшов друком перший «Кобзар»?', index_dir={str(shipped_index)!r});"
        f"print(answer.status, sorted({HEAVY!r} & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT)
    assert run.stdout == "answered []\n"


def test_the_command_line_loads_no_interface_before_it_is_asked_for():
    program = f"import sys, ui.cli; print(sorted({HEAVY!r} & set(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT)
    assert run.stdout == "[]\n"
