"""The Word file of the office into which reports are written: checked when it comes in, kept, used from then on."""

from __future__ import annotations

from tracker.documents.jail import Kind, read_in_jail
from tracker.documents.report_paper import ReportPaper
from tracker.documents.report_template import as_text
from tracker.documents.report_word import report_word
from tracker.models.report import ReportTemplate
from tracker.rules.permissions import Permission, require
from tracker.rules.text import tidy
from tracker.store import files, reports
from tracker.store.files import Place
from tracker.transaction import Work


def try_out(data: bytes, filename: str, paper: ReportPaper) -> bytes:
    """Return a report written into a template, in a process of its own; TAG_UNKNOWN, TEMPLATE_REFUSED, FILE_REFUSED."""
    made: bytes = read_in_jail(Kind.TEMPLATE, data, filename, [(as_text(paper), "so-lieu.txt")])
    return made


def keep(work: Work, place: Place, data: bytes, filename: str) -> ReportTemplate:
    """Keep a template that was tried out, and use it from now on."""
    require(work.actor, Permission.REPORT_PREPARE)
    use_default(work)
    stored = files.keep(place, data)
    made = ReportTemplate(
        file_name=tidy(filename)[:255],
        stored_name=stored.stored_name,
        sha256=stored.sha256,
        is_in_use=True,
        uploaded_at=work.now,
        uploaded_by_id=work.actor.user_id,
    )
    work.session.add(made)
    return made


def use_default(work: Work) -> None:
    """Write reports in the built-in form again; templates are kept."""
    require(work.actor, Permission.REPORT_PREPARE)
    for each in reports.templates(work.session):
        each.is_in_use = False


def as_word(work: Work, place: Place, paper: ReportPaper) -> bytes:
    """Return a report as Word: in the template of the office, or in the built-in form."""
    template = next((each for each in reports.templates(work.session) if each.is_in_use), None)
    if template is None:
        return report_word(paper)
    with files.opened(place, template.stored_name) as file:
        return try_out(file.read(), template.file_name, paper)
