/** Flows: how much of the money only goes round, signed beside all, by year; and one circulation drawn as a chord. */

import { drawChord, type Node, type Passage } from "../charts/chord";
import type { Tone } from "../charts/svg";
import { drawColumns, type Column, type Year } from "../charts/columns";
import { el } from "../dom";
import { word } from "../words";
import { fundedPart } from "./funded";
import { listing, type Column as Field } from "./listing";
import { opensDeals } from "./opening";
import type { Page, Site } from "./page";
import { barKeys, basis, headlines, heading, keys, later, note, nothing, picture, section, switches } from "./sections";
import { capital, money, named, share, shortNumber, span, whole, window_ } from "./telling";
import { toneOf } from "./tones";
import type { CircularLeg, Flow, Flows, PartyPage } from "./views";

type Side = "signed" | "all";

/** Parties in the drawing of a circulation. */
const MOST_DRAWN = 40;

/** The floor of what is signed. */
const SIGNED = "agreed";

interface Chosen {
  year: number | null;
  side: Side;
}

export const page: Page = {
  name: "flows",
  title: () => word("flows.title"),
  async show(root, site) {
    const whole = await site.ask.get<Flows>("/flows");
    const names = namesOf(site.state.floor);
    root.replaceChildren(
      heading(word("flows.heading"), word("flows.story")),
      totals(whole, names, site),
      later(() => yearly(names, site)),
      later(() => fundedPart(site)),
    );
  },
};

/** Year by year, and who pays whom in what circulates. */
async function yearly(names: Names, site: Site): Promise<HTMLElement[]> {
  const [found, groups] = await Promise.all([site.ask.get<Flows>("/flows", { by_year: "true" }), groupsOf(site)]);
  const chosen = chosenOf(site.id);
  if (found.years.length === 0) return [nothing(word("flows.no_years"))];
  return [years(found, chosen, names, site), circulation(found, chosen, names, groups, site), yearTable(found, names, site)];
}

/** The floors that are shown, with their names: what is signed, and beside it the floor of the page where that is another. */
type Names = readonly [Side, string][];

function namesOf(floor: string | null): Names {
  if (floor === SIGNED) return [["signed", word("flows.signed")]];
  const other = floor === null ? word("flows.all") : capital(word("told.or_firmer", { x: named("status", floor) }));
  return [["signed", word("flows.signed")], ["all", other]];
}

function chosenOf(id: string | null): Chosen {
  const [year, side] = (id ?? "").split(".");
  return { year: /^\d{4}$/u.test(year ?? "") ? Number(year) : null, side: side === "all" ? "all" : "signed" };
}

function idOf(chosen: Chosen): string {
  return `${chosen.year === null ? "all" : String(chosen.year)}.${chosen.side}`;
}

function flowOf(found: Flows, chosen: Chosen): Flow | null {
  if (chosen.year === null) return found[chosen.side];
  return found.years.find((year) => year.year === chosen.year)?.[chosen.side] ?? null;
}

function totals(found: Flows, names: Names, site: Site): HTMLElement {
  const part = section(word("flows.all_dates"));
  for (const [side, name] of names) {
    const flow = found[side];
    const figures = el("div", { class: "pair-side" });
    figures.append(
      headlines({
        label: name,
        value: share(flow.share),
        note: word("flows.of_gross", { circular: money(flow.circular, flow.currency), gross: money(flow.gross, flow.currency) }),
        open: opensDeals(site, carrying(flow).map((leg) => leg.deal), name),
      }),
      basis(flow),
    );
    part.append(figures);
  }
  part.classList.add("pair");
  return part;
}

/** The payments that carry the circulation drawn. */
function carrying(flow: Flow): CircularLeg[] {
  return flow.legs.filter((leg) => leg.circular > 0);
}

function columnOf(flow: Flow | null, name: string): Column | null {
  // Nothing moved: there is no share, and no column that could be taken for none.
  if (!flow || (flow.share.low === null && flow.share.high === null)) return null;
  return { low: flow.share.low ?? 0, high: flow.share.high, words: `${name} ${share(flow.share)}` };
}

