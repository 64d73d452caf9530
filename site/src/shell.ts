/** The frame of the screen: masthead, menu, stage, panel, time; it follows the state and hands each part its work. */

import { Problem, client, isReport, moveOn } from "./api/client";
import type { Study } from "./api/views";
import { button, el, link } from "./dom";
import { MapView } from "./map/view";
import { isPage, loadPage, PAGES } from "./pages/index";
import { Panel } from "./panel/panel";
import { Rail } from "./rail";
import { onDecided } from "./review/deciding";
import { Search } from "./search";
import { site } from "./site";
import { notice } from "./notice";
import { go, hrefOf, state, type State } from "./state";
import { switches } from "./switches";
import { TimeBar } from "./timebar";
import { counted, word } from "./words";

/** What a page of the menu begins with: nothing opened, nothing lit. */
const FRESH = { id: null, tables: "", open: null, ring: null };

export class Shell {
  readonly root = el("div", { class: "app" });
  private readonly map = new MapView();
  private readonly rail = new Rail();
  private readonly panel = new Panel((id) => state().page !== "map" || this.map.hasRing(id));
  private readonly time: TimeBar;
  private readonly search = new Search();
  private readonly sheet = el("div", { class: "page" });
  private readonly stage = el("main", { class: "stage", id: "stage", tabindex: -1 });
  private readonly menu: HTMLElement;
  private shown = "";
  private turn = 0;
  private ended = (): void => undefined;

  constructor(private readonly study: Study) {
    this.time = new TimeBar(study);
    this.menu = this.makeMenu();
    this.stage.append(this.map.root, this.sheet);
    const skip = el("a", { class: "skip", href: "#stage" }, word("shell.skip"));
    skip.addEventListener("click", (event) => { event.preventDefault(); this.stage.focus(); });
    this.root.append(skip, this.masthead(), el("div", { class: "middle" }, this.rail.root, this.stage, this.panel.root), this.time.root, this.sheets());
  }

  /** Show the state as it is. */
  start(): void {
    // After a decision every figure may be another one.
    this.ended = onDecided(() => {
      this.shown = "";
      this.follow(null);
    });
    this.follow(null);
  }

  /** Follow a change; without one before, everything is shown. */
  follow(before: State | null): void {
    const now = state();
    const scope = !before || now.as_of !== before.as_of || now.floor !== before.floor;
    if (scope && before) moveOn();
    this.root.classList.toggle("on-map", now.page === "map");
    this.time.show();
    this.search.show();
    this.menuShow();
    this.root.classList.remove("sheet-rail", "sheet-time");
    const staged = this.showStage(scope, before);
    this.report(staged);
    if (!scope && now.open === before.open && now.ring === before.ring) return;
    // A ring may be another one at another day: the map says so first.
    const waits = before !== null && scope && now.page === "map" && now.ring !== null;
    this.report(waits ? staged.then(() => this.panel.show()) : this.panel.show());
  }

  close(): void {
    this.ended();
    this.time.stop();
    this.map.close();
  }

  private async showStage(scope: boolean, before: State | null): Promise<void> {
    const now = state();
    if (now.page === "map") {
      this.sheet.hidden = true;
      this.map.root.hidden = false;
      this.shown = "map";
      this.titled(word("map.title"));
      if (scope || !before || before.page !== "map") await Promise.all([this.map.show(), this.rail.show()]);
      else {
        this.map.light();
        this.rail.light();
      }
      return;
    }
    const wanted = `${now.page} ${now.id ?? ""} ${now.as_of ?? ""} ${now.floor ?? ""}`;
    if (wanted !== this.shown) await this.showPage(now.page, wanted, before?.page !== now.page);
  }

