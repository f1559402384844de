"""The office's own words for the parts of a report."""

from __future__ import annotations

from typing import Any

from tracker.documents.report_paper import ReportPaper
from tracker.documents.report_prose import PARTS_OF_TEXT, parts_of_results
from tracker.models.report import Report
from tracker.web.forms.base import ActionForm, AtMost, LongTextField

LONGEST = 6000
"""Letters of one part."""


class TextsForm(ActionForm):
    """One field for each part that takes words."""

    @classmethod
    def of(cls, paper: ReportPaper, report: Report) -> TextsForm:
        """Return the form of a report, filled with what stands there."""
        parts = sorted({**PARTS_OF_TEXT, **parts_of_results(paper.blocks)}.items())
        fields: dict[str, Any] = {
            _name(key): LongTextField(f"{key}. {words}", [AtMost(LONGEST)], render_kw={"rows": 4})
            for key, words in parts
        }
        made: type[TextsForm] = type("TextsOfAReport", (cls,), fields)
        known = {_name(key): words for key, words in report.texts.items()}
        return made(data={"version": report.version} | known)

    def texts(self) -> dict[str, str]:
        """Return the words by the place of each part."""
        return {
            name.removeprefix("text_").replace("_", "."): str(field.data or "")
            for name, field in self._fields.items()
            if name.startswith("text_")
        }


def _name(key: str) -> str:
    return f"text_{key.replace('.', '_')}"
