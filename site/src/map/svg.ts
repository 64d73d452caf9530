/** Draws the map as SVG: sharp at any size, each arrow and party an element that can be pressed and named. For small maps, and where WebGL is missing. */

import { shape } from "../dom";
import type { Drawing, Told } from "./drawing";
import { curveOf, fit, headText, lineText, placed, pointsOf, radius, sizeFor, widthOf, zoomed, type Camera, type Point } from "./geometry";
import { Names } from "./names";
import { watchPointer } from "./pointer";
import { NOTHING, type Arrow, type Dot, type Lit, type Scene } from "./scene";
import { nearest } from "./walking";

interface ArrowParts {
  arrow: Arrow;
  group: SVGGElement;
  line: SVGPathElement;
  head: SVGPathElement;
  reach: SVGPathElement;
}

interface DotParts {
  dot: Dot;
  group: SVGGElement;
  disc: SVGCircleElement;
}

/** Up to so many arrows names keep out of their way, all are drawn while the map moves, and a glance lights. */
const FEW = 250;
/** So many of the broadest arrows stay while a map of more moves. */
const KEPT = 150;

export class SvgDrawing implements Drawing {
  private scene: Scene = NOTHING;
  private camera: Camera = { scale: 1, stretch: 1, zoom: 1, x: 0, y: 0 };
  private moved = false;
  private size = 1;
  private lit: Lit | null = null;
  private chosen: string | null = null;
  private hovered: Lit | null = null;
  private asked: "nothing" | "names" | "all" = "nothing";
  private readonly lines: Point[] = [];
  private readonly root: SVGSVGElement;
  private dragged = { x: 0, y: 0 };
  private readonly minor = shape("g", { class: "arrows minor" });
  private readonly under = shape("g", { class: "arrows" });
  private readonly over = shape("g", { class: "arrows" });
  private readonly discs = shape("g", { class: "dots" });
  private readonly names: Names;
  private broad: ReadonlySet<Arrow> = new Set();
  private readonly arrows = new Map<string, ArrowParts>();
  private readonly dots = new Map<string, DotParts>();
  private readonly observer: ResizeObserver;
  private readonly stopPointer: () => void;

  constructor(
    private readonly box: HTMLElement,
    private readonly told: Told,
    name: string,
  ) {
    this.names = new Names(box, (id) => told.sum(id));
    this.root = shape("svg", { class: "map-svg", role: "group", "aria-label": name }, this.minor, this.under, this.over, this.discs, this.names.root);
    box.append(this.root);
    this.root.addEventListener("keydown", (event) => this.walk(event));
    this.observer = new ResizeObserver(() => this.resize());
    this.observer.observe(box);
    this.stopPointer = watchPointer(this.root, box, {
      pan: (dx, dy) => this.pan(dx, dy),
      rest: () => this.later(),
      zoom: (by, at) => this.look(zoomed(this.camera, by, at)),
    });
  }

  draw(scene: Scene): void {
    const first = this.scene.dots.length === 0;
    this.scene = scene;
    this.names.draw(scene);
    this.keep(this.dots, new Set(scene.dots.map((dot) => dot.id)));
    this.keep(this.arrows, new Set(scene.arrows.map((arrow) => arrow.id)));
    for (const dot of scene.dots) this.dotFor(dot);
    for (const arrow of scene.arrows) this.arrowFor(arrow);
    this.broad = broadest(scene.arrows);
    this.root.classList.toggle("many", scene.arrows.length > FEW);
    const [front] = scene.dots;
    const focused = scene.dots.some((dot) => this.dots.get(dot.id)?.group.getAttribute("tabindex") === "0");
    if (!focused && front) this.dots.get(front.id)?.group.setAttribute("tabindex", "0");
    if (first || !this.moved) this.fit();
    this.paint();
    this.later();
  }

  light(lit: Lit | null, chosen: string | null): void {
    this.lit = lit;
    this.chosen = chosen;
    this.paint();
  }

