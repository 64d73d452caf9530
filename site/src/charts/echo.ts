/** An echo tree: each origin with the articles that rest on it, copies below what they were copied from, each on the day it came out. */

import { scaleUtc, type ScaleTime } from "d3-scale";
import { drawing, label, pressable, svg, widthOf } from "./svg";

export type Tie = "own" | "said" | "copied" | "figures";

export interface Twig {
  name: string;
  day: string | null;
  /** How it rests on what stands above it. */
  tie: Tie;
  words: string;
  twigs: Twig[];
  open: (() => void) | undefined;
}

export interface Origin {
  name: string;
  note: string;
  /** A voice of the parties, which is no origin. */
  party: boolean;
  twigs: Twig[];
}

export interface Axes {
  month: (value: Date) => string;
  /** Where months do not tell the ticks apart. */
  tick: (value: Date) => string;
  day: (value: string) => string;
}

interface Row {
  twig: Twig;
  depth: number;
  above: number;
}

interface Frame {
  width: number;
  left: number;
  wide: boolean;
  days: ScaleTime<number, number> | null;
  day: (value: string) => string;
}

const ROW = 28;
const HEAD = 38;
const STEP = 20;
const FOOT = 30;
const DAY = 864e5;

/** Draw origins with their trees at a width. */
export function drawEcho(
  width: number,
  origins: readonly Origin[],
  axes: Axes,
  name: string,
): SVGSVGElement {
  const trees = origins.map((origin) => ({ origin, rows: rowsOf(origin.twigs, 1, -1) }));
  const all = trees.flatMap((tree) => tree.rows);
  const height = trees.reduce((sum, tree) => sum + HEAD + tree.rows.length * ROW, 0) + FOOT;
  const wide = width >= 560;
  const names = Math.max(120, ...all.map((row) => row.depth * STEP + widthOf(row.twig.name, 14) + 24));
  const left = Math.min(names, width * (wide ? 0.42 : 0.6));
  const times = all.flatMap((row) => (row.twig.day ? [Date.parse(row.twig.day)] : []));
  const { root } = drawing(width, height, name);
  const frame: Frame = { width, left, wide, days: daysOf(times, left, width), day: axes.day };
  if (frame.days) root.append(grid(frame, frame.days, height - FOOT, axes));
  let y = 0;
  for (const { origin, rows } of trees) {
    root.append(head(origin, y, width));
    for (const [at, row] of rows.entries()) root.append(drawTwig(frame, row, at, y + HEAD));
    y += HEAD + rows.length * ROW;
  }
  return root;
}

function rowsOf(twigs: readonly Twig[], depth: number, above: number, found: Row[] = []): Row[] {
  for (const twig of twigs) {
    const at = found.push({ twig, depth, above }) - 1;
    rowsOf(twig.twigs, depth + 1, at, found);
  }
  return found;
}

function daysOf(times: readonly number[], left: number, width: number): ScaleTime<number, number> | null {
  if (times.length === 0) return null;
  const first = Math.min(...times);
  const last = Math.max(...times);
  const pad = Math.max((last - first) * 0.04, 2 * DAY);
  return scaleUtc([first - pad, last + pad], [left + 14, width - 10]);
}

function grid(frame: Frame, days: ScaleTime<number, number>, bottom: number, axes: Pick<Axes, "month" | "tick">): SVGGElement {
  const part = svg("g", { class: "grid", "aria-hidden": "true" });
  const count = Math.max(2, Math.floor((frame.width - frame.left) / 105));
  let last = -Infinity;
  let named = 0;
  const ticks = days.ticks(count).filter((day) => day.getTime() % DAY === 0);
  const months = new Set(ticks.map(axes.month)).size === ticks.length;
  for (const day of ticks) {
    const x = days(day);
    const words = months ? axes.month(day) : axes.tick(day);
    const half = widthOf(words, 12.5) / 2;
    if (x - half < Math.max(last + 34, frame.left) || x + half > frame.width) continue;
    last = x + half;
    part.append(svg("line", { x1: x, x2: x, y1: 8, y2: bottom, class: "grid-line" }));
    part.append(label(words, x, bottom + 18, { class: "said said-faint", anchor: "middle", size: 12.5 }));
    named += 1;
  }
  if (named < 2) part.replaceChildren(...ends(frame, days, bottom, axes));
  return part;
}

/** The first and the last month, where there is no room for an axis. */
function ends(frame: Frame, days: ScaleTime<number, number>, bottom: number, axes: Pick<Axes, "month">): SVGElement[] {
  const [first, last] = days.domain();
  const look = { class: "said said-faint", size: 12.5 } as const;
  if (!first || !last) return [];
  if (axes.month(first) === axes.month(last)) return [label(axes.month(last), frame.width, bottom + 18, { ...look, anchor: "end" })];
  return [label(axes.month(first), frame.left, bottom + 18, look), label(axes.month(last), frame.width, bottom + 18, { ...look, anchor: "end" })];
}

function head(origin: Origin, y: number, width: number): SVGGElement {
  const part = svg("g", {});
  const room = width - 30;
  const name = label(origin.name, 20, y + 26, { bold: true, size: 14.5, room });
  const taken = Math.min(widthOf(origin.name, 14.5, true), room) + 30;
  part.append(svg("circle", { cx: 8, cy: y + 21, r: 6, class: origin.party ? "echo-root echo-root-party" : "echo-root" }), name);
  if (width - taken > 60) {
    part.append(label(origin.note, taken, y + 26, { class: "said said-faint", size: 12.5, room: width - taken }));
  }
  return part;
}

function drawTwig(frame: Frame, row: Row, at: number, top: number): SVGGElement {
  const { twig, depth, above } = row;
  const y = top + at * ROW + ROW / 2;
  const from = above < 0 ? top - 10 : top + above * ROW + ROW / 2 + 7;
  const x = 8 + (depth - 1) * STEP;
  const bend = `M${String(x)},${String(from)} V${String(y - 6)} q0,6 6,6 H${String(x + STEP - 5)}`;
  const part = svg("g", { class: "twig" });
  part.append(svg("rect", { x: 0, y: y - ROW / 2, width: frame.width, height: ROW, class: "hit", rx: 3 }));
  part.append(svg("path", { d: bend, class: `echo-tie echo-tie-${twig.tie}` }));
  part.append(label(twig.name, x + STEP, y + 5, { room: frame.left - x - STEP - 4 }));
  if (frame.days && twig.day) {
    const place = frame.days(Date.parse(twig.day));
    part.append(svg("line", { x1: frame.left + 4, x2: place - 7, y1: y, y2: y, class: "lead" }));
    part.append(svg("circle", { cx: place, cy: y, r: 5, class: `echo-dot echo-dot-${twig.tie}` }));
    const words = frame.day(twig.day);
    const wide = widthOf(words, 12);
    const after = place + wide + 14 < frame.width;
    if (frame.wide) {
      part.append(label(
        words,
        after ? place + 10 : place - 10,
        y + 4,
        { size: 12, class: "said said-faint on-lead", anchor: after ? "start" : "end" },
      ));
    }
  }
  part.append(svg("title", {}, twig.words));
  return twig.open ? pressable(part, twig.words, twig.open) : part;
}
