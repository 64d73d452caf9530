/** A ring drawn round: its parties on a circle, its legs as arcs between them with amounts and dates, each of which opens its sentences. */

import type { Leg, Named, Ring } from "../api/views";
import { shape } from "../dom";
import { day, money, named } from "../pages/telling";
import { go } from "../state";
import { word } from "../words";

const TONES: Record<string, string> = {
  equity: "finance", loan: "finance", ownership: "finance",
  purchase: "purchase", licence: "purchase",
  guarantee: "contingent", warrant: "contingent",
};
const SIDE = 400;
const HEIGHT = 372;
const MIDDLE = { x: SIDE / 2, y: HEIGHT / 2 };
const HEAD = 9;

interface Place {
  x: number;
  y: number;
  angle: number;
}

export function toneOfLeg(leg: Pick<Leg, "kind">): string {
  return TONES[leg.kind] ?? "other";
}

export function lineOfLeg(leg: Pick<Leg, "status" | "bindingness">): string {
  if (["denied", "ended", "hypothetical", "considered", "talks"].includes(leg.status)) return "dotted";
  return ["performed", "binding"].includes(leg.bindingness) ? "solid" : "dashed";
}

/** The amount of a leg, or that none is stated. */
export function legSum(leg: Pick<Leg, "low" | "high" | "currency">): string {
  return leg.low === null && leg.high === null ? word("map.no_amount") : money(leg, leg.currency);
}

/** When a leg is, in as few signs as are true: a year or two, else open. */
export function legDates(leg: Pick<Leg, "first" | "last">): string {
  const [first, last] = [leg.first?.slice(0, 4), leg.last?.slice(0, 4)];
  if (first && last) return first === last ? first : `${first}–${last}`;
  if (first) return word("told.from", { x: first });
  return last ? word("told.until", { x: last }) : word("told.undated");
}

/** Draw a ring. Legs of the same two parties and way stand side by side; their words are numbered where they would not fit. */
export function roundOf(ring: Ring): SVGSVGElement {
  const root = shape("svg", { class: "round", viewBox: `0 0 ${SIDE} ${HEIGHT}`, role: "group", "aria-label": word("ring.drawing") });
  const places = placesOf(ring.parties);
  const far = ring.parties.length === 2 ? 108 : 122;
  root.append(shape("circle", { class: "round-guide", cx: MIDDLE.x, cy: MIDDLE.y, r: far, "aria-hidden": "true" }));
  const numbers = numbersOf(ring);
  for (const [key, legs] of bundles(ring.legs)) {
    const [payer, payee] = key.split(" ").map((id) => places.get(id));
    if (!payer || !payee) continue;
    legs.forEach((leg, index) => root.append(legOf(leg, payer, payee, index, legs.length, ring.parties.length, numbers.get(leg.id) ?? 0)));
  }
  for (const party of ring.parties) {
    const place = places.get(party.id);
    if (place) root.append(partyOf(party, place));
  }
  return root;
}

/** The number of each leg, in the order in which money passes. */
export function numbersOf(ring: Ring): Map<string, number> {
  return new Map(legsInOrder(ring).map((leg, index) => [leg.id, index + 1]));
}

export function legsInOrder(ring: Ring): Leg[] {
  const rank = new Map(ring.parties.map((party, index) => [party.id, index]));
  return [...ring.legs].sort((one, other) => (rank.get(one.payer.id) ?? 99) - (rank.get(other.payer.id) ?? 99) || (one.id < other.id ? -1 : 1));
}

function placesOf(parties: readonly Named[]): Map<string, Place> {
  const far = parties.length === 2 ? 108 : 122;
  const start = parties.length === 2 ? Math.PI : -Math.PI / 2;
  return new Map(
    parties.map((party, index) => {
      const angle = start + (index * 2 * Math.PI) / parties.length;
      return [party.id, { x: MIDDLE.x + far * Math.cos(angle), y: MIDDLE.y + far * Math.sin(angle), angle }];
    }),
  );
}

function bundles(legs: readonly Leg[]): Map<string, Leg[]> {
  const found = new Map<string, Leg[]>();
  for (const leg of legs) {
    const key = `${leg.payer.id} ${leg.payee.id}`;
    found.set(key, [...(found.get(key) ?? []), leg]);
  }
  return found;
}

