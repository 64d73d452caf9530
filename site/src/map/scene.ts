/** What the map draws: dots with places and sizes, arrows with their bends, so that parallel deals stand side by side. No renderer knows more. */

import type { Map as MapView, MapDeal, MapParty } from "../api/views";

export interface Dot {
  id: string;
  party: MapParty;
  /** Where it stands, from -1 to 1; the layout is the study's, the same for everyone. */
  x: number;
  y: number;
  /** Radius in pixels at zoom 1. */
  r: number;
}

export interface Arrow {
  id: string;
  deal: MapDeal;
  payer: Dot;
  payee: Dot;
  /** Steps away from the straight line, to the left of the payer's view; arrows of one pair have different ones. */
  bend: number;
  /** Stroke in pixels. */
  width: number;
}

export interface Scene {
  /** The largest first. */
  dots: Dot[];
  arrows: Arrow[];
  /** Deals that are not drawn, since there are more than can be told apart. */
  left: number;
}

export const NOTHING: Scene = { dots: [], arrows: [], left: 0 };

/** What is lit; everything else is dimmed. */
export interface Lit {
  deals: ReadonlySet<string>;
  parties: ReadonlySet<string>;
}

export const SMALLEST = 5;
const LARGEST = 32;
const THINNEST = 1.3;
const THICKEST = 4.5;
const TURN = Math.PI * (3 - Math.sqrt(5));

/** Build the scene of a map, with so many arrows at most: those of the most money, and those that are wanted in any case. */
export function sceneOf(map: MapView, mostArrows: number, wanted: ReadonlySet<string>): Scene {
  const most = Math.max(1, ...map.parties.map(sizeOf));
  const dots = map.parties.map((party, rank): Dot => {
    const [x, y] = placeOf(party, rank, map.parties.length);
    return { id: party.id, party, x, y, r: SMALLEST + (LARGEST - SMALLEST) * Math.sqrt(sizeOf(party) / most) };
  });
  dots.sort((one, other) => other.r - one.r || (one.id < other.id ? -1 : 1));
  const byId = new Map(dots.map((dot) => [dot.id, dot]));
  const drawn = chosenOf(map.deals, mostArrows, wanted);
  const largest = Math.max(1, ...drawn.map(amountOf));
  const bends = bendsOf(drawn);
  const arrows = drawn.flatMap((deal): Arrow[] => {
    const payer = byId.get(deal.payer);
    const payee = byId.get(deal.payee);
    if (!payer || !payee) return [];
    const width = THINNEST + (THICKEST - THINNEST) * Math.sqrt(amountOf(deal) / largest);
    return [{ id: deal.id, deal, payer, payee, bend: bends.get(deal.id) ?? 0, width }];
  });
  return { dots, arrows, left: map.deals.length - drawn.length };
}

function chosenOf(deals: readonly MapDeal[], most: number, wanted: ReadonlySet<string>): readonly MapDeal[] {
  if (deals.length <= most) return deals;
  const least = deals.map(amountOf).sort((one, other) => other - one)[most - 1] ?? 0;
  let room = most;
  return deals.filter((deal) => {
    if (wanted.has(deal.id)) return true;
    if (room === 0 || amountOf(deal) < least) return false;
    room -= 1;
    return true;
  });
}

/** By what a party is sized: the upper bound of what it has committed, the lower where there is none. */
export function sizeOf(party: MapParty): number {
  return Math.max(0, party.committed.high ?? party.committed.low);
}

function amountOf(deal: MapDeal): number {
  return Math.max(0, deal.high ?? deal.low ?? 0);
}

/** Its stored place; where the study has none yet, a sunflower with the largest in the middle. */
function placeOf(party: MapParty, rank: number, count: number): [number, number] {
  if (party.x !== null && party.y !== null) return [party.x, party.y];
  const reach = Math.sqrt((rank + 0.5) / Math.max(1, count)) * 0.95;
  return [reach * Math.cos(rank * TURN), reach * Math.sin(rank * TURN) * 0.66];
}

/** Give each deal of a pair a bend of its own; what goes the same way lies together. */
function bendsOf(deals: readonly MapDeal[]): Map<string, number> {
  const pairs = new Map<string, MapDeal[]>();
  for (const deal of deals) {
    const key = deal.payer < deal.payee ? `${deal.payer} ${deal.payee}` : `${deal.payee} ${deal.payer}`;
    pairs.set(key, [...(pairs.get(key) ?? []), deal]);
  }
  const bends = new Map<string, number>();
  for (const pair of pairs.values()) {
    pair.sort((one, other) => (one.payer === other.payer ? (one.id < other.id ? -1 : 1) : one.payer < other.payer ? -1 : 1));
    pair.forEach((deal, index) => {
      const offset = index - (pair.length - 1) / 2;
      const alone = pair.length === 1 ? 0.5 : offset;
      bends.set(deal.id, deal.payer <= deal.payee ? alone : -alone);
    });
  }
  return bends;
}

/** What a selected ring or party lights. */
export function litBy(deals: Iterable<string>, parties: Iterable<string>): Lit {
  return { deals: new Set(deals), parties: new Set(parties) };
}

/** A party with all its deals and who is at their other ends. */
export function around(scene: Scene, party: string): Lit {
  const arrows = scene.arrows.filter((arrow) => arrow.payer.id === party || arrow.payee.id === party);
  return litBy(arrows.map((arrow) => arrow.id), [party, ...arrows.flatMap((arrow) => [arrow.payer.id, arrow.payee.id])]);
}