function years(found: Flows, chosen: Chosen, names: Names, site: Site): HTMLElement {
  const series = names.map(([name]) => ({ name, tone: toneOfSide(name) }));
  const drawn = found.years.map(
    (year): Year => ({
      name: String(year.year),
      columns: names.map(([side, name]) => columnOf(year[side], name)),
      chosen: year.year === chosen.year,
      open: () => {
        site.go({ id: idOf({ year: year.year, side: chosen.side }) });
      },
    }),
  );
  const axis = { most: 1, format: (value: number) => share({ low: value, high: value }) };
  const key = keys(...names.flatMap(([side, name]) => barKeys(toneOfSide(side), false).map((one) => ({ ...one, words: `${name}: ${one.words}` }))));
  return section(
    word("flows.by_year"),
    note(word("flows.by_year_note")),
    picture((width) => drawColumns(width, width < 500 ? 240 : 300, drawn, series, axis, word("flows.by_year")), key),
  );
}

function toneOfSide(side: Side): Tone {
  return side === "signed" ? "sum" : "other";
}

function circulation(found: Flows, chosen: Chosen, names: Names, groups: Groups, site: Site): HTMLElement {
  const flow = flowOf(found, chosen);
  const when = chosen.year === null ? word("told.all_dates") : String(chosen.year);
  const sides = names.map(([side, name]) => ({
    words: name,
    chosen: side === chosen.side,
    choose: () => {
      site.go({ id: idOf({ ...chosen, side }) });
    },
  }));
  const part = section(word("flows.who", { when }), switches(word("flows.floor"), sides));
  if (chosen.year !== null) {
    const all = { words: word("told.all_dates"), chosen: false, choose: () => site.go({ id: idOf({ ...chosen, year: null }) }) };
    part.append(switches(word("told.window"), [all, { words: when, chosen: true, choose: () => undefined }]));
  }
  const legs = flow ? carrying(flow) : [];
  if (!flow || legs.length === 0) {
    part.append(nothing(word("flows.none_circulates")));
    if (flow) part.append(basis(flow));
    return part;
  }
  part.append(note(word("flows.who_note", { most: money({ low: flow.circular.high, high: flow.circular.high }, flow.currency) })), basis(flow));
  const parties = new Set(legs.flatMap((leg) => [leg.payer.id, leg.payee.id])).size;
  if (parties > MOST_DRAWN || flow.legs.length < flow.legs_of) {
    part.append(note(word("flows.cut", { parties: whole(Math.min(parties, MOST_DRAWN)), legs: whole(legs.length), of: whole(flow.legs_of) })));
  }
  part.append(chordOf(legs, flow, groups, site), legTable(legs, flow, site));
  return part;
}

type Groups = ReadonlyMap<string, string>;

/** Units and the groups above them; none where the parties cannot be had, as in a report. */
async function groupsOf(site: Site): Promise<Groups> {
  const found = await site.ask.get<PartyPage>("/parties", { limit: 1000 }).catch(() => null);
  return new Map(found?.items.flatMap((party) => (party.parent ? [[party.id, party.parent] as const] : [])));
}

function chordOf(legs: readonly CircularLeg[], flow: Flow, groups: Groups, site: Site): HTMLElement {
  const names = new Map(legs.flatMap((leg) => [leg.payer, leg.payee]).map((party) => [party.id, party.name]));
  // The circulation is reckoned between groups, where a group takes part itself.
  const groupOf = (id: string): string => (names.has(groups.get(id) ?? "") ? (groups.get(id) ?? id) : id);
  const passages = new Map<string, CircularLeg[]>();
  const shown = largest(legs, groupOf);
  for (const leg of legs) {
    if (!shown.has(groupOf(leg.payer.id)) || !shown.has(groupOf(leg.payee.id))) continue;
    const key = `${groupOf(leg.payer.id)} ${groupOf(leg.payee.id)}`;
    passages.set(key, [...(passages.get(key) ?? []), leg]);
  }
  const drawn = [...passages].map(([key, held]) => passageOf(key, held, names, flow, site));
  const nodes = [...new Set(drawn.flatMap((one) => [one.payer, one.payee]))].map((id): Node => {
    const out = drawn.filter((one) => one.payer === id).reduce((sum, one) => sum + one.amount, 0);
    return { id, name: names.get(id) ?? id, words: money({ low: out, high: out }, flow.currency) };
  });
  const key = keys(
    { words: word("tone.finance"), look: "sure", tone: "finance" },
    { words: word("tone.purchase"), look: "sure", tone: "purchase" },
  );
  return picture((width) => drawChord(width, nodes, drawn, word("flows.chord_name")), key);
}

