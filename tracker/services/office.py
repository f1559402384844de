"""Acting for the office: who prepares the report asks units for figures and follow-up, and accepts just that."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from tracker.rules.permissions import Permission, Post, Role, require
from tracker.transaction import Work


@contextmanager
def in_the_name_of_the_office(work: Work) -> Iterator[Work]:
    """Let somebody who prepares the report give and confirm the directives that the report itself needs.

    Requests for figures and the follow-up of inspections are directives, which the office gives. The person stays
    who they are in the diary; the post holds inside this block only. Decision record 0013.
    """
    require(work.actor, Permission.REPORT_PREPARE)
    present = work.actor
    work.actor = replace(present, posts=(*present.posts, Post(Role.OFFICE)))
    try:
        yield work
    finally:
        work.actor = present
