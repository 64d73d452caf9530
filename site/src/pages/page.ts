/** What a page is, and what it is given. One file a page; each exports `page`. */

import type { Client } from "../api/client";
import type { Change, State } from "../state";

/** Opens something in the evidence panel; the address carries it. */
export interface Opener {
  ring(id: string): void;
  deal(id: string): void;
  /** Several deals under a title, such as all between two parties. */
  deals(ids: readonly string[], title: string): void;
  party(id: string): void;
  /** A claim, by its sentences. */
  claim(id: string): void;
}

export interface Site {
  /** The state when the page was asked for; a page is shown anew on each change that concerns it. */
  state: Readonly<State>;
  /** `state.id`: what the page is about. */
  id: string | null;
  /** Asks the API; `as_of` and `floor` of the state are added by itself. */
  ask: Client;
  /** Changes the state, as a new entry of the history. */
  go(change: Change, quietly?: boolean): void;
  /** The address that a change would lead to. */
  href(change: Change): string;
  open: Opener;
}

export interface Page {
  name: string;
  /** The title in the language in force. */
  title(): string;
  /** Fill the root; called anew when the page, its id, the day, the floor or the language change. */
  show(root: HTMLElement, site: Site): Promise<void>;
}
