"""A link in a letter asks who one is, and then leads to where it promised."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy.orm import Session

from tests.support.browser import Desk
from tests.support.builders import a_directive, a_unit, an_official
from tracker.law.permissions import Role


@pytest.mark.parametrize("page", ["", "/bao-cao", "/xin-gia-han"])
def test_after_signing_in_one_stands_on_the_page_of_the_link(desk: Desk, session: Session, page: str) -> None:
    ward = a_unit(session)
    an_official(session, Role.WARD_OFFICIAL, ward)
    [assignment] = a_directive(session, ward)
    wanted = f"/nhiem-vu/{assignment.id}{page}"

    answer = desk.nobody().open(wanted)

    assert answer.status_code == 302
    asked = urlsplit(answer.location)
    assert (asked.path, parse_qs(asked.query)) == ("/dang-nhap", {"tiep": [wanted]})
