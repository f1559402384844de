"""Nobody alone gives a deciding role, or gets at the account of somebody who decides; a second person decides."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from tests.support.account_forms import PASSWORD, add_second_factor, give_role, press, proposals, told
from tests.support.browser import Desk
from tests.support.builders import an_official
from tests.support.html import Page, faults
from tracker.accounts import decisions, passwords
from tracker.accounts.models import AccountChange, AccountEvent, SecondFactor
from tracker.accounts.rules import PROPOSAL_HOLDS, ProposalKind, ProposalState
from tracker.core.clock import ManualClock
from tracker.core.refusals import Reason, Refusal
from tracker.database.unit_of_work import unit_of_work
from tracker.law.permissions import Actor, Role
from tracker.mail.outbox import Letter
from tracker.office.models import Membership, Person, Unit

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def test_a_second_person_approves_and_the_new_leader_alone_knows_the_password(
    desk: Desk, session: Session, chief: Actor, leader: Actor, ward: Unit
) -> None:
    friend = an_official(session, Role.OFFICER, ward, "ban")
    session.get_one(Person, friend.user_id).password_hash = passwords.hash_password(PASSWORD)
    add_second_factor(session, friend)
    theirs = desk.seat(friend)
    asked = give_role(desk.seat(chief), friend.user_id, "coordinator", ward.id, basis="QĐ 12/QĐ-UBND")
    leaders = desk.seat(leader)
    page = leaders.open("/duyet-tai-khoan")
    home = leaders.open("/").text
    [proposal] = proposals(session)

    done = press(leaders, "/duyet-tai-khoan", f"/duyet-tai-khoan/{proposal.id}/duyet")

    assert (asked.status_code, done.status_code, faults(page.text)) == (302, 302, [])
    assert "QĐ 12/QĐ-UBND" in page.text and "Đầu mối CCHC" in page.text
    assert "đề nghị về tài khoản chờ anh/chị duyệt" in home
    session.expire_all()
    person = session.get_one(Person, friend.user_id)
    assert (person.password_hash, session.query(SecondFactor).filter_by(person_id=person.id).count()) == (None, 0)
    assert theirs.open("/").status_code == 302
    roles = {post.role for post in session.query(Membership).filter_by(person_id=person.id)}
    assert roles == {Role.OFFICER, Role.COORDINATOR}
    assert session.query(Letter).filter(Letter.kind.like("account.%")).one().address == "ban@example.org"
    assert any("Được giao vai trò: Đầu mối CCHC" in text for text in told(session, "ban"))
    assert any("chờ" in text or "đề nghị" in text for text in told(session, "chutich"))
    past = leaders.open("/duyet-tai-khoan")
    assert faults(past.text) == [] and "Đã duyệt" in Page(past.text).text("main")


def test_a_proposal_is_refused_with_a_reason_taken_back_or_runs_out(
    desk: Desk, session: Session, chief: Actor, leader: Actor, ward: Unit, clock: ManualClock
) -> None:
    mine, leaders = desk.seat(chief), desk.seat(leader)
    friend = an_official(session, Role.OFFICER, ward, "ban")
    for role in ("coordinator", "office", "leader"):
        give_role(mine, friend.user_id, role, ward.id)
    first, second, third = (each.id for each in proposals(session))

    silent = press(leaders, "/duyet-tai-khoan", f"/duyet-tai-khoan/{first}/khong-duyet", reason="")
    press(leaders, "/duyet-tai-khoan", f"/duyet-tai-khoan/{first}/khong-duyet", reason="Chưa có quyết định")
    press(mine, "/duyet-tai-khoan", f"/duyet-tai-khoan/{second}/rut")
    clock.move_to(clock.instant + PROPOSAL_HOLDS)
    late = press(leaders, "/duyet-tai-khoan", f"/duyet-tai-khoan/{third}/duyet")

    assert (silent.status_code, late.status_code) == (422, 422)
    assert faults(silent.text) == faults(late.text) == []
    states = [each.state for each in proposals(session)]
    assert states == [ProposalState.REFUSED, ProposalState.WITHDRAWN, ProposalState.WAITING]
    page = leaders.open("/duyet-tai-khoan").text
    assert "Chưa có quyết định" in page and "Hết hạn" in page
    session.expire_all()
    assert [post.role for post in session.query(Membership).filter_by(person_id=friend.user_id)] == [Role.OFFICER]


@pytest.mark.parametrize("whose", ["the proposer's", "the beneficiary's", "a deputy of the beneficiary"])
def test_nobody_approves_what_is_his_own(
    whose: str, session: Session, chief: Actor, leader: Actor, ward: Unit, clock: ManualClock
) -> None:
    other = an_official(session, Role.ADMINISTRATOR, None, "quantri2")
    with unit_of_work(session, chief, clock) as work:
        proposal = decisions.apply_or_propose_change(work, ProposalKind.SECOND_FACTOR, leader.user_id or 0, {})
        assert proposal is not None
        number = proposal.id
    deputy = Actor(other.user_id, "phó", other.posts, {leader.user_id or 0: "chutich"})
    approver = {"the proposer's": chief, "the beneficiary's": leader, "a deputy of the beneficiary": deputy}[whose]

    with pytest.raises(Refusal) as refused, unit_of_work(session, approver, clock) as work:
        decisions.approve_proposal(work, number)

    assert refused.value.reason is Reason.OWN_PROPOSAL
    with unit_of_work(session, other, clock) as work:
        decisions.approve_proposal(work, number)
    assert session.query(SecondFactor).filter_by(person_id=leader.user_id).count() == 0


def test_while_nobody_could_approve_one_administrator_works_alone_and_it_is_said(
    desk: Desk, session: Session, chief: Actor, ward: Unit
) -> None:
    browser = desk.seat(chief)
    friend = an_official(session, Role.OFFICER, ward, "ban")
    page = browser.open(f"/nguoi-dung/{friend.user_id}")
    given = give_role(browser, friend.user_id, "leader", ward.id)
    third = an_official(session, Role.OFFICER, ward, "ba")
    later = give_role(browser, third.user_id, "office", ward.id)

    assert "một mình quản trị giao được cả vai trò quyết định" in page.text
    assert (given.status_code, later.status_code) == (302, 302)
    session.expire_all()
    roles = {post.role for post in session.query(Membership).filter_by(person_id=friend.user_id)}
    assert roles == {Role.OFFICER, Role.LEADER}
    lines = [each.change for each in session.query(AccountEvent).filter_by(person_id=friend.user_id)]
    assert AccountChange.GIVEN_ALONE in lines
    assert any("Được giao vai trò: Lãnh đạo UBND" in text for text in told(session, "ban"))
    assert [each.person_id for each in proposals(session)] == [third.user_id]


def test_without_a_mail_address_the_proposer_takes_one_link_after_the_approval(
    desk: Desk, session: Session, chief: Actor, leader: Actor, ward: Unit
) -> None:
    an_official(session, Role.ADMINISTRATOR, None, "quantri2")
    session.get_one(Person, leader.user_id).email = None
    session.commit()
    mine, page = desk.seat(chief), f"/nguoi-dung/{leader.user_id}"
    other = desk.seat(an_official(session, Role.ADMINISTRATOR, None, "quantri3"))
    assert press(mine, page, f"{page}/xin-duong-dan").status_code == 302
    [proposal] = proposals(session)
    press(other, "/duyet-tai-khoan", f"/duyet-tai-khoan/{proposal.id}/duyet")

    not_theirs = press(other, page, f"{page}/duong-dan")
    once = press(mine, page, f"{page}/duong-dan")
    twice = press(mine, page, f"{page}/duong-dan")

    assert (not_theirs.status_code, once.status_code, twice.status_code) == (422, 200, 422)
    assert "/dat-mat-khau/" in once.text