/** The parties that most of a circulation goes through: more of them cannot be told apart in one drawing. */
function largest(legs: readonly CircularLeg[], groupOf: (id: string) => string): ReadonlySet<string> {
  const through = new Map<string, number>();
  for (const leg of legs) {
    for (const party of [groupOf(leg.payer.id), groupOf(leg.payee.id)]) through.set(party, (through.get(party) ?? 0) + leg.circular);
  }
  return new Set([...through].sort(([, a], [, b]) => b - a).slice(0, MOST_DRAWN).map(([party]) => party));
}

function passageOf(key: string, legs: readonly CircularLeg[], names: ReadonlyMap<string, string>, flow: Flow, site: Site): Passage {
  const [payer = "", payee = ""] = key.split(" ");
  const amount = legs.reduce((sum, leg) => sum + leg.circular, 0);
  const pair = `${names.get(payer) ?? payer} → ${names.get(payee) ?? payee}`;
  const kinds = [...new Set(legs.map((leg) => named("leg", leg.kind)))].join(", ");
  const [largest] = [...legs].sort((a, b) => b.circular - a.circular);
  return {
    payer,
    payee,
    amount,
    tone: toneOf(largest?.kind ?? ""),
    words: `${pair}: ${money({ low: amount, high: amount }, flow.currency)}, ${kinds}`,
    open: () => site.open.deals(legs.map((leg) => leg.deal), pair),
  };
}

function legTable(legs: readonly CircularLeg[], flow: Flow, site: Site): HTMLElement {
  const fields: Field<CircularLeg>[] = [
    { key: "payer", title: word("told.payer"), value: (leg) => leg.payer.name },
    { key: "payee", title: word("told.payee"), value: (leg) => leg.payee.name },
    { key: "kind", title: word("told.kind"), value: (leg) => named("leg", leg.kind) },
    { key: "amount", title: word("told.amount"), bounds: (leg) => leg, show: (leg) => money(leg, leg.currency) },
    {
      key: "circular",
      title: word("flows.circulates"),
      value: (leg) => leg.circular,
      show: (leg) => money({ low: leg.circular, high: leg.circular }, flow.currency),
    },
    { key: "status", title: word("told.status"), value: (leg) => named("status", leg.status) },
    { key: "first", title: word("told.time"), value: (leg) => leg.first ?? "", show: (leg) => span(leg), short: true },
  ];
  return listing(site, { name: "flow-legs", caption: word("flows.legs"), fields, rows: legs, open: (leg) => site.open.deals([leg.deal], "") });
}

interface YearRow {
  flow: Flow;
  side: Side;
  year: number | null;
}

function yearTable(found: Flows, names: Names, site: Site): HTMLElement {
  const rows: YearRow[] = [
    ...names.map(([side]) => ({ flow: found[side], side, year: null })),
    ...found.years.flatMap((year) =>
      names.flatMap(([side]) => {
        const flow = year[side];
        return flow ? [{ flow, side, year: year.year }] : [];
      }),
    ),
  ];
  const fields: Field<YearRow>[] = [
    { key: "window", title: word("told.window"), value: (row) => row.flow.window.first ?? "", show: (row) => window_(row.flow.window) },
    { key: "floor", title: word("told.floor"), value: (row) => row.flow.floor ?? "", show: (row) => new Map(names).get(row.side) ?? "" },
    { key: "share", title: word("flows.share"), bounds: (row) => row.flow.share, show: (row) => share(row.flow.share) },
    {
      key: "circular",
      title: word("flows.circular"),
      bounds: (row) => row.flow.circular,
      show: (row) => money(row.flow.circular, row.flow.currency),
    },
    { key: "gross", title: word("flows.gross"), bounds: (row) => row.flow.gross, show: (row) => money(row.flow.gross, row.flow.currency) },
    { key: "unpriced", title: word("flows.unpriced"), value: (row) => row.flow.unpriced, show: (row) => shortNumber(row.flow.unpriced) },
    { key: "layer", title: word("told.layer"), value: (row) => row.flow.layer, show: (row) => named("layer", row.flow.layer) },
    { key: "tie", title: word("told.tie"), value: (row) => row.flow.tie, show: (row) => named("tie", row.flow.tie) },
  ];
  const open = (row: YearRow): void => site.go({ id: idOf(row) });
  return section(word("flows.table"), listing(site, { name: "flows", caption: word("flows.table"), fields, rows, open }), note(word("flows.method")));
}

