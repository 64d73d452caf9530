/** The evidence panel: a ring, a deal, a party, a claim or an article, opened to its sentences. The address says which. */

import { client, Problem } from "../api/client";
import type { OpenedClaim, OpenedDeal, OpenedParty, OpenedRing } from "../api/views";
import { button, el, fill, link } from "../dom";
import { pairOf } from "../names";
import { named } from "../pages/telling";
import { go, hrefOf, state, type Change } from "../state";
import { counted, word } from "../words";
import { articleSheet } from "./article";
import { amounts, dealDetails, dealFacts, dealLinks, disputes } from "./facts";
import { partySheet } from "./party";
import { ringSheet } from "./ring";
import { sentenceList } from "./sentences";

type Sheet = () => Promise<(Node | null)[]>;

export class Panel {
  readonly root = el("aside", { class: "panel", tabindex: -1 });
  private readonly body = el("div", { class: "panel-body" });
  private readonly tools = el("div", { class: "panel-tools" });
  private asked = 0;
  private shown = "";
  /** Where the keyboard was when the panel opened, and goes back to. */
  private opener: Element | null = null;

  /** `hasRing` tells whether there is a ring at this day and floor, as far as is known. */
  constructor(private readonly hasRing: (id: string) => boolean) {
    this.root.setAttribute("aria-label", word("panel.title"));
    this.root.append(this.tools, this.body);
    this.root.hidden = true;
    this.root.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.back();
    });
  }

  /** Show what the state names; nothing named closes the panel. */
  async show(): Promise<void> {
    const { open, ring } = state();
    const wanted = open ?? (ring === null ? "" : `ring.${ring}`);
    this.asked += 1;
    const mine = this.asked;
    if (wanted === "") {
      const within = this.root.contains(document.activeElement);
      this.root.hidden = true;
      const { opener } = this;
      const reached = opener instanceof HTMLElement || opener instanceof SVGElement;
      if (within && reached && opener.isConnected) opener.focus({ preventScroll: true });
      this.shown = "";
      return;
    }
    this.root.setAttribute("aria-busy", "true");
    if (!this.root.contains(document.activeElement)) this.opener = document.activeElement;
    const gone = open === null && ring !== null && !this.hasRing(ring);
    const parts = gone ? [absent()] : await sheetOf(wanted)().catch((problem: unknown) => [refused(problem)]);
    if (mine !== this.asked) return;
    const fresh = this.shown !== wanted;
    this.shown = wanted;
    this.tools.replaceChildren(...this.toolsFor());
    this.body.replaceChildren();
    fill(this.body, ...parts);
    this.root.removeAttribute("aria-busy");
    this.root.hidden = false;
    if (fresh) {
      this.root.scrollTop = 0;
      this.body.scrollTop = 0;
      this.root.focus({ preventScroll: true });
    }
  }

  private toolsFor(): HTMLElement[] {
    const { open, ring } = state();
    const made: HTMLElement[] = [];
    if (open !== null && ring !== null) made.push(button({ class: "quiet back" }, () => this.back(), `← ${word("panel.to_ring")}`));
    made.push(button({ class: "close", "aria-label": word("panel.close"), title: word("panel.close") }, () => go({ open: null, ring: null }), "×"));
    return made;
  }

  private back(): void {
    go(state().open !== null ? { open: null } : { ring: null });
  }
}

function sheetOf(wanted: string): Sheet {
  const [kind = "", id = "", ...more] = wanted.split(".");
  switch (kind) {
    case "ring":
      return async () => ringSheet(await client.get<OpenedRing>(`/rings/${encodeURIComponent(id)}`));
    case "deal":
      return () => dealSheet(id);
    case "deals":
      return () => dealsSheet([id, ...more]);
    case "party":
      return async () => partySheet(await client.get<OpenedParty>(`/parties/${encodeURIComponent(id)}`));
    case "claim":
      return () => claimSheet(id);
    case "article":
      return () => articleSheet(id);
    default:
      return () => Promise.resolve([el("p", {}, word("panel.unknown"))]);
  }
}

/** What an id that is not there at this day and floor is told as. */
function refused(problem: unknown): HTMLElement {
  if (problem instanceof DOMException && problem.name === "AbortError") throw problem;
  const known = problem instanceof Problem;
  if (known && problem.status === 404) return absent();
  return el("p", { class: "nothing" }, word("panel.refused", { x: known ? problem.message : String(problem) }));
}

function absent(): HTMLElement {
  return el("p", { class: "nothing" }, word("panel.not_here"));
}

function moreLink(change: Change, text: string): HTMLElement {
  return el("p", { class: "more" }, link(hrefOf(change), () => go(change), { class: "figure-link" }, text));
}

async function dealSheet(id: string): Promise<(Node | null)[]> {
  const deal = await client.get<OpenedDeal>(`/deals/${encodeURIComponent(id)}`);
  const against = await disputes(deal).catch(() => null);
  return [
    el("p", { class: "kicker" }, named("type", deal.type)),
    el("h2", {}, pairOf(deal)),
    amounts(deal),
    dealFacts(deal),
    against ? el("p", { class: "disagree" }, button({ class: "figure-link" }, () => against.scrollIntoView(), word("dispute.there_are"))) : null,
    el("h3", {}, counted("panel.sentences", new Set(deal.evidence.sentences.map((one) => one.claim)).size)),
    sentenceList(deal.evidence.sentences),
    against,
    dealDetails(deal),
    dealLinks(deal),
    moreLink({ page: "deals", id: deal.id }, word("panel.deal_page")),
  ];
}

async function dealsSheet(ids: readonly string[]): Promise<(Node | null)[]> {
  const deals = await Promise.all(ids.slice(0, 40).map((id) => client.get<OpenedDeal>(`/deals/${encodeURIComponent(id)}`)));
  const sections = deals.map((deal) =>
    el(
      "section",
      { class: "one-of" },
      el("h3", {}, button({ class: "figure-link" }, () => go({ open: `deal.${deal.id}` }), pairOf(deal))),
      el("p", { class: "kicker" }, `${named("type", deal.type)}, ${named("status", deal.status)}`),
      amounts(deal),
      sentenceList(deal.evidence.sentences),
    ),
  );
  return [el("h2", {}, counted("map.deals", ids.length)), ...sections];
}

async function claimSheet(id: string): Promise<(Node | null)[]> {
  const claim = await client.get<OpenedClaim>(`/claims/${encodeURIComponent(id)}`);
  const deal = claim.sentences.find((one) => one.deal !== null)?.deal ?? null;
  return [
    el("p", { class: "kicker" }, named("type", claim.type)),
    el("h2", {}, word("panel.claim")),
    sentenceList(claim.sentences),
    deal === null ? null : el("p", { class: "more" }, button({ class: "figure-link" }, () => go({ open: `deal.${deal}` }), word("panel.to_deal"))),
  ];
}
