"""Other programs of the town are told what happens, once, and until they take it."""

from __future__ import annotations

import datetime as dt
import itertools
import json

import pytest
from sqlalchemy.orm import Session

from tests.support.builders import a_directive, a_unit, an_official, the_calendar_of
from tests.support.mornings import a_round
from tests.support.receiver import Receiver, receiver
from tracker.core.clock import ManualClock, local_instant
from tracker.database.unit_of_work import unit_of_work
from tracker.integrations import dispatch
from tracker.integrations.channels import Channel, ChannelKind, Dispatch, Topic
from tracker.integrations.dispatch import DispatchSettings
from tracker.integrations.webhook import AddressPolicy
from tracker.law.permissions import Actor, Post, Role
from tracker.mail.outbox import LetterState
from tracker.mail.transport import MemoryTransport

pytestmark = pytest.mark.both_databases

MONDAY = dt.date(2021, 6, 14)
COURIER = DispatchSettings("https://theo-doi.example", "0123456789abcdef" * 2, AddressPolicy.parse(["127.0.0.0/8"]))
ADMINISTRATOR = Actor(None, "Quản trị", (Post(Role.ADMINISTRATOR),))


@pytest.fixture
def morning() -> ManualClock:
    """Return a clock that stands at eight on a Monday."""
    return ManualClock(local_instant(MONDAY, 8).astimezone(dt.UTC))


def a_channel(session: Session, clock: ManualClock, program: Receiver, *topics: Topic, name: str = "A") -> Channel:
    """Add a webhook."""
    with unit_of_work(session, ADMINISTRATOR, clock) as work:
        return dispatch.add_channel(work, ChannelKind.WEBHOOK, name, program.address, topics)


def told(session: Session, clock: ManualClock, dispatch_settings: DispatchSettings = COURIER) -> int:
    """Let the scheduler tell the channels."""
    return dispatch.send_dispatches(session, clock, dispatch_settings, lambda: True)


def later(clock: ManualClock, **time: float) -> None:
    """Let some time pass."""
    clock.move_to(clock.now() + dt.timedelta(**time))


def test_a_given_task_is_told_once_and_without_anybodys_name(session: Session, morning: ManualClock) -> None:
    ward = a_unit(session)
    an_official(session, Role.WARD_OFFICIAL, ward, "nguyen-van-an")
    with receiver() as program:
        a_channel(session, morning, program, Topic.ASSIGNED)
        [assignment] = a_directive(session, ward, due_on=MONDAY, clock=morning, content="Việc mật của ông An")
        assert told(session, morning) == 1
        later(morning, minutes=1)
        assert told(session, morning) == 0

    [(_, headers, content)] = program.came
    assert json.loads(content) == {
        "id": headers["X-Message-Id"],
        "kind": "assigned",
        "task": assignment.id,
        "unit": "TUHA",
        "due_on": "2021-06-14",
        "link": f"https://theo-doi.example/nhiem-vu/{assignment.id}",
    }


def test_what_happened_before_the_channel_and_other_topics_are_not_told(session: Session, morning: ManualClock) -> None:
    ward = a_unit(session)
    a_directive(session, ward, clock=morning)
    later(morning, hours=1)
    with receiver() as program:
        a_channel(session, morning, program, Topic.ASSIGNED)
        a_channel(session, morning, program, Topic.CONFIRMED, name="B")
        told(session, morning)

    assert program.came == []


def test_a_reminder_of_several_people_is_one_message(session: Session, morning: ManualClock) -> None:
    the_calendar_of(session, 2021)
    ward = a_unit(session)
    for login in ("mot", "hai"):
        an_official(session, Role.WARD_OFFICIAL, ward, login)
    a_directive(session, ward, due_on=MONDAY, given_on=dt.date(2021, 6, 1))
    a_round(session, MemoryTransport(), MONDAY)
    with receiver() as program:
        a_channel(session, morning, program, Topic.DUE_TODAY)
        told(session, morning)
        told(session, morning)

    assert [json.loads(content)["kind"] for _, _, content in program.came] == ["due_today"]


