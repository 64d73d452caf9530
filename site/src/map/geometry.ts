/** The geometry of arrows and of the view, in pixels of the screen. */

import type { Arrow, Dot, Scene } from "./scene";

export interface Point {
  x: number;
  y: number;
}

/** How the plane of the layout is seen: pixels = plane * scale + shift; `zoom` is the part of the scale that a person chose. */
export interface Camera {
  scale: number;
  /** The scale downwards in scales across, so that a map fills a wide screen and a tall one. */
  stretch: number;
  zoom: number;
  x: number;
  y: number;
}

export interface Curve {
  from: Point;
  middle: Point;
  /** Where the line ends, at the root of the head. */
  to: Point;
  /** The corners of the arrow head, its tip first. */
  head: [Point, Point, Point];
}

const STEP = 30;
const GAP = 3;
export const MOST_ZOOM = 12;
export const LEAST_ZOOM = 0.5;

/** How far from its own shape a layout may be stretched. */
const STRETCH = 1.7;

/** Return the camera that shows everything within a box, with room for labels at the edges. */
export function fit(scene: Scene, width: number, height: number): Camera {
  const xs = scene.dots.map((dot) => dot.x);
  const ys = scene.dots.map((dot) => dot.y);
  const [left, right] = [Math.min(...xs), Math.max(...xs)];
  const [low, high] = [Math.min(...ys), Math.max(...ys)];
  const across = Math.max(0.2, right - left);
  const down = Math.max(0.2, high - low);
  const side = Math.min(96, width * 0.15);
  const edge = Math.min(38, height * 0.09);
  const scaleX = Math.max(20, (width - 2 * side) / across);
  const scaleY = Math.max(20, (height - 2 * edge) / down);
  const scale = Math.min(scaleX, scaleY * STRETCH);
  const stretch = Math.min(scaleY, scale * STRETCH) / scale;
  return { scale, stretch, zoom: 1, x: width / 2 - ((left + right) / 2) * scale, y: height / 2 - ((low + high) / 2) * scale * stretch };
}

export function zoomed(camera: Camera, by: number, at: Point): Camera {
  const zoom = Math.min(MOST_ZOOM, Math.max(LEAST_ZOOM, camera.zoom * by));
  const real = zoom / camera.zoom;
  return { ...camera, scale: camera.scale * real, zoom, x: at.x - (at.x - camera.x) * real, y: at.y - (at.y - camera.y) * real };
}

export function placed(camera: Camera, at: Point): Point {
  return { x: at.x * camera.scale + camera.x, y: at.y * camera.scale * camera.stretch + camera.y };
}

/** Dots grow slower than the plane, so that zooming in makes room. */
export function radius(dot: Dot, camera: Camera, size: number): number {
  return dot.r * size * Math.sqrt(camera.zoom);
}

/** The part of the room that all dots together may take. */
const FILLED = 0.11;

/** Dots are smaller on a small screen and where there are many, and larger on a very large screen. */
export function sizeFor(scene: Scene, width: number, height: number): number {
  const usual = Math.min(1.9, Math.max(0.55, Math.sqrt((width * height) / (860 * 620))));
  const area = scene.dots.reduce((sum, dot) => sum + Math.PI * dot.r * dot.r, 0);
  return Math.max(0.2, Math.min(usual, Math.sqrt((FILLED * width * height) / Math.max(1, area))));
}

/** How wide a line is: thinner where there is much to draw. */
export function widthOf(arrow: Arrow, size: number): number {
  return Math.max(0.8, arrow.width * Math.min(1, 0.2 + size));
}

export function headOf(arrow: Arrow, size: number): number {
  return (5.5 + arrow.width * 1.3) * Math.min(1, 0.3 + size * 0.8);
}

/** Return the curve of an arrow, from the rim of its payer to the rim of its payee. */
export function curveOf(arrow: Arrow, camera: Camera, size: number): Curve {
  const a = placed(camera, arrow.payer);
  const b = placed(camera, arrow.payee);
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const far = Math.hypot(dx, dy) || 1;
  const off = arrow.bend * Math.min(STEP * size, far * 0.4);
  const middle = { x: (a.x + b.x) / 2 + (dy / far) * off, y: (a.y + b.y) / 2 - (dx / far) * off };
  const head = headOf(arrow, size);
  const from = towards(a, middle, radius(arrow.payer, camera, size) + 1);
  const tip = towards(b, middle, radius(arrow.payee, camera, size) + GAP);
  const to = towards(tip, middle, head * 0.8);
  const along = { x: (tip.x - to.x) / (head * 0.8), y: (tip.y - to.y) / (head * 0.8) };
  const root = { x: tip.x - along.x * head, y: tip.y - along.y * head };
  const half = head * 0.46;
  return {
    from,
    middle,
    to,
    head: [tip, { x: root.x - along.y * half, y: root.y + along.x * half }, { x: root.x + along.y * half, y: root.y - along.x * half }],
  };
}

function towards(from: Point, to: Point, far: number): Point {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const whole = Math.hypot(dx, dy) || 1;
  return { x: from.x + (dx / whole) * far, y: from.y + (dy / whole) * far };
}

function text(point: Point): string {
  return `${point.x.toFixed(1)},${point.y.toFixed(1)}`;
}

export function lineText(curve: Curve): string {
  return `M${text(curve.from)}Q${text(curve.middle)} ${text(curve.to)}`;
}

export function headText(curve: Curve): string {
  return `M${curve.head.map(text).join("L")}Z`;
}

/** Points along an arrow, for those who must keep out of its way. */
export function pointsOf(curve: Curve, count: number): Point[] {
  return Array.from({ length: count }, (_, index) => {
    const t = (index + 0.5) / count;
    const [a, b, c] = [(1 - t) * (1 - t), 2 * t * (1 - t), t * t];
    return { x: a * curve.from.x + b * curve.middle.x + c * curve.to.x, y: a * curve.from.y + b * curve.middle.y + c * curve.to.y };
  });
}
