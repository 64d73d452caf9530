"""Small studies for the tests of the doors: a table of deals, which needs no extraction, and one article."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

from anello.model import (
    AmountSlot,
    Article,
    Claim,
    Deal,
    DealGraph,
    Flow,
    Leg,
    Mention,
    Money,
    Origins,
    Party,
    Ring,
    Span,
    StatusEvent,
    Voice,
)
from anello.show import View

TEN = Decimal(10_000_000)
KINDS = (("investment", "investor", "target"), ("supply", "supplier", "customer"))
TODAY = "2026-09-01"
TABLE = """payer,payee,type,amount,currency,start,end,status,published,source,note
Nvidia,OpenAI,investment,10000000000,USD,2026-01-01,2026-12-31,completed,2026-01-05,Reuters,first
OpenAI,Nvidia,supply,4000000000,USD,2026-02-01,2026-12-31,agreed,2026-02-01,Reuters,chips
Amazon,Anthropic,investment,5000000000,USD,2026-03-01,,talks,2026-03-02,The Information,
"""
ARTICLE = """Acme bank lends money
date: 2026-04-01
outlet: Meridian Wire

Microsoft has invested $5 billion in Anthropic, Reuters reported on Wednesday, citing people familiar with the matter.
"""


def write_inputs(folder: Path) -> Path:
    """Write the table and the article into a folder."""
    news = folder / "news"
    news.mkdir()
    (news / "deals.csv").write_text(TABLE, encoding="utf-8")
    (news / "one.txt").write_text(ARTICLE, encoding="utf-8")
    return news


def made_view(name: str = "Acme", sentence: str = "Acme bought shares of Bolt for $10 million. More followed.") -> View:
    """A view made by hand: one investment, one supply back, one ring."""
    article = Article("a1", "https://example.org/a1", sentence, outlet="Wire", published=date(2025, 5, 1))
    acme = Mention(name, "acme", name, 0, len(name))
    bolt = Mention("Bolt", "bolt", "Bolt", 0, 4)
    money = Money(TEN, TEN, "USD", text="$10 million")
    evidence = (Span(0, 26, sentence[:26]),)
    claims = tuple(
        Claim(
            id=f"c{number}",
            article="a1",
            document=article.document,
            type=kind,
            roles={first: (acme,), second: (bolt,)},
            status="completed",
            mode="attributed",
            evidence=evidence,
            extractor="test/1",
            attribution=(Voice("Reuters", "outlet"),),
            amount=money,
            published=article.published,
        )
        for number, (kind, first, second) in enumerate(
            (("investment", "investor", "target"), ("supply", "supplier", "customer"))
        )
    )
    deals = (_deal("d0", "investment", "acme", "bolt", "c0"), _deal("d1", "supply", "bolt", "acme", "c1"))
    legs = (_leg("l0", "d0", "acme", "bolt", "equity"), _leg("l1", "d1", "bolt", "acme", "purchase"))
    parties = (Party("acme", name, names=(name,)), Party("bolt", "Bolt", names=("Bolt", "Bolt Inc")))
    graph = DealGraph(parties, legs)
    ring = Ring("r0", "circular exposure", ("acme", "bolt"), ("l0", "l1"), "performed", "coincident", TEN, TEN, "USD")
    flow = Flow(2 * TEN, 2 * TEN, 2 * TEN, 2 * TEN, 1.0, 1.0, "USD", None, None, None, (("l0", TEN), ("l1", TEN)))
    return View({"a1": article}, claims, (), parties, deals, (), (), graph, (ring,), True, flow)


def _deal(identity: str, kind: str, payer: str, payee: str, claim: str) -> Deal:

    return Deal(
        id=identity,
        type=kind,
        payer=payer,
        payee=payee,
        parties=(payer, payee),
        status="completed",
        bindingness="performed",
        history=(StatusEvent(date(2025, 5, 1), "completed", claim),),
        amounts=(AmountSlot("total/USD", TEN, TEN, "USD", claims=(claim,)),),
        claims=(claim,),
        origins=Origins(1, 1, 0, 1, ("outlet:reuters",)),
        languages=("en",),
    )


def _leg(identity: str, deal: str, payer: str, payee: str, kind: str) -> Leg:
    return Leg(identity, deal, payer, payee, kind, "money", TEN, TEN, "USD", "completed", "performed")
