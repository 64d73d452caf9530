/** Figures in words of the reader's language: an interval stays an interval, what is unknown is called so and is never zero. */

import { dates, locale, numbers, word } from "../words";

export interface Bounds {
  low?: number | null | undefined;
  high?: number | null | undefined;
}

const SCALES: Record<string, number> = { tn: 1e12, bn: 1e9, m: 1e6, k: 1e3 };
const DIGITS = 4;

interface Scaled {
  number: string;
  /** The name of the scale, with the space that the language puts before it. */
  scale: string;
}

/** Divide a number by the largest scale it reaches; which scales there are is said by the language. */
function scaled(value: number): Scaled {
  const size = Math.abs(value);
  for (const name of word("told.scales").split(" ")) {
    const scale = SCALES[name];
    // The next scale is taken as soon as rounding reaches it: 999,999 is 1m, not 1000k.
    if (scale && size * (1 + 5 / 10 ** (DIGITS + 1)) >= scale) return { number: digits(value / scale), scale: word(`told.${name}`) };
  }
  return { number: digits(value), scale: "" };
}

/** A number with its scale and at most four digits: 1.25bn, 350m, 27. */
export function shortNumber(value: number): string {
  const { number, scale } = scaled(value);
  return number + scale;
}

function digits(value: number): string {
  return numbers(locale(), { maximumSignificantDigits: DIGITS }).format(value);
}

export function count(value: number): string {
  return numbers(locale()).format(value);
}

/** An exact number, such as the index of a concentration. */
export function whole(value: number): string {
  return numbers(locale(), { maximumFractionDigits: 0 }).format(value);
}

interface Form {
  one: (value: number) => string;
  pair: (low: number, high: number) => string;
}

function told(bounds: Bounds | null | undefined, form: Form, unknown: string): string {
  const low = bounds?.low ?? null;
  const high = bounds?.high ?? null;
  if (high === null) return low ? word("told.at_least", { x: form.one(low) }) : unknown;
  if (low === null || (low === 0 && high > 0)) return word("told.up_to", { x: form.one(high) });
  return form.one(low) === form.one(high) ? form.one(low) : form.pair(low, high);
}

/** A sum of money: one figure, a range, "up to", "at least", or unknown. */
export function money(bounds: Bounds | null | undefined, currency: string | null | undefined, approximate = false): string {
  const wrap = (text: string): string => word("told.money", { sign: signOf(currency), x: text }).trim();
  const one = (value: number): string => (value < 0 ? `−${wrap(shortNumber(-value))}` : wrap(shortNumber(value)));
  const pair = (low: number, high: number): string =>
    low < 0 ? word("told.from_to", { x: one(low), y: one(high) }) : wrap(range(low, high));
  const said = told(bounds, { one, pair }, word("told.unknown"));
  return approximate && said !== word("told.unknown") ? word("told.about", { x: said }) : said;
}

/** Two numbers as a range, with the scale once where both have the same. */
function range(low: number, high: number): string {
  const [first, last] = [scaled(low), scaled(high)];
  return `${first.number}${first.scale === last.scale ? "" : first.scale}–${last.number}${last.scale}`;
}

function signOf(currency: string | null | undefined): string {
  if (!currency) return "";
  const parts = numbers("en", { style: "currency", currency, currencyDisplay: "narrowSymbol" }).formatToParts(1);
  return parts.find((part) => part.type === "currency")?.value ?? currency;
}

/** A share between 0 and 1 in percent. */
export function share(bounds: Bounds | null | undefined): string {
  const broken = [bounds?.low, bounds?.high].some((value) => !Number.isInteger(Math.round((value ?? 0) * 1000) / 10));
  const format = numbers(locale(), { style: "percent", maximumFractionDigits: 1, minimumFractionDigits: broken ? 1 : 0 });
  const one = (value: number): string => format.format(value).replace(/([.,])0(?=\s?%)/u, (zero) => (value === 0 || value === 1 ? "" : zero));
  const pair = (low: number, high: number): string => `${one(low).replace(/\s?%$/u, "")}–${one(high)}`;
  return told(bounds, { one, pair }, word("told.unknown"));
}

/** A percentage between 0 and 100. */
export function percent(bounds: Bounds | null | undefined): string {
  const part = (value: number | null | undefined): number | null => (value === null || value === undefined ? null : value / 100);
  return share({ low: part(bounds?.low), high: part(bounds?.high) });
}

