/** Rings: where money may come back to its payer, as a table and as bars of what is sure and possible to go round. */

import { drawBars, type Bar } from "../charts/bars";
import { word } from "../words";
import { FIRST, listing, restOf, type Column as Field } from "./listing";
import type { Page, Site } from "./page";
import { barKeys, basis, heading, keys, note, nothing, picture, section } from "./sections";
import { figure, money, named, span } from "./telling";
import type { Ring, RingPage } from "./views";

const DRAWN = 12;

export const page: Page = {
  name: "rings",
  title: () => word("rings.title"),
  async show(root, site) {
    const found = await site.ask.get<RingPage>("/rings", FIRST);
    root.replaceChildren(heading(word("rings.heading"), word("rings.story")));
    if (found.items.length === 0) {
      root.append(nothing(word("rings.none")));
      return;
    }
    root.append(strongest(found.items, site), table(found, site));
  },
};

/** The parties of a ring in the order in which money passes, back to the first. */
export function circleOf(ring: Pick<Ring, "parties">): string {
  const [first] = ring.parties;
  return [...ring.parties, ...(first ? [first] : [])].map((party) => party.name).join(" → ");
}

function strongest(rings: readonly Ring[], site: Site): HTMLElement {
  const priced = rings.filter((ring) => ring.strength.high !== null || (ring.strength.low ?? 0) > 0);
  const size = (ring: Ring): number => (ring.strength.low ?? 0) * 1e3 + (ring.strength.high ?? 0);
  const shown = [...priced].sort((a, b) => size(b) - size(a)).slice(0, DRAWN);
  const part = section(word("rings.strength"), note(word("rings.strength_note")));
  if (shown.length === 0) {
    part.append(nothing(word("rings.no_strength")));
    return part;
  }
  const bars = shown.map(
    (ring): Bar => ({
      label: circleOf(ring),
      sub: named("grade", ring.grade),
      low: ring.strength.low,
      high: ring.strength.high,
      words: money(ring.strength, ring.strength.currency),
      tone: ring.grade === "contingent" ? "contingent" : "sum",
      loose: ring.grade === "non-binding" || ring.grade === "conditional",
      open: () => site.open.ring(ring.id),
    }),
  );
  const currency = shown[0]?.strength.currency;
  const axis = { format: (value: number) => money({ low: value, high: value }, currency) };
  const key = keys(...barKeys("sum", bars.some((bar) => bar.high === null), bars.some((bar) => bar.loose === true)));
  part.append(picture((width) => drawBars(width, [{ bars }], axis, word("rings.strength")), key));
  const [first] = shown;
  if (first) part.append(basis({ floor: first.floor, layer: first.layer, as_of: first.as_of, currency: currency ?? "" }));
  return part;
}

function table(found: RingPage, site: Site): HTMLElement {
  const open = (ring: Ring): void => site.open.ring(ring.id);
  const rest = restOf<Ring, Ring>(site, "/rings", found.total, (rings) => rings);
  const broken = found.complete ? null : note(word("rings.incomplete"));
  return section(
    word("rings.table"),
    note(word("rings.table_note")),
    listing(
      site,
      { name: "rings", caption: word("rings.table"), fields: fields(), rows: found.items, rest, open, chosen: (ring) => ring.id === site.state.ring },
    ),
    broken,
  );
}

export function fields(): Field<Ring>[] {
  return [
    { key: "parties", title: word("rings.parties"), value: circleOf },
    { key: "kind", title: word("told.kind"), value: (ring) => named("ring", ring.kind) },
    {
      key: "strength",
      title: word("rings.goes_round"),
      bounds: (ring) => ring.strength,
      show: (ring) => money(ring.strength, ring.strength.currency),
    },
    {
      key: "yearly",
      title: word("rings.yearly"),
      bounds: (ring) => ring.yearly,
      show: (ring) => money(ring.yearly, ring.strength.currency),
    },
    { key: "grade", title: word("rings.grade"), value: (ring) => named("grade", ring.grade) },
    { key: "tie", title: word("told.tie"), value: (ring) => named("tie", ring.tie) },
    { key: "window", title: word("told.window"), value: (ring) => ring.window.first ?? "", show: (ring) => span(ring.window), short: true },
    {
      key: "floor",
      title: word("told.floor"),
      value: (ring) => ring.floor ?? "",
      show: (ring) => (ring.floor ? named("status", ring.floor) : word("told.no_floor_short")),
    },
    { key: "layer", title: word("told.layer"), value: (ring) => named("layer", ring.layer) },
    {
      key: "legs",
      title: word("rings.legs"),
      value: (ring) => ring.legs.length,
      show: (ring) => figure({ low: ring.legs.length, high: ring.legs.length }),
    },
    { key: "id", title: "id", value: (ring) => ring.id, only: "csv" },
  ];
}
