"""Reminders: which are due, into the outbox once, out of it to the mailbox; one round does all of it."""

from tracker.services.reminders.delivering import Delivered, Post, deliver, recover
from tracker.services.reminders.queueing import NewLine, Queued, look, queue
from tracker.services.reminders.rounds import Round, note_failure, tick

__all__ = [
    "Delivered",
    "NewLine",
    "Post",
    "Queued",
    "Round",
    "deliver",
    "look",
    "note_failure",
    "queue",
    "recover",
    "tick",
]
