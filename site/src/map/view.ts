/** The map on the screen: the drawing, what the pointer is on, the legend, the tools, and the table beside it. */

import { client } from "../api/client";
import type { Map as MapData, MapDeal, MapRing } from "../api/views";
import { button, el } from "../dom";
import { dealLine, type Names } from "../names";
import { count, money } from "../pages/telling";
import { go, state } from "../state";
import { counted, word } from "../words";
import { besideTables } from "./beside";
import type { Drawing, Told } from "./drawing";
import { legend } from "./legend";
import { around, litBy, NOTHING, sceneOf, type Lit, type Scene } from "./scene";
import { circularFigure } from "./share";
import { SvgDrawing } from "./svg";

/** Up to so many arrows the map is SVG; above, WebGL where a graphics card does it. */
const MOST_SVG = 700;
/** No more arrows than these are drawn, since they could not be told apart; the table has all. */
const MOST_WEBGL = 2000;

export class MapView {
  readonly root = el("section", { class: "map" });
  private readonly canvas = el("div", { class: "map-canvas waiting" });
  private readonly hint = el("div", { class: "hint", role: "status" });
  private readonly beside = el("div", { class: "beside" });
  private readonly figure = el("div", { class: "map-figure" });
  private readonly note = el("p", { class: "map-note" });
  private readonly tableSwitch: HTMLButtonElement;
  private data: MapData | null = null;
  private scene: Scene = NOTHING;
  private most = MOST_SVG;
  private drawing: Drawing | null = null;
  private deals = new Map<string, MapDeal>();
  private names = new Map<string, string>();
  private asked = 0;

  constructor() {
    this.root.setAttribute("aria-label", word("map.title"));
    this.tableSwitch = button({ class: "tool wide", "aria-pressed": "false" }, () => go({ beside: !state().beside }), word("map.table"));
    const tools = el(
      "div",
      { class: "map-tools", role: "group", "aria-label": word("map.tools") },
      button({ class: "tool", "aria-label": word("map.zoom_in"), title: word("map.zoom_in") }, () => this.drawing?.zoom(1.4), "+"),
      button({ class: "tool", "aria-label": word("map.zoom_out"), title: word("map.zoom_out") }, () => this.drawing?.zoom(1 / 1.4), "−"),
      button({ class: "tool", "aria-label": word("map.fit"), title: word("map.fit") }, () => this.drawing?.fit(), "⤢"),
      this.tableSwitch,
    );
    this.canvas.dataset["waiting"] = word("map.waiting");
    const head = el("div", { class: "map-head" }, this.figure, tools);
    const foot = el("div", { class: "map-foot" }, legend(), this.note);
    const frame = el("div", { class: "map-frame" }, head, el("div", { class: "map-space" }, this.canvas, this.hint), foot);
    this.root.append(el("h1", { class: "unseen" }, word("map.title")), frame, this.beside);
    // A click beside everything puts the light out.
    this.canvas.addEventListener("click", (event) => {
      const on = (event.target as Element).closest(".dot, .arrow");
      const dragged = this.canvas.querySelector(".dragging") !== null;
      if (!on && !dragged && this.drawing instanceof SvgDrawing) go({ ring: null, open: null });
    });
  }

  get name(): Names {
    return (id) => this.names.get(id) ?? id;
  }

  /** Ask for the map of the state, draw it, and light what is selected. */
  async show(): Promise<void> {
    this.asked += 1;
    const mine = this.asked;
    const data = await client.get<MapData>("/map");
    if (mine !== this.asked) return;
    if (data !== this.data) {
      this.followRing(data);
      this.data = data;
      this.deals = new Map(data.deals.map((deal) => [deal.id, deal]));
      this.names = new Map(data.parties.map((party) => [party.id, party.name]));
      await this.chooseDrawing(data);
      this.drawScene();
      void circularFigure(this.figure);
    }
    this.light();
  }

  /** Tell whether the map shown has a ring; a ring is known by the deals of its day and floor. */
  hasRing(id: string): boolean {
    return this.data?.rings.some((ring) => ring.id === id) ?? true;
  }

  /** At another day or floor a ring of the same parties has another id: light that one. */
  private followRing(next: MapData): void {
    const { ring } = state();
    const before = this.data?.rings.find((one) => one.id === ring);
    if (!before || next.rings.some((one) => one.id === ring)) return;
    const wanted = [...before.parties].sort().join(" ");
    const same = next.rings.find((one) => [...one.parties].sort().join(" ") === wanted);
    if (same) go({ ring: same.id }, true);
  }

  /** Light the ring or the deal that the state names. */
  light(): void {
    const lit = this.litNow();
    const drawn = new Set(this.scene.arrows.map((arrow) => arrow.id));
    if (this.scene.left > 0 && lit && [...lit.deals].some((id) => this.deals.has(id) && !drawn.has(id))) this.drawScene();
    this.drawing?.light(lit, this.chosenNow());
    this.tableSwitch.setAttribute("aria-pressed", String(state().beside));
    this.root.classList.toggle("with-table", state().beside);
    if (!state().beside || !this.data) this.beside.replaceChildren();
    else this.beside.replaceChildren(besideTables(this.data, this.name, lit));
  }

  close(): void {
    this.drawing?.close();
    this.drawing = null;
  }

  private litNow(): Lit | null {
    const { ring, open } = state();
    const found = ring === null ? undefined : this.data?.rings.find((one) => one.id === ring);
    if (found) return this.litOf(found);
    const [kind, ...ids] = (open ?? "").split(".");
    if (kind === "party" && ids[0] !== undefined && this.names.has(ids[0])) return around(this.scene, ids[0]);
    if (kind !== "deal" && kind !== "deals") return null;
    const deals = ids.flatMap((id) => this.deals.get(id) ?? []);
    return deals.length > 0 ? litBy(ids, deals.flatMap((deal) => [deal.payer, deal.payee])) : null;
  }

