"""What the program's code can say to people, read from its syntax trees, each value in it as {}."""

import ast
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

_ROOT = Path(__file__).parents[2]
# Calls that say something to people, besides the errors that are made from DzhereloError.
_SAYING = {"Finding", "Notice", "wrong_usage", "UnreadableError", "DamagedRowError", "ValueError"}
_SAYING |= {"_damage", "damage", "_damaged"}  # functions that make an error of a text
# A name stands for what was assigned to it, which may be another name.
_NAMES_FOLLOWED = 3


def said(folders: Iterable[str]) -> dict[str, str]:
    """Every text that code in these folders gives to an error, a finding or a notice, with its place."""
    found: dict[str, str] = {}
    names = _error_names() | _SAYING
    for path in _modules(folders):
        tree = _tree(path)
        assigned = _assigned(tree)
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and _name(node.func) in names:
                for given in (*node.args, *(keyword.value for keyword in node.keywords)):
                    for text in _texts(given, assigned, _NAMES_FOLLOWED):
                        found.setdefault(text, f"{path.relative_to(_ROOT)}:{node.lineno}")
    return found


def _error_names() -> set[str]:
    """The names of DzhereloError and of all errors that are made from it."""
    classes = [node for path in _modules(("index", "qa", "ui")) for node in ast.walk(_tree(path))]
    above = {
        node.name: {base.id for base in node.bases if isinstance(base, ast.Name)}
        for node in classes
        if isinstance(node, ast.ClassDef)
    }
    names = {"DzhereloError"}
    while more := {name for name, bases in above.items() if bases & names} - names:
        names |= more
    return names


def _modules(folders: Iterable[str]) -> Iterator[Path]:
    for folder in folders:
        yield from sorted((_ROOT / folder).rglob("*.py"))


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _assigned(tree: ast.Module) -> dict[str, list[ast.expr]]:
    found: dict[str, list[ast.expr]] = {}
    for node in ast.walk(tree):
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                found.setdefault(name, []).append(value)
            case ast.Assign(targets=[ast.Tuple(elts=names)], value=ast.Tuple(elts=values)):
                for target, value in zip(names, values, strict=False):
                    found.setdefault(_name(target), []).append(value)
    return found


def _texts(node: ast.expr, assigned: dict[str, list[ast.expr]], names: int) -> Iterator[str]:
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.JoinedStr(values=parts):
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in parts)
        case ast.IfExp(body=one, orelse=other):
            yield from _texts(one, assigned, names)
            yield from _texts(other, assigned, names)
        case ast.BoolOp(values=values):
            for value in values:
                yield from _texts(value, assigned, names)
        case ast.Name(id=name) if names:
            for value in assigned.get(name, []):
                yield from _texts(value, assigned, names - 1)
