"""Places on the map: near what deals with each other, apart from all others, the same each time, kept in the study."""

from __future__ import annotations

import random
import subprocess
import sys
from dataclasses import replace
from datetime import date
from itertools import combinations
from pathlib import Path

import pytest
from cli_studies import TODAY, made_view, write_inputs

from anello.analyse.layout import FEW, GAP, HUBS, SMALL, lay_out
from anello.pipeline import build_study, open_ledger
from anello.pipeline.places import keep_places, places_of, seat_strangers
from anello.store import open_study

Pairs = dict[tuple[int, int], float]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    build_study([str(write_inputs(tmp_path))], tmp_path / "s.anello", today=date.fromisoformat(TODAY), workers=1)
    return tmp_path / "s.anello"


def hubs_and_spokes(count: int, deals: int, seed: int = 5) -> tuple[list[float], Pairs]:
    drawn = random.Random(seed)
    weights = [1 / (node + 1) for node in range(count)]
    pairs: Pairs = {}
    for one, other in zip(*(drawn.choices(range(count), weights, k=deals) for _ in range(2)), strict=True):
        if one != other:
            pair = (min(one, other), max(one, other))
            pairs[pair] = pairs.get(pair, 0.0) + 1
    met = [sum(node in pair for pair in pairs) for node in range(count)]
    return [1 + 2 * (number / max(1, *met)) ** 0.5 for number in met], pairs


def apart(one: tuple[float, float], other: tuple[float, float]) -> float:
    return float(sum((a - b) ** 2 for a, b in zip(one, other, strict=True)) ** 0.5)


@pytest.mark.parametrize(("count", "deals"), [(2, 1), (60, 40), (150, 400), (300, 300)])
def test_no_two_discs_overlap(count: int, deals: int) -> None:
    radii, pairs = hubs_and_spokes(count, deals)
    centres = lay_out(radii, pairs).tolist()
    room = [apart(centres[a], centres[b]) / (radii[a] + radii[b]) for a, b in combinations(range(count), 2)]
    assert min(room) > GAP - 0.02


def test_satellites_have_room_too() -> None:
    count = 4 * HUBS
    pairs: Pairs = {(node % FEW, node): 1.0 for node in range(FEW, count)} | {(0, node): 1.0 for node in range(1, FEW)}
    centres = lay_out([1.0] * count, pairs)
    gaps = ((centres[:, None, :] - centres[None, :, :]) ** 2).sum(axis=2) ** 0.5
    assert gaps[gaps > 0].min() > 2 * SMALL
    assert (gaps == 0).sum() == count


def test_who_deals_is_near_and_hubs_are_central() -> None:
    spokes: Pairs = {(0, node): 1.0 for node in range(1, 12)}
    centres = lay_out([1.0] * 24, spokes | {(12, node): 1.0 for node in range(13, 24)} | {(0, 12): 1.0}).tolist()
    for hub, own, strange in ((0, range(1, 12), range(13, 24)), (12, range(13, 24), range(1, 12))):
        near = sum(apart(centres[hub], centres[node]) for node in own)
        assert near < 0.7 * sum(apart(centres[hub], centres[node]) for node in strange)
        middle = [sum(centres[node][axis] for node in own) / len(own) for axis in (0, 1)]
        assert apart(centres[hub], (middle[0], middle[1])) < 0.6 * near / len(own)


def test_many_deals_bring_nearer() -> None:
    centres = lay_out([1.0] * 3, {(0, 1): 9.0, (1, 2): 1.0}).tolist()
    assert apart(centres[0], centres[1]) < apart(centres[1], centres[2])


def test_parts_stand_side_by_side() -> None:
    parts = [range(start, start + 10) for start in range(0, 60, 10)]
    pairs: Pairs = {(part[0], node): 1.0 for part in parts for node in part[1:]}
    centres = lay_out([1.0] * 70, pairs)
    boxes = [(centres[list(p)].min(axis=0), centres[list(p)].max(axis=0)) for p in (*parts, range(60, 70))]
    for (low, high), (other_low, other_high) in combinations(boxes, 2):
        assert (high < other_low).any() or (other_high < low).any()
    area = sum(float((high - low + 2).prod()) for low, high in boxes)
    assert area > 0.4 * float((centres.max(axis=0) - centres.min(axis=0) + 2).prod())


def test_the_same_in_another_process() -> None:
    code = (
        "from cli_studies import made_view; from anello.pipeline.places import places_of; print(places_of(made_view()))"
    )
    told = subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parent, capture_output=True, text=True)
    assert told.stdout.strip() == str(places_of(made_view())), told.stderr


def test_all_parties_have_a_place_within_bounds(path: Path) -> None:
    with open_study(path) as study:
        view = open_ledger(study)
    places = places_of(view)
    assert set(places) >= {party.id for party in view.parties}
    assert len(set(places.values())) == len(places) > 3
    values = [value for place in places.values() for value in place]
    assert min(values) >= -1
    assert max(values) == 1


def test_a_study_keeps_its_places(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_study(path) as study:
        digest, made = study.digest(), keep_places(study, open_ledger(study))
        assert study.digest() == digest
    monkeypatch.setattr("anello.pipeline.places.lay_out", None)
    with open_study(path) as study:
        assert keep_places(study, open_ledger(study)) == made


def test_a_changed_study_is_laid_out_anew(path: Path, tmp_path: Path) -> None:
    with open_study(path) as study:
        before = keep_places(study, open_ledger(study))
    more = tmp_path / "more.csv"
    more.write_text(
        "payer,payee,type,amount,currency,published\nMeta,Oracle,supply,1,USD,2026-05-01\n", encoding="utf-8"
    )
    build_study([str(more)], path, today=date.fromisoformat(TODAY), workers=1)
    with open_study(path) as study:
        view = open_ledger(study)
        after = keep_places(study, view)
        assert keep_places(study, view) == after == places_of(view)
    assert after.keys() > before.keys()


def test_a_study_that_cannot_be_written_has_places(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("anello.store.file.os.access", lambda place, mode: mode != 2)
    with open_study(path) as study:
        view = open_ledger(study)
        assert keep_places(study, view) == places_of(view)
        assert study.recall("places", "map") is None


def test_a_slice_moves_nobody_and_seats_strangers(path: Path) -> None:
    with open_study(path) as study:
        places = keep_places(study, open_ledger(study))
    view = made_view()
    placed = {**places, "acme": (0.5, 0.5)}
    seated = seat_strangers(view, placed)
    assert {party: seated[party] for party in placed} == placed
    assert 0 < apart(seated["bolt"], seated["acme"]) < 0.1


def test_nothing_has_no_place() -> None:
    view = made_view()
    assert places_of(replace(view, parties=(), deals=())) == {}
