/** A sentence of an article as it was printed, with the marked passages, its outlet, day and status. */

import { el } from "../dom";
import { word } from "../words";
import { day, named } from "./telling";
import type { Sentence } from "./views";

/** Show a sentence; pressing its source opens the evidence. */
export function quote(sentence: Sentence, open: () => void): HTMLElement {
  const source = el("button", { type: "button", class: "link" }, sentence.article.outlet ?? word("told.unknown"));
  source.addEventListener("click", open);
  return el(
    "figure",
    { class: "saying" },
    el("blockquote", { lang: sentence.article.language || undefined, dir: "auto" }, ...marked(sentence)),
    el("figcaption", {}, source, `, ${day(sentence.article.published)}, ${named("status", sentence.status)}`),
  );
}

/** The text of a sentence in pieces, marked where a mark covers it; overlapping marks are one. */
export function marked(sentence: Pick<Sentence, "text" | "marks">): (Node | string)[] {
  const signs = [...sentence.text];
  const inside = signs.map((_, at) => sentence.marks.some((mark) => mark.part !== "attribution" && mark.start <= at && at < mark.end));
  const pieces: (Node | string)[] = [];
  let from = 0;
  for (let at = 1; at <= signs.length; at += 1) {
    if (at < signs.length && inside[at] === inside[from]) continue;
    const text = signs.slice(from, at).join("");
    pieces.push(inside[from] ? el("mark", {}, text) : text);
    from = at;
  }
  return pieces;
}
