"""Commands that look after the installation: `flask init`, `flask verify`."""

from __future__ import annotations

import os

import click
from flask import Flask, current_app
from flask_migrate import upgrade
from sqlalchemy import inspect

from tracker import ledger
from tracker.cli.console import command, say
from tracker.cli.safekeeping import tell_findings
from tracker.extensions import db
from tracker.rules.anchors import Anchor
from tracker.services import accounts, calendars, indicators, papers, scoring, second_factors
from tracker.services.kept_files import altered_files
from tracker.services.machine import COMMAND_LINE
from tracker.services.secret_encryption import NotDecryptable, secret_keys_of
from tracker.services.verifying_together import verify_by
from tracker.store import calendar, installation, people
from tracker.transaction import unit_of_work
from tracker.wording.care import KEY_IS_LOST


def register(app: Flask) -> None:
    """Add the commands of this module."""
    app.cli.add_command(init)
    app.cli.add_command(verify)


@command("init")
def init() -> None:
    """Tạo hoặc nâng cấp cơ sở dữ liệu; chạy lại nhiều lần không hại gì."""
    current_app.config["DATA_DIR"].mkdir(parents=True, exist_ok=True)
    upgrade(directory=str(current_app.extensions["migrate"].directory))
    environment = current_app.config["ENVIRONMENT"]
    with unit_of_work(db.session(), COMMAND_LINE, current_app.extensions["clock"]) as work:
        ledger.seal_once(work.session)
        try:
            second_factors.encrypt_again(work.session, secret_keys_of(current_app.config))
        except NotDecryptable as lost:
            raise click.ClickException(KEY_IS_LOST) from lost
        mark = installation.fact(work.session, installation.ENVIRONMENT)
        if mark is None:
            installation.set_fact(work.session, installation.ENVIRONMENT, environment)
        elif (mark == "demo") != (environment == "demo"):
            raise click.ClickException(
                f"Cơ sở dữ liệu này thuộc môi trường “{mark}”, không mở được khi TRACKER_ENV={environment}."
            )
        code = None
        if environment != "demo" and not people.listed(work.session):
            code = accounts.new_setup_code(work)
        papers.ensure_areas(work)
        indicators.ensure_shipped(work)
        scoring.ensure_shipped(work)
        if environment != "demo" and not calendar.days(work.session):
            calendars.open_years(work, (work.today.year, work.today.year + 1))
    say(f"Cơ sở dữ liệu sẵn sàng ({len(inspect(db.engine).get_table_names())} bảng).")
    if code is not None:
        say(f"Mã thiết lập để tạo tài khoản quản trị trên trang web: {code}")


@command("verify")
@click.option(
    "--anchor", "written", multiple=True, help="Mốc nhật ký trên thư hoặc báo cáo, ví dụ 4509:0f3a…."
)
@click.option(
    "--processes", type=click.IntRange(1, 64), help="Số tiến trình cùng đếm; mặc định bằng số nhân của máy."
)
@click.option("--no-files", is_flag=True, help="Không đọc lại các tệp đính kèm (kho tệp lớn hoặc ở xa).")
def verify(written: tuple[str, ...], processes: int | None, no_files: bool) -> None:
    """Kiểm tra nhật ký, sổ niêm phong dữ liệu, mốc đã giữ bên ngoài, tệp đính kèm; đếm lại mọi số liệu từ nhật ký."""
    anchors = [Anchor.parse(each) for each in written]
    found = verify_by(db.session(), processes or os.cpu_count() or 1, anchors)
    say(f"Nhật ký: {found.lines} dòng, mã dòng cuối {found.head[:12]}.")
    files = [] if no_files else list(altered_files(db.session(), current_app.extensions["shelf"]))
    tell_findings([*found.findings, *files])
    if anchors:
        say(f"Khớp {len(anchors)} mốc đã giữ.")
    say(f"Đếm lại {found.assignments} lượt giao từ nhật ký: khớp toàn bộ.")
    say(f"Đối chiếu {found.rows} dòng dữ liệu với sổ niêm phong: khớp toàn bộ.")
    if not no_files:
        say("Đọc lại các tệp đính kèm: nguyên vẹn.")
    if found.frozen:
        say(f"Đối chiếu {found.frozen} lần chốt số liệu với nhật ký: khớp toàn bộ.")
