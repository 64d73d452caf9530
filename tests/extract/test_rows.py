"""Rows of a table of deals: each good row is one claim, each bad one says which cell is wrong."""

from datetime import date
from decimal import Decimal

import pytest

from anello.extract import load_extractor
from anello.extract.rows import claim_of_row
from anello.lang.directory import load_directory
from anello.model import CLAIM_ROLES, Article, Claim, Reject

GOOD = {
    "date": "2026-02-27",
    "payer": "Nvidia",
    "payee": "OpenAI",
    "type": "investment",
    "amount": "30000000000",
    "currency": "USD",
    "status": "agreed",
    "start": "2026-03-01",
    "end": "2026-12-31",
    "source": "Reuters",
}


def article(**cells: str) -> Article:
    row = tuple({**GOOD, **cells}.items())
    text = "; ".join(value for _, value in row)
    return Article("row-1", "deals.csv#2", text, row=row, published=date(2026, 2, 27))


def claim(**cells: str) -> Claim:
    extraction = claim_of_row(article(**cells), load_directory())
    assert extraction.rejects == ()
    (found,) = extraction.claims
    return found


def reject(**cells: str) -> Reject:
    extraction = claim_of_row(article(**cells), load_directory())
    assert extraction.claims == ()
    (found,) = extraction.rejects
    assert (found.stage, found.document) == ("extract", "deals.csv#2")
    return found


def names(found: Claim) -> dict[str, list[str]]:
    return {role: [m.name for m in mentions] for role, mentions in found.roles.items()}


class TestGoodRows:
    def test_gives_all_that_the_cells_say(self) -> None:
        found = claim()
        assert names(found) == {"investor": ["Nvidia"], "target": ["OpenAI"]}
        assert (found.type, found.status, found.mode) == ("investment", "agreed", "attributed")
        assert found.amount is not None
        assert (found.amount.low, found.amount.high, found.amount.currency) == (Decimal(3 * 10**10),) * 2 + ("USD",)
        assert found.time is not None
        assert (found.time.first, found.time.last) == (date(2026, 3, 1), date(2026, 12, 31))
        assert [(v.name, v.kind) for v in found.attribution] == [("Reuters", "outlet")]

    def test_the_row_is_its_own_evidence(self) -> None:
        row = article()
        (found,) = claim_of_row(row, load_directory()).claims
        assert [s.text for s in found.evidence] == [row.text]

    def test_the_extractor_hands_rows_over(self) -> None:
        extraction = load_extractor().extract(article())
        assert [c.extractor for c in extraction.claims] == ["table/1"]

    def test_the_payer_of_a_supply_is_its_customer(self) -> None:
        assert names(claim(type="supply", payer="OpenAI", payee="Oracle")) == {
            "supplier": ["Oracle"],
            "customer": ["OpenAI"],
        }

    def test_the_payer_of_a_licence_is_its_licensee(self) -> None:
        assert names(claim(type="license"))["licensee"] == ["Nvidia"]

    def test_the_lender_pays_a_loan_out(self) -> None:
        assert names(claim(type="loan")) == {"lender": ["Nvidia"], "borrower": ["OpenAI"]}

    def test_a_warrant_goes_from_the_payer_to_the_payee(self) -> None:
        found = claim(type="warrant", payer="AMD")
        assert (names(found), found.right) == ({"grantor": ["AMD"], "holder": ["OpenAI"]}, "warrant")

    def test_one_party_is_enough_for_a_valuation(self) -> None:
        assert names(claim(type="valuation", payer="")) == {"subject": ["OpenAI"]}

    def test_an_empty_status_means_completed(self) -> None:
        assert claim(status="").status == "completed"

    def test_no_source_is_no_attribution(self) -> None:
        found = claim(source="")
        assert (found.attribution, found.mode) == ((), "asserted")

    def test_an_empty_amount_is_none(self) -> None:
        assert claim(amount="").amount is None

    @pytest.mark.parametrize("amount", ["30,000,000,000", "30 000 000 000", "3E+10", "30000000000.00"])
    def test_amounts_may_be_grouped(self, amount: str) -> None:
        found = claim(amount=amount).amount
        assert found is not None
        assert found.low == 3 * 10**10

    @pytest.mark.parametrize(
        ("amount", "bounds", "currency"),
        [
            ("38bn", (38 * 10**9, 38 * 10**9), "USD"),
            ("up to $10 billion", (None, 10**10), "USD"),
            ("> €1.2bn", (1_200_000_000, None), "EUR"),
            ("5-6 bn", (5 * 10**9, 6 * 10**9), "USD"),
            ("12,5bn", (12_500_000_000, 12_500_000_000), "USD"),
            ("1.000.000,50", (Decimal("1000000.50"), Decimal("1000000.50")), "USD"),
            ("3 млрд", (3 * 10**9, 3 * 10**9), "USD"),
            ("undisclosed", None, None),
            ("NaN", None, None),
        ],
    )
    def test_amounts_may_be_written_as_analysts_do(
        self, amount: str, bounds: tuple[int | None, int | None] | None, currency: str | None
    ) -> None:
        found = claim(amount=amount, currency="").amount
        assert (found and (found.low, found.high)) == bounds
        assert (found and found.currency) == currency

    @pytest.mark.parametrize(
        ("cell", "type_"),
        [("Equity investment", "investment"), ("Cloud/compute contract", "supply"), ("GPU purchase", "supply")],
    )
    def test_types_may_be_written_as_analysts_do(self, cell: str, type_: str) -> None:
        assert claim(type=cell).type == type_

    def test_a_semicolon_parts_parties(self) -> None:
        assert [m.name for m in claim(payer="Nvidia; Microsoft").roles["investor"]] == ["Nvidia", "Microsoft"]

    def test_a_year_is_the_interval_it_means(self) -> None:
        time = claim(start="2026", end="2027").time
        assert time is not None
        assert (time.first, time.last) == (date(2026, 1, 1), date(2027, 12, 31))

    def test_names_need_not_be_in_the_directory(self) -> None:
        mention = claim(payee="Nonesuch Widgets")
        assert [(m.name, m.known) for m in mention.roles["target"]] == [("Nonesuch Widgets", False)]

    def test_spellings_lead_to_one_party(self) -> None:
        assert claim(payer="NVIDIA Corp.").roles["investor"][0].id == claim().roles["investor"][0].id

    def test_keys_may_be_in_capitals(self) -> None:
        row = tuple((key.upper(), value) for key, value in article().row)
        loud = Article("row-1", "deals.csv#2", article().text, row=row)
        assert names(claim_of_row(loud, load_directory()).claims[0]) == names(claim())

    @pytest.mark.parametrize("type_", sorted(CLAIM_ROLES))
    def test_every_type_can_be_a_row(self, type_: str) -> None:
        assert claim(type=type_).type == type_


