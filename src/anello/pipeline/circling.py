"""How much of the money is circular, what is signed beside everything, year by year where asked.

In: a view, a currency, a window. Out: `Flow`s. Promise: one composition for the command line, the pictures and the web.
"""

from __future__ import annotations

from collections.abc import Sequence

from anello.analyse.chance import compare_with_chance
from anello.analyse.flows import flow_by_year, measure_flow
from anello.analyse.slices import Window
from anello.graph import at_floor
from anello.model import Chance, DealGraph, Flow
from anello.show import View

SIGNED = "agreed"
"""The floor whose figures stand beside those of everything."""


def graphs_of(view: View) -> list[DealGraph]:
    """Return the graph of a view, and without a floor that of what is signed beside it."""
    return [view.graph] if view.floor else [view.graph, at_floor(view.graph, SIGNED)]


def flows_of(
    graphs: Sequence[DealGraph], *, currency: str = "USD", window: Window = (None, None), apart: bool = False
) -> list[Flow]:
    """Return the flow of each graph; `apart` keeps units apart from their groups."""
    groups: dict[str, str] | None = {} if apart else None
    return [measure_flow(graph, currency=currency, window=window, consolidate=groups) for graph in graphs]


def yearly_flows(
    graphs: Sequence[DealGraph], *, currency: str = "USD", apart: bool = False
) -> list[tuple[dict[int, Flow], int]]:
    """Return for each graph the flow by year, and how many legs have no known first or last day."""
    groups: dict[str, str] | None = {} if apart else None
    found = []
    for graph in graphs:
        flows, left = flow_by_year(graph, currency=currency, consolidate=groups)
        found.append(({flow.first.year: flow for flow in flows if flow.first}, left))
    return found


def chances_of(
    graphs: Sequence[DealGraph],
    draws: int,
    *,
    currency: str = "USD",
    window: Window = (None, None),
    apart: bool = False,
) -> list[Chance]:
    """Return the share of each graph beside that of so many shuffled ones; see `compare_with_chance`.

    Raises:
        SettingsError: too few or too many draws, or the window ends before it begins.
    """
    groups: dict[str, str] | None = {} if apart else None
    return [compare_with_chance(graph, draws, currency=currency, window=window, consolidate=groups) for graph in graphs]
