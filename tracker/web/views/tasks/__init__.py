"""The pages of tasks: lists, one task, what is done with it, its files."""

from tracker.web.views.tasks import (
    beginning,
    correcting,
    deciding,
    exporting,
    files,
    listing,
    many,
    moving,
    occurring,
    sharing,
    showing,
    talking,
    urging,
    working,
)
from tracker.web.views.tasks.pages import blueprint

__all__ = [
    "beginning",
    "blueprint",
    "correcting",
    "deciding",
    "exporting",
    "files",
    "listing",
    "many",
    "moving",
    "occurring",
    "sharing",
    "showing",
    "talking",
    "urging",
    "working",
]
