"""Reminders: which are due, into the outbox once, out of it to the mailbox; one round does all of it."""

from tracker.services.reminders.delivering import Delivered, deliver, recover
from tracker.services.reminders.foreseeing import (
    DAYS_AHEAD,
    Foreseen,
    foresee,
    foresee_about,
    foresee_pictures,
)
from tracker.services.reminders.ladders import Told, steps_above
from tracker.services.reminders.queueing import NewLine, Queued, look, queue
from tracker.services.reminders.rounds import Round, note_failure, tick
from tracker.services.reminders.writing import Post

__all__ = [
    "DAYS_AHEAD",
    "Delivered",
    "Foreseen",
    "NewLine",
    "Post",
    "Queued",
    "Round",
    "Told",
    "deliver",
    "foresee",
    "foresee_about",
    "foresee_pictures",
    "look",
    "note_failure",
    "queue",
    "recover",
    "steps_above",
    "tick",
]
