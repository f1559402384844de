"""The address for answers belongs to one person and one task; and what an answer says of being done."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from tracker.reminders.answers import AnswerAddress, says_done

DESK = AnswerAddress("tra-loi@huongtra.example", "k" * 32)
KEYS = st.integers(1, 2**31 - 1)


@given(assignment_id=KEYS, person_id=KEYS)
def test_an_address_leads_back_to_its_task_and_person(assignment_id: int, person_id: int) -> None:
    address = DESK.address_for(assignment_id, person_id)

    assert DESK.read(address) == (assignment_id, person_id)
    assert DESK.read(address.upper()) == (assignment_id, person_id)
    assert len(address.rpartition("@")[0]) <= 64  # RFC 5321, 4.5.3.1.1


@given(assignment_id=KEYS, other=KEYS, person_id=KEYS)
def test_a_seal_is_good_for_nothing_else(assignment_id: int, other: int, person_id: int) -> None:
    seal = DESK.address_for(assignment_id, person_id).partition("@")[0].rpartition(".")[2]
    borrowed = f"tra-loi+{other}.{person_id}.{seal}@huongtra.example"

    assert (DESK.read(borrowed) is not None) == (other == assignment_id)


@pytest.mark.parametrize(
    "address",
    [
        "tra-loi@huongtra.example",
        "tra-loi+41.7@huongtra.example",
        "tra-loi+41.7.zzzzzzzzzzzzzzzzzzzz@huongtra.example",
        DESK.address_for(41, 7).replace("huongtra", "kekhac"),
        DESK.address_for(41, 7).replace("tra-loi+", "khac+"),
        AnswerAddress("tra-loi@huongtra.example", "other" * 8).address_for(41, 7),
        "",
    ],
)
def test_what_we_did_not_write_is_no_address_of_ours(address: str) -> None:
    assert DESK.read(address) is None


@pytest.mark.parametrize(
    ("text", "is_done"),
    [
        ("Đã hoàn thành", True),
        ("Đã xong ạ", True),
        ("xong", True),
        ("Hoàn thành ngày 12/6, sẽ gửi văn bản sau", True),
        ("Done.", True),
        ("Hoàn thành chưa?", False),
        ("Đơn vị đang thực hiện", False),
        ("Chưa xong", False),
        ("Đề nghị cho biết khi nào hoàn thành", False),
    ],
)
def test_who_says_done_is_told_where_to_report_it(text: str, is_done: bool) -> None:
    assert says_done(text) is is_done
