"""The people of the demonstration: invented names in the posts that a town has.

Playing a demonstration: scenes in the order of their instants, and before those of a day, its morning.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from tracker.accounts import accounts as account_accounts, passwords
from tracker.core.clock import ManualClock, local_instant
from tracker.database.unit_of_work import UnitOfWork, unit_of_work
from tracker.law.permissions import Actor, Post, Role
from tracker.office import installation, units
from tracker.office.models import Membership, Person
from tracker.office.name_reader import COMMUNE_LEVEL, UnitKind

PASSWORD = "thu-nghiem-2021"
"""The password of every account of the demonstration; the loader refuses to run where real data are."""

SINCE = dt.date(2020, 1, 1)

_FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Phan", "Võ", "Đặng", "Bùi", "Hồ", "Ngô", "Dương")
_MIDDLE = ("Văn", "Thị", "Hữu", "Thị", "Đức", "Thị", "Quang", "Thị", "Minh", "Thị", "Ngọc")
_GIVEN = (
    "An", "Bình", "Châu", "Dung", "Đạt", "Giang", "Hà", "Hùng", "Khánh", "Lan", "Long", "Mai", "Nam", "Nga",
    "Phúc", "Quý", "Sơn", "Tâm", "Thảo", "Trung", "Tuấn", "Uyên", "Vinh", "Xuân", "Yến",
)  # fmt: skip

NOBODY_HERE = frozenset({UnitKind.AUTHORITY, UnitKind.PARTY, UnitKind.EXTERNAL})
"""Kinds of unit whose people stand among those named, or work elsewhere."""

LOGINS = {"HUONGVAN_VAWN": "huongvan", "HUONGVAN_VAAN": "huongvaan"}
"""Wards whose code does not make a sign-in name one can type."""


@dataclass(frozen=True, slots=True)
class DemoAccountSpec:
    """One account to make: sign-in name, role, unit by code, title."""

    login: str
    role: Role
    unit_code: str | None
    title: str


TOWN_DEMO_ACCOUNTS = (
    DemoAccountSpec("quantri", Role.ADMINISTRATOR, None, "Quản trị hệ thống"),
    DemoAccountSpec("chutich", Role.LEADER, "UBND", "Chủ tịch UBND thị xã"),
    DemoAccountSpec("phochutich", Role.LEADER, "UBND", "Phó Chủ tịch UBND thị xã"),
    DemoAccountSpec("vanphong", Role.OFFICE, "VP", "Chuyên viên theo dõi YKCD"),
    DemoAccountSpec("noivu", Role.COORDINATOR, "NV", "Chuyên viên phụ trách CCHC"),
    DemoAccountSpec("kiemtra", Role.AUDITOR, None, "Đoàn kiểm tra công vụ"),
)


@dataclass(frozen=True, slots=True)
class DemoCast:
    """Who acts in the demonstration: by sign-in name, and the person who works for each unit."""

    by_login: dict[str, Actor]
    worker_of: dict[int, Actor]

    def who_confirms(self, login: str, unit_id: int) -> Actor:
        """Return who confirms the work of a unit: the person of that login, or the chairman for their own unit."""
        usual = self.by_login[login]
        return self.by_login["chutich"] if unit_id in usual.unit_ids else usual


def create_demo_accounts(
    work: UnitOfWork,
    central: Sequence[DemoAccountSpec] = TOWN_DEMO_ACCOUNTS,
    *,
    since: dt.date = SINCE,
    mail: str = "huongtra.example",
) -> DemoCast:
    """Make the accounts of the demonstration, all with the same password, hashed once.

    `central` are those named; every other unit that exists on `since` gets its head and an official of its own.
    """
    hashed = passwords.hash_password(PASSWORD)
    installation.set_fact(work.session, installation.DEMO_PASSWORD, PASSWORD)
    by_code = {unit.code: unit for unit in units.list_existing_units(work.session, since)}
    wanted = list(central)
    for unit in by_code.values():
        if unit.kind in COMMUNE_LEVEL:
            login = LOGINS.get(unit.code, unit.code.lower())
            wanted.append(DemoAccountSpec(login, Role.WARD_OFFICIAL, unit.code, "Công chức Văn phòng - Thống kê"))
        elif unit.kind not in NOBODY_HERE:
            name = unit.code.lower()
            wanted.append(DemoAccountSpec(f"{name}.truong", Role.UNIT_HEAD, unit.code, "Thủ trưởng đơn vị"))
            wanted.append(DemoAccountSpec(f"{name}.canbo", Role.OFFICER, unit.code, "Chuyên viên"))
    by_login: dict[str, Actor] = {}
    worker_of: dict[int, Actor] = {}
    for place, account in enumerate(wanted):
        unit_id = by_code[account.unit_code].id if account.unit_code else None
        person = _person(work, account, place, hashed, mail)
        work.session.add(
            Membership(person_id=person.id, unit_id=unit_id, role=account.role, title=account.title, valid_from=since)
        )
        actor = Actor(person.id, person.name, (Post(account.role, unit_id),))
        by_login[account.login] = actor
        if unit_id is not None and account.role in (Role.OFFICER, Role.WARD_OFFICIAL):
            worker_of[unit_id] = actor
    work.session.flush()
    return DemoCast(by_login, worker_of)


def _person(work: UnitOfWork, account: DemoAccountSpec, place: int, hashed: str, mail: str) -> Person:
    name = " ".join(
        (_FAMILY[place * 5 % len(_FAMILY)], _MIDDLE[place * 3 % len(_MIDDLE)], _GIVEN[place * 7 % len(_GIVEN)])
    )
    person = account_accounts.new_person(
        work, login=account.login, name=name, email=f"{account.login}@{mail}", password=None, must_change=False
    )
    person.password_hash = hashed
    return person


EveryMorning = Callable[[ManualClock], None]
"""What happens on a morning by itself: the round of reminders."""


@dataclass(frozen=True, slots=True)
class DemoScene:
    """Something that happened: when, who did it, what they did."""

    instant: dt.datetime
    actor: Actor
    play: Callable[[UnitOfWork], object]


def play_scenes(
    session: Session,
    clock: ManualClock,
    scenes: Iterable[DemoScene],
    span: tuple[dt.date, dt.datetime],
    every_morning: EveryMorning | None,
) -> None:
    """Play all scenes; `span` is the civil day after which mornings begin, and the instant at which all ends."""
    began_on, ends_at = span
    morning = local_instant(began_on + dt.timedelta(days=1), 7, 30)
    for scene in (*sorted(scenes, key=lambda scene: scene.instant), None):
        until = scene.instant if scene is not None else ends_at
        while every_morning is not None and morning < until:
            clock.move_to(morning)
            every_morning(clock)
            morning += dt.timedelta(days=1)
        if scene is not None:
            clock.move_to(scene.instant)
            with unit_of_work(session, scene.actor, clock) as work:
                scene.play(work)
    clock.move_to(ends_at)