  /** A ring with the ends of its deals, some of which may be units of its parties. */
  private litOf(ring: MapRing): Lit {
    const ends = ring.deals.flatMap((id) => this.deals.get(id) ?? []).flatMap((deal) => [deal.payer, deal.payee]);
    return litBy(ring.deals, [...ring.parties, ...ends]);
  }

  private chosenNow(): string | null {
    const [kind, id] = (state().open ?? "").split(".");
    return (kind === "deal" || kind === "party") && id !== undefined ? id : null;
  }

  /** Take the renderer that fits the map, and with it how many arrows are drawn. */
  private async chooseDrawing(data: MapData): Promise<void> {
    const forced = new URLSearchParams(location.search).get("draw") === "webgl";
    const wanted = !__REPORT__ && (forced || (data.deals.length > MOST_SVG && hasCard())) ? await webglDrawing(this.canvas, this.told(), this.drawing) : null;
    this.most = wanted ? MOST_WEBGL : MOST_SVG;
    if (wanted) this.drawing = wanted;
    else if (!(this.drawing instanceof SvgDrawing)) {
      this.drawing?.close();
      this.drawing = new SvgDrawing(this.canvas, this.told(), word("map.name"));
    }
    this.canvas.classList.remove("waiting");
  }

  private drawScene(): void {
    if (!this.data) return;
    this.scene = sceneOf(this.data, this.most, this.litNow()?.deals ?? new Set());
    this.drawing?.draw(this.scene);
    this.note.textContent = noteOf(this.data, this.scene);
  }

  private told(): Told {
    return {
      party: (id) => this.partyLine(id),
      deal: (id) => this.dealText(id),
      sum: (id) => this.sumText(id),
      openParty: (id) => go({ open: `party.${id}`, ring: null }),
      openDeal: (id) => go({ open: `deal.${id}` }),
      over: (what, at) => this.over(what, at),
    };
  }

  private dealText(id: string): string {
    const deal = this.deals.get(id);
    return deal ? dealLine(deal, this.name) : id;
  }

  private sumText(id: string): string {
    const party = this.data?.parties.find((one) => one.id === id);
    return party && (party.committed.high ?? party.committed.low) > 0 ? money(party.committed, this.data?.currency) : "";
  }

  private partyLine(id: string): string {
    const party = this.data?.parties.find((one) => one.id === id);
    const sum = this.sumText(id);
    const committed = sum ? word("map.commits", { x: sum }) : word("map.commits_nothing");
    return `${this.name(id)}: ${committed}; ${counted("map.deals", party?.deals ?? 0)}`;
  }

  private over(what: { party?: string; deal?: string } | null, at: { x: number; y: number } | null): void {
    const text = what?.deal !== undefined ? this.dealText(what.deal) : what?.party !== undefined ? this.partyLine(what.party) : "";
    this.hint.textContent = text;
    this.hint.classList.toggle("shown", text !== "");
    if (at) {
      const left = Math.min(Math.max(8, at.x + 14), Math.max(8, this.canvas.clientWidth - this.hint.offsetWidth - 8));
      const top = Math.max(8, Math.min(at.y + 16, this.canvas.clientHeight - this.hint.offsetHeight - 8));
      this.hint.style.transform = `translate(${left}px, ${top}px)`;
    }
    if (this.drawing instanceof SvgDrawing && !this.litNow()) this.drawing.glance(this.glanceOf(what));
  }

  private glanceOf(what: { party?: string; deal?: string } | null): Lit | null {
    if (what?.party !== undefined) return around(this.scene, what.party);
    const deal = what?.deal === undefined ? undefined : this.deals.get(what.deal);
    return deal ? litBy([deal.id], [deal.payer, deal.payee]) : null;
  }
}

/** What the map leaves out, where it does. */
function noteOf(data: MapData, scene: Scene): string {
  const said: string[] = [];
  if (data.shown < data.of) said.push(word("map.shown_of", { n: count(data.shown), of: count(data.of) }));
  if (scene.left > 0) said.push(word("map.drawn_of", { n: count(scene.arrows.length), of: count(data.deals.length) }));
  if (data.unplaced > 0) said.push(counted("map.unplaced", data.unplaced));
  return said.join(" ");
}

/** Return a drawing by WebGL; null where there is none, and SVG then draws the same. */
async function webglDrawing(box: HTMLElement, told: Told, before: Drawing | null): Promise<Drawing | null> {
  if (rendererName() === null) return null;
  const { SigmaDrawing } = await import("./sigma");
  if (before instanceof SigmaDrawing) return before;
  before?.close();
  return new SigmaDrawing(box, told, word("map.name"));
}

/** Tell whether a graphics card draws; WebGL reckoned by the processor is slower than SVG. */
function hasCard(): boolean {
  const name = rendererName();
  return name !== null && !/swiftshader|llvmpipe|software|basic render/iu.test(name);
}

/** What draws by WebGL here; null where nothing does. */
function rendererName(): string | null {
  try {
    const gl = document.createElement("canvas").getContext("webgl2");
    const told = gl?.getExtension("WEBGL_debug_renderer_info");
    const name: unknown = gl && told ? gl.getParameter(told.UNMASKED_RENDERER_WEBGL) : "";
    gl?.getExtension("WEBGL_lose_context")?.loseContext();
    return gl ? String(name) : null;
  } catch {
    return null;
  }
}
