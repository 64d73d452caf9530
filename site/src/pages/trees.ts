/** Citation links as trees: roots first, below each the articles that rest on it, below those what rests on them. */

import type { ChainLink, Echo } from "./views";

type Side = ChainLink["article"];
type Article = Exclude<Side, string>;

export interface Branch {
  link: ChainLink;
  branches: Branch[];
}

export interface Tree {
  name: string;
  kind: string;
  branches: Branch[];
}

export function isArticle(side: Side): side is Article {
  return typeof side !== "string";
}

function keyOf(side: Side): string {
  return isArticle(side) ? side.id : side;
}

/** Make trees of the links of a deal; each article stands once below each thing that it rests on. */
export function treesOf(echo: Pick<Echo, "links" | "chains" | "parties">): Tree[] {
  const articles = new Set(echo.links.map((link) => keyOf(link.article)));
  const grown = new Set<ChainLink>();
  const grow = (key: string): Branch[] =>
    echo.links
      .filter((link) => keyOf(link.rests_on) === key && !grown.has(link))
      .map((link) => {
        grown.add(link);
        return { link, branches: grow(keyOf(link.article)) };
      });
  const roots = [...new Set(echo.links.map((link) => link.rests_on).filter((side) => !articles.has(keyOf(side))).map(keyOf))];
  const trees = roots.map((key): Tree => ({ name: nameOfRoot(key, echo), kind: key.split(":")[0] ?? "outlet", branches: grow(key) }));
  // What is left rests on itself in a circle: the first of it stands as if it were a root.
  for (const link of echo.links) {
    if (grown.has(link)) continue;
    grown.add(link);
    trees.push({ name: nameOf(link.rests_on, echo), kind: "circle", branches: [{ link, branches: grow(keyOf(link.article)) }] });
  }
  return trees.sort((a, b) => Number(a.kind === "party") - Number(b.kind === "party") || sizeOf(b.branches) - sizeOf(a.branches));
}

function sizeOf(branches: readonly Branch[]): number {
  return branches.reduce((sum, branch) => sum + 1 + sizeOf(branch.branches), 0);
}

function nameOf(side: Side, echo: Pick<Echo, "links" | "chains" | "parties">): string {
  return isArticle(side) ? (side.outlet ?? side.title) : nameOfRoot(side, echo);
}

/** The name of a root: as articles write it where one does, else its key without its kind. */
export function nameOfRoot(key: string, echo: Pick<Echo, "links" | "chains" | "parties">): string {
  const [kind = "", ...rest] = key.split(":");
  const bare = rest.join(":");
  if (kind === "party") return echo.parties.find((party) => party.id === bare)?.name ?? bare;
  const own = echo.links.find((link) => link.via === "own" && link.rests_on === key)?.article;
  if (own && isArticle(own) && own.outlet) return own.outlet;
  return echo.chains.flat().find((name) => name.toLowerCase() === bare) ?? bare;
}
