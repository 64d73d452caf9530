"""Roots shared among threads, with one budget in the order of the roots.

In: how many roots, a budget, what to do with a stretch of them. Out: what was done, stretch by stretch. Promise: the
outcome is that of one thread going through the roots in order, however many threads there are, also where the budget
runs out; none of them does more work than the whole budget.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeAlias, TypeVar

Made = TypeVar("Made")

Work: TypeAlias = Callable[[Any, int, int, int], tuple[Any, int]]
"""Takes a desk, the first and the last root of a stretch, and a budget; gives a result and the work it took."""


@dataclass(frozen=True, slots=True)
class Shared:
    """The results in the order of the roots; not complete where the budget ran out, and the work done until then."""

    results: tuple[Any, ...]
    complete: bool
    work: int


def share_roots(roots: int, budget: int, work: Work, make_desk: Callable[[], Any], threads: int) -> Shared:
    """Return what `work` gives for all roots within the budget."""
    if threads == 1:
        result, spent = work(make_desk(), 0, roots, budget)
        return Shared((result,), spent <= budget, min(spent, budget))
    return _Queue(roots, budget, work).run(make_desk, threads)


def made_ahead(makes: Iterator[Made]) -> Iterator[Made]:
    """Yield what an iterator makes, a thread of its own making the next while one is in use."""
    with ThreadPoolExecutor(1) as maker:
        coming = maker.submit(lambda: list(islice(makes, 1)))
        while made := coming.result():
            coming = maker.submit(lambda: list(islice(makes, 1)))
            yield made[0]


def _stretches(roots: int) -> Iterator[tuple[int, int]]:
    """Yield stretches: the first roots, which reach most, alone."""
    first = 0
    while first < roots:
        last = min(roots, first + max(1, min(4096, first // 64)))
        yield first, last
        first = last


class _Queue:
    """Hands out stretches and keeps what they gave, so that those at the end of the budget can be told."""

    def __init__(self, roots: int, budget: int, work: Work) -> None:
        self.budget, self.work = budget, work
        self.left = enumerate(_stretches(roots))
        self.lock = threading.Lock()
        self.done: dict[int, tuple[tuple[int, int], Any, int]] = {}
        self.settled = self.spent = 0
        self.errors: list[BaseException] = []

    def run(self, make_desk: Callable[[], Any], threads: int) -> Shared:
        others = [threading.Thread(target=self._take, args=(make_desk,), daemon=True) for _ in range(threads - 1)]
        for other in others:
            other.start()
        self._take(make_desk)
        for other in others:
            other.join()
        if self.errors:
            raise self.errors[0]
        return self._outcome(make_desk)

    def _take(self, make_desk: Callable[[], Any]) -> None:
        """Work off stretches until none is left, the budget is spent or a thread has failed."""
        try:
            desk = make_desk()
            while (taken := self._next()) is not None:
                number, stretch, budget = taken
                result, spent = self.work(desk, *stretch, budget)
                self._settle(number, stretch, result, spent)
        except BaseException as error:  # told by the thread that waits
            self.errors.append(error)

    def _next(self) -> tuple[int, tuple[int, int], int] | None:
        with self.lock:
            if self.errors or self.spent > self.budget:
                return None
            following = next(self.left, None)
            return following and (*following, self.budget - self.spent)

    def _settle(self, number: int, stretch: tuple[int, int], result: Any, spent: int) -> None:
        with self.lock:
            self.done[number] = (stretch, result, spent)
            while self.settled in self.done and self.spent <= self.budget:
                self.spent += self.done[self.settled][2]
                self.settled += 1

    def _outcome(self, make_desk: Callable[[], Any]) -> Shared:
        """Go through the stretches in order; the one in which the budget ends is done anew with what was left."""
        results: list[Any] = []
        spent = 0
        for number in range(len(self.done)):
            stretch, result, work = self.done[number]
            if spent + work > self.budget:
                results.append(self.work(make_desk(), *stretch, self.budget - spent)[0])
                return Shared(tuple(results), False, self.budget)
            results.append(result)
            spent += work
        return Shared(tuple(results), True, spent)
