"""The rules a form carries beside its rows, read into what the check of a report looks at.

One rule to a line: «<= 1.1.1» and «<= 2.2 + 2.3» (at most), «= 3.1.3a + 3.1.3b» (exactly), «excludes 7.6.2b» (shares
that exclude each other), «same 7.8.2» (one fact asked twice).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from tracker.rules.checking.rulebook import RuleBook
from tracker.rules.indicators.spec import Spec
from tracker.rules.refusals import Reason, Refusal

_CODE = r"\d+(?:\.\d+)+[a-z]?"
_RULE = re.compile(rf"(?P<verb><=|=|excludes|same) +(?P<codes>{_CODE}(?: *\+ *{_CODE})*)", re.ASCII)


def read_rule(text: str) -> tuple[str, tuple[str, ...]]:
    """Return the verb of a rule and the rows it names; refuse RULE_UNREADABLE (field `rules`)."""
    match = _RULE.fullmatch(" ".join(text.split()))
    if match is None:
        raise Refusal(Reason.RULE_UNREADABLE, field="rules", rule=text)
    return match["verb"], tuple(re.findall(_CODE, match["codes"]))


def book_of(specs: Iterable[Spec]) -> RuleBook:
    """Return the rules of a form as the check of a report reads them."""
    order, sums, exclusive, same = [], [], [], []
    for spec in specs:
        for rule in spec.rules:
            verb, codes = read_rule(rule)
            if verb == "<=":
                order.append((spec.code, codes))
            elif verb == "=":
                sums.append((spec.code, codes))
            elif verb == "excludes":
                exclusive.append((spec.code, *codes))
            else:
                same.append((spec.code, codes[0]))
    return RuleBook(tuple(order), tuple(sums), tuple(exclusive), same_facts=tuple(same))
