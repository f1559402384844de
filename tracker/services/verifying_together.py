"""Recounting by several processes: each takes the next part, over a connection of its own."""

from __future__ import annotations

import multiprocessing
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor

import sqlalchemy as sa
from sqlalchemy.engine import URL
from sqlalchemy.orm import Session

from tracker.rules.anchors import Anchor
from tracker.services.verifying import Piece, PieceKind, Seen, Verification, concluded, look, pieces, verify
from tracker.store import sqlite

WORTH_SHARING = 100_000
"""From how many lines of the diary on other processes are started: each takes most of a second to come up."""


def verify_by(session: Session, processes: int, anchors: Sequence[Anchor] = ()) -> Verification:
    """Do the same as `verify`, shared among processes where there is enough to share.

    Raises `BrokenProcessPool` when one of them ends before its work is done.
    """
    wanted = pieces(session)
    address = sa.inspect(session.get_bind()).engine.url
    enough = any(piece.kind is PieceKind.EVENTS and piece.last >= WORTH_SHARING for piece in wanted)
    if processes < 2 or not enough or not address.database:
        return verify(session, anchors)
    session.rollback()  # nothing that we hold open keeps writers out meanwhile
    started = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, started, _begin, (address,)) as pool:
        seen = list(pool.map(_look, wanted))
    return concluded(session, anchors, seen)


_engine: list[sa.Engine] = []


def _begin(address: URL) -> None:
    """Open the database for this process; one part is one moment of it."""
    repeatable = {} if address.get_backend_name() == "sqlite" else {"isolation_level": "REPEATABLE READ"}
    engine = sa.create_engine(address, **repeatable)
    sqlite.prepare(engine)
    _engine.append(engine)


def _look(piece: Piece) -> Seen:
    with Session(_engine[0]) as session:
        return look(session, piece)