const DISC = 13;

function legOf(leg: Leg, payer: Place, payee: Place, index: number, count: number, parties: number, number: number): SVGGElement {
  const [dx, dy] = [payee.x - payer.x, payee.y - payer.y];
  const length = Math.hypot(dx, dy) || 1;
  // Outwards, away from the middle of the ring, so that the legs together look like one.
  const base = parties === 2 ? 78 : Math.max(26, length * 0.3);
  const off = base + (index - (count - 1) / 2) * (parties === 2 ? 54 : 40) + (parties === 2 ? ((count - 1) / 2) * 18 : 0);
  const away = { x: dy / length, y: -dx / length };
  const middle = { x: (payer.x + payee.x) / 2 + away.x * off, y: (payer.y + payee.y) / 2 + away.y * off };
  const from = along(payer, middle, DISC + 2);
  const tip = along(payee, middle, DISC + 3);
  const to = along(tip, middle, HEAD * 0.8);
  const way = { x: (tip.x - to.x) / (HEAD * 0.8), y: (tip.y - to.y) / (HEAD * 0.8) };
  const root = { x: tip.x - way.x * HEAD, y: tip.y - way.y * HEAD };
  const half = HEAD * 0.46;
  const d = `M${at(from)}Q${at(middle)} ${at(to)}`;
  const head = `M${at(tip)}L${at({ x: root.x - way.y * half, y: root.y + way.x * half })}L${at({ x: root.x + way.y * half, y: root.y - way.x * half })}Z`;
  const crown = { x: (from.x + 2 * middle.x + to.x) / 4, y: (from.y + 2 * middle.y + to.y) / 4 };
  const name = `${leg.payer.name} → ${leg.payee.name}: ${legSum(leg)}, ${named("leg", leg.kind)}, ${named("status", leg.status)}, ${legDates(leg)}`;
  const group = shape(
    "g",
    { class: `arrow leg tone-${toneOfLeg(leg)} line-${lineOfLeg(leg)}`, role: "button", tabindex: 0, "aria-label": name, "data-deal": leg.deal },
    shape("path", { class: "reach", d }),
    shape("path", { class: "line", d, "stroke-width": 2.2 }),
    shape("path", { class: "head", d: head }),
    ...wordsOf(leg, crown, number),
    shape("title", {}, `${name}. ${day(leg.first)}`),
  );
  const open = (): void => go({ open: `deal.${leg.deal}` });
  group.addEventListener("click", open);
  group.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    open();
  });
  return group;
}

/** Amount and date on the line; the number leads to the list below. */
function wordsOf(leg: Leg, crown: { x: number; y: number }, number: number): SVGElement[] {
  const sum = leg.low === null && leg.high === null ? word("ring.no_amount_short") : money(leg, leg.currency);
  return [
    shape("text", { class: "leg-sum", x: crown.x, y: crown.y - 1, "text-anchor": "middle" }, `${number}  ${sum}`),
    shape("text", { class: "leg-date", x: crown.x, y: crown.y + 12, "text-anchor": "middle" }, legDates(leg)),
  ];
}

function partyOf(party: Named, place: Place): SVGGElement {
  const name = shape("text", { class: "party-name", "text-anchor": "middle", x: place.x, y: place.y + (Math.sin(place.angle) < -0.3 ? -DISC - 8 : DISC + 17) }, party.name);
  const group = shape("g", { class: "dot", role: "button", tabindex: 0, "aria-label": party.name }, shape("circle", { class: "disc", cx: place.x, cy: place.y, r: DISC }), name);
  const open = (): void => go({ open: `party.${party.id}` });
  group.addEventListener("click", open);
  group.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    open();
  });
  return group;
}

function along(from: { x: number; y: number }, to: { x: number; y: number }, far: number): { x: number; y: number } {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const whole = Math.hypot(dx, dy) || 1;
  return { x: from.x + (dx / whole) * far, y: from.y + (dy / whole) * far };
}

function at(point: { x: number; y: number }): string {
  return `${point.x.toFixed(1)},${point.y.toFixed(1)}`;
}
