/** An article in full, with the passages of its claims marked. */

import { client } from "../api/client";
import type { OpenedArticle } from "../api/views";
import { el } from "../dom";
import { day } from "../pages/telling";
import { word } from "../words";
import { languageName, marked } from "./sentences";

/** Longest text that is shown whole; a longer one is cut, and says so. */
const MOST = 200_000;

export async function articleSheet(id: string): Promise<(Node | null)[]> {
  const article = await client.get<OpenedArticle>(`/articles/${encodeURIComponent(id)}`);
  const text = article.text.slice(0, MOST);
  const pieces = marked({ text, marks: article.claims });
  return [
    el("p", { class: "kicker" }, [article.outlet ?? word("panel.no_outlet"), day(article.published), languageName(article.language)].join(" · ")),
    el("h2", { lang: article.language || null, dir: "auto" }, article.title),
    article.byline ? el("p", { class: "faint" }, article.byline) : null,
    // An address is printed and not a link: the map never leads out by itself.
    article.url ? el("p", { class: "address" }, article.url) : null,
    el("div", { class: "article-text", lang: article.language || null, dir: "auto" }, ...pieces),
    article.text.length > MOST ? el("p", { class: "faint" }, word("panel.cut")) : null,
  ];
}
