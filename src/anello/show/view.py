"""The view: all findings of a study as of one day at one floor, with look-ups by id.

In: the records that the rooms computed. Out: a `View`. Promise: frozen; look-ups are built once; what is asked for by
an id, the beginning of an id or a name is found, or the error says what would have been.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TypeVar

from anello.errors import NotFound, SettingsError
from anello.lang.directory import load_directory
from anello.model import (
    STATUSES,
    Article,
    Circle,
    Citation,
    Claim,
    Conflict,
    Deal,
    DealGraph,
    Echo,
    Flow,
    Leg,
    Link,
    OutletRecord,
    Party,
    Report,
    Ring,
    Valuation,
    Verdict,
)
from anello.show.views import Json, LegViews

Record = Claim | Deal | Party | Ring | Valuation
Told = TypeVar("Told", Claim, Deal, Party)


LEAST_OF_ID = 2
"""Everything begins with nothing, and half of it with one character: too little to mean something."""


@dataclass(frozen=True, eq=False)
class View:
    """What a study says as of `as_of` (None: all of it) where `floor` is the least binding status that counts.

    `deals`, `echoes` and `conflicts` are those at or above the floor; `claims` are all up to the day, since a deal
    rests on its denials too. `rings_complete` is False where the search ran out of its budget. `verdicts` are those of
    users and the open questions. `links` are those between deals that are shown; `circles`, `outlets` and
    `first_reports` (deal id -> one an outlet) are of them too. `rejected` are claims that a person rejected: nothing
    above rests on them; `reviewed` says of each claim that a person looked at whether it is "confirmed" or "rejected".
    """

    articles: Mapping[str, Article]
    claims: tuple[Claim, ...]
    citations: tuple[Citation, ...]
    parties: tuple[Party, ...]
    deals: tuple[Deal, ...]
    conflicts: tuple[Conflict, ...]
    echoes: tuple[Echo, ...]
    graph: DealGraph
    rings: tuple[Ring, ...]
    rings_complete: bool
    measured: Flow | Callable[[], Flow]
    as_of: date | None = None
    floor: str | None = None
    links: tuple[Link, ...] = ()
    valuations: tuple[Valuation, ...] = ()
    circles: tuple[Circle, ...] = ()
    outlets: tuple[OutletRecord, ...] = ()
    first_reports: Mapping[str, tuple[Report, ...]] = field(default_factory=dict)
    verdicts: tuple[Verdict, ...] = ()
    rejected: tuple[Claim, ...] = ()
    reviewed: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def flow(self) -> Flow:
        """How much of the money is circular; it is measured when it is first asked for."""
        return self.measured() if callable(self.measured) else self.measured

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Party id -> name, with the groups that parties belong to."""
        entries = load_directory().entries
        groups = {party.parent for party in self.parties if party.parent}
        named = {group: entries[group].name for group in groups if group in entries}
        return named | {party.id: party.name for party in self.parties}

    @cached_property
    def party_of(self) -> Mapping[str, Party]:
        """Party id -> party."""
        return {party.id: party for party in self.parties}

    @cached_property
    def mention_names(self) -> Mapping[str, str]:
        """Mention id -> name, as the articles give it."""
        mentions = {(m.id, m.name) for claim in self.claim_of.values() for named in claim.roles.values() for m in named}
        return dict(sorted(mentions, reverse=True))

    @cached_property
    def claim_of(self) -> Mapping[str, Claim]:
        """Claim id -> claim, the rejected ones included."""
        return {claim.id: claim for claim in (*self.claims, *self.rejected)}

    @cached_property
    def deal_of(self) -> Mapping[str, Deal]:
        """Deal id -> deal."""
        return {deal.id: deal for deal in self.deals}

    @cached_property
    def echo_of(self) -> Mapping[str, Echo]:
        """Deal id -> echo."""
        return {echo.deal: echo for echo in self.echoes}

    @cached_property
    def leg_of(self) -> Mapping[str, Leg]:
        """Leg id -> leg."""
        return {leg.id: leg for leg in self.graph.legs}

    @cached_property
    def leg_views(self) -> Mapping[str, Json]:
        """Leg id -> its plain view."""
        return LegViews(self.leg_of, self.names)

    @cached_property
    def deals_of(self) -> Mapping[str, tuple[Deal, ...]]:
        """Party id -> its deals."""
        found: dict[str, list[Deal]] = {}
        for deal in self.deals:
            for party in dict.fromkeys(deal.parties):
                found.setdefault(party, []).append(deal)
        return {party: tuple(deals) for party, deals in found.items()}

    @cached_property
    def links_of(self) -> Mapping[str, tuple[Link, ...]]:
        """Deal id -> the links that it stands in."""
        found: dict[str, list[Link]] = {}
        for link in self.links:
            for deal in dict.fromkeys((link.deal, link.other)):
                found.setdefault(deal, []).append(link)
        return {deal: tuple(links) for deal, links in found.items()}

    def find_record(self, key: str) -> Record:
        """Return the claim, deal, ring, valuation or party with this id, beginning of an id, or name.

        The whole id of a leg stands for its deal.

        Raises:
            NotFound: nothing fits.
            SettingsError: more than one thing fits.
        """
        wanted = key.strip()
        exact: list[Record] = [r for r in self._records() if r.id == wanted]
        fits = exact or self._named(wanted) or self._beginning(wanted)
        if not fits and wanted in self.leg_of:
            return self.deal_of[self.leg_of[wanted].deal]
        if not fits:
            if len(wanted) < LEAST_OF_ID:
                raise NotFound(f"{key!r} is too short; give {LEAST_OF_ID} characters of an id or more, or a name")
            raise NotFound(f"nothing in this study is called {key!r}; list ids with `anello deals` or `anello claims`")
        if len(fits) > 1:
            some = ", ".join(f"{type(r).__name__.lower()} {r.id}" for r in fits[:5])
            raise SettingsError(f"{key!r} fits {len(fits)} records ({some}, ...); give more of the id")
        return fits[0]

    def find_deal(self, key: str) -> Deal:
        """Return the deal with this id or beginning of an id.

        Raises:
            NotFound: no deal fits.
            SettingsError: more than one deal fits.
        """
        wanted = key.strip()
        if wanted in self.deal_of:
            return self.deal_of[wanted]
        fits = [deal for deal in self.deals if wanted and deal.id.startswith(wanted)]
        return _only(fits, key, "deals", f"no deal {key!r} here; list their ids with `anello deals`")

    def find_claim(self, key: str) -> Claim:
        """Return the claim with this id or beginning of an id, rejected or not.

        Raises:
            NotFound: no claim fits.
            SettingsError: more than one claim fits.
        """
        wanted = key.strip()
        fits = [claim for claim in self.claim_of.values() if len(wanted) >= LEAST_OF_ID and claim.id.startswith(wanted)]
        return _only(fits, key, "claims", f"no claim {key!r} here; list their ids with `anello claims`")

    def find_party(self, key: str) -> Party:
        """Return the party with this id, beginning of an id, or name.

        Raises:
            NotFound: nobody fits.
            SettingsError: more than one party fits.
        """
        wanted = key.strip()
        if wanted in self.party_of:
            return self.party_of[wanted]
        fits = self._named(wanted) or [party for party in self.parties if wanted and party.id.startswith(wanted)]
        return _only(fits, key, "parties", f"no party of this study is called {key!r}; list them with `anello parties`")

    @cached_property
    def deal_by_claim(self) -> Mapping[str, str]:
        """Claim id -> the deal that it tells, else one that it disputes."""
        told = {claim: deal.id for deal in self.deals for claim in deal.claims}
        return {claim: deal.id for deal in self.deals for claim in deal.disputing} | told

    def _records(self) -> Iterable[Record]:
        return (*self.rings, *self.deals, *self.claims, *self.rejected, *self.valuations, *self.parties)

    def _beginning(self, wanted: str) -> list[Record]:
        return (
            [record for record in self._records() if record.id.startswith(wanted)] if len(wanted) >= LEAST_OF_ID else []
        )

    def _named(self, wanted: str) -> list[Party]:
        folded = wanted.casefold()
        fits = [p for p in self.parties if folded in {name.casefold() for name in (p.name, *p.names)}]
        entry = None if fits else load_directory().find_entry(wanted)
        return [p for p in self.parties if p.id == entry.id] if entry else fits


def stands(status: str, floor: str | None) -> bool:
    """Tell whether a status is at or above a floor; without a floor everything is.

    Raises:
        SettingsError: the floor is no status.

    >>> stands("agreed", "talks"), stands("denied", "talks"), stands("denied", None)
    (True, False, True)
    """
    if floor is None:
        return True
    if floor not in STATUSES:
        raise SettingsError(f"no status {floor!r}; a floor is one of {', '.join(STATUSES)}")
    return status in STATUSES and STATUSES.index(status) >= STATUSES.index(floor)


def _only(fits: Sequence[Told], key: str, several: str, missing: str) -> Told:
    """Return the one record that fits a key.

    Raises:
        NotFound: none fits, in the words of `missing`.
        SettingsError: more than one fits.
    """
    if not fits:
        raise NotFound(missing)
    if len(fits) > 1:
        some = ", ".join(record.id for record in fits[:5])
        raise SettingsError(f"{key!r} fits {len(fits)} {several} ({some}); give more of the id")
    return fits[0]
