/** What the screen shows, as one record that the address carries: a copied address shows another person the same. */

export interface State {
  /** "map", or the name of a page. */
  page: string;
  /** What the page is about, by its own choice: a party, a deal, a year. */
  id: string | null;
  /** The day as of which everything is told; null is the latest. */
  as_of: string | null;
  /** The status that a deal must reach; null takes all. */
  floor: string | null;
  /** The ring that is lit. */
  ring: string | null;
  /** What the evidence panel shows: `deal.ID`, `ring.ID`, `party.ID`, `deals.ID.ID`. */
  open: string | null;
  /** What is searched. */
  query: string;
  /** How tables stand: `name~column~up|down~filter`, several by `|`. */
  tables: string;
  /** Whether the table of the map is shown. */
  beside: boolean;
  language: string | null;
  theme: "light" | "dark" | null;
}

export type Change = Partial<State>;

const NAMES: Record<keyof State, string> = {
  page: "page",
  id: "id",
  as_of: "as_of",
  floor: "floor",
  ring: "ring",
  open: "open",
  query: "q",
  tables: "t",
  beside: "table",
  language: "lang",
  theme: "theme",
};

export const FIRST: State = {
  page: "map",
  id: null,
  as_of: null,
  floor: null,
  ring: null,
  open: null,
  query: "",
  tables: "",
  beside: false,
  language: null,
  theme: null,
};

/** Read a state from the query of an address; what is not understood is left out. */
export function stateOf(query: string): State {
  const told = new URLSearchParams(query);
  const theme = told.get(NAMES.theme);
  const day = told.get(NAMES.as_of);
  return {
    page: told.get(NAMES.page) ?? FIRST.page,
    id: told.get(NAMES.id),
    as_of: day !== null && /^\d{4}-\d{2}-\d{2}$/u.test(day) ? day : null,
    floor: told.get(NAMES.floor) ?? FIRST.floor,
    ring: told.get(NAMES.ring),
    open: told.get(NAMES.open),
    query: told.get(NAMES.query) ?? "",
    tables: told.get(NAMES.tables) ?? "",
    beside: told.get(NAMES.beside) === "1",
    language: told.get(NAMES.language),
    theme: theme === "light" || theme === "dark" ? theme : null,
  };
}

/** Return the query of an address that shows a state, "" for the first screen. */
export function queryOf(state: State): string {
  const told = new URLSearchParams();
  for (const key of Object.keys(NAMES) as (keyof State)[]) {
    const value = state[key];
    if (value !== FIRST[key] && value !== null && value !== false) told.set(NAMES[key], value === true ? "1" : String(value));
  }
  const text = told.toString();
  return text && `?${text}`;
}

type Watcher = (now: State, before: State) => void;

let current: State = { ...FIRST };
const watchers = new Set<Watcher>();

export function state(): State {
  return current;
}

/** Be told of each change of the state. */
export function watch(watcher: Watcher): void {
  watchers.add(watcher);
}

/** Return the address that a change would lead to. */
export function hrefOf(change: Change): string {
  return `${location.pathname}${queryOf({ ...current, ...change })}`;
}

/** Change the state; `quietly` replaces the entry of the history, for what moves continuously. */
export function go(change: Change, quietly = false): void {
  const before = current;
  const next = { ...current, ...change };
  if (queryOf(next) === queryOf(before)) return;
  current = next;
  remember(next, quietly);
  tell(before);
}

function remember(next: State, quietly: boolean): void {
  const address = `${location.pathname}${queryOf(next)}`;
  try {
    if (quietly) history.replaceState(null, "", address);
    else history.pushState(null, "", address);
  } catch {
    // A preview of a mail attachment may have no history of its own: the state then lives here alone.
  }
}

function tell(before: State): void {
  for (const watcher of watchers) watcher(current, before);
}

/** Begin with the address of the page, and follow the back button. */
export function startState(): State {
  current = stateOf(location.search);
  addEventListener("popstate", () => {
    const before = current;
    current = stateOf(location.search);
    tell(before);
  });
  return current;
}
