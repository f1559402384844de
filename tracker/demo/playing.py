"""Playing a demonstration: scenes in the order of their instants, and before those of a day, its morning."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from tracker.clock import HandClock, at
from tracker.rules.permissions import Actor
from tracker.transaction import Work, unit_of_work

EveryMorning = Callable[[HandClock], None]
"""What happens on a morning by itself: the round of reminders."""


@dataclass(frozen=True, slots=True)
class Scene:
    """Something that happened: when, who did it, what they did."""

    instant: dt.datetime
    actor: Actor
    play: Callable[[Work], object]


def play(
    session: Session,
    clock: HandClock,
    scenes: Iterable[Scene],
    span: tuple[dt.date, dt.datetime],
    every_morning: EveryMorning | None,
) -> None:
    """Play all scenes; `span` is the civil day after which mornings begin, and the instant at which all ends."""
    began_on, ends_at = span
    morning = at(began_on + dt.timedelta(days=1), 7, 30)
    for scene in (*sorted(scenes, key=lambda scene: scene.instant), None):
        until = scene.instant if scene is not None else ends_at
        while every_morning is not None and morning < until:
            clock.move_to(morning)
            every_morning(clock)
            morning += dt.timedelta(days=1)
        if scene is not None:
            clock.move_to(scene.instant)
            with unit_of_work(session, scene.actor, clock) as work:
                scene.play(work)
    clock.move_to(ends_at)
