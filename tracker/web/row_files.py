"""Files sent along with figures: held while the figures are saved, kept once they are, handed out again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from flask.typing import ResponseReturnValue

from tracker.models.indicator import Indicator
from tracker.services import evidence
from tracker.services.reporting import proofs
from tracker.services.tasks import NewFile
from tracker.transaction import Work
from tracker.web.downloads import as_it_came
from tracker.web.forms.figures import FiguresForm
from tracker.web.room import limits, shelf, tell_changes
from tracker.web.work import reading, writing

CarryOut = Callable[[Work, Mapping[int, NewFile]], object]


def save(
    form: FiguresForm, rows: Iterable[Indicator], report_id: int, unit_id: int | None, carry_out: CarryOut
) -> None:
    """Carry out what a form says with its files, all of it or nothing; raises what the services refuse."""
    sent, room = form.uploads(rows), limits()
    with (
        evidence.held(shelf(), list(sent.values()), room) as held,
        writing(form.request_name()) as work,
    ):
        carry_out(work, dict(zip(sent, held.files, strict=True)))
        if sent:
            proofs.check_room(work, report_id, unit_id, room)
        work.after_commit.append(held.keep)
    tell_changes(held)


def handed_out(report_id: int, entry_id: int) -> ResponseReturnValue:
    """Send the file of something said for a report, byte for byte."""
    said, stream = proofs.open_file(reading(), shelf(), report_id, entry_id)
    return as_it_came(stream, said.file_name or "")
