/** Sentences of articles as printed, with the passages that a claim rests on marked; text is always text. */

import { client, isReport } from "../api/client";
import type { Sentence, Voice } from "../api/views";
import { button, el } from "../dom";
import { day, named } from "../pages/telling";
import { claimControls } from "../review/controls";
import { go } from "../state";
import { locale, word } from "../words";

interface Told {
  claim: string;
  sentences: Sentence[];
}

/** What is marked where several marks lie on each other, the narrowest last. */
const PARTS = ["claim", "attribution", "time", "status", "amount"];

/** Show sentences by claim, the earliest article first. */
export function sentenceList(sentences: readonly Sentence[]): HTMLElement {
  const claims = new Map<string, Told>();
  for (const sentence of sentences) {
    const known = claims.get(sentence.claim) ?? { claim: sentence.claim, sentences: [] };
    if (!known.sentences.some((one) => one.start === sentence.start && one.text === sentence.text)) known.sentences.push(sentence);
    claims.set(sentence.claim, known);
  }
  const all = [...claims.values()].sort((one, other) => (dayOf(one) < dayOf(other) ? -1 : 1));
  return el("ol", { class: "sentences" }, ...all.map((told) => el("li", {}, quoteOf(told))));
}

function dayOf(told: Told): string {
  return told.sentences[0]?.article.published ?? "9999";
}

function quoteOf({ claim, sentences }: Told): HTMLElement {
  const [first] = sentences;
  if (!first) return el("figure", { class: "quote" });
  const { article } = first;
  const name = article.outlet ?? word("panel.no_outlet");
  // A report quotes articles and does not hold them.
  const outlet = isReport() ? el("b", { class: "outlet" }, name) : button({ class: "quiet outlet", title: word("panel.open_article") }, () => go({ open: `article.${article.id}` }), name);
  return el(
    "figure",
    { class: "quote", "data-claim": claim },
    el(
      "figcaption",
      {},
      el("span", { class: "quote-head" }, outlet, el("time", { datetime: article.published }, day(article.published)), article.language ? el("span", { class: "tag" }, languageName(article.language)) : null),
      el("span", { class: "quote-status" }, el("span", { class: `stamp stamp-${first.status}` }, named("status", first.status)), modeOf(first.mode)),
      chain(article.outlet, first.attribution),
    ),
    ...sentences.map((sentence) => el("blockquote", { lang: article.language || null, dir: "auto" }, ...marked(sentence))),
    claimControls(client, claim, first.review),
  );
}

/** How a claim is made, where it is not simply asserted. */
function modeOf(mode: string): string {
  return mode === "asserted" ? "" : named("mode", mode);
}

/** Who says so by whom: outlet, then each voice that it names. */
function chain(outlet: string | null, voices: readonly Voice[]): HTMLElement | null {
  if (voices.length === 0) return null;
  const said = voices.map((voice) => (voice.kind === "anonymous" ? word("voice.anonymous") : `${voice.name} (${named("voice", voice.kind)})`));
  return el("span", { class: "chain" }, word("panel.chain", { x: [outlet ?? word("panel.no_outlet"), ...said].join(" ← ") }));
}

/** The text of a sentence in pieces. Marks count characters as Python does, so that a sign beyond the first plane is one. */
export function marked(sentence: Pick<Sentence, "text" | "marks">): (Node | string)[] {
  const signs = [...sentence.text];
  const part = signs.map((_, at) => {
    let found = "";
    for (const mark of sentence.marks) {
      if (mark.start <= at && at < mark.end && PARTS.indexOf(mark.part) >= PARTS.indexOf(found)) found = mark.part;
    }
    return found;
  });
  const pieces: (Node | string)[] = [];
  let from = 0;
  for (let at = 1; at <= signs.length; at += 1) {
    if (at < signs.length && part[at] === part[from]) continue;
    const text = signs.slice(from, at).join("");
    const name = part[from] ?? "";
    pieces.push(name === "" ? text : el("mark", { class: `mark-${PARTS.includes(name) ? name : "claim"}` }, text));
    from = at;
  }
  return pieces;
}

export function languageName(code: string): string {
  try {
    return new Intl.DisplayNames(locale(), { type: "language" }).of(code) ?? code;
  } catch {
    return code;
  }
}
