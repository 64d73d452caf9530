/** What money is, in the colours of the map: financing, purchases, what may never be paid. */

import type { Tone } from "../charts/svg";
import type { Deal } from "./views";

const OF_LEG: Record<string, Tone> = {
  equity: "finance",
  loan: "finance",
  ownership: "finance",
  purchase: "purchase",
  licence: "purchase",
  guarantee: "contingent",
  warrant: "contingent",
};

const OF_DEAL: Record<string, Tone> = {
  investment: "finance",
  loan: "finance",
  acquisition: "finance",
  stake: "finance",
  control: "finance",
  ipo: "finance",
  supply: "purchase",
  licence: "purchase",
  guarantee: "contingent",
  right: "contingent",
};

/** The tone of a leg by its kind. */
export function toneOf(kind: string): Tone {
  return OF_LEG[kind] ?? "other";
}

export function toneOfDeal(type: string): Tone {
  return OF_DEAL[type] ?? "other";
}

/** Tell whether a deal is told and does not bind. */
export function isLoose(deal: Pick<Deal, "bindingness">): boolean {
  return !["performed", "binding"].includes(deal.bindingness);
}
