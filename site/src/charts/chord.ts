/** A circulation as a chord: who passes money to whom within it; a ribbon begins broad at its payer and ends as an arrow at its payee. */

import { chordDirected, ribbonArrow, type Chord, type ChordGroup } from "d3-chord";
import { arc } from "d3-shape";
import { drawing, label, pressable, svg, widthOf, type Tone } from "./svg";

export interface Passage {
  payer: string;
  payee: string;
  amount: number;
  tone: Tone;
  words: string;
  open: () => void;
}

export interface Node {
  id: string;
  name: string;
  words: string;
}

const RING = 10;

/** Draw passages of money between parties in a circle. */
export function drawChord(width: number, nodes: readonly Node[], passages: readonly Passage[], name: string): SVGSVGElement {
  const room = Math.min(130, Math.max(...nodes.map((node) => widthOf(node.name, 13, true)), 20) + 16);
  const breadth = Math.min(width, 660);
  const radius = Math.max(70, breadth / 2 - room);
  const height = radius * 2 + 90;
  const { root } = drawing(width, height, name);
  const middle = svg("g", { transform: `translate(${String(width / 2)},${String(height / 2)})` });
  const at = new Map(nodes.map((node, index) => [node.id, index]));
  const matrix = nodes.map(() => nodes.map(() => 0));
  for (const one of passages) {
    const row = matrix[at.get(one.payer) ?? -1];
    const column = at.get(one.payee);
    if (row && column !== undefined) row[column] = (row[column] ?? 0) + one.amount;
  }
  const chords = chordDirected().padAngle(14 / radius).sortSubgroups((a, b) => b - a)(matrix);
  const ribbon = ribbonArrow<unknown, Chord, Chord["source"]>().radius(radius - RING - 3).headRadius(14);
  for (const chord of chords) {
    const payer = nodes[chord.source.index];
    const payee = nodes[chord.target.index];
    const one = passages.find((passage) => passage.payer === payer?.id && passage.payee === payee?.id);
    const path = ribbon(chord) as unknown as string | null;
    if (!one || path === null) continue;
    const part = svg("g", { class: "ribbon" }, svg("path", { d: path, class: `fill-${one.tone}` }), svg("title", {}, one.words));
    middle.append(pressable(part, one.words, one.open));
  }
  const curve = arc<ChordGroup>().innerRadius(radius - RING).outerRadius(radius);
  for (const group of chords.groups) {
    const node = nodes[group.index];
    if (node) middle.append(drawNode(node, group, curve(group) ?? "", radius, width / 2));
  }
  root.append(middle);
  return root;
}

function drawNode(node: Node, group: ChordGroup, path: string, radius: number, half: number): SVGGElement {
  const angle = (group.startAngle + group.endAngle) / 2;
  const [across, up] = [Math.sin(angle), Math.cos(angle)];
  const wide = Math.max(widthOf(node.name, 13, true), widthOf(node.words, 12));
  // The middle of the words lies as far out as they are large in that direction, so that they touch the ring nowhere.
  const x = Math.max(wide / 2 - half, Math.min(half - wide / 2, across * (radius + 9 + wide / 2)));
  const y = -up * (radius + 9 + 17);
  return svg(
    "g",
    {},
    svg("path", { d: path, class: "fill-sum" }),
    label(node.name, x, y - 2, { anchor: "middle", size: 13, bold: true }),
    label(node.words, x, y + 13, { anchor: "middle", size: 12, class: "said said-faint" }),
  );
}
