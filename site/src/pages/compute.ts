/** Compute: on whom a buyer depends for chips and cloud, one unit at a time, and the chain behind its suppliers. */

import { drawBars, type Bar } from "../charts/bars";
import { word } from "../words";
import { chainPart, dependsParts, hhiWords, largestOf } from "./depends";
import { FIRST, listing, type Column as Field } from "./listing";
import { opensDeals } from "./opening";
import type { Page, Site } from "./page";
import { barKeys, basis, heading, keys, note, nothing, picture, section, switches } from "./sections";
import { figure, named, share, whole } from "./telling";
import type { ComputePage, Concentration } from "./views";

/** Grades of the US merger guidelines of 2023. */
const GRADES = { moderate: 1000, high: 1800 };
const MOST = 10_000;

export const page: Page = {
  name: "compute",
  title: () => word("compute.title"),
  async show(root, site) {
    const found = await site.ask.get<ComputePage>("/compute", FIRST);
    root.replaceChildren(heading(word("compute.heading"), word("compute.story")));
    if (found.items.length === 0) {
      root.append(nothing(word("compute.none")));
      return;
    }
    const buyers = new Map(found.items.map((one) => [one.buyer.id, one.buyer.name]));
    const id = site.id !== null && buyers.has(site.id) ? site.id : largest(found.items);
    const opened = await site.ask.get<ComputePage>("/compute", { buyer: id, ...FIRST });
    root.append(overview(found.items, site), buyer(opened, buyers, id, site), table(found.items, site));
  },
};

/** The buyer that most suppliers are told of. */
function largest(items: readonly Concentration[]): string {
  const [most] = [...items].sort((a, b) => b.suppliers.length - a.suppliers.length);
  return most?.buyer.id ?? "";
}

function overview(items: readonly Concentration[], site: Site): HTMLElement {
  const told = items.filter((one) => one.suppliers.length > 1 && one.hhi);
  const part = section(word("compute.index"), note(word("compute.index_note")));
  if (told.length === 0) {
    part.append(nothing(word("compute.no_index")));
    return part;
  }
  const bars = told.map(
    (one): Bar => ({
      label: one.buyer.name,
      sub: `${named("goods", one.goods)}, ${unitOf(one)}`,
      low: one.hhi?.low ?? null,
      high: one.hhi?.high ?? null,
      told: one.hhi_told?.high ?? null,
      words: hhiWords(one),
      tone: "purchase",
      open: () => site.go({ id: one.buyer.id }),
    }),
  );
  const marks = [
    { at: GRADES.moderate, words: "" },
    { at: GRADES.high, words: word("compute.high_from", { x: whole(GRADES.high) }) },
  ];
  const key = keys(...barKeys("purchase", false), { words: word("told.key_told"), look: "told", tone: "purchase" });
  const draw = (width: number): SVGSVGElement => drawBars(width, [{ bars }], { most: MOST, format: whole, marks }, word("compute.index"));
  part.append(picture(draw, key));
  const [first] = told;
  if (first) part.append(basis(first), note(first.guidelines));
  return part;
}

export function unitOf(one: Pick<Concentration, "unit">): string {
  return one.unit ? named("unit", one.unit) : word("told.dash");
}

function buyer(opened: ComputePage, buyers: ReadonlyMap<string, string>, id: string, site: Site): HTMLElement {
  const choices = [...buyers].map(([party, name]) => ({ words: name, chosen: party === id, choose: () => site.go({ id: party }) }));
  const part = section(
    word("compute.buyer", { who: buyers.get(id) ?? id }),
    switches(word("compute.buyers"), choices),
    note(word("compute.shares_note")),
  );
  part.append(...dependsParts(opened, site), chainPart(opened.chain, site));
  return part;
}

function table(items: readonly Concentration[], site: Site): HTMLElement {
  const fields: Field<Concentration>[] = [
    { key: "buyer", title: word("compute.buyer_head"), value: (one) => one.buyer.name },
    { key: "goods", title: word("compute.goods"), value: (one) => named("goods", one.goods) },
    { key: "unit", title: word("told.unit"), value: (one) => one.unit, show: unitOf },
    { key: "hhi", title: word("compute.hhi"), bounds: (one) => one.hhi, show: (one) => (one.hhi ? hhiWords(one) : word("told.dash")) },
    {
      key: "told",
      title: word("compute.hhi_told"),
      bounds: (one) => one.hhi_told,
      show: (one) => (one.hhi_told ? figure(one.hhi_told) : word("told.dash")),
    },
    {
      key: "band",
      title: word("compute.band"),
      value: (one) => one.band,
      show: (one) => (one.band ? named("band", one.band) : word("told.dash")),
    },
    { key: "suppliers", title: word("compute.suppliers"), value: (one) => one.suppliers.length },
    {
      key: "largest",
      title: word("compute.largest"),
      value: (one) => largestOf(one)?.supplier.name ?? "",
      show: (one) => largestOf(one)?.supplier.name ?? word("told.dash"),
    },
    {
      key: "share",
      title: word("compute.its_share"),
      bounds: (one) => largestOf(one)?.share,
      show: (one) => (largestOf(one)?.share ? share(largestOf(one)?.share) : word("told.dash")),
    },
    { key: "without_amount", title: word("compute.without"), value: (one) => one.without_amount.length },
  ];
  const open = (one: Concentration): void => {
    const deals = one.suppliers.flatMap((supplier) => [...supplier.deals, ...supplier.without_amount]);
    opensDeals(site, [...deals, ...one.without_amount.map((row) => row.deal)], one.buyer.name)?.();
  };
  return section(
    word("compute.table"),
    note(word("compute.table_note")),
    listing(site, { name: "compute", caption: word("compute.table"), fields, rows: items, open }),
  );
}
