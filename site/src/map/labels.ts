/** Where names stand: the largest party first, each beside its dot where nothing else stands; what finds no room is named on hover. */

import { placed, radius, type Camera, type Point } from "./geometry";
import type { Scene } from "./scene";

export interface Label {
  id: string;
  x: number;
  y: number;
  anchor: "start" | "middle" | "end";
  /** Whether the second line, the sum, has room too. */
  both: boolean;
  /** Whether it stands in the dot. */
  inside: boolean;
}

export interface Measured {
  name: number;
  sum: number;
}

interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** The height of a line in sizes of the page's type. */
export const LINE = 0.98;
const GAP = 5;

/** Place the labels of a scene; `measure` tells how wide name and sum of a party are; `lines` are points of arrows, which are left free where it can be. */
export function labelsOf(
  scene: Scene,
  camera: Camera,
  size: number,
  frame: { width: number; height: number },
  measure: (id: string) => Measured,
  lines: readonly Point[],
  rem: number,
  first: ReadonlySet<string> = new Set(),
): Label[] {
  const discs = scene.dots.map((dot) => {
    const at = placed(camera, dot);
    const r = radius(dot, camera, size) + 1;
    return { id: dot.id, box: { left: at.x - r, top: at.y - r, right: at.x + r, bottom: at.y + r }, at, r };
  });
  const taken: Box[] = [];
  const made: Label[] = [];
  const order = first.size === 0 ? discs : [...discs.filter((disc) => first.has(disc.id)), ...discs.filter((disc) => !first.has(disc.id))];
  for (const disc of order) {
    if (disc.at.x < -disc.r || disc.at.y < -disc.r || disc.at.x > frame.width + disc.r || disc.at.y > frame.height + disc.r) continue;
    const wide = measure(disc.id);
    const free = candidates(disc, wide, LINE * rem).filter(({ box, label }) => {
      if (box.left < 2 || box.right > frame.width - 2 || box.top < 2 || box.bottom > frame.height - 2) return false;
      if (taken.some((other) => meet(box, other))) return false;
      return label.inside || !discs.some((other) => other.id !== disc.id && meet(box, other.box));
    });
    const found = clearest(free, lines);
    if (!found) continue;
    taken.push(found.box);
    made.push(found.label);
  }
  return made;
}

function candidates({ at, r, id }: { at: Point; r: number; id: string }, wide: Measured, line: number): { label: Label; box: Box }[] {
  const found: { label: Label; box: Box }[] = [];
  const most = Math.max(wide.name, wide.sum);
  const add = (label: Label, left: number, width: number): void => {
    const lines = label.both ? 2 : 1;
    found.push({ label, box: { left: left - 2, right: left + width + 2, top: label.y - line + 2, bottom: label.y + (lines - 1) * line + 5 } });
  };
  if (most < r * 1.66 && r > 20) add({ id, x: at.x, y: at.y - 2, anchor: "middle", both: wide.sum > 0, inside: true }, at.x - most / 2, most);
  for (const both of wide.sum > 0 ? [true, false] : [false]) {
    const width = both ? most : wide.name;
    const up = both ? line : 0;
    const mid = at.y + 5 - up / 2;
    const slant = r * 0.72 + GAP;
    add({ id, x: at.x + r + GAP, y: mid, anchor: "start", both, inside: false }, at.x + r + GAP, width);
    add({ id, x: at.x - r - GAP, y: mid, anchor: "end", both, inside: false }, at.x - r - GAP - width, width);
    add({ id, x: at.x, y: at.y + r + line, anchor: "middle", both, inside: false }, at.x - width / 2, width);
    add({ id, x: at.x, y: at.y - r - 6 - up, anchor: "middle", both, inside: false }, at.x - width / 2, width);
    add({ id, x: at.x + slant, y: at.y + slant + 6, anchor: "start", both, inside: false }, at.x + slant, width);
    add({ id, x: at.x + slant, y: at.y - slant - up, anchor: "start", both, inside: false }, at.x + slant, width);
    add({ id, x: at.x - slant, y: at.y + slant + 6, anchor: "end", both, inside: false }, at.x - slant - width, width);
    add({ id, x: at.x - slant, y: at.y - slant - up, anchor: "end", both, inside: false }, at.x - slant - width, width);
  }
  return found;
}

function meet(one: Box, other: Box): boolean {
  return one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
}

/** Return the place that fewest lines cross, the earlier of two alike; leaving out the sum counts as two lines. */
function clearest(free: { label: Label; box: Box }[], lines: readonly Point[]): { label: Label; box: Box } | undefined {
  const whole = free[0]?.label.both ?? false;
  let best: { label: Label; box: Box } | undefined;
  let least = Infinity;
  free.forEach((one, index) => {
    if (one.label.inside) return;
    const crossed = lines.reduce((sum, point) => sum + (holds(one.box, point) ? 1 : 0), 0);
    const cost = crossed + index * 0.15 + (whole && !one.label.both ? 4 : 0);
    if (cost < least) [best, least] = [one, cost];
  });
  return free.find((one) => one.label.inside) ?? best;
}

function holds(box: Box, point: Point): boolean {
  return point.x > box.left && point.x < box.right && point.y > box.top && point.y < box.bottom;
}
