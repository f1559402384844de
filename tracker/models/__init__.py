"""The tables, one noun to a file; importing the room registers them all on `Base.metadata`."""

from tracker.models import (
    calendar_day,
    comment,
    directive,
    document,
    event,
    import_batch,
    installation,
    letter,
    notice,
    person,
    plan,
    preference,
    saved_view,
    submission,
    task,
    unit,
)

__all__ = [
    "calendar_day",
    "comment",
    "directive",
    "document",
    "event",
    "import_batch",
    "installation",
    "letter",
    "notice",
    "person",
    "plan",
    "preference",
    "saved_view",
    "submission",
    "task",
    "unit",
]
