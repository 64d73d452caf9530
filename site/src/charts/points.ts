/** Figures by date as intervals: a bar from the lower to the upper bound, an arrow where no end is told, hollow where it did not come about. */

import { scaleLinear, scaleUtc, type ScaleLinear, type ScaleTime } from "d3-scale";
import { line } from "d3-shape";
import { drawing, hatched, label, pressable, svg, widthOf, type Tone } from "./svg";

export interface Point {
  day: string;
  low: number | null;
  high: number | null;
  words: string;
  note: string;
  tone: Tone;
  /** Asked or supposed: hollow, and not on the line. */
  hollow: boolean;
  open: () => void;
}

interface Frame {
  id: string;
  days: ScaleTime<number, number>;
  sums: ScaleLinear<number, number>;
  width: number;
  left: number;
  top: number;
}

const HALF = 5;
const FOOT = 28;

export interface Axes {
  format: (value: number) => string;
  day: (value: Date) => string;
}

/** Draw points by date at a width. */
export function drawPoints(width: number, height: number, points: readonly Point[], axes: Axes, name: string): SVGSVGElement {
  const { root, id } = drawing(width, height, name);
  const left = width < 500 ? 54 : 66;
  const top = 30;
  const times = points.map((point) => Date.parse(point.day));
  const span = Math.max(Math.max(...times) - Math.min(...times), 60 * 864e5);
  const most = Math.max(...points.map((point) => point.high ?? (point.low ?? 0) * 1.15));
  const frame: Frame = {
    id,
    width,
    left,
    top,
    days: scaleUtc([Math.min(...times) - span * 0.08, Math.max(...times) + span * 0.1], [left, width - 8]),
    sums: scaleLinear([0, most * 1.06], [height - FOOT, top]),
  };
  root.append(grid(frame, axes, height - FOOT), path(frame, points));
  const taken: { x: number; y: number; wide: number }[] = [];
  for (const point of points) root.append(drawPoint(frame, point, taken));
  return root;
}

function grid(frame: Frame, axes: Axes, bottom: number): SVGGElement {
  const part = svg("g", { class: "grid", "aria-hidden": "true" });
  for (const tick of frame.sums.ticks(5)) {
    const y = frame.sums(tick);
    part.append(svg("line", { x1: frame.left, x2: frame.width, y1: y, y2: y, class: tick === 0 ? "grid-zero" : "grid-line" }));
    part.append(label(axes.format(tick), frame.left - 8, y + 4, { class: "said said-faint", anchor: "end", size: 12.5 }));
  }
  for (const tick of frame.days.ticks(Math.max(2, Math.floor((frame.width - frame.left) / 110)))) {
    const x = frame.days(tick);
    part.append(svg("line", { x1: x, x2: x, y1: bottom, y2: bottom + 5, class: "grid-zero" }));
    part.append(label(axes.day(tick), x, bottom + 20, { class: "said said-faint", anchor: "middle", size: 12.5 }));
  }
  return part;
}

function path(frame: Frame, points: readonly Point[]): SVGPathElement {
  const firm = points.filter((point) => !point.hollow && point.low !== null && point.high !== null);
  const middle = line<Point>(
    (point) => frame.days(Date.parse(point.day)),
    (point) => frame.sums(((point.low ?? 0) + (point.high ?? 0)) / 2),
  );
  return svg("path", { d: firm.length > 1 ? (middle(firm) ?? "") : "", class: "trail" });
}

function drawPoint(frame: Frame, point: Point, taken: { x: number; y: number; wide: number }[]): SVGGElement {
  const x = frame.days(Date.parse(point.day));
  const high = frame.sums(point.high ?? frame.sums.domain()[1] ?? 0);
  const low = frame.sums(point.low ?? 0);
  const part = svg("g", { class: "point" }, svg("rect", { x: x - 14, y: high - 14, width: 28, height: low - high + 28, class: "hit", rx: 3 }));
  const edge = point.hollow ? `edge-${point.tone} edge-loose` : `edge-${point.tone}`;
  if (low - high > 3) {
    const fill = point.hollow ? "none" : hatched(frame.id, point.tone);
    part.append(svg("rect", { x: x - HALF, y: high, width: HALF * 2, height: low - high, fill, class: edge }));
  } else {
    part.append(svg("circle", { cx: x, cy: (low + high) / 2, r: HALF, class: point.hollow ? `hollow ${edge}` : `fill-${point.tone}` }));
  }
  if (point.high === null) {
    part.append(svg("path", { d: `M${String(x - HALF)},${String(high)} h${String(HALF * 2)} l-${String(HALF)},-8 z`, class: `fill-${point.tone}` }));
  }
  part.append(...said(frame, point, x, high, low, taken));
  part.append(svg("title", {}, `${point.day}: ${point.words}, ${point.note}`));
  return pressable(part, `${point.day}: ${point.words}, ${point.note}`, point.open);
}

/** The words of a point: above it, beside a tall one, or where they cover no others; left out where there is no such place. */
function said(frame: Frame, point: Point, x: number, high: number, low: number, taken: { x: number; y: number; wide: number }[]): SVGTextElement[] {
  const wide = Math.max(widthOf(point.words, 13, true), widthOf(point.note, 12)) / 2 + 4;
  const inside = (middle: number): number => Math.max(frame.left + wide, Math.min(middle, frame.width - wide));
  const above = [22, 56, 90].map((up) => [inside(x), high - up] as const);
  const beside = [x + HALF + 4 + wide, x - HALF - 4 - wide].map((middle) => [middle, low - 20] as const);
  const below = [[inside(x), low + 20] as const];
  const places = point.high === null ? [...beside, ...above] : [...above, ...beside, ...below];
  for (const [middle, at] of places) {
    const covers = taken.some((one) => Math.abs(one.x - middle) < one.wide + wide && Math.abs(one.y - at) < 34);
    if (covers || at < 14 || middle - wide < frame.left || middle + wide > frame.width) continue;
    taken.push({ x: middle, y: at, wide });
    return [
      label(point.words, middle, at, { anchor: "middle", size: 13, bold: true, class: "said on-lead" }),
      label(point.note, middle, at + 14, { anchor: "middle", size: 12, class: "said said-faint on-lead" }),
    ];
  }
  return [];
}
