"""How far a grant of the permission table reaches."""

from __future__ import annotations

import enum


class Reach(enum.StrEnum):
    """How far a grant reaches."""

    EVERYWHERE = "everywhere"
    PLAN_WORK = "plan_work"
    DIRECTIVE_WORK = "directive_work"
    OWN_UNIT = "own_unit"
