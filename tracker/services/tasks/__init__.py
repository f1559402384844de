"""What officials do with tasks: assign, accept, report, confirm, extend, split, hand over, stop, correct, look."""

from tracker.services.tasks.assigning import Duty, demand_evidence, hand_out
from tracker.services.tasks.correcting import correct, redate
from tracker.services.tasks.deciding import attest, confirm, send_back
from tracker.services.tasks.extending import (
    grant_extension,
    refuse_extension,
    request_extension,
    set_deadline,
)
from tracker.services.tasks.leaving import cancel, merge, transfer, withdraw
from tracker.services.tasks.listing import TaskList, every_row, listed
from tracker.services.tasks.occurring import (
    accept_occurrence,
    end_occurrences,
    pause_occurrences,
    report_occurrence,
    return_occurrence,
    skip_occurrence,
)
from tracker.services.tasks.pausing import reopen, resume, suspend
from tracker.services.tasks.returning import decline, reassign, refuse_decline
from tracker.services.tasks.sharing import divide, entrust, receive_share, return_share
from tracker.services.tasks.tagging import tag, untag
from tracker.services.tasks.urging import urge
from tracker.services.tasks.viewing import TaskView, view
from tracker.services.tasks.working import NewFile, accept, report_progress, submit

__all__ = [
    "Duty",
    "NewFile",
    "TaskList",
    "TaskView",
    "accept",
    "accept_occurrence",
    "attest",
    "cancel",
    "confirm",
    "correct",
    "decline",
    "demand_evidence",
    "divide",
    "end_occurrences",
    "entrust",
    "every_row",
    "grant_extension",
    "hand_out",
    "listed",
    "merge",
    "pause_occurrences",
    "reassign",
    "receive_share",
    "redate",
    "refuse_decline",
    "refuse_extension",
    "reopen",
    "report_occurrence",
    "report_progress",
    "request_extension",
    "resume",
    "return_occurrence",
    "return_share",
    "send_back",
    "set_deadline",
    "skip_occurrence",
    "submit",
    "suspend",
    "tag",
    "transfer",
    "untag",
    "urge",
    "view",
    "withdraw",
]
