/** The colours of the map for a canvas: read from the theme, opaque, the dimmed ones mixed beforehand. */

export interface Colours {
  finance: string;
  purchase: string;
  contingent: string;
  other: string;
  disc: string;
  discDim: string;
  dim: string;
}

/** Read the colours that are in force on an element. */
export function coloursOf(element: Element): Colours {
  const style = getComputedStyle(element);
  const read = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  const [paper, other] = [read("paper"), read("other")];
  return {
    finance: read("finance"),
    purchase: read("purchase"),
    contingent: read("contingent"),
    other,
    disc: mixed(read("disc"), read("disc-edge"), 0.7),
    discDim: mixed(read("disc"), paper, 0.45),
    dim: mixed(other, paper, 0.16),
  };
}

/** Mix two colours `#rrggbb`: so much of the first, the rest of the second. */
export function mixed(one: string, other: string, part: number): string {
  const [left, right] = [channels(one), channels(other)];
  return `#${left.map((value, index) => Math.round(value * part + (right[index] ?? 0) * (1 - part)).toString(16).padStart(2, "0")).join("")}`;
}

function channels(colour: string): number[] {
  const full = colour.length === 4 ? colour.replace(/[0-9a-f]/giu, "$&$&") : colour;
  return [1, 3, 5].map((at) => parseInt(full.slice(at, at + 2), 16) || 0);
}
