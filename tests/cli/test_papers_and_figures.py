"""Commands over the year 2021: papers in, figures and the report out, and what they refuse."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import pytest
from click.testing import Result
from flask import Flask

from tests.support.town import evening_of_2021
from tracker.database.engine import db
from tracker.demo import command
from tracker.office import installation
from tracker.tasks.cuts import CUTS

KEYS = {
    "total", "done", "done_early", "done_on_day", "done_late", "done_no_deadline",
    "open_in_time", "open_overdue", "open_no_deadline", "suspended", "excluded", "groups",
}  # fmt: skip
PARTS = KEYS - {"total", "done", "excluded", "groups"}
DAY = "2021-11-10"


@pytest.fixture
def town(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path) -> Iterator[Flask]:
    app = evening_of_2021(tmp_path_factory, tmp_path)
    yield app
    with app.app_context():
        db.engine.dispose()


def typed(app: Flask, *words: str) -> Result:
    """Type a command."""
    return app.test_cli_runner().invoke(args=list(words))


def answer(app: Flask, *words: str) -> dict[str, Any]:
    """Type a command that answers in JSON; return the answer."""
    result = typed(app, *words, "--json")
    assert (result.exit_code, result.stderr) == (0, ""), result.stderr
    found = json.loads(result.stdout)
    assert isinstance(found, dict)
    return found


def figures(app: Flask, *words: str) -> dict[str, Any]:
    """Ask for the figures of the report's day."""
    return answer(app, "stats", "--as-of", DAY, *words)


def test_figures_have_the_promised_keys_and_add_up(town: Flask) -> None:
    province = figures(town, "--origin", "province", "--by", "unit")

    assert set(province) >= KEYS
    assert set(province["excluded"]) == {"withdrawn", "cancelled", "transferred", "merged"}
    assert sum(province[part] for part in PARTS) == province["total"] == 158
    assert (province["done_early"] + province["done_on_day"], province["done_late"]) == (152, 6)
    assert sum(group["total"] for group in province["groups"]) == 158


@pytest.mark.parametrize("by", sorted(cut.value for cut, each in CUTS.items() if not each.overlapping))
def test_each_breakdown_of_assignments_adds_up(town: Flask, by: str) -> None:
    whole = figures(town, "--count", "assignments", "--by", by)

    for part in (*PARTS, "total"):
        assert sum(group[part] for group in whole["groups"]) == whole[part], part


def test_a_period_is_frozen_once_and_again_only_for_a_reason(town: Flask) -> None:
    first = answer(town, "report", "freeze", "--period", "2021", "--as-of", DAY)
    again = typed(town, "report", "freeze", "--period", "2021")
    second = answer(town, "report", "freeze", "--period", "2021", "--reason", "Bổ sung")
    explained = answer(town, "report", "explain", "--period", "2021")

    assert (first["number"], second["number"]) == ("01/2021", "02/2021")
    assert first["total"]["total"] == figures(town)["total"]
    assert first["members_hash"] == second["members_hash"]
    assert (again.exit_code, again.stdout) == (1, "")
    assert explained["changes"] == []


def test_figures_of_a_unit_as_it_leads_and_as_it_helps(town: Flask) -> None:
    leads = figures(town, "--unit", "NV", "--count", "assignments")
    helps = figures(town, "--unit", "NV", "--as-coordinating", "--count", "assignments")
    with_subunits = figures(town, "--unit", "NV", "--subtree", "--count", "assignments")
    period = answer(town, "stats", "--period", "2021-LQ3", "--by", "area", "--taxonomy", "2021-2030")

    by_unit = {group["key"]: group["total"] for group in figures(town, "--by", "unit")["groups"]}
    assert leads["total"] in by_unit.values()
    assert helps["total"] > 0
    assert with_subunits["total"] == leads["total"]
    assert (period["from"], period["as_of"]) == ("2021-07-01", "2021-09-30")
    assert 0 < period["carried_over"] < period["total"]


def test_the_plan_again_as_a_rehearsal_changes_nothing(town: Flask) -> None:
    found = answer(
        town, "plan", "import", str(command.TOWN_DATA_FOLDER / "ke-hoach-cchc-2021.docx"),
        "--year", "2021", "--document", "1822/QĐ-UBND", "--dry-run",
    )  # fmt: skip

    assert set(found) >= {"rows", "created", "updated", "unchanged", "missing", "problems"}
    assert len(found["rows"]) == found["created"] + found["updated"] + found["unchanged"] == 34
    assert (found["created"], found["written"]) == (0, False)


def test_a_register_twice_is_unchanged_twice(town: Flask) -> None:
    register = str(command.TOWN_DATA_FOLDER / "ykcd-tinh-2021.xlsx")
    before = figures(town)

    for _ in range(2):
        found = answer(town, "directive", "import", register)
        assert (found["created"], found["updated"], found["unchanged"]) == (0, 0, 158)
    assert figures(town) == before


def test_the_word_draft_says_what_the_figures_say(town: Flask, tmp_path: Path) -> None:
    out = tmp_path / "bao-cao.docx"
    result = typed(town, "report", "draft", "--period", "2021", "--as-of", DAY, "--out", str(out))
    assert result.exit_code == 0, result.stderr
    paper = docx.Document(str(out))
    cells = {row.cells[0].text: row.cells[3].text for row in paper.tables[2].rows}
    text = "\n".join(paragraph.text for paragraph in paper.paragraphs)

    plan, province, ward = (figures(town, "--origin", origin) for origin in ("plan", "province", "town"))
    on_time = province["done_early"] + province["done_on_day"]
    assert (cells["1.1.1"], cells["1.1.2"]) == (str(plan["total"]), str(plan["done"]))
    assert (cells["1.3.1"], cells["1.3.2"]) == (str(province["total"]), str(on_time))
    assert cells["1.3.3"] == str(province["done_late"])
    assert f"trước và đúng hạn {on_time}, quá hạn {province['done_late']}." in text
    assert f"đã hoàn thành {ward['done']}/{ward['total']} lượt giao" in text


