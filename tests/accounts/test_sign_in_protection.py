"""The door counts every try before it judges it, exactly, whoever else tries at the same time."""

from __future__ import annotations

import datetime as dt
import itertools
import statistics
import threading
import time
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from tests.support.builders import a_unit, an_official
from tracker.accounts import links, passwords, rules as account_rules, second_factor, sessions
from tracker.accounts.models import AccountEvent, LinkKind, SecondFactor
from tracker.accounts.rules import LINK_HOLDS
from tracker.accounts.secret_encryption import NotDecryptable, SecretKeys
from tracker.core.clock import ManualClock, local_instant
from tracker.core.refusals import Reason, Refusal
from tracker.database.unit_of_work import UnitOfWork, unit_of_work
from tracker.law.permissions import Actor, Role
from tracker.mail.outbox import Letter
from tracker.office.models import Person, SignInTry
from tracker.office.people import SCHEDULER_ACTOR

pytestmark = pytest.mark.both_databases

ON_ONE_KIND = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""What has nothing to do with the kind of database is tried on one; both are tried by `make deep`."""

NOON = local_instant(dt.date(2021, 6, 14), 12)
PASSWORD = "hoa-sen-ben-ho-2021"
NOBODY = Actor(None, "")


def official(session: Session) -> Person:
    """Return a ward official who signs in as `tuha`."""
    actor = an_official(session, Role.WARD_OFFICIAL, a_unit(session), "tuha")
    person = session.get_one(Person, actor.user_id)
    person.password_hash = passwords.hash_password(PASSWORD)
    session.commit()
    return person


def test_tries_are_counted_exactly_over_all_workers(engine: sa.Engine, session: Session) -> None:
    let_through: list[str] = []

    def worker(number: int) -> None:
        with Session(engine) as own:
            for _ in range(15):
                try:
                    with unit_of_work(own, NOBODY, ManualClock(NOON)) as work:
                        sessions.count_sign_in_try(work, "tuha", address=f"192.0.2.{number}")
                    let_through.append("tuha")
                except Refusal:
                    pass

    threads = [threading.Thread(target=worker, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(let_through) == account_rules.FREE_BY_NAME
    assert session.query(SignInTry).count() == account_rules.FREE_BY_NAME


def let_through(session: Session, at_second: float, name: str, address: str, device: str = "") -> bool:
    """Try once, some seconds after noon; tell whether the try was judged at all."""
    clock = ManualClock(NOON + dt.timedelta(seconds=at_second))
    try:
        with unit_of_work(session, NOBODY, clock) as work:
            sessions.count_sign_in_try(work, name, address=address, device=device)
    except Refusal as refusal:
        assert refusal.reason is Reason.TOO_FAST
        assert 0 < refusal.details["seconds"] <= account_rules.LONGEST_BY_NAME
        return False
    return True


@ON_ONE_KIND
def test_a_guesser_of_one_name_is_let_through_ever_more_slowly(session: Session) -> None:
    """From whatever address: 5 at once, then after 1, 2, 4 … 32 seconds; about a dozen in five minutes remain."""
    passed = [
        second for second in range(600) if let_through(session, second, "tuha", f"192.0.{second // 250}.{second % 250}")
    ]

    assert passed[:11] == [0, 1, 2, 3, 4, 5, 7, 11, 19, 35, 67]
    assert sum(second >= 300 for second in passed) <= 14


@ON_ONE_KIND
def test_strangers_behind_one_address_are_slowed_by_seconds_and_never_shut_out(session: Session) -> None:
    passed = [second for second in range(300) if let_through(session, second, f"ten{second}", "192.0.2.1")]
    steps = [later - earlier for earlier, later in itertools.pairwise(passed)]

    assert passed[:30] == list(range(30))
    assert max(steps) == account_rules.LONGEST_BY_ADDRESS
    assert steps == sorted(steps)


@pytest.mark.parametrize("kind", ["", sessions.CODE, sessions.LINK])
def test_a_browser_that_is_known_is_never_slowed_by_others(session: Session, kind: str) -> None:
    """500 tries by strangers of the same name and of others, from its own address and from elsewhere."""
    name = f"{kind}tuha"
    for number in range(500):
        address = "192.0.2.1" if number % 2 else f"198.51.100.{number % 250}"
        login = name if number % 3 else f"{kind}ten{number}"
        session.add(SignInTry(login=login, address=address, device="", tried_at=NOON))
    session.commit()

    assert let_through(session, 0, name, "192.0.2.1", device="known")
    assert not let_through(session, 0, name, "192.0.2.2")
    assert not let_through(session, 0, f"{kind}moi", "192.0.2.1")


@ON_ONE_KIND
def test_a_name_that_nobody_has_takes_as_long(session: Session) -> None:
    official(session)
    work = UnitOfWork(session=session, actor=NOBODY, now=NOON)
    taken: dict[str, list[float]] = {"tuha": [], "khong-co": []}
    sessions.authenticate_person(work, "khong-co", "wrong")  # the hash to compare with is made once
    for _ in range(15):
        for login, seconds in taken.items():
            begun = time.process_time()
            assert sessions.authenticate_person(work, login, "mat-khau-sai-hoan-toan") is None
            seconds.append(time.process_time() - begun)

    known, unknown = (statistics.median(seconds) for seconds in taken.values())
    assert abs(known - unknown) < max(0.002, 0.1 * known)
    assert sessions.authenticate_person(work, "tuha", PASSWORD) is not None


KEYS = SecretKeys(("khoa-cua-nha-dai-hon-ba-muoi-hai-ky-tu",))
"""The keys of the installation."""


@pytest.fixture
def codes(session: Session) -> tuple[Person, SecondFactor, list[str]]:
    """Return somebody who set up a second factor at noon, and the codes on paper."""
    import pyotp

    person = official(session)
    actor = Actor(person.id, person.name)
    with unit_of_work(session, actor, ManualClock(NOON)) as work:
        factor = second_factor.prepare_second_factor(work, KEYS)
        secret = second_factor.decrypt_factor_secret(factor, KEYS)
    with unit_of_work(session, actor, ManualClock(NOON)) as work:
        paper = second_factor.confirm_second_factor(work, pyotp.TOTP(secret).at(NOON), KEYS)
    return person, session.query(SecondFactor).one(), paper


def shown(session: Session, person_id: int, code: str, minutes: float) -> bool:
    """Show a code some minutes after noon."""
    clock = ManualClock(NOON + dt.timedelta(minutes=minutes))
    with unit_of_work(session, NOBODY, clock) as work:
        return second_factor.is_code_valid(work, work.session.get_one(Person, person_id), code, KEYS)


def test_a_code_is_good_once_and_only_around_its_moment(
    session: Session, codes: tuple[Person, SecondFactor, list[str]]
) -> None:
    import pyotp

    person, factor, paper = codes
    number, totp = person.id, pyotp.TOTP(second_factor.decrypt_factor_secret(factor, KEYS))
    later = totp.at(NOON + dt.timedelta(minutes=5))

    assert not shown(session, number, totp.at(NOON), 0)  # it was used for setting up
    assert not shown(session, number, later, 0)
    assert shown(session, number, later, 5)
    assert not shown(session, number, later, 5)
    assert shown(session, number, paper[0].upper(), 6)
    assert not shown(session, number, paper[0], 7)


def test_the_secret_of_a_telephone_is_encrypted_and_outlives_a_change_of_the_key(
    session: Session, codes: tuple[Person, SecondFactor, list[str]]
) -> None:
    _, factor, _ = codes
    plain, before = second_factor.decrypt_factor_secret(factor, KEYS), factor.secret
    changed = SecretKeys(("khoa-moi-cua-nha-dai-hon-ba-muoi-hai-ky-tu", *KEYS.keys))

    assert plain not in before
    assert second_factor.decrypt_factor_secret(factor, changed) == plain  # the former key decrypts
    again = [second_factor.reencrypt_secrets(session, changed) for _ in range(2)]
    assert again == [1, 0]
    assert factor.secret != before
    assert (
        second_factor.decrypt_factor_secret(factor, SecretKeys(changed.keys[:1])) == plain
    )  # and is not needed any more
    with pytest.raises(NotDecryptable):
        second_factor.decrypt_factor_secret(factor, KEYS)


def test_a_secret_in_clear_is_refused_everywhere(
    session: Session, codes: tuple[Person, SecondFactor, list[str]]
) -> None:
    """Whoever can write the table plants no second factor of their own."""
    import pyotp

    person, factor, _ = codes
    factor.secret = planted = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
    number = person.id
    session.commit()

    assert not shown(session, number, pyotp.TOTP(planted).at(NOON + dt.timedelta(minutes=5)), 5)
    with pytest.raises(NotDecryptable):
        second_factor.reencrypt_secrets(session, KEYS)


@pytest.mark.parametrize(
    ("change", "context"),
    [
        (lambda token: token, "second factor 2"),
        (lambda token: token[:-6] + ("A" if token[-6] != "A" else "B") + token[-5:], "second factor 1"),
        (lambda token: "%%%", "second factor 1"),
        (lambda token: "", "second factor 1"),
        (lambda token: "bi mat", "second factor 1"),
    ],
)
def test_a_value_that_was_moved_or_altered_is_not_decrypted(change: Callable[[str], str], context: str) -> None:
    token = KEYS.encrypt("bi mat", "second factor 1")

    assert KEYS.decrypt(token, "second factor 1") == "bi mat"
    with pytest.raises(NotDecryptable):
        KEYS.decrypt(change(token), context)
    assert not KEYS.uses_present_key(change(token), context)
    assert KEYS.encrypt("bi mat", "second factor 1") != token


def test_a_link_sets_a_password_once_within_its_hour(session: Session) -> None:
    number = official(session).id
    clock = ManualClock(NOON)

    def token() -> str:
        with unit_of_work(session, SCHEDULER_ACTOR, clock) as work:
            return links.create_account_link(work, work.session.get_one(Person, number), LinkKind.RESET)

    def use(link: str) -> bool:
        try:
            with unit_of_work(session, NOBODY, clock) as work:
                links.use_account_link(work, link, "mot-cau-that-dai-nao-do")
        except Refusal as refusal:
            assert refusal.reason is Reason.LINK_OVER
            return False
        return True

    overtaken, good = token(), token()
    assert [use(overtaken), use(good), use(good), use("invented")] == [False, True, False, False]
    late = token()
    clock.move_to(NOON + LINK_HOLDS + dt.timedelta(seconds=1))
    assert not use(late)
    before = token()
    session.get_one(Person, number).epoch += 1  # the password was changed meanwhile
    session.commit()
    assert not use(before)


def test_asking_for_a_link_says_nothing_and_keeps_no_token(session: Session) -> None:
    official(session)
    for login in ("tuha", "tuha", "khong-co"):
        with unit_of_work(session, NOBODY, ManualClock(NOON)) as work:
            links.request_link_by_mail(work, login, "subject", "Dear {name}")

    [letter] = session.query(Letter)
    assert (letter.address, letter.body_text) == ("tuha@example.org", "Dear tuha")


@pytest.mark.parametrize("verb", ["UPDATE account_event SET actor_name = 'x'", "DELETE FROM account_event"])
def test_the_diary_of_accounts_stays_as_written(session: Session, verb: str) -> None:
    person = official(session)
    with unit_of_work(session, Actor(person.id, "tuha"), ManualClock(NOON)) as work:
        second_factor.prepare_second_factor(work, KEYS)
    session.add(AccountEvent(person_id=person.id, change="opened", actor_name="An", recorded_at=NOON, details={}))
    session.commit()

    with pytest.raises(sa.exc.DBAPIError, match="append-only"):
        session.execute(sa.text(verb))
