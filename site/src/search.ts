/** The search box: parties, deals and sentences in any script, by groups; the arrow keys walk, Enter opens, Escape closes. */

import { client } from "./api/client";
import type { Found } from "./api/views";
import { el } from "./dom";
import { leading, pairOf } from "./names";
import { money, named } from "./pages/telling";
import { marked } from "./panel/sentences";
import { go, state, type Change } from "./state";
import { counted, word } from "./words";

const PAUSE = 160;
const EACH = 6;
const LONGEST = 150;

export class Search {
  readonly root = el("search", { class: "search" });
  private readonly box = el("input", { type: "search", class: "search-box", role: "combobox", "aria-expanded": "false", "aria-controls": "found", "aria-autocomplete": "list", autocomplete: "off", spellcheck: "false" });
  private readonly list = el("div", { class: "found", id: "found", role: "listbox" });
  private readonly said = el("p", { class: "unseen", role: "status" });
  private options: { element: HTMLElement; change: Change }[] = [];
  private at = -1;
  private asked = 0;
  private timer: ReturnType<typeof setTimeout> | null = null;

  constructor() {
    this.box.placeholder = word("search.placeholder");
    this.box.setAttribute("aria-label", word("search.placeholder"));
    this.list.setAttribute("aria-label", word("search.results"));
    this.list.hidden = true;
    this.box.value = state().query;
    this.root.append(this.box, this.list, this.said);
    this.box.addEventListener("input", () => this.later());
    this.box.addEventListener("focus", () => { if (this.box.value.trim() !== "") void this.ask(); });
    this.box.addEventListener("keydown", (event) => this.key(event));
    this.root.addEventListener("focusout", (event) => {
      if (!this.root.contains(event.relatedTarget as Node | null)) this.close();
    });
    addEventListener("keydown", (event) => {
      const typing = (event.target as Element).closest?.("input, textarea, select");
      if (event.key !== "/" || typing || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      this.box.focus();
    });
  }

  /** Follow the state. */
  show(): void {
    if (document.activeElement !== this.box) this.box.value = state().query;
  }

  private later(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.ask(), PAUSE);
  }

  private async ask(): Promise<void> {
    const text = this.box.value.trim();
    this.asked += 1;
    const mine = this.asked;
    go({ query: text }, true);
    if (text === "") {
      this.close();
      return;
    }
    const found = await client.get<Found>("/search", { q: text }).catch(() => null);
    if (mine !== this.asked || document.activeElement !== this.box) return;
    this.draw(found ?? { parties: [], deals: [], sentences: [] });
  }

  private draw(found: Found): void {
    this.options = [];
    this.at = -1;
    const groups = [
      this.group(word("search.parties"), found.parties.map((party) => ({ change: { open: `party.${party.id}`, ring: null }, parts: [el("span", { class: "found-name" }, party.name), el("span", { class: "found-more" }, counted("map.deals", party.deals.length))] }))),
      this.group(word("search.deals"), found.deals.map((deal) => ({ change: { open: `deal.${deal.id}` }, parts: [el("span", { class: "found-name" }, pairOf(deal)), el("span", { class: "found-more" }, dealMore(deal))] }))),
      this.group(word("search.sentences"), found.sentences.map((one) => ({ change: { open: `claim.${one.claim}` }, parts: [el("span", { class: "found-text", dir: "auto" }, ...excerpt(one))] }))),
    ];
    const filled = groups.filter((group) => group !== null);
    this.list.replaceChildren(...(filled.length > 0 ? filled : [el("p", { class: "nothing" }, word("search.nothing"))]));
    this.said.textContent = filled.length > 0 ? counted("search.found", this.options.length) : word("search.nothing");
    this.list.hidden = false;
    this.box.setAttribute("aria-expanded", "true");
  }

  private group(title: string, items: { change: Change; parts: Node[] }[]): HTMLElement | null {
    if (items.length === 0) return null;
    const name = `found-${this.options.length}`;
    const made = el("div", { role: "group", "aria-labelledby": name }, el("p", { class: "found-title", id: name, role: "presentation" }, title));
    for (const { change, parts } of items.slice(0, EACH)) {
      const index = this.options.length;
      const element = el("div", { class: "found-item", role: "option", id: `found-item-${index}`, "aria-selected": "false" }, ...parts);
      element.addEventListener("pointerdown", (event) => event.preventDefault());
      element.addEventListener("click", () => this.choose(index));
      this.options.push({ element, change });
      made.append(element);
    }
    return made;
  }

  private key(event: KeyboardEvent): void {
    if (event.key === "Escape") {
      if (this.list.hidden) this.box.value = "";
      this.close();
    } else if (event.key === "Enter") {
      event.preventDefault();
      this.choose(Math.max(0, this.at));
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      this.move(event.key === "ArrowDown" ? 1 : -1);
    }
  }

  private move(by: number): void {
    if (this.list.hidden || this.options.length === 0) return;
    this.options[this.at]?.element.setAttribute("aria-selected", "false");
    this.at = (this.at + by + this.options.length) % this.options.length;
    const { element } = this.options[this.at] ?? {};
    element?.setAttribute("aria-selected", "true");
    element?.scrollIntoView({ block: "nearest" });
    this.box.setAttribute("aria-activedescendant", element?.id ?? "");
  }

  private choose(index: number): void {
    const option = this.options[index];
    if (!option || this.list.hidden) return;
    this.close();
    this.box.blur();
    go(option.change);
  }

  private close(): void {
    this.list.hidden = true;
    this.options = [];
    this.at = -1;
    this.box.setAttribute("aria-expanded", "false");
    this.box.removeAttribute("aria-activedescendant");
  }
}

function dealMore(deal: Found["deals"][number]): string {
  const amount = leading(deal.amounts);
  const said = [named("type", deal.type), named("status", deal.status)];
  return (amount ? [money(amount, amount.currency, amount.approximate), ...said] : said).join(" · ");
}

/** The piece of a sentence around its first mark. */
function excerpt(one: Found["sentences"][number]): (Node | string)[] {
  const signs = [...one.text];
  const first = Math.min(...one.marks.map((mark) => mark.start), signs.length);
  const from = signs.length <= LONGEST ? 0 : Math.max(0, Math.min(first - 30, signs.length - LONGEST));
  const till = Math.min(signs.length, from + LONGEST);
  const marks = one.marks.map((mark) => ({ ...mark, start: mark.start - from, end: mark.end - from }));
  return [from > 0 ? "…" : "", ...marked({ text: signs.slice(from, till).join(""), marks }), till < signs.length ? "…" : ""];
}
