"""The second demonstration: phường Hương Trà, thành phố Huế, 2026 – a ward straight under a city, as since 01/7/2025.

Its units and its founding from three wards are public; papers, people and dates are invented.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from sqlalchemy.orm import Session

from tracker.clock import HandClock, at
from tracker.demo.people import Account, Cast, hire
from tracker.demo.playing import EveryMorning, Scene, play
from tracker.documents.unit_table import read_units
from tracker.models.task import Part
from tracker.models.unit import Unit
from tracker.rules.permissions import Origin, Role
from tracker.rules.refusals import Reason, Refusal
from tracker.services import calendars, directives, indicators, papers, scoring, tasks, units
from tracker.services.directives import Instruction
from tracker.services.machine import COMMAND_LINE
from tracker.store import installation, people
from tracker.store import papers as paper_store
from tracker.store import units as unit_store
from tracker.transaction import Work, unit_of_work

DATA = Path(__file__).parent / "data"
PLACE, ABOVE = "UBND phường Hương Trà", "thành phố"
FOUNDED = dt.date(2025, 7, 1)
BEGINS_ON = dt.date(2026, 1, 5)
ENDS_AT = at(dt.date(2026, 9, 15), 17, 30)
"""The demonstration begins for its visitors on this afternoon."""

LATE_TO_ANSWER = "KT"
"""In directives to several, this unit answers four days after the others, or not yet."""

RESULT = "Đã hoàn thành, gửi kèm báo cáo."
CENTRAL = (
    Account("quantri", Role.ADMINISTRATOR, None, "Quản trị hệ thống"),
    Account("chutich", Role.LEADER, "UBND", "Chủ tịch UBND phường"),
    Account("phochutich", Role.LEADER, "UBND", "Phó Chủ tịch UBND phường"),
    Account("vanphong", Role.OFFICE, "VP", "Công chức theo dõi ý kiến chỉ đạo"),
    Account("cchc", Role.COORDINATOR, "VHXH", "Công chức phụ trách CCHC"),
    Account("kiemtra", Role.AUDITOR, None, "Đoàn kiểm tra"),
)


@dataclass(frozen=True, slots=True)
class Given:
    """A directive of the case and what came of it; days are None while nothing has."""

    day: dt.date
    instruction: Instruction
    done_on: dt.date | None
    confirmed_on: dt.date | None
    answer: str


def load(session: Session, *, every_morning: EveryMorning | None = None) -> None:
    """Load the case into an empty database; refuse DEMO_ONLY one that holds people."""
    clock = HandClock(at(BEGINS_ON, 8))
    with unit_of_work(session, COMMAND_LINE, clock) as work:
        if people.listed(work.session):
            raise Refusal(Reason.DEMO_ONLY)
        installation.set_fact(work.session, installation.PLACE_NAME, PLACE)
        installation.set_fact(work.session, installation.ABOVE, ABOVE)
        papers.ensure_areas(work)
        indicators.ensure_shipped(work)
        scoring.ensure_shipped(work)
        calendars.open_years(work, (2025, 2026, 2027))
        name = "units-huong-tra-2025.csv"
        units.load(work, read_units((DATA / name).read_bytes(), name).rows)
        cast = hire(work, CENTRAL, since=FOUNDED, mail="phuonghuongtra.example")
        by_code = {unit.code: unit for unit in unit_store.existing(work.session, BEGINS_ON)}
        scenes = [scene for given in _given(by_code) for scene in _scenes(cast, given)]
    play(session, clock, scenes, (BEGINS_ON, ENDS_AT), every_morning)


def _given(by_code: dict[str, Unit]) -> Iterator[Given]:
    with (DATA / "chi-dao-2026.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            day = dt.date.fromisoformat(row["ngay"])
            yield Given(
                day,
                Instruction(
                    origin=Origin(row["nguon"]),
                    reference=row["so"],
                    given_on=day,
                    issuer=row["co_quan"],
                    leader=row["lanh_dao"],
                    content=row["noi_dung"],
                    term_text=row["thoi_han"],
                    leads=_units(by_code, row["chu_tri"]),
                    coordinating=_units(by_code, row["phoi_hop"]),
                ),
                dt.date.fromisoformat(row["xong"]) if row["xong"] else None,
                dt.date.fromisoformat(row["xac_nhan"]) if row["xac_nhan"] else None,
                row["van_ban"],
            )


def _units(by_code: dict[str, Unit], codes: str) -> Sequence[Unit]:
    return [by_code[code.strip()] for code in codes.split(";") if code.strip()]


def _scenes(cast: Cast, given: Given) -> Iterator[Scene]:
    """Let a directive be given, accepted by each unit, reported and confirmed on its days."""
    office, several = cast.by_login["vanphong"], len(given.instruction.leads) > 1
    yield Scene(at(given.day, 9), office, partial(directives.register, instruction=given.instruction))
    for unit in given.instruction.leads:
        worker = cast.worker_of[unit.id]
        if given.day <= dt.date(2026, 9, 3):
            yield Scene(
                at(given.day, 10) + dt.timedelta(days=1),
                worker,
                partial(_accept, given=given, unit_id=unit.id),
            )
        late = dt.timedelta(days=4 if several and unit.code == LATE_TO_ANSWER else 0)
        if given.done_on is None or given.confirmed_on is None:
            continue
        reported, confirmed = at(given.done_on + late, 15), at(given.confirmed_on + late, 9)
        if reported < ENDS_AT:
            yield Scene(reported, worker, partial(_report, given=given, unit_id=unit.id))
        if confirmed < ENDS_AT:
            confirmer = cast.who_confirms("vanphong", unit.id)
            yield Scene(confirmed, confirmer, partial(_confirm, given=given, unit_id=unit.id))


def _accept(work: Work, *, given: Given, unit_id: int) -> None:
    tasks.accept(work, _share(work, given, unit_id))


def _report(work: Work, *, given: Given, unit_id: int) -> None:
    tasks.submit(work, _share(work, given, unit_id), done_on=work.today, note=RESULT, document=given.answer)


def _confirm(work: Work, *, given: Given, unit_id: int) -> None:
    tasks.confirm(work, _share(work, given, unit_id))


def _share(work: Work, given: Given, unit_id: int) -> int:
    made = given.instruction
    document = paper_store.document(work.session, made.reference, made.given_on, made.issuer)
    assert document is not None  # it was registered in an earlier scene
    known = paper_store.directive_by_content(work.session, document.id, made.content)
    assert known is not None
    found = paper_store.lead_of_directive(work.session, known.id, unit_id)
    assert found is not None and found.part is Part.LEAD
    return found.id
