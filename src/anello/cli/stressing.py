"""The command that tests a study under stress: who falls if somebody cannot pay, or values fall.

In: a scenario, a study, balance sheets if there are any. Out: funding gaps, who loses in which order, values; or the
list of worked scenarios, a scenario's text, an empty form of balance sheets. Promise: no figure without its window,
floor and deals; what is not known is said and never filled in.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Annotated, Any

from anello.cli import screen
from anello.cli.columns import short_id
from anello.cli.listing import ROWS
from anello.cli.options import Argument, Listed, Option, Typer, spread
from anello.errors import SettingsError

if TYPE_CHECKING:
    from anello.model import Bound, FundingGap, StressTest
    from anello.show.stress import Names

SHOWN = 2
"""Ids of deals in a table; JSON and CSV have all."""

ScenarioAndStudy = Annotated[
    list[str] | None,
    Argument(
        metavar="SCENARIO STUDY",
        help="A scenario: a file, or the name of a worked one. Then the study that `anello build` made.",
        show_default=False,
    ),
]
Instead = Annotated[
    bool | None,
    Option(
        "--list/--template",
        help="Instead of a test: the worked scenarios, or with a name the text of one; or with a study a form of "
        "balance sheets to fill in.",
        show_default=False,
    ),
]
Balance = Annotated[
    str | None,
    Option(
        "--balance",
        metavar="FILE",
        help="Balance sheets: the form that --template prints, filled in. An empty cell is unknown.",
        show_default=False,
    ),
]


def add_to(app: Typer) -> None:
    """Hang the command on the application."""
    app.command()(spread(stress))


def stress(
    listed: Listed,
    named: ScenarioAndStudy = None,
    instead: Instead = None,
    balance: Balance = None,
) -> None:
    """Tell who falls if somebody cannot pay, or values fall.

    First the funding gaps: what each must pay in the years of the scenario and what it has for it. Then clearing: who
    is not paid, what each would need to stand, who can fail in which round. Then values: what holders of shares gain or
    lose. Only binding sums count; guarantees only where the scenario calls them; letters of intent and options never.

    News tells deals and no balance sheets. Without --balance nobody's reserve is known, and figures are ranges: from
    what the scenario does for certain to what it does if nobody has any reserve.

    \b
    Examples:
      anello stress --list
      anello stress openai-misses my.anello
      anello stress --template my.anello > balance.csv
      anello stress openai-misses my.anello --balance balance.csv
      anello stress --list openai-misses > mine.toml
      anello stress mine.toml my.anello --json
    """
    given = named or []
    if instead is not None:
        (print_scenarios if instead else print_form)(given, listed.json)
        return
    told, study = both_of(given)
    from anello.pipeline.stressing import load_sheets, stress_study
    from anello.scenarios import load_scenario

    scenario = load_scenario(told)
    sheets = load_sheets(balance, scenario.currency) if balance else ()
    view, found = stress_study(study, scenario, sheets=sheets, as_of=listed.as_of, floor=listed.floor)
    if listed.json or listed.csv:
        print_for_programs(found, view.names, listed.json, listed.limit)
    else:
        print_test(found, view.names, ROWS if listed.limit is None else listed.limit)


def both_of(given: Sequence[str]) -> tuple[str, str]:
    """Return the scenario and the study that are named.

    Raises:
        SettingsError: not both are named.
    """
    if len(given) != 2:
        raise SettingsError("name a scenario and a study: anello stress openai-misses my.anello; --list has scenarios")
    return given[0], given[1]


def print_scenarios(given: Sequence[str], json: bool) -> None:
    """Print the worked scenarios, or the text of one.

    Raises:
        SettingsError: more than one is named.
    """
    from anello.scenarios import text_of, worked

    if len(given) > 1:
        raise SettingsError("--list takes the name of one scenario, or nothing")
    if given:
        print(text_of(given[0]), end="")
        return
    rows = [{"name": s.name, "years": list(s.years), "title": s.title, "story": s.story} for s in worked()]
    if json:
        screen.print_json(rows)
        return
    shown = (
        screen.Column("name", lambda row: row["name"], whole=True),
        screen.Column("year", lambda row: ", ".join(map(str, row["years"])), whole=True),
        screen.Column("what if", lambda row: row["title"]),
    )
    screen.table(rows, shown)
    screen.say("anello stress NAME STUDY runs one; anello stress --list NAME > mine.toml prints it, to be changed")


def print_form(given: Sequence[str], json: bool) -> None:
    """Print an empty form of balance sheets with the parties of a study.

    Raises:
        SettingsError: not one study is named.
    """
    from anello.pipeline.stressing import balance_form
    from anello.scenarios.sheets import COLUMNS

    if len(given) != 1:
        raise SettingsError("name the study: anello stress --template my.anello > balance.csv")
    rows = balance_form(given[0])
    if json:
        screen.print_json(rows)
        return
    screen.print_csv(rows, COLUMNS)
    screen.say(
        "fill in figures of one year as 25bn, 20bn..30bn or 20bn.. and leave empty what is not known; "
        "operating_inflow and external_liabilities without what these parties pay each other"
    )


def print_for_programs(found: StressTest, names: Names, json: bool, limit: int | None) -> None:
    """Print a stress test as one JSON object, or one CSV row a figure."""
    from anello.show.stress import COLUMNS, stress_rows, stress_view

    if json:
        screen.print_json([stress_view(found, names)])
    else:
        screen.print_csv(list(stress_rows(found, names))[:limit], COLUMNS)


# --- for people -------------------------------------------------------------------------------------------------------


def print_test(found: StressTest, names: Names, limit: int) -> None:
    """Print a stress test: what it supposes, gaps, clearing, values, and what must be said."""
    from anello.show.stress import floor_words, summary, unstated, waiting, window_of

    screen.headline(found.scenario.title)
    if found.scenario.story:
        screen.line(found.scenario.story, "dim")
    without = unstated(found)
    screen.facts(
        [
            ("window", window_of(found)),
            ("counts", floor_words(found)),
            ("known up to", str(found.as_of or found.today or "undated")),
            (
                "without amount",
                f"{without} binding deals name none or no upper bound; not in any figure" if without else "",
            ),
            ("conditional", "; ".join(waiting(found, names)) + ", not counted" if waiting(found, names) else ""),
        ]
    )
    for sentence in summary(found, names):
        screen.line(sentence)
    print_gaps(found, names, limit)
    print_strains(found, names, limit)
    print_values(found, names, limit)
    for note in found.notes:
        screen.line(f"Note: {note}", "dim")
    screen.say("`anello show ID STUDY` opens a deal to its sentences; --json and --csv have every figure and deal")


def print_gaps(found: StressTest, names: Names, limit: int) -> None:
    """Print what each must pay and has for it."""
    from anello.show.stress import coverage_words, money_bounds, need_words, with_unstated

    rows, currency = found.gaps, found.scenario.currency
    if not rows:
        screen.line("Nothing binding is due in this window.")
        return
    screen.headline("Funding gap: what must be paid, and from what")
    columns = [
        screen.Column("party", lambda g: names.get(g.party, g.party)),
        screen.Column("due", lambda g: with_unstated(g.dues, len(g.unpriced_out), currency)),
        screen.Column("paid to it", lambda g: with_unstated(g.receipts, len(g.unpriced_in), currency)),
        _money("financing", "financing", currency),
        screen.Column("still to find", lambda g: need_words(g.to_find, currency, not g.unpriced_out)),
    ]
    if len(found.scenario.years) > 1:
        columns.insert(1, screen.Column("year", lambda g: str(g.first.year), whole=True))
    if any(len(gap.missing) < 3 for gap in rows):
        columns += [
            screen.Column("other dues", lambda g: money_bounds(g.outside, currency), spare=True),
            screen.Column("cash, inflow", lambda g: _both(g, money_bounds, currency), spare=True),
            screen.Column("gap", lambda g: need_words(g.gap, currency)),
            screen.Column("coverage", coverage_words),
        ]
    columns.append(screen.Column("deals", lambda g: deal_words(g.deals)))
    screen.table(rows[:limit], columns, total=len(rows), what="gap")
    if all(len(gap.missing) == 3 for gap in rows):
        screen.line("Still to find: from cash, from customers outside this study, or from new money: not known here.")


def _both(gap: FundingGap, words: Callable[[Bound, str], str], currency: str) -> str:
    return f"{words(gap.cash, currency)}, {words(gap.inflow, currency)}"


def _money(title: str, field: str, currency: str) -> screen.Column:
    from anello.show.stress import money_bounds

    return screen.Column(title, lambda row: money_bounds(getattr(row, field), currency))


def deal_words(deals: Sequence[str]) -> str:
    """Return the ids of a few deals, and how many more there are."""
    shown = " ".join(short_id(deal) for deal in deals[:SHOWN])
    return f"{shown} +{len(deals) - SHOWN}" if len(deals) > SHOWN else shown


def print_strains(found: StressTest, names: Names, limit: int) -> None:
    """Print who is not paid, what each needs to stand, and who can fail."""
    from anello.show.stress import fate_words, money_bounds

    rows, currency = found.strains, found.scenario.currency
    if not rows:
        return
    screen.headline("Who loses, in the order in which they can fail")
    columns = [
        screen.Column("party", lambda s: names.get(s.party, s.party)),
        _money("not paid to it", "unpaid", currency),
        *(
            _money(title, field, currency)
            for title, field in (("stops coming", "stopped"), ("called", "called"), ("guarantees pay", "received"))
            if any(getattr(row, field).high for row in rows)
        ),
        _money("needs for its dues", "reserve", currency),
        _money("leaves unpaid", "leaves", currency),
        screen.Column("can it fail", fate_words),
        screen.Column("deals", lambda s: deal_words(s.deals), spare=True),
    ]
    screen.table(rows[:limit], columns, total=len(rows), what="row")
    if any(row.wave and not row.known for row in rows):
        screen.line(
            "Wave 1 can fail first, then wave 2. If short: if it has less in reserve than it needs to pay its own dues."
        )
    if len(found.sweeps) > 1:
        screen.headline("If failing itself costs: what is left of own means (alpha) and of receipts (beta)")
        screen.table(
            found.sweeps,
            (
                screen.Column("alpha", lambda w: f"{w.alpha:g}", whole=True, right=True),
                screen.Column("beta", lambda w: f"{w.beta:g}", whole=True, right=True),
                screen.Column("left unpaid in all", lambda w: money_bounds(w.unpaid, currency)),
                screen.Column("can fail", lambda w: ", ".join(names.get(p, p) for p in w.fallen)),
            ),
        )
    print_breaking(found, names)


def print_breaking(found: StressTest, names: Names) -> None:
    """Print the smallest sums that break others, where balance sheets allow it."""
    from anello.show.words import sum_words

    if not found.breaking:
        return

    def at(value: Any) -> str:
        return (
            "never" if value is None else sum_words(value, value, found.scenario.currency) if value else "fails anyway"
        )

    screen.headline("The smallest sum left unpaid that breaks another (only those with a balance sheet)")
    screen.table(
        found.breaking,
        (
            screen.Column("not paid by", lambda b: names.get(b.party, b.party)),
            screen.Column("breaks", lambda b: names.get(b.broken, b.broken)),
            screen.Column("can, from", lambda b: at(b.low)),
            screen.Column("must, from", lambda b: at(b.high)),
        ),
    )


def print_values(found: StressTest, names: Names, limit: int) -> None:
    """Print how values change, and what holders gain or lose."""
    from anello.show.stress import held_words, money_bounds, share_words, signed_words

    currency = found.scenario.currency
    if not found.repricings:
        return
    screen.headline("Values")
    screen.table(
        found.repricings,
        (
            screen.Column("party", lambda r: names.get(r.party, r.party)),
            screen.Column("before", lambda r: money_bounds(r.before, currency)),
            screen.Column("after", lambda r: money_bounds(r.after, currency)),
            screen.Column("before, from", lambda r: r.source or "nobody tells it"),
        ),
    )
    rows = found.revaluations
    columns = [
        screen.Column("holder", lambda r: names.get(r.holder, r.holder)),
        screen.Column("of", lambda r: names.get(r.issuer, r.issuer)),
        screen.Column("stake", lambda r: share_words(r.share, r.stated)),
        screen.Column("change", lambda r: signed_words(r.change, currency)),
        screen.Column("deals", lambda r: deal_words(r.deals)),
    ]
    if found.scenario.offerings:
        columns.insert(3, screen.Column("stake after", lambda r: share_words(r.after, r.stated)))
    if rows:
        screen.table(rows[:limit], columns, total=len(rows), what="holding")
    for sentence in held_words(found, names):
        screen.line(sentence)
