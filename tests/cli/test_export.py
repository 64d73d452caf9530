"""Exports: complete, exact, valid, and the same every time."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import networkx
import pytest
from cli_studies import TEN, made_view

from anello.errors import SettingsError, StoreError
from anello.export import KINDS, export_to_folder, export_to_stream, written_whole
from anello.export.ftm import ftm_entities
from anello.model import AmountSlot, Citation, Conflict, Deal, Echo, Party, Span
from anello.show import View
from anello.tables import CONFLICTS, DEALS, ECHOES, read_parquet

HOSTILE = "A<b>&\"'\x00\x0b\ud800\uffff>"

FTM_PROPERTIES = {
    "Thing": "name summary description country alias previousName sourceUrl publisher modifiedAt retrievedAt",
    "Interval": "startDate endDate date summary description recordId sourceUrl publisher modifiedAt retrievedAt",
    "Value": "amount currency",
    "Interest": "role status",
    "Ownership": "owner asset percentage sharesCount sharesValue sharesCurrency ownershipType",
    "Debt": "debtor creditor",
    "Payment": "payer beneficiary purpose contract",
    "Contract": "title authority type contractDate cancelled",
    "ContractAward": "supplier contract lotNumber",
    "ProjectParticipant": "project participant",
    "UnknownLink": "subject object",
}
FTM_PARENTS = {
    "Ownership": ("Interest", "Interval"),
    "Debt": ("Interval", "Value"),
    "Payment": ("Interval", "Value"),
    "Contract": ("Thing", "Value"),
    "ContractAward": ("Interest", "Interval", "Value"),
    "ProjectParticipant": ("Interest", "Interval"),
    "UnknownLink": ("Interest", "Interval"),
}


def text_of(view: View, form: str) -> str:
    stream = io.StringIO()
    export_to_stream(view, form, stream)
    return stream.getvalue()


@pytest.mark.parametrize("form", ["jsonl", "graphml", "ftm"])
def test_the_same_view_gives_the_same_bytes(form: str) -> None:
    assert text_of(made_view(), form) == text_of(made_view(), form) != ""


def test_jsonl_names_every_record() -> None:
    rows = [json.loads(line) for line in text_of(made_view(), "jsonl").splitlines()]
    counts = Counter(row["record"] for row in rows)
    assert counts == {"article": 1, "claim": 2, "party": 2, "deal": 2, "leg": 2, "ring": 1, "flow": 1}


def test_csv_files_hold_every_record(tmp_path: Path) -> None:
    assert export_to_folder(made_view(), "csv", tmp_path) == tuple(f"{kind}.csv" for kind in KINDS)
    deals = list(csv.DictReader(io.StringIO((tmp_path / "deals.csv").read_text(encoding="utf-8"))))
    assert [(deal["payer"], deal["amount_low"], deal["currency"]) for deal in deals] == [
        ("Acme", str(TEN), "USD"),
        ("Bolt", str(TEN), "USD"),
    ]
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(f"{kind}.csv" for kind in KINDS)


def test_parquet_gives_the_records_back(tmp_path: Path) -> None:
    view = made_view()
    export_to_folder(view, "parquet", tmp_path)
    assert tuple(DEALS.from_arrow(read_parquet(tmp_path / "deals.parquet"))) == view.deals


def test_parquet_and_json_lines_hold_the_kinds_that_csv_holds(tmp_path: Path) -> None:
    view = made_view()
    deal, claims = view.deals[0], (view.claims[0].id,)
    article = next(iter(view.articles))
    full = replace_in(
        view,
        echoes=(Echo(deal.id, (article,), ("en",), deal.origins, (("Wire", "Reuters"),)),),
        conflicts=(Conflict("c1", deal.id, "amount", "total/USD", (("$1", claims), ("$2", claims)), "$1"),),
        citations=(Citation(article, "Reuters", "outlet", "attribution", Span(0, 4, "Acme")),),
    )
    assert export_to_folder(full, "parquet", tmp_path) == tuple(f"{kind}.parquet" for kind in KINDS)
    assert tuple(ECHOES.from_arrow(read_parquet(tmp_path / "origins.parquet"))) == full.echoes
    assert tuple(CONFLICTS.from_arrow(read_parquet(tmp_path / "conflicts.parquet"))) == full.conflicts
    rows = [json.loads(line) for line in text_of(full, "jsonl").splitlines()]
    told = [(row["name"], row["evidence"]["text"]) for row in rows if row["record"] == "citation"]
    assert told == [("Reuters", "Acme")]


def test_graphml_is_valid_whatever_the_names_hold(tmp_path: Path) -> None:
    view = made_view()
    parties = (replace(view.parties[0], name=HOSTILE, parent='"<'), view.parties[1])
    hostile = replace_in(view, graph=replace(view.graph, parties=parties))
    path = tmp_path / "g.graphml"
    path.write_text(text_of(hostile, "graphml"), encoding="utf-8")
    graph = networkx.read_graphml(path)
    assert set(graph.nodes) == {"acme", "bolt"}
    assert graph.nodes["acme"]["name"] == "A<b>&\"'>"
    edges = {(payer, payee): data for payer, payee, data in graph.edges(data=True)}
    assert edges["acme", "bolt"]["low"] == float(TEN)
    assert "first" not in edges["acme", "bolt"]


def replace_in(view: View, **changes: object) -> View:
    kept = {name: getattr(view, name) for name in View.__dataclass_fields__}
    return View(**kept | changes)


def test_an_unwritten_folder_and_a_wrong_format_are_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreError, match="choose another"):
        export_to_folder(made_view(), "csv", tmp_path / "file")
    with pytest.raises(SettingsError):
        export_to_folder(made_view(), "jsonl", tmp_path)
    with pytest.raises(SettingsError):
        export_to_stream(made_view(), "docx", io.StringIO())


def write_half(path: Path) -> None:
    with written_whole(path) as stream:
        stream.write("half")
        raise OSError(28, "No space left on device")


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    path.write_text("before")
    with pytest.raises(StoreError, match="No space"):
        write_half(path)
    assert path.read_text() == "before"
    assert list(tmp_path.iterdir()) == [path]


# --- FollowTheMoney ---------------------------------------------------------------------------------------------------


def schemata(view: View) -> dict[str, list[dict[str, list[str]]]]:
    found: dict[str, list[dict[str, list[str]]]] = {}
    for entity in ftm_entities(view):
        found.setdefault(entity["schema"], []).append(entity["properties"])
    return found


def with_deal(**changes: object) -> View:
    view = made_view()
    deal: Deal = replace(view.deals[0], **changes)  # type: ignore[arg-type]
    return replace_in(view, deals=(deal,))


def test_a_completed_investment_is_owned_and_paid() -> None:
    found = schemata(with_deal())
    assert found["Ownership"][0]["owner"] == ["anello-party-acme"]
    assert found["Ownership"][0]["asset"] == ["anello-party-bolt"]
    assert found["Ownership"][0]["sharesCurrency"] == ["USD"]
    assert found["Ownership"][0]["summary"] == ["investment, completed, $10m; 1 independent origin in 1 article"]
    assert found["Payment"][0]["amount"] == [str(TEN)]
    assert found["Payment"][0]["sourceUrl"] == ["https://example.org/a1"]
    assert found["Payment"][0]["publisher"] == ["Wire"]


@pytest.mark.parametrize("status", ["considered", "talks", "planned", "denied", "hypothetical", "ended"])
@pytest.mark.parametrize("kind", ["investment", "loan", "supply", "acquisition"])
def test_what_is_only_talked_about_is_a_link_with_its_status(kind: str, status: str) -> None:
    found = schemata(with_deal(type=kind, status=status))
    assert set(found) == {"Company", "UnknownLink"}
    assert found["UnknownLink"][0]["status"] == [status]


def test_an_agreed_investment_is_not_yet_owned() -> None:
    assert "Ownership" not in schemata(with_deal(status="agreed"))


def test_a_loan_is_a_debt_and_a_supply_a_contract() -> None:
    assert schemata(with_deal(type="loan"))["Debt"][0]["creditor"] == ["anello-party-acme"]
    found = schemata(with_deal(type="supply"))
    assert found["Contract"][0]["authority"] == ["anello-party-acme"]
    assert found["ContractAward"][0]["supplier"] == ["anello-party-bolt"]


def test_a_bound_or_a_guess_is_no_amount() -> None:
    for slot in (AmountSlot("k", None, TEN, "USD"), AmountSlot("k", TEN, TEN, "USD", approximate=True)):
        found = schemata(with_deal(type="loan", amounts=(slot,)))
        assert "amount" not in found["Debt"][0]


def test_kinds_of_parties() -> None:
    view = made_view()
    kinds = {
        "person": "Person",
        "state": "PublicBody",
        "regulator": "PublicBody",
        "project": "Project",
        "place": "LegalEntity",
    }
    for kind, schema in kinds.items():
        other = replace_in(view, parties=(Party("acme", "Acme", kind), view.parties[1]))
        assert schema in schemata(other)


def test_every_property_belongs_to_its_schema() -> None:
    views = [
        with_deal(type=kind, status=s)
        for kind in ("investment", "loan", "supply", "licence", "guarantee")
        for s in ("talks", "completed")
    ]
    for view in views:
        for schema, entities in schemata(view).items():
            parents = FTM_PARENTS.get(schema, ("Thing",))
            allowed = {word for name in (schema, *parents) for word in FTM_PROPERTIES.get(name, "").split()}
            assert {name for entity in entities for name in entity} <= allowed
            assert all(values and all(isinstance(v, str) for v in values) for e in entities for values in e.values())


def test_ids_are_distinct() -> None:
    ids = [entity["id"] for entity in ftm_entities(made_view())]
    assert len(set(ids)) == len(ids)
