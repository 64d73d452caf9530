/** The ladder of a headline as bars, and the calendar of what is paid or due. */

import { drawBars, type Bar, type Group } from "../charts/bars";
import { word } from "../words";
import { opensDeals } from "./opening";
import type { Site } from "./page";
import { barKeys, keys, picture } from "./sections";
import { day, money, share } from "./telling";
import type { CalendarRow, Ladder, LadderTotal } from "./views";

type RungName = "headline" | "binding" | "drawn" | "available" | "waiting" | "untold" | "conditional" | "announced" | "contingent";

const RUNGS: readonly [RungName, number][] = [
  ["headline", 0],
  ["binding", 1],
  ["drawn", 2],
  ["available", 2],
  ["waiting", 2],
  ["untold", 2],
  ["conditional", 1],
  ["announced", 1],
  ["contingent", 0],
];

/** Draw the rungs of a ladder below each other on one axis; they are not stacked, since they are intervals. */
export function rungsPicture(ladder: Ladder, open: (() => void) | undefined): HTMLElement {
  const bars = RUNGS.flatMap(([name, depth]) => rungBar(ladder, name, depth, open));
  const axis = { format: (value: number) => money({ low: value, high: value }, ladder.currency) };
  const openEnd = bars.some((bar) => bar.high === null);
  const key = keys(...barKeys("sum", openEnd, bars.some((bar) => bar.loose === true)));
  return picture((width) => drawBars(width, [{ bars }], axis, word("deals.ladder")), key);
}

function rungBar(ladder: Ladder, name: RungName, depth: number, open: (() => void) | undefined): Bar[] {
  const bounds = ladder[name];
  if (bounds.high === 0 && name !== "headline") return [];
  const part = name in ladder.shares ? ladder.shares[name as keyof Ladder["shares"]] : null;
  const words = money(bounds, ladder.currency);
  const known = part && !(part.low === 0 && part.high === 1) && !(part.low === 1 && part.high === 1);
  return [
    {
      label: word(`rung.${name}`),
      depth,
      low: bounds.low,
      high: bounds.high,
      words: known ? `${words} (${share(part)})` : words,
      tone: name === "contingent" ? "contingent" : "sum",
      loose: name === "conditional" || name === "announced",
      ...(open && { open }),
    },
  ];
}

/** Draw what is paid or due in each year, and what stands in no year. */
export function calendarPicture(total: LadderTotal, site: Site): HTMLElement {
  const currency = total.ladder.currency;
  const groups: Group[] = [{ bars: total.calendar.flatMap((row) => rowBars(row, currency, site)) }];
  const axis = { format: (value: number) => money({ low: value, high: value }, currency) };
  const openEnd = groups.some((group) => group.bars.some((bar) => bar.high === null));
  return picture((width) => drawBars(width, groups, axis, word("deals.calendar")), keys(...barKeys("sum", openEnd, true)));
}

function rowBars(row: CalendarRow, currency: string | null, site: Site): Bar[] {
  const label = rowName(row);
  const open = opensDeals(site, row.deals, label);
  return (["binding", "conditional", "announced", "contingent"] as const)
    .filter((name) => row[name].high !== 0)
    .map((name) => ({
      label,
      sub: word(`rung.${name}`),
      low: row[name].low,
      high: row[name].high,
      words: money(row[name], currency),
      tone: name === "contingent" ? "contingent" : "sum",
      loose: name === "conditional" || name === "announced",
      ...(open && { open }),
    }));
}

export function rowName(row: CalendarRow): string {
  if (row.year !== null) return String(row.year);
  if (row.kind === "no end known") return word("calendar.no_end", { x: day(row.window.first) });
  if (row.kind === "no beginning known") return word("calendar.no_beginning", { x: day(row.window.last) });
  return word("calendar.no_dates");
}
