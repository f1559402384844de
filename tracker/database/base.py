"""What all tables share: naming of constraints, column types, the enum mapping.

Civil days in SQL, alike on both databases.

Reading columns, not objects: half of what a mapped question costs, for what every page asks.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy import CursorResult, Date, Executable, Integer
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[dt.datetime]):
    """An instant: aware in Python, UTC in the database; a naive datetime raises."""

    impl = sa.DateTime
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        """Turn an aware instant into naive UTC for the column."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a zone")
        return value.astimezone(dt.UTC).replace(tzinfo=None)

    def process_result_value(self, value: Any, dialect: Dialect) -> dt.datetime | None:
        """Give the stored instant its zone back."""
        return None if value is None else value.replace(tzinfo=dt.UTC)


class Base(DeclarativeBase):
    """The parent of all tables."""

    metadata = sa.MetaData(naming_convention=NAMING)
    type_annotation_map = {dt.datetime: UtcDateTime(), dict[str, Any]: sa.JSON(), list[Any]: sa.JSON()}

    id: Mapped[int] = mapped_column(primary_key=True)


def enum_column_type(kind: type[enum.StrEnum], name: str, *, is_checked: bool = True) -> sa.Enum:
    """Return the column type of an enum: stored by value, checked by the database.

    With `is_checked` false only Python checks it: a value it does not know raises `LookupError`, written or read, and
    a new member needs no migration.
    """
    return sa.Enum(
        kind,
        name=name,
        native_enum=False,
        create_constraint=is_checked,
        length=32,
        values_callable=lambda members: [member.value for member in members],
    )


class days_between(FunctionElement[int]):  # noqa: N801  # a function of SQL, named as one
    """The calendar days from one civil day to another; negative when the second comes first."""

    inherit_cache = True
    type = Integer()
    name = "days_between"


@compiles(days_between, "sqlite")
def _in_sqlite(element: days_between, compiler: SQLCompiler, **given: Any) -> str:
    first, second = (compiler.process(each, **given) for each in element.clauses)
    return f"CAST(julianday({second}) - julianday({first}) AS INTEGER)"


@compiles(days_between, "postgresql")
def _in_postgresql(element: days_between, compiler: SQLCompiler, **given: Any) -> str:
    first, second = (compiler.process(each, **given) for each in element.clauses)
    return f"({second} - {first})"


class local_date(FunctionElement[dt.date]):  # noqa: N801  # a function of SQL, named as one
    """The civil day in Viet Nam of an instant that the column keeps in UTC, as `tracker.core.clock.civil_day`."""

    inherit_cache = True
    type = Date()
    name = "civil_day"


@compiles(local_date, "sqlite")
def _day_in_sqlite(element: local_date, compiler: SQLCompiler, **given: Any) -> str:
    [instant] = (compiler.process(each, **given) for each in element.clauses)
    return f"date({instant}, '+7 hours')"


@compiles(local_date, "postgresql")
def _day_in_postgresql(element: local_date, compiler: SQLCompiler, **given: Any) -> str:
    [instant] = (compiler.process(each, **given) for each in element.clauses)
    return f"CAST({instant} + INTERVAL '7 hours' AS DATE)"


def fetch_rows(
    session: Session, question: Executable, given: Mapping[str, Any] | None = None, **options: Any
) -> CursorResult[*tuple[Any, ...]]:
    """Return the rows of a question for columns, past the mapper; what waits to be written is written first."""
    session.flush()
    return session.connection().execute(question, given, execution_options=options)


def month_number(day: Any) -> sa.ColumnElement[int]:
    """Return year and month of a day as one number (202107), on both databases."""
    return sa.cast(sa.extract("year", day) * 100 + sa.extract("month", day), sa.Integer)