/** A figure without currency, such as an index or gigawatts. */
export function figure(bounds: Bounds | null | undefined, unit = ""): string {
  const one = (value: number): string => `${size(value)}${unit && `\u00a0${unit}`}`;
  const pair = (low: number, high: number): string => `${size(low)}–${one(high)}`;
  return told(bounds, { one, pair }, word("told.unknown"));
}

function size(value: number): string {
  return numbers(locale(), { maximumFractionDigits: value < 10 ? 2 : value < 1000 ? 1 : 0 }).format(value);
}

/** A whole number between two: origins, for one. */
export function between(low: number, high: number): string {
  return low === high ? count(low) : `${count(low)}–${count(high)}`;
}

export function day(value: string | null | undefined): string {
  if (!value) return word("told.no_day");
  return dates(locale(), { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" }).format(new Date(value));
}

/** A day of an axis whose months are not enough to tell its ticks apart. */
export function dayOfMonth(value: Date): string {
  return dates(locale(), { day: "numeric", month: "short", timeZone: "UTC" }).format(value);
}

/** A text as it stands at the beginning of a line. */
export function capital(text: string): string {
  const [first = "", ...rest] = [...text];
  return first.toLocaleUpperCase(locale()) + rest.join("");
}

export function month(value: Date): string {
  return dates(locale(), { month: "short", year: "numeric", timeZone: "UTC" }).format(value);
}

interface Days {
  first?: string | null | undefined;
  last?: string | null | undefined;
}

/** A stretch of days: a year by its number, open ends by words. */
export function window_(days: Days | null | undefined): string {
  const first = days?.first ?? null;
  const last = days?.last ?? null;
  if (!first && !last) return word("told.all_dates");
  if (first && last) {
    const years = [first, last].map((text) => text.slice(0, 4));
    if (first.endsWith("-01-01") && last.endsWith("-12-31")) return [...new Set(years)].join("–");
    return first === last ? day(first) : `${day(first)} – ${day(last)}`;
  }
  return first ? word("told.from", { x: day(first) }) : word("told.until", { x: day(last) });
}

/** A stretch of days by its months, for columns that have no room for days. */
export function months(days: Days): string {
  const first = days.first ? new Date(days.first) : null;
  const last = days.last ? new Date(days.last) : null;
  const format = dates(locale(), { month: "short", year: "numeric", timeZone: "UTC" });
  if (first && last) return format.formatRange(first, last);
  if (first) return word("told.from", { x: format.format(first) });
  return last ? word("told.until", { x: format.format(last) }) : word("told.undated");
}

/** The time of a leg or ring, of which all dates may be unknown. */
export function span(days: Days | null | undefined): string {
  return days?.first || days?.last ? window_(days) : word("told.undated");
}

const STATED = /(~ )?(?:(<=|>=) )?(\d{4,})(?: to (\d{4,}))? ([A-Z]{3})\b/gu;

/** A reading of a conflict, with its exact amounts in words. */
export function reading(text: string): string {
  const whole = text.replace(STATED, (_all, about?: string, bound?: string, low?: string, high?: string, currency?: string) => {
    const from = Number(low);
    const till = Number(high ?? low);
    const bounds = bound === "<=" ? { low: null, high: till } : bound === ">=" ? { low: from, high: null } : { low: from, high: till };
    return money(bounds, currency, about !== undefined);
  });
  return whole === text ? named("status", text) : whole;
}

/** The bounds of a reading, where it is an amount. */
export function boundsOf(text: string): (Bounds & { currency: string }) | null {
  const [found] = text.matchAll(STATED);
  if (!found) return null;
  const low = Number(found[3]);
  const high = Number(found[4] ?? found[3]);
  const currency = found[5] ?? "";
  if (found[2] === "<=") return { low: null, high, currency };
  return found[2] === ">=" ? { low, high: null, currency } : { low, high, currency };
}

/** A value of a closed list in words; a value that is not on it stands as it is. */
export function named(list: string, value: string | null | undefined): string {
  if (!value) return word("told.not_stated");
  const key = `${list}.${value.replaceAll(/[\s-]+/gu, "_")}`;
  const said = word(key);
  return said === key ? value : said;
}
