"""Accounts from the command line: `flask user add`, `flask user list`."""

from __future__ import annotations

import click
from flask import Flask, current_app

from tracker.cli.console import command, group, say
from tracker.extensions import db
from tracker.models.person import Person
from tracker.rules.permissions import Role
from tracker.services import account_details, account_links, accounts, second_factors
from tracker.services.machine import COMMAND_LINE
from tracker.store import people, units
from tracker.transaction import Work, unit_of_work
from tracker.wording import ROLE_WORDS


def register(app: Flask) -> None:
    """Add the commands of this module."""
    app.cli.add_command(group("user", [add, role, email, link, drop_second_factor, listed]))


@command("add")
@click.argument("login")
@click.option("--name", required=True, help="Họ và tên.")
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True, help="Vai trò.")
@click.option("--unit", help="Mã đơn vị (không cần cho quản trị và kiểm tra).")
@click.option("--email", help="Địa chỉ thư điện tử nhận nhắc việc.")
@click.password_option(help="Mật khẩu ban đầu; người dùng phải đổi khi đăng nhập lần đầu.")
def add(login: str, name: str, role: str, unit: str | None, email: str | None, password: str) -> None:
    """Tạo tài khoản với một vai trò."""
    with unit_of_work(db.session(), COMMAND_LINE, current_app.extensions["clock"]) as work:
        found = units.by_code(work.session, unit) if unit else None
        if unit and found is None:
            raise click.ClickException(f"Không có đơn vị mã “{unit}”. Xem mã trên trang Đơn vị.")
        accounts.add_person(
            work,
            login=login,
            name=name,
            email=email,
            password=password,
            role=Role(role),
            unit_id=found.id if found else None,
        )
    say(f"Đã tạo tài khoản “{login}”.")


@command("role")
@click.argument("login")
@click.option(
    "--role", "name", type=click.Choice([role.value for role in Role]), required=True, help="Vai trò."
)
@click.option("--unit", help="Mã đơn vị (không cần cho quản trị và kiểm tra).")
def role(login: str, name: str, unit: str | None) -> None:
    """Giao thêm một vai trò, khi trên trang không còn ai duyệt được."""
    with unit_of_work(db.session(), COMMAND_LINE, current_app.extensions["clock"]) as work:
        found = units.by_code(work.session, unit) if unit else None
        if unit and found is None:
            raise click.ClickException(f"Không có đơn vị mã “{unit}”. Xem mã trên trang Đơn vị.")
        unit_id = None if found is None else found.id
        accounts.give_post(work, _person(work, login).id, role=Role(name), unit_id=unit_id)
    say(f"Đã giao vai trò “{ROLE_WORDS[name]}” cho “{login}”.")


@command("email")
@click.argument("login")
@click.argument("address")
def email(login: str, address: str) -> None:
    """Ghi địa chỉ thư của một người."""
    with unit_of_work(db.session(), COMMAND_LINE, current_app.extensions["clock"]) as work:
        account_details.set_email(work, _person(work, login).id, address)
    say(f"Đã ghi địa chỉ thư của “{login}”.")


@command("link")
@click.argument("login")
def link(login: str) -> None:
    """In đường dẫn đặt mật khẩu, dùng được một lần."""
    with unit_of_work(db.session(), COMMAND_LINE, current_app.extensions["clock"]) as work:
        token = account_links.hand_out(work, _person(work, login).id)
    say(f"{current_app.config['BASE_URL']}/dat-mat-khau/{token}")


@command("drop-second-factor")
@click.argument("login")
def drop_second_factor(login: str) -> None:
    """Bỏ xác thực hai lớp của người mất điện thoại và mã dự phòng."""
    with unit_of_work(db.session(), COMMAND_LINE, current_app.extensions["clock"]) as work:
        second_factors.take_away(work, _person(work, login).id)
    say(f"Đã bỏ xác thực hai lớp của “{login}”.")


def _person(work: Work, login: str) -> Person:
    found = people.by_login(work.session, login)
    if found is None:
        raise click.ClickException(f"Không có tài khoản “{login}”. Xem “flask user list”.")
    return found


@command("list")
def listed() -> None:
    """Liệt kê tài khoản và vai trò."""
    session = db.session()
    posts: dict[int, list[str]] = {}
    for post, unit in people.posts(session):
        posts.setdefault(post.person_id, []).append(
            ROLE_WORDS[post.role] + (f" – {unit.short_name}" if unit else "")
        )
    for person in people.listed(session):
        state = "" if person.active else " (đã khóa)"
        say(f"{person.login:<16} {person.name}{state}: {'; '.join(posts.get(person.id, []))}")
