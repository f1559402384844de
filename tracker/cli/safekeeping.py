"""Commands for the day something goes wrong: `flask backup`, `flask restore`, `flask doctor`, `flask export-events`."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from pathlib import Path

import click
from flask import Flask, current_app
from sqlalchemy.engine import make_url

from tracker.cli.console import command, plain, say, say_json
from tracker.extensions import db
from tracker.mail.smtp import SmtpServer, knock
from tracker.mail.ways import Way, way_of
from tracker.rules.anchors import Anchor
from tracker.rules.diagnosis import Level
from tracker.services import backups, doctor, verifying
from tracker.services.backups import Premises
from tracker.services.machine import COMMAND_LINE
from tracker.store import archives, events
from tracker.transaction import Work
from tracker.wording.care import LEVELS, backup_words, finding_words
from tracker.wording.verification import finding_sentences

FOLDER = click.Path(path_type=Path, file_okay=False)


def register(app: Flask) -> None:
    """Add the commands of this module."""
    for each in (backup, restore, examine, export_events):
        app.cli.add_command(each)


def premises() -> Premises:
    """Return where this installation keeps its data."""
    config = current_app.config
    return Premises(
        engine=db.engine,
        data_dir=config["DATA_DIR"],
        migrations=Path(current_app.extensions["migrate"].directory),
        environment=config["ENVIRONMENT"],
        version=config["VERSION"],
        shelf=current_app.extensions["shelf"],
    )


@command("backup")
@click.argument("folder", type=FOLDER)
@click.option("--json", "as_json", is_flag=True, help="Kết quả dạng JSON.")
def backup(folder: Path, as_json: bool) -> None:
    """Sao lưu cơ sở dữ liệu và tệp vào thư mục mới FOLDER, rồi đọc lại để kiểm tra."""
    made = backups.back_up(premises(), folder.resolve(), current_app.extensions["clock"].now())
    anchor = Anchor(made.lines, made.head)
    if as_json:
        say_json(
            {
                "folder": str(made.folder),
                "rows": made.rows,
                "files": made.files,
                "anchor": str(anchor),
                "findings": list(made.findings),
            }
        )
    else:
        say(
            f"Đã sao lưu vào {made.folder}: {backup_words(made.rows, made.files, made.lines, len(made.missing))}"
        )
        say(f"Mốc nhật ký: {anchor}")
    tell_findings(made.findings)


@command("restore")
@click.argument("folder", type=FOLDER)
@click.option(
    "--accept-findings",
    is_flag=True,
    help="Khôi phục nguyên trạng cả khi dữ liệu đã không khớp từ lúc sao lưu.",
)
def restore(folder: Path, accept_findings: bool) -> None:
    """Khôi phục bản sao lưu trong FOLDER vào nơi còn trống, nâng cấp và kiểm tra lại."""
    folder = folder.resolve()
    if not archives.is_backup(folder):
        folder = archives.newest(folder) or folder
    manifest = backups.restore(premises(), folder, accept_findings)
    db.session.remove()
    kept = Anchor(manifest["diary"]["lines"], manifest["diary"]["head"])
    found = verifying.verify(db.session(), [kept])
    tell_findings(each for each in found.findings if each not in manifest.get("findings", ()))
    rows = sum(table["rows"] for table in manifest["tables"].values())
    say(
        f"Đã khôi phục bản sao lưu lúc {manifest['made_at']}: {rows} dòng dữ liệu, {len(manifest['files'])} tệp."
    )
    say(f"Nhật ký {found.lines} dòng khớp mốc {kept}; đếm lại {found.assignments} lượt giao: khớp toàn bộ.")


@command("doctor")
@click.option("--json", "as_json", is_flag=True, help="Kết quả dạng JSON.")
def examine(as_json: bool) -> None:
    """Khám toàn bộ hệ thống: nêu từng điểm tốt, cần chú ý, hỏng; trạng thái thoát khác 0 khi có điểm hỏng."""
    config = current_app.config
    url = make_url(config["SQLALCHEMY_DATABASE_URI"])
    house = doctor.Surroundings(
        data_dir=config["DATA_DIR"],
        migrations=Path(current_app.extensions["migrate"].directory),
        backup_dir=config.get("BACKUP_DIR"),
        environment=config["ENVIRONMENT"],
        base_url=config["BASE_URL"],
        database_file=Path(url.database) if url.get_backend_name() == "sqlite" and url.database else None,
        mail=lambda: _fault_of_mail(config["ENVIRONMENT"], config["SMTP_URL"]),
        shelf=current_app.extensions["shelf"],
        proxy_hops=config.get("PROXY_HOPS", 0),
    )
    work = Work(session=db.session(), actor=COMMAND_LINE, now=current_app.extensions["clock"].now())
    found = doctor.examine(work, house)
    if as_json:
        say_json(
            [
                {
                    "check": one.check.value,
                    "level": one.level.value,
                    "case": one.case,
                    "words": finding_words(one),
                }
                for one in found
            ]
        )
    else:
        for one in found:
            say(f"[{LEVELS[one.level]:^6}] {finding_words(one)}")
    bad = sum(one.level is Level.BAD for one in found)
    if bad:
        raise click.ClickException(f"Có {bad} điểm hỏng cần xử lý.")


@command("export-events")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Ghi vào tệp này thay vì in ra.")
def export_events(out: Path | None) -> None:
    """Xuất toàn bộ nhật ký, mỗi dòng một đối tượng JSON kèm hai mã nối chuỗi."""
    file = sys.stdout if out is None else out.open("w", encoding="utf-8")
    number = 0
    try:
        for line in events.exported(db.session()):
            file.write(json.dumps(line, ensure_ascii=False, default=plain) + "\n")
            number += 1
    finally:
        if out is not None:
            file.close()
    if out is not None:
        say(f"Đã xuất {number} dòng nhật ký vào {out}.")


def tell_findings(codes: Iterable[str]) -> None:
    """Say what was found, one sentence to a kind, and end with an exit status other than 0; nothing: go on."""
    sentences = list(finding_sentences(codes))
    if sentences:
        raise click.ClickException(" ".join(sentences))


def _fault_of_mail(environment: str, smtp_url: str | None) -> str | None:
    """Return what keeps letters from leaving, None when nothing does."""
    match way_of(environment, smtp_url):
        case Way.SERVER if smtp_url:
            try:
                return knock(SmtpServer.parse(smtp_url))
            except ValueError as wrong:
                return str(wrong)
        case Way.FOLDER:
            return None
        case _:
            return "chưa đặt TRACKER_SMTP_URL"
