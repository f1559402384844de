"""The people of the demonstration: invented names in the posts that a town has."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from tracker.models.person import Membership, Person
from tracker.rules.permissions import Actor, Post, Role
from tracker.rules.unit_names import COMMUNE_LEVEL, UnitKind
from tracker.services import accounts, passwords
from tracker.store import installation, units
from tracker.transaction import Work

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
class Account:
    """One account to make: sign-in name, role, unit by code, title."""

    login: str
    role: Role
    unit_code: str | None
    title: str


CENTRAL = (
    Account("quantri", Role.ADMINISTRATOR, None, "Quản trị hệ thống"),
    Account("chutich", Role.LEADER, "UBND", "Chủ tịch UBND thị xã"),
    Account("phochutich", Role.LEADER, "UBND", "Phó Chủ tịch UBND thị xã"),
    Account("vanphong", Role.OFFICE, "VP", "Chuyên viên theo dõi YKCD"),
    Account("noivu", Role.COORDINATOR, "NV", "Chuyên viên phụ trách CCHC"),
    Account("kiemtra", Role.AUDITOR, None, "Đoàn kiểm tra công vụ"),
)


@dataclass(frozen=True, slots=True)
class Cast:
    """Who acts in the demonstration: by sign-in name, and the person who works for each unit."""

    by_login: dict[str, Actor]
    worker_of: dict[int, Actor]

    def who_confirms(self, login: str, unit_id: int) -> Actor:
        """Return who confirms the work of a unit: the person of that login, or the chairman for their own unit."""
        usual = self.by_login[login]
        return self.by_login["chutich"] if unit_id in usual.unit_ids else usual


def hire(
    work: Work,
    central: Sequence[Account] = CENTRAL,
    *,
    since: dt.date = SINCE,
    mail: str = "huongtra.example",
) -> Cast:
    """Make the accounts of the demonstration, all with the same password, hashed once.

    `central` are those named; every other unit that exists on `since` gets its head and an official of its own.
    """
    hashed = passwords.hashed(PASSWORD)
    installation.set_fact(work.session, installation.DEMO_PASSWORD, PASSWORD)
    by_code = {unit.code: unit for unit in units.existing(work.session, since)}
    wanted = list(central)
    for unit in by_code.values():
        if unit.kind in COMMUNE_LEVEL:
            login = LOGINS.get(unit.code, unit.code.lower())
            wanted.append(Account(login, Role.WARD_OFFICIAL, unit.code, "Công chức Văn phòng - Thống kê"))
        elif unit.kind not in NOBODY_HERE:
            name = unit.code.lower()
            wanted.append(Account(f"{name}.truong", Role.UNIT_HEAD, unit.code, "Thủ trưởng đơn vị"))
            wanted.append(Account(f"{name}.canbo", Role.OFFICER, unit.code, "Chuyên viên"))
    by_login: dict[str, Actor] = {}
    worker_of: dict[int, Actor] = {}
    for place, account in enumerate(wanted):
        unit_id = by_code[account.unit_code].id if account.unit_code else None
        person = _person(work, account, place, hashed, mail)
        work.session.add(
            Membership(
                person_id=person.id, unit_id=unit_id, role=account.role, title=account.title, valid_from=since
            )
        )
        actor = Actor(person.id, person.name, (Post(account.role, unit_id),))
        by_login[account.login] = actor
        if unit_id is not None and account.role in (Role.OFFICER, Role.WARD_OFFICIAL):
            worker_of[unit_id] = actor
    work.session.flush()
    return Cast(by_login, worker_of)


def _person(work: Work, account: Account, place: int, hashed: str, mail: str) -> Person:
    name = " ".join(
        (
            _FAMILY[place * 5 % len(_FAMILY)],
            _MIDDLE[place * 3 % len(_MIDDLE)],
            _GIVEN[place * 7 % len(_GIVEN)],
        )
    )
    person = accounts.new_person(
        work,
        login=account.login,
        name=name,
        email=f"{account.login}@{mail}",
        password=None,
        must_change=False,
    )
    person.password_hash = hashed
    return person
