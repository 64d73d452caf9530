/** A ring drawn round: its parties on a circle, its legs as arcs between them with amounts and dates, each of which opens its sentences. */

import type { Leg, Named, Ring } from "../api/views";
import { shape } from "../dom";
import { money, named } from "../pages/telling";
import { go } from "../state";
import { word } from "../words";

const TONES: Record<string, string> = {
  equity: "finance", loan: "finance", ownership: "finance",
  purchase: "purchase", licence: "purchase",
  guarantee: "contingent", warrant: "contingent",
};
const SIDE = 400;
const HEIGHT = 380;
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
  const root = shape("svg", { class: "round", viewBox: ring.parties.length === 2 ? flat(ring) : `0 0 ${SIDE} ${HEIGHT}`, role: "group", "aria-label": word("ring.drawing") });
  const places = placesOf(ring.parties);
  if (ring.parties.length > 2) root.append(shape("circle", { class: "round-guide", cx: MIDDLE.x, cy: MIDDLE.y, r: farOf(ring.parties), "aria-hidden": "true" }));
  const numbers = numbersOf(ring);
  const taken = [...places.values()].flatMap((place): Box[] => {
    const spot = nameAt(place);
    return [
      { x: place.x - DISC, y: place.y - DISC, width: 2 * DISC, height: 2 * DISC },
      { x: spot.x - 36, y: spot.y - 12, width: 72, height: 16 },
    ];
  });
  const words: SVGElement[] = [];
  for (const [key, legs] of bundles(ring.legs)) {
    const [payer, payee] = key.split(" ").map((id) => places.get(id));
    if (!payer || !payee) continue;
    legs.forEach((leg, index) => {
      const bend = bendOf(payer, payee, index, legs.length, ring.parties.length);
      root.append(legOf(leg, bend));
      words.push(wordsOf(leg, bend, numbers.get(leg.id) ?? 0, taken));
    });
  }
  for (const party of ring.parties) {
    const place = places.get(party.id);
    if (place) root.append(partyOf(party, place));
  }
  root.append(...words);
  return root;
}

/** The part of the drawing that two parties need. */
function flat(ring: Ring): string {
  const [first] = ring.parties;
  const up = ring.legs.filter((leg) => leg.payer.id === first?.id).length;
  const room = (legs: number): number => 52 + Math.max(0, legs - 1) * APART;
  const top = MIDDLE.y - room(up);
  return `0 ${top} ${SIDE} ${room(up) + Math.max(room(ring.legs.length - up), 62)}`;
}

