"""Merging: one claim for each assertion, whatever order and how often the article makes it."""

from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from anello.extract.merge import merge_claims, valued_targets
from anello.model import Claim, Mention, Money, Percent, Span, claim_id


def party(name: str, text: str | None = None, at: int = 0) -> Mention:
    return Mention(name, name.casefold(), text or name, at, at + len(text or name))


def money(low: int | None, high: int | None = None) -> Money:
    value = None if low is None else Decimal(low)
    return Money(value, value if high is None else Decimal(high), "USD")


def claim(type_: str = "investment", at: int = 0, status: str = "completed", **fields: Any) -> Claim:
    roles = {
        role: tuple(party(n) if isinstance(n, str) else n for n in (names if isinstance(names, tuple) else (names,)))
        for role, names in fields.pop("roles").items()
    }
    spans = (Span(at, at + 5, "claim"),)
    return Claim(claim_id("a", type_, roles, spans), "a", "d", type_, roles, status, "asserted", spans, "t", **fields)


def invest(at: int = 0, **fields: Any) -> Claim:
    return claim(at=at, roles=fields.pop("roles", {"investor": "Nvidia", "target": "Intel"}), **fields)


class TestRepeats:
    def test_keeps_the_first_evidence_first(self) -> None:
        (merged,) = merge_claims([invest(0), invest(50)])
        assert [s.start for s in merged.evidence] == [0, 50]

    def test_keeps_the_id_of_the_first(self) -> None:
        assert merge_claims([invest(0), invest(50)])[0].id == invest(0).id

    def test_fills_what_the_first_leaves_open(self) -> None:
        (merged,) = merge_claims([invest(0), invest(50, amount=money(5), product="GPU", conditional=True)])
        assert (merged.amount, merged.product, merged.conditional) == (money(5), "GPU", True)

    def test_an_open_role_agrees_with_anybody(self) -> None:
        (merged,) = merge_claims([invest(0, roles={"target": "Intel"}, amount=money(5)), invest(50, amount=money(5))])
        assert {role: [m.name for m in ms] for role, ms in merged.roles.items()} == {
            "investor": ["Nvidia"],
            "target": ["Intel"],
        }

    def test_the_fuller_list_stays(self) -> None:
        both = invest(50, roles={"investor": ("Nvidia", "AMD"), "target": "Intel"})
        (merged,) = merge_claims([invest(0), both])
        assert [m.name for m in merged.roles["investor"]] == ["Nvidia", "AMD"]


class TestDifferences:
    def test_other_amounts_are_other_claims(self) -> None:
        assert len(merge_claims([invest(0, amount=money(5)), invest(50, amount=money(7))])) == 2

    def test_other_percentages_are_other_claims(self) -> None:
        four, five = Percent(Decimal(4), Decimal(4)), Percent(Decimal(5), Decimal(5))
        assert len(merge_claims([invest(0, percent=four), invest(50, percent=five)])) == 2

    def test_other_stages_of_a_valued_deal_are_other_claims(self) -> None:
        two = [invest(0, amount=money(5), status="talks"), invest(50, amount=money(5), status="agreed")]
        assert [c.status for c in merge_claims(two)] == ["talks", "agreed"]

    def test_a_stage_without_a_value_is_a_repeat(self) -> None:
        (merged,) = merge_claims([invest(0, status="talks", amount=money(5)), invest(50, status="completed")])
        assert merged.status == "talks"

    def test_other_parties_are_other_claims(self) -> None:
        assert len(merge_claims([invest(0), invest(50, roles={"investor": "AMD", "target": "Intel"})])) == 2

    def test_swapped_parties_are_other_claims(self) -> None:
        assert len(merge_claims([invest(0), invest(50, roles={"investor": "Intel", "target": "Nvidia"})])) == 2

    def test_other_types_metrics_and_rights_are_other_claims(self) -> None:
        revenue = claim("financial", roles={"subject": "Intel"}, metric="revenue")
        profit = claim("financial", roles={"subject": "Intel"}, metric="profit")
        option = claim("right", roles={"holder": "Intel"}, right="option")
        veto = claim("right", roles={"holder": "Intel"}, right="veto")
        assert len(merge_claims([revenue, profit, option, veto, invest()])) == 5

    def test_other_products_of_a_maker_are_other_claims(self) -> None:
        made = [claim("maker", at, roles={"maker": "Google"}, product=p) for at, p in ((0, "TPU"), (9, "Gemini"))]
        assert len(merge_claims(made)) == 2


class TestTitles:
    def test_the_body_corrects_the_stage_and_the_amount_of_the_title(self) -> None:
        title, body = invest(0, amount=money(5), status="completed"), invest(50, amount=money(None, 5), status="talks")
        (merged,) = merge_claims([title, body], frozenset({title.id}))
        assert (merged.status, merged.amount) == ("talks", money(None, 5))

    def test_a_rounded_amount_of_the_title_is_the_same(self) -> None:
        title, body = invest(0, amount=money(100)), invest(50, amount=money(97))
        assert len(merge_claims([title, body], frozenset({title.id}))) == 1
        assert len(merge_claims([title, body])) == 2

    def test_a_wholly_other_amount_of_the_title_is_another_claim(self) -> None:
        title, body = invest(0, amount=money(100)), invest(50, amount=money(50))
        assert len(merge_claims([title, body], frozenset({title.id}))) == 2


class TestValuedTargets:
    def valued(self, subject: Mention) -> Claim:
        return claim("valuation", 60, roles={"subject": subject}, amount=money(80))

    def test_the_company_that_is_valued_is_the_one_bought_into(self) -> None:
        moved = valued_targets([invest(), self.valued(party("Nvidia", "the company", 70))])[1].roles["subject"][0]
        assert (moved.name, moved.text, moved.start) == ("Intel", "the company", 70)

    def test_a_name_is_left_alone(self) -> None:
        claims = [invest(), self.valued(party("Nvidia"))]
        assert valued_targets(claims) == claims

    def test_two_targets_leave_it_alone(self) -> None:
        two = [invest(), invest(20, roles={"investor": "Nvidia", "target": "Arm"})]
        claims = [*two, self.valued(party("Nvidia", "the company"))]
        assert valued_targets(claims) == claims


CLAIMS = st.builds(
    lambda at, who, amount, status: invest(
        at, roles={"investor": who, "target": "Intel"}, amount=amount and money(amount), status=status
    ),
    st.integers(0, 500),
    st.sampled_from(["Nvidia", "AMD"]),
    st.sampled_from([None, 5, 7]),
    st.sampled_from(["talks", "completed"]),
)


@given(st.lists(CLAIMS, max_size=8, unique_by=lambda c: c.evidence))
def test_loses_no_evidence_and_no_party(claims: list[Claim]) -> None:
    merged = merge_claims(claims)
    assert len(merged) <= len(claims)
    assert {s for c in merged for s in c.evidence} == {s for c in claims for s in c.evidence}
    assert {m.id for c in merged for m in c.roles["investor"]} == {m.id for c in claims for m in c.roles["investor"]}


@given(st.lists(CLAIMS, max_size=5, unique_by=lambda c: c.evidence))
def test_the_same_claims_again_add_nothing(claims: list[Claim]) -> None:
    once = merge_claims(claims)
    assert len(merge_claims([*claims, *claims])) <= len(once)
