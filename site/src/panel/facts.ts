/** What is known of a deal beside its sentences: amounts, status and its history, origins, and what disagrees. */

import { client } from "../api/client";
import type { Amount, Conflict, ConflictPage, Difference, DifferencePage, Link, OpenedDeal } from "../api/views";
import { button, el, link } from "../dom";
import { leading } from "../names";
import { day, money, named, reading, span } from "../pages/telling";
import { go, hrefOf } from "../state";
import { counted, locale, word } from "../words";
import { languageName } from "./sentences";

type Row = [string, Node | string | null];

export function factList(rows: readonly Row[]): HTMLElement {
  const shown = rows.filter((row): row is [string, Node | string] => row[1] !== null && row[1] !== "");
  return el("dl", { class: "facts" }, ...shown.map(([name, value]) => el("div", {}, el("dt", {}, name), el("dd", {}, value))));
}

/** How firm a deal is, and on how many voices it rests: what stands above its sentences. */
export function dealFacts(deal: OpenedDeal): HTMLElement {
  return factList([
    [word("told.status"), history(deal)],
    [word("told.bindingness"), named("binding", deal.bindingness) + (deal.conditional && deal.bindingness !== "conditional" ? `, ${named("binding", "conditional")}` : "")],
    [word("told.origins"), origins(deal)],
  ]);
}

/** The rest of what is known, below the sentences. */
export function dealDetails(deal: OpenedDeal): HTMLElement {
  return factList([
    [word("fact.publicity"), named("publicity", deal.publicity)],
    [word("told.time"), deal.first || deal.last ? span(deal) : null],
    [word("fact.product"), deal.product],
    [word("fact.right"), deal.right === null ? null : named("right", deal.right)],
    [word("fact.ending"), ending(deal)],
  ]);
}

/** The amount of the deal in large, and every further one in a list; each with its sentences behind it. */
export function amounts(deal: OpenedDeal): HTMLElement {
  const first = leading(deal.amounts);
  const others = deal.amounts.filter((amount) => amount !== first);
  if (!first) return el("p", { class: "panel-amount none" }, word("map.no_amount"));
  const rest = others.map((amount) => el("li", {}, el("span", {}, slotName(amount)), " ", claimsButton(amount)));
  const label = slotName(first);
  return el(
    "div",
    { class: "amounts" },
    el("p", { class: "panel-amount" }, claimsButton(first), label === named("slot", "total") ? null : el("small", {}, label)),
    rest.length > 0 ? el("ul", {}, ...rest) : null,
  );
}

function claimsButton(amount: Amount): HTMLElement {
  const text = money(amount, amount.currency, amount.approximate);
  if (amount.claims.length === 0) return el("span", { title: amount.working }, text);
  return button({ class: "figure-link", title: amount.working || word("panel.light_sentences") }, () => point(amount.claims), text);
}

