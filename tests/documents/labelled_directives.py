"""The labelled directives and what the reader makes of them: precision and recall of (lead, deadline, duty)."""

from __future__ import annotations

import csv
import datetime as dt
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from tracker.core.text import fold_accents
from tracker.documents.paragraphs import read_paragraphs
from tracker.intake.prose.drafts import DraftTask, Extraction, ReadingContext, extract_paper
from tracker.office.calendar import work_calendar
from tracker.office.name_reader import COMMUNE_LEVEL, UnitKind, UnitName

PAPERS = Path(__file__).parent / "directives"
UNITS = Path(__file__).parents[2] / "tracker/demo/data/units.csv"
GROUPS = {
    "@wards": COMMUNE_LEVEL,
    "@departments": frozenset({UnitKind.DEPARTMENT}),
    "@offices": frozenset({UnitKind.DEPARTMENT, UnitKind.SERVICE_UNIT}),
}


@dataclass(frozen=True, slots=True)
class LabelledTask:
    """One task as a person reads it: the units, the last day (None for none), words of the duty."""

    leads: frozenset[str]
    coordinating: frozenset[str]
    due: dt.date | None
    duty: str


@dataclass(frozen=True, slots=True)
class Labelled:
    """A directive with its labels."""

    path: Path
    issued: dt.date
    reference: str
    tasks: tuple[LabelledTask, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """How many tasks were labelled, how many drafted, and in how many each thing was right."""

    labelled: int
    drafted: int
    right: Counter[str]

    def precision(self, name: str) -> float:
        return self.right[name] / self.drafted

    def recall(self, name: str) -> float:
        return self.right[name] / self.labelled


@lru_cache(maxsize=1)
def town() -> tuple[UnitName, ...]:
    """Return the units of the town as the demonstration has them."""
    with UNITS.open(encoding="utf-8-sig", newline="") as file:
        return tuple(
            UnitName(
                id=order,
                code=row["code"],
                name=row["name"],
                kind=UnitKind(row["kind"]),
                aliases=tuple(alias for alias in row["aliases"].split("; ") if alias),
                valid_from=dt.date.fromisoformat(row["valid_from"]),
                valid_to=dt.date.fromisoformat(row["valid_to"]),
            )
            for order, row in enumerate(csv.DictReader(file), start=1)
        )


def papers(part: str) -> list[Labelled]:
    """Return the labelled directives of a part: «known» or «held_out»."""
    return [_labelled(path) for path in sorted((PAPERS / part).iterdir()) if path.suffix != ".json"]


def drafts(paper: Labelled) -> Extraction:
    """Return what the reader makes of a paper."""
    around = ReadingContext(paper.issued, town(), work_calendar(2020, 2021, 2022))
    return extract_paper(read_paragraphs(paper.path.read_bytes(), paper.path.name), around)


def score(part: str) -> Score:
    """Compare drafts with labels; a duty is right when one draft, and no other, holds its words."""
    right: Counter[str] = Counter()
    labelled = drafted = 0
    for paper in papers(part):
        found = list(drafts(paper).tasks)
        labelled, drafted = labelled + len(paper.tasks), drafted + len(found)
        for task in paper.tasks:
            match = next((one for one in found if fold_accents(task.duty) in fold_accents(one.content)), None)
            if match is None:
                continue
            found.remove(match)
            right.update(_right(task, match))
    return Score(labelled, drafted, right)


def mistakes(part: str) -> Iterator[str]:
    """Yield one line for each label missed and each draft without a label."""
    for paper in papers(part):
        found = list(drafts(paper).tasks)
        for task in paper.tasks:
            match = next((one for one in found if fold_accents(task.duty) in fold_accents(one.content)), None)
            if match is None:
                yield f"{paper.path.stem}: missed «{task.duty}»"
                continue
            found.remove(match)
            if "all" not in set(_right(task, match)):
                read = f"{match.leads} {match.deadline.due}"
                yield f"{paper.path.stem}: «{task.duty}» {sorted(task.leads)} {task.due} is {read}"
        yield from (f"{paper.path.stem}: too much «{one.content[:60]}» {one.leads}" for one in found)


def _right(task: LabelledTask, draft: DraftTask) -> Iterator[str]:
    is_led = set(draft.leads) == task.leads
    is_due = draft.deadline.due == task.due
    yield "duty"
    if is_led:
        yield "lead"
    if is_due:
        yield "deadline"
    if is_led and is_due:
        yield "all"
    if set(draft.coordinating) == task.coordinating:
        yield "coordinating"


def _labelled(path: Path) -> Labelled:
    label = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    issued = dt.date.fromisoformat(label["issued"])
    tasks = tuple(
        LabelledTask(
            leads=_codes(task["leads"], issued),
            coordinating=_codes(task["coordinating"], issued) - _codes(task["leads"], issued),
            due=dt.date.fromisoformat(task["due"]) if task["due"] else None,
            duty=task["duty"],
        )
        for task in label["tasks"]
    )
    return Labelled(path, issued, label["reference"], tasks)


def _codes(names: list[str], issued: dt.date) -> frozenset[str]:
    codes: set[str] = set()
    for name in names:
        if name in GROUPS:
            codes |= {unit.code for unit in town() if unit.kind in GROUPS[name] and unit.is_active(issued)}
        else:
            codes.add(name)
    return frozenset(codes)
