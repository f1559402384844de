"""Bringing papers in: `flask deadline`, `flask plan import`, `flask directive import`, `flask unit import`.

`flask directive extract`: the prose of a directive to draft tasks, for a person to confirm.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import click
from flask import Flask, current_app

from tracker.cli.console import DAY, app_command, get_option_day, make_command_group, print_json, print_line
from tracker.database.engine import db
from tracker.database.unit_of_work import unit_of_work
from tracker.documents.sandbox import SandboxFileKind, read_sandboxed
from tracker.documents.table_reader import Problem
from tracker.intake.directives.entry import extract_draft_tasks
from tracker.intake.plans import intake as plans_intake
from tracker.intake.prose.drafts import DraftTask
from tracker.intake.registers import intake as registers_intake
from tracker.law.deadlines.reader import parse_deadline
from tracker.law.references import parse_reference
from tracker.law.terms import BeforeDate, ClosedDayRule, Policy
from tracker.office import calendar as office_calendar, units
from tracker.office.people import COMMAND_LINE
from tracker.tasks.labels import TERM_KINDS


@app_command("extract")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--issued", type=DAY, required=True, help="Ngày ban hành văn bản.")
@click.option("--json", "as_json", is_flag=True, help="In một tài liệu JSON.")
def directive_extract(file: Path, issued: dt.datetime, as_json: bool) -> None:
    """Trích nhiệm vụ từ văn bản chỉ đạo (.docx, .md, .txt); không ghi gì."""
    found = extract_draft_tasks(db.session(), file.read_bytes(), file.name, issued.date())
    if as_json:
        print_json(found.as_json())
        return
    heading = found.heading
    print_line(f"{heading.kind or 'Văn bản'} {heading.reference}: {len(found.tasks)} nhiệm vụ dự thảo")
    for number, task in enumerate(found.tasks, start=1):
        print_line(f"{number}. {task.content}")
        print_line(f"   {_who(task)}; {_when(task)}")
        for warned in task.warnings:
            print_line(f"   ! {warned.sentence}")


def _who(task: DraftTask) -> str:
    lead = f"chủ trì: {', '.join(task.leads) or '–'}"
    return f"{lead}; phối hợp: {', '.join(task.coordinating)}" if task.coordinating else lead


def _when(task: DraftTask) -> str:
    due = task.deadline.due
    return f"hạn: {TERM_KINDS[task.deadline.kind]}{f', {due:%d/%m/%Y}' if due else ''}"


FILE_ARGUMENT = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
DRY_RUN = click.option("--dry-run", is_flag=True, help="Chỉ kiểm tra, không ghi.")
JSON = click.option("--json", "as_json", is_flag=True, help="In một tài liệu JSON.")


def register_intake_commands(app: Flask) -> None:
    """Add the commands of this module."""
    app.cli.add_command(deadline)
    for name, commands in (
        ("plan", [plan_import]),
        ("directive", [directive_import, directive_extract]),
        ("unit", [unit_import]),
    ):
        app.cli.add_command(make_command_group(name, commands))
    app.cli.add_command(make_command_group("calendar", [calendar_open]))


@app_command("deadline")
@click.argument("phrase")
@click.option("--issued", type=DAY, required=True, help="Ngày ban hành văn bản.")
@click.option("--received", type=DAY, help="Ngày nhận văn bản.")
@click.option("--plan-year", type=int, help="Năm của kế hoạch.")
@click.option("--policy", "policies", multiple=True, help="before_date=exclusive, roll=next.")
@JSON
def deadline(
    phrase: str,
    issued: dt.datetime,
    received: dt.datetime | None,
    plan_year: int | None,
    policies: tuple[str, ...],
    as_json: bool,
) -> None:
    """Đọc một thời hạn ghi bằng lời."""
    chosen = dict(setting.partition("=")[::2] for setting in policies)
    try:
        policy = Policy(
            before_date=BeforeDate(chosen.pop("before_date", BeforeDate.INCLUSIVE)),
            roll=ClosedDayRule(chosen.pop("roll", ClosedDayRule.NONE)),
        )
    except ValueError as wrong:
        raise click.ClickException("Chính sách là before_date=inclusive|exclusive, roll=none|next|previous.") from wrong
    if chosen:
        raise click.ClickException(f"Không có chính sách “{', '.join(chosen)}”.")
    term = parse_deadline(
        phrase,
        issued=issued.date(),
        received=get_option_day(received),
        plan_year=plan_year,
        calendar=office_calendar.get_calendar_with_announced(db.session(), _years(issued, received)),
        policy=policy,
    )
    if as_json:
        print_json(term.as_json())
    else:
        print_line(f"{term.kind.value}: {term.due or '–'} ({term.rule}{', cần xem lại' if term.needs_review else ''})")


@app_command("import")
@FILE_ARGUMENT
@click.option("--year", type=int, required=True, help="Năm của kế hoạch.")
@click.option("--document", required=True, help="Số, ký hiệu quyết định, ví dụ 1822/QĐ-UBND.")
@click.option("--issued", type=DAY, help="Ngày quyết định, nếu trong tệp không ghi.")
@DRY_RUN
@JSON
def plan_import(file: Path, year: int, document: str, issued: dt.datetime | None, dry_run: bool, as_json: bool) -> None:
    """Nhập kế hoạch CCHC từ bảng Word, Excel hoặc CSV."""
    draft = read_sandboxed(SandboxFileKind.PLAN, file.read_bytes(), file.name)
    reference = parse_reference(document)
    issued_on = (
        get_option_day(issued)
        or (reference.issued_on if reference else None)
        or (draft.reference.issued_on if draft.reference else None)
    )
    if reference is None or issued_on is None:
        raise click.ClickException("Ghi số, ký hiệu và ngày của quyết định: --document … --issued 2020-12-22.")
    with unit_of_work(db.session(), COMMAND_LINE, current_app.extensions["clock"]) as work:
        own = units.get_authority(work.session)
        paper = plans_intake.PlanPaper(
            reference=str(reference),
            issued_on=issued_on,
            issuer=own.name if own else "",
            year=year,
            title=f"Kế hoạch cải cách hành chính năm {year}",
        )
        found = plans_intake.import_plan(work, draft, paper, dry_run=dry_run)
    answer = {
        "rows": [_plan_row(row) for row in found.rows],
        "created": found.count("created"),
        "updated": found.count("updated"),
        "unchanged": found.count("unchanged"),
        "missing": list(found.missing),
        "problems": [_problem(problem) for problem in found.problems],
        "written": not dry_run and not found.is_blocked,
    }
    _tell(answer, found.problems, as_json, blocked=found.is_blocked)


@app_command("import")
@FILE_ARGUMENT
@click.option(
    "--details",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Tệp chi tiết của danh sách do phần mềm khác xuất; dùng được nhiều lần.",
)
@DRY_RUN
@JSON
def directive_import(file: Path, details: tuple[Path, ...], dry_run: bool, as_json: bool) -> None:
    """Nhập sổ theo dõi ý kiến chỉ đạo, kèm kết quả thực hiện đã ghi."""
    more = [(each.read_bytes(), each.name) for each in details]
    draft = read_sandboxed(SandboxFileKind.REGISTER, file.read_bytes(), file.name, more)
    with unit_of_work(db.session(), COMMAND_LINE, current_app.extensions["clock"]) as work:
        found = registers_intake.import_register(work, draft, dry_run=dry_run)
    answer = {
        "rows": [
            {
                "line": line.row.line,
                "number": line.row.number,
                "reference": line.row.reference_text,
                "lead": line.lead.code if line.lead else None,
                "due": line.due_on,
                "done_on": line.row.done_on,
                "outcome": line.outcome,
            }
            for line in found.lines
        ],
        "directives": len(found.bundles),
        "created": found.count("created"),
        "updated": found.count("updated"),
        "unchanged": found.count("unchanged"),
        "missing": [f"{each.document.reference} {each.given_on}" for each in found.missing],
        "problems": [_problem(problem) for problem in found.problems],
        "written": not dry_run and not found.is_blocked,
    }
    _tell(answer, found.problems, as_json, blocked=found.is_blocked)


@app_command("import")
@FILE_ARGUMENT
@JSON
def unit_import(file: Path, as_json: bool) -> None:
    """Nhập danh sách đơn vị (code, name, kind, valid_from, valid_to, successor, aliases)."""
    found = read_sandboxed(SandboxFileKind.UNITS, file.read_bytes(), file.name)
    created = 0
    if not found.problems:
        with unit_of_work(db.session(), COMMAND_LINE, current_app.extensions["clock"]) as work:
            created = units.import_units(work, found.rows)
    answer = {
        "rows": len(found.rows),
        "created": created,
        "unchanged": len(found.rows) - created,
        "problems": [_problem(problem) for problem in found.problems],
    }
    _tell(answer, found.problems, as_json, blocked=bool(found.problems))


@app_command("open")
@click.argument("years", type=int, nargs=-1, required=True)
def calendar_open(years: tuple[int, ...]) -> None:
    """Nạp lịch nghỉ của các năm (dự kiến nếu chưa có thông báo); ngày đã nhập được giữ nguyên."""
    with unit_of_work(db.session(), COMMAND_LINE, current_app.extensions["clock"]) as work:
        new = office_calendar.open_years(work, years)
    print_line(f"Đã thêm {new} ngày vào lịch làm việc.")


def _years(*days: dt.datetime | None) -> set[int]:
    """Return the years a term counted from some days can reach."""
    return {day.year + more for day in days if day is not None for more in (0, 1)}


def _plan_row(row: plans_intake.MatchedPlanRow) -> dict[str, object]:
    return {
        "line": row.row.line,
        "number": row.row.number,
        "title": row.row.title,
        "area": row.area.code if row.area else None,
        "leads": [unit.code for unit in row.leads],
        "coordinating": [unit.code for unit in row.coordinating],
        "term_text": row.row.term_text,
        "deadline": row.term.as_json() if row.term else None,
        "outcome": row.outcome,
    }


def _problem(problem: Problem) -> dict[str, object]:
    return {"line": problem.line, "column": problem.column, "message": problem.sentence, "blocking": problem.blocking}


def _tell(answer: dict[str, object], problems: Sequence[Problem], as_json: bool, *, blocked: bool) -> None:
    if as_json:
        print_json(answer)
    else:
        print_line(
            ", ".join(f"{name} {answer[name]}" for name in ("created", "updated", "unchanged") if name in answer)
        )
        for problem in problems:
            print_line(f"  dòng {problem.line} [{problem.column}] {problem.sentence}")
    if blocked:
        raise click.ClickException("Chưa ghi gì: giải quyết các dòng nêu trên rồi nhập lại.")
