"""Civil days in SQL, alike on both databases."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import Date, Integer
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


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


class civil_day(FunctionElement[dt.date]):  # noqa: N801  # a function of SQL, named as one
    """The civil day in Viet Nam of an instant that the column keeps in UTC, as `tracker.clock.civil_day`."""

    inherit_cache = True
    type = Date()
    name = "civil_day"


@compiles(civil_day, "sqlite")
def _day_in_sqlite(element: civil_day, compiler: SQLCompiler, **given: Any) -> str:
    [instant] = (compiler.process(each, **given) for each in element.clauses)
    return f"date({instant}, '+7 hours')"


@compiles(civil_day, "postgresql")
def _day_in_postgresql(element: civil_day, compiler: SQLCompiler, **given: Any) -> str:
    [instant] = (compiler.process(each, **given) for each in element.clauses)
    return f"CAST({instant} + INTERVAL '7 hours' AS DATE)"