function farOf(parties: readonly Named[]): number {
  return parties.length === 2 ? 118 : 138;
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
  const far = farOf(parties);
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
/** How far apart the arcs of two parties are, so that the words of one do not touch the next. */
const APART = 40;

interface Point {
  x: number;
  y: number;
}

interface Bend {
  from: Point;
  middle: Point;
  to: Point;
  head: string;
}

/** Bend a leg outwards, away from the middle of the ring, so that the legs together look like one. */
function bendOf(payer: Place, payee: Place, index: number, count: number, parties: number): Bend {
  const [dx, dy] = [payee.x - payer.x, payee.y - payer.y];
  const length = Math.hypot(dx, dy) || 1;
  const [base, step] = parties === 2 ? [62, 2 * APART] : [Math.max(30, length * 0.28), 58];
  const off = base + (index - (parties === 2 ? 0 : (count - 1) / 2)) * step;
  const away = { x: dy / length, y: -dx / length };
  const middle = { x: (payer.x + payee.x) / 2 + away.x * off, y: (payer.y + payee.y) / 2 + away.y * off };
  const from = along(payer, middle, DISC + 2);
  const tip = along(payee, middle, DISC + 3);
  const to = along(tip, middle, HEAD * 0.8);
  const way = { x: (tip.x - to.x) / (HEAD * 0.8), y: (tip.y - to.y) / (HEAD * 0.8) };
  const root = { x: tip.x - way.x * HEAD, y: tip.y - way.y * HEAD };
  const half = HEAD * 0.46;
  const head = `M${at(tip)}L${at({ x: root.x - way.y * half, y: root.y + way.x * half })}L${at({ x: root.x + way.y * half, y: root.y - way.x * half })}Z`;
  return { from, middle, to, head };
}

function legOf(leg: Leg, bend: Bend): SVGGElement {
  const d = `M${at(bend.from)}Q${at(bend.middle)} ${at(bend.to)}`;
  const name = `${leg.payer.name} → ${leg.payee.name}: ${legSum(leg)}, ${named("leg", leg.kind)}, ${named("status", leg.status)}, ${legDates(leg)}`;
  const group = shape(
    "g",
    { class: `arrow leg tone-${toneOfLeg(leg)} line-${lineOfLeg(leg)}`, role: "button", tabindex: 0, "aria-label": name, "data-deal": leg.deal },
    shape("path", { class: "reach", d }),
    shape("path", { class: "line", d, "stroke-width": 2.2 }),
    shape("path", { class: "head", d: bend.head }),
    shape("title", {}, name),
  );
  return pressed(group, () => go({ open: `deal.${leg.deal}` }));
}

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

const ALONG = [0.5, 0.4, 0.6, 0.32, 0.68, 0.24, 0.76];

/** Number, amount and date on the line, where nothing else stands; else the number alone, and the list below says the rest. */
function wordsOf(leg: Leg, bend: Bend, number: number, taken: Box[]): SVGElement {
  const group = shape("g", { class: "leg-words", "aria-hidden": "true" });
  group.addEventListener("click", () => go({ open: `deal.${leg.deal}` }));
  const sum = leg.low === null && leg.high === null ? word("ring.no_amount_short") : money(leg, leg.currency);
  const dates = legDates(leg);
  const long = `${number} · ${sum}`;
  const wide = Math.max(long.length * 6.5, dates.length * 5.4) + 6;
  for (const t of ALONG) {
    const { x, y } = pointAt(bend, t);
    const box = { x: x - wide / 2, y: y - 13, width: wide, height: 28 };
    if (box.x < 2 || box.x + wide > SIDE - 2 || taken.some((other) => meet(box, other))) continue;
    taken.push(box);
    group.append(
      shape("text", { class: "leg-sum", x, y: y - 1, "text-anchor": "middle" }, long),
      shape("text", { class: "leg-date", x, y: y + 11, "text-anchor": "middle" }, dates),
    );
    return group;
  }
  const spots = ALONG.map((t) => pointAt(bend, t));
  const free = spots.find(({ x, y }) => !taken.some((other) => meet({ x: x - 8, y: y - 9, width: 16, height: 18 }, other))) ?? pointAt(bend, 0.5);
  taken.push({ x: free.x - 8, y: free.y - 9, width: 16, height: 18 });
  group.append(shape("text", { class: "leg-sum", x: free.x, y: free.y + 4, "text-anchor": "middle" }, String(number)));
  return group;
}

function pointAt({ from, middle, to }: Bend, t: number): Point {
  const [a, b, c] = [(1 - t) * (1 - t), 2 * t * (1 - t), t * t];
  return { x: a * from.x + b * middle.x + c * to.x, y: a * from.y + b * middle.y + c * to.y };
}

function meet(one: Box, other: Box): boolean {
  return one.x < other.x + other.width && other.x < one.x + one.width && one.y < other.y + other.height && other.y < one.y + one.height;
}

function nameAt(place: Place): Point {
  return { x: place.x, y: place.y + (Math.sin(place.angle) < -0.3 ? -DISC - 8 : DISC + 17) };
}

function pressed(group: SVGGElement, open: () => void): SVGGElement {
  group.addEventListener("click", open);
  group.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    open();
  });
  return group;
}

function partyOf(party: Named, place: Place): SVGGElement {
  const spot = nameAt(place);
  const side = Math.cos(place.angle);
  // Of two parties the name stands outwards, where no arc passes, if it has room there.
  const outwards = Math.abs(side) > 0.99 && party.name.length * 7.5 < SIDE / 2 - Math.abs(place.x - MIDDLE.x) + DISC;
  const name = shape("text", { class: "party-name", "text-anchor": !outwards ? "middle" : side < 0 ? "end" : "start", x: spot.x + (outwards ? -side * DISC : 0), y: spot.y }, party.name);
  const group = shape("g", { class: "dot", role: "button", tabindex: 0, "aria-label": party.name }, shape("circle", { class: "disc", cx: place.x, cy: place.y, r: DISC }), name);
  return pressed(group, () => go({ open: `party.${party.id}` }));
}

function along(from: { x: number; y: number }, to: { x: number; y: number }, far: number): { x: number; y: number } {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const whole = Math.hypot(dx, dy) || 1;
  return { x: from.x + (dx / whole) * far, y: from.y + (dy / whole) * far };
}

function at(point: { x: number; y: number }): string {
  return `${point.x.toFixed(1)},${point.y.toFixed(1)}`;
}
