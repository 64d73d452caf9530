/** The table of a page, and the rows that it does not have yet. */

import { isReport } from "../api/client";
import type { Rest } from "../table";
import type { Site } from "./page";

export { table as listing, type Column, type Table } from "../table";

/** Rows that one question gives. */
const STEP = 1000;

/** What a page asks of a list at first. */
export const FIRST = { limit: STEP };

/** The rest of a list of the API, made into rows. */
export function restOf<Item, Row>(site: Site, path: string, total: number, made: (items: Item[]) => Row[]): Rest<Row> {
  const next = async (from: number): Promise<Row[]> => made((await site.ask.get<{ items: Item[] }>(path, { ...FIRST, offset: from })).items);
  return { total, next: isReport() ? null : next };
}
