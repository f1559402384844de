"""One search over everything somebody may see: tasks, directives, plan items, papers, units and people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tracker.models.directive import Directive
from tracker.models.document import Document
from tracker.models.person import Person
from tracker.models.unit import Unit
from tracker.rules.permissions import Permission, may, scope
from tracker.rules.searching import Question, matches, question, search_key
from tracker.store import finding, people, units
from tracker.store.finding import FoundTask
from tracker.transaction import Work

SHOWN = 6
"""How many of each kind are looked up: one more than a page shows, to tell whether there are more."""


@dataclass(frozen=True, slots=True)
class Found:
    """What was found of each kind, some of it."""

    tasks: Sequence[FoundTask] = ()
    directives: Sequence[Directive] = ()
    plan_items: Sequence[FoundTask] = ()
    documents: Sequence[tuple[Document, int | None]] = ()
    units: Sequence[Unit] = ()
    people: Sequence[Person] = ()

    def __bool__(self) -> bool:
        return any((self.tasks, self.directives, self.plan_items, self.documents, self.units, self.people))


def find(work: Work, typed: str) -> Found:
    """Return what holds the words typed, within what the actor may see; nothing for a question without a word."""
    wanted = question(typed)
    if not wanted:
        return Found()
    mine = scope(work.actor, Permission.TASK_READ)
    return Found(
        tasks=finding.directive_tasks(work.session, wanted, mine, limit=SHOWN) if mine else (),
        directives=finding.directives(work.session, wanted, mine, limit=SHOWN) if mine else (),
        plan_items=finding.plan_tasks(work.session, wanted, mine, limit=SHOWN) if mine else (),
        documents=finding.documents(work.session, wanted, mine, limit=SHOWN) if mine else (),
        units=_units(work, wanted),
        people=_people(work, wanted) if may(work.actor, Permission.PEOPLE_MANAGE) else (),
    )


def _units(work: Work, wanted: Question) -> list[Unit]:
    return [
        unit
        for unit in units.listed(work.session)
        if matches(wanted, search_key(unit.name, unit.short_name, unit.code, *unit.aliases))
    ]


def _people(work: Work, wanted: Question) -> list[Person]:
    return [
        each for each in people.listed(work.session) if matches(wanted, search_key(each.name, each.login))
    ]
