/** The rings at the left, by how firm their weakest leg is and how much may go round; a click lights one on the map. */

import { client } from "./api/client";
import type { Ring, RingPage } from "./api/views";
import { button, el, link } from "./dom";
import { circleOf, strengthOf, weightOf } from "./names";
import { named } from "./pages/telling";
import { go, hrefOf, state } from "./state";
import { word } from "./words";

/** From the firmest; a class that is not among them comes last. */
const GRADES = ["performed", "binding", "conditional", "contingent", "non-binding"];
const SHOWN = 200;
/** Classes that stand open at first. */
const OPEN = ["performed", "binding"];

export class Rail {
  readonly root = el("nav", { class: "rail", id: "rail" });
  private readonly list = el("div", { class: "rail-list" });
  private asked = 0;
  private data: RingPage | null = null;
  private readonly folded = new Map<string, boolean>();

  constructor() {
    this.root.setAttribute("aria-label", word("rail.title"));
    this.root.append(el("h2", {}, word("rail.title")), el("p", { class: "rail-story" }, word("rail.story")), this.list);
  }

  async show(): Promise<void> {
    this.asked += 1;
    const mine = this.asked;
    const data = await client.get<RingPage>("/rings", { limit: SHOWN });
    if (mine !== this.asked || data === this.data) {
      this.light();
      return;
    }
    this.data = data;
    this.draw(data);
    this.light();
  }

  /** Mark the ring that is lit. */
  light(): void {
    for (const one of this.list.querySelectorAll<HTMLElement>("[data-ring]")) {
      const on = one.dataset["ring"] === state().ring;
      one.setAttribute("aria-pressed", String(on));
      if (on) one.closest("details")?.setAttribute("open", "");
    }
  }

  private draw(data: RingPage): void {
    if (data.items.length === 0) {
      this.list.replaceChildren(el("p", { class: "nothing" }, word("rail.none")));
      return;
    }
    const grades = [...new Set([...GRADES, ...data.items.map((ring) => ring.grade)])];
    const groups = grades.map((grade) => this.group(grade, data.items.filter((ring) => ring.grade === grade)));
    this.list.replaceChildren(...groups.filter((group) => group !== null));
    if (data.total > data.items.length) {
      const change = { page: "rings" };
      this.list.append(el("p", { class: "more" }, link(hrefOf(change), () => go(change), { class: "figure-link" }, word("rail.all"))));
    }
  }

  private group(grade: string, rings: Ring[]): HTMLElement | null {
    if (rings.length === 0) return null;
    rings.sort((one, other) => weightOf(other) - weightOf(one) || one.parties.length - other.parties.length);
    const made = el("details", { class: "rail-group" }, el("summary", {}, el("h3", {}, named("grade", grade))), el("ul", {}, ...rings.map(item)));
    made.open = this.folded.get(grade) ?? OPEN.includes(grade);
    made.addEventListener("toggle", () => this.folded.set(grade, made.open));
    return made;
  }
}

function item(ring: Ring): HTMLElement {
  const on = (): void => go(state().ring === ring.id && state().open === null ? { ring: null } : { ring: ring.id, open: null });
  const parties = ring.parties.map((party) => party.name);
  return el(
    "li",
    {},
    button(
      { class: "ring-item", "data-ring": ring.id, "aria-pressed": "false", title: circleOf(ring.parties) },
      on,
      el("span", { class: "ring-who" }, parties.join(" → "), el("span", { class: "ring-back", "aria-hidden": "true" }, " ↺")),
      el("span", { class: "ring-much" }, strengthOf(ring)),
      el("span", { class: "ring-tie" }, named("tie", ring.tie)),
    ),
  );
}
