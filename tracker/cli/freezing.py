"""`flask report freeze` and `flask report explain`: figures of a period kept as they are, and what differs later."""

from __future__ import annotations

import datetime as dt

import click
from flask import current_app

from tracker.cli.console import DAY, command, day_of, say, say_json
from tracker.cli.periods import days_of
from tracker.cli.signing import sign
from tracker.clock import civil_day
from tracker.extensions import db
from tracker.rules.membership import Member
from tracker.rules.refusals import Reason, Refusal
from tracker.services import freezing
from tracker.services.machine import COMMAND_LINE
from tracker.store import frozen
from tracker.transaction import Work, unit_of_work
from tracker.wording import TIMING_WORDS
from tracker.wording.figures import FROZEN, FROZEN_NUMBER, NOT_COUNTED


@command("freeze")
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
    days, until = days_of(period, since, as_of, today)
    if number is not None:
        dated_on = day_of(dated) or today
        signed = sign(days, until, number=number, dated_on=dated_on, waive=waive)
        say_json(signed) if as_json else say(f"Đã chốt báo cáo số {number}, mã {signed['sha256']}.")
        return
    with unit_of_work(db.session(), COMMAND_LINE, current_app.extensions["clock"]) as work:
        made = (
            freezing.freeze(work, days.name, as_of=until, reason=reason)
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
            "diary_lines": made.diary_lines,
            "diary_head": made.diary_head,
            "members": made.members,
            "members_hash": made.members_hash,
            **made.figures,
        }
    if as_json:
        say_json(document)
    else:
        say(FROZEN.format(number=document["number"]))
        say(f"  {document['members']} lượt giao, mã danh sách {str(document['members_hash'])[:16]}.")


@command("explain")
@click.option("--period", required=True, help="Kỳ đã chốt; thời gian bất kỳ ghi 20210101-20211110.")
@click.option("--as-of", type=DAY, help="So với tình hình đến ngày này (mặc định: cùng ngày chốt).")
@click.option("--json", "as_json", is_flag=True, help="In một tài liệu JSON.")
def explain(period: str, as_of: dt.datetime | None, as_json: bool) -> None:
    """Giải thích từng chỗ số liệu hiện nay khác số đã chốt."""
    work = Work(session=db.session(), actor=COMMAND_LINE, now=current_app.extensions["clock"].now())
    kept = frozen.in_force(work.session, period.strip().upper())
    if kept is None:
        raise Refusal(Reason.NOT_FOUND)
    found = freezing.explain(work, kept, as_of=day_of(as_of))
    if as_json:
        say_json(
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
    say(f"{len(found.changes)} lượt giao khác với số đã chốt.")
    for each in found.changes:
        before, after = _words(each.change.before), _words(each.change.after)
        say(f"  {each.change.known.assignment_id}: {before} → {after}: {each.name.title}")


def _words(member: Member | None) -> str:
    return NOT_COUNTED if member is None else TIMING_WORDS[member.timing].lower()
