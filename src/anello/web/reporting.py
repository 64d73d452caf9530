"""A report: the answers of the API for every day and floor that fit, and what was left out.

In: a study, the day and floor at which it ends, a budget in bytes. Out: a `Report`, ready for `anello.web.sheet`.
Promise: each answer is the one that the server gives; the first screen comes first, then what it opens, then the days,
spread evenly; what is left out is counted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any, TypeAlias
from urllib.parse import urlencode

from anello.errors import SettingsError
from anello.model import STATUSES
from anello.store import Study
from anello.web.asking import Asker
from anello.web.books import Book, Shelf, Slices
from anello.web.desk import Desk, Sight
from anello.web.finding import search_texts

Question: TypeAlias = tuple[str, dict[str, Any]]
"""A path with its parameters, without day and floor."""

LISTS: tuple[Question, ...] = (
    ("/map", {}),
    *((f"/{name}", {}) for name in ("rings", "deals", "parties", "ladder", "funded", "owners", "compute")),
    *((f"/{name}", {}) for name in ("valuations", "conflicts", "differences", "origins", "stress", "flows")),
    ("/flows", {"by_year": True}),
)
"""What every page asks at a day and a floor."""

DETAILS = 60
"""Answers in one book of details."""

Told = Callable[[int, int], None]
"""Is told how many days are done, of how many."""


@dataclass(frozen=True, slots=True)
class Report:
    """The answers in their books, and what the page says of them."""

    study: dict[str, Any]
    books: tuple[Book, ...]
    days: tuple[str, ...]
    as_of: str | None
    floor: str | None
    left: dict[str, int] = field(default_factory=dict)

    def index(self) -> dict[str, Any]:
        """Return what the page must know before it opens a book."""
        return {
            "study": self.study,
            "as_of": self.as_of,
            "floor": self.floor,
            "days": list(self.days),
            "books": [{"start": book.start, "needs": list(book.needs)} for book in self.books],
            "slices": _places_of(self.books),
            "left": self.left,
        }


class CutDesk(Desk):
    """A desk that knows nothing after a day, and nothing below a floor."""

    def __init__(self, study: Study, last: date | None, least: str | None) -> None:
        super().__init__(study, views=12)
        self.last, self.least = last, least

    def sight(self, as_of: date | None = None, floor: str | None = None) -> Sight:
        """Return what the study says; a later day is the last one, a lower floor the least one."""
        days = [day for day in (as_of, self.last) if day is not None]
        floors = [status for status in (floor, self.least) if status is not None]
        return super().sight(min(days, default=None), max(floors, key=STATUSES.index, default=None))


def make_report(
    study: Study,
    *,
    budget: int,
    as_of: date | None = None,
    floor: str | None = None,
    told: Told = lambda done, of: None,
) -> Report:
    """Return the report of a study.

    Raises:
        SettingsError: the budget does not hold the first screen, or nothing was published by the day.
        StoreError: the study could not be read.
    """
    asker = Asker(CutDesk(study, as_of, floor))
    study_view = asker.ask("/study", {}, None, None) or {}
    if not study_view.get("articles"):
        raise SettingsError("there is nothing to report: no article was published by then; see `anello articles`")
    above = [status for status in study_view["floors"] if status is not None and _is_above(status, floor)]
    making = _Making(asker, budget, ["", *above])
    making.bind_first()
    earlier = [entry["day"] for entry in study_view["days"]][:-1]
    making.bind_details(lambda: told(0, len(earlier)))
    days = making.bind_days(earlier, told)
    shown = study_view | {"floors": [floor, *above], "days": thin(study_view["days"], days), "review": False}
    left = making.left | {"days": len(earlier) - len(days), "of_days": len(earlier) + 1}
    last = as_of.isoformat() if as_of else None
    return Report(shown, tuple(making.shelf.books), tuple(days), last, floor, left)


def _is_above(status: str, least: str | None) -> bool:
    """Tell whether a step of the floor says more than the least one."""
    return least is None or STATUSES.index(status) > STATUSES.index(least)


def thin(days: Sequence[dict[str, Any]], kept: Iterable[str]) -> list[dict[str, Any]]:
    """Return the days that are kept, and the last; each with the articles since the one before.

    >>> thin([{"day": "1", "articles": 2}, {"day": "2", "articles": 3}, {"day": "3", "articles": 1}], ["2"])
    [{'day': '2', 'articles': 5}, {'day': '3', 'articles': 1}]
    """
    found, waiting, chosen = [], 0, set(kept)
    for number, entry in enumerate(days):
        waiting += entry["articles"]
        if entry["day"] in chosen or number == len(days) - 1:
            found.append({"day": entry["day"], "articles": waiting})
            waiting = 0
    return found


def spread(count: int) -> Iterator[int]:
    """Yield numbers below a count so that however many are taken, they lie evenly: ends first, then middles.

    >>> list(spread(6))
    [0, 5, 2, 1, 3, 4]
    """
    yield from dict.fromkeys((0, count - 1) if count else ())
    gaps = [(0, count - 1)]
    while gaps:
        middles = [((low + high) // 2, low, high) for low, high in gaps if high - low > 1]
        yield from (middle for middle, _, _ in middles)
        gaps = [gap for middle, low, high in middles for gap in ((low, middle), (middle, high))]


def key_of(question: Question) -> str:
    """Return a question without its day, floor and page, as the page spells it."""
    path, parameters = question
    query = urlencode(
        sorted((name, str(value).lower() if value is True else value) for name, value in parameters.items())
    )
    return path + (f"?{query}" if query else "")


def slice_of(day: str, floor: str) -> str:
    """Return the name of a slice; both empty is the report as a whole."""
    return f"{day}|{floor}"


def _places_of(books: Sequence[Book]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for number, book in enumerate(books):
        for name in book.slices:
            found.setdefault(name, []).append(number)
    return found


class _Making:
    """A report under way."""

    def __init__(self, asker: Asker, budget: int, floors: Sequence[str]) -> None:
        self.asker, self.budget, self.floors = asker, budget, floors
        self.shelf = Shelf()
        self.left: dict[str, int] = {}
        self.first: dict[str, dict[str, Any]] = {}

    def bind_first(self) -> None:
        """Bind the lists of the report as a whole, at each floor.

        Raises:
            SettingsError: they do not fit.
        """
        self.first = {floor: self._lists("", floor) for floor in self.floors}
        if not self._fits({slice_of("", floor): lists for floor, lists in self.first.items()}):
            raise SettingsError(
                f"a budget of {self.budget / 1e6:.3g} MB does not hold even the first screen; give more with --budget"
            )

    def bind_details(self, told: Callable[[], None]) -> None:
        """Bind what the lists open, as far as it fits; `told` is called now and then."""
        listed = self._ask(("/claims", {}), "", "")
        claims: list[Question] = [(f"/claims/{claim['id']}", {}) for claim in listed["items"]] if listed else []
        asked = [(floor, question) for floor in self.floors for question in details_of(self.first[floor], not floor)]
        asked += [("", ("/search", {})), *(("", question) for question in claims)]
        rest, done = iter(asked), 0
        while part := list(islice(rest, DETAILS)):
            slices: dict[str, dict[str, Any]] = {}
            for floor, question in part:
                self._put(slices.setdefault(slice_of("", floor), {}), question, "", floor)
            if not self._fits(slices):
                break
            done += len(part)
            told()
        self.left = {"details": len(asked) - done, "of_details": len(asked)}

    def bind_days(self, days: Sequence[str], told: Told) -> list[str]:
        """Bind as many days as fit, spread evenly, each with all floors and what they open; return them in order."""
        kept: list[str] = []
        for number in () if self.left["details"] else spread(len(days)):
            slices: dict[str, dict[str, Any]] = {}
            for floor in self.floors:
                found = slices[slice_of(days[number], floor)] = self._lists(days[number], floor)
                for question in details_of(found, not floor):
                    self._put(found, question, days[number], floor)
            if not self._fits(slices):
                break
            kept.append(days[number])
            told(len(kept), len(days))
        return sorted(kept)

    def _fits(self, slices: Slices) -> bool:
        return self.shelf.add(slices, self.budget - self.shelf.size)

    def _lists(self, day: str, floor: str) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for question in LISTS:
            self._put(found, question, day, floor)
        return found

    def _put(self, found: dict[str, Any], question: Question, day: str, floor: str) -> None:
        searched = question == ("/search", {})
        answer = search_texts(self.asker.desk) if searched else self._ask(question, day, floor)
        if answer is not None:
            found[key_of(question)] = answer

    def _ask(self, question: Question, day: str, floor: str) -> Any | None:
        path, parameters = question
        return self.asker.ask(path, parameters, day or None, floor or None)


def details_of(lists: Mapping[str, Any], least: bool) -> list[Question]:
    """Return what the lists of a slice open: rings, parties and scenarios at each floor, deals at the least one.

    A claim is the same on every day, so the report as a whole has them all.
    """

    def ids(path: str, key: str = "id", items: str = "items") -> list[str]:
        found = (entry[key] for entry in lists.get(path, {}).get(items, ()))
        return [one["id"] if isinstance(one, dict) else one for one in found]

    asked: list[Question] = [(f"/rings/{key}", {}) for key in ids("/rings")]
    if least:
        asked += [(f"/deals/{key}", {}) for key in ids("/deals")]
        asked += [(f"/origins/{key}", {}) for key in ids("/origins", "deal")]
    asked += [(f"/parties/{key}", {}) for key in ids("/map", items="parties")]
    asked += [("/compute", {"buyer": key}) for key in ids("/compute", "buyer")]
    return asked + [(f"/stress/{key}", {}) for key in ids("/stress")]
