"""Texts that hold some words: each database asked in its own way, over an index of whole words.

SQLite keeps a full-text table beside the table of texts, written here with every row that is saved; PostgreSQL an
inverted index over the words of the column (migration 0030; decision record 0007). Their names begin with `words_`, and
no model knows them. Rows written past the session are not in the full-text table before `fill`.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Connection,
    and_,
    column,
    event,
    false,
    func,
    select,
    table,
    text,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import InstrumentedAttribute, attributes
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from tracker.models.directive import Directive
from tracker.models.document import Document
from tracker.models.task import Task
from tracker.rules.searching import Question

PREFIX = "words_"
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


def held(model: type[Task] | type[Document] | type[Directive], wanted: Question) -> ColumnElement[bool]:
    """Return the WHERE that keeps rows whose text holds every phrase; a question without a word finds nothing."""
    if not wanted:
        return false()
    key: InstrumentedAttribute[str] = model.search_text
    beside = table(f"{PREFIX}{model.__tablename__}", column("rowid"))
    match = text(f"{beside.name} MATCH :{beside.name}").bindparams(**{beside.name: _match(wanted)})
    words = " ".join(dict.fromkeys(word for phrase in wanted.phrases for word in phrase))
    side_by_side = [key.contains(f" {' '.join(each)} ") for each in wanted.phrases if len(each) > 1]
    inverted = func.string_to_array(key, " ").op("@>")(func.string_to_array(words, " "))
    return _EachItsOwn(
        model.id.in_(select(beside.c.rowid).select_from(beside).where(match)), and_(inverted, *side_by_side)
    )


def fill(connection: Connection) -> None:
    """Write the full-text tables of SQLite anew from the rows there are."""
    for model in MODELS:
        name = model.__tablename__
        connection.exec_driver_sql(f"DELETE FROM {PREFIX}{name}")
        connection.exec_driver_sql(
            f"INSERT INTO {PREFIX}{name} (rowid, search_text) SELECT id, search_text FROM {name}"
        )


def _keep(mapper: Any, connection: Connection, row: Task | Document | Directive) -> None:
    """Write the words of a new row."""
    if connection.dialect.name == "sqlite":
        name = row.__tablename__
        connection.exec_driver_sql(
            f"INSERT INTO {PREFIX}{name} (rowid, search_text) SELECT id, search_text FROM {name} WHERE id = ?",
            (row.id,),
        )


def _change(mapper: Any, connection: Connection, row: Task | Document | Directive) -> None:
    """Write the words of a row anew, when they changed."""
    if connection.dialect.name == "sqlite" and attributes.get_history(row, "search_text").has_changes():
        connection.exec_driver_sql(f"DELETE FROM {PREFIX}{row.__tablename__} WHERE rowid = ?", (row.id,))
        _keep(mapper, connection, row)


for _model in MODELS:
    event.listen(_model, "after_insert", _keep)
    event.listen(_model, "after_update", _change)


def _match(wanted: Question) -> str:
    """Return the question as FTS5 reads it; the words hold letters and digits only, so quotes are enough."""
    return " AND ".join(f'"{" ".join(phrase)}"' for phrase in wanted.phrases)
