/** Dragging, the wheel, and two fingers on a drawing. */

import type { Point } from "./geometry";

export interface Moves {
  pan(dx: number, dy: number): void;
  zoom(by: number, at: Point): void;
  /** The drag is over. */
  rest(): void;
}

const SLACK = 4;

/** Follow the pointers over an element, by their places in its frame, which stays; what is returned stops it. While a drag is on, the element has the class `dragging`. */
export function watchPointer(root: SVGSVGElement, frame: HTMLElement, moves: Moves): () => void {
  const down = new Map<number, Point>();
  let travelled = 0;
  let box = frame.getBoundingClientRect();
  const at = (event: PointerEvent | WheelEvent): Point => ({ x: event.clientX - box.left, y: event.clientY - box.top });
  const onDown = (event: PointerEvent): void => {
    if (event.pointerType === "mouse" && event.button !== 0) return;
    // The frame stays where it is while a pointer is down: to measure it at each move would lay out the page each time.
    if (down.size === 0) {
      travelled = 0;
      box = frame.getBoundingClientRect();
    }
    down.set(event.pointerId, at(event));
  };
  const onMove = (event: PointerEvent): void => {
    const before = down.get(event.pointerId);
    if (!before) return;
    const now = at(event);
    travelled += Math.hypot(now.x - before.x, now.y - before.y);
    if (travelled > SLACK) drag(event);
    const other = [...down].find(([id]) => id !== event.pointerId)?.[1];
    down.set(event.pointerId, now);
    if (travelled <= SLACK) return;
    if (!other) moves.pan(now.x - before.x, now.y - before.y);
    else {
      const by = Math.hypot(now.x - other.x, now.y - other.y) / (Math.hypot(before.x - other.x, before.y - other.y) || 1);
      moves.zoom(by, { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 });
    }
  };
  const drag = (event: PointerEvent): void => {
    if (root.classList.contains("dragging")) return;
    root.classList.add("dragging");
    root.setPointerCapture(event.pointerId);
  };
  const onUp = (event: PointerEvent): void => {
    down.delete(event.pointerId);
    // The click that ends a drag comes after this, and must still see that it was one.
    if (down.size > 0) return;
    setTimeout(() => root.classList.remove("dragging"), 0);
    if (travelled > SLACK) moves.rest();
  };
  const onWheel = (event: WheelEvent): void => {
    event.preventDefault();
    box = frame.getBoundingClientRect();
    moves.zoom(Math.exp(-event.deltaY * (event.deltaMode === 1 ? 0.05 : 0.0016)), at(event));
  };
  const bound: [string, (event: never) => void][] = [
    ["pointerdown", onDown],
    ["pointermove", onMove],
    ["pointerup", onUp],
    ["pointercancel", onUp],
  ];
  for (const [name, listener] of bound) root.addEventListener(name, listener as EventListener);
  root.addEventListener("wheel", onWheel as EventListener, { passive: false });
  return () => {
    for (const [name, listener] of bound) root.removeEventListener(name, listener as EventListener);
    root.removeEventListener("wheel", onWheel as EventListener);
  };
}
