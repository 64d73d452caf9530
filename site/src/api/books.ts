/**
 * The answers inside a report: books of them, packed, each opened when something in it is asked for first.
 * `anello.web.books` binds them: a value that many answers hold stands once in a pool, as `{"$": number}` elsewhere.
 */

import type { Study } from "./views";
import { inflate } from "./inflate";
import { searched, type Searchable } from "./searched";

const INDEX = "anello-report";
const MARK = "$";
/** What is the same on each floor, and claims on each day too: asked there where a slice does not have it. */
const EVERY_FLOOR = /^\/(?:deals|origins)\/|^\/claims\//u;

/** What was left out of a report for its size. */
export interface Left {
  days: number;
  of_days: number;
  details: number;
  of_details: number;
}

export interface ReportIndex {
  study: Study;
  as_of: string | null;
  floor: string | null;
  days: string[];
  books: { start: number; needs: number[] }[];
  slices: Record<string, number[]>;
  left: Left;
}

interface Book {
  pool: unknown[];
  slices: Record<string, Record<string, unknown>>;
}

let known: ReportIndex | null | undefined;
const opened = new Map<number, Promise<Book>>();
const whole = new Map<number, unknown>();

/** The index of the report that this page is; null where a server answers. */
export function reportIndex(): ReportIndex | null {
  if (known === undefined) {
    const told = document.getElementById(INDEX)?.textContent;
    known = told ? (JSON.parse(told) as ReportIndex) : null;
  }
  return known;
}

/** Answer a question from the report; undefined where the report does not hold it. */
export async function answerInside(index: ReportIndex, question: string): Promise<unknown> {
  const [coded = "", query = ""] = question.split("?");
  const path = decodeURIComponent(coded);
  if (path === "/study") return index.study;
  const asked = new URLSearchParams(query);
  const day = dayIn(index, asked.get("as_of"));
  const floor = asked.get("floor") === index.floor ? "" : (asked.get("floor") ?? "");
  if (day === null) return undefined;
  for (const name of ["as_of", "floor", "limit", "offset", "parties"]) asked.delete(name);
  if (path === "/search") return search(index, day, floor, asked.get("q") ?? "");
  asked.sort();
  const rest = asked.toString();
  const key = path + (rest && `?${rest}`);
  const slices = EVERY_FLOOR.test(path) ? [`${day}|${floor}`, `${day}|`, "|"] : [`${day}|${floor}`];
  for (const name of slices) {
    const found = await answerIn(index, name, key);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The day of the report that stands for a day: the latest one up to it, "" for the whole; null before the first. */
function dayIn(index: ReportIndex, asked: string | null): string | null {
  const last = index.study.last;
  if (asked === null || last === null || asked >= last) return "";
  return index.days.filter((day) => day <= asked).pop() ?? null;
}

async function answerIn(index: ReportIndex, name: string, key: string): Promise<unknown> {
  for (const number of index.slices[name] ?? []) {
    const book = await open(number);
    const found = book.slices[name]?.[key];
    if (found === undefined) continue;
    await Promise.all((index.books[number]?.needs ?? []).map((one) => open(one)));
    return unpacked(found, await pools(index, number));
  }
  return undefined;
}

function open(number: number): Promise<Book> {
  let book = opened.get(number);
  if (!book) {
    const packed = document.getElementById(`anello-book-${number}`)?.textContent ?? "";
    book = textOf(packed).then((text) => JSON.parse(text) as Book);
    opened.set(number, book);
  }
  return book;
}

async function textOf(packed: string): Promise<string> {
  const bytes = Uint8Array.from(atob(packed.trim()), (letter) => letter.charCodeAt(0));
  if (typeof DecompressionStream === "undefined") return new TextDecoder().decode(inflate(bytes));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).text();
}

type Pools = { start: number; pool: unknown[] }[];

async function pools(index: ReportIndex, number: number): Promise<Pools> {
  const numbers = [number, ...(index.books[number]?.needs ?? [])];
  return Promise.all(numbers.map(async (one) => ({ start: index.books[one]?.start ?? 0, pool: (await open(one)).pool })));
}

/** Return a value with everything that it points at in place. */
function unpacked(value: unknown, from: Pools): unknown {
  if (Array.isArray(value)) return value.map((one) => unpacked(one, from));
  if (typeof value !== "object" || value === null) return value;
  const mark = (value as Record<string, unknown>)[MARK];
  if (typeof mark === "number") {
    const made = whole.get(mark);
    if (made !== undefined) return made;
    const home = from.find(({ start, pool }) => mark >= start && mark < start + pool.length);
    const found = home ? unpacked(home.pool[mark - home.start], from) : null;
    whole.set(mark, found);
    return found;
  }
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, unpacked(part, from)]));
}

async function search(index: ReportIndex, day: string, floor: string, text: string): Promise<unknown> {
  const name = `${day}|${floor}`;
  const [texts, parties, deals] = await Promise.all([
    answerIn(index, "|", "/search"),
    answerIn(index, name, "/parties"),
    answerIn(index, name, "/deals"),
  ]);
  return searched(text, day, texts as Searchable | undefined, parties, deals);
}
