"""Whoever clicks a number anywhere finds a list that states the same number and has as many rows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

import click
import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.support.html import Element, Page
from tests.support.town import evening_of_2021, signed_in
from tracker.database.engine import db
from tracker.database.unit_of_work import unit_of_work
from tracker.figures import freezing
from tracker.office.people import COMMAND_LINE
from tracker.tasks.cuts import CUT_BY_NAME

NUMBER = re.compile(r"\d{1,3}(\.\d{3})*")
LIST = "/nhiem-vu?"
STATED = re.compile(r'class="page-head__lead"><strong>([\d.]+)</strong> nhiệm vụ')
ROW = re.compile(r'<tr><th scope="row">')
NEXT_PAGE = re.compile(r'href="([^"]+)" rel="next"')

STATISTICS = [f"/so-lieu?phan-to={cut}" for cut in CUT_BY_NAME]
PAST = ["/so-lieu?tinh-den=2021-06-30", "/so-lieu?tinh-den=2021-08-20&tu-ngay=2021-07-01&dem=luot-giao"]
PERIODS = [
    "/so-lieu?nam=2021&phan=Q3",
    "/so-lieu?nam=2021&phan=LQ2&phan-to=nguoi",
    "/so-lieu?nam=2021&phan-to=linh-vuc&bo-linh-vuc=2021-2030",
    "/so-lieu?han-tinh=ban-dau&phan-to=qua-han&ten=ke-thua",
    "/so-lieu?tinh-den=2021-11-10&biet-den=2021-11-01T08:00:00%2B07:00",
    "/so-lieu/da-chot/1",
    "/so-lieu/toan-canh?nam=2021",
    "/so-lieu/man-hinh",
    "/so-lieu/xep-hang",
    "/so-lieu/don-vi/22",
]
REPORTS = ["/bao-cao", "/bao-cao?nam=2021&phan=Q3"]
PLAN = ["/ke-hoach/2021", "/ke-hoach/2021?tinh-den=2021-06-30"]
DIRECTIVES = ["/chi-dao", "/chi-dao/ma-tran"]
EVERYWHERE = ["/", *STATISTICS, *PAST, *REPORTS, *PLAN, *DIRECTIVES]

PAGES = {
    "chutich": [*EVERYWHERE, "/so-lieu?dem=chi-dao", "/so-lieu?nguon=town&phan-to=don-vi"],
    "noivu": ["/", *PERIODS, "/so-lieu?phan-to=linh-vuc", "/bao-cao", "/ke-hoach/2021"],
    "vanphong": ["/", "/so-lieu?phan-to=lanh-dao", "/bao-cao", "/chi-dao"],
    "kiemtra": ["/", "/so-lieu"],
    "tp.truong": ["/", "/so-lieu", "/ke-hoach/2021", "/chi-dao"],
    "binhthanh": ["/", "/so-lieu", "/ke-hoach/2021", "/chi-dao"],
}
"""Where each person looks for numbers; what is not theirs to open is left out by the page itself."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number on a page and the list it opens."""

    page: str
    number: int
    href: str


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    app = evening_of_2021(tmp_path_factory, tmp_path_factory.mktemp("numbers"))
    with app.app_context(), unit_of_work(db.session(), COMMAND_LINE, app.extensions["clock"]) as work:
        freezing.freeze_figures(work, "2021")
    yield app
    with app.app_context():
        db.engine.dispose()


def figures(client: FlaskClient, address: str) -> list[Figure]:
    """Return the numbers of a page that can be clicked."""
    answer = client.get(address)
    assert answer.status_code == 200, f"{address}: {answer.status_code}"
    found = []
    for link in Page(answer.text).all("a"):
        words = number_words(link)
        if link.get("href").startswith(LIST) and NUMBER.fullmatch(words):
            found.append(Figure(address, int(words.replace(".", "")), link.get("href")))
    return found


def number_words(link: Element) -> str:
    """Return the number a link shows: the big one of a figure, or all its words."""
    big = [child.text for child in link.children if child.get("class") == "figure__number"]
    return big[0] if big else link.text


def listed(client: FlaskClient, address: str) -> tuple[int, int]:
    """Return what a list says of its length and how many rows it has on all its pages."""
    stated, rows, onward = 0, 0, address
    while onward:
        html = client.get(onward).text
        [said] = STATED.findall(html)
        stated = int(said.replace(".", ""))
        rows += len(ROW.findall(html))
        after = NEXT_PAGE.search(html)
        onward = unescape(after.group(1)) if after else ""
    return stated, rows


@pytest.mark.parametrize("login", PAGES)
def test_every_number_opens_a_list_of_as_many(town: Flask, login: str) -> None:
    client = signed_in(town, login)
    clicked = [figure for address in PAGES[login] for figure in figures(client, address)]
    lists = {href: listed(client, href) for href in dict.fromkeys(figure.href for figure in clicked)}
    click.echo(f"{login}: {len(clicked)} numbers, {len(lists)} different lists")

    wrong = [(figure, lists[figure.href]) for figure in clicked if lists[figure.href] != (figure.number, figure.number)]
    assert wrong == []
    assert len(clicked) >= len(PAGES[login])
