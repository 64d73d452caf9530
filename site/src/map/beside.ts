/** The tables that say what the map shows: its arrows and its parties. */

import type { Map as MapData, MapDeal, MapParty } from "../api/views";
import { el } from "../dom";
import type { Names } from "../names";
import { money, named } from "../pages/telling";
import { site } from "../site";
import { go } from "../state";
import { table, type Column } from "../table";
import { word } from "../words";
import { sumOf } from "../names";
import type { Lit } from "./scene";

export function besideTables(data: MapData, name: Names, lit: Lit | null): HTMLElement {
  return el(
    "div",
    { class: "beside-tables" },
    el("h2", {}, word("beside.arrows")),
    table(site(), {
      name: "arrows",
      caption: word("beside.arrows"),
      fields: arrowFields(name),
      rows: data.deals,
      open: (deal) => go({ open: `deal.${deal.id}` }),
      chosen: (deal) => lit?.deals.has(deal.id) ?? false,
    }),
    el("h2", {}, word("beside.parties")),
    table(site(), {
      name: "dots",
      caption: word("beside.parties"),
      fields: partyFields(data, name),
      rows: data.parties,
      open: (party) => go({ open: `party.${party.id}`, ring: null }),
      chosen: (party) => lit?.parties.has(party.id) ?? false,
    }),
  );
}

function arrowFields(name: Names): Column<MapDeal>[] {
  return [
    { key: "payer", title: word("told.payer"), value: (deal) => name(deal.payer) },
    { key: "payee", title: word("told.payee"), value: (deal) => name(deal.payee) },
    { key: "amount", title: word("told.amount"), bounds: (deal) => deal, show: sumOf },
    { key: "currency", title: word("told.currency"), value: (deal) => deal.currency, only: "csv" },
    { key: "type", title: word("told.kind"), value: (deal) => named("type", deal.type) },
    { key: "colour", title: word("beside.colour"), value: (deal) => word(`map.tone_${deal.colour}`) },
    { key: "status", title: word("told.status"), value: (deal) => named("status", deal.status) },
    { key: "line", title: word("told.bindingness"), value: (deal) => named("binding", deal.bindingness) },
    { key: "disputed", title: word("map.disputed"), value: (deal) => (deal.disputed ? word("told.yes") : "") },
    { key: "id", title: "id", value: (deal) => deal.id, only: "csv" },
  ];
}

function partyFields(data: MapData, name: Names): Column<MapParty>[] {
  return [
    { key: "name", title: word("told.party"), value: (party) => party.name },
    { key: "kind", title: word("told.kind"), value: (party) => named("party_kind", party.kind) },
    { key: "parent", title: word("beside.parent"), value: (party) => (party.parent === null ? "" : name(party.parent)) },
    { key: "committed", title: word("beside.committed"), bounds: (party) => party.committed, show: (party) => committedOf(party, data) },
    { key: "deals", title: word("told.deals"), value: (party) => party.deals },
    { key: "id", title: "id", value: (party) => party.id, only: "csv" },
  ];
}

function committedOf(party: MapParty, data: MapData): string {
  return (party.committed.high ?? party.committed.low) > 0 ? money(party.committed, data.currency) : word("map.commits_nothing");
}