def test_any_days_are_drafted_and_frozen_and_a_ward_drafts_its_own(town: Flask, tmp_path: Path) -> None:
    out, own = tmp_path / "chin-thang.docx", tmp_path / "phuong.docx"
    days = ("--from", "2021-01-01", "--as-of", "2021-09-30")
    drafted = typed(town, "report", "draft", *days, "--out", str(out))
    ward = typed(town, "report", "draft", *days, "--unit", "TUHA", "--out", str(own))
    kept = answer(town, "report", "freeze", *days)
    counted = figures(town, *days)
    said, of_ward = ("\n".join(each.text for each in docx.Document(str(path)).paragraphs) for path in (out, own))

    assert (drafted.exit_code, ward.exit_code) == (0, 0), drafted.stderr + ward.stderr
    assert "từ ngày 01/01/2021 đến ngày 30/09/2021" in said.replace("\n", " ")
    assert "UBND phường Tứ Hạ có" in of_ward
    assert (kept["period"], kept["total"]["total"]) == ("20210101-20210930", counted["total"])


def test_accounts_are_added_and_listed(town: Flask) -> None:
    added = typed(
        town, "user", "add", "lan.nguyen", "--name", "Nguyễn Thị Lan", "--role", "officer",
        "--unit", "NV", "--password", "mot-mat-khau-dai-2021",
    )  # fmt: skip
    listed = typed(town, "user", "list").stdout

    assert added.exit_code == 0, added.stderr
    assert "lan.nguyen       Nguyễn Thị Lan: Cán bộ phụ trách – Phòng Nội vụ" in listed


@pytest.mark.parametrize(
    "words",
    [
        ["user", "add", "ai", "--name", "Ai", "--role", "officer", "--unit", "KHONG", "--password", "x" * 14],
        ["user", "add", "noivu", "--name", "Ai", "--role", "officer", "--unit", "NV", "--password", "x" * 14],
        ["stats", "--as-of", DAY, "--from", "2021-12-01", "--json"],
        ["report", "draft", "--period", "2021-Q9", "--out", "/dev/null"],
        ["report", "draft", "--as-of", DAY, "--out", "/dev/null"],
        ["report", "draft", "--period", "2021", "--unit", "KHONG", "--out", "/dev/null"],
        ["plan", "import", __file__, "--year", "2021", "--document", "1822/QĐ-UBND", "--json"],
    ],
    ids=["unknown unit", "login taken", "period reversed", "no such quarter", "no days", "no such unit", "not a table"],
)
def test_errors_are_one_vietnamese_sentence(town: Flask, words: list[str]) -> None:
    result = typed(town, *words)

    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("Error: ") and result.stderr.count("\n") == 1
    assert any(letter in result.stderr for letter in "ạảãáàăâđêôơưịọụừứấầẩ")


def test_the_demonstration_keeps_out_of_real_data(town: Flask) -> None:
    with town.app_context():
        installation.set_fact(db.session(), installation.ENVIRONMENT, "production")
        db.session.commit()
    for words in (["demo"], ["demo", "--reset"]):
        result = typed(town, *words)
        assert (result.exit_code, result.stdout) == (1, "")
        assert "Dữ liệu thử chỉ nạp được vào cơ sở dữ liệu thử" in result.stderr
    assert figures(town)["total"] == 277


@pytest.mark.parametrize(
    "words",
    [
        ("stats", "--period", "2021-Q3"),
        ("report", "draft", "--period", "2021-Q3", "--out", "x.docx"),
        ("report", "freeze", "--period", "2021-Q3"),
    ],
    ids=" ".join,
)
def test_a_cut_off_outside_its_period_is_refused_by_every_command(
    town: Flask, words: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = typed(town, *words, "--as-of", DAY)

    assert result.exit_code != 0
    assert "Ngày 10/11/2021 nằm ngoài kỳ. Chọn ngày chốt trong kỳ, từ 15/06/2021 đến 14/09/2021." in result.stderr


def test_a_cut_off_still_to_come_is_refused_within_a_period(town: Flask, tmp_path: Path) -> None:
    for words in (("stats",), ("report", "draft", "--out", str(tmp_path / "x.docx"))):
        result = typed(town, *words, "--period", "2021", "--as-of", "2021-12-10")
        assert result.exit_code != 0 and "Chọn ngày 10/11/2021 hoặc trước đó." in result.stderr


def test_known_at_a_day_means_when_that_day_closed(town: Flask) -> None:
    found = figures(town, "--known-at", "2021-06-30")

    assert found["known_at"].startswith("2021-06-30T23:59:59")


def test_a_way_of_counting_is_chosen_from_a_day_on_and_anything_else_is_refused(town: Flask) -> None:
    chosen = typed(town, "policy", "set", "deadline_hour", "day_only", "--from", "2022-01-01", "--source", "1/QĐ")
    wrong = typed(town, "policy", "set", "deadline_hour", "sometimes")
    listed = typed(town, "policy", "list").stdout

    assert (chosen.exit_code, wrong.exit_code) == (0, 1)
    assert "Chọn: before_date: inclusive, exclusive; deadline_hour: counts, day_only" in wrong.stderr
    assert "deadline_hour = day_only, từ ngày 01/01/2022 1/QĐ" in listed
