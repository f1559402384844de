"""One row of the appendix as data: what it counts, in which unit of measure, and where its value comes from."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field


class ValueKind(enum.StrEnum):
    """What kind of value a row holds; a heading holds none."""

    HEADING = "heading"
    COUNT = "count"
    PERCENT = "percent"
    CHOICE = "choice"
    YES_NO = "yes_no"


class Source(enum.StrEnum):
    """How a value is obtained: from our own records, from units by name, or from other rows."""

    NONE = "none"
    COMPUTED = "computed"
    ENTERED = "entered"
    FORMULA = "formula"


class Binding(enum.StrEnum):
    """What our own records count for a computed row, at the close of the cut-off day."""

    PLAN_TOTAL = "plan_total"
    PLAN_DONE = "plan_done"
    PROVINCE_TOTAL = "province_total"
    PROVINCE_ON_TIME = "province_on_time"
    PROVINCE_LATE = "province_late"
    TOWN_TOTAL = "town_total"
    TOWN_ON_TIME = "town_on_time"
    TOWN_LATE = "town_late"
    STEERING_PAPERS = "steering_papers"
    INSPECTED_BODIES = "inspected_bodies"
    INSPECTION_FINDINGS = "inspection_findings"
    FINDINGS_SETTLED = "findings_settled"
    DEPARTMENTS = "departments"
    SERVICE_UNITS = "service_units"
    COMMUNES = "communes"


class Blank(enum.StrEnum):
    """Why a row may stay without a number; «nothing arose» is the number nought and prints as such."""

    NOTHING_AROSE = "nothing_arose"
    NOT_OURS = "not_ours"
    NO_FIGURES_YET = "no_figures_yet"


EVERY_COMMUNE, EVERY_DEPARTMENT, EVERY_SERVICE_UNIT = "@communes", "@departments", "@service_units"
GROUPS = (EVERY_COMMUNE, EVERY_DEPARTMENT, EVERY_SERVICE_UNIT)
"""Owners that are many units: their values are added up."""


@dataclass(frozen=True, slots=True)
class Spec:
    """A row of a form. `owners` are codes of units or names of `GROUPS`; `rules` what must hold (see `rulebook`).

    `choices` are the codes a choice may have, with their words.
    """

    code: str
    label: str
    unit: str
    kind: ValueKind
    source: Source = Source.NONE
    binding: Binding | None = None
    formula: str = ""
    owners: tuple[str, ...] = ()
    choices: Mapping[int, str] = field(default_factory=dict)
    rules: tuple[str, ...] = ()

    @property
    def is_heading(self) -> bool:
        """Tell whether the row only names a group."""
        return self.kind is ValueKind.HEADING
