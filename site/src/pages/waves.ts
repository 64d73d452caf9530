/** Waves: who can fail in which round, as a strip to read and as bars to compare. */

import { drawBars, type Bar, type Group } from "../charts/bars";
import type { Tone } from "../charts/svg";
import { button, el } from "../dom";
import { word } from "../words";
import { opensDeals } from "./opening";
import type { Site } from "./page";
import { barKeys, keys, note, picture, subsection } from "./sections";
import { money } from "./telling";
import type { Strain, Stress } from "./views";

type Measure = "unpaid" | "stopped" | "called" | "received" | "reserve" | "leaves";

const MEASURES: readonly [Measure, Tone][] = [
  ["unpaid", "sum"],
  ["stopped", "finance"],
  ["called", "contingent"],
  ["received", "contingent"],
  ["reserve", "other"],
  ["leaves", "sum"],
];

/** Strains by the wave in which a party can first fail; null are those that nothing here can make fail. */
function wavesOf(result: Stress): [number | null, Strain[]][] {
  const waves = [...new Set(result.strains.map((strain) => strain.wave))];
  waves.sort((a, b) => (a ?? Infinity) - (b ?? Infinity));
  return waves.map((wave) => [wave, result.strains.filter((strain) => strain.wave === wave)]);
}

export function waveName(wave: number | null): string {
  if (wave === null) return word("stress.stands");
  return wave === 0 ? word("stress.wave_0") : word("stress.wave", { n: wave });
}

/** The waves side by side: each a column of the parties that can fail in it. */
export function waveStrip(result: Stress, site: Site): HTMLElement {
  const columns = wavesOf(result).map(([wave, strains]) =>
    el(
      "li",
      { class: wave === null ? "wave wave-stands" : `wave wave-${String(Math.min(wave, 4))}` },
      el("h4", {}, waveName(wave)),
      el("ul", {}, ...strains.map((strain) => el("li", {}, partyOf(strain, result, site)))),
    ),
  );
  return subsection(word("stress.waves"), note(word("stress.waves_note")), el("ol", { class: "waves" }, ...columns));
}

function partyOf(strain: Strain, result: Stress, site: Site): HTMLElement {
  const size = strain.wave === null ? strain.loss : strain.leaves;
  const what = word(strain.wave === null ? "stress.loses" : "stress.leaves_short", { x: money(size, result.currency) });
  const sure = strain.certain && strain.wave !== 0 ? ` · ${word("stress.surely")}` : "";
  const open = (): void => site.open.deals(strain.deals, strain.party.name);
  return button({ class: "wave-party" }, open, el("strong", {}, strain.party.name), el("span", {}, what + sure));
}

/** All measures of all parties as bars, under the wave in which each can fail. */
export function strainPicture(result: Stress, site: Site): HTMLElement {
  const groups = wavesOf(result).map(
    ([wave, strains]): Group => ({ title: waveName(wave), bars: strains.flatMap((strain) => strainBars(strain, result, site)) }),
  );
  const bars = groups.flatMap((group) => group.bars);
  const axis = { format: (value: number) => money({ low: value, high: value }, result.currency) };
  const openEnd = bars.some((bar) => bar.high === null);
  const called = bars.some((bar) => bar.tone === "contingent") ? [{ words: word("stress.key_called"), look: "maybe" as const, tone: "contingent" as const }] : [];
  const stopped = bars.some((bar) => bar.tone === "finance") ? [{
    words: word("stress.stopped"),
    look: "maybe" as const,
    tone: "finance" as const,
  }] : [];
  const name = word("stress.picture");
  return subsection(name, picture((width) => drawBars(width, groups, axis, name), keys(...barKeys("sum", openEnd), ...stopped, ...called)));
}

function strainBars(strain: Strain, result: Stress, site: Site): Bar[] {
  return MEASURES.filter(([name]) => strain[name].high !== 0).map(([name, tone]) => ({
    label: strain.party.name,
    sub: word(`stress.${name}`),
    low: strain[name].low,
    high: strain[name].high,
    words: money(strain[name], result.currency),
    tone,
    open: () => site.open.deals(strain.deals, strain.party.name),
  }));
}

/** What is left unpaid in all, if failing costs nothing and if it costs a part of what is left. */
export function unpaidPart(result: Stress, site: Site): HTMLElement {
  const open = opensDeals(site, result.strains.flatMap((strain) => strain.deals), word("stress.unpaid_all"));
  const bars = result.unpaid.map(
    (sweep): Bar => ({
      label: sweep.alpha === 1 && sweep.beta === 1 ? word("stress.no_costs") : word(
        sweep.alpha === sweep.beta ? "stress.costs_alike" : "stress.costs",
        { x: percentOf(sweep.alpha), y: percentOf(sweep.beta) },
      ),
      low: sweep.low ?? null,
      high: sweep.high ?? null,
      words: money(sweep, result.currency),
      tone: "sum",
      ...(open && { open }),
    }),
  );
  const axis = { format: (value: number) => money({ low: value, high: value }, result.currency) };
  const name = word("stress.unpaid_all");
  return subsection(
    name,
    note(word("stress.unpaid_note")),
    picture((width) => drawBars(width, [{ bars }], axis, name), keys(...barKeys("sum", bars.some((bar) => bar.high === null)))),
  );
}

function percentOf(part: number): string {
  return String(Math.round(part * 100));
}
