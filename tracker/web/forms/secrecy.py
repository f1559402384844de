"""What a paper's secrecy asks of the fields beside it."""

from __future__ import annotations

from typing import Any

from wtforms import Field
from wtforms.validators import StopValidation


class RequiredUnlessSecret:
    """Ask for a field while `secrecy` is empty; with a secrecy it must stay empty, as its service says."""

    field_flags = {"required": True}

    def __init__(self, message: str) -> None:
        self.message = message

    def __call__(self, form: Any, field: Field) -> None:
        """Raise the message when nothing is typed for a paper that is not secret."""
        if not field.data and not form.secrecy.data:
            raise StopValidation(self.message)
