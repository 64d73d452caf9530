/** Origins: how many voices stand behind each deal, and the echo tree of one: who rests on whom, and since when. */

import { drawBars, type Bar } from "../charts/bars";
import { drawEcho, type Origin, type Tie, type Twig } from "../charts/echo";
import { word } from "../words";
import { FIRST, listing, restOf, type Column as Field } from "./listing";
import type { Page, Site } from "./page";
import { barKeys, basis, heading, keys, note, nothing, picture, section } from "./sections";
import { between, capital, count, day, dayOfMonth, month, named } from "./telling";
import { isArticle, nameOfRoot, treesOf, type Branch } from "./trees";
import type { Echo, EchoPage, OpenedEcho } from "./views";

const DRAWN = 10;

const TIES: Record<string, Tie> = { own: "own", attribution: "said", byline: "said", tag: "said", link: "said", reuse: "copied", numbers: "figures" };

export const page: Page = {
  name: "origins",
  title: () => word("origins.title"),
  async show(root, site) {
    const found = await site.ask.get<EchoPage>("/origins", FIRST);
    root.replaceChildren(heading(word("origins.heading"), word("origins.story")));
    const [first] = found.items;
    if (!first) {
      root.append(nothing(word("origins.none")));
      return;
    }
    const deal = site.id ?? first.deal;
    const opened = await site.ask.get<OpenedEcho>(`/origins/${encodeURIComponent(deal)}`);
    root.append(echoes(found.items, site), tree(opened, site), circles(opened, site), chainTable(opened, site), table(found, site));
  },
};

function pairOf(echo: Echo): string {
  return `${named("type", echo.type)}: ${echo.parties.map((party) => party.name).join(", ")}`;
}

/** The grade as a letter for the source and a number for the information. */
function gradeOf(echo: Echo): string {
  const { grade } = echo;
  if (!grade) return word("told.dash");
  const best = grade.information_at_best === grade.information ? "" : `–${String(grade.information_at_best)}`;
  return `${grade.source}${String(grade.information)}${best}`;
}

/** Origins in words: an interval, or that only parties speak. */
function voices(echo: Echo): string {
  const { low, high, party } = echo.origins;
  if (high === 0 && party > 0) return word("origins.party_only");
  return between(low, high);
}

function echoes(items: readonly Echo[], site: Site): HTMLElement {
  const shown = items.filter((echo) => echo.articles.length > 1).slice(0, DRAWN);
  const part = section(word("origins.echoes"), note(word("origins.echoes_note")));
  if (shown.length === 0) {
    part.append(nothing(word("origins.no_echoes")));
    return part;
  }
  const bars = shown.flatMap((echo): Bar[] => {
    const open = (): void => site.go({ id: echo.deal });
    const label = capital(pairOf(echo));
    const articles = echo.articles.length;
    return [
      { label, of: echo.deal, sub: word("told.articles"), low: articles, high: articles, words: count(articles), tone: "other", open },
      { label, of: echo.deal, sub: word("told.origins"), low: echo.origins.low, high: echo.origins.high, words: voices(echo), tone: "finance", open },
    ];
  });
  const key = keys(
    { words: word("told.articles"), look: "sure", tone: "other" },
    ...barKeys("finance", false).map((one) => ({ ...one, words: `${word("told.origins")}: ${one.words}` })),
  );
  part.append(picture((width) => drawBars(width, [{ bars }], { format: whole }, word("origins.echoes")), key));
  return part;
}

function whole(value: number): string {
  return Number.isInteger(value) ? count(value) : "";
}

function tree(echo: OpenedEcho, site: Site): HTMLElement {
  const part = section(word("origins.tree", { what: pairOf(echo) }));
  const said = word(
    "origins.tree_note",
    { articles: count(echo.articles.length), origins: voices(echo), party: count(echo.origins.party), grade: gradeOf(echo) },
  );
  part.append(note(said), note(word("origins.grade_note")));
  if (echo.links.length === 0) {
    part.append(nothing(word("origins.no_tree")));
    return part;
  }
  const origins = treesOf(echo).map(
    (one): Origin => ({
      name: one.name,
      note: word(`root.${one.kind}`),
      party: one.kind === "party",
      twigs: one.branches.map((branch) => twigOf(branch, echo, site)),
    }),
  );
  const key = keys(
    { words: word("origins.own"), look: "solid", tone: "sum" },
    { words: word("origins.copied"), look: "dashed", tone: "finance" },
    { words: word("origins.figures"), look: "dotted", tone: "other" },
  );
  const axes = { month, tick: dayOfMonth, day: (value: string) => day(value) };
  part.append(picture((width) => drawEcho(width, origins, axes, word("origins.tree", { what: pairOf(echo) })), key));
  part.append(basis({ floor: site.state.floor, as_of: site.state.as_of }));
  return part;
}

