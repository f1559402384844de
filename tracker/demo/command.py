"""`flask demo`: a case to try things on, loaded into a database of its own.

The second demonstration: phường Hương Trà, thành phố Huế, 2026 – a ward straight under a city, as since 01/7/2025.

Its units and its founding from three wards are public; papers, people and dates are invented.

Loading the demonstration: units, people, papers, then the year day by day, with the clock of those days.
"""

from __future__ import annotations

import csv
import datetime as dt
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import click
from flask import Flask, current_app
from flask_migrate import downgrade, upgrade
from sqlalchemy.orm import Session

from tracker.cli.console import app_command, print_line
from tracker.core.clock import DemoClock, ManualClock, local_instant
from tracker.core.labels import ROLE_WORDS
from tracker.core.refusals import Reason, Refusal
from tracker.database import engine
from tracker.database.engine import db
from tracker.database.unit_of_work import UnitOfWork, unit_of_work
from tracker.demo import figures
from tracker.demo.figures import scenes_of_figures
from tracker.demo.people import (
    PASSWORD,
    TOWN_DEMO_ACCOUNTS,
    DemoAccountSpec,
    DemoCast,
    DemoScene,
    EveryMorning,
    create_demo_accounts,
    play_scenes,
)
from tracker.demo.reorganisation import scenes_of_rearranging, scenes_of_rhythms, units_of_2020
from tracker.demo.year import scenes_of_autumn, scenes_of_plan, scenes_of_register
from tracker.figures import report_figures
from tracker.figures.sentences import report_sentences
from tracker.intake.directives import entry
from tracker.intake.directives.entry import EnteredDirective
from tracker.intake.plans import intake as plans_intake
from tracker.intake.plans.table import read_plan, read_progress
from tracker.intake.registers import intake as registers_intake
from tracker.intake.registers.table import read_register_file
from tracker.law.permissions import Origin, Role, Scope
from tracker.mail.message import Sender
from tracker.mail.smtp import letter_folder
from tracker.mail.transport import FileTransport
from tracker.office import (
    calendar as office_calendar,
    installation,
    papers as office_papers,
    people as office_people,
    units,
)
from tracker.office.models import Unit
from tracker.office.people import COMMAND_LINE
from tracker.office.unit_table import read_units
from tracker.reminders import delivery, letter_text
from tracker.reports import form_versions, scoring
from tracker.tasks import notices as task_notices, queries as task_queries, sources as task_sources
from tracker.tasks.actions import completion
from tracker.tasks.models import AssignmentRole
from tracker.tasks.selection import Selection

TOWN_DATA_FOLDER = Path(__file__).parent / "data"
TOWN_NAME = "UBND thị xã Hương Trà"
DEMO_YEAR = 2021
PLAN_ON = dt.date(2020, 12, 22)
OPENED_AT = local_instant(dt.date(2020, 12, 21), 8)
TOWN_DEMO_ENDS_AT = local_instant(dt.date(2021, 11, 10), 17, 30)
"""The demonstration begins for its visitors at the end of the day on which the report's data stop."""

UNREAD_FOR = dt.timedelta(days=3)
"""How far back what people were told still waits to be read."""


def load_town_demo(session: Session, *, every_morning: EveryMorning | None = None) -> None:
    """Load the whole demonstration into an empty database; refuse DEMO_ONLY one that holds people."""
    clock = ManualClock(OPENED_AT)
    with unit_of_work(session, COMMAND_LINE, clock) as work:
        if office_people.list_people(work.session):
            raise Refusal(Reason.DEMO_ONLY)
        cast = _open_the_town(work)
    clock.move_to(local_instant(PLAN_ON, 10))
    with unit_of_work(session, cast.by_login["noivu"], clock) as work:
        _adopt_the_plan(work)
    with unit_of_work(session, COMMAND_LINE, clock) as work:
        scenes = _town_scenes(work, cast)
    play_scenes(session, clock, scenes, (PLAN_ON, TOWN_DEMO_ENDS_AT), every_morning)
    with unit_of_work(session, COMMAND_LINE, clock) as work:
        task_notices.notices_read_before(work.session, TOWN_DEMO_ENDS_AT - UNREAD_FOR)