class TestBadRows:
    @pytest.mark.parametrize(
        ("cells", "word"),
        [
            ({"type": "gift"}, "gift"),
            ({"type": ""}, "type"),
            ({"payer": ""}, "payer"),
            ({"payee": ""}, "payee"),
            ({"payer": "", "payee": "", "type": "valuation"}, "both empty"),
            ({"amount": "a lot"}, "a lot"),
            ({"amount": "5 bananas"}, "5 bananas"),
            ({"payee": "Nvidia"}, "needs two"),
            ({"amount": "1bn, or 2bn, or 3bn"}, "1bn, or 2bn"),
            ({"amount": "-5"}, "-5"),
            ({"amount": "Infinity"}, "Infinity"),
            ({"status": "maybe"}, "maybe"),
            ({"start": "2026-12-31", "end": "2026-01-01"}, "before start"),
            ({"start": "27.2.2026"}, "27.2.2026"),
            ({"end": "2026-02-30"}, "2026-02-30"),
        ],
    )
    def test_says_which_cell_is_wrong(self, cells: dict[str, str], word: str) -> None:
        assert word in reject(**cells).reason

    def test_a_row_without_cells_is_refused(self) -> None:
        bare = Article("row-1", "deals.csv#2", "x", row=(("colour", "red"),))
        assert claim_of_row(bare, load_directory()).claims == ()


@pytest.mark.parametrize(
    ("cell", "bounds"),
    [
        ("27", (27, 27)),
        ("26-28 %", (26, 28)),
        ("up to 10%", (None, 10)),
        ("more than 50", (50, None)),
        ("0.5%", ("0.5", "0.5")),
    ],
)
def test_a_row_may_state_a_share(cell: str, bounds: tuple[object, object]) -> None:
    found = claim(type="stake", amount="", percent=cell, basis="as-converted").percent
    assert found is not None
    assert (found.low, found.high) == tuple(None if b is None else Decimal(str(b)) for b in bounds)
    assert (found.basis, found.text) == ("as_converted", cell)


@pytest.mark.parametrize(
    ("cells", "word"),
    [
        ({"percent": "127"}, "more than the whole"),
        ({"percent": "much"}, "is no number"),
        ({"percent": "27", "basis": "wishful"}, "unknown basis"),
        ({"type": "right", "right": "passage"}, "unknown right"),
    ],
)
def test_a_share_or_right_that_cannot_be_is_refused(cells: dict[str, str], word: str) -> None:
    assert word in reject(**cells).reason


def test_a_row_names_its_right() -> None:
    assert claim(type="right", right="Board seat").right == "board_seat"
    assert claim(type="right").right == "warrant"
