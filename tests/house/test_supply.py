"""What the installation is built from: locked, used, and never sending real letters from a test."""

from __future__ import annotations

import ast
import re
import socket
import tomllib
from typing import Any

import pytest

from tests.house.sources import ROOT, TRACKER, python_files, tree_of

LOCKS = ("run", "test", "dev")
IMPORTED_AS = {
    "flask-sqlalchemy": "flask_sqlalchemy",
    "flask-migrate": "flask_migrate",
    "flask-login": "flask_login",
    "flask-wtf": "flask_wtf",
    "bootstrap-flask": "flask_bootstrap",
    "python-docx": "docx",
    "python-calamine": "python_calamine",
    "argon2-cffi": "argon2",
    "flask-babel": "flask_babel",
}
NEVER_IMPORTED = {"gunicorn", "waitress", "tzdata"}  # servers started by name; data read by zoneinfo


def _name(requirement: str) -> str:
    match = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert match is not None
    return match.group().lower()


def _run_time_requirements() -> list[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return [_name(requirement) for requirement in project["dependencies"]]


def _imported_packages() -> set[str]:
    packages: set[str] = set()
    for path in [*python_files(TRACKER, ROOT / "migrations"), ROOT / "config.py", ROOT / "wsgi.py"]:
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.Import):
                packages.update(alias.name.split(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
                packages.add(node.module.split(".")[0])
    return packages


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_address_and_hashes_everything(lock: str) -> None:
    text = (ROOT / "requirements" / f"{lock}.lock").read_text(encoding="utf-8")
    pins = re.split(r"\n(?=\S)", text.strip())

    assert "://" not in text
    assert [pin.split("=")[0] for pin in pins if "--hash=sha256:" not in pin] == []


@pytest.mark.parametrize("requirement", _run_time_requirements())
def test_every_requirement_is_locked(requirement: str) -> None:
    lock = (ROOT / "requirements" / "run.lock").read_text(encoding="utf-8")

    assert re.search(rf"^{re.escape(requirement)}==", lock, re.MULTILINE)


def test_every_requirement_is_used() -> None:
    imported = _imported_packages()
    idle = [
        requirement
        for requirement in _run_time_requirements()
        if requirement not in NEVER_IMPORTED and IMPORTED_AS.get(requirement, requirement) not in imported
    ]

    assert idle == []


@pytest.mark.parametrize("address", [("192.0.2.1", 25), ("mail.huongtra.example", 25), ("2001:db8::1", 587, 0, 0)])
def test_no_test_reaches_a_mail_server_or_any_other_machine(address: tuple[Any, ...]) -> None:
    family = socket.AF_INET6 if len(address) > 2 else socket.AF_INET
    with socket.socket(family) as line, pytest.raises(AssertionError, match="another machine"):
        line.connect(address)
