/** Draws the map by WebGL: for many arrows. Places, sizes, colours, lines and names are those of the SVG drawing. */

import { MultiDirectedGraph } from "graphology";
import Sigma from "sigma";
import { extremityArrow, layerDashed, pathCurved } from "sigma/rendering";
import { shape } from "../dom";
import { coloursOf } from "./colours";
import type { Drawing, Told } from "./drawing";
import { fit, sizeFor, widthOf, type Camera } from "./geometry";
import { Names } from "./names";
import { NOTHING, type Arrow, type Lit, type Scene } from "./scene";
import { nearest } from "./walking";

const PADDING = 60;
const STEP = 30;
const SETTLED = 90;
const MOVE = { duration: 180 };
/** Dash and gap in widths of the line; a solid line is one dash, longer than any arrow. */
const DASHES = { solid: [1e5, 1], dashed: [4.5, 3], dotted: [1, 2.4] } as const;

type NodeData = { x: number; y: number; size: number; color: string; depth: string };
type EdgeData = { size: number; color: string; curvature: number; dash: number; gap: number; depth: string };

export class SigmaDrawing implements Drawing {
  private scene: Scene = NOTHING;
  private size = 1;
  private stretch = 1;
  private lit: Lit | null = null;
  private chosen: string | null = null;
  private current: string | null = null;
  private timer: ReturnType<typeof setTimeout> | null = null;
  private graph = new MultiDirectedGraph<NodeData, EdgeData>();
  private readonly stage = document.createElement("div");
  private readonly over: SVGSVGElement;
  private readonly names: Names;
  private readonly sigma: Sigma<NodeData, EdgeData>;
  private readonly scheme = matchMedia("(prefers-color-scheme: dark)");
  private readonly recolour = (): void => this.paint();
  private readonly observer = new ResizeObserver(() => this.resize());
  private laid = "";

  constructor(
    private readonly box: HTMLElement,
    private readonly told: Told,
    name: string,
  ) {
    this.names = new Names(box, (id) => told.sum(id));
    this.over = shape("svg", { class: "map-names", "aria-hidden": "true" }, this.names.root);
    this.stage.className = "map-gl";
    this.stage.tabIndex = 0;
    this.stage.setAttribute("role", "application");
    this.stage.setAttribute("aria-label", name);
    box.append(this.stage, this.over);
    this.sigma = this.makeSigma();
    this.listen();
    this.scheme.addEventListener("change", this.recolour);
    this.observer.observe(box);
  }

  draw(scene: Scene): void {
    this.scene = scene;
    this.laid = this.shape();
    this.size = sizeFor(scene, this.box.clientWidth, this.box.clientHeight);
    this.stretch = fit(scene, this.box.clientWidth, this.box.clientHeight).stretch;
    this.names.draw(scene);
    const graph = new MultiDirectedGraph<NodeData, EdgeData>();
    for (const dot of scene.dots) graph.addNode(dot.id, { x: dot.x, y: -dot.y * this.stretch, size: dot.r * this.size, color: "#888888", depth: "nodes" });
    for (const arrow of scene.arrows) {
      const [dash, gap] = DASHES[arrow.deal.line];
      graph.addDirectedEdgeWithKey(arrow.id, arrow.payer.id, arrow.payee.id, { size: arrow.width, color: "#888888", curvature: this.curvature(arrow), dash: dash * arrow.width, gap: gap * arrow.width, depth: "edges" });
    }
    this.graph = graph;
    this.sigma.setGraph(graph);
    this.paint();
  }

  light(lit: Lit | null, chosen: string | null): void {
    this.lit = lit;
    this.chosen = chosen;
    this.paint();
  }

  zoom(by: number): void {
    const camera = this.sigma.getCamera();
    void camera.animate({ ratio: camera.ratio / by }, MOVE);
  }

  fit(): void {
    void this.sigma.getCamera().animate({ x: 0.5, y: 0.5, ratio: 1 }, MOVE);
  }

  close(): void {
    this.scheme.removeEventListener("change", this.recolour);
    this.observer.disconnect();
    if (this.timer) clearTimeout(this.timer);
    this.sigma.kill();
    this.stage.remove();
    this.over.remove();
  }

  private shape(): string {
    return `${this.box.clientWidth} ${this.box.clientHeight}`;
  }

  /** Lay the map into the room that it has now. */
  private resize(): void {
    if (this.shape() === this.laid || this.box.clientWidth === 0) return;
    this.laid = this.shape();
    this.sigma.resize(true);
    if (this.scene.dots.length > 0) this.draw(this.scene);
  }

