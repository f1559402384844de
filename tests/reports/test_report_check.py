"""`flask report check`, as scripts use it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from flask import Flask

from tests.reports.test_report_checks import REPORT
from tests.support.databases import an_app, sqlite_address


@pytest.fixture
def app(tmp_path: Path) -> Flask:
    """Return the program on a machine without a database: a paper can be checked all the same."""
    return an_app(sqlite_address(tmp_path / "none.db"), DATA_DIR=tmp_path)


def test_findings_come_as_one_json_document(tmp_path: Path, app: Flask) -> None:
    paper = tmp_path / "bao-cao.md"
    paper.write_bytes(REPORT)
    answer = app.test_cli_runner().invoke(args=["report", "check", str(paper), "--json"])
    findings = json.loads(answer.output)["findings"]
    files = next(each for each in findings if 8850 in each["numbers"])

    assert answer.exit_code == 0
    assert {each["severity"] for each in findings} == {"E", "W", "I"}
    assert (files["rule"], files["numbers"][:2]) == ("PARTITION", [8850, 8847])
    assert "8.847" in files["message"] and files["where"][0].startswith("Mục II.1: ")


def test_a_file_that_is_no_text_is_refused_in_a_sentence(tmp_path: Path, app: Flask) -> None:
    paper = tmp_path / "bao-cao.pdf"
    paper.write_bytes(b"%PDF-1.7")
    answer = app.test_cli_runner().invoke(args=["report", "check", str(paper)])

    assert answer.exit_code == 1
    assert "Chọn tệp đúng loại được phép tải lên." in answer.output
