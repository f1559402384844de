"""What every test would pay for anew is paid once in a process: what compiles to the same each time, costly hashes.

Nearly every test makes an application and two engines; 270 addresses, every template and every statement were
compiled each time, which took longer than the tests themselves. The program is not touched: what is shared here is
equal for all applications and all engines of one kind of database.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from types import CodeType
from typing import Any

import pytest
from argon2 import PasswordHasher
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.util import LRUCache
from werkzeug.routing import Rule

from tracker.accounts import passwords


@contextmanager
def paid_once() -> Iterator[None]:
    """Let all applications of this process share what is equal for all of them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Rule, "_compile_builder", _kept_by_text(Rule._compile_builder))
        patch.setattr(DefaultDialect, "__eq__", _speaks_alike)
        patch.setattr(DefaultDialect, "__hash__", lambda dialect: hash(type(dialect)))
        patch.setattr(passwords, "_hasher", _light_hasher)
        event.listen(Engine, "engine_connect", _share_statements)
        yield
        event.remove(Engine, "engine_connect", _share_statements)


class CompiledTemplates(BytecodeCache):
    """The code of templates, by file and text."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Put the code into the bucket when this process has compiled it before."""
        bucket.code = self._kept.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code that was just compiled."""
        if bucket.code is not None:
            self._kept[bucket.key, bucket.checksum] = bucket.code


TEMPLATES = CompiledTemplates()
_STATEMENTS: LRUCache[Any, Any] = LRUCache(4000)


@cache
def _light_hasher() -> PasswordHasher:
    """Return the hasher of the program with little work to it: no test asks how long guessing takes."""
    return PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)


def _kept_by_text(compiled: Callable[[Rule, bool], Any]) -> Callable[..., Any]:
    """Return Werkzeug's compiler of addresses with a memory; an address with values of its own goes past it."""
    kept: dict[tuple[object, ...], Any] = {}

    def compile_builder(self: Rule, append_unknown: bool = True) -> Any:
        if self.defaults:
            return compiled(self, append_unknown)
        place = (self.rule, tuple(self._trace), append_unknown)
        if place not in kept:
            kept[place] = compiled(self, append_unknown)
        return kept[place]

    return compile_builder


def _share_statements(connection: Connection) -> None:
    """Let the engine of a connection keep its compiled statements where all engines keep them."""
    connection.engine._compiled_cache = _STATEMENTS


def _speaks_alike(one: DefaultDialect, other: object) -> bool:
    """Tell whether statements compiled for one dialect are those of the other: the same kind and version."""
    return type(one) is type(other) and one.server_version_info == other.server_version_info
