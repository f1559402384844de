"""Nonsense for every door: the API by its own description, the forms as the pages draw them; nothing may answer 5xx."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.support.html import Page

NONSENSE: tuple[str, ...] = (
    "",
    " ",
    "0",
    "-1",
    "1",
    "2147483648",
    "9" * 40,
    "1e9",
    "１２",  # full-width digits
    "1_000",
    "NaN",
    "null",
    "true",
    "2021-02-30",
    "0001-01-01",
    "9999-12-31",
    "2021-11-10",
    "31/02/2021",
    "10/11/2021",
    "2021-11-10T07:30:00+99:99",
    "\x00",
    "a\x00b",
    "\ud7ff\uffff",
    "\u202eđảo\u202c",
    "🏢" * 50,
    "x" * 5000,
    "=1+1",
    "<script>alert(1)</script>",
    "{{ 7 * 7 }}",
    "%s%n%d",
    "' OR 1=1 --",
    "../../etc/passwd",
    "a\r\nBcc: b@example.org",
    "Tiếng Việt có dấu",
    "e\u0301" * 20,
    "[]",
    '{"a": 1}',
)
THINGS: tuple[Any, ...] = (*NONSENSE, None, True, -1, 0, 3, 2**63, 1.5, [], ["a"], {"b": {}})
METHODS = ("GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD")


@dataclass
class Verdict:
    """How many requests were sent, what they were answered with, and which of them met a fault."""

    what: str
    answers: Counter[int] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        """Tell whether something was asked and nothing failed."""
        return self.answers.total() > 0 and not self.faults

    def note(self, answer: TestResponse, asked: str) -> None:
        """Count an answer."""
        self.answers[answer.status_code] += 1
        if answer.status_code >= 500:
            self.faults.append(f"{answer.status_code} {asked}"[:300])
        answer.close()

    def __str__(self) -> str:
        """Return the figures in one line."""
        shown = ", ".join(f"{status}: {number}" for status, number in sorted(self.answers.items()))
        return f"{self.what:<11} {self.answers.total()} requests, {len(self.faults)} faults ({shown})"


def api(client: FlaskClient, token: str, document: Mapping[str, Any], count: int, seed: int = 1822) -> Verdict:
    """Ask every operation of the description with right and wrong arguments, in turn and at random."""
    dice, verdict = random.Random(seed), Verdict("api")
    operations = [(path, verb, each) for path, verbs in document["paths"].items() for verb, each in verbs.items()]
    for number in range(count):
        path, verb, each = operations[number % len(operations)]
        method = verb.upper() if dice.random() < 0.95 else dice.choice(METHODS)
        query: dict[str, str] = {}
        headers = {"Authorization": f"Bearer {token}"} if dice.random() < 0.95 else {}
        for one in each["parameters"]:
            if one["in"] != "path" and dice.random() < (0.1 if one["required"] else 0.5):
                continue
            value = _value(dice, one["schema"])
            if one["in"] == "path":
                path = path.replace("{id}", str(value) if dice.random() < 0.2 else str(dice.randint(1, 6)))
            elif one["in"] == "query":
                query[one["name"]] = str(value)
            else:
                headers[one["name"]] = "".join(c for c in str(value) if c.isascii() and c.isprintable())
        body, kind = _body(dice, each.get("requestBody"))
        answer = client.open(path, method=method, query_string=query, headers=headers, data=body, content_type=kind)
        verdict.note(answer, f"{method} {path} {query} {headers} {body[:80]!r}")
    return verdict


def forms(client: FlaskClient, pages: Sequence[str], count: int, seed: int = 1822) -> Verdict:
    """Open pages, type nonsense into each POST form they draw, and send it; and ask lists with nonsense."""
    dice, verdict = random.Random(seed), Verdict("forms")
    drawn: list[tuple[str, dict[str, str]]] = []
    for address in pages:
        answer = client.get(address, buffered=True)
        if answer.status_code == 200 and answer.mimetype == "text/html":
            drawn += _forms_of(answer.text, address)
        verdict.note(answer, f"GET {address}")
    for number in range(count):
        if number % 4 == 0:
            address = dice.choice(pages)
            query = {dice.choice(NAMES): dice.choice(NONSENSE) for _ in range(3)}
            verdict.note(client.get(address, query_string=query, buffered=True), f"GET {address} {query}")
            continue
        action, fields = drawn[number % len(drawn)]
        if action.startswith("/dang-xuat"):
            continue
        sent = {
            name: dice.choice(NONSENSE) if name != "csrf_token" and dice.random() < 0.6 else value
            for name, value in fields.items()
        }
        verdict.note(client.post(action, data=sent, buffered=True), f"POST {action} {sent}")
    return verdict


NAMES = ("tim", "trang", "sau", "tiep", "ngay", "tu", "den", "nguon", "don-vi", "trang-thai", "ky", "sap-xep", "nam")


def _forms_of(html: str, address: str) -> Iterator[tuple[str, dict[str, str]]]:
    page = Page(html)
    for form in page.all("form"):
        if form.get("method") != "post":
            continue
        fields: dict[str, str] = {}
        for element in page.all("input", "textarea", "select", "button"):
            if any(each is form for each in element.ancestors) and element.get("name"):
                fields[str(element.get("name"))] = str(element.get("value") or element.text or "")
        yield str(form.get("action") or address), fields


def _value(dice: random.Random, schema: Mapping[str, Any]) -> object:
    """Return something the schema allows, or nonsense."""
    if dice.random() < 0.4:
        return dice.choice(NONSENSE)
    if "enum" in schema:
        return dice.choice(schema["enum"])
    if schema["type"] == "integer":
        return dice.choice((schema.get("minimum", 0), 1, 2, 3, schema.get("maximum", 9)))
    if schema.get("format") == "date":
        return f"2021-{dice.randint(1, 12):02}-{dice.randint(1, 28):02}"
    if schema.get("format") == "date-time":
        return "2021-11-10T07:30:00+07:00"
    return f'"{dice.randint(0, 5)}"' if "pattern" in schema else "Kết quả rà soát"


def _body(dice: random.Random, described: Mapping[str, Any] | None) -> tuple[bytes, str | None]:
    if described is None:
        return b"", None
    [(kind, content)] = described["content"].items()
    if kind != "application/json":
        return dice.choice((b"", b"PK\x03\x04", b"stt,noi dung\n1,abc\n", dice.randbytes(300))), kind
    if dice.random() < 0.1:
        return dice.choice((b"", b"{", b"[1]", b"null", b'"x"', b"\xff\xfe")), kind
    fields = {
        name: dice.choice(THINGS) if dice.random() < 0.4 else _value(dice, schema)
        for name, schema in content["schema"]["properties"].items()
        if dice.random() < 0.9
    }
    if dice.random() < 0.05:
        fields["state"] = "done"
    return json.dumps(fields).encode(), kind
