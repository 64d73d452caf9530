/** The one table: it sorts, filters, hands out CSV, and its order and filter are in the address. */

import { button, el } from "./dom";
import type { Site } from "./pages/page";
import { counted, locale, numbers, word } from "./words";

export interface Range {
  low?: number | null | undefined;
  high?: number | null | undefined;
}

export type Value = string | number | null | undefined;

export interface Column<Row> {
  key: string;
  title: string;
  /** What it sorts by and what the CSV holds. */
  value?: (row: Row) => Value;
  /** An interval instead: sorted by its low end, two columns in the CSV. */
  bounds?: (row: Row) => Range | null | undefined;
  /** What a person reads; without it the value. */
  show?: (row: Row) => string;
  /** Dates and the like, which are not broken over lines. */
  short?: boolean;
  /** "csv": not on the screen. */
  only?: "csv";
}

/** What a table does not have yet: the rows beyond those it was given. */
export interface Rest<Row> {
  total: number;
  /** Return the rows that follow so many; null where they cannot be had, as in a report. */
  next: ((from: number) => Promise<readonly Row[]>) | null;
}

export interface Table<Row> {
  /** Short and without blanks: it names the table in the address and the CSV file. */
  name: string;
  caption: string;
  fields: readonly Column<Row>[];
  rows: readonly Row[];
  rest?: Rest<Row>;
  open?: (row: Row) => void;
  /** Marks a row as the one that is lit. */
  chosen?: (row: Row) => boolean;
}

interface Standing {
  column: string;
  down: boolean;
  filter: string;
}

const NONE: Standing = { column: "", down: false, filter: "" };
/** Rows drawn at first; more on demand, so that a large table opens at once. */
const DRAWN = 200;

/** Read how a table stands from the address. */
export function standingOf(tables: string, name: string): Standing {
  const found = tables.split("|").map((text) => text.split("~")).find(([told]) => told === name);
  if (!found) return NONE;
  return { column: found[1] ?? "", down: found[2] === "down", filter: decodeURIComponent(found[3] ?? "") };
}

/** Return what the address says of all tables when one stands anew. */
export function standingsWith(tables: string, name: string, standing: Standing): string {
  const others = tables.split("|").filter((text) => text !== "" && text.split("~")[0] !== name);
  const { column, down, filter } = standing;
  if (column !== "" || filter !== "") others.push([name, column, down ? "down" : "up", encodeURIComponent(filter)].join("~"));
  return others.join("|");
}

/** Make a table with its tools. */
export function table<Row>(site: Site, told: Table<Row>): HTMLElement {
  let standing = standingOf(site.state.tables, told.name);
  let most = DRAWN;
  const rows = [...told.rows];
  let texts = new Map<Row, string>();
  const shown = told.fields.filter((field) => field.only !== "csv");
  const head = el("tr");
  const body = el("tbody");
  const status = el("p", { class: "table-count", role: "status" });
  const more = button({ class: "quiet" }, () => { most = Infinity; draw(); }, word("table.all_rows"));
  const filter = el("input", { type: "search", class: "table-filter", value: standing.filter, placeholder: word("table.filter"), "aria-label": `${word("table.filter")}: ${told.caption}` });
  const stand = (next: Standing): void => {
    standing = next;
    site.go({ tables: standingsWith(site.state.tables, told.name, standing) }, true);
    draw();
  };
  filter.addEventListener("input", () => stand({ ...standing, filter: filter.value }));
  function draw(): void {
    const held = arranged(told.fields, rows, standing, texts);
    head.replaceChildren(...shown.map((field) => headOf(field, told.rows, standing, stand)));
    body.replaceChildren(...held.slice(0, most).map((row) => rowOf(row, shown, told)));
    more.hidden = held.length <= most;
    status.textContent = standing.filter ? word("table.found", { n: held.length, of: rows.length }) : counted("table.rows", held.length);
  }
  draw();
  const csv = button({ class: "quiet" }, () => save(told.name, csvOf(told.fields, arranged(told.fields, rows, standing, texts))), word("table.csv"));
  const permalink = button({ class: "quiet" }, () => void copyAddress(permalink), word("table.link"));
  const tools = el("div", { class: "table-tools" }, filter, status, csv, permalink);
  const grid = el("table", { class: "table" }, el("caption", { class: "unseen" }, told.caption), el("thead", {}, head), body);
  return el("div", { class: "table-box" }, tools, el("div", { class: "table-scroll", tabindex: 0, role: "region", "aria-label": told.caption }, grid), more, told.rest ? restOf(told.rest, rows, () => { texts = new Map(); draw(); }) : null);
}

/** What is not loaded, in words, with the buttons that load it. */
function restOf<Row>(rest: Rest<Row>, rows: Row[], draw: () => void): HTMLElement {
  const said = el("p", { class: "note", role: "status" });
  const box = el("div", { class: "table-rest" }, said);
  const tell = (): void => {
    box.hidden = rows.length >= rest.total;
    said.textContent = word("table.loaded", { n: numbers(locale()).format(rows.length), of: numbers(locale()).format(rest.total) });
  };
  const { next } = rest;
  if (next) {
    const load = async (until: number): Promise<void> => {
      buttons.forEach((one) => (one.disabled = true));
      try {
        while (rows.length < until) {
          const more = await next(rows.length);
          rows.push(...more);
          tell();
          if (more.length === 0) break;
        }
      } catch (error) {
        said.textContent = error instanceof Error ? error.message : String(error);
      }
      buttons.forEach((one) => (one.disabled = false));
      draw();
    };
    const buttons = [
      button({ class: "quiet" }, () => void load(rows.length + 1), word("table.next")),
      button({ class: "quiet" }, () => void load(rest.total), word("table.everything")),
    ];
    box.append(...buttons);
  }
  tell();
  return box;
}

