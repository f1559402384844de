"""Fields with choices, whose words are said in the language of the reader; names from the database stay as they are."""

from __future__ import annotations

from typing import Any

import wtforms

from tracker.web.language import spoken


def _said(choices: Any) -> list[Any]:
    return [choice._replace(label=spoken(choice.label)) for choice in choices]


class _Spoken:
    """Says each choice in the language of the reader."""

    def iter_choices(self) -> Any:
        """Return the choices, their words said."""
        return _said(super().iter_choices())  # type: ignore[misc]  # a mixin before a field of WTForms

    def iter_groups(self) -> Any:
        """Return the groups of choices, their words said."""
        for group, choices in super().iter_groups():  # type: ignore[misc]  # as above
            yield spoken(group) if group else group, _said(choices)


class SelectField(_Spoken, wtforms.SelectField):
    """One of a list."""


class SelectMultipleField(_Spoken, wtforms.SelectMultipleField):
    """Some of a list."""


class RadioField(_Spoken, wtforms.RadioField):
    """One of a few, all in sight."""