  zoom(by: number): void {
    this.look(zoomed(this.camera, by, { x: this.width / 2, y: this.height / 2 }));
  }

  fit(): void {
    this.size = sizeFor(this.scene, this.width, this.height);
    this.names.measureAnew();
    this.camera = fit(this.scene, this.width, this.height);
    this.moved = false;
    this.later();
  }

  close(): void {
    this.observer.disconnect();
    this.stopPointer();
    this.root.remove();
  }

  private get width(): number {
    return Math.max(200, this.box.clientWidth);
  }

  private get height(): number {
    return Math.max(200, this.box.clientHeight);
  }

  private resize(): void {
    this.root.setAttribute("viewBox", `0 0 ${this.width} ${this.height}`);
    if (this.moved) this.later();
    else this.fit();
  }

  private look(camera: Camera): void {
    this.camera = camera;
    this.moved = true;
    this.later();
  }

  /** Move everything as one while a drag is on; it is laid out anew once the pointer is up. */
  private pan(dx: number, dy: number): void {
    this.camera = { ...this.camera, x: this.camera.x + dx, y: this.camera.y + dy };
    this.moved = true;
    this.dragged = { x: this.dragged.x + dx, y: this.dragged.y + dy };
    // The whole drawing as one layer: what is painted already is moved and not painted again.
    this.root.style.transform = `translate(${this.dragged.x.toFixed(1)}px, ${this.dragged.y.toFixed(1)}px)`;
  }

  /** Set the places anew before the next picture, or those of the names only, once however often it is asked. */
  private later(what: "names" | "all" = "all"): void {
    const waits = this.asked !== "nothing";
    if (this.asked !== "all") this.asked = what;
    if (waits) return;
    requestAnimationFrame(() => {
      if (this.asked === "all") this.place();
      this.placeNames();
      this.asked = "nothing";
    });
  }

  private placeNames(): void {
    this.names.place(this.scene, this.camera, this.size, this.lines, this.hovered ?? this.lit);
  }

  private place(): void {
    this.dragged = { x: 0, y: 0 };
    this.root.style.transform = "";
    this.lines.length = 0;
    const sampled = this.arrows.size <= FEW;
    for (const parts of this.arrows.values()) {
      const curve = curveOf(parts.arrow, this.camera, this.size);
      parts.line.setAttribute("d", lineText(curve));
      parts.reach.setAttribute("d", lineText(curve));
      parts.head.setAttribute("d", headText(curve));
      if (sampled) this.lines.push(...pointsOf(curve, 14));
    }
    for (const { dot, disc } of this.dots.values()) {
      const at = placed(this.camera, dot);
      disc.setAttribute("cx", at.x.toFixed(1));
      disc.setAttribute("cy", at.y.toFixed(1));
      disc.setAttribute("r", radius(dot, this.camera, this.size).toFixed(1));
    }
  }

  private paint(): void {
    const lit = this.hovered ?? this.lit;
    this.root.classList.toggle("has-lit", lit !== null);
    for (const [id, { group, line, arrow }] of this.arrows) {
      const on = lit?.deals.has(id) ?? false;
      group.classList.toggle("dim", lit !== null && !on);
      group.classList.toggle("chosen", id === this.chosen);
      const layer = on || id === this.chosen ? this.over : this.broad.has(arrow) ? this.under : this.minor;
      if (group.parentNode !== layer) layer.append(group);
      line.setAttribute("stroke-width", ((widthOf(arrow, this.size) + (on && this.lit ? 1 : 0)) * this.names.thick).toFixed(2));
    }
    this.names.dim(lit);
    for (const [id, { group }] of this.dots) {
      group.classList.toggle("dim", lit !== null && !lit.parties.has(id));
      group.classList.toggle("chosen", id === this.chosen);
    }
    this.later("names");
  }

  private keep(parts: Map<string, { group: SVGGElement }>, wanted: ReadonlySet<string>): void {
    for (const [id, one] of parts) {
      if (wanted.has(id)) continue;
      one.group.remove();
      parts.delete(id);
    }
  }

