/** The sheet of a ring: drawn round, what it holds for, each leg, what became of it, and its sentences. */

import type { Leg, OpenedRing, RingEvent } from "../api/views";
import { button, el } from "../dom";
import { basisWords } from "../map/share";
import { circleOf, strengthOf } from "../names";
import { day, money, named } from "../pages/telling";
import { go } from "../state";
import { word } from "../words";
import { legDates, legsInOrder, legSum, lineOfLeg, numbersOf, roundOf, toneOfLeg } from "./round";
import { sentenceList } from "./sentences";

export function ringSheet(ring: OpenedRing): (Node | null)[] {
  const numbers = numbersOf(ring);
  return [
    el("p", { class: "kicker" }, `${named("ring", ring.kind)}: ${named("grade", ring.grade)}`),
    el("h2", {}, circleOf(ring.parties)),
    el("p", { class: "panel-amount" }, strengthOf(ring), el("small", {}, word("ring.may_return"))),
    el("p", { class: "figure-basis" }, basisWords(ring)),
    roundOf(ring),
    el("ol", { class: "legs" }, ...legsInOrder(ring).map((leg) => legItem(leg, numbers.get(leg.id) ?? 0))),
    el("p", { class: "faint" }, word("ring.reading")),
    yearly(ring),
    events(ring.evidence.events),
    el("h3", {}, word("ring.sentences")),
    sentenceList(ring.evidence.sentences),
  ];
}

function legItem(leg: Leg, number: number): HTMLElement {
  const said = `${named("leg", leg.kind)} · ${named("status", leg.status)} · ${legDates(leg)}`;
  return el(
    "li",
    {},
    button(
      { class: `leg-open tone-${toneOfLeg(leg)} line-${lineOfLeg(leg)}` },
      () => go({ open: `deal.${leg.deal}` }),
      el("span", { class: "leg-number", "aria-hidden": "true" }, String(number)),
      el("span", { class: "leg-who" }, `${leg.payer.name} → ${leg.payee.name}`),
      el("span", { class: "leg-much" }, legSum(leg)),
      el("span", { class: "leg-what" }, said),
    ),
  );
}

function yearly(ring: OpenedRing): HTMLElement | null {
  const { low, high } = ring.yearly;
  return low === null && high === null ? null : el("p", {}, word("ring.yearly", { x: money(ring.yearly, ring.strength.currency) }));
}

function events(all: readonly RingEvent[]): HTMLElement | null {
  if (all.length === 0) return null;
  const item = (event: RingEvent): HTMLElement => {
    const level = event.level === null ? "" : ` (${named("status", event.level)})`;
    return el("li", {}, el("time", { datetime: event.day }, day(event.day)), " ", button({ class: "figure-link" }, () => go({ open: `deal.${event.deal}` }), named("event", event.kind)), level);
  };
  return el("section", {}, el("h3", {}, word("ring.events")), el("ol", { class: "history" }, ...all.map(item)));
}
