"""Counting days in SQL, alike on both databases."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Integer
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
