/** Conflicts and differences: where reports of one deal cannot all hold, and how they differ; nobody is called wrong. */

import { drawBars, type Bar } from "../charts/bars";
import { el } from "../dom";
import { counted, word } from "../words";
import { FIRST, listing, restOf, type Column as Field } from "./listing";
import { pair } from "./deals";
import type { Page, Site } from "./page";
import { basis, heading, note, nothing, picture, section } from "./sections";
import { quote } from "./quotes";
import { boundsOf, capital, count, money, named, reading, type Bounds } from "./telling";
import type { Conflict, ConflictPage, ConflictSide, Deal, DealPage, Difference, DifferencePage, OpenedClaim } from "./views";

const DRAWN = 40;
const QUOTED = 3;

export const page: Page = {
  name: "conflicts",
  title: () => word("conflicts.title"),
  async show(root, site) {
    const [conflicts, differences, deals] = await Promise.all([
      site.ask.get<ConflictPage>("/conflicts", FIRST),
      site.ask.get<DifferencePage>("/differences", FIRST),
      site.ask.get<DealPage>("/deals", FIRST),
    ]);
    const dealOf = new Map(deals.items.map((deal) => [deal.id, deal]));
    const missing = conflicts.items.slice(0, DRAWN).filter((conflict) => !dealOf.has(conflict.deal));
    for (const deal of await Promise.all(missing.map((conflict) => site.ask.get<Deal>(`/deals/${conflict.deal}`)))) dealOf.set(deal.id, deal);
    root.replaceChildren(heading(word("conflicts.heading"), word("conflicts.story")));
    root.append(basis({ floor: site.state.floor, as_of: site.state.as_of }));
    root.append(await conflictPart(conflicts, dealOf, site), differencePart(differences, site));
  },
};

type DealOf = ReadonlyMap<string, Deal>;

function about(conflict: Conflict, dealOf: DealOf): string {
  const deal = dealOf.get(conflict.deal);
  return deal ? capital(`${named("type", deal.type)}: ${pair(deal)}`) : conflict.deal;
}

// --- conflicts --------------------------------------------------------------------------------------------------------

async function conflictPart(found: ConflictPage, dealOf: DealOf, site: Site): Promise<HTMLElement> {
  const part = section(word("conflicts.conflicts"), note(word("conflicts.conflicts_note")));
  if (found.items.length === 0) {
    part.append(nothing(word("conflicts.none")));
    return part;
  }
  const cards = await Promise.all(found.items.slice(0, DRAWN).map((conflict) => conflictCard(conflict, dealOf, site)));
  part.append(el("div", { class: "cards" }, ...cards));
  const fields: Field<Conflict>[] = [
    { key: "deal", title: word("told.deal"), value: (conflict) => about(conflict, dealOf) },
    { key: "kind", title: word("conflicts.what"), value: (conflict) => named("conflict", conflict.kind) },
    { key: "slot", title: word("conflicts.slot"), value: (conflict) => conflict.key, show: (conflict) => slot(conflict.key) },
    {
      key: "sides",
      title: word("conflicts.sides"),
      value: (conflict) => conflict.sides.map((side) => `${side.reading} [${String(side.claims.length)}]`).join("; "),
      show: sidesOf,
    },
    { key: "kept", title: word("conflicts.kept"), value: (conflict) => conflict.reading, show: (conflict) => reading(conflict.reading) },
  ];
  const open = (conflict: Conflict): void => site.open.deal(conflict.deal);
  part.append(listing(site, { name: "conflicts", caption: word("conflicts.conflicts"), fields, rows: found.items, rest: restOf<Conflict, Conflict>(site, "/conflicts", found.total, (all) => all), open }));
  return part;
}

function sidesOf(conflict: Conflict): string {
  return conflict.sides.map((side) => `${reading(side.reading)} (${count(side.claims.length)})`).join(" · ");
}

/** Which amount of a deal differs, such as the total, or the total of a month. */
function slot(key: string): string {
  const [, name = "", currency = "", when = ""] = /^(.*?)(\/[A-Z]{3})?(?: in (\S+))?$/u.exec(key) ?? [];
  const [, tranche] = /^tranche (\d+)$/u.exec(name) ?? [];
  const size = Number(tranche ?? 0);
  const said = tranche ? `${named("slot", "tranche")} ${money({ low: size, high: size }, currency.slice(1))}` : named("slot", name.replaceAll("/", " "));
  return when ? `${said}, ${when}` : said;
}

