/** What a report says of itself: of which day it is, and what was left out of it. */

import { reportIndex } from "./api/books";
import { el } from "./dom";
import { day } from "./pages/telling";
import { locale, numbers, word } from "./words";

/** Return the notice of a report; null where a server answers. */
export function notice(): HTMLElement | null {
  const index = reportIndex();
  if (!index) return null;
  const { days, of_days, details, of_details } = index.left;
  const number = (value: number): string => numbers(locale()).format(value);
  const said = [word("report.from", { name: index.study.name, day: day(index.as_of ?? index.study.last) })];
  if (days > 0) said.push(word("report.days_left", { n: number(days), of: number(of_days) }));
  if (details > 0) said.push(word("report.details_left", { n: number(details), of: number(of_details) }));
  said.push(word("report.no_articles"));
  return el("p", { class: "notice", role: "note" }, said.join(" "));
}
