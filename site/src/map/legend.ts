/** What colours, lines and sizes of the map mean. */

import { el, shape } from "../dom";
import { word } from "../words";

const TONES = ["finance", "purchase", "contingent"] as const;
const LINES = ["solid", "dashed", "dotted"] as const;

export function legend(): HTMLElement {
  const tones = TONES.map((tone) => entry(sample(`tone-${tone}`, "solid", 2.6), word(`map.tone_${tone}`)));
  const lines = LINES.map((line) => entry(sample("tone-plain", line, 1.8), word(`map.line_${line}`)));
  const sizes = entry(discs(), word("map.size"));
  const body = el("ul", { class: "legend-body" }, ...tones, ...lines, sizes);
  const made = el("details", { class: "legend" }, el("summary", {}, word("map.legend")), body);
  made.open = matchMedia("(min-width: 760px)").matches;
  return made;
}

function entry(drawn: SVGSVGElement, text: string): HTMLElement {
  return el("li", {}, drawn, el("span", {}, text));
}

function frame(...children: Node[]): SVGSVGElement {
  return shape("svg", { width: 34, height: 14, viewBox: "0 0 34 14", "aria-hidden": "true" }, ...children);
}

function sample(tone: string, line: string, width: number): SVGSVGElement {
  const drawn = shape("path", { class: "line", d: "M1,7H26", "stroke-width": width });
  const head = shape("path", { class: "head", d: "M33,7L25,3L25,11Z" });
  return frame(shape("g", { class: `arrow ${tone} line-${line}` }, drawn, head));
}

function discs(): SVGSVGElement {
  return frame(...[[5, 3], [14, 4.5], [26, 6.5]].map(([x, r]) => shape("circle", { class: "disc", cx: x, cy: 7, r })));
}