async function conflictCard(conflict: Conflict, dealOf: DealOf, site: Site): Promise<HTMLElement> {
  const card = el("article", { class: "card" }, el("h3", {}, about(conflict, dealOf)));
  card.append(el(
    "p",
    { class: "card-kind" },
    conflict.kind === "status" ? named("conflict", conflict.kind) : `${named("conflict", conflict.kind)}: ${slot(conflict.key)}`,
  ));
  const open = (): void => site.open.deal(conflict.deal);
  const bars = conflict.sides.map((side) => sideBar(side.reading, side.claims.length, open));
  const kept = boundsOf(conflict.reading);
  if (kept && bars.every((bar) => bar !== null)) {
    const drawn: Bar[] = [...bars, { label: word("conflicts.kept"), ...ends(kept), words: money(kept, kept.currency), tone: "sum", open }];
    const axis = { format: (value: number) => money({ low: value, high: value }, kept.currency) };
    card.append(picture((width) => drawBars(width, [{ bars: drawn }], axis, about(conflict, dealOf))));
  } else card.append(el("p", { class: "card-kept" }, `${word("conflicts.kept")}: ${reading(conflict.reading)}`));
  const sides = await Promise.all(conflict.sides.map((side) => sideOf(side, site)));
  card.append(el("div", { class: "side-by-side" }, ...sides));
  return card;
}

function ends(bounds: Bounds): { low: number | null; high: number | null } {
  return { low: bounds.low ?? null, high: bounds.high ?? null };
}

function sideBar(text: string, claims: number, open: () => void): Bar | null {
  const bounds = boundsOf(text);
  if (!bounds) return null;
  return { label: counted("conflicts.claims", claims), ...ends(bounds), words: reading(text), tone: "other", open };
}

/** One side of a conflict with the sentences of its first claims. */
async function sideOf(side: ConflictSide, site: Site): Promise<HTMLElement> {
  const claims = side.claims.slice(0, QUOTED);
  const opened = await Promise.all(claims.map((claim) => site.ask.get<OpenedClaim>(`/claims/${claim}`)));
  const quotes = opened.flatMap((claim) => claim.sentences.slice(0, 1).map((sentence) => quote(sentence, () => site.open.claim(claim.id))));
  const more = side.claims.length - claims.length;
  return el("div", { class: "side" }, el("h4", {}, reading(side.reading)), ...quotes, more > 0 ? note(counted("conflicts.more", more)) : null);
}

// --- differences ------------------------------------------------------------------------------------------------------

function differencePart(found: DifferencePage, site: Site): HTMLElement {
  const part = section(word("conflicts.differences"), note(word("conflicts.differences_note")));
  if (found.items.length === 0) {
    part.append(nothing(word("conflicts.no_differences")));
    return part;
  }
  part.append(el("div", { class: "cards cards-wide" }, ...found.items.slice(0, DRAWN).map((one) => differenceCard(one, site))));
  const fields: Field<Difference>[] = [
    { key: "kind", title: word("told.kind"), value: (one) => named("difference", one.kind) },
    { key: "parties", title: word("told.parties"), value: (one) => one.parties.map((party) => party.name).join(", ") },
    {
      key: "sides",
      title: word("conflicts.sides"),
      value: (one) => one.sides.map((side) => side.reading).join("; "),
      show: (one) => one.sides.map((side) => reading(side.reading)).join(" · "),
    },
    { key: "reports", title: word("conflicts.reports"), value: (one) => one.sides.reduce((sum, side) => sum + side.claims.length, 0) },
    { key: "deals", title: word("told.deals"), value: (one) => one.deals.length },
    { key: "explanation", title: word("conflicts.explanation"), value: (one) => one.explanation, only: "csv" },
  ];
  const open = (one: Difference): void => openDifference(one, site);
  part.append(listing(site, { name: "differences", caption: word("conflicts.differences"), fields, rows: found.items, rest: restOf<Difference, Difference>(site, "/differences", found.total, (all) => all), open }));
  return part;
}

function openDifference(one: Difference, site: Site): void {
  const [claim] = one.sides.flatMap((side) => side.claims);
  if (one.deals.length > 0) site.open.deals(one.deals, named("difference", one.kind));
  else if (claim) site.open.claim(claim);
}

function differenceCard(one: Difference, site: Site): HTMLElement {
  const who = one.parties.map((party) => party.name).join(", ");
  const sides = one.sides.map((side) =>
    el(
      "div",
      { class: "side" },
      el("h4", {}, reading(side.reading)),
      ...side.sentences.map((sentence) => quote(sentence, () => site.open.claim(sentence.claim))),
    ),
  );
  return el(
    "article",
    { class: "card" },
    el("h3", {}, `${named("difference", one.kind)}: ${who}`),
    el("p", { class: "card-kind", lang: "en" }, one.words),
    el("div", { class: "side-by-side" }, ...sides),
  );
}
