/** Bars of intervals: plain up to the lower bound, hatched up to the upper one, an arrow where nobody told an end. */

import { scaleLinear, type ScaleLinear } from "d3-scale";
import { drawing, hatched, label, pressable, svg, widthOf, type Tone } from "./svg";

export interface Bar {
  label: string;
  /** What this bar measures, beside the label. */
  sub?: string;
  depth?: number;
  /** Bars of one thing that follow each other name it once; without it the label tells. */
  of?: string;
  /** null: nothing is known to be sure. */
  low: number | null;
  /** null: no end is told. */
  high: number | null;
  /** The figure told, where "more than" is taken as the figure. */
  told?: number | null;
  /** The interval in words. */
  words: string;
  tone: Tone;
  /** Told and not binding: pale with a dashed edge. */
  loose?: boolean;
  open?: () => void;
}

export interface Group {
  title?: string;
  bars: Bar[];
}

export interface Axis {
  /** The end of the axis; without it the largest figure told. */
  most?: number;
  format: (value: number) => string;
  /** Lines across all bars, with their words. */
  marks?: { at: number; words: string }[];
  /** Draw no axis below the last bar. */
  bare?: boolean;
}

interface Frame {
  id: string;
  wide: boolean;
  /** Narrow, and names so long that the figures stand in a line below them. */
  tall: boolean;
  left: number;
  sub: number;
  right: number;
  end: number;
  row: number;
  scale: ScaleLinear<number, number>;
}

const THICK = 14;
const TITLE = 30;
const SMALL = 12.5;
const OPEN_END = 1.04;

/** Draw groups of bars at a width. */
export function drawBars(width: number, groups: readonly Group[], axis: Axis, name: string): SVGSVGElement {
  const bars = groups.flatMap((group) => group.bars);
  const foot = (axis.bare ? 6 : 26) + (axis.marks?.length ? 18 : 0);
  const wide = width >= 600;
  const tall = !wide && bars.some((bar) => widthOf(nameOf(bar, true), 13) + widthOf(bar.words, 13) + 25 > width);
  const row = wide ? 28 : tall ? 62 : 44;
  const heads = groups.filter((group) => group.title).length;
  const height = bars.length * row + heads * TITLE + foot;
  const { root, id } = drawing(width, height, name);
  const frame = frameOf(id, width, bars, axis, { wide, tall, row });
  root.append(grid(frame, height - foot, axis));
  let y = 0;
  for (const group of groups) {
    if (group.title) {
      root.append(label(group.title, 0, y + 20, { bold: true, room: width, class: "said said-head" }));
      y += TITLE;
    }
    for (const [at, bar] of group.bars.entries()) {
      const before = group.bars[at - 1];
      const first = !bar.sub || !before || (before.of ?? before.label) !== (bar.of ?? bar.label);
      root.append(drawBar(frame, bar, y, first));
      y += row;
    }
  }
  return root;
}

function frameOf(id: string, width: number, bars: readonly Bar[], axis: Axis, look: Pick<Frame, "wide" | "tall" | "row">): Frame {
  const { wide } = look;
  const names = Math.max(0, ...bars.map((bar) => widthOf(bar.label, 14) + (bar.depth ?? 0) * 16));
  const subs = Math.max(0, ...bars.map((bar) => (bar.sub ? widthOf(bar.sub, SMALL) + 14 : 0)));
  const said = Math.max(0, ...bars.map((bar) => widthOf(bar.words, 14)));
  const sub = wide ? Math.min(names + 14, width * 0.28) : 0;
  const left = wide ? sub + Math.min(subs, width * 0.2) : 1;
  const right = wide ? Math.min(said + 18, width * 0.3) : 14;
  const end = width - right - (wide ? 12 : 0);
  const largest = Math.max(0, ...bars.flatMap((bar) => [bar.low ?? 0, bar.high ?? 0, bar.told ?? 0]));
  const openEnd = bars.some((bar) => bar.high === null);
  const most = axis.most ?? ((openEnd ? largest * 1.1 : largest) || 1);
  return { ...look, id, left, sub, right, end, scale: scaleLinear([0, most], [left, end]) };
}

function grid(frame: Frame, bottom: number, axis: Axis): SVGGElement {
  const part = svg("g", { class: "grid", "aria-hidden": "true" });
  const room = (frame.end - frame.left) / 90;
  for (const tick of frame.scale.ticks(Math.max(2, Math.min(6, Math.floor(room))))) {
    const x = frame.scale(tick);
    part.append(svg("line", { x1: x, x2: x, y1: 0, y2: bottom, class: tick === 0 ? "grid-zero" : "grid-line" }));
    if (axis.bare) continue;
    const half = widthOf(axis.format(tick), SMALL) / 2;
    const anchor = x - half < 0 ? "start" : x + half > frame.end + frame.right ? "end" : "middle";
    part.append(label(axis.format(tick), x, bottom + 18, { class: "said said-faint", anchor, size: SMALL }));
  }
  for (const mark of axis.marks ?? []) {
    const x = frame.scale(mark.at);
    part.append(svg("line", { x1: x, x2: x, y1: 0, y2: bottom + 24, class: "grid-mark" }));
    part.append(label(mark.words, x + 4, bottom + 36, { class: "said said-faint", size: SMALL }));
  }
  return part;
}