def _open_the_town(work: UnitOfWork) -> DemoCast:
    installation.set_fact(work.session, installation.PLACE_NAME, TOWN_NAME)
    task_sources.ensure_areas(work)
    form_versions.ensure_shipped_forms(work)
    scoring.ensure_shipped_sheet(work)
    office_calendar.open_years(work, (2020, 2021, 2022))
    units.import_units(work, units_of_2020(read_units(*_file("units.csv")).rows))
    return create_demo_accounts(work)


def _adopt_the_plan(work: UnitOfWork) -> None:
    paper = plans_intake.PlanPaper(
        reference="1822/QĐ-UBND",
        issued_on=PLAN_ON,
        issuer=TOWN_NAME,
        year=DEMO_YEAR,
        title="Kế hoạch cải cách hành chính năm 2021",
    )
    found = plans_intake.import_plan(work, read_plan(*_file("ke-hoach-cchc-2021.docx")), paper)
    assert not found.is_blocked, [problem for problem in found.problems if problem.blocking]


def _town_scenes(work: UnitOfWork, cast: DemoCast) -> list[DemoScene]:
    province, town = (
        registers_intake.compare_register(work, read_register_file(*_file(name)))
        for name in ("ykcd-tinh-2021.xlsx", "ykcd-thi-xa-2021.xlsx")
    )
    progress = read_progress(*_file("tien-do-ke-hoach-2021.csv"))
    return [
        *scenes_of_rhythms(work, cast, DEMO_YEAR),
        *scenes_of_plan(cast, DEMO_YEAR, progress),
        *scenes_of_register(cast, province),
        *scenes_of_register(cast, town),
        *scenes_of_autumn(cast, town),
        *scenes_of_rearranging(cast),
        *scenes_of_figures(cast, _file(figures.DEMO_FIGURES_FILE)[0]),
    ]


def _file(name: str) -> tuple[bytes, str]:
    return (TOWN_DATA_FOLDER / name).read_bytes(), name


TWO_LEVEL_DATA_FOLDER = Path(__file__).parent / "data"
WARD_NAME, DEMO_LEVEL_ABOVE = "UBND phường Hương Trà", "thành phố"
FOUNDED = dt.date(2025, 7, 1)
BEGINS_ON = dt.date(2026, 1, 5)
TWO_LEVEL_DEMO_ENDS_AT = local_instant(dt.date(2026, 9, 15), 17, 30)
"""The demonstration begins for its visitors on this afternoon."""

LATE_TO_ANSWER = "KT"
"""In directives to several, this unit answers four days after the others, or not yet."""

RESULT = "Đã hoàn thành, gửi kèm báo cáo."
TWO_LEVEL_DEMO_ACCOUNTS = (
    DemoAccountSpec("quantri", Role.ADMINISTRATOR, None, "Quản trị hệ thống"),
    DemoAccountSpec("chutich", Role.LEADER, "UBND", "Chủ tịch UBND phường"),
    DemoAccountSpec("phochutich", Role.LEADER, "UBND", "Phó Chủ tịch UBND phường"),
    DemoAccountSpec("vanphong", Role.OFFICE, "VP", "Công chức theo dõi ý kiến chỉ đạo"),
    DemoAccountSpec("cchc", Role.COORDINATOR, "VHXH", "Công chức phụ trách CCHC"),
    DemoAccountSpec("kiemtra", Role.AUDITOR, None, "Đoàn kiểm tra"),
)


@dataclass(frozen=True, slots=True)
class DemoDirective:
    """A directive of the case and what came of it; days are None while nothing has."""

    day: dt.date
    instruction: EnteredDirective
    done_on: dt.date | None
    confirmed_on: dt.date | None
    answer: str


def load_two_level_demo(session: Session, *, every_morning: EveryMorning | None = None) -> None:
    """Load the case into an empty database; refuse DEMO_ONLY one that holds people."""
    clock = ManualClock(local_instant(BEGINS_ON, 8))
    with unit_of_work(session, COMMAND_LINE, clock) as work:
        if office_people.list_people(work.session):
            raise Refusal(Reason.DEMO_ONLY)
        installation.set_fact(work.session, installation.PLACE_NAME, WARD_NAME)
        installation.set_fact(work.session, installation.LEVEL_ABOVE_FACT, DEMO_LEVEL_ABOVE)
        task_sources.ensure_areas(work)
        form_versions.ensure_shipped_forms(work)
        scoring.ensure_shipped_sheet(work)
        office_calendar.open_years(work, (2025, 2026, 2027))
        name = "units-huong-tra-2025.csv"
        units.import_units(work, read_units((TWO_LEVEL_DATA_FOLDER / name).read_bytes(), name).rows)
        cast = create_demo_accounts(work, TWO_LEVEL_DEMO_ACCOUNTS, since=FOUNDED, mail="phuonghuongtra.example")
        by_code = {unit.code: unit for unit in units.list_existing_units(work.session, BEGINS_ON)}
        scenes = [scene for given in _given(by_code) for scene in _scenes(cast, given)]
    play_scenes(session, clock, scenes, (BEGINS_ON, TWO_LEVEL_DEMO_ENDS_AT), every_morning)


