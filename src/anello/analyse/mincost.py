"""The maximum circulation of a very large network by OR-Tools, where it is installed (`anello[large]`).

In: arcs with whole capacities. Out: how much of each circulates, or None without OR-Tools. Promise: exact; what must be
removed so that every party pays as much as it is paid is made least, which leaves the most that goes round.
"""

from __future__ import annotations

from collections.abc import Sequence

from anello.errors import EngineError

MOST = 1 << 60
"""Capacities that add up to more than this do not fit into the solver's numbers."""


def circulate(ends: Sequence[tuple[int, int]], rooms: Sequence[int], nodes: int) -> list[int] | None:
    """Return how much circulates over each arc: its capacity less r, with min sum r, 0 <= r <= cap, div r = div cap.

    Args:
        ends: payer and payee of each arc, numbered from zero.
        rooms: the capacity of each arc.

    Raises:
        EngineError: the solver did not prove an optimum.
    """
    if sum(rooms) > MOST:
        return None
    try:
        from ortools.graph.python.min_cost_flow import SimpleMinCostFlow
    except ImportError:
        return None
    import numpy as np

    payers, payees = np.array(ends, np.int32).reshape(-1, 2).T.copy()
    caps = np.array(rooms, np.int64)
    supplies = np.zeros(nodes, np.int64)
    np.add.at(supplies, payers, caps)
    np.subtract.at(supplies, payees, caps)
    solver = SimpleMinCostFlow()
    arcs = solver.add_arcs_with_capacity_and_unit_cost(payers, payees, caps, np.ones(len(caps), np.int64))
    solver.set_nodes_supplies(np.arange(nodes, dtype=np.int32), supplies)
    status = solver.solve()
    if status != solver.OPTIMAL:
        raise EngineError(f"the circulation of {len(ends)} arcs was not solved ({status}); narrow the window")
    return [int(room) for room in caps - solver.flows(arcs)]