def test_a_program_that_is_away_is_tried_with_growing_gaps_for_72_hours(session: Session, morning: ManualClock) -> None:
    ward = a_unit(session)
    tries = []
    with receiver() as program:
        program.code = 503
        a_channel(session, morning, program, Topic.ASSIGNED)
        a_directive(session, ward, clock=morning)
        start = morning.now()
        for _ in range(74 * 12):
            before = len(program.came)
            told(session, morning)
            if len(program.came) > before:
                tries.append(morning.now() - start)
            later(morning, minutes=5)

    dispatch = session.query(Dispatch).one()
    gaps = [second - first for first, second in itertools.pairwise(tries)][:-1]
    assert (dispatch.state, dispatch.answer_code, dispatch.answer) == (LetterState.DEAD, 503, "ok")
    assert gaps == sorted(gaps)
    assert tries[-1] == dt.timedelta(hours=72)
    assert {headers["X-Message-Id"] for _, headers, _ in program.came} == {dispatch.key}
    assert len({headers["X-Timestamp"] for _, headers, _ in program.came}) == len(tries)


def test_a_channel_that_fails_holds_up_no_other(session: Session, morning: ManualClock) -> None:
    ward = a_unit(session)
    with receiver() as broken, receiver() as program:
        broken.code = 500
        a_channel(session, morning, broken, Topic.ASSIGNED)
        a_channel(session, morning, program, Topic.ASSIGNED, name="B")
        for _ in range(3):
            a_directive(session, ward, clock=morning)
        assert told(session, morning) == 3

    assert (len(broken.came), len(program.came)) == (1, 3)


def test_what_was_under_way_when_the_sender_died_is_sent_again_under_the_same_name(
    session: Session, morning: ManualClock
) -> None:
    ward = a_unit(session)
    with receiver() as program:
        a_channel(session, morning, program, Topic.ASSIGNED)
        a_directive(session, ward, clock=morning)
        told(session, morning)
        dispatch = session.query(Dispatch).one()
        dispatch.state, dispatch.sent_at = LetterState.SENDING, None
        session.commit()
        assert told(session, morning) == 1

    assert len({headers["X-Message-Id"] for _, headers, _ in program.came}) == 1


def test_a_channel_switched_off_waits(session: Session, morning: ManualClock) -> None:
    ward = a_unit(session)
    with receiver() as program:
        channel = a_channel(session, morning, program, Topic.ASSIGNED)
        a_directive(session, ward, clock=morning)
        with unit_of_work(session, ADMINISTRATOR, morning) as work:
            dispatch.set_channel_active(work, channel.id, False)
        assert told(session, morning) == 0
        with unit_of_work(session, ADMINISTRATOR, morning) as work:
            dispatch.set_channel_active(work, channel.id, True)
        assert told(session, morning) == 1


def test_a_gateway_is_told_how_many_and_nothing_else(session: Session, morning: ManualClock) -> None:
    the_calendar_of(session, 2021)
    ward = a_unit(session)
    an_official(session, Role.WARD_OFFICIAL, ward)
    for _ in range(2):
        a_directive(session, ward, due_on=MONDAY, given_on=dt.date(2021, 6, 1), content="Việc mật")
    a_round(session, MemoryTransport(), MONDAY)
    with receiver() as program:
        dispatch_settings = DispatchSettings(
            COURIER.base_url, COURIER.secret_key, gateways={"zalo": f"json://127.0.0.1:{program.port}/"}
        )
        with unit_of_work(session, ADMINISTRATOR, morning) as work:
            dispatch.add_channel(work, ChannelKind.GATEWAY, "Zalo", "zalo", [Topic.DUE_TODAY])
        assert (told(session, morning, dispatch_settings), told(session, morning, dispatch_settings)) == (1, 0)

    said = json.loads(program.came[0][2])
    assert (said["title"], said["message"]) == ("Có 2 việc cần xử lý", "https://theo-doi.example/nhiem-vu")
