"""Size budgets: short functions, short files, few parameters."""

from __future__ import annotations

import statistics

from house_sources import Function, sources

FILE_CAP, FUNCTION_CAP, PARAMETER_CAP = 600, 60, 8
FILE_BUDGET, MEDIAN, NINETIETH = 400, 10, 30

LONG_FILES: dict[str, str] = {
    "src/anello/tables/columns.py": "the one place that knows columns: splitting it would make two",
    "src/anello/extract/refine.py": "one pass over drafts; its rules refer to each other",
    "src/anello/reconcile/slots.py": "the keys of all sixteen claim types stand side by side",
}
"""Files of 400 to 600 lines, each with its reason."""


def lines_of(function: Function) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def test_files_are_short() -> None:
    lengths = {source.name: source.text.count("\n") for source in sources()}
    assert {name: n for name, n in lengths.items() if n > FILE_CAP} == {}
    assert {name: n for name, n in lengths.items() if n > FILE_BUDGET and name not in LONG_FILES} == {}


def test_the_list_of_long_files_is_true() -> None:
    assert sorted(LONG_FILES.keys() - {source.name for source in sources()}) == []


def test_functions_are_short() -> None:
    long = {f"{s.name}:{f.lineno} {f.name}": lines_of(f) for s in sources() for f in s.functions()}
    assert {name: n for name, n in long.items() if n > FUNCTION_CAP} == {}
    lengths = sorted(long.values())
    assert statistics.median(lengths) < MEDIAN
    assert lengths[int(0.9 * len(lengths))] < NINETIETH


def test_functions_take_few_parameters() -> None:
    many = []
    for source in sources():
        for function in source.functions():
            named = [a.arg for a in (*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs)]
            if len([name for name in named if name not in ("self", "cls")]) > PARAMETER_CAP:
                many.append(f"{source.name}:{function.lineno} {function.name}")
    assert many == []
