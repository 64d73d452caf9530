/** Columns of intervals over the years, several series side by side: plain up to the lower bound, hatched up to the upper one. */

import { scaleBand, scaleLinear, type ScaleBand, type ScaleLinear } from "d3-scale";
import { drawing, hatched, label, pressable, svg, type Tone } from "./svg";

export interface Column {
  /** null: unknown. */
  low: number | null;
  high: number | null;
  /** All of it in words: the series, the interval. */
  words: string;
}

export interface Year {
  name: string;
  columns: (Column | null)[];
  chosen: boolean;
  open: () => void;
}

export interface Series {
  name: string;
  tone: Tone;
}

interface Frame {
  id: string;
  years: ScaleBand<string>;
  parts: ScaleBand<string>;
  heights: ScaleLinear<number, number>;
  top: number;
  foot: number;
}

const TOP = 12;
const FOOT = 30;

/** Draw years with their columns; `most` is the end of the axis. */
export function drawColumns(
  width: number,
  size: number,
  years: readonly Year[],
  series: readonly Series[],
  axis: { most: number; format: (value: number) => string },
  name: string,
): SVGSVGElement {
  const { root, id } = drawing(width, size, name);
  const left = width < 500 ? 44 : 58;
  const foot = size - FOOT;
  const frame: Frame = {
    id,
    top: TOP,
    foot,
    years: scaleBand(years.map((year) => year.name), [left, width]).paddingInner(0.22).paddingOuter(0.1),
    parts: scaleBand(series.map((one) => one.name), [0, 1]),
    heights: scaleLinear([0, axis.most], [foot, TOP]),
  };
  frame.parts.range([0, frame.years.bandwidth()]).paddingInner(0.12);
  root.append(grid(frame, left, width, axis.format));
  const every = Math.ceil(38 / Math.max(1, frame.years.step()));
  for (const [at, year] of years.entries()) root.append(drawYear(frame, year, series, at % every === 0));
  return root;
}

function grid(frame: Frame, left: number, width: number, format: (value: number) => string): SVGGElement {
  const part = svg("g", { class: "grid", "aria-hidden": "true" });
  for (const tick of frame.heights.ticks(4)) {
    const y = frame.heights(tick);
    part.append(svg("line", { x1: left, x2: width, y1: y, y2: y, class: tick === 0 ? "grid-zero" : "grid-line" }));
    part.append(label(format(tick), left - 8, y + 4, { class: "said said-faint", anchor: "end", size: 12.5 }));
  }
  return part;
}

function drawYear(frame: Frame, year: Year, series: readonly Series[], named: boolean): SVGGElement {
  const x = frame.years(year.name) ?? 0;
  const broad = frame.years.bandwidth();
  const pad = (frame.years.step() - broad) / 2;
  const whole = { x: x - pad, y: frame.top - 6, width: broad + pad * 2, height: frame.foot - frame.top + 34 };
  const part = svg("g", { class: year.chosen ? "year year-chosen" : "year" }, svg("rect", { ...whole, class: "hit", rx: 3 }));
  for (const [at, column] of year.columns.entries()) {
    const one = series[at];
    if (column && one) part.append(...shapes(frame, column, one.tone, x + (frame.parts(one.name) ?? 0)));
  }
  if (named || year.chosen) {
    part.append(label(year.name, x + broad / 2, frame.foot + 20, { anchor: "middle", size: 12.5, bold: year.chosen, class: "said" }));
  }
  const words = year.columns.flatMap((column) => (column ? [column.words] : []));
  const said = [year.name, ...words].join("; ");
  part.append(svg("title", {}, said));
  return pressable(part, said, year.open);
}

function shapes(frame: Frame, column: Column, tone: Tone, x: number): SVGElement[] {
  const broad = frame.parts.bandwidth();
  const [from = 0, most = 1] = frame.heights.domain();
  const sure = frame.heights(Math.min(column.low ?? 0, most));
  const till = frame.heights(column.high === null ? most : Math.min(column.high, most));
  const zero = frame.heights(from);
  const made: SVGElement[] = [];
  if (till < sure) {
    const rect = { x: x + 0.5, y: till, width: Math.max(1, broad - 1), height: sure - till };
    made.push(svg("rect", { ...rect, fill: hatched(frame.id, tone), class: `edge-${tone}` }));
  }
  if (sure < zero) made.push(svg("rect", { x, y: sure, width: broad, height: zero - sure, class: `fill-${tone}` }));
  if (till >= zero) made.push(svg("rect", { x, y: zero - 2, width: broad, height: 2.5, class: `fill-${tone}` }));
  if (column.high === null) {
    const mid = x + broad / 2;
    made.push(svg(
      "path",
      { d: `M${String(x)},${String(till)} L${String(mid)},${String(till - 8)} L${String(x + broad)},${String(till)} z`, class: `fill-${tone}` },
    ));
  }
  return made;
}