function headOf<Row>(field: Column<Row>, rows: readonly Row[], standing: Standing, stand: (next: Standing) => void): HTMLElement {
  const on = standing.column === field.key;
  const turn = (): void => stand({ ...standing, column: field.key, down: on ? !standing.down : isNumeric(field, rows) });
  const sorted = on ? (standing.down ? "descending" : "ascending") : null;
  const sign = el("span", { class: "sort-sign", "aria-hidden": "true" }, on ? (standing.down ? "▾" : "▴") : "");
  return el("th", { scope: "col", "aria-sort": sorted, class: isNumeric(field, rows) ? "number" : null }, button({ class: "sort" }, turn, field.title, sign));
}

function rowOf<Row>(row: Row, shown: readonly Column<Row>[], told: Table<Row>): HTMLElement {
  const lit = told.chosen?.(row) ?? false;
  const made = el("tr", { class: lit ? "lit" : null });
  shown.forEach((field, index) => {
    const text = textOf(field, row);
    const look = isNumeric(field, told.rows) ? "number" : field.short ? "short" : null;
    if (index > 0) made.append(el("td", { class: look }, text));
    else made.append(el("th", { scope: "row" }, told.open ? button({ class: "row-open" }, () => told.open?.(row), text) : text));
  });
  if (told.open) {
    made.classList.add("opens");
    made.addEventListener("click", (event) => {
      if (!(event.target as Element).closest("button") && !getSelection()?.toString()) told.open?.(row);
    });
  }
  return made;
}

const numeric = new WeakMap<object, boolean>();

function isNumeric<Row>(field: Column<Row>, rows: readonly Row[]): boolean {
  if (field.bounds) return true;
  let known = numeric.get(field);
  if (known === undefined) numeric.set(field, (known = rows.some((row) => typeof field.value?.(row) === "number")));
  return known;
}

function textOf<Row>(field: Column<Row>, row: Row): string {
  if (field.show) return field.show(row);
  const value = keyOf(field, row);
  return typeof value === "number" ? numbers(locale()).format(value) : (value ?? "");
}

/** What a row sorts by; what is not known is null and stands last either way. */
function keyOf<Row>(field: Column<Row>, row: Row): string | number | null {
  if (!field.bounds) return field.value?.(row) ?? null;
  const range = field.bounds(row);
  return range?.low ?? range?.high ?? null;
}

/** Return the rows that hold the filter, in order; `texts` keeps what rows read as, from one filter to the next. */
function arranged<Row>(fields: readonly Column<Row>[], all: readonly Row[], standing: Standing, texts: Map<Row, string>): Row[] {
  const asked = standing.filter.trim().toLocaleLowerCase();
  const has = (row: Row): boolean => {
    let text = texts.get(row);
    if (text === undefined) {
      text = fields.filter((field) => field.only !== "csv").map((field) => textOf(field, row)).join("\n").toLocaleLowerCase();
      texts.set(row, text);
    }
    return text.includes(asked);
  };
  const rows = asked ? all.filter(has) : [...all];
  const field = fields.find((one) => one.key === standing.column);
  if (!field) return rows;
  const order = new Intl.Collator(locale(), { numeric: true });
  return rows.sort((one, other) => {
    const [left, right] = [keyOf(field, one), keyOf(field, other)];
    if (left === null || left === "") return right === null || right === "" ? 0 : 1;
    if (right === null || right === "") return -1;
    const by = typeof left === "number" && typeof right === "number" ? left - right : order.compare(String(left), String(right));
    return standing.down ? -by : by;
  });
}

/** Return rows as CSV (RFC 4180); a text that a spreadsheet would take for a formula is set off by an apostrophe. */
export function csvOf<Row>(fields: readonly Column<Row>[], rows: readonly Row[]): string {
  const heads = fields.flatMap((field) => (field.bounds ? [`${field.key}_low`, `${field.key}_high`] : [field.key]));
  const lines = rows.map((row) =>
    fields.flatMap((field) => {
      if (!field.bounds) return [cell(field.value ? field.value(row) : field.show?.(row))];
      const range = field.bounds(row);
      return [cell(range?.low), cell(range?.high)];
    }),
  );
  return [heads, ...lines].map((line) => `${line.join(",")}\r\n`).join("");
}

function cell(value: Value): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "number") return String(value);
  const safe = /^[=+\-@\t\r]/u.test(value) ? `'${value}` : value;
  return /[",\r\n]/u.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function save(name: string, text: string): void {
  // The mark in front tells spreadsheets that the text is UTF-8.
  const address = URL.createObjectURL(new Blob(["\ufeff", text], { type: "text/csv;charset=utf-8" }));
  el("a", { href: address, download: `${name}.csv` }).click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}

async function copyAddress(pressed: HTMLElement): Promise<void> {
  try {
    await navigator.clipboard.writeText(location.href);
    pressed.textContent = word("table.copied");
    setTimeout(() => (pressed.textContent = word("table.link")), 2000);
  } catch {
    prompt(word("table.link"), location.href);
  }
}
