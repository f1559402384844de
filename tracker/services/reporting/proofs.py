"""The files on which figures rest: who may have them, and how much room they take."""

from __future__ import annotations

from typing import BinaryIO

from tracker.models.indicator import IndicatorEntry
from tracker.rules.permissions import Permission, may
from tracker.rules.refusals import Reason, Refusal
from tracker.services.evidence import Limits, within
from tracker.services.kept_files import open_unaltered
from tracker.store import indicators
from tracker.store.files import Place
from tracker.transaction import Work


def open_file(work: Work, place: Place, report_id: int, entry_id: int) -> tuple[IndicatorEntry, BinaryIO]:
    """Return the file of something said for a report, opened: for the unit's own people and all who read the report.

    NOT_FOUND for everything else.
    """
    said = indicators.entry(work.session, entry_id)
    if said is None or said.report_id != report_id or said.stored_name is None:
        raise Refusal(Reason.NOT_FOUND)
    is_own = said.unit_id is not None and may(work.actor, Permission.FIGURES_GIVE, unit_id=said.unit_id)
    if not (is_own or may(work.actor, Permission.REPORT_DRAFT)):
        raise Refusal(Reason.NOT_FOUND)
    return said, open_unaltered(work.session, place, said)


def check_room(work: Work, report_id: int, unit_id: int | None, limits: Limits) -> None:
    """Refuse with NO_MORE_ROOM when the files of a unit for a report, or for all of them, are more than may be kept."""
    work.session.flush()
    within(limits, *indicators.bytes_kept(work.session, report_id, unit_id))
