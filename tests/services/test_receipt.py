"""A ward that got the paper later has its working days counted from the day it got it."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Session

from tests.support.builders import a_unit
from tracker.clock import HandClock
from tracker.documents.register_table import read_register
from tracker.models.task import Assignment
from tracker.services import calendars, registers
from tracker.services.machine import COMMAND_LINE
from tracker.transaction import unit_of_work

REGISTER = """STT;Số, ký hiệu;Ngày ban hành;Ngày nhận;Nội dung chỉ đạo;Đơn vị chủ trì;Thời hạn
1;9/UBND-VP;04/10/2021;;Rà soát hồ sơ;UBND phường Tứ Hạ;trong vòng 05 ngày làm việc kể từ ngày nhận
2;9/UBND-VP;04/10/2021;06/10/2021;Rà soát hồ sơ;UBND xã Bình Thành;trong vòng 05 ngày làm việc kể từ ngày nhận
"""


def test_each_ward_counts_from_its_own_receipt(session: Session, clock: HandClock) -> None:
    prompt = a_unit(session)
    later = a_unit(session, "BINHTHANH", "UBND xã Bình Thành")
    with unit_of_work(session, COMMAND_LINE, clock) as work:
        calendars.open_years(work, (2021, 2022))
        found = registers.import_register(work, read_register(REGISTER.encode(), "so.csv"))
        assert not found.is_blocked, found.problems
    due = {each.unit_id: each.due_on for each in session.query(Assignment)}

    assert due == {prompt.id: dt.date(2021, 10, 11), later.id: dt.date(2021, 10, 13)}
