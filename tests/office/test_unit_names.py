"""Who is meant by an assignment, before and after six wards and communes left on 01/7/2021."""

from __future__ import annotations

import csv
import datetime as dt
from collections import Counter
from pathlib import Path

import pytest

from tracker.office.assignment_phrase import active_units, find_units
from tracker.office.name_reader import Resolution, UnitKind, UnitName, UnitNote

PLAN_DAY = dt.date(2020, 12, 22)
JULY = dt.date(2021, 7, 8)
SOURCE = Path(__file__).parents[2] / "tracker/demo/data/units.csv"


def _town() -> tuple[UnitName, ...]:
    with SOURCE.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    ids = {row["code"]: order for order, row in enumerate(rows, start=1)}
    return tuple(
        UnitName(
            id=ids[row["code"]],
            code=row["code"],
            name=row["name"],
            kind=UnitKind(row["kind"]),
            aliases=tuple(alias.strip() for alias in row["aliases"].split(";") if alias.strip()),
            valid_from=dt.date.fromisoformat(row["valid_from"]),
            valid_to=dt.date.fromisoformat(row["valid_to"]),
            successors=(ids[row["successor"]],) if row["successor"] in ids else (),
        )
        for row in rows
    )


TOWN = _town()
CODES = {unit.id: unit.code for unit in TOWN}
KINDS = {unit.id: unit.kind for unit in TOWN}


def meant(text: str, on: dt.date = JULY) -> Resolution:
    return find_units(text, TOWN, on)


def codes(ids: tuple[int, ...]) -> list[str]:
    return [CODES[unit] for unit in ids]


@pytest.mark.parametrize(
    ("text", "in_december_2020", "in_july_2021"),
    [
        ("UBND các xã, phường", 15, 9),
        ("Các cơ quan chuyên môn", 12, 12),
        ("các đơn vị sự nghiệp", 6, 6),
        ("các phòng, ban", 12, 12),
        ("các phòng, ban, UBND các xã, phường", 27, 21),
        ("các cơ quan, đơn vị, địa phương", 33, 27),
        ("Các cơ quan chuyên môn, các đơn vị sự nghiệp, UBND các xã, phường", 33, 27),
        ("Yêu cầu Thủ trưởng các cơ quan chuyên môn, Chủ tịch UBND các xã, phường", 27, 21),
        ("các phòng, ban thuộc UBND thị xã, UBND các xã, phường", 27, 21),
    ],
)
def test_a_collective_means_the_units_of_its_day(text: str, in_december_2020: int, in_july_2021: int) -> None:
    before, after = meant(text, PLAN_DAY), meant(text)

    assert (len(before.leads), len(after.leads)) == (in_december_2020, in_july_2021)
    assert after.collective
    assert after.is_settled


def test_the_nine_wards_and_communes_after_july_are_five_and_four() -> None:
    kinds = Counter(KINDS[unit] for unit in meant("UBND các xã, phường").leads)

    assert kinds == {UnitKind.WARD: 5, UnitKind.COMMUNE: 4}


def test_a_number_in_the_text_must_agree_with_the_units_of_the_day() -> None:
    assert len(meant("9/9 xã, phường").leads) == 9
    assert len(meant("UBND 15 xã, phường", PLAN_DAY).leads) == 15
    december = meant("9/9 xã, phường", PLAN_DAY)
    assert december.leads == ()
    assert [remark.note for remark in december.remarks] == [UnitNote.COUNT_DIFFERS]


