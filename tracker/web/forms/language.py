"""The two buttons of language at the foot of every page."""

from __future__ import annotations

from wtforms import HiddenField
from wtforms.validators import AnyOf

from tracker.web.forms.base import TrackerForm
from tracker.web.language import ENGLISH, VIETNAMESE


class LanguageForm(TrackerForm):
    """In which language pages speak, and to which page to go back."""

    language = HiddenField(validators=[AnyOf([VIETNAMESE, ENGLISH])])
    tiep = HiddenField()
