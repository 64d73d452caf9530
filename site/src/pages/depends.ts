/** On whom a buyer depends: shares of suppliers by unit, the power that orders bring, and the chain behind them. */

import { drawBars, type Bar } from "../charts/bars";
import { button, el } from "../dom";
import { counted, word } from "../words";
import { listing, type Column as Field } from "./listing";
import { opensDeals } from "./opening";
import type { Site } from "./page";
import { barKeys, basis, headlines, keys, nothing, picture, subsection } from "./sections";
import { capital, figure, named, share } from "./telling";
import type { ChainStep, ComputePower, Concentration, Dependence, SupplierShare } from "./views";

/** The index as an interval with its reading at the figures told. */
export function hhiWords(one: Concentration): string {
  return one.hhi ? figure(one.hhi) : word("told.unknown");
}

export function largestOf(one: Concentration): SupplierShare | undefined {
  const told = one.suppliers.filter((row) => row.share);
  return [...told].sort((a, b) => (b.share_told?.high ?? 0) - (a.share_told?.high ?? 0))[0];
}

/** The parts of a buyer: one a unit, then power. */
export function dependsParts(found: Dependence, site: Site): HTMLElement[] {
  if (found.items.length === 0) return [nothing(word("compute.not_buyer"))];
  return [...found.items.map((one) => unitPart(one, site)), ...(found.power.length > 0 ? [powerPart(found.power, site)] : [])];
}

function unitPart(one: Concentration, site: Site): HTMLElement {
  const title = capital(word("compute.in_unit", { goods: named("goods", one.goods), unit: named("unit", one.unit) }));
  const bars = [...one.suppliers.map((row) => shareBar(row, site)), ...blanks(one, site)];
  const axis = { most: 1, format: (value: number) => share({ low: value, high: value }) };
  const key = keys(
    ...barKeys("purchase", false),
    { words: word("told.key_told"), look: "told", tone: "purchase" },
    { words: word("compute.no_amount"), look: "maybe", tone: "other" },
  );
  const deals = one.suppliers.flatMap((row) => [...row.deals, ...row.without_amount]);
  const open = opensDeals(site, [...deals, ...one.without_amount.map((row) => row.deal)], one.buyer.name);
  const index = headlines(
    { label: word("compute.hhi"), value: hhiWords(one), note: named("band", one.band), open },
    { label: word("compute.hhi_told"), value: one.hhi_told ? figure(one.hhi_told) : word("told.unknown"), note: word("compute.what_if"), open },
  );
  const part = el("section", { class: "page-sub" }, el("h3", {}, title), index);
  part.append(picture((width) => drawBars(width, [{ bars }], axis, title), key), basis(one));
  return part;
}

function shareBar(row: SupplierShare, site: Site): Bar {
  const known = row.share ?? null;
  return {
    label: row.supplier.name,
    low: known?.low ?? null,
    high: known?.high ?? 1,
    told: row.share_told?.high ?? null,
    words: known ? share(known) : word("told.unknown"),
    tone: "purchase",
    open: () => site.open.deals([...row.deals, ...row.without_amount], row.supplier.name),
  };
}

/** Suppliers whose orders name no amount in the unit: they may hold anything. */
function blanks(one: Concentration, site: Site): Bar[] {
  const deals = new Map<string, string[]>();
  for (const row of one.without_amount) deals.set(row.supplier.name, [...(deals.get(row.supplier.name) ?? []), row.deal]);
  return [...deals].map(([label, ids]) => ({
    label,
    low: null,
    high: 1,
    words: counted("compute.unpriced", ids.length),
    tone: "other",
    open: () => site.open.deals(ids, label),
  }));
}

function powerPart(rows: readonly ComputePower[], site: Site): HTMLElement {
  const fields: Field<ComputePower>[] = [
    {
      key: "supplier",
      title: word("compute.supplier"),
      value: (row) => row.supplier?.name ?? "",
      show: (row) => row.supplier?.name ?? word("told.not_told"),
    },
    {
      key: "gigawatts",
      title: word("compute.gigawatts"),
      bounds: (row) => row.gigawatts,
      show: (row) => figure(row.gigawatts, named("unit", "GW")),
    },
    { key: "basis", title: word("compute.basis"), value: (row) => named("power", row.basis) },
    {
      key: "twh",
      title: word("compute.twh"),
      bounds: (row) => row.twh_a_year,
      show: (row) => figure(row.twh_a_year, named("unit", "TWh")),
    },
    {
      key: "kilowatts",
      title: word("compute.kilowatts"),
      bounds: (row) => row.kilowatts_each,
      show: (row) => (row.kilowatts_each ? figure(row.kilowatts_each, named("unit", "kW")) : word("told.dash")),
    },
  ];
  const open = (row: ComputePower): void => site.open.deal(row.deal);
  return subsection(word("compute.power"), listing(site, { name: "power", caption: word("compute.power"), fields, rows, open }));
}

/** The chain from a buyer to its suppliers, theirs, and so on, as nested lists. */
export function chainPart(steps: readonly ChainStep[], site: Site): HTMLElement {
  const part = subsection(word("compute.chain"));
  if (steps.length === 0) {
    part.append(nothing(word("compute.no_chain")));
    return part;
  }
  const root = el("ul", { class: "chain-tree" });
  const lists: HTMLElement[] = [root];
  for (const step of steps) {
    const list = lists[step.depth - 1] ?? root;
    const below = el("ul");
    list.append(stepLine(step, below, site));
    lists.length = step.depth;
    lists.push(below);
  }
  for (const list of root.querySelectorAll("ul:empty")) list.remove();
  part.append(root);
  return part;
}

function stepLine(step: ChainStep, below: HTMLElement, site: Site): HTMLElement {
  const name =
    step.deals.length > 0
      ? button({ class: "link" }, () => site.open.deals(step.deals, step.supplier.name), step.supplier.name)
      : el("strong", {}, step.supplier.name);
  const said = [...step.goods.map((one) => named("goods", one)), ...step.products].join(", ");
  const more = [
    step.ground === "deal" ? "" : word("compute.by_directory"),
    step.repeated ? word("compute.repeated") : "",
    ...step.not_told.map((one) => word("compute.not_told", { x: named("goods", one) })),
  ].filter(Boolean);
  return el("li", {}, name, " ", el("span", { class: "faint" }, [said, ...more].filter(Boolean).join(" · ")), below);
}
