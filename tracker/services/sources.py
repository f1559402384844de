"""The paper a directive stands in, kept as it came: every task can be followed to the words that gave it."""

from __future__ import annotations

from typing import BinaryIO

from tracker.models.directive import Directive
from tracker.models.document import Document
from tracker.rules.permissions import Permission, require, scope
from tracker.rules.refusals import Reason, Refusal
from tracker.services.kept_files import open_unaltered
from tracker.services.tasks.working import NewFile
from tracker.store import papers, tasks
from tracker.store.files import Place
from tracker.transaction import Work


def keep(work: Work, directive_id: int, file: NewFile) -> Document:
    """Keep the file of the paper in which a directive stands; DUPLICATE when it has one, which stays.

    SECRET_CONTENT for a secret paper, of which nothing but number and symbol is kept.
    """
    directive = _seen(work, directive_id)
    require(work.actor, Permission.DIRECTIVE_REGISTER, origin=directive.origin)
    document = directive.document
    if document.stored_name is not None:
        raise Refusal(Reason.DUPLICATE, field="files")
    if document.secrecy:
        raise Refusal(Reason.SECRET_CONTENT, field="files")
    document.file_name, document.stored_name = file.file_name, file.stored_name
    document.file_sha256 = file.sha256
    return document


def open_file(work: Work, place: Place, directive_id: int) -> tuple[Document, BinaryIO]:
    """Return the paper of a directive the actor may see, and its file, opened; NOT_FOUND for everything else."""
    document = _seen(work, directive_id).document
    return document, open_unaltered(work.session, place, document)


def _seen(work: Work, directive_id: int) -> Directive:
    reach = scope(work.actor, Permission.DIRECTIVE_READ)
    directive = papers.directive(work.session, directive_id)
    task = tasks.of_directive(work.session, directive_id)
    if directive is None or task is None:
        raise Refusal(Reason.NOT_FOUND)
    units = frozenset(each.unit_id for each in tasks.of_task(work.session, task.id))
    if not reach.covers(unit_ids=units, origin=directive.origin):
        raise Refusal(Reason.NOT_FOUND)
    return directive
