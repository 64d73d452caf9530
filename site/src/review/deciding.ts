/** Decisions: proposed, shown, kept and taken back; whoever shows something that depends on them is told. */

import type { Client } from "../api/client";
import { questionOf } from "../api/client";
import type { Decision, Effect, Study } from "../api/views";

export type Proposal =
  | { kind: "claim"; claim: string; verdict: "confirmed" | "rejected"; because?: string }
  | { kind: "parties"; left: string; right: string; verdict: "same" | "different"; because?: string }
  | { kind: "deals"; left: string; right: string; relation: "part-of" | "supersedes" | "overlaps" | "apart"; because?: string };

const watchers = new Set<() => void>();

/** Be told when a decision was kept or taken back; returns what ends that. */
export function onDecided(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => void watchers.delete(watcher);
}

function decided(ask: Client): void {
  ask.forget();
  for (const watcher of [...watchers]) watcher();
}

/** Tell whether the server lets anybody decide. */
export async function mayDecide(ask: Client): Promise<boolean> {
  const study = await ask.get<Study>("/study").catch(() => null);
  return study?.review ?? false;
}

/** The effect at the day and floor of the screen; nothing is kept. */
export function effectOf(ask: Client, proposal: Proposal | { kind: "undo"; decision: string }): Promise<Effect> {
  // The path of a preview knows no day by itself, since the list of decisions has none.
  return ask.send<Effect>("POST", `/review/preview${questionOf("")}`, proposal);
}

export async function keep(ask: Client, proposal: Proposal): Promise<Decision> {
  const kept = await ask.send<Decision>("POST", "/review", proposal);
  decided(ask);
  return kept;
}

export async function takeBack(ask: Client, id: string): Promise<void> {
  await ask.send<Decision>("DELETE", `/review/${encodeURIComponent(id)}`);
  decided(ask);
}