/** Lead the eye to the sentences of some claims in the open panel. */
function point(claims: readonly string[]): void {
  const quotes = claims.flatMap((claim) => [...document.querySelectorAll(`.panel [data-claim="${CSS.escape(claim)}"]`)]);
  for (const lit of document.querySelectorAll(".quote.lit")) lit.classList.remove("lit");
  for (const quote of quotes) quote.classList.add("lit");
  quotes[0]?.scrollIntoView({ block: "center", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
}

function slotName(amount: Amount): string {
  const key = amount.key.replace(/\/[A-Z]{3}$/u, "");
  const tranche = /^tranche (\d+)/u.exec(key)?.[1];
  if (tranche !== undefined) return `${named("slot", "tranche")} ${money({ low: Number(tranche), high: Number(tranche) }, amount.currency)}`;
  return named("slot", key.replaceAll("/", " "));
}

function history(deal: OpenedDeal): HTMLElement {
  const steps = deal.history.filter((step, index, all) => index === 0 || step.status !== all[index - 1]?.status);
  const stamp = el("span", { class: `stamp stamp-${deal.status}` }, named("status", deal.status));
  const item = (step: OpenedDeal["history"][number]): HTMLElement =>
    el("li", {}, `${named("status", step.status)}, `, el("time", { datetime: step.published }, day(step.published)), " ", button({ class: "quiet" }, () => point([step.claim]), word("fact.see")));
  const list = el("ol", { class: "history" }, ...steps.map(item));
  return steps.length > 1 ? el("details", { class: "fold plain" }, el("summary", {}, stamp, `, ${counted("fact.steps", steps.length)}`), list) : el("div", {}, stamp);
}

function origins(deal: OpenedDeal): HTMLElement {
  const { low, high, party, articles } = deal.origins;
  const range = low === high ? counted("fact.origins", high) : counted("fact.origins", high, { n: `${low}–${high}` });
  const names = new Intl.ListFormat(locale(), { type: "conjunction" }).format(deal.languages.filter(Boolean).map(languageName));
  const change = { page: "origins", id: deal.id };
  return el(
    "div",
    {},
    link(hrefOf(change), () => go(change), { class: "figure-link" }, range),
    party > 0 ? ` ${word("fact.party_voice")}` : "",
    el("small", {}, [counted("fact.articles", articles), names].filter(Boolean).join("; ")),
  );
}

function ending(deal: OpenedDeal): Node | string | null {
  if (!deal.ending) return null;
  const said = `${named("ending", deal.ending.kind)}, ${day(deal.ending.published)}`;
  const next = deal.ending.replaced_by;
  return next === null ? said : el("div", {}, `${said}. `, button({ class: "figure-link" }, () => go({ open: `deal.${next}` }), word("fact.replaced_by")));
}

/** What disagrees about a deal: sides of conflicts, denials, differences; empty where nothing does. */
export async function disputes(deal: OpenedDeal): Promise<HTMLElement | null> {
  const most = { limit: 1000 };
  const [conflicts, differences] = await Promise.all([client.get<ConflictPage>("/conflicts", most), client.get<DifferencePage>("/differences", most)]);
  const parts = [
    ...deal.denials.map((denial) => el("li", {}, word("dispute.denied", { x: day(denial.published) }), " ", claimLink([denial.claim]))),
    ...conflicts.items.filter((one) => one.deal === deal.id).map(conflictItem),
    ...differences.items.filter((one) => one.deals.includes(deal.id)).map(differenceItem),
  ];
  if (parts.length === 0) return null;
  return el("section", { class: "disputes", id: "disputes" }, el("h3", {}, word("dispute.title")), el("ul", {}, ...parts));
}

function conflictItem(conflict: Conflict): HTMLElement {
  const sides = conflict.sides.map((side) => el("li", {}, el("b", {}, reading(side.reading)), " ", claimLink(side.claims)));
  const kept = conflict.reading ? el("p", { class: "faint" }, word("dispute.kept", { x: reading(conflict.reading) })) : null;
  return el("li", {}, named("conflict", conflict.kind), el("ul", { class: "sides" }, ...sides), kept);
}

function differenceItem(difference: Difference): HTMLElement {
  const sides = difference.sides.map((side) => el("li", {}, el("b", {}, reading(side.reading)), " ", claimLink(side.claims)));
  return el("li", {}, named("difference", difference.kind), el("ul", { class: "sides" }, ...sides));
}

function claimLink(claims: readonly string[]): HTMLElement {
  return button({ class: "quiet" }, () => (shown(claims) ? point(claims) : go({ open: `claim.${claims[0] ?? ""}` })), counted("dispute.claims", claims.length));
}

function shown(claims: readonly string[]): boolean {
  return claims.some((claim) => document.querySelector(`.panel [data-claim="${CSS.escape(claim)}"]`) !== null);
}

/** How a deal stands to others. */
export function dealLinks(deal: OpenedDeal): HTMLElement | null {
  const links = deal.evidence.links;
  if (links.length === 0) return null;
  const item = (one: Link): HTMLElement => {
    const other = one.deal === deal.id ? one.other : one.deal;
    const kind = one.deal === deal.id ? one.kind : `${one.kind}_back`;
    return el("li", {}, button({ class: "figure-link" }, () => go({ open: `deal.${other}` }), named("link", kind)));
  };
  return el("section", {}, el("h3", {}, word("fact.links")), el("ul", {}, ...links.map(item)));
}
