/** Who owns a party and what it owns: shares as intervals, what has no known owner, rights that move no money. */

import { drawBars, type Bar, type Group } from "../charts/bars";
import { word } from "../words";
import { listing, type Column as Field } from "./listing";
import type { Site } from "./page";
import { barKeys, basis, keys, note, nothing, picture, section, subsection } from "./sections";
import { day, figure, money, named, percent, shortNumber, span } from "./telling";
import type { Owner, OwnersPage, Right } from "./views";

const WHOLE = 100;

export function ownParts(found: OwnersPage, site: Site): HTMLElement[] {
  const title = word("owning.title");
  const groups = [ownedBy(found, site), owns(found, site)].filter((group) => group.bars.length > 0);
  const rights = [...(found.register?.rights ?? []), ...found.rights_held];
  const part = section(title, note(word("owning.note")));
  if (groups.length === 0 && rights.length === 0) {
    part.append(nothing(word("owning.none")));
    return [part];
  }
  if (groups.length > 0) {
    const bars = groups.flatMap((group) => group.bars);
    const key = keys(
      { words: word("owning.held"), look: "sure", tone: "finance" },
      { words: word("told.key_maybe"), look: "maybe", tone: "finance" },
      { words: word("owning.to_come"), look: "loose", tone: "finance" },
      { words: word("owning.rest"), look: "maybe", tone: "other" },
    );
    const axis = { most: WHOLE, format: (value: number) => percent({ low: value, high: value }) };
    part.append(picture((width) => drawBars(width, groups, axis, title), bars.length > 0 ? key : keys(...barKeys("finance"))));
  }
  part.append(basis({ floor: found.floor, as_of: found.as_of }), control(found));
  if (groups.length > 0) part.append(stakeTable(found, site));
  if (rights.length > 0) part.append(rightTable(rights, site));
  return [part];
}

/** Who controls it and whom it controls; where nobody is told to, why not. */
function control(found: OwnersPage): HTMLElement {
  const ways = [...(found.register?.controls ?? []), ...found.controls];
  const said = ways.map((one) => word(one.sure ? "owning.controls" : "owning.controls_unsure", { x: one.controller.name, y: one.company.name }));
  if (said.length === 0 && found.register) said.push(`${word("owning.control")}: ${named("control", found.register.control)}`);
  return note(`${[...new Set(said), word("owning.not_votes")].join(". ")}.`);
}

function ownedBy(found: OwnersPage, site: Site): Group {
  const bars = found.owned_by.flatMap((owner) => stakeBars(owner, owner.holder.name, site));
  const rest = found.register?.rest;
  if (rest && found.owned_by.length > 0) {
    bars.push({ label: word("owning.rest"), low: 0, high: rest.high ?? WHOLE, words: percent(rest), tone: "other" });
  }
  return { title: word("owning.by", { x: found.party.name }), bars };
}

function owns(found: OwnersPage, site: Site): Group {
  return { title: word("owning.owns", { x: found.party.name }), bars: found.owns.flatMap((owner) => stakeBars(owner, owner.company.name, site)) };
}

function stakeBars(owner: Owner, label: string, site: Site): Bar[] {
  const bar = (stake: Owner["stake"], loose: boolean): Bar => ({
    label,
    sub: loose ? word("owning.to_come") : stake.last ? day(stake.last) : word("told.no_day"),
    low: stake.percent.low ?? null,
    high: stake.percent.high ?? WHOLE,
    words: stakeWords(stake),
    tone: "finance",
    loose,
    open: () => site.open.deals(stake.deals, label),
  });
  return [bar(owner.stake, owner.stake.state !== "held"), ...owner.to_come.map((stake) => bar(stake, true))];
}

function stakeWords(stake: Owner["stake"]): string {
  const { low = null, high = null } = stake.percent;
  if (low === null && high === null) return word("owning.not_sized");
  return stake.approximate ? word("told.about", { x: percent(stake.percent) }) : percent(stake.percent);
}

function stakeTable(found: OwnersPage, site: Site): HTMLElement {
  const rows = [...found.owned_by, ...found.owns].flatMap((owner) => [owner.stake, ...owner.to_come, ...owner.older].map((stake) => ({ owner, stake })));
  type Row = (typeof rows)[number];
  const fields: Field<Row>[] = [
    { key: "holder", title: word("stress.holder"), value: ({ owner }) => owner.holder.name },
    { key: "company", title: word("owning.company"), value: ({ owner }) => owner.company.name },
    { key: "percent", title: word("owning.share"), bounds: ({ stake }) => stake.percent, show: ({ stake }) => stakeWords(stake) },
    {
      key: "basis",
      title: word("owning.basis"),
      value: ({ stake }) => stake.basis ?? "",
      show: ({ stake }) => named("stake_basis", stake.basis),
    },
    { key: "state", title: word("owning.state"), value: ({ stake }) => named("stake", stake.state) },
    {
      key: "day",
      title: word("owning.last_told"),
      value: ({ stake }) => stake.last ?? "",
      show: ({ stake }) => day(stake.last),
      short: true,
    },
    {
      key: "value",
      title: word("owning.on_paper"),
      bounds: ({ owner, stake }) => (stake === owner.stake ? owner.value : null),
      show: valueWords,
    },
  ];
  const open = ({ stake, owner }: Row): void => site.open.deals(stake.deals, `${owner.holder.name}, ${owner.company.name}`);
  return listing(site, { name: "stakes", caption: word("owning.stakes"), fields, rows, open });
}

function valueWords({ owner, stake }: { owner: Owner; stake: Owner["stake"] }): string {
  if (stake !== owner.stake || !owner.value) return word("told.dash");
  const { value } = owner;
  return word("owning.value", { x: money(value, value.currency), basis: named("basis", value.of.basis), day: day(value.of.day) });
}

function rightTable(rights: readonly Right[], site: Site): HTMLElement {
  const fields: Field<Right>[] = [
    { key: "holder", title: word("stress.holder"), value: (right) => right.holder.name },
    { key: "company", title: word("owning.over"), value: (right) => right.company.name },
    { key: "right", title: word("owning.right"), value: (right) => named("right", right.right) },
    { key: "shares", title: word("owning.shares"), bounds: (right) => right.shares, show: sharesOf },
    { key: "state", title: word("owning.state"), value: (right) => named("right_state", right.state) },
    { key: "conditional", title: word("rung.conditional"), value: (right) => (right.conditional ? word("told.yes") : word("told.no")) },
    { key: "time", title: word("told.time"), value: (right) => right.first ?? right.last ?? "", show: span, short: true },
  ];
  const open = (right: Right): void => site.open.deal(right.deal);
  return subsection(
    word("owning.rights"),
    note(word("owning.rights_note")),
    listing(site, { name: "rights", caption: word("owning.rights"), fields, rows: rights, open }),
  );
}

function sharesOf(right: Right): string {
  const { low = null, high = null } = right.shares;
  if (low === null && high === null) return word("told.not_stated");
  if (low === null && high !== null) return word("told.up_to", { x: shortNumber(high) });
  return figure(right.shares);
}
