"""The rules between rows as one value: those of the 2021 form, or those another form carries with it."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.rules.checking import appendix_rules

Relation = tuple[str, tuple[str, ...]]
"""A row, and the rows whose sum it is held against."""


@dataclass(frozen=True, slots=True)
class RuleBook:
    """What must hold between the rows of one form; see `appendix_rules` for what each list means."""

    order: tuple[Relation, ...] = ()
    sums: tuple[Relation, ...] = ()
    exclusive: tuple[tuple[str, ...], ...] = ()
    totals: tuple[Relation, ...] = ()
    unlikely_sums: tuple[Relation, ...] = ()
    same_facts: tuple[tuple[str, str], ...] = ()


FORM_OF_2021 = RuleBook(
    appendix_rules.ORDER,
    appendix_rules.SUMS,
    appendix_rules.EXCLUSIVE,
    appendix_rules.TOTALS,
    appendix_rules.UNLIKELY_SUMS,
    appendix_rules.SAME_FACTS,
)