function drawBar(frame: Frame, bar: Bar, top: number, first: boolean): SVGGElement {
  const part = svg("g", { class: "bar" });
  const y = frame.wide ? top + (frame.row - THICK) / 2 : top + frame.row - 22;
  const base = y + THICK - 2.5;
  const indent = (bar.depth ?? 0) * (frame.wide ? 16 : 10);
  if (frame.wide) {
    if (first) part.append(label(bar.label, indent, base, { room: frame.sub - indent - 10 }));
    if (bar.sub) part.append(label(bar.sub, frame.sub, base, { class: "said said-faint", size: SMALL, room: frame.left - frame.sub - 8 }));
    part.append(label(bar.words, frame.end + 18, base, { room: frame.right - 6 }));
  } else {
    part.append(...narrowWords(frame, bar, top, indent + 5, first));
  }
  part.append(...shapes(frame, bar, y));
  if (bar.open) {
    const name = [bar.label, bar.sub, bar.words].filter(Boolean).join(", ");
    const whole = { x: 0, y: top, width: frame.end + frame.right + 12, height: frame.row };
    part.prepend(svg("rect", { ...whole, class: "hit", rx: 3 }));
    return pressable(part, name, bar.open);
  }
  return part;
}

function nameOf(bar: Bar, first: boolean): string {
  return [first || !bar.sub ? bar.label : "", bar.sub ?? ""].filter(Boolean).join(" · ");
}

/** The words of a bar above it: on one line, or the name above the figure where names are long. */
function narrowWords(frame: Frame, bar: Bar, top: number, left: number, first: boolean): SVGTextElement[] {
  const room = frame.end + frame.right - 1;
  const faint = { size: 13, class: "said said-faint on-lead" };
  if (frame.tall) {
    const name = first || !bar.sub ? [label(bar.label, left, top + 15, { size: 13, room: room - left, class: "said on-lead" })] : [];
    const sub = bar.sub ? [label(bar.sub, left, top + 33, { ...faint, room: room * 0.55 })] : [];
    return [...name, ...sub, label(bar.words, room, top + 33, { ...faint, anchor: "end", room: room * (bar.sub ? 0.42 : 0.9) })];
  }
  const words = Math.min(widthOf(bar.words, 13), room * 0.62);
  return [
    label(nameOf(bar, first), left, top + 15, { size: 13, room: room - words - left - 10, class: "said on-lead" }),
    label(bar.words, room, top + 15, { ...faint, anchor: "end", room: room * 0.62 }),
  ];
}

function shapes(frame: Frame, bar: Bar, y: number): SVGElement[] {
  const { scale, id } = frame;
  const most = scale.domain()[1] ?? 1;
  const from = scale(0);
  const sure = scale(Math.min(bar.low ?? 0, most));
  const beyond = bar.high === null || bar.high > most * OPEN_END;
  const till = beyond ? frame.end : scale(Math.min(bar.high ?? 0, most));
  const made: SVGElement[] = [];
  if (till > sure) {
    const rect = { x: sure, y: y + 0.5, width: till - sure, height: THICK - 1 };
    made.push(svg("rect", { ...rect, fill: hatched(id, bar.tone), class: `edge-${bar.tone}` }));
  }
  if (sure > from) {
    const rect = { x: from, y, width: sure - from, height: THICK };
    made.push(svg("rect", { ...rect, class: bar.loose ? `tint-${bar.tone} edge-${bar.tone} edge-loose` : `fill-${bar.tone}` }));
  }
  if (till <= from) made.push(svg("rect", { x: from - 1, y, width: 2.5, height: THICK, class: `fill-${bar.tone}` }));
  if (beyond) {
    const tip = `M${String(frame.end)},${String(y)} l9,${String(THICK / 2)} l-9,${String(THICK / 2)} z`;
    made.push(svg("path", { d: tip, class: `fill-${bar.tone}` }));
  }
  if (bar.told !== undefined && bar.told !== null) {
    const x = scale(Math.min(bar.told, most));
    made.push(svg("path", { d: `M${String(x - 5)},${String(y - 4)} h10 l-5,8 z`, class: "told" }));
  }
  return made;
}
