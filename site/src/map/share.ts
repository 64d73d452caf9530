/** The figure above the map: how much of the money may only go round, with everything that it holds for. */

import { client } from "../api/client";
import type { Flow, Flows } from "../api/views";
import { el, link } from "../dom";
import { day, money, named, share, window_ } from "../pages/telling";
import { go, hrefOf, state } from "../state";
import { word } from "../words";

let asked = 0;

/** Fill a box with the figure of the state; it keeps the one before until the next is there. */
export async function circularFigure(box: HTMLElement): Promise<void> {
  asked += 1;
  const mine = asked;
  const flows = await client.get<Flows>("/flows").catch(() => null);
  if (mine !== asked) return;
  if (!flows) box.replaceChildren();
  else box.replaceChildren(...figureOf(flows.all));
}

function figureOf(flow: Flow): HTMLElement[] {
  const { circular, gross, currency } = flow;
  const open = (): void => go({ page: "flows", id: null });
  return [
    link(hrefOf({ page: "flows", id: null }), open, { class: "figure-value figure-link", title: word("share.open") }, share(flow.share)),
    el(
      "div",
      { class: "figure-words" },
      el("p", {}, el("b", {}, word("share.label")), ": ", word("share.of", { circular: money(circular, currency), gross: money(gross, currency) })),
      el("p", { class: "figure-basis" }, basisWords(flow)),
    ),
  ];
}

/** Window, floor, layer, tie and day of a circular figure, in one line; no such figure stands without it. */
export function basisWords(held: { window: { first: string | null; last: string | null }; floor: string | null; layer: string; tie: string; as_of?: string | null }): string {
  const said = [
    window_(held.window),
    held.floor ? word("floor.from", { x: named("status", held.floor) }) : word("floor.all"),
    word("share.layer", { x: named("layer", held.layer) }),
    word("share.tie", { x: named("tie", held.tie) }),
  ];
  const known = held.as_of ?? state().as_of;
  said.push(known ? word("time.known_on", { x: day(known) }) : word("time.known_latest"));
  return said.join(" · ");
}
