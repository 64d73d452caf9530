/** The sheet of a party: what it pays and gets, its rings, and its sentences; its page says the rest. */

import type { Deal, OpenedParty } from "../api/views";
import { button, el, link } from "../dom";
import { circleOf, leading, pairOf, strengthOf } from "../names";
import { money, named } from "../pages/telling";
import { go, hrefOf } from "../state";
import { counted, word } from "../words";
import { sentenceList } from "./sentences";

export function partySheet(party: OpenedParty): (Node | null)[] {
  const change = { page: "party", id: party.id };
  const names = party.names.filter((name) => name !== party.name);
  return [
    el("p", { class: "kicker" }, named("party_kind", party.kind)),
    el("h2", {}, party.name),
    names.length > 0 ? el("p", { class: "faint" }, word("panel.also_named", { x: names.slice(0, 12).join(", ") })) : null,
    el("p", { class: "more" }, link(hrefOf(change), () => go(change), { class: "figure-link" }, word("panel.party_page"))),
    dealList(word("panel.pays"), party.pays),
    dealList(word("panel.gets"), party.gets),
    dealList(word("panel.other"), party.other),
    ringList(party),
    el("h3", {}, counted("panel.sentences", new Set(party.evidence.sentences.map((one) => one.claim)).size)),
    sentenceList(party.evidence.sentences),
  ];
}

function dealList(title: string, deals: readonly Deal[]): HTMLElement | null {
  if (deals.length === 0) return null;
  const item = (deal: Deal): HTMLElement => {
    const amount = leading(deal.amounts);
    const sum = amount ? money(amount, amount.currency, amount.approximate) : word("map.no_amount");
    return el(
      "li",
      {},
      button(
        { class: "leg-open" },
        () => go({ open: `deal.${deal.id}` }),
        el("span", { class: "leg-who" }, pairOf(deal)),
        el("span", { class: "leg-much" }, sum),
        el("span", { class: "leg-what" }, `${named("type", deal.type)} · ${named("status", deal.status)}`),
      ),
    );
  };
  return el("section", {}, el("h3", {}, title), el("ul", { class: "legs" }, ...deals.map(item)));
}

function ringList(party: OpenedParty): HTMLElement | null {
  if (party.rings.length === 0) return null;
  const items = party.rings.map((ring) =>
    el("li", {}, button({ class: "leg-open" }, () => go({ ring: ring.id, open: null }), el("span", { class: "leg-who" }, circleOf(ring.parties)), el("span", { class: "leg-much" }, strengthOf(ring)))),
  );
  return el("details", { class: "fold" }, el("summary", {}, word("panel.rings")), el("ul", { class: "legs" }, ...items));
}
