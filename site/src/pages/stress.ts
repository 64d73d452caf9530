/** Stress: what a scenario does, in waves: who is short, who is not paid, what holders gain or lose. */

import { el } from "../dom";
import { hasWord, word } from "../words";
import type { Page, Site } from "./page";
import { basis, heading, note, nothing, section, subsection, switches } from "./sections";
import { gapTable, strainTable, valueParts } from "./shortfalls";
import { span } from "./telling";
import type { Scenario, ScenarioPage, Stress } from "./views";
import { strainPicture, unpaidPart, waveStrip } from "./waves";

export const page: Page = {
  name: "stress",
  title: () => word("stress.title"),
  async show(root, site) {
    const found = await site.ask.get<ScenarioPage>("/stress");
    root.replaceChildren(heading(word("stress.heading"), word("stress.story")));
    const scenario = found.items.find((one) => one.id === site.id) ?? found.items[0];
    if (!scenario) {
      root.append(nothing(word("stress.none")));
      return;
    }
    const choices = found.items.map((one) => ({ words: told(one, "short"), chosen: one.id === scenario.id, choose: () => site.go({ id: one.id }) }));
    root.append(switches(word("stress.scenarios"), choices));
    const result = await site.ask.get<Stress>(`/stress/${encodeURIComponent(scenario.id)}`).catch((problem: unknown) => problem as Error);
    root.append(result instanceof Error ? nothing(word("stress.not_run", { why: result.message })) : shown(scenario, result, site));
  },
};

/** The title or story of a shipped scenario in the reader's language, of any other as it was written. */
function told(scenario: Scenario, what: "short" | "title" | "story"): string {
  const key = `scenario.${scenario.id.replaceAll("-", "_")}.${what}`;
  if (hasWord(key)) return word(key);
  return what === "story" ? scenario.story : scenario.title;
}

function shown(scenario: Scenario, result: Stress, site: Site): HTMLElement {
  const part = section(
    told(scenario, "title"),
    el("p", { class: "standfirst" }, told(scenario, "story")),
    basis({ window: result.window, floor: result.floor, layer: result.layer, as_of: result.as_of, currency: result.currency }),
    supposed(result),
  );
  if (result.strains.length === 0 && result.values.length === 0) part.append(nothing(word("stress.nothing_happens")));
  if (result.strains.length > 0) {
    part.append(unpaidPart(result, site), waveStrip(result, site), strainPicture(result, site), strainTable(result, site));
  }
  part.append(...valueParts(result, site));
  if (result.gaps.length > 0) part.append(gapTable(result, site));
  part.append(subsection(word("stress.guards"), note(word("stress.guards_text"))));
  return part;
}

function supposed(result: Stress): HTMLElement | null {
  const terms = result.scenario.supposed_terms;
  if (terms.length === 0) return null;
  const lines = terms.map((term) =>
    el("li", {}, `${term.payer.name} → ${term.payee.name}: ${span(term)} (`, el("span", { lang: "en" }, term.because), ")"),
  );
  return el("details", { class: "supposed" }, el("summary", {}, word("stress.supposed")), el("ul", {}, ...lines));
}
