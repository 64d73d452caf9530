"""The only place that knows the compiler of the kernels.

In: a function over numbers and arrays. Out: the same function, compiled at its first call. Promise: the machine code is
kept beside the source or in the user's cache, so that only the first call on a machine waits; where neither can be
written, it is compiled anew in each process. The lock of the interpreter is not held while a kernel runs.

What is kept is dated by the file of the kernel alone: a kernel must call kernels of its own file only, or it would go
on running what another file said earlier.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import numba  # type: ignore[import-untyped,unused-ignore]

Kernel: TypeAlias = Callable[..., Any]


def kernel(function: Kernel) -> Kernel:
    """Return the compiled function. It may make new arrays."""
    return _compiled(function)


def bare_kernel(function: Kernel) -> Kernel:
    """Return the compiled function, which makes no arrays and so counts no references to those it is given.

    Counting costs more than the search does where a kernel is given dozens of arrays and called for every root.
    """
    return _compiled(function, _nrt=False)


def part_of_kernel(function: Kernel) -> Kernel:
    """Return a function that is written into the kernels that call it: handing over dozens of arrays costs as much."""
    return _compiled(function, _nrt=False, inline="always")


def _compiled(function: Kernel, **options: Any) -> Kernel:
    try:
        compiled: Kernel = numba.njit(nogil=True, cache=True, **options)(function)
    except RuntimeError:  # nowhere to keep the machine code
        compiled = numba.njit(nogil=True, **options)(function)
    return compiled
