"""Opening balances: work that was done before an installation was used, taken over as its papers show it.

Source: whoever enters a completion does not confirm it; a new installation takes over completions that others confirmed
on paper long before, and says so beside every figure. See `docs/decisions/0027-opening-balances.md`.
"""

from __future__ import annotations

import datetime as dt


def is_opening_balance(
    done_on: dt.date, confirmed_on: dt.date | None, *, opened_on: dt.date, is_new: bool
) -> bool:
    """Tell whether a completion that a register shows as confirmed may be taken over as confirmed.

    `is_new`: the same import gives the work, so it had no earlier life here. `opened_on` is the civil day of the first
    line of the event log: what was finished or confirmed later happened while the program was in use.
    """
    return is_new and confirmed_on is not None and max(done_on, confirmed_on) <= opened_on
