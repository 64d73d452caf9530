/** The names on the map, above whatever draws it: placed where nothing else stands, the lit ones first. */

import { shape } from "../dom";
import type { Camera, Point } from "./geometry";
import { labelsOf, LINE, type Label, type Measured } from "./labels";
import type { Lit, Scene } from "./scene";

/** Sizes of type in parts of the page's. */
const NAME_SIZE = 0.85;
const SUM_SIZE = 0.75;
/** Type of the page at which lines have the width that the scene says. */
const USUAL = 15.4;

interface Pair {
  name: SVGTextElement;
  sum: SVGTextElement;
}

export class Names {
  readonly root = shape("g", { class: "names", "aria-hidden": "true" });
  private rem = USUAL;
  private readonly pairs = new Map<string, Pair>();
  private readonly widths = new Map<string, Measured>();
  private readonly brush = document.createElement("canvas").getContext("2d");

  constructor(
    private readonly box: HTMLElement,
    private readonly sumOf: (id: string) => string,
  ) {}

  /** How many times larger than usual the type of the page is, at least 1; lines grow with it. */
  get thick(): number {
    return Math.max(1, this.rem / USUAL);
  }

  /** Take the texts of a scene. */
  draw(scene: Scene): void {
    const wanted = new Set(scene.dots.map((dot) => dot.id));
    for (const [id, { name, sum }] of this.pairs) {
      if (wanted.has(id)) continue;
      name.remove();
      sum.remove();
      this.pairs.delete(id);
    }
    for (const dot of scene.dots) {
      const pair = this.pairs.get(dot.id) ?? this.make(dot.id);
      pair.name.textContent = dot.party.name;
      pair.sum.textContent = this.sumOf(dot.id);
    }
    this.measureAnew();
  }

  /** Follow the type of the page. */
  measureAnew(): void {
    this.rem = parseFloat(getComputedStyle(document.documentElement).fontSize) || USUAL;
    this.root.style.fontSize = `${this.rem}px`;
    this.widths.clear();
  }

  dim(lit: Lit | null): void {
    for (const [id, { name, sum }] of this.pairs) {
      const off = lit !== null && !lit.parties.has(id);
      name.classList.toggle("dim", off);
      sum.classList.toggle("dim", off);
    }
  }

  place(scene: Scene, camera: Camera, size: number, lines: readonly Point[], lit: Lit | null): void {
    const frame = { width: this.box.clientWidth, height: this.box.clientHeight };
    const labels = labelsOf(scene, camera, size, frame, (id) => this.measure(id), lines, this.rem, lit?.parties);
    const found = new Map(labels.map((label) => [label.id, label]));
    for (const [id, pair] of this.pairs) this.show(pair, found.get(id));
  }

  private show({ name, sum }: Pair, label: Label | undefined): void {
    name.classList.toggle("hidden", !label);
    sum.classList.toggle("hidden", !label?.both);
    if (!label) return;
    for (const [part, y] of [[name, label.y], [sum, label.y + LINE * this.rem]] as const) {
      part.setAttribute("x", label.x.toFixed(1));
      part.setAttribute("y", y.toFixed(1));
      part.setAttribute("text-anchor", label.anchor);
      part.classList.toggle("inside", label.inside);
    }
  }

  private make(id: string): Pair {
    const name = shape("text", { class: "name hidden", "font-size": `${NAME_SIZE}em` });
    const sum = shape("text", { class: "sum hidden", "font-size": `${SUM_SIZE}em` });
    this.root.append(name, sum);
    const pair = { name, sum };
    this.pairs.set(id, pair);
    return pair;
  }

  private measure(id: string): Measured {
    let known = this.widths.get(id);
    if (!known) {
      const pair = this.pairs.get(id);
      known = { name: this.widthOf(pair?.name.textContent ?? "", NAME_SIZE, 600), sum: this.widthOf(pair?.sum.textContent ?? "", SUM_SIZE, 400) };
      this.widths.set(id, known);
    }
    return known;
  }

  private widthOf(text: string, size: number, weight: number): number {
    if (text === "") return 0;
    if (!this.brush) return text.length * size * this.rem * 0.58;
    this.brush.font = `${weight} ${size * this.rem}px ${getComputedStyle(this.box).fontFamily}`;
    return this.brush.measureText(text).width;
  }
}
