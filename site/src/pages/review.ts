/** Review: what was decided, with a way back; two names or two deals decided on, the effect told first. */

import type { DecidedOn, Decision, DecisionPage } from "../api/views";
import { button, el } from "../dom";
import { mayDecide, type Proposal } from "../review/deciding";
import { previewBox } from "../review/effect";
import { counted, word } from "../words";
import { listing, type Column } from "./listing";
import type { Page, Site } from "./page";
import { heading, nothing, section } from "./sections";
import { day, named } from "./telling";

const MOST = 1000;

export const page: Page = {
  name: "review",
  title: () => word("review.title"),
  async show(root, site) {
    const head = heading(word("review.heading"), word("review.story"));
    if (!(await mayDecide(site.ask))) {
      root.replaceChildren(head, nothing(word("review.closed")));
      return;
    }
    const found = await site.ask.get<DecisionPage>("/review", { limit: MOST });
    root.replaceChildren(head, decisions(found, site), names(site), deals(site));
  },
};

// --- what was decided -------------------------------------------------------------------------------------------------

function decisions(found: DecisionPage, site: Site): HTMLElement {
  const rows = [...found.items].reverse();
  if (rows.length === 0) return section(word("review.decisions"), nothing(word("review.nothing_yet")));
  const place = el("div", { class: "review-place" });
  const items = rows.map((decision) => decisionItem(decision, site, place));
  const table = listing(site, { name: "decisions", caption: word("review.decisions"), fields: fields(), rows });
  const fold = el("details", { class: "fold" }, el("summary", {}, word("review.as_table")), table);
  return section(word("review.decisions"), el("p", { class: "faint" }, counted("review.counted", found.total)), el("ol", { class: "decisions" }, ...items), place, fold);
}

function decisionItem(decision: Decision, site: Site, place: HTMLElement): HTMLElement {
  const made = el("time", { datetime: decision.made }, decision.made === null ? word("told.no_day") : day(decision.made.slice(0, 10)));
  const undo = button({ class: "quiet review-undo", "aria-label": `${word("review.undo")}: ${subjectOf(decision)}` }, () => {
    const box = previewBox(site.ask, { kind: "undo", decision: decision.id ?? "" }, () => {
      box.remove();
      undo.focus();
    });
    place.replaceChildren(box);
    box.focus();
  }, word("review.undo"));
  const state = decision.state === "holds" ? null : el("span", { class: "tag" }, word(`review.${decision.state}`));
  const said = el("span", { class: `stamp review-${decision.word}` }, named("decided", decision.word));
  const [left, right] = [sideShown(decision, decision.left, site), decision.right && sideShown(decision, decision.right, site)];
  const about = decision.kind === "deals" ? [left, " ", said, " ", right] : [left, right && " | ", right, ": ", said];
  const because = decision.because ? el("q", { class: "because" }, decision.because) : null;
  return el("li", { class: `decision state-${decision.state}`, "data-decision": decision.id }, made, " ", ...about, " ", because, " ", state, " ", undo);
}

/** A side, to be opened where it is a claim or a deal that is there. */
function sideShown(decision: Decision, side: DecidedOn, site: Site): Node | string {
  if (side.type === null) return sideOf(side);
  const open = decision.kind === "claim" ? site.open.claim : site.open.deal;
  return button({ class: "figure-link" }, () => open(side.id), sideOf(side));
}

function subjectOf(decision: Decision): string {
  return decision.right === null ? sideOf(decision.left) : `${sideOf(decision.left)} | ${sideOf(decision.right)}`;
}

function sideOf(side: DecidedOn): string {
  if (side.type === null) return side.words;
  return `${named("type", side.type)}: ${side.names.join(", ")}${side.status === null ? "" : ` (${named("status", side.status)})`}`;
}

function fields(): Column<Decision>[] {
  return [
    { key: "made", title: word("review.day"), value: (row) => row.made, show: (row) => (row.made === null ? word("told.no_day") : day(row.made.slice(0, 10))) },
    { key: "kind", title: word("review.on"), value: (row) => row.kind, show: (row) => word(`review.kind_${row.kind}`) },
    { key: "subject", title: word("review.subject"), value: subjectOf },
    { key: "word", title: word("review.said"), value: (row) => row.word, show: (row) => named("decided", row.word) },
    { key: "because", title: word("review.because"), value: (row) => row.because },
    { key: "state", title: word("review.state"), value: (row) => row.state, show: (row) => word(`review.${row.state}`) },
    { key: "id", title: "id", value: (row) => row.id, only: "csv" },
  ];
}

// --- two names, two deals ---------------------------------------------------------------------------------------------

function names(site: Site): HTMLElement {
  const verdicts = ["same", "different"] as const;
  return pairForm(site, "parties", verdicts, (left, right, verdict, because) => ({ kind: "parties", left, right, verdict, because }));
}

function deals(site: Site): HTMLElement {
  const relations = ["part-of", "supersedes", "overlaps", "apart"] as const;
  return pairForm(site, "deals", relations, (left, right, relation, because) => ({ kind: "deals", left, right, relation, because }));
}

function pairForm<Word extends string>(
  site: Site,
  kind: "parties" | "deals",
  words: readonly Word[],
  proposalOf: (left: string, right: string, chosen: Word, because: string) => Proposal,
): HTMLElement {
  const left = field(`${kind}-left`, word(`review.${kind}_left`));
  const right = field(`${kind}-right`, word(`review.${kind}_right`));
  const because = field(`${kind}-because`, word("review.because"));
  const select = el("select", { id: `${kind}-word`, name: `${kind}-word` }, ...words.map((one) => el("option", { value: one }, named("decided", one))));
  const place = el("div", { class: "review-place" });
  const show = button({ class: "primary" }, () => {
    const chosen = words.find((one) => one === select.value);
    if (chosen === undefined || left.input.value.trim() === "" || right.input.value.trim() === "") {
      place.replaceChildren(el("p", { class: "nothing", role: "alert" }, word("review.two_needed")));
      return;
    }
    const box = previewBox(site.ask, proposalOf(left.input.value, right.input.value, chosen, because.input.value), () => box.remove());
    place.replaceChildren(box);
    box.focus();
  }, word("review.show_effect"));
  const choice = el("label", { class: "field", for: `${kind}-word` }, el("span", {}, word("review.said")), select);
  const form = el("div", { class: `review-form review-${kind}` }, left.label, choice, right.label, because.label, show);
  return section(word(`review.${kind}_title`), el("p", { class: "note" }, word(`review.${kind}_note`)), form, place);
}

function field(id: string, text: string): { label: HTMLElement; input: HTMLInputElement } {
  const input = el("input", { id, name: id, type: "text", autocomplete: "off" });
  return { label: el("label", { class: "field", for: id }, el("span", {}, text), input), input };
}
