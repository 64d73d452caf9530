"""Cost: what the model was asked so far, and whether one more request may be afforded.

In: prices per million tokens, a limit, the tokens of each request. Out: a running bill. Promise: a request that could
exceed the limit is refused before it is made; what may have been billed counts as billed; amounts are exact decimals
in the currency of the prices.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from anello.errors import BudgetSpent, SettingsError

MILLION = Decimal(1_000_000)


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens of one request: what was sent and what came back."""

    sent: int
    received: int


@dataclass(slots=True)
class Bill:
    """What was spent, in the currency of the prices; `most` None sets no limit."""

    price_in: Decimal | None = None
    price_out: Decimal | None = None
    most: Decimal | None = None
    spent: Decimal = Decimal(0)
    requests: int = 0
    sent: int = 0
    received: int = 0
    stopped: bool = False

    def __post_init__(self) -> None:
        if self.most is not None and (self.price_in is None or self.price_out is None):
            raise SettingsError(
                "--max-cost needs prices: set ANELLO_LLM_PRICE_IN and ANELLO_LLM_PRICE_OUT, each for a million tokens"
            )

    def cost_of(self, usage: Usage) -> Decimal:
        """Return what a request costs; tokens without a price cost nothing."""
        sent, received = (self.price_in or Decimal(0)) * usage.sent, (self.price_out or Decimal(0)) * usage.received
        return (sent + received) / MILLION

    def admit(self, worst: Usage) -> None:
        """Let a request of at most these tokens pass; after the first refusal none passes any more.

        Raises:
            BudgetSpent: the request could exceed the limit.
        """
        if self.most is None:
            return
        self.stopped = self.stopped or self.spent + self.cost_of(worst) > self.most
        if self.stopped:
            raise BudgetSpent("not read: the next request to the model could exceed --max-cost; raise it to go on")

    def charge(self, usage: Usage) -> None:
        """Add a request to the bill."""
        self.requests += 1
        self.sent += usage.sent
        self.received += usage.received
        self.spent += self.cost_of(usage)
