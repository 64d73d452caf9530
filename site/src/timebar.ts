/** The day as of which everything is told, and the status that deals must reach. Both change every number on the screen. */

import type { Study } from "./api/views";
import { button, el, shape } from "./dom";
import { day, named } from "./pages/telling";
import { go, state } from "./state";
import { counted, word } from "./words";

const PACE = 1100;
const DAY = 86_400_000;

function numberOf(text: string): number {
  return Date.parse(`${text}T00:00:00Z`) / DAY;
}

export class TimeBar {
  readonly root = el("section", { class: "timebar", id: "timebar" });
  private readonly slider = el("input", { type: "range", class: "slider", step: 1 });
  private readonly known = el("output", { class: "known" });
  private readonly player: HTMLButtonElement;
  private readonly latest: HTMLButtonElement;
  private readonly days: { day: string; at: number; articles: number }[];
  private readonly radios = new Map<string | null, HTMLInputElement>();
  private timer: ReturnType<typeof setTimeout> | null = null;
  private pending: ReturnType<typeof setTimeout> | null = null;

  constructor(study: Study) {
    this.root.setAttribute("aria-label", word("time.title"));
    this.days = study.days.map((one) => ({ day: one.day, at: numberOf(one.day), articles: one.articles }));
    this.player = button({ class: "play" }, () => (this.timer ? this.stop() : this.play()), "▶");
    this.latest = button({ class: "quiet latest" }, () => this.jump(null), word("time.latest"));
    this.prepareSlider();
    const track = el("div", { class: "track" }, this.ticks(), this.slider);
    const time = el("div", { class: "time", role: "group", "aria-label": word("time.title") }, this.player, el("div", { class: "time-label" }, el("span", { class: "control-label" }, word("time.known_label")), this.known), track, this.latest);
    this.root.append(this.days.length > 0 ? time : "", this.floorControl(study));
    this.show();
  }

  /** Follow the state. */
  show(): void {
    const index = this.indexOf(state().as_of);
    const one = this.days[index];
    if (one) this.slider.value = String(one.at);
    this.slider.setAttribute("aria-valuetext", this.textOf(index));
    this.known.textContent = this.textOf(index);
    this.latest.disabled = state().as_of === null;
    for (const [floor, radio] of this.radios) radio.checked = floor === state().floor;
    this.paint();
    this.playerLabel();
  }

  /** Stop playing; called when the screen goes. */
  stop(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    this.playerLabel();
  }

  private prepareSlider(): void {
    const [first, last] = [this.days[0], this.days[this.days.length - 1]];
    this.slider.min = String(first?.at ?? 0);
    this.slider.max = String(last?.at ?? 1);
    this.slider.setAttribute("aria-label", word("time.known_label"));
    this.slider.addEventListener("input", () => {
      this.stop();
      const index = this.nearest(Number(this.slider.value));
      this.preview(index);
      if (this.pending) clearTimeout(this.pending);
      this.pending = setTimeout(() => this.jump(index), 90);
    });
    this.slider.addEventListener("keydown", (event) => this.step(event));
  }

  private step(event: KeyboardEvent): void {
    const now = this.indexOf(state().as_of);
    const far = Math.max(1, Math.round(this.days.length / 10));
    const steps: Record<string, number> = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: far, PageDown: -far, Home: -now, End: this.days.length };
    const by = steps[event.key];
    if (by === undefined) return;
    event.preventDefault();
    this.stop();
    this.jump(Math.max(0, now + by));
  }

  /** Go to a day on which articles came in; the last of them is "latest". */
  private jump(index: number | null): void {
    const one = index === null || index >= this.days.length - 1 ? null : this.days[index];
    go({ as_of: one?.day ?? null }, true);
    this.show();
  }

  private preview(index: number): void {
    this.known.textContent = this.textOf(index);
    this.paint();
  }

  private indexOf(as_of: string | null): number {
    if (as_of === null) return this.days.length - 1;
    const at = numberOf(as_of);
    return Math.max(0, this.days.filter((one) => one.at <= at).length - 1);
  }

  private nearest(at: number): number {
    let best = 0;
    this.days.forEach((one, index) => {
      if (Math.abs(one.at - at) < Math.abs((this.days[best]?.at ?? 0) - at)) best = index;
    });
    return best;
  }

  private textOf(index: number): string {
    const one = this.days[index];
    return one ? day(one.day) : "";
  }

  private paint(): void {
    const [low, high, now] = [Number(this.slider.min), Number(this.slider.max), Number(this.slider.value)];
    this.slider.style.setProperty("--part", `${((now - low) / Math.max(1, high - low)) * 100}%`);
  }

  private ticks(): SVGSVGElement {
    const [first, last] = [this.days[0]?.at ?? 0, this.days[this.days.length - 1]?.at ?? 1];
    const most = Math.max(1, ...this.days.map((one) => one.articles));
    const bars = this.days.map((one) => {
      const x = ((one.at - first) / Math.max(1, last - first)) * 1000;
      const height = 5 + 11 * (one.articles / most);
      return shape("rect", { class: "tick", x: x - 1.2, y: 18 - height, width: 2.4, height }, shape("title", {}, `${day(one.day)}: ${counted("time.articles", one.articles)}`));
    });
    return shape("svg", { class: "ticks", viewBox: "0 0 1000 18", preserveAspectRatio: "none", "aria-hidden": "true" }, ...bars);
  }

  private floorControl(study: Study): HTMLElement {
    const options = study.floors.map((floor) => {
      const radio = el("input", { type: "radio", name: "floor", value: floor ?? "" });
      this.radios.set(floor, radio);
      radio.addEventListener("change", () => go({ floor }));
      return el("label", { class: "floor-step" }, radio, el("span", {}, floor === null ? word("floor.all_short") : named("status", floor)));
    });
    return el("fieldset", { class: "floor" }, el("legend", { class: "control-label" }, word("floor.title")), el("div", { class: "floor-steps" }, ...options));
  }

  private play(): void {
    if (this.indexOf(state().as_of) >= this.days.length - 1) this.jump(0);
    const next = (): void => {
      const index = this.indexOf(state().as_of);
      if (index >= this.days.length - 1) {
        this.stop();
        return;
      }
      this.jump(index + 1);
      this.timer = setTimeout(next, PACE);
    };
    this.timer = setTimeout(next, PACE);
    this.playerLabel();
  }

  private playerLabel(): void {
    const label = word(this.timer ? "time.pause" : "time.play");
    this.player.textContent = this.timer ? "❚❚" : "▶";
    this.player.setAttribute("aria-label", label);
    this.player.title = label;
  }
}
