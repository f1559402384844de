"""What a task asks for besides its own state: figures of a report, answered by the package that keeps them.

Tasks stand below reports, so reports register their answers here when they are imported; without them nothing that
depends on figures may be decided, and the program says so instead of letting a task pass.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from sqlalchemy import ColumnElement, ScalarSelect, Select

from tracker.core.refusals import Reason, Refusal

if TYPE_CHECKING:
    from tracker.database.unit_of_work import UnitOfWork
    from tracker.tasks.models import Assignment


class RequiredFigures(Protocol):
    """The report that a task asks figures for, and the rows of the unit without a value that counts."""

    @property
    def report_id(self) -> int:
        """The number of the report in its newest version."""

    @property
    def missing(self) -> Sequence[object]:
        """The rows without a value or a reason."""

    @property
    def codes(self) -> str:
        """The first missing rows, by code."""


@dataclass(frozen=True, slots=True)
class FigureQuestions:
    """What the package of reports answers: the figures a task asks for, and SQL parts for statements of tasks.

    `is_request` tells of a task number whether the task asks for figures; `stored_bytes` counts the bytes of all files
    that a unit attached to its figures.
    """

    required: Callable[[UnitOfWork, Assignment], RequiredFigures | None]
    is_request: Callable[[ScalarSelect[int]], ColumnElement[bool]]
    stored_bytes: Callable[[int | ScalarSelect[int]], Select[int]]


_registered: list[FigureQuestions] = []


def register_figure_questions(questions: FigureQuestions) -> None:
    """Let a package answer questions about figures; the latest one counts."""
    _registered[:] = [questions]


def figure_questions() -> FigureQuestions:
    """Return the registered answers; raises `RuntimeError` while no package has registered any."""
    if not _registered:
        raise RuntimeError("no package answers for figures: import tracker.reports.collection.answers")
    return _registered[0]


def get_required_figures(work: UnitOfWork, assignment: Assignment) -> RequiredFigures | None:
    """Return the figures an assignment asks for; None for other work."""
    return figure_questions().required(work, assignment)


def require_figures_complete(work: UnitOfWork, assignment: Assignment, reason: Reason) -> None:
    """Refuse with `reason` while figures are missing: FIGURES_INCOMPLETE to the unit, FIGURES_MISSING to who
    confirms.
    """
    found = get_required_figures(work, assignment)
    if found is not None and found.missing:
        raise Refusal(reason, codes=found.codes)
