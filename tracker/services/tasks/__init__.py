"""What officials do with tasks: assign, accept, report, confirm, extend, withdraw, look."""

from tracker.services.tasks.assigning import Duty, hand_out
from tracker.services.tasks.deciding import attest, confirm, send_back
from tracker.services.tasks.extending import grant_extension, refuse_extension, request_extension
from tracker.services.tasks.leaving import withdraw
from tracker.services.tasks.listing import TaskList, every_row, listed
from tracker.services.tasks.viewing import TaskView, view
from tracker.services.tasks.working import NewFile, accept, report_progress, submit

__all__ = [
    "Duty",
    "NewFile",
    "TaskList",
    "TaskView",
    "accept",
    "attest",
    "confirm",
    "every_row",
    "grant_extension",
    "hand_out",
    "listed",
    "refuse_extension",
    "report_progress",
    "request_extension",
    "send_back",
    "submit",
    "view",
    "withdraw",
]
