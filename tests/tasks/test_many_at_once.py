"""Many tasks at once: ticked in a list, looked at on one page, each with its own line, answer and right."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from tests.support.browser import Browser, Desk
from tests.support.builders import a_directive, a_unit, an_official, the_calendar_of
from tests.support.html import Page, faults
from tracker.core.clock import ManualClock, local_instant
from tracker.core.refusals import Reason, Refusal
from tracker.database.unit_of_work import UnitOfWork, unit_of_work
from tracker.law.lifecycle import Action, AssignmentState
from tracker.law.permissions import Actor, Role
from tracker.office.models import Unit
from tracker.operations import verification
from tracker.tasks.actions import access as actions_access, completion, suspension
from tracker.tasks.events import TaskEvent
from tracker.tasks.models import Assignment

DUE = dt.date(2021, 11, 20)
LOOK, ACT = "/nhiem-vu/nhieu-viec", "/nhiem-vu/nhieu-viec/thuc-hien"


@pytest.fixture
def people(session: Session) -> dict[str, Actor]:
    """Return a ward's official, the office and a leader; the ward has three directives, the province's is one."""
    ward, centre = a_unit(session), a_unit(session, "VP", "Văn phòng HĐND&UBND")
    the_calendar_of(session, 2021)
    for _ in range(3):
        a_directive(session, ward, due_on=DUE)
    return {
        "official": an_official(session, Role.WARD_OFFICIAL, ward),
        "office": an_official(session, Role.OFFICE, centre),
        "leader": an_official(session, Role.LEADER, centre),
        "auditor": an_official(session, Role.AUDITOR, None),
    }


def send(browser: Browser, address: str, fields: dict[str, str | list[str]]) -> str:
    """Send a form as a browser sends one that has no files; return the page that comes."""
    browser.session.rollback()
    return browser.client.post(address, data=MultiDict(fields)).text


def fields_of(html: str, action: str) -> dict[str, str | list[str]]:
    """Return what the form of a page sends, several values of one name together."""
    found: dict[str, list[str]] = {}
    for each in Page(html).all("input"):
        forms = [above for above in each.ancestors if above.tag == "form" and above.get("action") == action]
        if forms and each.get("type") not in ("checkbox", "radio"):
            found.setdefault(each.get("name"), []).append(each.get("value"))
    return dict(found)


def ticked(browser: Browser, verb: str, *numbers: int) -> str:
    """Tick tasks in the list and choose what to do; return the page of confirmation."""
    form = fields_of(browser.open("/nhiem-vu").text, LOOK)
    return send(browser, LOOK, form | {"viec": verb, "chon": [str(number) for number in numbers]})


def lines(session: Session, action: Action) -> int:
    """Return how many lines of a kind the event logs have."""
    session.rollback()
    return session.scalar(select(func.count()).select_from(TaskEvent).where(TaskEvent.action == action)) or 0


def reported(session: Session, actor: Actor, number: int, done_on: dt.date, today: dt.date) -> None:
    """Let the ward report a task on a day."""
    with unit_of_work(session, actor, ManualClock(local_instant(today, 9))) as work:
        completion.submit_completion(work, number, done_on=done_on, note="Xong", document="88/BC-UBND")


def test_reports_are_confirmed_together_and_a_late_one_needs_its_own_tick(
    desk: Desk, session: Session, people: dict[str, Actor]
) -> None:
    reported(session, people["official"], 1, dt.date(2021, 11, 9), dt.date(2021, 11, 9))
    reported(session, people["official"], 2, dt.date(2021, 10, 1), dt.date(2021, 11, 9))
    office = desk.seat(people["office"])
    page = ticked(office, "xac-nhan", 1, 2, 3)
    assert (faults(page), "hoàn thành 09/11/2021; 88/BC-UBND" in page) == ([], True)
    assert lines(session, Action.CONFIRM) == 0

    form = fields_of(page, ACT)
    done = send(office, ACT, form)
    assert (faults(done), Page(done).text("h1")) == ([], "Xác nhận hoàn thành: 1 xong, 2 chưa được")
    again = [each.get("value") for each in Page(done).all("input") if each.get("name") == "chon"]
    assert again == ["2", "3"]

    send(office, ACT, fields_of(ticked(office, "xac-nhan", 2), ACT) | {"cham": ["2"]})
    session.rollback()
    states = [session.get_one(Assignment, number).state for number in (1, 2, 3)]
    assert states == [AssignmentState.DONE, AssignmentState.DONE, AssignmentState.ASSIGNED]


def test_a_second_press_does_nothing_more(desk: Desk, session: Session, people: dict[str, Actor]) -> None:
    office = desk.seat(people["office"])
    form = fields_of(ticked(office, "don-doc", 1, 2, 3), ACT)
    first, second = send(office, ACT, form), send(office, ACT, form)

    assert lines(session, Action.URGE) == 3
    assert ("3 xong, 0 chưa được" in first, second.count("Đã làm ở lần bấm trước")) == (True, 3)


def test_who_was_faster_stops_one_row_and_not_the_others(
    desk: Desk, session: Session, people: dict[str, Actor]
) -> None:
    office = desk.seat(people["office"])
    form = fields_of(ticked(office, "don-doc", 1, 2), ACT)
    desk.seat(people["official"]).fill_in("/nhiem-vu/1/tien-do", note="Đang làm")

    assert "1 xong, 1 chưa được" in send(office, ACT, form)
    assert lines(session, Action.URGE) == 1


def test_one_refused_after_it_wrote_leaves_no_trace_between_the_others(
    session: Session, people: dict[str, Actor]
) -> None:
    def act(work: UnitOfWork, number: int, version: int | None) -> None:
        suspension.urge_unit(work, number, note="Báo cáo ngay", version=version)
        if number in (1, 3):
            raise Refusal(Reason.NOT_ALLOWED)

    a_directive(session, session.get_one(Unit, 1), due_on=DUE)
    clock = ManualClock(local_instant(dt.date(2021, 11, 10), 9))
    answers = actions_access.run_bulk_action(
        session, people["office"], clock, "lần bấm", dict.fromkeys((1, 2, 3, 4)), act
    )
    again = actions_access.run_bulk_action(session, people["office"], clock, "lần bấm", dict.fromkeys((2, 4)), act)

    assert [each.refusal is None for each in answers] == [False, True, False, True]
    assert [each.was_done_before for each in again] == [True, True]
    assert lines(session, Action.URGE) == 2
    assert verification.verify_records(session).broken_line is None


@pytest.mark.parametrize(("who", "verb"), [("official", "don-doc"), ("auditor", "gan-nhan"), ("office", "gia-han")])
def test_what_one_may_not_do_to_one_task_one_may_not_do_to_many(
    who: str, verb: str, desk: Desk, session: Session, people: dict[str, Actor]
) -> None:
    browser = desk.seat(people[who])
    session.rollback()
    answer = browser.client.post(LOOK, data={"viec": verb, "chon": "1"})

    assert answer.status_code == 403
    assert verb not in [each.get("value") for each in Page(browser.open("/nhiem-vu").text).all("option")]


def test_a_task_of_another_unit_is_not_touched(desk: Desk, session: Session, people: dict[str, Actor]) -> None:
    other = a_unit(session, "HC", "UBND phường Hương Chữ")
    stranger = desk.seat(an_official(session, Role.UNIT_HEAD, other))
    page = ticked(stranger, "phan-cong", 1)

    assert "/nhiem-vu/1" not in page


def test_tags_are_stuck_on_and_narrow_the_list(desk: Desk, session: Session, people: dict[str, Actor]) -> None:
    office = desk.seat(people["office"])
    send(office, ACT, fields_of(ticked(office, "gan-nhan", 1, 3), ACT) | {"name": "Họp tháng 11"})
    assert lines(session, Action.TAG) == 2
    narrowed = office.open("/nhiem-vu?nhan=1").text
    assert [number for number in (1, 2, 3) if f'"/nhiem-vu/{number}"' in narrowed] == [1, 3]
    assert "Nhãn: Họp tháng 11" in Page(narrowed).text("main")

    send(office, ACT, fields_of(ticked(office, "bo-nhan", 1), ACT) | {"name": "họp tháng 11"})
    assert '"/nhiem-vu/1"' not in office.open("/nhiem-vu?nhan=1").text


def test_two_hundred_rows_have_one_line_each(desk: Desk, session: Session, people: dict[str, Actor]) -> None:
    ward = session.scalars(select(Unit).where(Unit.code == "TUHA")).one()
    for _ in range(200):
        a_directive(session, ward, due_on=DUE)
    office = desk.seat(people["office"])
    form = fields_of(office.open("/nhiem-vu").text, LOOK)
    page = send(office, LOOK, form | {"viec": "don-doc", "tat-ca": "1"})
    chosen = fields_of(page, ACT)
    assert len(chosen["chon"]) == 200

    done = send(office, ACT, chosen)
    assert ("200 xong, 0 chưa được" in done, lines(session, Action.URGE)) == (True, 200)
