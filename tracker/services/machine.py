"""Actors that are no person: the command line, which whoever runs the server may use for everything; the scheduler."""

from __future__ import annotations

from tracker.rules.permissions import Actor, Post, Role
from tracker.wording import COMMAND_LINE_NAME, SCHEDULER_NAME

COMMAND_LINE = Actor(
    user_id=None,
    name=COMMAND_LINE_NAME,
    posts=(
        Post(Role.ADMINISTRATOR),
        Post(Role.COORDINATOR),
        Post(Role.OFFICE),
        Post(Role.LEADER),
    ),
)

SCHEDULER = Actor(user_id=None, name=SCHEDULER_NAME)
"""The scheduler and sender; it holds no post, for it changes no task."""

YEAR_OPENER = Actor(user_id=None, name=SCHEDULER_NAME, posts=(Post(Role.OFFICE),))
"""The scheduler when it gives the duties of the next year, as the office gave those of the year before."""
