/** What deals and rings are called on the map, in its lists and in the evidence panel. */

import type { Amount, Deal, MapDeal, Named, Ring } from "./api/views";
import { money, named } from "./pages/telling";
import { word } from "./words";

export interface Names {
  (id: string): string;
}

/** The sum of an arrow, or that it is not stated. */
export function sumOf(deal: Pick<MapDeal, "low" | "high" | "currency">): string {
  return deal.low === null && deal.high === null ? word("map.no_amount") : money(deal, deal.currency);
}

/** The amount that leads: the deal's own total; what is told of it together with others comes after. */
export function leading(amounts: readonly Amount[]): Amount | undefined {
  return amounts.find((amount) => amount.key.startsWith("total/")) ?? amounts[0];
}

export function pairOf(deal: Pick<Deal, "payer" | "payee" | "parties">): string {
  if (deal.payer && deal.payee) return `${deal.payer.name} → ${deal.payee.name}`;
  return deal.parties.map((party) => party.name).join(", ");
}

/** A deal of the map in one line, for a hint and for who cannot see it. */
export function dealLine(deal: MapDeal, name: Names): string {
  return `${name(deal.payer)} → ${name(deal.payee)}: ${sumOf(deal)}; ${named("type", deal.type)}; ${statusOf(deal)}`;
}

/** How firm a deal is: its status, what binds, whether it is disputed. */
export function statusOf(deal: Pick<MapDeal, "status" | "bindingness" | "conditional" | "disputed">): string {
  const said = [named("status", deal.status)];
  if (deal.bindingness !== "none" && deal.bindingness !== "") said.push(named("binding", deal.bindingness));
  if (deal.disputed) said.push(word("map.disputed"));
  return said.join(", ");
}

/** The parties of a ring in the order of the money, back to the first. */
export function circleOf(parties: readonly Named[]): string {
  const [first] = parties;
  return [...parties, ...(first ? [first] : [])].map((party) => party.name).join(" → ");
}

/** How much may go round, or that it is not stated. */
export function strengthOf(ring: Pick<Ring, "strength">): string {
  const { low, high, currency } = ring.strength;
  return low === null && high === null ? word("map.no_amount") : money(ring.strength, currency);
}

/** By what rings are ordered within a class: what surely goes round, then what may. */
export function weightOf(ring: Pick<Ring, "strength">): number {
  return (ring.strength.low ?? 0) * 1e3 + (ring.strength.high ?? 0);
}
