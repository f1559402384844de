"""The evening of 10/11/2021 read in English: no sentence of ours stays behind in Vietnamese."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from tests.support.html import Element, Page, faults
from tests.support.town import evening_of_2021, signed_in
from tracker.database.engine import db
from tracker.web.language import BEGIN, COOKIE, END
from tracker.web.message_catalogue import load_catalogue

FILES = re.compile(r"\.(csv|xlsx|docx|pdf|eml|zip|ics)$|/tep/|/tai-|^/static/|^/mau-giao-dien")
SPOKEN = ("aria-label", "title", "placeholder", "alt", "data-label")
VALUE = re.compile(r"%\(\w+\)s|\{\w+[^}]*\}")


def pages(client: FlaskClient) -> Iterator[tuple[str, Page]]:
    """Open every kind of page that can be reached by links from the first."""
    waiting, known, kinds = ["/"], {"/"}, Counter[str]()
    while waiting:
        path = waiting.pop(0)
        kind = re.sub(r"\d+", "N", urlsplit(path).path)
        if kinds[kind] >= 2:
            continue
        kinds[kind] += 1
        answer = client.get(path)
        if answer.status_code == 302 or answer.mimetype != "text/html":
            continue
        assert answer.status_code == 200, path
        page = Page(answer.text)
        yield path, page
        assert faults(answer.text) == [], path
        assert not {BEGIN, END} & set(answer.text), path
        for link in page.all("a"):
            found = link.get("href").partition("#")[0]
            if found.startswith("/") and found not in known and not FILES.search(urlsplit(found).path):
                known.add(found)
                waiting.append(found)


def is_quoted(element: Element) -> bool:
    """Tell whether an element says itself that it is in Vietnamese: words of a report."""
    return any(each.get("lang") == "vi" for each in (element, *element.ancestors))


def texts(page: Page) -> Iterator[str]:
    """Return what can be read or heard on a page, piece by piece, what is in Vietnamese by its own word left out."""
    for element in page.elements:
        if element.tag in ("script", "style", "textarea", "input") or is_quoted(element):
            continue
        has_only_quotes = all(each.tag == "span" and each.get("lang") == "vi" for each in element.children)
        yield element.text if has_only_quotes else ""
        for name in SPOKEN:
            yield element.get(name)


def kept_texts(app: Flask) -> set[str]:
    """Return every text that is kept in the database: names, what papers say."""
    found: set[str] = set()
    with app.app_context():
        for table in db.metadata.sorted_tables:
            columns = [column for column in table.columns if isinstance(column.type, sa.String)]
            for row in db.session.execute(sa.select(*columns)) if columns else ():
                found.update(" ".join(str(value).split()) for value in row if value)
    return found


class Vietnamese:
    """Our sentences as they would stand on a page in Vietnamese."""

    def __init__(self) -> None:
        differing = [str(each.id) for each in load_catalogue() if each.id and str(each.id) != str(each.string)]
        self.plain = {each for each in differing if not VALUE.search(each)}
        self.patterns = [
            re.compile("(.+)".join(re.escape(part.replace("%%", "%")) for part in VALUE.split(each)))
            for each in differing
            if VALUE.search(each) and len(VALUE.split(each)[0].strip()) > 2
        ]

    def holds(self, text: str) -> bool:
        """Tell whether a text is one of them."""
        return text in self.plain or any(pattern.fullmatch(text) for pattern in self.patterns)


@pytest.mark.parametrize("login", ["noivu", "tuha"])
def test_every_page_speaks_english(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path, login: str) -> None:
    app = evening_of_2021(tmp_path_factory, tmp_path)
    client, kept = signed_in(app, login), kept_texts(app)
    client.set_cookie(COOKIE, "en")
    vietnamese, seen = Vietnamese(), set[str]()
    left: dict[str, str] = {}

    for path, page in pages(client):
        said = {text for text in texts(page) if text} - seen - kept
        seen |= said
        left |= {text: path for text in said if vietnamese.holds(text)}

    assert left == {}
    assert len(seen) > 200
    assert "Skip to the main content" in seen
