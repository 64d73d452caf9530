/** Asks the HTTP API, or in a report the answers that are in the file itself. The same question is asked once. */

import { state } from "../state";
import { hasWord, locale, word } from "../words";
import { answerInside, reportIndex } from "./books";

export type Parameters = Record<string, string | number | boolean | null | undefined>;

export interface Client {
  /** Ask `/api/v1` + path; `as_of` and `floor` of the state are added where the parameters do not name them. */
  get<T>(path: string, parameters?: Parameters): Promise<T>;
  /** Send a decision (review only). */
  send<T>(method: "POST" | "DELETE", path: string, body?: unknown): Promise<T>;
  /** Forget what was asked: after a decision every answer may differ. */
  forget(): void;
}

/** A refusal of the API, in its own words (RFC 9457). */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly title: string,
    readonly detail: string,
  ) {
    super(said(status) ?? (detail || title));
    this.name = "Problem";
  }
}

/** What a refusal says in the language of the reader; the API itself tells more, in English. */
function said(status: number): string | null {
  const key = `problem.${String(status)}`;
  return locale().startsWith("en") || !hasWord(key) ? null : word(key);
}

const ROOT = "api/v1";
const KEPT = 200;
const TOKEN = "anello.token";
/** Paths that know neither day nor floor. */
const TIMELESS = [/^\/study$/u, /^\/openapi\.json$/u, /^\/articles\//u, /^\/review/u];

const held = new Map<string, Promise<unknown>>();
let abort = new AbortController();

/** Abort what is still under way: the screen has moved on. */
export function moveOn(): void {
  abort.abort();
  abort = new AbortController();
}

/** Return the question as one text, its parameters in order: the key of the cache and of a report's answers. */
export function questionOf(path: string, parameters: Parameters = {}): string {
  const timeless = TIMELESS.some((known) => known.test(path));
  const scope: Parameters = timeless ? {} : { as_of: state().as_of, floor: state().floor };
  const all = Object.entries({ ...scope, ...parameters }).filter(([, value]) => value !== null && value !== undefined && value !== "");
  all.sort(([one], [other]) => (one < other ? -1 : 1));
  const text = new URLSearchParams(all.map(([key, value]) => [key, String(value)])).toString();
  return path + (text && `?${text}`);
}

/** Keep a token of the address for this tab, and out of the address, so that a copied link does not carry it. */
export function keepToken(): void {
  const told = new URL(location.href);
  const token = told.searchParams.get("token");
  if (token === null) return;
  try {
    sessionStorage.setItem(TOKEN, token);
    told.searchParams.delete("token");
    history.replaceState(null, "", told.pathname + told.search);
  } catch {
    // Without storage the token stays in the address.
  }
}

function tokenHeaders(): Record<string, string> {
  try {
    const token = sessionStorage.getItem(TOKEN) ?? new URLSearchParams(location.search).get("token");
    return token === null ? {} : { authorization: `Bearer ${token}` };
  } catch {
    return {};
  }
}

async function answerOf(response: Response): Promise<unknown> {
  const body: unknown = response.status === 204 ? null : await response.json().catch(() => null);
  if (response.ok) return body;
  const told = (body ?? {}) as { title?: string; detail?: string };
  throw new Problem(response.status, told.title ?? response.statusText, told.detail ?? "");
}

export function isReport(): boolean {
  return __REPORT__ || reportIndex() !== null;
}

function ask(question: string): Promise<unknown> {
  const inside = reportIndex();
  if (!inside) return fetch(`${ROOT}${question}`, { signal: abort.signal, headers: tokenHeaders() }).then(answerOf);
  return answerInside(inside, question).then((found) => {
    if (found === undefined) throw new Problem(404, word("report.absent"), "");
    return found;
  });
}

export const client: Client = {
  get<T>(path: string, parameters: Parameters = {}): Promise<T> {
    const question = questionOf(path, parameters);
    const known = held.get(question);
    if (known) return known as Promise<T>;
    const answer = ask(question);
    held.set(question, answer);
    answer.catch(() => held.delete(question));
    const [oldest] = held.keys();
    if (held.size > KEPT && oldest !== undefined) held.delete(oldest);
    return answer as Promise<T>;
  },
  send<T>(method: "POST" | "DELETE", path: string, body?: unknown): Promise<T> {
    const headers = { ...tokenHeaders(), "content-type": "application/json" };
    const sent = body === undefined ? { method, headers } : { method, headers, body: JSON.stringify(body) };
    return fetch(`${ROOT}${path}`, sent).then(answerOf) as Promise<T>;
  },
  forget(): void {
    held.clear();
  },
};
