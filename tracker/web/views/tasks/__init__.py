"""The pages of tasks: lists, one task, what is done with it, its files."""

from tracker.web.views.tasks import correcting, deciding, files, listing, moving, sharing, showing, working
from tracker.web.views.tasks.pages import blueprint

__all__ = [
    "blueprint",
    "correcting",
    "deciding",
    "files",
    "listing",
    "moving",
    "sharing",
    "showing",
    "working",
]
