"""What the forms of verbs share: one form is one page, with its words and the function that carries it out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar, Self

from flask_wtf.file import MultipleFileField
from werkzeug.datastructures import FileStorage
from wtforms import Field, HiddenField
from wtforms.validators import InputRequired, Optional, ValidationError

from tracker.core.i18n import make_message
from tracker.database.unit_of_work import UnitOfWork
from tracker.law.lifecycle import Action
from tracker.tasks.detail import TaskView
from tracker.tasks.evidence import NewFile, Upload
from tracker.web.forms import (
    EVIDENCE_TYPES,
    ActionForm,
    AtMost,
    LongTextField,
    RadioField,
    SelectField,
    TextField,
    TrackerForm,
    VietnameseDateField,
    bytes_of,
)
from tracker.web.language import translate_text
from tracker.web.request import get_request_day

MOST_FILES = 5
NOTE_LENGTH = 4000
DOCUMENT_LENGTH = 160


class AtMostFiles:
    """Refuse more files than one report may carry."""

    def __call__(self, form: ActionForm, field: MultipleFileField) -> None:
        """Raise a sentence with the limit."""
        if len(field.data or ()) > MOST_FILES:
            raise ValidationError(make_message("Chọn tối đa {most_files} tệp một lần.", most_files=MOST_FILES))


FILES_HINT = (
    "PDF, ảnh (JPG, PNG), Word (.docx) hoặc Excel (.xlsx); tối đa 5 tệp, mỗi tệp 20 MB, cả lần gửi 100 MB."
    " Nếu trang báo cần sửa, chọn lại tệp trước khi gửi."
)
LATE_REPORT_WORDS = "Đã kiểm tra ngày hoàn thành; chấp nhận báo cáo chậm"


def note_field(label: str = "Lý do", *, missing: str = "", hint: str = "") -> LongTextField:
    """Return a field for words; required where `missing` says what is missing."""
    checks = [InputRequired(missing)] if missing else []
    return LongTextField(label, [*checks, AtMost(NOTE_LENGTH)], description=hint)


def document_field(label: str = "Số, ký hiệu văn bản", *, missing: str = "", hint: str = "") -> TextField:
    """Return a field for the number of a paper."""
    checks = [InputRequired(missing)] if missing else []
    return TextField(label, [*checks, AtMost(DOCUMENT_LENGTH)], description=hint)


def day_field(label: str, *, missing: str = "", hint: str = "", is_today: bool = False) -> VietnameseDateField:
    """Return a field for a civil day, this day already filled in where `is_today`."""
    checks = [InputRequired(missing) if missing else Optional()]
    return VietnameseDateField(label, checks, description=hint, default=get_request_day if is_today else None)


def files_field() -> MultipleFileField:
    """Return the field for evidence."""
    return MultipleFileField("Tệp minh chứng", [AtMostFiles()], render_kw=EVIDENCE_TYPES, description=FILES_HINT)


Notices = tuple[tuple[str, str], ...]
"""Sentences with their tone."""


def says(sentence: str, **values: str) -> Notices:
    """Return a notice that explains."""
    return ((make_message(sentence, **values), "info"),)


def warns(sentence: str, **values: str) -> Notices:
    """Return a notice that warns."""
    return ((make_message(sentence, **values), "warning"),)


class AnswerForm(TrackerForm):
    """A form whose answer becomes the arguments of a function: a choice is a number there."""

    renamed: ClassVar[Mapping[str, str]] = {}
    """The arguments that are not called as their field is."""

    def answer(self) -> dict[str, Any]:
        """Return what was filled in, by the names of the arguments; hidden fields and files are not among them."""
        answered = {}
        for each in self:
            if not isinstance(each, (HiddenField, MultipleFileField)):
                is_choice = isinstance(each, SelectField) and not isinstance(each, RadioField)
                value = (int(each.data) if each.data else None) if is_choice else each.data
                answered[self.renamed.get(each.short_name, each.short_name)] = value
        return answered


class TaskForm(AnswerForm, ActionForm):
    """A form about one assignment: the page of a verb, found by its endpoint.

    `act` carries it out, called with what `answer` returns. `shows` are the parts of the task that the page draws
    before the form (see `templates/tasks/action.html`), `notices` the sentences there, `unshown` the
    fields not asked for now, `otherwise` the page and the words of what is done instead. `seen_lines` is how long the
    event log was when the page was drawn.
    """

    endpoint: ClassVar[str] = ""
    template: ClassVar[str] = "tasks/action.html"
    act: ClassVar[Callable[..., object]]
    title: str
    send_words: str
    send_kind: ClassVar[str] = "primary"
    shows: ClassVar[Sequence[str]] = ()
    otherwise: ClassVar[tuple[str, str] | None] = None
    notices: Notices = ()
    unshown: Sequence[str] = ()

    seen_lines = HiddenField()

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "endpoint" in vars(cls):
            PAGE_FORMS[cls.endpoint] = cls

    @classmethod
    def of(cls, seen: TaskView) -> Self:
        """Return the form for an assignment, with what is known already and what can be chosen."""
        form = cls(data=cls.known(seen))
        form.offer(seen)
        form.describe(seen)
        return form

    @classmethod
    def known(cls, seen: TaskView) -> Mapping[str, object]:
        """Return what the fields hold before anything is typed."""
        return {}

    def offer(self, seen: TaskView) -> None:
        """Fill the choices, and take away the fields that this assignment does not need."""

    def describe(self, seen: TaskView) -> None:
        """Say what depends on how the assignment stands."""

    def look_at(self, seen: TaskView) -> None:
        """Note beside which state of the assignment this form is now shown."""
        self.version.data = str(seen.assignment.version)
        self.seen_lines.data = str(len(seen.events))
        self.describe(seen)

    def version_seen(self) -> int:
        """Return the version looked at; a form that names none has seen nothing, which is never the present."""
        return self.seen_version() or 0

    def lines_seen(self) -> int:
        """Return how many events the person had before them."""
        seen = self.seen_lines.data or ""
        return int(seen) if seen.isdigit() and len(seen) < 10 else 0

    def uploads(self) -> list[Upload]:
        """Return the files sent along."""
        sent: list[FileStorage] = list(self["files"].data or ()) if "files" in self else []
        return [Upload(each.filename or "", bytes_of(each)) for each in sent]

    def shown(self) -> list[Field]:
        """Return the fields that the page asks for."""
        return [each for each in self if not isinstance(each, HiddenField) and each.short_name not in self.unshown]

    def get_action(self, action: Action) -> Action:
        """Return what is done: the action of the page, unless its answer means another."""
        return action

    def carry_out(self, work: UnitOfWork, assignment_id: int, files: Sequence[NewFile]) -> None:
        """Do what the page is for, with the files as they were kept."""
        kept = {"files": files} if "files" in self else {}
        type(self).act(work, assignment_id, **self.answer(), **kept, version=self.version_seen())


PAGE_FORMS: dict[str, type[TaskForm]] = {}
"""The form of each page of a verb, by its endpoint."""


def describe_required_result(form: TaskForm, seen: TaskView) -> None:
    """Say beside the note what a report must come with."""
    form["note"].description = translate_text(
        make_message("Nhiệm vụ này bắt buộc có minh chứng: ghi số văn bản hoặc đính kèm tệp.")
        if seen.assignment.task.evidence_required
        else make_message("Ghi kết quả, số văn bản, hoặc đính kèm tệp: cần ít nhất một trong ba.")
    )
