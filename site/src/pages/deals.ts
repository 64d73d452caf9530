/** Deals: what is told, how much of each headline is binding and drawn, and when it is due. */

import { counted, word } from "../words";
import { calendarPicture, rungsPicture } from "./ladder";
import type { Rest } from "../table";
import { FIRST, listing, restOf, type Column as Field } from "./listing";
import { opensDeals } from "./opening";
import type { Page, Site } from "./page";
import { basis, heading, note, nothing, section, subsection } from "./sections";
import { between, day, money, months, named } from "./telling";
import type { Commitment, Deal, DealPage, LadderPage } from "./views";

interface Row {
  deal: Deal;
  /** null: the deal commits no money, or its ladder is not loaded yet. */
  readonly ladder: Commitment["ladder"] | null;
}

export const page: Page = {
  name: "deals",
  title: () => word("deals.title"),
  async show(root, site) {
    const [deals, ladders] = await Promise.all([site.ask.get<DealPage>("/deals", FIRST), site.ask.get<LadderPage>("/ladder", FIRST)]);
    const ladderOf = new Map(ladders.items.map((one) => [one.deal, one.ladder]));
    const rowsOf = (all: readonly Deal[]): Row[] => all.map((deal) => rowOf(deal, ladderOf));
    const rows = rowsOf(deals.items);
    root.replaceChildren(heading(word("deals.heading"), word("deals.story")));
    if (rows.length === 0) {
      root.append(nothing(word("deals.none")));
      return;
    }
    const rest = restOf<Deal, Row>(site, "/deals", deals.total, rowsOf);
    const { next } = rest;
    // Both lists begin with the largest; the ladders of what follows follow there too.
    const both = next && (async (from: number): Promise<readonly Row[]> => {
      const more = await site.ask.get<LadderPage>("/ladder", { ...FIRST, offset: from });
      for (const one of more.items) ladderOf.set(one.deal, one.ladder);
      return next(from);
    });
    root.append(chosen(rows, site), sums(ladders, site), table(rows, { ...rest, next: both }, site));
  },
};

function rowOf(deal: Deal, ladderOf: ReadonlyMap<string, Commitment["ladder"]>): Row {
  return {
    deal,
    get ladder() {
      return ladderOf.get(deal.id) ?? null;
    },
  };
}

/** The ladder of the deal that the address names. */
function chosen(rows: readonly Row[], site: Site): HTMLElement | "" {
  const row = rows.find((one) => one.deal.id === site.id);
  if (!row) return "";
  const part = section(word("deals.one", { who: pair(row.deal) }));
  if (row.ladder) part.append(rungsPicture(row.ladder, () => site.open.deals([row.deal.id], pair(row.deal))));
  else part.append(nothing(word("deals.no_ladder")));
  return part;
}

function sums(ladders: LadderPage, site: Site): HTMLElement {
  const part = section(word("deals.ladder"), note(word("deals.ladder_note")));
  for (const total of ladders.totals) {
    part.append(rungsPicture(total.ladder, opensDeals(site, total.deals, word("deals.ladder"))));
    part.append(basis({ floor: total.floor, as_of: total.as_of, currency: total.ladder.currency ?? "" }));
    if (total.calendar.length > 0) {
      part.append(subsection(word("deals.calendar"), note(word("deals.calendar_note")), calendarPicture(total, site)));
    }
    if (total.unpriced.length > 0) part.append(note(counted("deals.unpriced", total.unpriced.length)));
  }
  if (ladders.totals.length === 0) part.append(nothing(word("deals.no_sums")));
  return part;
}

/** Who pays whom, or who takes part. */
export function pair(deal: Pick<Deal, "payer" | "payee" | "parties">): string {
  if (deal.payer && deal.payee) return `${deal.payer.name} → ${deal.payee.name}`;
  return deal.parties.map((party) => party.name).join(", ") || word("told.unknown");
}

