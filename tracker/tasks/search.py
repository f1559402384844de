"""One search over everything somebody may see: tasks, directives, plan items, papers, units and people.

What is found by its words: the newest first, a few of each kind, within what the reader may see.

Texts that hold some words: each database asked in its own way, over an index of whole words.

SQLite keeps a full-text table beside the table of texts, written here with every row that is saved; PostgreSQL an
inverted index over the words of the column (migration 0030; decision record 0007). Their names begin with `words_`, and
no model knows them. Rows written past the session are not in the full-text table before `fill`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Connection,
    and_,
    column,
    event,
    exists,
    false,
    func,
    or_,
    select,
    table,
    text,
    true,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import InstrumentedAttribute, Session, attributes
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from tracker.core.text import SearchQuery, matches_query, parse_search_query, search_key
from tracker.database.unit_of_work import UnitOfWork
from tracker.law.lifecycle import AssignmentState
from tracker.law.permissions import Permission, Scope, get_permission_scope, has_permission
from tracker.office import people as office_people, units
from tracker.office.models import Document, Person, Unit
from tracker.tasks import queries
from tracker.tasks.models import Assignment, AssignmentRole, Task
from tracker.tasks.sources import Directive, Plan, PlanItem

SEARCH_TABLE_PREFIX = "words_"
"""How the names of full-text tables and indexes begin, in every database."""

MODELS = (Task, Directive, Document)
"""What can be found by its words."""


class _EachItsOwn(FunctionElement[bool]):
    """Two ways to say one condition: for SQLite, for all others."""

    type = Boolean()
    inherit_cache = True


@compiles(_EachItsOwn, "sqlite")
def _on_sqlite(element: _EachItsOwn, compiler: SQLCompiler, **kw: Any) -> str:
    here, _ = element.clauses
    return compiler.process(here, **kw)


@compiles(_EachItsOwn)
def _elsewhere(element: _EachItsOwn, compiler: SQLCompiler, **kw: Any) -> str:
    _, here = element.clauses
    return compiler.process(here, **kw)


def phrases_condition(model: type[Task] | type[Document] | type[Directive], wanted: SearchQuery) -> ColumnElement[bool]:
    """Return the WHERE that keeps rows whose text holds every phrase; a question without a word finds nothing."""
    if not wanted:
        return false()
    key: InstrumentedAttribute[str] = model.search_text
    beside = table(f"{SEARCH_TABLE_PREFIX}{model.__tablename__}", column("rowid"))
    match = text(f"{beside.name} MATCH :{beside.name}").bindparams(**{beside.name: _match(wanted)})
    words = " ".join(dict.fromkeys(word for phrase in wanted.phrases for word in phrase))
    side_by_side = [key.contains(f" {' '.join(each)} ") for each in wanted.phrases if len(each) > 1]
    inverted = func.string_to_array(key, " ").op("@>")(func.string_to_array(words, " "))
    return _EachItsOwn(
        model.id.in_(select(beside.c.rowid).select_from(beside).where(match)), and_(inverted, *side_by_side)
    )


def rebuild_search_tables(connection: Connection) -> None:
    """Write the full-text tables of SQLite anew from the rows there are."""
    for model in MODELS:
        name = model.__tablename__
        connection.exec_driver_sql(f"DELETE FROM {SEARCH_TABLE_PREFIX}{name}")
        connection.exec_driver_sql(
            f"INSERT INTO {SEARCH_TABLE_PREFIX}{name} (rowid, search_text) SELECT id, search_text FROM {name}"
        )


def _keep(mapper: Any, connection: Connection, row: Task | Document | Directive) -> None:
    """Write the words of a new row."""
    if connection.dialect.name == "sqlite":
        name = row.__tablename__
        connection.exec_driver_sql(
            f"INSERT INTO {SEARCH_TABLE_PREFIX}{name} (rowid, search_text) "
            f"SELECT id, search_text FROM {name} WHERE id = ?",
            (row.id,),
        )


def _change(mapper: Any, connection: Connection, row: Task | Document | Directive) -> None:
    """Write the words of a row anew, when they changed."""
    if connection.dialect.name == "sqlite" and attributes.get_history(row, "search_text").has_changes():
        connection.exec_driver_sql(f"DELETE FROM {SEARCH_TABLE_PREFIX}{row.__tablename__} WHERE rowid = ?", (row.id,))
        _keep(mapper, connection, row)


for _model in MODELS:
    event.listen(_model, "after_insert", _keep)
    event.listen(_model, "after_update", _change)


def _match(wanted: SearchQuery) -> str:
    """Return the question as FTS5 reads it; the words hold letters and digits only, so quotes are enough."""
    return " AND ".join(f'"{" ".join(phrase)}"' for phrase in wanted.phrases)


@dataclass(frozen=True, slots=True)
class TaskSearchResult:
    """The share of one unit in a task that was found; `directive_id` or `plan_year` say where it stands."""

    assignment_id: int
    title: str
    code: str
    unit_name: str
    due_on: dt.date | None
    state: AssignmentState
    directive_id: int | None
    plan_year: int | None


def directive_tasks(session: Session, wanted: SearchQuery, scope: Scope, *, limit: int) -> Sequence[TaskSearchResult]:
    """Return shares of directives that hold the words, the one given last first."""
    return _tasks(
        session, limit, phrases_condition(Task, wanted), queries.readable_condition(scope), Task.plan_item_id.is_(None)
    )


def plan_tasks(session: Session, wanted: SearchQuery, scope: Scope, *, limit: int) -> Sequence[TaskSearchResult]:
    """Return shares of items of a plan that hold the words."""
    return _tasks(
        session,
        limit,
        phrases_condition(Task, wanted),
        queries.readable_condition(scope),
        Task.plan_item_id.is_not(None),
    )


def _tasks(session: Session, limit: int, *conditions: ColumnElement[bool]) -> Sequence[TaskSearchResult]:
    question = (
        select(
            Assignment.id.label("assignment_id"),
            Task.title,
            Task.code,
            Unit.short_name.label("unit_name"),
            Assignment.due_on,
            Assignment.state,
            Task.directive_id,
            Plan.year.label("plan_year"),
        )
        .join(Task, Task.id == Assignment.task_id)
        .join(Unit, Unit.id == Assignment.unit_id)
        .outerjoin(PlanItem, PlanItem.id == Task.plan_item_id)
        .outerjoin(Plan, Plan.id == PlanItem.plan_id)
        .where(Assignment.part == AssignmentRole.LEAD, Assignment.state != AssignmentState.DRAFT, *conditions)
        .order_by(Task.id.desc(), Assignment.id)
        .limit(limit)
    )
    return [TaskSearchResult(**row) for row in session.execute(question).mappings()]


def find_directives(session: Session, wanted: SearchQuery, scope: Scope, *, limit: int) -> Sequence[Directive]:
    """Return directives of which the reader may see a share, by their words or those of their task."""
    question = (
        select(Directive)
        .where(or_(phrases_condition(Directive, wanted), _of_a_task(wanted)))
        .where(_seen(Task.directive_id == Directive.id, scope))
        .order_by(Directive.given_on.desc(), Directive.id.desc())
        .limit(limit)
    )
    return list(session.scalars(question))


def find_documents(
    session: Session, wanted: SearchQuery, scope: Scope, *, limit: int
) -> Sequence[tuple[Document, int | None]]:
    """Return papers, each with a directive it gives, if any; a unit finds those that give it something to do."""
    directive_id = (
        select(Directive.id)
        .where(Directive.document_id == Document.id)
        .order_by(Directive.id)
        .limit(1)
        .correlate(Document)
        .scalar_subquery()
    )
    gives = exists().where(
        Directive.document_id == Document.id,
        Task.directive_id == Directive.id,
        Assignment.task_id == Task.id,
        queries.readable_condition(scope),
    )
    question = (
        select(Document, directive_id)
        .where(phrases_condition(Document, wanted), true() if scope.everywhere else gives)
        .order_by(Document.issued_on.desc(), Document.id.desc())
        .limit(limit)
    )
    return [(row[0], row[1]) for row in session.execute(question)]


def _of_a_task(wanted: SearchQuery) -> ColumnElement[bool]:
    return Directive.id.in_(
        select(Task.directive_id).where(phrases_condition(Task, wanted), Task.directive_id.is_not(None))
    )


def _seen(link: ColumnElement[bool], scope: Scope) -> ColumnElement[Any]:
    if scope.everywhere:
        return true()
    return exists().where(link, Assignment.task_id == Task.id, queries.readable_condition(scope))


SEARCH_RESULTS_SHOWN = 6
"""How many of each kind are looked up: one more than a page shows, to tell whether there are more."""


@dataclass(frozen=True, slots=True)
class SearchResults:
    """What was found of each kind, some of it."""

    tasks: Sequence[TaskSearchResult] = ()
    directives: Sequence[Directive] = ()
    plan_items: Sequence[TaskSearchResult] = ()
    documents: Sequence[tuple[Document, int | None]] = ()
    units: Sequence[Unit] = ()
    people: Sequence[Person] = ()

    def __bool__(self) -> bool:
        return any((self.tasks, self.directives, self.plan_items, self.documents, self.units, self.people))


def search_visible_records(work: UnitOfWork, typed: str) -> SearchResults:
    """Return what holds the words typed, within what the actor may see; nothing for a question without a word."""
    wanted = parse_search_query(typed)
    if not wanted:
        return SearchResults()
    mine = get_permission_scope(work.actor, Permission.TASK_READ)
    return SearchResults(
        tasks=directive_tasks(work.session, wanted, mine, limit=SEARCH_RESULTS_SHOWN) if mine else (),
        directives=find_directives(work.session, wanted, mine, limit=SEARCH_RESULTS_SHOWN) if mine else (),
        plan_items=plan_tasks(work.session, wanted, mine, limit=SEARCH_RESULTS_SHOWN) if mine else (),
        documents=find_documents(work.session, wanted, mine, limit=SEARCH_RESULTS_SHOWN) if mine else (),
        units=_units(work, wanted),
        people=_people(work, wanted) if has_permission(work.actor, Permission.PEOPLE_MANAGE) else (),
    )


def _units(work: UnitOfWork, wanted: SearchQuery) -> list[Unit]:
    return [
        unit
        for unit in units.list_units(work.session)
        if matches_query(wanted, search_key(unit.name, unit.short_name, unit.code, *unit.aliases))
    ]


def _people(work: UnitOfWork, wanted: SearchQuery) -> list[Person]:
    return [
        each
        for each in office_people.list_people(work.session)
        if matches_query(wanted, search_key(each.name, each.login))
    ]
