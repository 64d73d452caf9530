"""Decisions of people: kept, dated, shown before they are kept, alive after another build, and taken back exactly."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from review_studies import NOON, build, claim_of, deal_of, state

from anello.errors import NotFound, SettingsError
from anello.model import Decision
from anello.pipeline import judge_names, link_deals, open_ledger
from anello.pipeline.reviewing import Proposal, find_decision, open_review, preview, preview_undo, propose, save, undo
from anello.show.reviewing import decision_view, effect_view, effect_words
from anello.store import Study, open_study, standing_of


@pytest.fixture
def study(tmp_path: Path) -> Iterator[Study]:
    with open_study(build(tmp_path)) as opened:
        yield opened


def proposals(study: Study) -> dict[str, Proposal]:
    """One proposal of each kind and word, each of which changes something."""
    view = open_ledger(study)
    oracle, microsoft = deal_of(view, "OpenAI", "Oracle"), deal_of(view, "OpenAI", "Microsoft")
    return {
        "rejected": Proposal("claim", "rejected", claim_of(view, "Nvidia", "OpenAI"), because="another firm"),
        "confirmed": Proposal("claim", "confirmed", claim_of(view, "Nvidia", "OpenAI")),
        "same": Proposal("parties", "same", "Zephyr", "Zephyr Robotics"),
        "different": Proposal("parties", "different", "Nvidia", "OpenAI"),
        "part-of": Proposal("deals", "part-of", oracle, microsoft),
    }


@pytest.mark.parametrize("word", ["rejected", "confirmed", "same", "different", "part-of"])
def test_a_decision_is_shown_kept_dated_and_taken_back_exactly(study: Study, word: str) -> None:
    before, digest = state(study), study.digest()
    proposal = proposals(study)[word]
    shown = preview(study, proposal)
    assert (state(study), study.digest()) == (before, digest)
    kept = save(study, proposal, NOON)
    assert (kept.made, kept.word, kept.number) == (datetime(2026, 9, 1, 12), word, 1)
    assert study.digest() != digest
    after = open_ledger(study)
    told = effect_view(shown.decision, shown.before, shown.after)
    assert told["rings"]["after"] == [ring.id for ring in after.rings]
    assert told["deals"]["after"] == [deal.id for deal in after.deals]
    assert (shown.after.rings, shown.after.deals, shown.after.links) == (after.rings, after.deals, after.links)
    assert (shown.after.reviewed, shown.after.verdicts) == (after.reviewed, after.verdicts)
    back = preview_undo(study, kept.id)
    assert [d.id for d in study.decisions()] == [kept.id]
    assert undo(study, kept.id[:6]) == kept
    assert (back.after.rings, back.after.deals) == (open_ledger(study).rings, open_ledger(study).deals)
    assert (state(study), study.digest()) == (before, digest)


@pytest.mark.parametrize("word", ["rejected", "confirmed", "same", "different", "part-of"])
def test_decisions_survive_another_build(tmp_path: Path, word: str) -> None:
    path = build(tmp_path)
    with open_study(path) as study:
        kept = save(study, proposals(study)[word], NOON)
        said, digest = state(study), study.digest()
    build(tmp_path)
    with open_study(path) as study:
        assert list(study.decisions()) == [kept]
        assert (state(study), study.digest()) == (said, digest)


def test_a_rejected_claim_counts_nowhere_and_stays_in_sight(study: Study) -> None:
    view = open_ledger(study)
    ring = next(ring for ring in view.rings if {"nvidia", "openai"} <= set(ring.parties))
    proposal = proposals(study)["rejected"]
    shown = effect_view(*_parts(study, proposal))
    assert ring.id in [told["id"] for told in shown["rings"]["gone"]]
    save(study, proposal, NOON)
    after = open_ledger(study)
    assert ring.id not in {ring.id for ring in after.rings}
    assert proposal.left not in {claim for deal in after.deals for claim in (*deal.claims, *deal.disputing)}
    assert proposal.left not in {claim.id for claim in after.claims}
    assert after.find_claim(proposal.left).id == proposal.left
    assert after.reviewed == {proposal.left: "rejected"}


def _parts(study: Study, proposal: Proposal) -> tuple[object, object, object]:
    shown = preview(study, proposal)
    return shown.decision, shown.before, shown.after


def test_one_of_two_reports_rejected_leaves_the_deal_on_the_other(study: Study) -> None:
    view = open_ledger(study)
    second = claim_of(view, "Nvidia", "OpenAI", published=date(2026, 2, 3))
    shown = preview(study, Proposal("claim", "rejected", second))
    told = effect_view(shown.decision, shown.before, shown.after)
    assert (told["deals"]["gone"], told["deals"]["new"]) == ([], [])
    (changed,) = told["deals"]["changed"]
    assert (len(changed["before"]["claims"]), len(changed["after"]["claims"])) == (2, 1)
    assert any(
        line.startswith("deal changes: supply: OpenAI → Nvidia") for line in effect_words(shown.before, shown.after)
    )


@pytest.mark.parametrize("as_of", [date(2026, 1, 31), date(2026, 2, 2), date(2026, 2, 28)])
def test_a_rejected_claim_is_out_of_every_day(study: Study, as_of: date) -> None:
    proposal = proposals(study)["rejected"]
    known = open_ledger(study, as_of=as_of)
    shown = preview(study, proposal, as_of=as_of)
    assert (shown.before.as_of, shown.after.as_of) == (as_of, as_of)
    save(study, proposal, NOON)
    view = open_ledger(study, as_of=as_of)
    assert view.deals == shown.after.deals
    assert {claim.id for claim in known.claims} - {claim.id for claim in view.claims} == {proposal.left}
    assert [claim.id for claim in view.rejected] == [proposal.left]
    early = open_ledger(study, as_of=date(2025, 12, 31))
    assert (early.claims, early.rejected) == ((), ())


def test_the_later_of_two_decisions_on_one_claim_holds(study: Study) -> None:
    words = proposals(study)
    first, second = save(study, words["confirmed"], NOON), save(study, words["rejected"], NOON)
    reviewed = open_review(study)
    states = [decision_view(d, reviewed.view, reviewed.holding)["state"] for d in reviewed.decisions]
    assert states == ["overruled", "holds"]
    assert reviewed.view.reviewed == {first.left: "rejected"}
    undo(study, second.id)
    assert open_ledger(study).reviewed == {first.left: "confirmed"}
    third = save(study, words["rejected"], NOON)
    undo(study, first.id)
    assert open_ledger(study).reviewed == {first.left: "rejected"}
    undo(study, third.id)
    assert open_ledger(study).reviewed == {}


def test_the_later_of_two_decisions_on_two_names_holds(study: Study) -> None:
    alone = state(study)
    joined = save(study, Proposal("parties", "same", "Zephyr", "Zephyr Robotics"), NOON)
    together = state(study)
    apart = save(study, Proposal("parties", "different", "Zephyr Robotics", "Zephyr"), NOON)
    assert {"Zephyr", "Zephyr Robotics"} <= {party.name for party in open_ledger(study).parties}
    again = save(study, Proposal("parties", "same", "Zephyr", "Zephyr Robotics", "its report"), NOON)
    assert state(study)[3] == together[3]
    undo(study, again.id)
    undo(study, apart.id)
    assert state(study) == together
    undo(study, joined.id)
    assert state(study) == alone


def test_the_later_of_two_decisions_on_two_deals_holds(study: Study) -> None:
    part = proposals(study)["part-of"]
    first = save(study, part, NOON)
    second = save(study, Proposal("deals", "apart", part.right or "", part.left), NOON)
    assert [(k.kind, k.by) for k in open_ledger(study).links if k.by == "user"] == [("apart", "user")]
    undo(study, second.id)
    assert [(k.deal, k.kind) for k in open_ledger(study).links if k.by == "user"] == [(first.left, "part_of")]
    taken = save(study, Proposal("deals", "undo", part.left, part.right), NOON)
    assert [k for k in open_ledger(study).links if k.by == "user"] == []
    undo(study, taken.id)
    assert [k.kind for k in open_ledger(study).links if k.by == "user"] == ["part_of"]


def test_the_same_said_again_is_kept_once(study: Study) -> None:
    for word, proposal in proposals(study).items():
        if word != "confirmed":
            kept = save(study, proposal, NOON)
            assert save(study, proposal, NOON) == kept
    assert len(list(study.decisions())) == 4


def test_judge_and_link_keep_the_same_records(tmp_path: Path) -> None:
    path = build(tmp_path)
    with open_study(path) as study:
        judge_names(study, "same", ("Zephyr", "Zephyr Robotics"), "its report", NOON)
        part = proposals(study)["part-of"]
    link_deals(path, "part-of", part.left, part.right or "", NOON)
    with open_study(path) as study:
        told = [(d.kind, d.word, d.because, d.made) for d in study.decisions()]
        noon = datetime(2026, 9, 1, 12)
        assert told == [("parties", "same", "its report", noon), ("deals", "part-of", "", noon)]
        for decision in list(study.decisions()):
            undo(study, decision.id)
        view = open_ledger(study)
        assert [k for k in view.links if k.by == "user"] == []
        assert {"Zephyr", "Zephyr Robotics"} <= {party.name for party in view.parties}


def test_what_cannot_be_is_told_and_nothing_is_kept(study: Study) -> None:
    view = open_ledger(study)
    claim, deal = view.claims[0].id, view.deals[0].id
    wrong: list[tuple[Proposal, type[Exception], str]] = [
        (Proposal("claim", "rejected", "0" * 16), NotFound, "no claim"),
        (Proposal("claim", "rejected", ""), NotFound, "no claim"),
        (Proposal("claim", "maybe", claim), SettingsError, "confirmed or rejected"),
        (Proposal("ring", "rejected", claim), SettingsError, "no decisions on 'ring'"),
        (Proposal("parties", "same", "Nobody", "OpenAI"), NotFound, "no party"),
        (Proposal("parties", "same", "OpenAI", "openai"), SettingsError, "one mention"),
        (Proposal("parties", "same", "OpenAI"), SettingsError, "needs two sides"),
        (Proposal("parties", "alike", "OpenAI", "Nvidia"), SettingsError, "no verdict"),
        (Proposal("parties", "unsure", "OpenAI", "Nvidia"), NotFound, "nothing was said"),
        (Proposal("deals", "part-of", deal, "0" * 16), NotFound, "no deal"),
        (Proposal("deals", "part-of", deal, deal), SettingsError, "one deal"),
        (Proposal("deals", "undo", deal, view.deals[1].id), NotFound, "nothing was said"),
        (Proposal("deals", "within", deal, view.deals[1].id), SettingsError, "no relation"),
    ]
    for proposal, error, said in wrong:
        for act in (lambda p: propose(study, p), lambda p: preview(study, p), lambda p: save(study, p, NOON)):
            with pytest.raises(error, match=said):
                act(proposal)
    assert list(study.decisions()) == []


def test_a_decision_is_found_by_its_id_alone(study: Study) -> None:
    kept = save(study, proposals(study)["rejected"], NOON)
    for key in ("", "   ", kept.id[:3], "f" * 16, kept.left):
        with pytest.raises(NotFound, match="no decision"):
            undo(study, key)
    assert find_decision(study, f" {kept.id[:8]} ") == kept
    study.drop_decision("nothing")
    assert list(study.decisions()) == [kept]


def test_a_link_whose_claim_was_rejected_rests_until_that_is_undone(study: Study) -> None:
    part = proposals(study)["part-of"]
    save(study, part, NOON)
    wrong = save(study, Proposal("claim", "rejected", claim_of(open_ledger(study), "OpenAI", "Oracle")), NOON)

    def states() -> list[str]:
        found = open_review(study)
        return [decision_view(d, found.view, found.holding)["state"] for d in found.decisions]

    assert states() == ["rests", "holds"]
    undo(study, wrong.id)
    assert states() == ["holds"]


CLAIMS, WORDS = st.sampled_from("abc"), st.sampled_from(["confirmed", "rejected"])


@given(st.lists(st.tuples(CLAIMS, WORDS), max_size=8), st.data())
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_decisions_without_one_are_what_they_were_without_it(said: list[tuple[str, str]], data: st.DataObject) -> None:
    made = [Decision(f"d{n}", n, None, "claim", word, claim) for n, (claim, word) in enumerate(said)]
    mixed = data.draw(st.permutations(made))
    assert standing_of(mixed) == standing_of(made)
    assert standing_of(made).claims == dict(said)
    if made:
        out = data.draw(st.sampled_from(made))
        left = [d for d in made if d is not out]
        assert standing_of(left).claims == {d.left: d.word for d in left}
