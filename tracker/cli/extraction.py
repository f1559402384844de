"""`flask directive extract`: the prose of a directive to draft tasks, for a person to confirm."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from tracker.cli.console import DAY, command, say, say_json
from tracker.documents.prose.drafts import DraftTask
from tracker.extensions import db
from tracker.services.extracting import draft
from tracker.wording.terms import TERM_KINDS


@command("extract")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--issued", type=DAY, required=True, help="Ngày ban hành văn bản.")
@click.option("--json", "as_json", is_flag=True, help="In một tài liệu JSON.")
def directive_extract(file: Path, issued: dt.datetime, as_json: bool) -> None:
    """Trích nhiệm vụ từ văn bản chỉ đạo (.docx, .md, .txt); không ghi gì."""
    found = draft(db.session(), file.read_bytes(), file.name, issued.date())
    if as_json:
        say_json(found.as_json())
        return
    heading = found.heading
    say(f"{heading.kind or 'Văn bản'} {heading.reference}: {len(found.tasks)} nhiệm vụ dự thảo")
    for number, task in enumerate(found.tasks, start=1):
        say(f"{number}. {task.content}")
        say(f"   {_who(task)}; {_when(task)}")
        for warned in task.warnings:
            say(f"   ! {warned.sentence}")


def _who(task: DraftTask) -> str:
    lead = f"chủ trì: {', '.join(task.leads) or '–'}"
    return f"{lead}; phối hợp: {', '.join(task.coordinating)}" if task.coordinating else lead


def _when(task: DraftTask) -> str:
    due = task.deadline.due
    return f"hạn: {TERM_KINDS[task.deadline.kind]}{f', {due:%d/%m/%Y}' if due else ''}"
