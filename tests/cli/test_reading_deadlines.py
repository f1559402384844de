"""`flask deadline`: one phrase in, one JSON document out."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy.engine import URL

from tests.support.databases import an_app
from tracker.database.engine import db

KEYS = {"kind", "due", "named_date", "hour", "occurrences", "rule", "assumptions", "needs_review"}


@pytest.fixture
def app(database_url: URL) -> Iterator[Flask]:
    app = an_app(database_url)
    yield app
    with app.app_context():
        db.engine.dispose()


def deadline(app: Flask, phrase: str, *more: str) -> dict[str, object]:
    """Type the command for a paper of 01/3/2021; return the answer."""
    words = ["deadline", phrase, "--issued", "2021-03-01", *more, "--json"]
    result = app.test_cli_runner().invoke(args=words)
    assert (result.exit_code, result.stderr) == (0, "")
    answer = json.loads(result.stdout)
    assert isinstance(answer, dict)
    return answer


def test_the_answer_has_the_promised_keys(app: Flask) -> None:
    answer = deadline(app, "trước ngày 15/6/2021")

    assert set(answer) >= KEYS
    assert (answer["kind"], answer["due"], answer["named_date"]) == ("once", "2021-06-15", "2021-06-15")


def test_a_policy_takes_the_day_before(app: Flask) -> None:
    assert deadline(app, "trước ngày 15/6/2021", "--policy", "before_date=exclusive")["due"] == "2021-06-14"


def test_a_quarter_of_the_plan_year_ends_on_its_last_day(app: Flask) -> None:
    assert deadline(app, "Quý II", "--plan-year", "2021")["due"] == "2021-06-30"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["trước ngày 31/6/2021", "--issued", "2021-03-01"], "30/6/2021"),
        (["Quý II", "--issued", "2021-03-01", "--policy", "roll=sideways"], "roll=none|next|previous"),
        (["Quý II", "--issued", "2021-03-01", "--policy", "colour=red"], "Không có chính sách"),
    ],
)
def test_what_cannot_be_is_said_in_one_sentence(app: Flask, words: list[str], said: str) -> None:
    result = app.test_cli_runner().invoke(args=["deadline", *words])

    assert (result.exit_code, result.stdout) == (1, "")
    assert said in result.stderr
    assert result.stderr.count("\n") == 1 and "Traceback" not in result.stderr
