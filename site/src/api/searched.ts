/** The search of a report: as the server's, but over the texts that the report holds. */

import type { Deal, Found, Party } from "./views";

const MOST = 20;

type Sentence = Found["sentences"][number];

/** Texts without case, as written and as they read in the Latin alphabet; sentences with the day of their article. */
export interface Searchable {
  parties: [id: string, text: string][];
  deals: [id: string, text: string][];
  sentences: { day: string; text: string; found: Sentence }[];
}

export function searched(asked: string, day: string, texts: Searchable | undefined, parties: unknown, deals: unknown): Found {
  const wanted = asked.toLowerCase().replace(/\s+/gu, " ").trim();
  const fits = (text: string): boolean => wanted !== "" && text.includes(wanted);
  const ids = (pairs: [string, string][] = []): Set<string> => new Set(pairs.filter(([, text]) => fits(text)).map(([id]) => id));
  return {
    parties: among(parties as { items: Party[] } | undefined, ids(texts?.parties)),
    deals: among(deals as { items: Deal[] } | undefined, ids(texts?.deals)),
    sentences: (texts?.sentences ?? []).filter((one) => fits(one.text) && (day === "" || (one.day !== "" && one.day <= day))).slice(0, MOST).map((one) => one.found),
  };
}

function among<T extends { id: string }>(list: { items: T[] } | undefined, ids: ReadonlySet<string>): T[] {
  return (list?.items ?? []).filter((one) => ids.has(one.id)).slice(0, MOST);
}
