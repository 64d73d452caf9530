/** What pages are made of: headings, figures with what they hold for, drawings with their keys, and words where there is nothing. */

import "./pages.css";
import { fitted, hatched, drawing, svg, type Tone } from "../charts/svg";
import { button, el } from "../dom";
import { word } from "../words";
import { day, named, window_ } from "./telling";

/** The head of a page: what it asks, in one line and in a few. */
export function heading(title: string, story: string): HTMLElement {
  return el("header", { class: "page-head" }, el("h1", {}, title), el("p", { class: "standfirst" }, story));
}

export function section(title: string, ...children: (Node | string | null)[]): HTMLElement {
  return el("section", { class: "page-part" }, el("h2", {}, title), ...children.filter((child) => child !== null));
}

/** Buttons that lead to the parts of a long page. */
export function contents(root: HTMLElement): HTMLElement {
  const parts = [...root.querySelectorAll<HTMLElement>(":scope > .page-part > h2")];
  const made = parts.map((title) => {
    const lead = (): void => {
      title.tabIndex = -1;
      title.scrollIntoView({ behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth", block: "start" });
      title.focus({ preventScroll: true });
    };
    return el("li", {}, button({ class: "link" }, lead, title.textContent ?? ""));
  });
  return el("nav", { class: "contents", "aria-label": word("told.contents") }, el("ul", {}, ...made));
}

/** A part of a part. */
export function subsection(title: string, ...children: (Node | string | null)[]): HTMLElement {
  return el("section", { class: "page-part" }, el("h3", {}, title), ...children.filter((child) => child !== null));
}

export function note(text: string): HTMLElement {
  return el("p", { class: "note" }, text);
}

export function nothing(text: string): HTMLElement {
  return el("p", { class: "nothing" }, text);
}

/** A place for parts that take longer to make than the rest of the page; what cannot be made says why. */
export function later(make: () => Promise<Node[]>): HTMLElement {
  const place = el("div", { class: "later", "aria-busy": "true" }, note(word("told.making")));
  make().then(
    (parts) => {
      place.replaceWith(...parts);
    },
    (error: unknown) => {
      place.removeAttribute("aria-busy");
      place.replaceChildren(nothing(error instanceof Error ? error.message : String(error)));
    },
  );
  return place;
}

export interface Basis {
  window?: { first?: string | null; last?: string | null } | null;
  floor: string | null | undefined;
  layer?: string;
  tie?: string;
  as_of: string | null | undefined;
  currency?: string;
}

/** What a figure holds for; it stands with every circular figure. */
export function basis(held: Basis): HTMLElement {
  const said: [string, string][] = [];
  if (held.window) said.push(["told.window", window_(held.window)]);
  said.push(["told.floor", held.floor ? word("told.or_firmer", { x: named("status", held.floor) }) : word("told.no_floor")]);
  if (held.layer) said.push(["told.layer", named("layer", held.layer)]);
  if (held.tie) said.push(["told.tie", named("tie", held.tie)]);
  if (held.currency) said.push(["told.unit", held.currency]);
  said.push(["told.as_of", held.as_of ? day(held.as_of) : word("told.latest")]);
  return el("dl", { class: "basis" }, ...said.map(([key, text]) => el("div", {}, el("dt", {}, word(key)), el("dd", {}, text))));
}

export interface Headline {
  label: string;
  value: string;
  note?: string;
  open?: (() => void) | undefined;
}

/** A few figures in large type, each of which may open its evidence. */
export function headlines(...figures: Headline[]): HTMLElement {
  return el("div", { class: "headlines" }, ...figures.map(headline));
}

function headline(figure: Headline): HTMLElement {
  const parts = [
    el("span", { class: "headline-label" }, figure.label),
    el("span", { class: "headline-value" }, figure.value),
    el("span", { class: "headline-note" }, figure.note ?? ""),
  ];
  if (!figure.open) return el("div", { class: "headline" }, ...parts);
  const button = el("button", { class: "headline", type: "button" }, ...parts);
  button.addEventListener("click", figure.open);
  return button;
}

/** A drawing at the width of the page. */
export function picture(draw: (width: number) => SVGSVGElement, ...below: Node[]): HTMLElement {
  const box = el("div", { class: "picture-box" });
  queueMicrotask(() => {
    fitted(box, draw);
  });
  return el("figure", { class: "picture" }, box, ...below);
}

export type Look = "sure" | "maybe" | "loose" | "told" | "open" | "solid" | "dashed" | "dotted";

export interface Key {
  words: string;
  look: Look;
  tone: Tone;
}

/** The key of a drawing. */
export function keys(...all: Key[]): HTMLElement {
  return el("figcaption", { class: "keys" }, ...all.map((key) => el("span", { class: "key" }, sample(key), key.words)));
}

/** The three signs of interval bars. */
export function barKeys(tone: Tone, openEnd = true, loose = false): Key[] {
  const made: Key[] = [
    { words: word("told.key_sure"), look: "sure", tone },
    { words: word("told.key_maybe"), look: "maybe", tone },
  ];
  if (loose) made.push({ words: word("told.key_loose"), look: "loose", tone });
  if (openEnd) made.push({ words: word("told.key_open"), look: "open", tone });
  return made;
}

function sample(key: Key): SVGSVGElement {
  const { root, id } = drawing(26, 14, "");
  root.setAttribute("aria-hidden", "true");
  root.removeAttribute("role");
  root.removeAttribute("aria-label");
  const box = { x: 0.5, y: 1.5, width: 25, height: 11 };
  const looks: Record<Look, () => SVGElement> = {
    sure: () => svg("rect", { ...box, class: `fill-${key.tone}` }),
    maybe: () => svg("rect", { ...box, fill: hatched(id, key.tone), class: `edge-${key.tone}` }),
    loose: () => svg("rect", { ...box, class: `tint-${key.tone} edge-${key.tone} edge-loose` }),
    told: () => svg("path", { d: "M7,2 h12 l-6,10 z", class: "told" }),
    open: () => svg("path", { d: "M8,1 l10,6 l-10,6 z", class: `fill-${key.tone}` }),
    solid: () => svg("path", { d: "M0,7 H26", class: "echo-tie echo-tie-own" }),
    dashed: () => svg("path", { d: "M0,7 H26", class: "echo-tie echo-tie-copied" }),
    dotted: () => svg("path", { d: "M0,7 H26", class: "echo-tie echo-tie-figures" }),
  };
  root.append(looks[key.look]());
  return root;
}

export interface Choice {
  words: string;
  chosen: boolean;
  choose: () => void;
}

/** A row of switches of which one is on. */
export function switches(name: string, choices: readonly Choice[]): HTMLElement {
  return el("div", { class: "switches", role: "group", "aria-label": name }, ...choices.map(switchOf));
}

function switchOf(choice: Choice): HTMLElement {
  const made = el("button", { type: "button", class: "switch", "aria-pressed": String(choice.chosen) }, choice.words);
  made.addEventListener("click", choice.choose);
  return made;
}
