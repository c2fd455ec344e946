"""S7: nothing that is read becomes code, checked on the syntax tree of every module of the product."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MODULES = sorted(path for package in ("dzherelo", "index", "qa", "ui") for path in (ROOT / package).rglob("*.py"))
BANNED_MODULES = {"pickle", "cPickle", "dill", "joblib", "shelve", "marshal", "cloudpickle"}
BANNED_CALLS = {"eval", "exec", "compile", "__import__"}
BANNED_METHODS = {
    ("yaml", "load"), ("yaml", "unsafe_load"), ("yaml", "full_load"), ("torch", "load"), ("os", "system"),
}  # fmt: skip


def dangers(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names]
            yield from (f"imports {name}" for name in names if name.split(".")[0] in BANNED_MODULES)
        elif isinstance(node, ast.Call):
            yield from _call(node)


def _call(node: ast.Call) -> Iterator[str]:
    if isinstance(node.func, ast.Name) and node.func.id in BANNED_CALLS:
        yield f"calls {node.func.id}"
    if isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name):
        if (node.func.value.id, node.func.attr) in BANNED_METHODS:
            yield f"calls {node.func.value.id}.{node.func.attr}"
        if (node.func.value.id, node.func.attr) == ("np", "load") and not any(
            keyword.arg == "allow_pickle" for keyword in node.keywords
        ):
            yield "loads an array without refusing pickles"
    for keyword in node.keywords:
        wrong = isinstance(keyword.value, ast.Constant) and keyword.value.value is True
        if keyword.arg in ("allow_pickle", "shell", "trust_remote_code") and wrong:
            yield f"passes {keyword.arg}=True"


@pytest.mark.parametrize("path", MODULES, ids=[path.relative_to(ROOT).as_posix() for path in MODULES])
def test_no_module_makes_code_of_data(path):
    assert list(dangers(path.read_text())) == []


@pytest.mark.parametrize(
    "source",
    ["import pickle", "from joblib import load", "eval(x)", "yaml.load(x)", "np.load(x)",
     "np.load(x, allow_pickle=True)",
     "subprocess.run(x, shell=True)", "from marshal import loads", "os.system(x)", "exec(x)"],
)  # fmt: skip
def test_the_check_sees_what_it_is_for(source):
    assert len(list(dangers(source))) >= 1
