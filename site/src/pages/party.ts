/** Party: what it pays, gets, owes, owns and who owns it, on whom it depends, and what it is said to be worth. */

import { drawBars, type Bar, type Group } from "../charts/bars";
import { counted, word } from "../words";
import { pair } from "./deals";
import { chainPart, dependsParts, largestOf } from "./depends";
import { calendarPicture, rungsPicture } from "./ladder";
import { FIRST, listing, restOf, type Column as Field } from "./listing";
import { ownParts } from "./owning";
import { opensClaim, opensDeals } from "./opening";
import type { Page, Site } from "./page";
import { fields as ringFields } from "./rings";
import { barKeys, basis, contents, headlines, heading, keys, note, nothing, picture, section, subsection, type Headline } from "./sections";
import { capital, day, money, named, percent, share, span } from "./telling";
import { isLoose, toneOfDeal } from "./tones";
import type { Deal, OpenedParty, Party, PartyPage } from "./views";
import { worthPart } from "./worth";

const DRAWN = 14;

export const page: Page = {
  name: "party",
  title: () => word("party.title"),
  async show(root, site) {
    if (site.id === null) {
      const found = await site.ask.get<PartyPage>("/parties", FIRST);
      root.replaceChildren(heading(word("party.list_heading"), word("party.list_story")), list(found, site));
      return;
    }
    const found = await site.ask.get<OpenedParty>(`/parties/${encodeURIComponent(site.id)}`).catch((problem: unknown) => problem as Error);
    if (found instanceof Error) {
      root.replaceChildren(heading(word("party.title"), word("party.list_story")), nothing(word("told.not_found", { why: found.message })));
      return;
    }
    root.replaceChildren(heading(found.name, standfirst(found)), summary(found, site), basis({ floor: site.state.floor, as_of: site.state.as_of }));
    root.append(passing(found, site), ...owing(found, site), ...ownParts(found.owners, site), depends(found, site));
    root.append(worthPart(found.valuations, site), rings(found, site), dealTable(found, site));
    root.querySelector(".page-head")?.after(contents(root));
  },
};

function list(found: PartyPage, site: Site): HTMLElement {
  if (found.items.length === 0) return nothing(word("party.none"));
  const fields: Field<Party>[] = [
    { key: "name", title: word("told.party"), value: (party) => party.name },
    { key: "kind", title: word("told.kind"), value: (party) => named("party_kind", party.kind) },
    { key: "deals", title: word("told.deals"), value: (party) => party.deals.length },
    {
      key: "parent",
      title: word("party.group"),
      value: (party) => party.parent ?? "",
      show: (party) => found.items.find((one) => one.id === party.parent)?.name ?? party.parent ?? word("told.dash"),
    },
    { key: "names", title: word("party.names"), value: (party) => party.names.join(", ") },
    { key: "id", title: "id", value: (party) => party.id, only: "csv" },
  ];
  const open = (party: Party): void => site.go({ id: party.id });
  const rest = restOf<Party, Party>(site, "/parties", found.total, (parties) => parties);
  return section(word("party.table"), listing(site, { name: "parties", caption: word("party.table"), fields, rows: found.items, rest, open }));
}

function standfirst(found: OpenedParty): string {
  const names = found.names.filter((name) => name !== found.name);
  const said = [named("party_kind", found.kind)];
  if (found.parent) said.push(word("party.part_of", { x: found.parent }));
  if (names.length > 0) said.push(word("party.also", { x: names.join(", ") }));
  return `${capital(said.join("; "))}. ${word("party.story")}`;
}

/** The figures that stand for the party, each of which opens what it rests on. */
function summary(found: OpenedParty, site: Site): HTMLElement {
  const shown: Headline[] = [];
  for (const side of ["payer", "payee"] as const) {
    const total = found.owes.totals.find((one) => one.side === side);
    const title = word(`party.${side}`);
    const open = total && opensDeals(site, total.deals, title);
    const nature = total ? word("party.binding", { x: money(total.ladder.binding, total.ladder.currency) }) : word("party.no_sum");
    shown.push({ label: title, value: total ? money(total.ladder.headline, total.ladder.currency) : word("told.dash"), note: nature, open });
  }
  const register = found.owners.register;
  if (register) shown.push({
    label: word("party.known_owners"),
    value: register.known.high === 0 ? word("party.no_owners") : percent(register.known),
    note: word("party.rest", { x: percent(register.rest) }),
    open: opensDeals(site, register.owners.flatMap((owner) => owner.stake.deals), word("party.known_owners")),
  });
  const first = found.depends.items.find((one) => one.goods === "compute");
  const most = first ? largestOf(first) : undefined;
  if (first && most) {
    const said = word("party.most_note", { x: share(most.share), unit: named("unit", first.unit) });
    shown.push({ label: word("party.most"), value: most.supplier.name, note: said, open: () => site.open.deals(most.deals, most.supplier.name) });
  }
  const worth = [...found.valuations].reverse().find((row) => row.status === "completed");
  if (worth) shown.push({
    label: word("party.worth"),
    value: money(worth, worth.currency, worth.approximate),
    note: `${named("basis", worth.basis)}, ${day(worth.day)}`,
    open: opensClaim(site, worth.claims),
  });
  return headlines(...shown);
}

