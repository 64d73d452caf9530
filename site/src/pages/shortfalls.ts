/** The tables of a stress test: strains, funding gaps, and what holders of shares gain or lose. */

import { drawBars, type Bar } from "../charts/bars";
import { word } from "../words";
import { listing, type Column as Field } from "./listing";
import type { Site } from "./page";
import { barKeys, keys, note, picture, subsection } from "./sections";
import { capital, figure, money, named, share, span } from "./telling";
import type { Gap, Revaluation, Strain, Stress } from "./views";

type Measure = "owes" | "unpaid" | "stopped" | "called" | "received" | "loss" | "reserve" | "leaves";

const MEASURES: readonly Measure[] = ["unpaid", "stopped", "called", "received", "loss", "owes", "reserve", "leaves"];

export function strainTable(result: Stress, site: Site): HTMLElement {
  const measures = MEASURES.map(
    (name): Field<Strain> => ({
      key: name,
      title: capital(word(`stress.${name}`)),
      bounds: (row) => row[name],
      show: (row) => (row[name].high === 0 ? word("told.dash") : money(row[name], result.currency)),
    }),
  );
  const fields: Field<Strain>[] = [
    { key: "party", title: word("told.party"), value: (row) => row.party.name },
    { key: "wave", title: word("stress.can_fail"), value: (row) => (row.wave === null ? null : String(row.wave)), show: fate, short: true },
    ...measures,
    {
      key: "balance_sheet",
      title: word("stress.balance_sheet"),
      value: (row) => (row.balance_sheet ? word("told.yes") : word("told.unknown")),
    },
  ];
  const open = (row: Strain): void => site.open.deals(row.deals, row.party.name);
  return subsection(
    word("stress.strains"),
    note(word("stress.strains_note")),
    listing(site, { name: "strains", caption: word("stress.strains"), fields, rows: result.strains, open }),
  );
}

function fate(row: Strain): string {
  const said = row.wave === null ? word("stress.stands_short") : row.wave === 0 ? word("stress.wave_0") : word("stress.wave_short", { n: row.wave });
  if (row.also_before) return `${said}; ${word("stress.also_before")}`;
  return row.certain && row.wave ? `${said}; ${word("stress.surely")}` : said;
}

type Part = "dues" | "to_find" | "receipts" | "financing" | "cash" | "gap";

const PARTS: readonly Part[] = ["dues", "receipts", "financing", "to_find", "cash", "gap"];

export function gapTable(result: Stress, site: Site): HTMLElement {
  const parts = PARTS.map(
    (name): Field<Gap> => ({
      key: name,
      title: capital(word(`stress.${name}`)),
      bounds: (row) => row[name],
      show: (row) => (row[name].high === 0 ? word("told.dash") : money(row[name], result.currency)),
    }),
  );
  const fields: Field<Gap>[] = [
    { key: "party", title: word("told.party"), value: (row) => row.party.name },
    { key: "window", title: word("told.window"), value: (row) => row.first ?? "", show: span },
    ...parts,
    { key: "coverage", title: word("stress.coverage"), bounds: (row) => row.coverage, show: (row) => figure(row.coverage) },
    { key: "unpriced", title: word("stress.unpriced"), value: (row) => row.unpriced_out.length + row.unpriced_in.length },
    { key: "missing", title: word("stress.missing"), value: (row) => row.missing.map((one) => named("missing", one)).join(", "), short: true },
  ];
  const open = (row: Gap): void => site.open.deals(row.deals, row.party.name);
  return subsection(
    word("stress.gaps"),
    note(word("stress.gaps_note")),
    listing(site, { name: "gaps", caption: word("stress.gaps"), fields, rows: result.gaps, open }),
  );
}

/** Values before and in the scenario, and what holders gain or lose on paper. */
export function valueParts(result: Stress, site: Site): HTMLElement[] {
  return [...(result.values.length > 0 ? [valuePicture(result, site)] : []), ...(result.holdings.length > 0 ? [holderPart(result, site)] : [])];
}

function valuePicture(result: Stress, site: Site): HTMLElement {
  const bars = result.values.flatMap((row): Bar[] => {
    const open = (): void => site.go({ page: "party", id: row.party.id });
    const bar = { label: row.party.name, tone: "sum" as const, open };
    const ends = (bounds: typeof row.before): Pick<Bar, "low" | "high" | "words"> => ({
      low: bounds.low ?? null,
      high: bounds.high ?? null,
      words: money(bounds, result.currency),
    });
    return [
      { ...bar, sub: word("stress.before"), ...ends(row.before) },
      { ...bar, sub: word("stress.after"), tone: "other", ...ends(row.after) },
    ];
  });
  const axis = { format: (value: number) => money({ low: value, high: value }, result.currency) };
  const name = word("stress.values");
  return subsection(name, picture((width) => drawBars(width, [{ bars }], axis, name)));
}

/** A change with its sign, or the range from one to the other. */
function changeWords(row: Revaluation, currency: string): string {
  const { low = null, high = null } = row.change;
  if (low === null || high === null) return word("told.unknown");
  if (high <= 0) return word("stress.loses", { x: money({ low: -high, high: -low }, currency) });
  if (low >= 0) return word("stress.gains", { x: money({ low, high }, currency) });
  return money(row.change, currency);
}

function holderPart(result: Stress, site: Site): HTMLElement {
  const bars = result.holdings.map((row): Bar => {
    const ends = [row.change.low, row.change.high].map((value) => (value === null || value === undefined ? null : Math.abs(value)));
    const known = ends.filter((value) => value !== null);
    const crosses = (row.change.low ?? 0) < 0 && (row.change.high ?? 0) > 0;
    return {
      label: word("stress.holds", { holder: row.holder.name, issuer: row.issuer.name }),
      low: crosses || known.length < 2 ? 0 : Math.min(...known),
      high: known.length < 2 ? null : Math.max(...known),
      words: changeWords(row, result.currency),
      tone: "finance",
      open: () => site.open.deals(row.deals, row.holder.name),
    };
  });
  const axis = { format: (value: number) => money({ low: value, high: value }, result.currency) };
  const fields: Field<Revaluation>[] = [
    { key: "holder", title: word("stress.holder"), value: (row) => row.holder.name },
    { key: "issuer", title: word("stress.issuer"), value: (row) => row.issuer.name },
    { key: "share", title: word("stress.share"), bounds: (row) => row.share, show: (row) => share(row.share) },
    { key: "after", title: word("stress.share_after"), bounds: (row) => row.after, show: (row) => share(row.after) },
    { key: "change", title: word("stress.change"), bounds: (row) => row.change, show: (row) => changeWords(row, result.currency) },
    { key: "stated", title: word("stress.stated"), value: (row) => (row.stated ? word("told.yes") : word("stress.not_stated")) },
  ];
  const open = (row: Revaluation): void => site.open.deals(row.deals, row.holder.name);
  const name = word("stress.holdings");
  return subsection(
    name,
    note(word("stress.holdings_note")),
    picture((width) => drawBars(width, [{ bars }], axis, name), keys(...barKeys("finance", bars.some((bar) => bar.high === null)))),
    listing(site, { name: "holdings", caption: name, fields, rows: result.holdings, open }),
  );
}
