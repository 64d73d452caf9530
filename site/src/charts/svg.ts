/** Elements of SVG and the measure of text. Text is set as text nodes only; colours come from classes, so that they follow the theme. */

export type Attributes = Record<string, string | number | undefined>;
export type Tone = "finance" | "purchase" | "contingent" | "sum" | "other";

export const TONES: readonly Tone[] = ["finance", "purchase", "contingent", "sum", "other"];

const SPACE = "http://www.w3.org/2000/svg";

/** Make one element of SVG; what is undefined is left out. */
export function svg<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: (Node | string)[]
): SVGElementTagNameMap[K] {
  const made = document.createElementNS(SPACE, tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined) made.setAttribute(name, String(value));
  }
  made.append(...children);
  return made;
}

let drawn = 0;

/** Begin a drawing: its own hatches, a name for who cannot see it. */
export function drawing(width: number, height: number, name: string): { root: SVGSVGElement; id: string } {
  drawn += 1;
  const id = `drawing-${String(drawn)}`;
  const root = svg("svg", {
    class: "drawing",
    viewBox: `0 0 ${String(width)} ${String(height)}`,
    width,
    height,
    role: "group",
    "aria-label": name,
  });
  root.append(svg("defs", {}, ...TONES.map((tone) => hatch(id, tone))));
  return { root, id };
}

/** The fill of what is possible and not sure, as `anello.plot` draws it. */
function hatch(id: string, tone: Tone): SVGPatternElement {
  const size = { width: 6, height: 6 };
  return svg(
    "pattern",
    { id: `${id}-${tone}`, ...size, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
    svg("rect", { ...size, class: `fill-${tone}`, "fill-opacity": 0.14 }),
    svg("line", { x1: 1, y1: 0, x2: 1, y2: 6, class: `line-${tone}`, "stroke-width": 1.6 }),
  );
}

export function hatched(id: string, tone: Tone): string {
  return `url(#${id}-${tone})`;
}

let brush: CanvasRenderingContext2D | null | undefined;

/** Tell how wide a text is in the typeface of the page. */
export function widthOf(text: string, size: number, bold = false): number {
  if (brush === undefined) brush = document.createElement("canvas").getContext("2d");
  if (!brush) return text.length * size * 0.56;
  brush.font = `${bold ? "600 " : ""}${String(size)}px ${getComputedStyle(document.body).fontFamily}`;
  return brush.measureText(text).width;
}

/** Cut a text to a width; the whole of it belongs into the title of its element. */
export function cut(text: string, room: number, size: number, bold = false): string {
  if (widthOf(text, size, bold) <= room) return text;
  let kept = [...text];
  while (kept.length > 1 && widthOf(`${kept.join("")}…`, size, bold) > room) kept = kept.slice(0, -1);
  return `${kept.join("").trimEnd()}…`;
}

/** A line of text at a place; cut where `room` is given, with the whole as its title. */
export function label(
  text: string,
  x: number,
  y: number,
  more: { class?: string; anchor?: "start" | "middle" | "end"; room?: number; size?: number; bold?: boolean } = {},
): SVGTextElement {
  const size = more.size ?? 14;
  const shown = more.room === undefined ? text : cut(text, more.room, size, more.bold);
  const made = svg(
    "text",
    { x, y, class: more.class ?? "said", "text-anchor": more.anchor, "font-size": size, "font-weight": more.bold ? 600 : undefined },
    shown,
  );
  if (shown !== text) made.append(svg("title", {}, text));
  return made;
}

/** Let a part of a drawing be pressed, by pointer and by keyboard. */
export function pressable(part: SVGGElement, name: string, press: () => void): SVGGElement {
  part.setAttribute("role", "button");
  part.setAttribute("tabindex", "0");
  part.setAttribute("aria-label", name);
  part.classList.add("pressable");
  part.addEventListener("click", press);
  part.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    press();
  });
  // The name says all of it, the words that are drawn may be cut: they stand beside it for the eye alone.
  const words = [...part.children].filter((child) => child.tagName === "text");
  return words.length === 0 ? part : svg("g", {}, part, svg("g", { class: "words", "aria-hidden": "true" }, ...words));
}

/** Draw into a box at the width it has, and again when that changes. */
export function fitted(box: HTMLElement, draw: (width: number) => SVGSVGElement): void {
  let last = 0;
  const again = (): void => {
    const width = Math.floor(box.clientWidth);
    if (width < 40 || width === last) return;
    last = width;
    const held = focusOf(box);
    box.replaceChildren(scaled(draw, width));
    if (held >= 0) pressables(box)[held]?.focus();
  };
  new ResizeObserver(again).observe(box);
  again();
}

/** The type of a page grows on large screens, and drawings with it; this is the size that they are drawn for. */
const TYPE = 15;

function scaled(draw: (width: number) => SVGSVGElement, width: number): SVGSVGElement {
  const factor = Math.max(1, parseFloat(getComputedStyle(document.documentElement).fontSize) / TYPE);
  const made = draw(Math.floor(width / factor));
  for (const side of ["width", "height"]) made.setAttribute(side, String(Number(made.getAttribute(side)) * factor));
  return made;
}

function pressables(box: HTMLElement): SVGGElement[] {
  return [...box.querySelectorAll<SVGGElement>(".pressable")];
}

function focusOf(box: HTMLElement): number {
  return pressables(box).findIndex((part) => part === document.activeElement);
}
