"""Both databases find the same words, and a text that changes is found by its new words only."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from tests.support.builders import START, a_directive, a_unit, task_of
from tracker.core.clock import local_instant
from tracker.core.text import parse_search_query, search_key
from tracker.office.models import Document
from tracker.tasks import search
from tracker.tasks.models import Task

CONTENTS = ("Phát triển văn hóa", "Kiểm tra tại phường Hương Vân", "Quản lý đất đai ở Hương Văn", "Kế hoạch năm")

pytestmark = pytest.mark.both_databases


def found(session: Session, typed: str) -> list[str]:
    """Return the titles of the tasks that hold what was typed."""
    return list(
        session.scalars(
            select(Task.title).where(search.phrases_condition(Task, parse_search_query(typed))).order_by(Task.id)
        )
    )


@pytest.fixture
def tasks(session: Session) -> None:
    """Give some directives to a ward."""
    ward = a_unit(session)
    for content in CONTENTS:
        a_directive(session, ward, content=content)


@pytest.mark.usefixtures("tasks")
@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("hoa", CONTENTS[:1]),
        ("văn hoá", CONTENTS[:1]),
        ("Van hoa", CONTENTS[:1]),
        ("huong van", CONTENTS[1:3]),
        ("Hương Văn", CONTENTS[2:3]),
        ('"hương vân"', CONTENTS[1:2]),
        ('"van huong"', ()),
        ("dat dai", CONTENTS[2:3]),
        ("03 ubnd", CONTENTS[2:3]),
        ("%", ()),
    ],
)
def test_words_are_found(session: Session, typed: str, expected: tuple[str, ...]) -> None:
    assert found(session, typed) == list(expected)


def test_a_text_that_changes_is_found_by_its_new_words_only(session: Session) -> None:
    [assignment] = a_directive(session, a_unit(session), content="Việc cũ")
    task = task_of(session, assignment)
    task.title, task.search_text = "Việc mới", search_key("Việc mới")
    session.commit()

    assert (found(session, "cũ"), found(session, "mới")) == ([], ["Việc mới"])


def test_of_a_secret_paper_only_the_number_is_found(session: Session) -> None:
    session.add(
        Document(
            reference="12/QĐ-UBND",
            secrecy="Mật",
            issuer="UBND",
            signer="Nguyễn Văn An",
            created_at=local_instant(START, 8),
        )
    )
    session.commit()

    def papers(typed: str) -> list[str]:
        return list(
            session.scalars(
                select(Document.reference).where(search.phrases_condition(Document, parse_search_query(typed)))
            )
        )

    assert (papers("12 qd"), papers("Nguyễn An")) == (["12/QĐ-UBND"], [])


def test_a_secret_paper_cannot_hold_its_content(session: Session) -> None:
    session.add(
        Document(
            reference="12/QĐ-UBND",
            issued_on=dt.date(2021, 5, 5),
            secrecy="Mật",
            summary="Phương án bảo vệ",
            created_at=local_instant(START, 8),
        )
    )

    with pytest.raises(IntegrityError):
        session.commit()
