"""`flask directive extract` and `flask deadline`: what scripts read, and how a mistake is told."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.engine import URL
from sqlalchemy.orm import Session

from tests.support.builders import a_unit
from tests.support.databases import an_app
from tracker.database.engine import db
from tracker.tasks.models import Task
from tracker.tasks.sources import Directive

LETTER = """
Số: 245/UBND-NV
Hương Trà, ngày 15 tháng 3 năm 2021
V/v công khai thủ tục hành chính
UBND phường Tứ Hạ công khai đường dây nóng trước ngày 20/3/2021.
"""


@pytest.fixture
def app(database_url: URL, session: Session, tmp_path: Path) -> Iterator[Flask]:
    a_unit(session)
    app = an_app(database_url, DATA_DIR=tmp_path)
    yield app
    with app.app_context():
        db.engine.dispose()


def run(app: Flask, *words: str) -> Result:
    return app.test_cli_runner().invoke(args=words)


def test_a_letter_becomes_draft_tasks_and_nothing_is_written(app: Flask, session: Session, tmp_path: Path) -> None:
    paper = tmp_path / "cong-van.txt"
    paper.write_text(LETTER, encoding="utf-8")

    result = run(app, "directive", "extract", str(paper), "--issued", "2021-03-15", "--json")

    answer = json.loads(result.stdout)
    assert answer["document"]["number"] == "245"
    assert answer["document"]["reference"] == "245/UBND-NV"
    assert answer["document"]["issued_on"] == "2021-03-15"
    [task] = answer["tasks"]
    assert set(task) == {
        "content", "leads", "coordinating", "collective", "deadline", "at", "warnings",
    }  # fmt: skip
    assert (task["leads"], task["deadline"]["due"]) == (["TUHA"], "2021-03-20")
    assert task["at"]["lead"]["text"] == "UBND phường Tứ Hạ"
    rows = [session.scalar(select(func.count()).select_from(table)) for table in (Directive, Task)]
    assert rows == [0, 0]


def test_for_a_person_the_drafts_are_listed_with_what_to_check(app: Flask, tmp_path: Path) -> None:
    paper = tmp_path / "cong-van.md"
    paper.write_text("Giao các đơn vị liên quan tổng hợp số liệu.", encoding="utf-8")

    result = run(app, "directive", "extract", str(paper), "--issued", "2021-03-15")

    assert "1 nhiệm vụ dự thảo" in result.stdout
    assert "Chọn từng đơn vị" in result.stdout


def test_a_file_of_another_kind_is_refused_in_one_sentence(app: Flask, tmp_path: Path) -> None:
    paper = tmp_path / "cong-van.pdf"
    paper.write_bytes(b"%PDF-1.7")

    result = run(app, "directive", "extract", str(paper), "--issued", "2021-03-15", "--json")

    assert result.exit_code == 1
    assert result.stdout == ""
    assert len(result.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize(
    ("phrase", "kind", "due", "hour", "count"),
    [
        ("trước ngày 15/3/2021", "once", "2021-03-15", None, 0),
        ("trước 17 giờ 00 ngày 20/11/2021", "once", "2021-11-20", "17:00", 0),
        ("từ ngày 01/3 đến ngày 30/9/2021", "range", "2021-09-30", None, 0),
        ("định kỳ hằng quý", "recurring", "2021-12-31", None, 4),
        ("thường xuyên", "continuous", "2021-12-31", None, 0),
        ("trong thời hạn 10 ngày kể từ ngày ký", "relative", "2021-01-14", None, 0),
        ("sau khi có hướng dẫn", "conditional", None, None, 0),
        ("ít nhất 02 lần/năm", "quantity", "2021-12-31", None, 0),
        ("Quý II: xây dựng; Quý IV: tổng kết", "composite", "2021-12-31", None, 2),
        ("kịp thời", "none", None, None, 0),
    ],
)
def test_a_phrase_of_every_kind_is_printed_for_scripts(
    app: Flask, phrase: str, kind: str, due: str | None, hour: str | None, count: int
) -> None:
    answer = json.loads(run(app, "deadline", phrase, "--issued", "2021-01-04", "--json").stdout)

    assert (answer["kind"], answer["due"], answer["hour"]) == (kind, due, hour)
    assert len(answer["occurrences"]) == count


def test_the_policy_of_one_reading_can_be_named(app: Flask) -> None:
    result = run(app, "deadline", "trước 15/3", "--issued", "2021-01-04", "--policy", "before_date=exclusive", "--json")

    assert json.loads(result.stdout)["due"] == "2021-03-14"


@pytest.mark.parametrize(
    ("phrase", "suggestion"),
    [("31/9/2021", "30/9/2021"), ("trước ngày 29/02/2021", "28/02/2021"), ("Quý V", "31/12/2021")],
)
def test_an_impossible_day_ends_with_status_1_and_a_suggestion(app: Flask, phrase: str, suggestion: str) -> None:
    result = run(app, "deadline", phrase, "--issued", "2021-01-04", "--json")

    assert result.exit_code == 1
    assert result.stdout == ""
    [sentence] = result.stderr.strip().splitlines()
    assert suggestion in sentence


@pytest.mark.parametrize(
    "words", [("--issued", "hôm qua"), ("--issued", "2021-01-04", "--policy", "before_date=maybe")]
)
def test_a_wrong_option_is_told_and_no_reading_given(app: Flask, words: tuple[str, ...]) -> None:
    result = run(app, "deadline", "Quý I", *words)

    assert result.exit_code != 0
    assert result.stdout == ""