  private makeSigma(): Sigma<NodeData, EdgeData> {
    return new Sigma<NodeData, EdgeData>(this.graph, this.stage, {
      primitives: {
        edges: {
          variables: { curvature: { type: "number", default: 0 }, dash: { type: "number", default: 8 }, gap: { type: "number", default: 0 } },
          paths: [pathCurved({ curvature: { attribute: "curvature", default: 0 } })],
          extremities: [extremityArrow({ lengthRatio: 4, widthRatio: 3.2, margin: 2 })],
          layers: [layerDashed({ dashSize: { attribute: "dash", default: 8, mode: "pixels" }, gapSize: { attribute: "gap", default: 0, mode: "pixels" }, gapColor: 0, solidExtremities: "head" })],
          defaultHead: "arrow",
        },
      },
      styles: {
        nodes: { x: { attribute: "x" }, y: { attribute: "y" }, size: { attribute: "size" }, color: { attribute: "color" }, depth: { attribute: "depth" } },
        edges: {
          path: "curved",
          head: "arrow",
          size: { attribute: "size" },
          color: { attribute: "color" },
          depth: { attribute: "depth" },
          curvature: { attribute: "curvature" },
          dash: { attribute: "dash" },
          gap: { attribute: "gap" },
        } as Record<string, unknown>,
      },
      settings: { itemSizesReference: "screen", renderLabels: false, renderEdgeLabels: false, enableEdgeEvents: true, stagePadding: PADDING, edgePickingPadding: 4, minCameraRatio: 0.05, maxCameraRatio: 2.5, zoomToSizeRatioFunction: (ratio) => Math.sqrt(ratio) },
    });
  }

  private curvature(arrow: Arrow): number {
    const camera = fit(this.scene, this.box.clientWidth, this.box.clientHeight);
    const dx = (arrow.payee.x - arrow.payer.x) * camera.scale;
    const dy = (arrow.payee.y - arrow.payer.y) * camera.scale * camera.stretch;
    const far = Math.hypot(dx, dy) || 1;
    return (arrow.bend * Math.min(STEP * this.size, far * 0.4)) / far;
  }

  private paint(): void {
    const colours = coloursOf(this.box);
    const tone = new Map(this.scene.arrows.map((arrow) => [arrow.id, arrow]));
    const { lit, chosen } = this;
    this.graph.updateEachEdgeAttributes((id, data) => {
      const arrow = tone.get(id);
      const on = lit === null || lit.deals.has(id);
      const width = arrow ? widthOf(arrow, this.size) * 1.2 : 1;
      return { ...data, color: on ? colours[arrow?.deal.colour ?? "other"] : colours.dim, size: id === chosen ? Math.max(5, width) : lit && on ? width + 1 : width, depth: lit && on ? "topEdges" : "edges" };
    });
    this.graph.updateEachNodeAttributes((id, data) => {
      const on = lit === null || lit.parties.has(id);
      return { ...data, color: on ? colours.disc : colours.discDim, depth: lit && on ? "topNodes" : "nodes" };
    });
    this.names.dim(lit);
    this.sigma.refresh();
  }

  private listen(): void {
    const { sigma, told } = this;
    const at = (event: { x: number; y: number }): { x: number; y: number } => ({ x: event.x, y: event.y });
    sigma.on("clickNode", ({ node }) => told.openParty(node));
    sigma.on("clickEdge", ({ edge }) => told.openDeal(edge));
    sigma.on("enterNode", ({ node, event }) => told.over({ party: node }, at(event)));
    sigma.on("leaveNode", () => told.over(null, null));
    sigma.on("enterEdge", ({ edge, event }) => told.over({ deal: edge }, at(event)));
    sigma.on("leaveEdge", () => told.over(null, null));
    sigma.on("afterRender", () => this.settle());
    this.stage.addEventListener("keydown", (event) => this.walk(event));
    this.stage.addEventListener("blur", () => told.over(null, null));
  }

  /** Names go while the map moves, and come back where there is room once it rests. */
  private settle(): void {
    this.over.classList.add("moving");
    if (this.timer) clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.names.place(this.scene, this.camera(), this.size, [], this.lit);
      this.over.classList.remove("moving");
    }, SETTLED);
  }

  /** The view as the geometry knows it. */
  private camera(): Camera {
    const origin = this.sigma.graphToViewport({ x: 0, y: 0 });
    const one = this.sigma.graphToViewport({ x: 1, y: 0 });
    return { scale: one.x - origin.x, stretch: this.stretch, zoom: 1 / this.sigma.getCamera().ratio, x: origin.x, y: origin.y };
  }

  private walk(event: KeyboardEvent): void {
    const here = this.current ?? this.scene.dots[0]?.id;
    if (here === undefined) return;
    if (event.key === "Enter") this.told.openParty(here);
    const next = this.current === null && event.key.startsWith("Arrow") ? here : nearest(this.scene, here, event.key);
    if (next === null) return;
    event.preventDefault();
    this.current = next;
    const dot = this.scene.dots.find((one) => one.id === next);
    if (dot) this.told.over({ party: next }, this.sigma.graphToViewport({ x: dot.x, y: -dot.y * this.stretch }));
  }
}
