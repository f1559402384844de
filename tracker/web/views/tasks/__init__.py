"""The pages of tasks: lists, one task, what is done with it, its files."""

from tracker.web.views.tasks import beginning, deciding, files, listing, showing, working
from tracker.web.views.tasks.pages import blueprint

__all__ = ["beginning", "blueprint", "deciding", "files", "listing", "showing", "working"]
