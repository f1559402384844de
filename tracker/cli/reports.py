"""`flask report`: the draft as a Word paper, and the check of any report.

`flask report check`: what does not hold in a report, ours or typed elsewhere.

`flask stats`: figures as of any day, counted from the state of the tasks alone.

`flask report freeze` and `flask report explain`: figures of a period kept as they are, and what differs later.

A report frozen with number and date from the command line, or what keeps it from being frozen.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import click
from flask import Flask, current_app

from tracker.cli.console import (
    DAY,
    INSTANT_TYPE,
    app_command,
    get_option_day,
    get_period_option,
    make_command_group,
    print_json,
    print_line,
)
from tracker.core.clock import civil_day
from tracker.core.labels import ORIGIN_WORDS, TIMING_WORDS
from tracker.core.refusals import Reason, Refusal
from tracker.database.engine import db
from tracker.database.unit_of_work import UnitOfWork, unit_of_work
from tracker.figures import freezing, statistics as figure_statistics
from tracker.figures.labels import FROZEN, FROZEN_NUMBER, NOT_COUNTED, TAXONOMY_WORDS
from tracker.figures.membership import Member
from tracker.figures.statistics import UnitNaming
from tracker.figures.views import breakdown
from tracker.law.periods import Period, parse_period as period_named
from tracker.law.permissions import Origin, Scope
from tracker.law.tally import Tally
from tracker.law.timing import Timing
from tracker.office import units
from tracker.office.people import COMMAND_LINE
from tracker.reports import (
    draft as report_draft,
    opening,
    queries as report_queries,
    sign_off as report_sign_off,
    verdict,
)
from tracker.reports.checking.check import check_report_file
from tracker.reports.checking.labels import describe_finding, describe_place
from tracker.reports.checking.paper import ReportFinding
from tracker.reports.draft import paper_of_unit
from tracker.reports.models import Report
from tracker.reports.paper.word import report_word
from tracker.tasks.cuts import Cut
from tracker.tasks.selection import Basis, Count, Selection

BY = tuple(cut.value for cut in Cut)


def register_figure_commands(app: Flask) -> None:
    """Add the commands of this module."""
    app.cli.add_command(stats)


@app_command("stats")
@click.option("--as-of", type=DAY, help="Ngày chốt số liệu (mặc định: hôm nay).")
@click.option("--from", "since", type=DAY, help="Ngày đầu của kỳ.")
@click.option("--period", help="Kỳ: 2021, 2021-Q3, 2021-6T, 2021-LQ2 (quý theo lịch), 2021-DN (từ 01/01).")
@click.option("--known-at", type=INSTANT_TYPE, help="Thời điểm lấy số liệu, giờ Việt Nam; ghi ngày là hết ngày đó.")
@click.option("--origin", type=click.Choice([origin.value for origin in Origin]), help="Nguồn giao.")
@click.option("--by", type=click.Choice(BY), help="Phân tổ.")
@click.option("--successors", is_flag=True, help="Số liệu của đơn vị cũ tính cho đơn vị kế thừa (với --by unit).")
@click.option("--taxonomy", type=click.Choice(list(TAXONOMY_WORDS)), help="Bộ lĩnh vực (với --by area).")
@click.option("--unit", "unit_code", help="Mã đơn vị.")
@click.option("--subtree", is_flag=True, help="Kể cả đơn vị trực thuộc (với --unit).")
@click.option("--as-coordinating", is_flag=True, help="Đơn vị là đơn vị phối hợp (với --unit).")
@click.option("--basis", type=click.Choice([basis.value for basis in Basis]), help="Hạn để tính đúng hạn.")
@click.option("--count", type=click.Choice(["assignments", "directives"]), help="Đơn vị đếm.")
@click.option("--json", "as_json", is_flag=True, help="In một tài liệu JSON.")
def stats(
    as_of: dt.datetime | None,
    since: dt.datetime | None,
    period: str | None,
    known_at: dt.datetime | None,
    origin: str | None,
    by: str | None,
    successors: bool,
    taxonomy: str | None,
    unit_code: str | None,
    subtree: bool,
    as_coordinating: bool,
    basis: str | None,
    count: str | None,
    as_json: bool,
) -> None:
    """Số liệu thực hiện nhiệm vụ tính đến một ngày."""
    work = UnitOfWork(session=db.session(), actor=COMMAND_LINE, now=current_app.extensions["clock"].now())
    asked = period_named(period) if period else None
    unit_id = _unit(work, unit_code)
    selection = Selection(
        as_of=asked.cut_off(work.today, asked=get_option_day(as_of)) if asked else get_option_day(as_of) or work.today,
        scope=Scope(everywhere=True),
        since=asked.first_on if asked else get_option_day(since),
        known_at=known_at,
        origins=frozenset({Origin(origin)}) if origin else frozenset(),
        count=Count(count) if count else Count.BY_ORIGIN,
        basis=Basis(basis) if basis else Basis.IN_FORCE,
        unit_id=None if as_coordinating else unit_id,
        with_subunits=subtree and not as_coordinating and unit_id is not None,
        coordinating_unit_id=unit_id if as_coordinating else None,
    )
    found = figure_statistics.compute_figures(
        work, selection, Cut(by) if by else None, UnitNaming(successors, taxonomy or "")
    )
    if as_json:
        print_json(_document(found, successors=successors))
    else:
        _table(found)


def _unit(work: UnitOfWork, code: str | None) -> int | None:
    if code is None:
        return None
    unit = units.find_unit_by_code(work.session, code)
    if unit is None:
        raise click.ClickException(f"Không có đơn vị mã “{code}”.")
    return unit.id


def _document(found: figure_statistics.Figures, *, successors: bool) -> dict[str, object]:
    selection = found.selection
    return {
        **found.tally.as_json(),
        "as_of": selection.as_of,
        "from": selection.since,
        "known_at": selection.known_at,
        "count": selection.count.value,
        "basis": selection.basis.value,
        "by": found.cut.value if found.cut else None,
        "successors": successors,
        "groups": [{"key": group.key, "label": group.label, **group.tally.as_json()} for group in found.groups],
        "origins": {group.key.value: group.tally.as_json() for group in found.by_origin},
    }


def _table(found: figure_statistics.Figures) -> None:
    print_line(f"Tính đến ngày {found.selection.as_of:%d/%m/%Y}")
    lines = [("Tổng cộng", found.tally)]
    lines += [(ORIGIN_WORDS[group.key], group.tally) for group in found.by_origin]
    lines += [(_label(group, found.cut), group.tally) for group in found.groups]
    width = max(len(label) for label, _ in lines)
    for label, tally in lines:
        print_line(f"  {label:<{width}}  {_line(tally)}")


def _label(group: figure_statistics.BreakdownGroup, cut: Cut | None) -> str:
    return group.label or "" if cut is None else breakdown.name_group(group, cut).label or ""


def _line(tally: Tally) -> str:
    parts = [f"{TIMING_WORDS[timing].lower()} {tally[timing]}" for timing in Timing if tally[timing]]
    return f"{tally.total:>4} = hoàn thành {tally.done}" + (f" ({', '.join(parts)})" if parts else "")


def freeze_numbered_report(
    days: Period, as_of: dt.date | None, *, number: str, dated_on: dt.date, waive: str | None
) -> dict[str, object]:
    """Freeze the report of some days with its number and date; refuse while something wrong is open in it.

    `waive` lets everything that is wrong stand, for this reason.
    """
    clock = current_app.extensions["clock"]
    with unit_of_work(db.session(), COMMAND_LINE, clock) as work:
        report_id = _report(work, days, as_of).id
    with unit_of_work(db.session(), COMMAND_LINE, clock) as work:
        wrong = [each for each in verdict.get_judged_report(work, report_id)[1] if each.is_open]
        if wrong and waive is None:
            said = "\n".join(f"  {describe_finding(each.finding)}" for each in wrong)
            raise click.ClickException(f"Còn {len(wrong)} chỗ sai chưa xử lý nên chưa chốt:\n{said}")
        for each in wrong:
            verdict.waive_report_finding(work, report_id, each.key, reason=waive or "")
        work.session.flush()
        kept = report_sign_off.freeze_report(work, report_id, number=number, dated_on=dated_on)
        return {"report": report_id, "number": number, "sha256": kept.sha256, "waived": len(wrong)}


def _report(work: UnitOfWork, days: Period, as_of: dt.date | None) -> Report:
    """Return the report of some days, its newest version; open it when there is none."""
    day = days.cut_off(work.today, asked=as_of)
    for report in report_queries.list_reports(work.session):
        if (report.period, report.first_on, report.as_of) == (days.name, days.first_on, day):
            return report
    if days.name:
        return opening.open_period(work, days, day)
    return opening.open_window(work, days.first_on, day)


@app_command("freeze")
@click.option("--period", help="Kỳ: 2021, 2021-Q3, 2021-6T, 2021-LQ2, 2021-DN.")
@click.option("--from", "since", type=DAY, help="Ngày đầu, thay cho --period: thời gian bất kỳ.")
@click.option("--as-of", type=DAY, help="Ngày chốt (mặc định: ngày cuối kỳ, hoặc hôm nay nếu kỳ chưa hết).")
@click.option("--reason", default="", help="Lý do, khi kỳ này đã chốt trước đó.")
@click.option("--number", help="Số, ký hiệu báo cáo: chốt cả báo cáo chứ không chỉ số liệu.")
@click.option("--dated", type=DAY, help="Ngày báo cáo (mặc định: hôm nay).")
@click.option("--waive", help="Giữ nguyên mọi chỗ sai còn lại của báo cáo, với lý do này.")
@click.option("--json", "as_json", is_flag=True, help="In một tài liệu JSON.")
def freeze(
    period: str | None,
    since: dt.datetime | None,
    as_of: dt.datetime | None,
    reason: str,
    number: str | None,
    dated: dt.datetime | None,
    waive: str | None,
    as_json: bool,
) -> None:
    """Chốt số liệu của một kỳ hoặc một khoảng thời gian; có --number thì chốt cả báo cáo."""
    today = civil_day(current_app.extensions["clock"].now())
    days, until = get_period_option(period, since, as_of, today)
    if number is not None:
        dated_on = get_option_day(dated) or today
        signed = freeze_numbered_report(days, until, number=number, dated_on=dated_on, waive=waive)
        print_json(signed) if as_json else print_line(f"Đã chốt báo cáo số {number}, mã {signed['sha256']}.")
        return
    with unit_of_work(db.session(), COMMAND_LINE, current_app.extensions["clock"]) as work:
        made = (
            freezing.freeze_figures(work, days.name, as_of=until, reason=reason)
            if days.name
            else freezing.freeze_window(work, days.first_on, days.last_on, reason=reason)
        )
        document = {
            "id": made.id,
            "number": FROZEN_NUMBER.format(number=made.number, year=made.year),
            "period": made.period,
            "from": made.first_on,
            "as_of": made.as_of,
            "known_at": made.known_at,
            "diary_lines": made.event_count,
            "diary_head": made.event_head_hash,
            "members": made.members,
            "members_hash": made.members_hash,
            **made.figures,
        }
    if as_json:
        print_json(document)
    else:
        print_line(FROZEN.format(number=document["number"]))
        print_line(f"  {document['members']} lượt giao, mã danh sách {str(document['members_hash'])[:16]}.")


@app_command("explain")
@click.option("--period", required=True, help="Kỳ đã chốt; thời gian bất kỳ ghi 20210101-20211110.")
@click.option("--as-of", type=DAY, help="So với tình hình đến ngày này (mặc định: cùng ngày chốt).")
@click.option("--json", "as_json", is_flag=True, help="In một tài liệu JSON.")
def explain(period: str, as_of: dt.datetime | None, as_json: bool) -> None:
    """Giải thích từng chỗ số liệu hiện nay khác số đã chốt."""
    work = UnitOfWork(session=db.session(), actor=COMMAND_LINE, now=current_app.extensions["clock"].now())
    kept = freezing.get_freeze_in_force(work.session, period.strip().upper())
    if kept is None:
        raise Refusal(Reason.NOT_FOUND)
    found = freezing.explain_frozen_figures(work, kept, as_of=get_option_day(as_of))
    if as_json:
        print_json(
            {
                "frozen": found.before.as_json(),
                "now": found.after.as_json(),
                "changes": [
                    {
                        "assignment": each.change.known.assignment_id,
                        "title": each.name.title,
                        "frozen": each.change.before.timing if each.change.before else None,
                        "now": each.change.after.timing if each.change.after else None,
                        "lines": [line.id for line in each.lines],
                    }
                    for each in found.changes
                ],
            }
        )
        return
    print_line(f"{len(found.changes)} lượt giao khác với số đã chốt.")
    for each in found.changes:
        before, after = _words(each.change.before), _words(each.change.after)
        print_line(f"  {each.change.known.assignment_id}: {before} → {after}: {each.name.title}")


def _words(member: Member | None) -> str:
    return NOT_COUNTED if member is None else TIMING_WORDS[member.timing].lower()


@app_command("check")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--from", "since", type=DAY, help="Ngày đầu của kỳ, để đối chiếu với nhiệm vụ (cùng --as-of).")
@click.option("--as-of", type=DAY, help="Ngày chốt số liệu của báo cáo.")
@click.option("--json", "as_json", is_flag=True, help="In một tài liệu JSON.")
def check(file: Path, since: dt.datetime | None, as_of: dt.datetime | None, as_json: bool) -> None:
    """Kiểm tra số liệu của một báo cáo (.docx, .md, .txt); không ghi gì."""
    first_on, last_on = get_option_day(since), get_option_day(as_of)
    window = (first_on, last_on) if first_on is not None and last_on is not None else None
    found = check_report_file(db.session(), file.read_bytes(), file.name, window)
    if as_json:
        print_json({"findings": [_as_json(finding) for finding in found.findings]})
        return
    for finding in found.findings:
        print_line(f"{finding.severity.value} {finding.family.value}: {describe_finding(finding)}")
        for place in finding.where:
            print_line(f"    {describe_place(place)}")
    print_line(", ".join(f"{severity.value}: {number}" for severity, number in found.counts.items()))


def _as_json(finding: ReportFinding) -> dict[str, object]:
    return {
        "severity": finding.severity.value,
        "rule": finding.family.value,
        "case": finding.case.value,
        "message": describe_finding(finding),
        "numbers": [_plain(number) for number in finding.numbers],
        "where": [describe_place(place) for place in finding.where],
    }


def _plain(number: Decimal) -> int | float:
    return int(number) if number == number.to_integral_value() else float(number)


def register_report_commands(app: Flask) -> None:
    """Add the commands of this module."""
    app.cli.add_command(make_command_group("report", [draft, check, freeze, explain]))


@app_command("draft")
@click.option("--period", help="Kỳ báo cáo: 2021, 2021-Q3, 2021-6T, 2021-9T.")
@click.option("--from", "since", type=DAY, help="Ngày đầu, thay cho --period: báo cáo của thời gian bất kỳ.")
@click.option("--as-of", type=DAY, help="Ngày chốt số liệu (mặc định: ngày cuối kỳ; với --from: hôm nay).")
@click.option("--unit", "unit_code", help="Mã đơn vị: báo cáo của đơn vị gửi cơ quan.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="Tệp .docx.")
def draft(
    period: str | None, since: dt.datetime | None, as_of: dt.datetime | None, unit_code: str | None, out: Path
) -> None:
    """Lập dự thảo báo cáo của một kỳ hoặc một khoảng thời gian, của cơ quan hoặc của một đơn vị."""
    work = UnitOfWork(session=db.session(), actor=COMMAND_LINE, now=current_app.extensions["clock"].now())
    days, until = get_period_option(period, since, as_of, work.today)
    if unit_code is not None:
        out.write_bytes(_of_unit(work, unit_code, days, until))
    else:
        made = report_draft.draft_report(work, days, as_of=until)
        out.write_bytes(report_draft.render_draft_word(work, made))
        for sentence in made.sentences.values():
            print_line(str(sentence))
    print_line(f"Đã ghi {out}.")


def _of_unit(work: UnitOfWork, code: str, days: Period, until: dt.date | None) -> bytes:
    unit = units.find_unit_by_code(work.session, code)
    if unit is None:
        raise click.ClickException(f"Không có đơn vị mã “{code}”.")
    return report_word(paper_of_unit(work, unit.id, days, days.cut_off(work.today, asked=until)))
