"""Commands for whoever looks after the installation: `flask backup`, `restore`, `verify`, `doctor`, `export-events`.

And `flask policy`: how this installation reads and counts, from a day on.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import sys
from collections.abc import Iterable
from pathlib import Path

import click
from flask import Flask, current_app
from sqlalchemy.engine import make_url

from tracker.cli.console import (
    DAY,
    app_command,
    get_option_day,
    make_command_group,
    print_json,
    print_line,
    to_iso_text,
)
from tracker.database.engine import db
from tracker.database.unit_of_work import UnitOfWork, unit_of_work
from tracker.law.hash_chain import ChainAnchor
from tracker.mail.smtp import SmtpServer, TransportKind, choose_transport_kind, probe_smtp_server
from tracker.office import installation
from tracker.office.people import COMMAND_LINE
from tracker.operations import archives, backups, doctor, verification
from tracker.operations.archives import altered_files
from tracker.operations.backups import BackupContext
from tracker.operations.doctor import Level
from tracker.operations.labels import LEVELS, backup_words, finding_sentences, finding_words
from tracker.operations.verification import verify_in_processes
from tracker.tasks import event_log


def register_policy_commands(app: Flask) -> None:
    """Add the commands of this module."""
    app.cli.add_command(make_command_group("policy", [list_policies, set_policy]))


@app_command("list")
def list_policies() -> None:
    """Các cách tính đã chọn và các cách có thể chọn."""
    work = UnitOfWork(session=db.session(), actor=COMMAND_LINE, now=current_app.extensions["clock"].now())
    for each in installation.list_policy_settings(work):
        print_line(f"{each.name} = {each.value}, từ ngày {each.valid_from:%d/%m/%Y} {each.source}".rstrip())
    for name, kinds in installation.CHOICES.items():
        print_line(f"{name}: {', '.join(kinds)} (mặc định {next(iter(kinds))})")


@app_command("set")
@click.argument("name")
@click.argument("value")
@click.option("--from", "since", type=DAY, help="Ngày bắt đầu áp dụng (mặc định: hôm nay).")
@click.option("--source", default="", help="Văn bản quyết định.")
def set_policy(name: str, value: str, since: dt.datetime | None, source: str) -> None:
    """Chọn một cách tính cho việc giao từ một ngày, ví dụ: deadline_hour day_only."""
    with unit_of_work(db.session(), COMMAND_LINE, current_app.extensions["clock"]) as work:
        made = installation.add_policy_setting(
            work, name, value, valid_from=get_option_day(since) or work.today, source=source
        )
        words = f"{made.name} = {made.value}, từ ngày {made.valid_from:%d/%m/%Y}."
    print_line(words)


FOLDER = click.Path(path_type=Path, file_okay=False)


def register_operation_commands(app: Flask) -> None:
    """Add the commands of this module."""
    for each in (backup, restore, verify, examine, export_events):
        app.cli.add_command(each)


def get_backup_context() -> BackupContext:
    """Return where this installation keeps its data."""
    config = current_app.config
    return BackupContext(
        engine=db.engine,
        data_dir=config["DATA_DIR"],
        migrations=Path(current_app.extensions["migrate"].directory),
        environment=config["ENVIRONMENT"],
        version=config["VERSION"],
        file_store=current_app.extensions["file_store"],
    )


@app_command("backup")
@click.argument("folder", type=FOLDER)
@click.option("--json", "as_json", is_flag=True, help="Kết quả dạng JSON.")
def backup(folder: Path, as_json: bool) -> None:
    """Sao lưu cơ sở dữ liệu và tệp vào thư mục mới FOLDER, rồi đọc lại để kiểm tra."""
    made = backups.create_backup(get_backup_context(), folder.resolve(), current_app.extensions["clock"].now())
    anchor = ChainAnchor(made.lines, made.head)
    if as_json:
        print_json(
            {
                "folder": str(made.folder),
                "rows": made.rows,
                "files": made.files,
                "anchor": str(anchor),
                "findings": list(made.findings),
            }
        )
    else:
        print_line(
            f"Đã sao lưu vào {made.folder}: {backup_words(made.rows, made.files, made.lines, len(made.missing))}"
        )
        print_line(f"Mốc nhật ký: {anchor}")
    fail_on_findings(made.findings)


@app_command("restore")
@click.argument("folder", type=FOLDER)
@click.option(
    "--accept-findings", is_flag=True, help="Khôi phục nguyên trạng cả khi dữ liệu đã không khớp từ lúc sao lưu."
)
def restore(folder: Path, accept_findings: bool) -> None:
    """Khôi phục bản sao lưu trong FOLDER vào nơi còn trống, nâng cấp và kiểm tra lại."""
    folder = folder.resolve()
    if not archives.is_backup(folder):
        folder = archives.find_newest_backup(folder) or folder
    manifest = backups.restore_backup(get_backup_context(), folder, accept_findings)
    db.session.remove()
    kept = ChainAnchor(manifest["diary"]["lines"], manifest["diary"]["head"])
    found = verification.verify_records(db.session(), [kept])
    fail_on_findings(each for each in found.findings if each not in manifest.get("findings", ()))
    rows = sum(table["rows"] for table in manifest["tables"].values())
    print_line(
        f"Đã khôi phục bản sao lưu lúc {manifest['made_at']}: {rows} dòng dữ liệu, {len(manifest['files'])} tệp."
    )
    print_line(f"Nhật ký {found.lines} dòng khớp mốc {kept}; đếm lại {found.assignments} lượt giao: khớp toàn bộ.")


@app_command("doctor")
@click.option("--json", "as_json", is_flag=True, help="Kết quả dạng JSON.")
def examine(as_json: bool) -> None:
    """Khám toàn bộ hệ thống: nêu từng điểm tốt, cần chú ý, hỏng; trạng thái thoát khác 0 khi có điểm hỏng."""
    config = current_app.config
    url = make_url(config["SQLALCHEMY_DATABASE_URI"])
    settings = doctor.DoctorSettings(
        data_dir=config["DATA_DIR"],
        migrations=Path(current_app.extensions["migrate"].directory),
        backup_dir=config.get("BACKUP_DIR"),
        environment=config["ENVIRONMENT"],
        base_url=config["BASE_URL"],
        database_file=Path(url.database) if url.get_backend_name() == "sqlite" and url.database else None,
        mail=lambda: _fault_of_mail(config["ENVIRONMENT"], config["SMTP_URL"]),
        file_store=current_app.extensions["file_store"],
        proxy_hops=config.get("PROXY_HOPS", 0),
    )
    work = UnitOfWork(session=db.session(), actor=COMMAND_LINE, now=current_app.extensions["clock"].now())
    found = doctor.run_diagnosis(work, settings)
    if as_json:
        print_json(
            [
                {"check": one.check.value, "level": one.level.value, "case": one.case, "words": finding_words(one)}
                for one in found
            ]
        )
    else:
        for one in found:
            print_line(f"[{LEVELS[one.level]:^6}] {finding_words(one)}")
    bad = sum(one.level is Level.BAD for one in found)
    if bad:
        raise click.ClickException(f"Có {bad} điểm hỏng cần xử lý.")


@app_command("export-events")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Ghi vào tệp này thay vì in ra.")
def export_events(out: Path | None) -> None:
    """Xuất toàn bộ nhật ký, mỗi dòng một đối tượng JSON kèm hai mã nối chuỗi."""
    file = sys.stdout if out is None else out.open("w", encoding="utf-8")
    number = 0
    try:
        for line in event_log.walk_exported_events(db.session()):
            file.write(json.dumps(line, ensure_ascii=False, default=to_iso_text) + "\n")
            number += 1
    finally:
        if out is not None:
            file.close()
    if out is not None:
        print_line(f"Đã xuất {number} dòng nhật ký vào {out}.")


def fail_on_findings(codes: Iterable[str]) -> None:
    """Say what was found, one sentence to a kind, and end with an exit status other than 0; nothing: go on."""
    sentences = list(finding_sentences(codes))
    if sentences:
        raise click.ClickException(" ".join(sentences))


def _fault_of_mail(environment: str, smtp_url: str | None) -> str | None:
    """Return what keeps letters from leaving, None when nothing does."""
    match choose_transport_kind(environment, smtp_url):
        case TransportKind.SERVER if smtp_url:
            try:
                return probe_smtp_server(SmtpServer.parse(smtp_url))
            except ValueError as wrong:
                return str(wrong)
        case TransportKind.FOLDER:
            return None
        case _:
            return "chưa đặt TRACKER_SMTP_URL"


@app_command("verify")
@click.option("--anchor", "written", multiple=True, help="Mốc nhật ký trên thư hoặc báo cáo, ví dụ 4509:0f3a….")
@click.option("--processes", type=click.IntRange(1, 64), help="Số tiến trình cùng đếm; mặc định bằng số nhân của máy.")
@click.option("--no-files", is_flag=True, help="Không đọc lại các tệp đính kèm (kho tệp lớn hoặc ở xa).")
def verify(written: tuple[str, ...], processes: int | None, no_files: bool) -> None:
    """Kiểm tra nhật ký, sổ niêm phong dữ liệu, mốc đã giữ bên ngoài, tệp đính kèm; đếm lại mọi số liệu từ nhật ký."""
    anchors = [ChainAnchor.parse(each) for each in written]
    found = verify_in_processes(db.session(), processes or os.cpu_count() or 1, anchors)
    print_line(f"Nhật ký: {found.lines} dòng, mã dòng cuối {found.head[:12]}.")
    files = [] if no_files else list(altered_files(db.session(), current_app.extensions["file_store"]))
    fail_on_findings([*found.findings, *files])
    if anchors:
        print_line(f"Khớp {len(anchors)} mốc đã giữ.")
    print_line(f"Đếm lại {found.assignments} lượt giao từ nhật ký: khớp toàn bộ.")
    print_line(f"Đối chiếu {found.rows} dòng dữ liệu với sổ niêm phong: khớp toàn bộ.")
    if not no_files:
        print_line("Đọc lại các tệp đính kèm: nguyên vẹn.")
    if found.frozen:
        print_line(f"Đối chiếu {found.frozen} lần chốt số liệu với nhật ký: khớp toàn bộ.")
