"""A ward that got the paper later has its working days counted from the day it got it."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Session

from tests.support.builders import a_unit
from tracker.core.clock import ManualClock
from tracker.database.unit_of_work import unit_of_work
from tracker.intake.registers import intake as registers_intake
from tracker.intake.registers.table import read_register_file
from tracker.office import calendar as office_calendar
from tracker.office.people import COMMAND_LINE
from tracker.tasks.models import Assignment

REGISTER = """STT;Số, ký hiệu;Ngày ban hành;Ngày nhận;Nội dung chỉ đạo;Đơn vị chủ trì;Thời hạn
1;9/UBND-VP;04/10/2021;;Rà soát hồ sơ;UBND phường Tứ Hạ;trong vòng 05 ngày làm việc kể từ ngày nhận
2;9/UBND-VP;04/10/2021;06/10/2021;Rà soát hồ sơ;UBND xã Bình Thành;trong vòng 05 ngày làm việc kể từ ngày nhận
"""


def test_each_ward_counts_from_its_own_receipt(session: Session, clock: ManualClock) -> None:
    prompt = a_unit(session)
    later = a_unit(session, "BINHTHANH", "UBND xã Bình Thành")
    with unit_of_work(session, COMMAND_LINE, clock) as work:
        office_calendar.open_years(work, (2021, 2022))
        found = registers_intake.import_register(work, read_register_file(REGISTER.encode(), "so.csv"))
        assert not found.is_blocked, found.problems
    due = {each.unit_id: each.due_on for each in session.query(Assignment)}

    assert due == {prompt.id: dt.date(2021, 10, 11), later.id: dt.date(2021, 10, 13)}
