"""Actors that are no person: the command line, which whoever runs the server may use for everything."""

from __future__ import annotations

from tracker.rules.permissions import Actor, Post, Role

COMMAND_LINE = Actor(
    user_id=None,
    name="(flask)",
    posts=(
        Post(Role.ADMINISTRATOR),
        Post(Role.COORDINATOR),
        Post(Role.OFFICE),
        Post(Role.LEADER),
    ),
)
