"""Accounts from the command line: `flask init` for the first of them, `flask user add`, `flask user list`."""

from __future__ import annotations

import click
from flask import Flask, current_app
from flask_migrate import upgrade
from sqlalchemy import inspect

from tracker.accounts import accounts as account_accounts, details, links, second_factor
from tracker.accounts.secret_encryption import NotDecryptable, secret_keys_of
from tracker.cli.console import app_command, make_command_group, print_line
from tracker.core.labels import ROLE_WORDS
from tracker.database import ledger
from tracker.database.engine import db
from tracker.database.unit_of_work import UnitOfWork, unit_of_work
from tracker.law.permissions import Role
from tracker.office import calendar as office_calendar, installation, people as office_people, units
from tracker.office.models import Person
from tracker.office.people import COMMAND_LINE
from tracker.operations.labels import KEY_IS_LOST
from tracker.reports import form_versions, scoring
from tracker.tasks import sources as task_sources


def register_account_commands(app: Flask) -> None:
    """Add the commands of this module."""
    app.cli.add_command(init)


@app_command("init")
def init() -> None:
    """Tạo hoặc nâng cấp cơ sở dữ liệu; chạy lại nhiều lần không hại gì."""
    current_app.config["DATA_DIR"].mkdir(parents=True, exist_ok=True)
    upgrade(directory=str(current_app.extensions["migrate"].directory))
    environment = current_app.config["ENVIRONMENT"]
    with unit_of_work(db.session(), COMMAND_LINE, current_app.extensions["clock"]) as work:
        ledger.hash_old_rows(work.session)
        try:
            second_factor.reencrypt_secrets(work.session, secret_keys_of(current_app.config))
        except NotDecryptable as lost:
            raise click.ClickException(KEY_IS_LOST) from lost
        mark = installation.get_installation_fact(work.session, installation.ENVIRONMENT)
        if mark is None:
            installation.set_fact(work.session, installation.ENVIRONMENT, environment)
        elif (mark == "demo") != (environment == "demo"):
            raise click.ClickException(
                f"Cơ sở dữ liệu này thuộc môi trường “{mark}”, không mở được khi TRACKER_ENV={environment}."
            )
        code = None
        if environment != "demo" and not office_people.list_people(work.session):
            code = account_accounts.new_setup_code(work)
        task_sources.ensure_areas(work)
        form_versions.ensure_shipped_forms(work)
        scoring.ensure_shipped_sheet(work)
        if environment != "demo" and not office_calendar.list_calendar_days(work.session):
            office_calendar.open_years(work, (work.today.year, work.today.year + 1))
    print_line(f"Cơ sở dữ liệu sẵn sàng ({len(inspect(db.engine).get_table_names())} bảng).")
    if code is not None:
        print_line(f"Mã thiết lập để tạo tài khoản quản trị trên trang web: {code}")


def register_people_commands(app: Flask) -> None:
    """Add the commands of this module."""
    app.cli.add_command(make_command_group("user", [add, role, email, link, drop_second_factor, listed]))


@app_command("add")
@click.argument("login")
@click.option("--name", required=True, help="Họ và tên.")
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True, help="Vai trò.")
@click.option("--unit", help="Mã đơn vị (không cần cho quản trị và kiểm tra).")
@click.option("--email", help="Địa chỉ thư điện tử nhận nhắc việc.")
@click.password_option(help="Mật khẩu ban đầu; người dùng phải đổi khi đăng nhập lần đầu.")
def add(login: str, name: str, role: str, unit: str | None, email: str | None, password: str) -> None:
    """Tạo tài khoản với một vai trò."""
    with unit_of_work(db.session(), COMMAND_LINE, current_app.extensions["clock"]) as work:
        found = units.find_unit_by_code(work.session, unit) if unit else None
        if unit and found is None:
            raise click.ClickException(f"Không có đơn vị mã “{unit}”. Xem mã trên trang Đơn vị.")
        account_accounts.add_person(
            work,
            login=login,
            name=name,
            email=email,
            password=password,
            role=Role(role),
            unit_id=found.id if found else None,
        )
    print_line(f"Đã tạo tài khoản “{login}”.")


@app_command("role")
@click.argument("login")
@click.option("--role", "name", type=click.Choice([role.value for role in Role]), required=True, help="Vai trò.")
@click.option("--unit", help="Mã đơn vị (không cần cho quản trị và kiểm tra).")
def role(login: str, name: str, unit: str | None) -> None:
    """Giao thêm một vai trò, khi trên trang không còn ai duyệt được."""
    with unit_of_work(db.session(), COMMAND_LINE, current_app.extensions["clock"]) as work:
        found = units.find_unit_by_code(work.session, unit) if unit else None
        if unit and found is None:
            raise click.ClickException(f"Không có đơn vị mã “{unit}”. Xem mã trên trang Đơn vị.")
        unit_id = None if found is None else found.id
        account_accounts.add_post(work, _person(work, login).id, role=Role(name), unit_id=unit_id)
    print_line(f"Đã giao vai trò “{ROLE_WORDS[name]}” cho “{login}”.")


@app_command("email")
@click.argument("login")
@click.argument("address")
def email(login: str, address: str) -> None:
    """Ghi địa chỉ thư của một người."""
    with unit_of_work(db.session(), COMMAND_LINE, current_app.extensions["clock"]) as work:
        details.set_email(work, _person(work, login).id, address)
    print_line(f"Đã ghi địa chỉ thư của “{login}”.")


@app_command("link")
@click.argument("login")
def link(login: str) -> None:
    """In đường dẫn đặt mật khẩu, dùng được một lần."""
    with unit_of_work(db.session(), COMMAND_LINE, current_app.extensions["clock"]) as work:
        token = links.issue_account_link(work, _person(work, login).id)
    print_line(f"{current_app.config['BASE_URL']}/dat-mat-khau/{token}")


@app_command("drop-second-factor")
@click.argument("login")
def drop_second_factor(login: str) -> None:
    """Bỏ xác thực hai lớp của người mất điện thoại và mã dự phòng."""
    with unit_of_work(db.session(), COMMAND_LINE, current_app.extensions["clock"]) as work:
        second_factor.remove_person_factor(work, _person(work, login).id)
    print_line(f"Đã bỏ xác thực hai lớp của “{login}”.")


def _person(work: UnitOfWork, login: str) -> Person:
    found = office_people.find_person_by_login(work.session, login)
    if found is None:
        raise click.ClickException(f"Không có tài khoản “{login}”. Xem “flask user list”.")
    return found


@app_command("list")
def listed() -> None:
    """Liệt kê tài khoản và vai trò."""
    session = db.session()
    posts: dict[int, list[str]] = {}
    for post, unit in office_people.list_posts(session):
        posts.setdefault(post.person_id, []).append(ROLE_WORDS[post.role] + (f" – {unit.short_name}" if unit else ""))
    for person in office_people.list_people(session):
        state = "" if person.active else " (đã khóa)"
        print_line(f"{person.login:<16} {person.name}{state}: {'; '.join(posts.get(person.id, []))}")
