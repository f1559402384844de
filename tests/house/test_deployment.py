"""The files an operator copies: what they say holds for the addresses and settings of this program."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask

from tests.house.sources import ROOT
from tests.support.databases import an_app, sqlite_address
from tracker.operations.gunicorn_worker import BufferingWorker

PLACE = ROOT / "docs" / "trien-khai"
NGINX = (PLACE / "nginx.conf").read_text(encoding="utf-8")
UPLOADS = """/nhiem-vu/1/tien-do /nhiem-vu/1/bao-cao /nhiem-vu/1/bao-cao-ky /nhiem-vu/1/tra-ket-qua /chi-dao/1/van-ban
/chi-dao/tu-van-ban /nhap-tep/ke-hoach /nhap-tep/so-chi-dao /bao-cao/kiem-tra /bao-cao/ho-so/mau-word /cham-diem/nap
/chi-tieu/nap /so-lieu-bao-cao/1/1 /so-lieu-bao-cao/1/1/tep /bao-cao/ho-so/1/chi-tieu/1 /api/v1/imports/plan""".split()
"""Addresses to which files are sent."""


@pytest.fixture
def app(tmp_path: Path) -> Flask:
    """Return the application; nothing is asked of its database."""
    return an_app(sqlite_address(tmp_path / "none.db"), DATA_DIR=tmp_path)


def block_of(address: str) -> str:
    """Return what nginx.conf says for an address: the first pattern that fits, else the rest."""
    for pattern, block in re.findall(r"location ~ (\S+) \{(.*?)\n    \}", NGINX, re.DOTALL):
        if re.search(pattern, address):
            return str(block)
    return ""


def test_addresses_with_secrets_are_in_no_access_log(app: Flask) -> None:
    secret = [rule.rule for rule in app.url_map.iter_rules() if "token" in rule.arguments]

    assert len(secret) >= 2
    for address in [*(rule.replace("<token>", "abc") for rule in secret), "/dang-nhap/mot-lan/ve"]:
        assert "access_log off" in block_of(address), address


@pytest.mark.parametrize("address", UPLOADS)
def test_files_are_let_through_where_they_are_sent(address: str, app: Flask) -> None:
    app.url_map.bind("localhost").match(address, method="POST")

    assert "client_max_body_size 101m" in block_of(address)


def test_the_rest_takes_a_form_and_no_more() -> None:
    assert "client_max_body_size 2m" in NGINX and "101m" not in block_of("/dang-nhap")
    for limit in ("limit_conn ", "limit_req ", "client_header_timeout ", "client_body_timeout "):
        assert f"\n    {limit}" in NGINX


def test_every_way_to_serve_reads_the_one_file_of_settings() -> None:
    settings: dict[str, object] = {}
    text = (ROOT / "gunicorn.conf.py").read_text(encoding="utf-8")
    for name, value in re.findall(r"^(\w+) = (.+)$", text, re.MULTILINE):
        settings[name] = value.strip('"')
    starts = [(PLACE / "tracker-web.service"), ROOT / "Makefile", ROOT / "README.md"]
    lines = [line for path in starts for line in path.read_text(encoding="utf-8").splitlines() if "/gunicorn " in line]

    assert settings["worker_class"] == f"{BufferingWorker.__module__}.{BufferingWorker.__name__}"
    assert int(str(settings["threads"])) * int(str(settings["workers"])) >= 16
    assert len(lines) == 3
    assert [line for line in lines if "--worker" in line or "--threads" in line] == []
