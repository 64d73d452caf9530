"""Docstrings: a module says what goes in, what comes out and what it promises; a function begins with an imperative."""

from __future__ import annotations

import ast

import pytest
from house_sources import Source, decorators, sources


@pytest.mark.parametrize("source", sources(), ids=lambda source: source.name)
def test_modules_say_what_they_promise(source: Source) -> None:
    said = ast.get_docstring(source.tree) or ""
    assert said, "no docstring"
    if (source.path.name == "__init__.py" and source.path.parent.name == "anello") or source.path.name == "__main__.py":
        return
    missing = [word for word in ("In:", "Out:", "Promise:") if word not in said]
    assert missing == []


def test_public_functions_say_what_they_do() -> None:
    silent = [f"{s.name} {name}" for s in sources() for name, f in s.public() if not ast.get_docstring(f)]
    assert silent == []


def test_docstrings_begin_with_an_imperative_line() -> None:
    wrong = []
    for source in sources():
        for name, function in source.public():
            if decorators(function) & {"property", "cached_property"}:
                continue
            first = (ast.get_docstring(function) or "").split("\n")[0]
            verb = first.split(" ")[0].rstrip(",;:.")
            if first[-1:] not in ".:" or (verb.endswith("s") and not verb.endswith("ss")):
                wrong.append(f"{source.name} {name}: {first}")
    assert wrong == []


def raised_here(function: ast.AST) -> set[str]:
    """The names of exceptions that the function itself raises by name."""
    inner = [n for n in ast.walk(function) if isinstance(n, ast.FunctionDef | ast.Lambda) and n is not function]
    hidden = {id(x) for n in inner for x in ast.walk(n)}
    raised = [n.exc for n in ast.walk(function) if isinstance(n, ast.Raise) and id(n) not in hidden]
    names = {call.func.id for call in raised if isinstance(call, ast.Call) and isinstance(call.func, ast.Name)}
    spoken = {name for name in names if not name.startswith("_")}
    return spoken - {"SystemExit", "BadParameter", "NotImplementedError", "AttributeError"}


def test_raises_are_told() -> None:
    silent = [
        f"{source.name} {name} raises {error}"
        for source in sources()
        for name, function in source.public()
        for error in sorted(raised_here(function))
        if error not in (ast.get_docstring(function) or "")
    ]
    assert silent == []