  private async showPage(name: string, wanted: string, fresh: boolean): Promise<void> {
    this.turn += 1;
    const mine = this.turn;
    this.sheet.setAttribute("aria-busy", "true");
    const page = await loadPage(name);
    const root = el("div", { class: `page-root page-${page?.name ?? "none"}` });
    if (page) await page.show(root, site());
    else root.append(el("h1", {}, word("shell.no_page")));
    if (mine !== this.turn || state().page !== name) return;
    this.shown = wanted;
    this.map.root.hidden = true;
    this.sheet.hidden = false;
    this.sheet.replaceChildren(root);
    this.sheet.removeAttribute("aria-busy");
    if (page) this.titled(page.title());
    if (!fresh) return;
    this.stage.scrollTop = 0;
    this.stage.focus({ preventScroll: true });
  }

  private titled(title: string): void {
    document.title = `${title} · ${this.study.name} · Anello`;
  }

  /** Say what went wrong, where it is not merely out of date. */
  private report(work: Promise<unknown>): void {
    work.catch((problem: unknown) => {
      if (problem instanceof DOMException && problem.name === "AbortError") return;
      const text = problem instanceof Problem ? problem.message : String(problem);
      const said = el("div", { class: "trouble", role: "alert" }, el("p", {}, word("shell.trouble", { x: text })), button({ class: "quiet" }, () => { said.remove(); client.forget(); this.shown = ""; this.follow(null); }, word("shell.again")));
      this.root.querySelector(".trouble")?.remove();
      this.root.append(said);
    });
  }

  private masthead(): HTMLElement {
    const home = { page: "map", id: null };
    const { articles, claims, deals } = this.study;
    const facts = [counted("shell.articles", articles), counted("shell.claims", claims), counted("map.deals", deals)].join(" · ");
    return el(
      "header",
      { class: "masthead" },
      el("div", { class: "masthead-top" }, link(hrefOf(home), () => go(home), { class: "brand" }, "Anello"), el("p", { class: "study" }, el("b", {}, this.study.name), ` ${facts}`), this.search.root, switches()),
      this.menu,
      notice(),
    );
  }

  private makeMenu(): HTMLElement {
    const pages = ["map", ...PAGES.filter((name) => isPage(name) && (name !== "review" || (this.study.review && !isReport())))];
    const items = pages.map((name) => {
      const change = { ...FRESH, page: name };
      return el("li", {}, link(hrefOf(change), () => go(change), { "data-page": name }, word(`menu.${name}`)));
    });
    return el("nav", { class: "menu", "aria-label": word("shell.menu") }, el("ul", {}, ...items));
  }

  private menuShow(): void {
    for (const one of this.menu.querySelectorAll<HTMLAnchorElement>("a")) {
      const name = one.dataset["page"] ?? "";
      one.href = hrefOf({ ...FRESH, page: name });
      if (name !== state().page) one.removeAttribute("aria-current");
      else {
        one.setAttribute("aria-current", "page");
        reveal(one);
      }
    }
  }

  /** On a phone rings and time come up as sheets. */
  private sheets(): HTMLElement {
    const turn = (name: string) => (): void => {
      const on = this.root.classList.contains(name);
      this.root.classList.remove("sheet-rail", "sheet-time");
      this.root.classList.toggle(name, !on);
    };
    return el(
      "nav",
      { class: "sheets", "aria-label": word("shell.sheets") },
      button({ class: "sheet-open for-map", "aria-controls": "rail" }, turn("sheet-rail"), word("rail.title")),
      button({ class: "sheet-open", "aria-controls": "timebar" }, turn("sheet-time"), word("shell.time_and_floor")),
      button({ class: "sheet-open for-map" }, () => go({ beside: !state().beside }), word("map.table")),
    );
  }
}


/** Bring a link of the menu into sight. Not by scrollIntoView, after which the Tab key would go on from there. */
function reveal(item: HTMLElement): void {
  const list = item.closest("ul");
  if (!list) return;
  const [left, right] = [item.offsetLeft - list.offsetLeft, item.offsetLeft - list.offsetLeft + item.offsetWidth];
  if (left < list.scrollLeft || right > list.scrollLeft + list.clientWidth) list.scrollLeft = left - 24;
}
