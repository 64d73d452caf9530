"""The sources of the project, parsed once, for the checks of this folder."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "anello"
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Source:
    """A file of the package with its tree."""

    path: Path
    text: str
    tree: ast.Module

    @property
    def name(self) -> str:
        return self.path.relative_to(ROOT).as_posix()

    def functions(self) -> Iterator[Function]:
        for node in ast.walk(self.tree):
            if isinstance(node, FUNCTIONS):
                yield node

    def public(self) -> Iterator[tuple[str, Function]]:
        """Yield the public functions and methods of public classes, with their dotted names."""
        for node in self.tree.body:
            if isinstance(node, FUNCTIONS) and not node.name.startswith("_") and "overload" not in decorators(node):
                yield node.name, node
            elif isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                for part in node.body:
                    if isinstance(part, FUNCTIONS) and not part.name.startswith("_"):
                        yield f"{node.name}.{part.name}", part


def decorators(function: Function) -> set[str]:
    """The plain names among the decorators of a function."""
    return {node.id for node in function.decorator_list if isinstance(node, ast.Name)}


@cache
def sources() -> tuple[Source, ...]:
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        found.append(Source(path, text, ast.parse(text)))
    return tuple(found)


@cache
def written() -> tuple[Path, ...]:
    """Every text file that belongs to the project."""
    skipped = {".git", ".hypothesis", ".venv", "__pycache__", "build", "built", "dist", "node_modules"}
    kinds = {
        ".py",
        ".md",
        ".toml",
        ".txt",
        ".lock",
        ".jsonl",
        ".tsv",
        ".csv",
        ".svg",
        ".sql",
        ".yaml",
        ".json",
        ".ts",
        ".css",
        ".html",
        "",
    }
    found = []
    for path in sorted(ROOT.rglob("*")):
        parts = path.relative_to(ROOT).parts
        ours = not any(part in skipped or part.endswith("_cache") for part in parts)
        if ours and path.is_file() and path.suffix in kinds:
            found.append(path)
    return tuple(found)
