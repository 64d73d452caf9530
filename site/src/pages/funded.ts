/** How much of its sales a vendor may have paid for itself: what is tied, what comes back in proportion, what could. */

import { drawBars, type Bar } from "../charts/bars";
import { word } from "../words";
import { FIRST, listing, type Column as Field } from "./listing";
import type { Site } from "./page";
import { barKeys, basis, keys, note, nothing, picture, section } from "./sections";
import { money, share, whole, window_ } from "./telling";
import type { Funding, FundingPage } from "./views";

type Sum = "financing" | "revenue" | "tied" | "central" | "could";

const SUMS: readonly [Sum, string][] = [
  ["financing", "funded.put_out"],
  ["revenue", "funded.sold"],
  ["tied", "funded.tied"],
  ["central", "funded.central"],
  ["could", "funded.could"],
];

/** The part on vendors; a report may not hold it. */
export async function fundedPart(site: Site): Promise<HTMLElement[]> {
  const part = section(word("funded.title"), note(word("funded.note")));
  const found = await site.ask.get<FundingPage>("/funded", FIRST).catch(() => null);
  const [first] = found?.items ?? [];
  if (!found || !first) {
    part.append(nothing(word("funded.none")));
    return [part];
  }
  if (found.measured < found.vendors) {
    part.append(note(word("funded.some", { measured: whole(found.measured), vendors: whole(found.vendors) })));
  }
  const bars = found.items.flatMap((one) => vendorBars(one, site));
  const axis = { format: (value: number) => money({ low: value, high: value }, first.currency) };
  const key = keys(...barKeys("finance", bars.some((bar) => bar.high === null)));
  part.append(picture((width) => drawBars(width, [{ bars }], axis, word("funded.title")), key));
  part.append(basis({ window: first.window, floor: first.floor, layer: first.layer, as_of: first.as_of, currency: first.currency }));
  part.append(vendorTable(found.items, site));
  return [part];
}

function dealsOf(one: Funding): string[] {
  return [...new Set([...one.financing_legs, ...one.revenue_legs].map((leg) => leg.deal))];
}

function vendorBars(one: Funding, site: Site): Bar[] {
  return SUMS.map(([name, words]) => ({
    label: one.vendor.name,
    sub: word(words),
    low: one[name].low ?? null,
    high: one[name].high ?? null,
    words: one[name].high === 0 ? word("told.none") : money(one[name], one.currency),
    tone: name === "financing" ? "finance" : name === "revenue" ? "purchase" : "sum",
    open: () => site.open.deals(dealsOf(one), one.vendor.name),
  }));
}

function vendorTable(rows: readonly Funding[], site: Site): HTMLElement {
  const sums = SUMS.map(
    ([name, words]): Field<Funding> => ({
      key: name,
      title: word(words),
      bounds: (one) => one[name],
      show: (one) => (one[name].high === 0 ? word("told.none") : money(one[name], one.currency)),
    }),
  );
  const fields: Field<Funding>[] = [
    { key: "vendor", title: word("funded.vendor"), value: (one) => one.vendor.name },
    ...sums,
    {
      key: "share",
      title: word("funded.of_sold"),
      bounds: (one) => one.share_of_revenue.could,
      show: (one) => share(one.share_of_revenue.could),
    },
    { key: "window", title: word("told.window"), value: (one) => one.window.first ?? "", show: (one) => window_(one.window), short: true },
    { key: "unpriced", title: word("flows.unpriced"), value: (one) => one.unpriced },
  ];
  const open = (one: Funding): void => site.open.deals(dealsOf(one), one.vendor.name);
  return listing(site, { name: "vendors", caption: word("funded.title"), fields, rows, open });
}
