"""FollowTheMoney: parties and deals as entities of the open investigation data model.

In: a `View`. Out: one dict an entity (`id`, `schema`, `properties`), ready for JSON Lines. Promise: ids are stable
and prefixed; an entity says no more than the articles do: ownership, debt, payment and contract are written only for
what is agreed or completed, and whatever is talked about is an `UnknownLink` with its status; every link carries its
provenance.

Source: the schemata of followthemoney (Company, Person, PublicBody, Project, Ownership, Debt, Payment, Contract,
ContractAward, ProjectParticipant, UnknownLink). It is written by hand since the library needs a compiler to install.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from anello.model import Article, Deal, Party, digest_of
from anello.show import View
from anello.show.words import count_words, slots_words

Entity = dict[str, Any]

PARTY_SCHEMA = {
    "organisation": "Company",
    "fund": "Company",
    "outlet": "Company",
    "person": "Person",
    "regulator": "PublicBody",
    "state": "PublicBody",
    "project": "Project",
}
"""Kind of party -> schema; what is none of these is a LegalEntity."""

LEGAL = ("Company", "Person", "PublicBody", "LegalEntity")
FIRM = ("agreed", "completed")
INTERVAL_ONLY = ("startDate", "endDate", "date", "recordId")
"""Properties of links that things, such as a Contract, do not have."""

QUOTES = 3
"""Sentences that a link quotes; the study has them all."""


def ftm_entities(view: View) -> Iterator[Entity]:
    """Yield the parties that take part in deals, then the deals."""
    schema = {party.id: PARTY_SCHEMA.get(party.kind, "LegalEntity") for party in view.parties}
    for party in view.parties:
        if party.id in view.deals_of:
            yield _party(party, schema[party.id])
    for deal in view.deals:
        yield from _deal(deal, schema, view)


def _entity(key: str, schema: str, **properties: object) -> Entity:
    kept = {name: _values(value) for name, value in properties.items()}
    return {"id": key, "schema": schema, "properties": {name: values for name, values in kept.items() if values}}


def _values(value: object) -> list[str]:
    values = value if isinstance(value, (list, tuple)) else [value]
    return list(dict.fromkeys(f"{v:f}" if isinstance(v, Decimal) else str(v) for v in values if v not in (None, "")))


def _party_key(party: str) -> str:
    return f"anello-party-{party}"


def _party(party: Party, schema: str) -> Entity:
    aliases = [name for name in party.names if name != party.name]
    return _entity(_party_key(party.id), schema, name=party.name, alias=aliases)


def _deal(deal: Deal, schema: dict[str, str], view: View) -> Iterator[Entity]:
    """Yield the entities of one deal; a deal of one party alone (a valuation, a result) is no link and gives none."""
    if deal.type == "project":
        yield from _project(deal, schema, view)
        return
    ends = _ends(deal)
    if ends is None:
        return
    first, second = ends
    legal = schema.get(first) in LEGAL and schema.get(second) in LEGAL
    if deal.status in FIRM and legal:
        made = list(_firm(deal, first, second, schema, view))
        if made:
            yield from made
            return
    key = f"anello-link-{deal.id}"
    yield _link(key, "UnknownLink", deal, view, subject=_party_key(first), object=_party_key(second), role=deal.type)


def _ends(deal: Deal) -> tuple[str, str] | None:
    """Return who gives and who gets: payer and payee, else the first two parties in role order."""
    if deal.payer and deal.payee:
        return deal.payer, deal.payee
    distinct = list(dict.fromkeys(deal.parties))
    return (distinct[0], distinct[1]) if len(distinct) > 1 else None


def _firm(deal: Deal, first: str, second: str, schema: dict[str, str], view: View) -> Iterator[Entity]:
    """Yield what an agreed or completed deal is in FollowTheMoney; nothing where no schema fits."""
    payer, payee, money = _party_key(first), _party_key(second), _exact_amount(deal)
    if deal.type in ("investment", "acquisition", "stake", "control") and schema[second] == "Company":
        if deal.status == "completed":
            owned = {"owner": payer, "asset": payee, "sharesValue": money.get("amount")}
            owned["sharesCurrency"] = money.get("currency")
            yield _link(f"anello-owns-{deal.id}", "Ownership", deal, view, ownershipType=deal.type, **owned)
        if money and deal.payer and deal.payee:
            key = f"anello-pays-{deal.id}"
            yield _link(key, "Payment", deal, view, payer=payer, beneficiary=payee, purpose=deal.type, **money)
    elif deal.type == "loan":
        yield _link(f"anello-owes-{deal.id}", "Debt", deal, view, creditor=payer, debtor=payee, **money)
    elif deal.type in ("supply", "licence") and deal.payer and deal.payee:
        yield from _contract(deal, payer, payee, money, view)


def _contract(deal: Deal, payer: str, payee: str, money: dict[str, object], view: View) -> Iterator[Entity]:
    key = f"anello-contract-{deal.id}"
    names = f"{view.names.get(deal.payer or '', '')} – {view.names.get(deal.payee or '', '')}"
    title = f"{deal.type}: {names}" + (f", {deal.product}" if deal.product else "")
    told = {name: value for name, value in _provenance(deal, view).items() if name not in INTERVAL_ONLY}
    signed = min((e.published for e in deal.history if e.published and e.status in FIRM), default=None)
    facts = {"name": title, "title": title, "authority": payer, "type": deal.type, "contractDate": signed}
    yield _entity(key, "Contract", **facts, **money, **told)
    award = f"anello-award-{deal.id}"
    yield _link(award, "ContractAward", deal, view, supplier=payee, contract=key, status=deal.status, **money)


def _project(deal: Deal, schema: dict[str, str], view: View) -> Iterator[Entity]:
    projects = [party for party in deal.parties if schema.get(party) == "Project"]
    for project in projects[:1]:
        for party in dict.fromkeys(deal.parties):
            if schema.get(party) in LEGAL:
                key = f"anello-takes-part-{digest_of(deal.id, party)}"
                ends = {"project": _party_key(project), "participant": _party_key(party)}
                yield _link(key, "ProjectParticipant", deal, view, **ends, role="participant")


def _link(key: str, schema: str, deal: Deal, view: View, **properties: object) -> Entity:
    """Return an entity with the provenance of a deal; only interests have a status of their own."""
    given = dict(properties)
    if schema in ("Ownership", "UnknownLink", "ProjectParticipant"):
        given.setdefault("status", deal.status)
    return _entity(key, schema, **given, **_provenance(deal, view))


def _exact_amount(deal: Deal) -> dict[str, object]:
    """Return amount and currency where the deal has one exact figure; a bound or a guess is no amount."""
    exact = [slot for slot in deal.amounts if slot.low is not None and slot.low == slot.high and not slot.approximate]
    return {"amount": exact[0].low, "currency": exact[0].currency} if len(exact) == 1 == len(deal.amounts) else {}


def _provenance(deal: Deal, view: View) -> dict[str, object]:
    claims = [view.claim_of[claim] for claim in deal.claims if claim in view.claim_of]
    articles = {claim.article: view.articles[claim.article] for claim in claims if claim.article in view.articles}
    ordered = sorted(articles.values(), key=lambda article: (str(article.published or "9999"), article.id))
    origins = _origins(deal)
    quotes = list(dict.fromkeys(span.text for c in claims for span in c.evidence if span.part == "claim"))[:QUOTES]
    return {
        "summary": [f"{deal.type}, {deal.status}, {slots_words(deal.amounts) or 'amount not stated'}; {origins}"],
        "description": quotes,
        "startDate": deal.first,
        "endDate": deal.last,
        "date": min((e.published for e in deal.history if e.published), default=None),
        "recordId": deal.id,
        "sourceUrl": [url for url in map(_address, ordered) if url],
        "publisher": [article.outlet for article in ordered],
        "modifiedAt": max((a.published for a in ordered if a.published), default=None),
    }


def _origins(deal: Deal) -> str:
    """Return the independent origins in words: "2–3 independent origins in 9 articles"."""
    low, high = deal.origins.lo, deal.origins.hi
    count = count_words(high, "independent origin") if low == high else f"{low}–{high} independent origins"
    return f"{count} in {count_words(deal.origins.articles, 'article')}"


def _address(article: Article) -> str | None:
    """Return the web address of an article; a path on somebody's disc is none."""
    found = article.url or article.document
    return found if found.startswith(("http://", "https://")) else None
