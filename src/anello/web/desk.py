"""The desk: an open study, and what was made of it for those who ask.

In: a study. Out: `Sight`s, each what the study says as of a day at a floor with what was reckoned from it. Promise: a
view is made once however many ask for it at the same time; only so many are kept; what changes the study makes all
anew, under another digest.
"""

from __future__ import annotations

import gc
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from datetime import date
from typing import Any, NamedTuple, TypeVar

from anello import __version__
from anello.committing import Commitments
from anello.model import digest_of
from anello.pipeline.opening import Told, read_told, view_at
from anello.show import View
from anello.store import Study

T = TypeVar("T")

VIEWS = 8
"""Views that are kept: one is as large as the study in memory."""


class Scope(NamedTuple):
    """As of which day, and above which floor."""

    as_of: date | None = None
    floor: str | None = None


class Once:
    """Values by key, each made once, also where several threads ask at the same time; the oldest go beyond `most`.

    `lasting` values are passed over by the garbage collector, which would stop everything for seconds to walk them;
    they go all the same when nobody holds them any more.
    """

    def __init__(self, most: int | None = None, *, lasting: bool = False) -> None:
        self._most, self._lasting = most, lasting
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()
        self._locks: dict[Hashable, threading.RLock] = {}
        self._guard = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return the value of a key, made if it is not kept; what fails is not kept."""
        with self._guard:
            if key in self._kept:
                self._kept.move_to_end(key)
                kept: T = self._kept[key]
                return kept
            lock = self._locks.setdefault(key, threading.RLock())
        with lock:
            with self._guard:
                if key in self._kept:
                    found: T = self._kept[key]
                    return found
            try:
                made = make()
            except BaseException:
                with self._guard:
                    self._locks.pop(key, None)
                raise
            if self._lasting:
                gc.freeze()
            with self._guard:
                self._kept[key] = made
                self._locks.pop(key, None)
                while self._most is not None and len(self._kept) > self._most:
                    self._kept.popitem(last=False)
            return made

    def clear(self) -> None:
        """Forget everything."""
        with self._guard:
            self._kept.clear()


class Sight:
    """A view, what is told up to its day, and what was reckoned from both; all floors share the `commitments`."""

    def __init__(self, view: View, told: Told, commitments: Commitments, *, lasting: bool = False) -> None:
        self.view, self.told, self.commitments = view, told, commitments
        self._once = Once(lasting=lasting)

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what is kept under a key, made where it is not yet."""
        return self._once.get(key, make)


class Desk:
    """An open study with the views that were asked for; `lasting` where it serves for as long as the process lives."""

    def __init__(self, study: Study, *, review: bool = False, views: int = VIEWS, lasting: bool = False) -> None:
        self.study = study
        self.review = review
        self._lasting = lasting
        self._sights = Once(views, lasting=lasting)
        self._told = Once(max(1, views // 2), lasting=lasting)
        self._kept = Once(views, lasting=lasting)
        self._digest: str | None = None
        self._changes = 0
        self._lock = threading.Lock()

    @property
    def digest(self) -> str:
        """Return what all answers depend on: the content of the study with what people decided, the version.

        No two states of one desk share it, also where a decision that is taken back gives the former study.
        """
        with self._lock:
            if self._digest is None:
                self._digest = digest_of(self.study.digest(), __version__, self.review, self._changes)
            return self._digest

    @property
    def known_digest(self) -> str | None:
        """Return the digest without waiting, None where it must be reckoned first."""
        return self._digest

    def sight(self, as_of: date | None = None, floor: str | None = None) -> Sight:
        """Return what the study says as of a day at a floor.

        Raises:
            StoreError: the study could not be read.
            SettingsError: the floor is no status.
        """
        return self._sights.get((self.digest, as_of, floor), lambda: self._see(as_of, floor))

    def _see(self, as_of: date | None, floor: str | None) -> Sight:
        told = self.told(as_of)
        kept = self.once(("commitments", as_of), lambda: Commitments({claim.id: claim for claim in told.claims}))
        return Sight(view_at(told, floor), told, kept, lasting=self._lasting)

    def told(self, as_of: date | None = None) -> Told:
        """Return all that the study tells up to a day, which the views at all floors share.

        Raises:
            StoreError: the study could not be read.
        """
        return self._told.get((self.digest, as_of), lambda: read_told(self.study, as_of=as_of))

    def view(self, as_of: date | None = None, floor: str | None = None) -> View:
        """Return the view as of a day at a floor; errors as of `sight`."""
        return self.sight(as_of, floor).view

    def whole(self) -> View:
        """Return the view of the whole study, also where a desk of another kind shows less."""
        return Desk.sight(self).view

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what is kept under a key for all floors, made where it is not yet."""
        return self._kept.get((self.digest, key), make)

    def leave(self) -> None:
        """Forget all that was made, and show it to the garbage collector again where it was kept from it."""
        for kept in (self._sights, self._told, self._kept):
            kept.clear()
        if self._lasting:
            gc.unfreeze()

    def change(self, act: Callable[[Study], T]) -> T:
        """Let something change the study, and forget all that was made, since the study is another one then.

        Raises:
            AnelloError: what `act` raises.
        """
        with self._lock:
            done = act(self.study)
            self._digest = None
            self._changes += 1
            self._sights.clear()
            self._told.clear()
            self._kept.clear()
            return done
