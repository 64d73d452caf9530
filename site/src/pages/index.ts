/** The pages that there are, each loaded when it is first shown. */

import type { Page } from "./page";

/** In the order of the menu; `review` is shown where the server was started for it. */
export const PAGES = ["rings", "deals", "flows", "party", "origins", "conflicts", "compute", "stress", "review"] as const;
export type PageName = (typeof PAGES)[number];

const FILES = import.meta.glob<{ page: Page }>("./{rings,deals,flows,party,origins,conflicts,compute,stress,review}.ts");

export function isPage(name: string): name is PageName {
  return PAGES.some((known) => known === name) && `./${name}.ts` in FILES;
}

/** Load a page; null where there is none of that name. */
export async function loadPage(name: string): Promise<Page | null> {
  const load = isPage(name) ? FILES[`./${name}.ts`] : undefined;
  return load ? (await load()).page : null;
}