def _given(by_code: dict[str, Unit]) -> Iterator[DemoDirective]:
    with (TWO_LEVEL_DATA_FOLDER / "chi-dao-2026.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            day = dt.date.fromisoformat(row["ngay"])
            yield DemoDirective(
                day,
                EnteredDirective(
                    origin=Origin(row["nguon"]),
                    reference=row["so"],
                    given_on=day,
                    issuer=row["co_quan"],
                    leader=row["lanh_dao"],
                    content=row["noi_dung"],
                    term_text=row["thoi_han"],
                    leads=_units(by_code, row["chu_tri"]),
                    coordinating=_units(by_code, row["phoi_hop"]),
                ),
                dt.date.fromisoformat(row["xong"]) if row["xong"] else None,
                dt.date.fromisoformat(row["xac_nhan"]) if row["xac_nhan"] else None,
                row["van_ban"],
            )


def _units(by_code: dict[str, Unit], codes: str) -> Sequence[Unit]:
    return [by_code[code.strip()] for code in codes.split(";") if code.strip()]


def _scenes(cast: DemoCast, given: DemoDirective) -> Iterator[DemoScene]:
    """Let a directive be given, accepted by each unit, reported and confirmed on its days."""
    office, several = cast.by_login["vanphong"], len(given.instruction.leads) > 1
    yield DemoScene(
        local_instant(given.day, 9), office, partial(entry.register_directive, instruction=given.instruction)
    )
    for unit in given.instruction.leads:
        worker = cast.worker_of[unit.id]
        if given.day <= dt.date(2026, 9, 3):
            yield DemoScene(
                local_instant(given.day, 10) + dt.timedelta(days=1),
                worker,
                partial(_accept, given=given, unit_id=unit.id),
            )
        late = dt.timedelta(days=4 if several and unit.code == LATE_TO_ANSWER else 0)
        if given.done_on is None or given.confirmed_on is None:
            continue
        reported, confirmed = (local_instant(given.done_on + late, 15), local_instant(given.confirmed_on + late, 9))
        if reported < TWO_LEVEL_DEMO_ENDS_AT:
            yield DemoScene(reported, worker, partial(_report, given=given, unit_id=unit.id))
        if confirmed < TWO_LEVEL_DEMO_ENDS_AT:
            confirmer = cast.who_confirms("vanphong", unit.id)
            yield DemoScene(confirmed, confirmer, partial(_confirm, given=given, unit_id=unit.id))


def _accept(work: UnitOfWork, *, given: DemoDirective, unit_id: int) -> None:
    completion.accept_assignment(work, _share(work, given, unit_id))


def _report(work: UnitOfWork, *, given: DemoDirective, unit_id: int) -> None:
    completion.submit_completion(
        work, _share(work, given, unit_id), done_on=work.today, note=RESULT, document=given.answer
    )


def _confirm(work: UnitOfWork, *, given: DemoDirective, unit_id: int) -> None:
    completion.confirm_completion(work, _share(work, given, unit_id))


def _share(work: UnitOfWork, given: DemoDirective, unit_id: int) -> int:
    made = given.instruction
    document = office_papers.find_document(work.session, made.reference, made.given_on, made.issuer)
    assert document is not None  # it was registered in an earlier scene
    known = task_sources.directive_by_content(work.session, document.id, made.content)
    assert known is not None
    found = task_queries.lead_of_directive(work.session, known.id, unit_id)
    assert found is not None and found.part is AssignmentRole.LEAD
    return found.id


def register_demo_commands(app: Flask) -> None:
    """Add the commands of this module."""
    app.cli.add_command(demo)


@dataclass(frozen=True, slots=True)
class DemoCase:
    """A demonstration: how it is loaded, the instant its clock shows, and whom it names."""

    load: Callable[..., None]
    ends_at: dt.datetime
    shown: tuple[str, ...]


CASES = {
    "huong-tra-2021": DemoCase(
        load_town_demo,
        TOWN_DEMO_ENDS_AT,
        (*(account.login for account in TOWN_DEMO_ACCOUNTS), "nv.canbo", "tp.canbo", "tuha", "huongvan", "binhthanh"),
    ),
    "two-level": DemoCase(
        load_two_level_demo,
        TWO_LEVEL_DEMO_ENDS_AT,
        (*(account.login for account in TWO_LEVEL_DEMO_ACCOUNTS), "kt.truong", "kt.canbo", "hcc.canbo", "vpdu.canbo"),
    ),
}
"""The town of 2021, and a ward of 2026 straight under its city."""

FIRST = "huong-tra-2021"


@app_command("demo")
@click.option("--reset", is_flag=True, help="Xóa dữ liệu thử và nạp lại từ đầu.")
@click.option("--case", type=click.Choice(list(CASES)), help="Trường hợp thử (mặc định: thị xã Hương Trà 2021).")
def demo(reset: bool, case: str | None) -> None:
    """Nạp một trường hợp thử: thị xã Hương Trà năm 2021, hoặc phường Hương Trà năm 2026 (two-level)."""
    _refuse_real_data()
    if reset:
        _empty()
    session = db.session()
    held = installation.get_installation_fact(session, installation.DEMO_CASE)
    if office_people.list_people(session):
        held = held or FIRST
        if case not in (None, held):
            raise Refusal(Reason.DEMO_ONLY)
    else:
        held = case or FIRST
        _load(held)
    _tell(CASES[held])


def _load(name: str) -> None:
    session = db.session()
    with unit_of_work(session, COMMAND_LINE, current_app.extensions["clock"]) as work:
        installation.set_fact(work.session, installation.ENVIRONMENT, "demo")
        installation.set_fact(work.session, installation.DEMO_CASE, name)
    session.rollback()
    with engine.skip_disk_sync(db.engine):
        CASES[name].load(session, every_morning=_remind)
        session.rollback()
    clock = current_app.extensions["clock"]
    if isinstance(clock, DemoClock):
        clock.show(CASES[name].ends_at)


def _remind(clock: ManualClock) -> None:
    """Send the reminders of a morning of 2021: into files, whatever mail server is set."""
    config = current_app.config
    transport = FileTransport(letter_folder(config["DATA_DIR"]))
    post = letter_text.LetterSender(transport, Sender.parse(config["MAIL_FROM"]), config["BASE_URL"])
    delivery.run_reminder_round(db.session(), clock, post)


def _refuse_real_data() -> None:
    session = db.session()
    mark = installation.get_installation_fact(session, installation.ENVIRONMENT)
    may_become_demo = mark in (None, "development") and not office_people.list_people(session)
    if current_app.config["ENVIRONMENT"] == "production" or not (mark == "demo" or may_become_demo):
        raise Refusal(Reason.DEMO_ONLY)


def _empty() -> None:
    folder = str(current_app.extensions["migrate"].directory)
    db.session.remove()
    downgrade(directory=folder, revision="base")
    upgrade(directory=folder)
    for name in ("mail", "evidence"):
        shutil.rmtree(current_app.config["DATA_DIR"] / name, ignore_errors=True)


def _tell(case: DemoCase) -> None:
    """Print the figures of the year and how to sign in."""
    session = db.session()
    work = UnitOfWork(session=session, actor=COMMAND_LINE, now=case.ends_at)
    selection = Selection(as_of=work.today, scope=Scope(everywhere=True))
    for sentence in report_sentences(report_figures.report_figures(work, selection)).values():
        print_line(str(sentence))
    print_line(f"Đăng nhập bằng mật khẩu “{PASSWORD}” với một trong các tên:")
    for login in case.shown:
        person = office_people.find_person_by_login(session, login)
        if person is not None:
            [(post, unit), *_] = office_people.list_posts(session, [person.id])
            print_line(f"  {login:<12} {ROLE_WORDS[post.role]}" + (f" – {unit.short_name}" if unit else ""))
