"""A small study for the tests of review: a ring of two rows, a row told twice, and two names that may be one."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from anello.pipeline import build_study, open_ledger
from anello.show import View
from anello.store import Study

TODAY = date(2026, 9, 1)
NOON = datetime(2026, 9, 1, 12, 0, 0, 999, tzinfo=UTC)
TABLE = """payer,payee,type,amount,currency,start,end,status,published,source
Nvidia,OpenAI,investment,10000000000,USD,2026-01-01,2026-12-31,completed,2026-01-05,Reuters
OpenAI,Nvidia,supply,4000000000,USD,2026-02-01,2026-12-31,agreed,2026-02-01,Reuters
OpenAI,Nvidia,supply,4000000000,USD,2026-02-01,2026-12-31,agreed,2026-02-03,Bloomberg
Zephyr,Quiver Mining,investment,1000000,USD,2026-01-01,2026-12-31,completed,2026-01-05,Reuters
Quiver Mining,Zephyr Robotics,supply,400000,USD,2026-02-01,2026-12-31,agreed,2026-02-01,Reuters
OpenAI,Oracle,supply,300000000,USD,2026-03-01,2026-12-31,agreed,2026-03-02,Reuters
OpenAI,Microsoft,supply,500000000,USD,2026-03-01,2026-12-31,agreed,2026-03-03,Reuters
"""


def build(folder: Path) -> str:
    """Build the study anew or again, and return its path."""
    (folder / "deals.csv").write_text(TABLE, encoding="utf-8")
    path = folder / "my.anello"
    build_study([str(folder / "deals.csv")], path, today=TODAY, workers=1)
    return str(path)


def claim_of(view: View, *names: str, published: date | None = None) -> str:
    """Return the first claim between these parties, in the order of publication."""
    found = sorted(
        (claim.published or date.max, claim.id)
        for claim in view.claim_of.values()
        if {m.name for named in claim.roles.values() for m in named} == set(names)
        and published in (None, claim.published)
    )
    return found[0][1]


def deal_of(view: View, payer: str, payee: str) -> str:
    """Return the deal between these two parties."""
    (found,) = (d.id for d in view.deals if (view.names[d.payer or ""], view.names[d.payee or ""]) == (payer, payee))
    return found


def state(study: Study, as_of: date | None = None) -> tuple[object, ...]:
    """Return everything that a study says, to be compared."""
    view = open_ledger(study, as_of=as_of)
    return (
        *(view.claims, view.rejected, dict(view.reviewed), view.parties, view.deals, view.rings, view.links),
        *(view.verdicts, view.valuations, view.echoes, view.conflicts, view.flow),
    )
