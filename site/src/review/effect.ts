/** What a decision changes, told before it is kept: rings and deals that go, come and change. */

import "./review.css";
import { Problem, type Client } from "../api/client";
import type { Deal, Effect, Ring } from "../api/views";
import { button, el } from "../dom";
import { money, named } from "../pages/telling";
import { counted, word } from "../words";
import { effectOf, keep, takeBack, type Proposal } from "./deciding";

/** Rows of one kind of change that are named; of the rest the number is told. */
const MOST = 12;

interface Changes<View> {
  before: string[];
  after: string[];
  gone: View[];
  new: View[];
  changed: { before: View; after: View }[];
}

/** Show the effect of a decision with what keeps it and what does not. */
export function previewBox(ask: Client, wanted: Proposal | { kind: "undo"; decision: string }, close: () => void): HTMLElement {
  const body = el("div", { class: "effect-body" }, el("p", { class: "faint" }, word("review.reckoning")));
  const box = el("section", { class: "effect", tabindex: -1, "aria-label": word("review.effect"), "aria-live": "polite" }, el("p", { class: "effect-title" }, word("review.effect")), body);
  const refuse = (problem: unknown): void => body.replaceChildren(refusal(problem), tools(null, close));
  const act = (): void => {
    const done = wanted.kind === "undo" ? takeBack(ask, wanted.decision) : keep(ask, wanted).then(() => undefined);
    done.then(close, refuse);
  };
  effectOf(ask, wanted).then((effect) => {
    const label = wanted.kind === "undo" ? "review.undo_now" : "review.keep";
    body.replaceChildren(...effectParts(effect), tools(button({ class: "primary effect-keep" }, act, word(label)), close));
  }, refuse);
  return box;
}

function tools(act: HTMLElement | null, close: () => void): HTMLElement {
  return el("p", { class: "effect-tools" }, act, " ", button({ class: "quiet effect-cancel" }, close, word("review.cancel")));
}

export function refusal(problem: unknown): HTMLElement {
  return el("p", { class: "nothing", role: "alert" }, word("review.refused", { x: problem instanceof Problem ? problem.message : String(problem) }));
}

function effectParts(effect: Effect): HTMLElement[] {
  return [
    ...changeParts("rings", effect.rings, ringLine),
    ...changeParts("deals", effect.deals, dealLine),
  ];
}

function changeParts<View>(kind: string, changes: Changes<View>, line: (view: View) => string): HTMLElement[] {
  const counts = word(`review.${kind}`, { before: changes.before.length, after: changes.after.length });
  const moves = [
    list("gone", changes.gone.map(line)),
    list("new", changes.new.map(line)),
    list("changed", changes.changed.map(({ before, after }) => changeLine(line(before), line(after)))),
  ].filter((part) => part !== null);
  return [el("p", { class: `effect-${kind}` }, counts, moves.length === 0 ? ` ${word("review.none_changes")}` : ""), ...moves];
}

function changeLine(before: string, after: string): string {
  return before === after ? word("review.rests_otherwise", { x: before }) : word("review.becomes", { x: before, y: after });
}

function list(kind: string, lines: readonly string[]): HTMLElement | null {
  if (lines.length === 0) return null;
  const rest = lines.length > MOST ? el("li", { class: "faint" }, counted("review.more", lines.length - MOST)) : null;
  return el("div", { class: `effect-${kind}` }, el("p", { class: "effect-move" }, word(`review.${kind}`)), el("ul", {}, ...lines.slice(0, MOST).map((text) => el("li", {}, text)), rest));
}

function ringLine(ring: Ring): string {
  const [first] = ring.parties;
  const circle = [...ring.parties, ...(first ? [first] : [])].map((party) => party.name).join(" → ");
  return `${named("ring", ring.kind)}: ${circle}, ${money(ring.strength, ring.strength.currency)}, ${named("grade", ring.grade)}`;
}

function dealLine(deal: Deal): string {
  const parties = deal.payer && deal.payee ? `${deal.payer.name} → ${deal.payee.name}` : deal.parties.map((party) => party.name).join(", ");
  const [amount] = deal.amounts;
  const sum = amount ? `, ${money(amount, amount.currency, amount.approximate)}` : "";
  return `${named("type", deal.type)}: ${parties}${sum}, ${named("status", deal.status)}`;
}
