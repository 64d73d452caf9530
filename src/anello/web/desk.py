"""The desk: an open study, and what was made of it for those who ask.

In: a study. Out: `Sight`s, each what the study says as of a day at a floor with what was reckoned from it. Promise: a
view is made once however many ask for it at the same time; only so many are kept; what changes the study makes all
anew, under another digest.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from datetime import date
from typing import Any, TypeVar

from anello import __version__
from anello.model import digest_of
from anello.pipeline import open_ledger
from anello.pipeline.opening import party_ids
from anello.show import View
from anello.store import Study
from anello.tables import to_json

T = TypeVar("T")

VIEWS = 8
"""Views that are kept: one is as large as the study in memory."""


class Once:
    """Values by key, each made once, also where several threads ask at the same time; the oldest go beyond `most`."""

    def __init__(self, most: int | None = None) -> None:
        self._most = most
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
    """A view, and what was reckoned from it."""

    def __init__(self, view: View) -> None:
        self.view = view
        self._once = Once()

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what is kept under a key, made where it is not yet."""
        return self._once.get(key, make)


class Desk:
    """An open study with the views that were asked for."""

    def __init__(self, study: Study, *, review: bool = False, views: int = VIEWS) -> None:
        self.study = study
        self.review = review
        self._sights = Once(views)
        self._digest: str | None = None
        self._lock = threading.Lock()

    @property
    def digest(self) -> str:
        """Return what all answers depend on: the content of the study, what users said of deals, the version."""
        with self._lock:
            if self._digest is None:
                links = to_json(list(self.study.links())).decode()
                self._digest = digest_of(self.study.digest(), links, __version__, self.review)
            return self._digest

    def sight(self, as_of: date | None = None, floor: str | None = None) -> Sight:
        """Return what the study says as of a day at a floor.

        Raises:
            StoreError: the study could not be read.
            SettingsError: the floor is no status.
        """
        key = (self.digest, as_of, floor)
        return self._sights.get(key, lambda: Sight(open_ledger(self.study, as_of=as_of, floor=floor)))

    def view(self, as_of: date | None = None, floor: str | None = None) -> View:
        """Return the view as of a day at a floor; errors as of `sight`."""
        return self.sight(as_of, floor).view

    def party_ids(self, as_of: date | None = None) -> Mapping[str, str]:
        """Return which party each mention is as of a day: mention id -> party id.

        Raises:
            StoreError: the study could not be read.
        """
        sight = self.sight(as_of)
        return sight.once("party ids", lambda: party_ids(self.study, sight.view))

    def changed(self) -> None:
        """Forget all that was made, since the study is another one now."""
        with self._lock:
            self._digest = None
        self._sights.clear()
