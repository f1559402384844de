"""What all forms share: the token, the sentences in Vietnamese, dates as dd/mm/yyyy, refusals beside their field.

What was typed into a form whose session ran out meanwhile: carried through signing in, and sent on by a press.

Only what this very browser typed is carried (its token fits), never a password and never a file.

What a paper's secrecy asks of the fields beside it.
"""

from __future__ import annotations

import datetime as dt
import json
import secrets
from collections.abc import Iterable
from typing import Any

from flask import request
from flask_wtf import FlaskForm
from flask_wtf.csrf import validate_csrf
from werkzeug.datastructures import FileStorage
from wtforms import (
    DateField,
    Field,
    HiddenField,
    RadioField as RadioField,
    SelectField as SelectField,
    SelectMultipleField as SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import StopValidation, ValidationError
from wtforms.widgets import TextInput

from tracker.core.i18n import ENGLISH, make_message
from tracker.core.refusal_sentences import describe_refusal
from tracker.core.refusals import Refusal
from tracker.core.text import normalise_text
from tracker.web.language import get_request_language, mark_message, translate_text

MESSAGES = {
    "This field is required.": "Nhập mục này.",
    "Not a valid choice.": "Chọn một mục trong danh sách.",
    "Invalid Choice: could not coerce.": "Chọn một mục trong danh sách.",
    "Not a valid integer value.": "Nhập số nguyên, ví dụ: 25.",
    "Not a valid date value.": "Nhập ngày theo dạng ngày/tháng/năm, ví dụ: 15/9/2021.",
    "CSRF token missing.": "Trang đã mở quá lâu. Nội dung vẫn còn: bấm gửi lại.",
    "The CSRF token is missing.": "Trang đã mở quá lâu. Nội dung vẫn còn: bấm gửi lại.",
    "The CSRF session token is missing.": "Trang đã mở quá lâu. Nội dung vẫn còn: bấm gửi lại.",
    "The CSRF token is invalid.": "Trang đã mở quá lâu. Nội dung vẫn còn: bấm gửi lại.",
    "The CSRF tokens do not match.": "Trang đã mở quá lâu. Nội dung vẫn còn: bấm gửi lại.",
    "The CSRF token has expired.": "Trang đã mở quá lâu. Nội dung vẫn còn: bấm gửi lại.",
}


EVIDENCE_TYPES = {"accept": "image/jpeg,image/png,application/pdf,.pdf,.docx,.xlsx"}
"""What a phone offers for evidence: its camera first, then files of the types that are taken in."""

LARGEST_UPLOAD = 20 * 1024 * 1024
"""Bytes of one file that are taken in; one more is read, so that what is larger is refused in its own sentence."""


def bytes_of(file: FileStorage) -> bytes:
    """Return the bytes of a file sent along, never more than are needed to know that it is too large."""
    return file.stream.read(LARGEST_UPLOAD + 1)


class VietnameseTranslations:
    """The sentences of WTForms, which ships no Vietnamese of its own."""

    def gettext(self, text: str) -> str:
        """Return a sentence in Vietnamese."""
        return MESSAGES.get(text, text)

    def ngettext(self, singular: str, plural: str, count: int) -> str:
        """Return a sentence in Vietnamese; the language has one form for any number."""
        return MESSAGES.get(plural, singular if count == 1 else plural)


class TrackerForm(FlaskForm):
    """A form of this installation. Errors that concern no field stand under the empty name."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]  # Flask-WTF has no types
        """Let WTForms speak Vietnamese."""

        def get_translations(self, form: Any) -> VietnameseTranslations:
            """Return our own sentences."""
            return VietnameseTranslations()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if get_request_language() == ENGLISH:
            for field in self:
                field.label.text = mark_message(field.label.text)
                field.description = mark_message(field.description)

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        """Tell whether the shape is right; what is wrong is said in the language of the reader."""
        is_right = bool(super().validate(*args, **kwargs))
        if get_request_language() == ENGLISH:
            for field in self:
                field.errors = [mark_message(error) for error in field.errors]
        return is_right

    def is_submitted_and_valid(self) -> bool:
        """Tell whether the form was sent and its shape is right."""
        return bool(self.validate_on_submit())

    def show(self, refusal: Refusal) -> None:
        """Put the sentence of a refusal beside the field it concerns, or at the head of the form."""
        sentence = translate_text(describe_refusal(refusal))
        if refusal.field is not None and refusal.field in self:
            self[refusal.field].errors = [*self[refusal.field].errors, sentence]
        else:
            self.form_errors.append(sentence)


class ActionForm(TrackerForm):
    """A form that acts on an assignment: what was looked at, and the name of this request.

    Sent twice, the same request has its effect once; sent on an old version, it is answered with 409.
    """

    version = HiddenField()
    request_id = HiddenField(default=lambda: secrets.token_urlsafe(16))

    def seen_version(self) -> int | None:
        """Return the version the person looked at."""
        seen = self.version.data or ""
        return int(seen) if seen.isdigit() else None

    def request_name(self) -> str | None:
        """Return the name of this request, at most 64 letters; one that no page of ours gives is none."""
        name = (self.request_id.data or "")[:64]
        return name if name and name.isprintable() else None


class VietnameseDateField(DateField):
    """A day typed as 15/9/2021: the browser's own date field would show the order of its own language."""

    widget = TextInput()
    FORMATS = ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d")

    def __init__(self, label: str, validators: Iterable[Any] = (), **kwargs: Any) -> None:
        super().__init__(label, list(validators), format=list(self.FORMATS), **kwargs)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the day; years far from ours are typing errors."""
        if not valuelist or not str(valuelist[0]).strip():
            self.data = None
            return
        super().process_formdata([str(valuelist[0]).strip()])
        if self.data is not None and not 1990 <= self.data.year <= 2100:
            self.data = None
            raise ValueError("Nhập năm từ 1990 đến 2100.")

    def _value(self) -> str:
        if self.raw_data:
            return " ".join(str(part) for part in self.raw_data)
        return "" if self.data is None else f"{self.data:%d/%m/%Y}"


class TextField(StringField):
    """One line of text, brought to composed Unicode without invisible characters."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Tidy what was typed."""
        self.data = normalise_text(str(valuelist[0])) if valuelist else ""


class LongTextField(TextAreaField):
    """Several lines of text; line breaks stay."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Tidy each line of what was typed."""
        lines = str(valuelist[0]).splitlines() if valuelist else []
        self.data = "\n".join(normalise_text(line) for line in lines).strip()


class AtMost:
    """Refuse a text that is too long, saying how long it may be."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.field_flags = {"maxlength": limit}

    def __call__(self, form: TrackerForm, field: Field) -> None:
        """Raise a sentence with the limit and the present length."""
        length = len(field.data or "")
        if length > self.limit:
            raise ValidationError(
                make_message("Rút gọn còn tối đa {limit} ký tự (đang có {length}).", limit=self.limit, length=length)
            )


def parse_day(value: str | None) -> dt.date | None:
    """Read a day from an address (2021-11-10 or 10/11/2021); None when it is not one."""
    for pattern in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return dt.datetime.strptime(value or "", pattern).date()  # noqa: DTZ007 - a civil day, no instant
        except ValueError:
            continue
    return None


Typed = list[tuple[str, str]]

FIELDS_NOT_CARRIED = ("csrf_token", "kept", "code")
SECRET_FIELDS = ("password", "present", "again")
MOST_FIELDS = 1000


def collect_typed_fields() -> str:
    """Return the fields of this request as one text, empty when there is nothing to carry."""
    try:
        validate_csrf(request.form.get("csrf_token"))
    except ValidationError:
        return ""
    pairs = [
        (name, value)
        for name, value in request.form.items(multi=True)
        if name not in FIELDS_NOT_CARRIED and not name.endswith(SECRET_FIELDS)
    ]
    return json.dumps(pairs, ensure_ascii=False) if pairs and len(pairs) <= MOST_FIELDS else ""


def collect_fields_with_token() -> Typed:
    """Return the fields of this request with their token, for a page that lets them be sent again as they are."""
    token = request.form.get("csrf_token")
    pairs = read_carried_fields(collect_typed_fields())
    return [("csrf_token", token), *pairs] if token and pairs else []


def has_lost_files() -> bool:
    """Tell whether files came along: a browser does not let them be sent on."""
    return any(file.filename for file in request.files.values())


def read_carried_fields(text: str | None) -> Typed:
    """Read back what was carried; empty for anything else."""
    try:
        pairs = json.loads(text or "[]")
        return [(str(name), str(value)) for name, value in pairs][:MOST_FIELDS]
    except (ValueError, TypeError, RecursionError):
        return []


class RequiredUnlessSecret:
    """Ask for a field while `secrecy` is empty; with a secrecy it must stay empty, as its service says."""

    field_flags = {"required": True}

    def __init__(self, message: str) -> None:
        self.message = message

    def __call__(self, form: Any, field: Field) -> None:
        """Raise the message when nothing is typed for a paper that is not secret."""
        if not field.data and not form.secrecy.data:
            raise StopValidation(self.message)


class ButtonForm(TrackerForm):
    """A button that is a whole form: only the token."""