function twigOf(branch: Branch, echo: OpenedEcho, site: Site): Twig {
  const { link, branches } = branch;
  const { article } = link;
  const name = isArticle(article) ? (article.outlet ?? word("told.unknown")) : article;
  const when = isArticle(article) ? article.published : null;
  const via = named("via", link.via);
  const id = isArticle(article) ? article.id : "";
  const sentence = echo.sentences.find((one) => one.article.id === id);
  return {
    name,
    day: when,
    tie: TIES[link.via] ?? "said",
    words: [name, day(when), via, link.weaker ? word("origins.weaker") : ""].filter(Boolean).join(", "),
    twigs: branches.map((one) => twigOf(one, echo, site)),
    open: sentence ? () => site.open.claim(sentence.claim) : () => site.open.deals([echo.deal], pairOf(echo)),
  };
}

function circles(echo: OpenedEcho, site: Site): HTMLElement | "" {
  if (echo.circles.length === 0) return "";
  const rows = echo.circles.flatMap((circle) => circle.citations.map((citation) => ({ citation, circle })));
  type Row = (typeof rows)[number];
  const fields: Field<Row>[] = [
    { key: "outlet", title: word("origins.outlet"), value: (row) => row.citation.outlet ?? "" },
    { key: "cites", title: word("origins.rests_on"), value: (row) => row.citation.cites },
    { key: "sentence", title: word("told.sentence"), value: (row) => row.citation.sentence ?? "" },
  ];
  const open = (): void => site.open.deals([echo.deal], pairOf(echo));
  return section(
    word("origins.circles"),
    note(word("origins.circles_note")),
    listing(site, { name: "circles", caption: word("origins.circles"), fields, rows, open }),
  );
}

function chainTable(echo: OpenedEcho, site: Site): HTMLElement {
  type Link = OpenedEcho["links"][number];
  const outlet = (side: Link["article"]): string => (isArticle(side) ? (side.outlet ?? "") : nameOfRoot(side, echo));
  const fields: Field<Link>[] = [
    {
      key: "day",
      title: word("told.day"),
      value: (link) => (isArticle(link.article) ? (link.article.published ?? "") : ""),
      show: (link) => day(isArticle(link.article) ? link.article.published : null),
      short: true,
    },
    { key: "outlet", title: word("origins.outlet"), value: (link) => outlet(link.article) },
    { key: "rests_on", title: word("origins.rests_on"), value: (link) => outlet(link.rests_on) },
    { key: "via", title: word("origins.via"), value: (link) => named("via", link.via) },
    { key: "sentence", title: word("told.sentence"), value: (link) => link.sentence?.text ?? link.copied[0]?.here.text ?? "" },
  ];
  const open = (link: Link): void => twigOf({ link, branches: [] }, echo, site).open?.();
  return section(word("origins.chains"), listing(site, { name: "chains", caption: word("origins.chains"), fields, rows: echo.links, open }));
}

function table(found: EchoPage, site: Site): HTMLElement {
  const fields: Field<Echo>[] = [
    { key: "deal", title: word("told.deal"), value: (echo) => capital(pairOf(echo)) },
    { key: "status", title: word("told.status"), value: (echo) => named("status", echo.status) },
    { key: "articles", title: word("told.articles"), value: (echo) => echo.articles.length },
    { key: "languages", title: word("told.languages"), value: (echo) => echo.languages.join(" ") },
    { key: "origins", title: word("told.origins"), bounds: (echo) => echo.origins, show: voices },
    { key: "party", title: word("origins.party"), value: (echo) => echo.origins.party },
    { key: "grade", title: word("origins.grade"), value: gradeOf },
    {
      key: "first",
      title: word("origins.first"),
      value: (echo) => echo.first_reports[0]?.outlet ?? "",
      show: (echo) => echo.first_reports[0]?.outlet ?? word("told.unknown"),
    },
    {
      key: "day",
      title: word("deals.first_told"),
      value: (echo) => echo.first_reports[0]?.published ?? "",
      show: (echo) => day(echo.first_reports[0]?.published),
      short: true,
    },
    { key: "id", title: "id", value: (echo) => echo.deal, only: "csv" },
  ];
  const open = (echo: Echo): void => site.go({ id: echo.deal });
  const rest = restOf<Echo, Echo>(site, "/origins", found.total, (echoes) => echoes);
  return section(
    word("origins.table"),
    note(word("origins.table_note")),
    listing(site, { name: "origins", caption: word("origins.table"), fields, rows: found.items, rest, open, chosen: (echo) => echo.deal === site.id }),
  );
}
