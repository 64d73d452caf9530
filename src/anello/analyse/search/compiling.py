"""The only place that knows the compiler of the kernels.

In: a function over numbers and arrays. Out: the same function, compiled at its first call. Promise: the machine code is
kept beside the source or in the user's cache, so that only the first call on a machine waits; where neither can be
written, it is compiled anew in each process. The lock of the interpreter is not held while a kernel runs.

What is kept is dated by the file of the kernel alone: a kernel must call kernels of its own file only, or it would go
on running what another file said earlier.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba  # type: ignore[import-untyped,unused-ignore]

F = TypeVar("F", bound=Callable[..., Any])


def kernel(function: F) -> F:
    """Return the compiled function."""
    try:
        compiled = numba.njit(nogil=True, cache=True)(function)
    except RuntimeError:  # nowhere to keep the machine code
        compiled = numba.njit(nogil=True)(function)
    return cast(F, compiled)