/** What it pays and gets, deal by deal, on one axis. */
function passing(found: OpenedParty, site: Site): HTMLElement {
  const part = section(word("party.passing"), note(word("party.passing_note")));
  const groups = [
    groupOf("party.pays", found.pays, "payee", site),
    groupOf("party.gets", found.gets, "payer", site),
  ].filter((group) => group.bars.length > 0);
  if (groups.length === 0) {
    part.append(nothing(word("party.no_passing")));
    return part;
  }
  const bars = groups.flatMap((group) => group.bars);
  const currency = [...found.pays, ...found.gets].find((deal) => deal.amounts[0]?.currency)?.amounts[0]?.currency;
  const axis = { format: (value: number) => money({ low: value, high: value }, currency) };
  const key = keys(
    ...(["finance", "purchase", "contingent", "other"] as const).filter((tone) => bars.some((bar) => bar.tone === tone)).map((tone) => ({ words: word(`tone.${tone}`), look: "sure" as const, tone })),
    ...barKeys("finance", bars.some((bar) => bar.high === null), bars.some((bar) => bar.loose === true)).slice(1),
  );
  part.append(picture((width) => drawBars(width, groups, axis, word("party.passing")), key));
  const drawn = bars.length;
  const all = found.pays.length + found.gets.length;
  if (drawn < all) part.append(note(counted("party.not_drawn", all - drawn)));
  return part;
}

function groupOf(title: string, deals: readonly Deal[], other: "payer" | "payee", site: Site): Group {
  const bars = deals.filter((deal) => movesTo(deal, other)).flatMap((deal): Bar[] => {
    const amount = deal.amounts.find((one) => one.key.startsWith("total/")) ?? deal.amounts.find((one) => one.key.includes("total/"));
    if (!amount) return [];
    const label = deal[other]?.name ?? word("told.not_told");
    const tone = toneOfDeal(deal.type);
    const words = money(amount, amount.currency, amount.approximate);
    const sub = `${named("type", deal.type)}, ${named("status", deal.status)}`;
    return [{
      label,
      of: deal.id,
      sub,
      low: amount.low ?? null,
      high: amount.high ?? null,
      words,
      tone,
      loose: isLoose(deal),
      open: () => site.open.deal(deal.id),
    }];
  });
  return { title: word(title), bars: bars.slice(0, DRAWN) };
}

/** Stakes and control commit no money, the price of an acquisition does not go to what is bought, and what ended is not paid. */
function movesTo(deal: Deal, other: "payer" | "payee"): boolean {
  if (["denied", "ended"].includes(deal.status) || ["stake", "control"].includes(deal.type)) return false;
  return other === "payee" || deal.type !== "acquisition";
}

function owing(found: OpenedParty, site: Site): HTMLElement[] {
  const totals = found.owes.totals.filter((total) => total.side !== "other");
  if (totals.length === 0) return [section(word("party.owes"), nothing(word("party.no_sums")))];
  return totals.map((total) => {
    const title = word(`party.ladder_${total.side}`);
    const part = section(title, note(word("deals.ladder_note")), rungsPicture(total.ladder, opensDeals(site, total.deals, title)));
    if (total.calendar.length > 0) part.append(subsection(
      word(`party.calendar_${total.side}`),
      note(word("deals.calendar_note")),
      calendarPicture(total, site),
    ));
    if (total.unpriced.length > 0) part.append(note(counted("deals.unpriced", total.unpriced.length)));
    return part;
  });
}

function depends(found: OpenedParty, site: Site): HTMLElement {
  const part = section(word("party.depends"), note(word("compute.shares_note")), ...dependsParts(found.depends, site));
  if (found.depends.items.length > 0) part.append(chainPart(found.depends.chain, site));
  return part;
}

function rings(found: OpenedParty, site: Site): HTMLElement {
  const part = section(word("party.rings"), note(word("rings.table_note")));
  if (found.rings.length === 0) part.append(nothing(word("party.no_rings")));
  else {
    const open = (ring: { id: string }): void => site.open.ring(ring.id);
    part.append(listing(site, { name: "party-rings", caption: word("party.rings"), fields: ringFields(), rows: found.rings, open }));
  }
  return part;
}

function dealTable(found: OpenedParty, site: Site): HTMLElement {
  const rows = (["pays", "gets", "other"] as const).flatMap((side) => found[side].map((deal) => ({ side, deal })));
  type Row = (typeof rows)[number];
  const amounts = (deal: Deal): string => [...new Set(deal.amounts.map((one) => money(one, one.currency, one.approximate)))].join("; ");
  const fields: Field<Row>[] = [
    { key: "deal", title: word("told.deal"), value: ({ deal }) => pair(deal) },
    { key: "side", title: word("party.side"), value: ({ side }) => word(`party.${side}`) },
    { key: "type", title: word("told.kind"), value: ({ deal }) => named("type", deal.type) },
    {
      key: "amount",
      title: word("told.amount"),
      bounds: ({ deal }) => deal.amounts[0],
      show: ({ deal }) => amounts(deal) || word("told.not_stated"),
    },
    { key: "currency", title: word("told.currency"), value: ({ deal }) => deal.amounts[0]?.currency ?? "", only: "csv" },
    { key: "status", title: word("told.status"), value: ({ deal }) => named("status", deal.status) },
    { key: "bindingness", title: word("told.bindingness"), value: ({ deal }) => named("binding", deal.bindingness) },
    {
      key: "time",
      title: word("told.time"),
      value: ({ deal }) => deal.first ?? deal.last ?? "",
      show: ({ deal }) => span(deal),
      short: true,
    },
    { key: "id", title: "id", value: ({ deal }) => deal.id, only: "csv" },
  ];
  const open = (row: Row): void => site.open.deal(row.deal.id);
  return section(word("party.deals"), listing(site, { name: "party-deals", caption: word("party.deals"), fields, rows, open }));
}