function table(rows: readonly Row[], rest: Rest<Row>, site: Site): HTMLElement {
  const open = (row: Row): void => site.open.deals([row.deal.id], pair(row.deal));
  return section(
    word("deals.table"),
    note(word("deals.table_note")),
    listing(site, { name: "deals", caption: word("deals.table"), fields: fields(), rows, rest, open, chosen: (row) => row.deal.id === site.id }),
  );
}

function fields(): Field<Row>[] {
  return [
    {
      key: "payer",
      title: word("told.payer"),
      value: ({ deal }) => deal.payer?.name ?? "",
      show: ({ deal }) => deal.payer?.name ?? word("told.not_told"),
    },
    {
      key: "payee",
      title: word("told.payee"),
      value: ({ deal }) => deal.payee?.name ?? "",
      show: ({ deal }) => deal.payee?.name ?? others(deal),
    },
    { key: "type", title: word("told.kind"), value: ({ deal }) => named("type", deal.type) },
    { key: "headline", title: word("deals.headline"), bounds: headlineOf, show: headlineWords },
    {
      key: "currency",
      title: word("told.currency"),
      value: ({ deal, ladder }) => ladder?.currency ?? deal.amounts[0]?.currency ?? "",
      only: "csv",
    },
    { key: "binding", title: word("rung.binding"), bounds: ({ ladder }) => ladder?.binding, show: ({ ladder }) => rung(ladder, "binding") },
    { key: "drawn", title: word("rung.drawn"), bounds: ({ ladder }) => ladder?.drawn, show: ({ ladder }) => rung(ladder, "drawn") },
    { key: "status", title: word("told.status"), value: ({ deal }) => deal.status, show: ({ deal }) => named("status", deal.status) },
    { key: "bindingness", title: word("told.bindingness"), value: ({ deal }) => named("binding", deal.bindingness) },
    {
      key: "time",
      title: word("told.time"),
      value: ({ deal }) => deal.first ?? deal.last ?? "",
      show: ({ deal }) => months(deal),
      short: true,
    },
    { key: "first", title: word("told.time"), value: ({ deal }) => deal.first, only: "csv" },
    { key: "last", title: word("told.time"), value: ({ deal }) => deal.last, only: "csv" },
    {
      key: "told",
      title: word("deals.first_told"),
      value: ({ deal }) => deal.history[0]?.published ?? "",
      show: ({ deal }) => day(deal.history[0]?.published),
      short: true,
    },
    { key: "articles", title: word("told.articles"), value: ({ deal }) => deal.origins.articles },
    {
      key: "origins",
      title: word("told.origins"),
      bounds: ({ deal }) => deal.origins,
      show: ({ deal }) => between(deal.origins.low, deal.origins.high),
    },
    {
      key: "disputed",
      title: word("deals.disputed"),
      value: ({ deal }) => deal.disputing.length,
      show: ({ deal }) => (deal.disputing.length > 0 ? word("told.yes") : word("told.dash")),
    },
    { key: "id", title: "id", value: ({ deal }) => deal.id, only: "csv" },
  ];
}

function others(deal: Deal): string {
  const rest = deal.parties.filter((party) => party.id !== deal.payer?.id).map((party) => party.name);
  return rest.join(", ") || word("told.not_told");
}

function headlineOf({ deal, ladder }: Row): { low: number | null; high: number | null } | undefined {
  if (ladder && (ladder.headline.high !== 0 || ladder.contingent.high !== 0)) return ladder.headline.high === 0 ? ladder.contingent : ladder.headline;
  const [amount] = deal.amounts;
  return amount && { low: amount.low, high: amount.high };
}

function headlineWords(row: Row): string {
  const bounds = headlineOf(row);
  const currency = row.ladder?.currency ?? row.deal.amounts[0]?.currency;
  return bounds ? money(bounds, currency, row.deal.amounts.some((amount) => amount.approximate)) : word("told.not_stated");
}

function rung(ladder: Row["ladder"], name: "binding" | "drawn"): string {
  if (!ladder) return word("told.dash");
  return ladder[name].high === 0 ? word("told.dash") : money(ladder[name], ladder.currency);
}
