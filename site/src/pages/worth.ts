/** What a party is said to be worth, by date. */

import { drawPoints, type Point } from "../charts/points";
import { word } from "../words";
import { listing, type Column as Field } from "./listing";
import type { Site } from "./page";
import { keys, note, nothing, picture, section } from "./sections";
import { between, day, money, month, named } from "./telling";
import type { Valuation } from "./views";

/** Statuses of a value that came about; of any other it was asked, planned or supposed. */
const FIRM = ["agreed", "completed"];

export function worthPart(rows: readonly Valuation[], site: Site): HTMLElement {
  const part = section(word("worth.title"), note(word("worth.note")));
  if (rows.length === 0) {
    part.append(nothing(word("worth.none")));
    return part;
  }
  const [currency] = [...new Set(rows.map((row) => row.currency))];
  const drawn = rows.flatMap((row) => pointOf(row, currency ?? null, site));
  if (drawn.length > 0) {
    const axes = { format: (value: number) => money({ low: value, high: value }, currency), day: month };
    const key = keys(
      { words: word("worth.firm"), look: "sure", tone: "finance" },
      { words: word("worth.interval"), look: "maybe", tone: "finance" },
      { words: word("worth.hollow"), look: "loose", tone: "other" },
    );
    part.append(picture((width) => drawPoints(width, width < 500 ? 260 : 320, drawn, axes, word("worth.title")), key));
  }
  part.append(valueTable(rows, site));
  return part;
}

function pointOf(row: Valuation, currency: string | null, site: Site): Point[] {
  if (!row.day || row.currency !== currency) return [];
  const firm = FIRM.includes(row.status);
  return [
    {
      day: row.day,
      low: row.low ?? null,
      high: row.high ?? null,
      words: money(row, row.currency, row.approximate),
      note: basisOf(row),
      tone: firm ? "finance" : "other",
      hollow: !firm,
      open: () => openClaims(row, site),
    },
  ];
}

function basisOf(row: Valuation): string {
  const said = named("basis", row.basis);
  return row.money ? `${said}, ${named("money", row.money)}` : said;
}

function openClaims(row: Valuation, site: Site): void {
  const [claim] = row.claims;
  if (claim) site.open.claim(claim);
}

function valueTable(rows: readonly Valuation[], site: Site): HTMLElement {
  const fields: Field<Valuation>[] = [
    { key: "day", title: word("told.day"), value: (row) => row.day ?? "", show: (row) => day(row.day), short: true },
    { key: "worth", title: word("worth.worth"), bounds: (row) => row, show: (row) => money(row, row.currency, row.approximate) },
    { key: "currency", title: word("told.currency"), value: (row) => row.currency ?? "", only: "csv" },
    { key: "basis", title: word("worth.basis"), value: basisOf },
    { key: "working", title: word("worth.working"), value: (row) => row.working, show: (row) => row.working || word("told.dash") },
    { key: "status", title: word("told.status"), value: (row) => named("status", row.status) },
    {
      key: "origins",
      title: word("told.origins"),
      bounds: (row) => row.origins,
      show: (row) => between(row.origins.low, row.origins.high),
    },
    { key: "reports", title: word("conflicts.reports"), value: (row) => row.claims.length },
    { key: "dissent", title: word("worth.dissent"), value: (row) => row.dissent.length },
  ];
  return listing(site, { name: "valuations", caption: word("worth.title"), fields, rows, open: (row) => openClaims(row, site) });
}
