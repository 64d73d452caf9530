/** Opens the deals behind a sum. */

import type { Site } from "./page";

/** An address holds so many deals; behind a larger sum the table of deals is to be read. */
const MOST = 200;

/** What opens these deals; nothing where they are too many for one panel and one address. */
export function opensDeals(site: Site, deals: readonly string[], title: string): (() => void) | undefined {
  const all = [...new Set(deals)];
  if (all.length === 0 || all.length > MOST) return undefined;
  return () => site.open.deals(all, title);
}

/** What opens the first of the claims that a figure rests on. */
export function opensClaim(site: Site, claims: readonly string[]): (() => void) | undefined {
  const [first] = claims;
  return first === undefined ? undefined : () => site.open.claim(first);
}