@pytest.mark.parametrize("text", ["UBND 6 xã, phường bàn giao", "đơn vị liên quan", "UBND các xã, phường liên quan"])
def test_some_units_without_names_are_asked_about(text: str) -> None:
    answer = meant(f"Phòng Tư pháp, {text}")

    assert codes(answer.leads) == ["TP"]
    assert UnitNote.SUBSET_UNDEFINED in {remark.note for remark in answer.remarks}
    assert not answer.is_settled


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("UBND phường Tứ Hạ, Hương Văn", ["TUHA", "HUONGVAN_VAWN"]),
        ("UBND phường Hương Vân và Hương Văn", ["HUONGVAN_VAAN", "HUONGVAN_VAWN"]),
        ("UBND xã Bình Tiến, phường Hương Chữ", ["BINHTIEN", "HUONGCHU"]),
        ("Ủy ban nhân dân phường Hương Chữ", ["HUONGCHU"]),
        ("UBND thị xã", ["UBND"]),
        ("Chủ tịch UBND thị xã", ["UBND"]),
        ("Văn phòng HĐND&UBND", ["VP"]),
        ("VĂN PHÒNG HĐND VÀ UBND", ["VP"]),
        ("Phòng Văn hoá và Thông tin", ["VHTT"]),
        ("Phòng GD&ĐT", ["GDDT"]),
        ("P.TC-KH", ["TCKH"]),
        ("Trung tâm Văn hoá, Thông tin và Thể thao", ["TTVH"]),
        ("Trung tâm Hành chính công thị xã", ["HCC"]),
        ("Phòng TC-KH cân đối kinh phí", ["TCKH"]),
        ("Trưởng Phòng Nội vụ", ["NV"]),
    ],
)
def test_names_aliases_and_lists_with_a_shared_beginning(text: str, expected: list[str]) -> None:
    answer = meant(text)

    assert codes(answer.leads) == expected
    assert answer.is_settled


@pytest.mark.parametrize(
    ("text", "suggested"),
    [
        ("UBND xã Bình Tiên", ["BINHTIEN"]),
        ("phường Hương Chũ", ["HUONGCHU"]),
        ("phường Hương Van", ["HUONGVAN_VAWN", "HUONGVAN_VAAN"]),
        ("Phong Noi vu", ["NV"]),
        ("Phòng Đối ngoại", []),
    ],
)
def test_a_name_one_letter_off_is_asked_and_never_taken(text: str, suggested: list[str]) -> None:
    answer = meant(text)

    assert answer.leads == ()
    assert [piece.text for piece in answer.unknown] == [text]
    assert codes(answer.unknown[0].suggestions) == suggested


def test_the_lead_the_coordinating_units_and_the_watcher_are_told_apart() -> None:
    order = meant("Giao Phòng Nội vụ chủ trì, phối hợp với Phòng Tư pháp và UBND các xã, phường tham mưu báo cáo")
    listed = meant("Giao Phòng Nội vụ (chủ trì), Văn phòng HĐND&UBND, Phòng VH&TT")
    watched = meant("Giao Chánh Văn phòng theo dõi, đôn đốc, báo cáo kết quả")

    assert (codes(order.leads), len(order.coordinating), order.collective) == (["NV"], 10, False)
    assert (codes(listed.leads), codes(listed.coordinating)) == (["NV"], ["VP", "VHTT"])
    assert (watched.leads, codes(watched.monitors)) == ((), ["VP"])


def test_two_equal_units_are_both_named_and_the_choice_is_asked() -> None:
    answer = meant("Phòng Tư pháp, Phòng Nội vụ")

    assert codes(answer.leads) == ["TP", "NV"]
    assert UnitNote.SEVERAL_LEADS in {remark.note for remark in answer.remarks}


def test_a_group_in_brackets_and_a_supervising_leader_are_notes() -> None:
    inspected = meant("Phòng Nội vụ (Đoàn Kiểm tra CCHC)")
    supervised = meant("Đồng chí Nguyễn Văn A – Phó Chủ tịch chỉ đạo; Phòng Kinh tế thực hiện")

    assert (codes(inspected.leads), inspected.remarks[0].text) == (["NV"], "Đoàn Kiểm tra CCHC")
    assert (codes(supervised.leads), supervised.remarks[0].note) == (["KT"], UnitNote.SUPERVISOR)


def test_bodies_outside_the_committee_are_asked_and_not_counted() -> None:
    answer = meant("Đề nghị Thị ủy, UBMTTQVN thị xã phối hợp")

    assert answer.external == ("Thị ủy", "UBMTTQVN thị xã")
    assert (answer.leads, answer.unknown) == ((), ())


def test_a_dissolved_office_is_followed_to_its_successor_and_a_moved_ward_is_not() -> None:
    health = meant("Phòng Y tế", dt.date(2022, 1, 5))
    ward = meant("UBND phường Hương An")

    assert (codes(health.leads), health.remarks[0].note) == (["VP"], UnitNote.SUCCESSOR_TAKEN)
    assert (ward.leads, ward.remarks[0].note) == ((), UnitNote.NOT_ACTIVE)


def test_thirty_five_units_become_twenty_nine() -> None:
    assert (len(active_units(TOWN, PLAN_DAY)), len(active_units(TOWN, JULY))) == (35, 29)
