/** Elements of the page. Text is set as text nodes only, so what an article says can never become markup. */

export type Attribute = string | number | boolean | null | undefined;
export type Child = Node | string | number | null | undefined | false;

/** Make an element; true is an empty attribute, and null, undefined and false are left out, of children too. */
export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Record<string, Attribute> = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "style" || name.startsWith("on")) throw new Error(`${name} is no attribute here: use CSSOM or addEventListener`);
    made.setAttribute(name, value === true ? "" : String(value));
  }
  fill(made, ...children);
  return made;
}

/** Append children, without those that are nothing. */
export function fill(parent: Element, ...children: Child[]): void {
  for (const child of children) {
    if (child === null || child === undefined || child === false) continue;
    parent.append(typeof child === "number" ? String(child) : child);
  }
}

/** A button that does something; `label` is said where the children are no words. */
export function button(attributes: Record<string, Attribute>, press: (event: MouseEvent) => void, ...children: Child[]): HTMLButtonElement {
  const made = el("button", { type: "button", ...attributes }, ...children);
  made.addEventListener("click", press);
  return made;
}

/** A link within the map: it can be copied and opened elsewhere, and goes without loading the page anew. */
export function link(href: string, go: () => void, attributes: Record<string, Attribute>, ...children: Child[]): HTMLAnchorElement {
  const made = el("a", { href, ...attributes }, ...children);
  made.addEventListener("click", (event) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    go();
  });
  return made;
}

const SPACE = "http://www.w3.org/2000/svg";

/** Make an element of a drawing. */
export function shape<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Record<string, Attribute> = {},
  ...children: (Node | string)[]
): SVGElementTagNameMap[K] {
  const made = document.createElementNS(SPACE, tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined && value !== false) made.setAttribute(name, String(value));
  }
  made.append(...children);
  return made;
}