  private dotFor(dot: Dot): void {
    const known = this.dots.get(dot.id);
    const parts = known ?? this.makeDot(dot);
    parts.dot = dot;
    parts.group.setAttribute("aria-label", this.told.party(dot.id));
    // Small discs above large ones, and none hidden.
    this.discs.append(parts.group);
  }

  private makeDot(dot: Dot): DotParts {
    const disc = shape("circle", { class: "disc" });
    const group = shape("g", { class: "dot", role: "button", tabindex: "-1", "data-party": dot.id }, disc);
    const parts = { dot, group, disc };
    this.listen(group, () => ({ party: dot.id }), () => this.told.openParty(dot.id));
    this.dots.set(dot.id, parts);
    return parts;
  }

  private arrowFor(arrow: Arrow): void {
    const parts = this.arrows.get(arrow.id) ?? this.makeArrow(arrow);
    parts.arrow = arrow;
    const { deal } = arrow;
    parts.group.setAttribute("class", `arrow tone-${deal.colour} line-${deal.line}`);
    parts.group.setAttribute("aria-label", this.told.deal(arrow.id));
  }

  private makeArrow(arrow: Arrow): ArrowParts {
    const line = shape("path", { class: "line" });
    const head = shape("path", { class: "head" });
    const reach = shape("path", { class: "reach" });
    const group = shape("g", { role: "button", tabindex: "-1", "data-deal": arrow.id }, reach, line, head);
    const parts = { arrow, group, line, head, reach };
    this.listen(group, () => ({ deal: arrow.id }), () => this.told.openDeal(arrow.id));
    this.arrows.set(arrow.id, parts);
    this.under.append(group);
    return parts;
  }

  private listen(group: SVGGElement, what: () => { party?: string; deal?: string }, open: () => void): void {
    const enter = (event: PointerEvent | FocusEvent): void => {
      const frame = this.box.getBoundingClientRect();
      const at = event instanceof PointerEvent ? { x: event.clientX - frame.left, y: event.clientY - frame.top } : middleOf(group, frame);
      if (event instanceof PointerEvent && event.pointerType === "touch") return;
      this.told.over(what(), at);
    };
    const leave = (): void => this.told.over(null, null);
    group.addEventListener("pointerenter", enter);
    group.addEventListener("pointerleave", leave);
    group.addEventListener("focus", enter);
    group.addEventListener("blur", leave);
    group.addEventListener("click", () => {
      if (!this.root.classList.contains("dragging")) open();
    });
  }

  /** Light for the moment what the pointer is on; in a map of many arrows only what is chosen is lit. */
  glance(lit: Lit | null): void {
    if (this.arrows.size > FEW && this.hovered === null) return;
    this.hovered = this.arrows.size > FEW ? null : lit;
    this.paint();
  }

  private walk(event: KeyboardEvent): void {
    const from = (event.target as Element).closest<SVGGElement>(".dot, .arrow");
    if (!from) return;
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      from.dispatchEvent(new MouseEvent("click", { bubbles: true }));
      return;
    }
    const id = from.dataset["party"];
    const next = id === undefined ? null : nearest(this.scene, id, event.key);
    const parts = next === null ? undefined : this.dots.get(next);
    if (!parts) return;
    event.preventDefault();
    for (const { group } of this.dots.values()) group.setAttribute("tabindex", "-1");
    parts.group.setAttribute("tabindex", "0");
    parts.group.focus();
  }
}

/** The arrows that stay while the map moves: all of a few, the broadest of many. */
function broadest(arrows: readonly Arrow[]): ReadonlySet<Arrow> {
  return new Set(arrows.length <= FEW ? arrows : [...arrows].sort((one, other) => other.width - one.width).slice(0, KEPT));
}

function middleOf(part: SVGGElement, frame: DOMRect): { x: number; y: number } {
  const inner = part.getBoundingClientRect();
  return { x: inner.left + inner.width / 2 - frame.left, y: inner.top + inner.height / 2 - frame.top };
}
