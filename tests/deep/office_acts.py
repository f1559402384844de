"""An office in small, and everything that anybody may try in it."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tests.support.builders import a_directive, a_unit, an_official
from tests.support.recurring import a_recurring_directive
from tracker.accounts import deputies
from tracker.core.clock import ManualClock, civil_day, local_instant
from tracker.database.unit_of_work import UnitOfWork, unit_of_work
from tracker.figures import freezing
from tracker.intake.directives import entry
from tracker.intake.registers import intake as registers_intake
from tracker.intake.registers.table import read_register_file
from tracker.law.calendar import DayKind
from tracker.law.permissions import Actor, Origin, Role
from tracker.law.terms import TermKind
from tracker.office import calendar as office_calendar, units
from tracker.office.models import LineageKind, Unit
from tracker.office.people import COMMAND_LINE
from tracker.reorganisation import execution, request as reorganisation_request
from tracker.reorganisation.request import DecisionPaper, NewUnit, ReorganisationRequest
from tracker.tasks import comments as task_comments, tags
from tracker.tasks.actions import (
    assignment,
    completion,
    correction,
    deadline,
    occurrence,
    suspension,
    transfer as actions_transfer,
)
from tracker.tasks.models import Assignment, Comment

BEGIN, DUE = dt.date(2021, 3, 1), dt.date(2021, 4, 1)
ROUNDS = 40
"""Acts tried on one set of tasks before the next is made."""
HEADER = "STT;Số, ký hiệu;Ngày ban hành;Nội dung chỉ đạo;Đơn vị chủ trì;Thời hạn"
TERMS = ("", "trước ngày 15/5/2021", "trước ngày 20/6/2021", "Quý IV/2021", "khi có hướng dẫn của tỉnh")
PHRASES = ("trong vòng 05 ngày làm việc kể từ ngày nhận được văn bản", "khi có hướng dẫn của tỉnh", "")


@dataclass
class Office:
    """Units, people and tasks of one round, and the acts on them."""

    session: Session
    clock: ManualClock
    dice: random.Random
    number: int
    people: list[Actor] = field(default_factory=list)
    units: list[int] = field(default_factory=list)
    assignments: list[int] = field(default_factory=list)

    def begin(self, shared: list[Actor]) -> None:
        """Open two units with their people, and give them work of every kind."""
        self.clock.move_to(local_instant(BEGIN, 9))
        ward = a_unit(self.session, f"P{self.number}", f"UBND phường số {self.number}")
        other = a_unit(self.session, f"X{self.number}", f"UBND xã số {self.number}")
        self.units = [ward.id, other.id]
        self.people = [
            an_official(self.session, Role.WARD_OFFICIAL, ward, f"canbo{self.number}"),
            an_official(self.session, Role.UNIT_HEAD, other, f"truong{self.number}"),
            *shared,
        ]
        a_directive(self.session, ward, due_on=None, given_on=BEGIN)
        a_directive(
            self.session, ward, other, due_on=DUE, given_on=BEGIN, coordinating=(other,), kind=TermKind.CONTINUOUS
        )
        a_recurring_directive(self.session, ward, phrase="Định kỳ hằng quý", given_on=BEGIN)
        for phrase in PHRASES:
            self.give(phrase)
        self.refresh()

    def give(self, phrase: str) -> None:
        """Give a directive whose deadline waits for something, or that has none."""
        wards = [each for each in map(self.unit, self.units) if each.valid_to is None]
        instruction = entry.EnteredDirective(
            origin=Origin.TOWN,
            reference=f"{self.session.query(Assignment).count()}/UBND-VP",
            given_on=civil_day(self.clock.now()),
            issuer="UBND thị xã",
            leader="Chủ tịch",
            content="Rà soát hồ sơ",
            term_text=phrase,
            leads=wards,
        )
        with unit_of_work(self.session, COMMAND_LINE, self.clock) as work:
            entry.register_directive(work, instruction)

    def unit(self, number: int) -> Unit:
        """Return a unit by its number."""
        return self.session.get_one(Unit, number)

    def refresh(self) -> None:
        """Read anew which assignments the units of this round have."""
        self.session.rollback()
        question = sa.select(Assignment.id).where(Assignment.unit_id.in_(self.units))
        self.assignments = list(self.session.scalars(question))

    def day(self) -> dt.date:
        """Return a day around today."""
        return civil_day(self.clock.now()) + dt.timedelta(days=self.dice.randint(-25, 40))

    def one(self) -> int:
        """Return one of the assignments."""
        return self.dice.choice(self.assignments)

    def acts(self) -> dict[str, Callable[[UnitOfWork], object]]:
        """Return everything that may be tried now."""
        n, day, today = self.one(), self.day(), civil_day(self.clock.now())
        person = self.dice.choice([each.user_id for each in self.people if each.user_id is not None])
        unit_id, who = self.dice.choice(self.units), self.dice.randint(0, 99)
        period = self.dice.randint(1, 4)
        paper = DecisionPaper(f"{self.number}/NQ", today, "HĐND")
        to_other = ReorganisationRequest(LineageKind.DISSOLVED, today, paper, (self.units[0],), (self.units[1],))
        renamed = ReorganisationRequest(
            LineageKind.RENAMED, today, paper, (unit_id,), to_name=f"UBND phường mới {self.number}.{who}"
        )
        fresh = NewUnit(f"M{self.number}", f"UBND phường hợp nhất {self.number}", self.unit(unit_id).kind)
        merged = ReorganisationRequest(LineageKind.MERGED, today, paper, tuple(self.units[:2]), new_unit=fresh)
        return {
            "accept": lambda w: completion.accept_assignment(w, n),
            "decline": lambda w: actions_transfer.decline_assignment(w, n, note="lý do", suggested_unit_id=unit_id),
            "refuse_decline": lambda w: actions_transfer.reject_decline(w, n, note="lý do"),
            "reassign": lambda w: actions_transfer.reassign_assignment(w, n, unit_id=unit_id, note="lý do"),
            "entrust": lambda w: assignment.entrust_assignment(w, n, person_id=person),
            "divide": lambda w: assignment.request_share(w, n, share="phần", due_on=day),
            "progress": lambda w: completion.record_progress(w, n, note="đã làm", percent=who),
            "submit": lambda w: completion.submit_completion(w, n, done_on=min(day, today), note="xong"),
            "confirm": lambda w: completion.confirm_completion(w, n, late_report_seen=True),
            "send_back": lambda w: completion.return_completion(w, n, note="chưa đạt"),
            "receive_share": lambda w: assignment.accept_share(w, n),
            "request": lambda w: deadline.submit_extension_request(w, n, to_due_on=day, reason="bận"),
            "grant": lambda w: deadline.grant_extension(w, n, due_on=day),
            "refuse": lambda w: deadline.refuse_extension(w, n, note="không"),
            "set_deadline": lambda w: deadline.set_assignment_deadline(w, n, due_on=day, note="gấp", document="1/VB"),
            "evidence": lambda w: assignment.set_evidence_rule(w, n, required=who % 2 == 0),
            "correct": lambda w: correction.correct_event_text(
                w, n, sequence=period, note=f"đúng {day}", reason="nhầm"
            ),
            "redate": lambda w: correction.redate_completion(w, n, done_on=min(day, today), reason="nhầm"),
            "attest": lambda w: completion.attest_assignment(w, n, effective_on=today, note="đạt"),
            "suspend": lambda w: suspension.suspend_assignment(
                w, n, note="chờ", effective_on=min(day, today), document="2/VB"
            ),
            "resume": lambda w: suspension.resume_assignment(w, n, shifts_deadline=who % 2 == 0),
            "reopen": lambda w: suspension.reopen_assignment(w, n, note="chưa xong"),
            "withdraw": lambda w: actions_transfer.withdraw_assignment(w, n, note="nhầm", effective_on=min(day, today)),
            "cancel": lambda w: actions_transfer.cancel_assignment(
                w, n, note="thôi", document="1/QĐ", document_on=today
            ),
            "transfer": lambda w: actions_transfer.transfer_assignment(w, n, body="Sở Nội vụ", note="chuyển"),
            "merge": lambda w: actions_transfer.merge_assignment(w, n, into_id=self.one(), note="trùng"),
            "urge": lambda w: suspension.urge_unit(w, n, note="gấp"),
            "tag": lambda w: tags.tag_assignment(w, n, name=f"nhãn {who % 3}"),
            "untag": lambda w: tags.untag_assignment(w, n, name=f"nhãn {who % 3}"),
            "report_occurrence": lambda w: occurrence.submit_occurrence(
                w, n, number=period, done_on=min(day, today), note="xong"
            ),
            "accept_occurrence": lambda w: occurrence.confirm_occurrence(w, n, number=period),
            "return_occurrence": lambda w: occurrence.return_occurrence_report(w, n, number=period, note="chưa đạt"),
            "skip_occurrence": lambda w: occurrence.cancel_occurrence(w, n, number=period, note="nghỉ"),
            "record_event": lambda w: deadline.record_event(
                w, n, happened_on=min(day, today), note="đã có", document="3/VB", due_on=day
            ),
            "record_receipts": lambda w: deadline.record_receipts(w, n, {n: min(day, today)}, note="sổ đến"),
            "import": lambda w: self.bring(w, who),
            "comment": lambda w: task_comments.add_comment(w, n, f"Trao đổi {who}"),
            "correct_comment": lambda w: task_comments.edit_comment(w, *self.comment(), "Đã sửa"),
            "withdraw_comment": lambda w: task_comments.retract_comment(w, *self.comment()),
            "freeze": lambda w: freezing.freeze_window(w, BEGIN, min(day, today), reason="chốt lại"),
            "rename": lambda w: execution.execute_reorganisation(w, renamed),
            "dissolve": lambda w: execution.execute_reorganisation(w, to_other),
            "merge_units": lambda w: execution.execute_reorganisation(w, merged),
            "change_unit": lambda w: units.change_unit(
                w, unit_id, name=f"UBND đơn vị {self.number}.{who}", aliases=(), valid_to=None
            ),
            "deputise": lambda w: deputies.name_deputy(
                w, self.people[1].user_id or 0, deputy_id=person, valid_from=today, valid_to=today
            ),
            "depart": lambda w: reorganisation_request.execute_departure(
                w, self.people[0].user_id or 0, to_person_id=None, close_account=False
            ),
            "change_day": lambda w: deadline.change_day(
                w, office_calendar.CalendarChange(day, DayKind.PUBLIC_HOLIDAY, "Nghỉ bù", "1/TB")
            ),
        }

    def comment(self) -> tuple[int, int]:
        """Return the numbers of an assignment and of the newest comment on it."""
        number = self.one()
        newest = sa.select(sa.func.max(Comment.id)).where(Comment.assignment_id == number)
        return number, self.session.scalar(newest) or 0

    def bring(self, work: UnitOfWork, who: int) -> None:
        """Bring the register of this round in, with another deadline than before."""
        name = self.unit(self.units[who % 2]).name
        row = ("1", f"N{self.number}/UBND-VP", "01/03/2021", "Báo cáo số liệu", name, TERMS[who % len(TERMS)])
        data = "\n".join((HEADER, ";".join(row))).encode()
        registers_intake.import_register(work, read_register_file(data, "so.csv"))
