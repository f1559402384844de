"""The gallery of components at /giao-dien: every part in every state, for demo and development only."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from tracker.web.badges import STATE_LOOKS, TIMING_LOOKS
from tracker.web.charts import Part, Row, columns, stacked_bars
from tracker.web.forms.gallery import GalleryForm

AS_OF = dt.date(2021, 11, 10)
LONG_LIST = 200
ERROR_PAGES = (403, 404, 409, 413, 422, 429, 500, 503)

blueprint = Blueprint("gallery", __name__, url_prefix="/giao-dien")


@blueprint.get("")
def index() -> ResponseReturnValue:
    """Show all components once."""
    samples = _samples()
    return render_template(
        "gallery/index.html",
        as_of=AS_OF,
        states=tuple(STATE_LOOKS),
        timings=tuple(TIMING_LOOKS),
        tasks=_tasks(samples, len(samples["tasks"])),
        diary=[entry | {"at": dt.datetime.fromisoformat(entry["at"])} for entry in samples["diary"]],
        form=_form(samples, wrong=False),
        wrong_form=_form(samples, wrong=True),
        by_unit=stacked_bars([_row(label, samples["parts"], counts) for label, counts in samples["unit_counts"]]),
        by_area=stacked_bars([Row(label, (Part("house", "Nhiệm vụ", n, "#so"),)) for label, n in samples["areas"]]),
        by_month=columns(
            [
                Row(str(month), (Part("open", "Giao", given), Part("early", "Hoàn thành", done, "#so")))
                for month, (given, done) in enumerate(samples["months"], start=1)
            ]
        ),
        by_age=columns([Row(label, (Part("overdue", "Quá hạn", n, "#so"),)) for label, n in samples["ages"]]),
        error_pages=ERROR_PAGES,
    )


@blueprint.get("/danh-sach-dai")
def long_list() -> ResponseReturnValue:
    """Show how a list of 200 rows looks and weighs."""
    return render_template("gallery/long_list.html", as_of=AS_OF, tasks=_tasks(_samples(), LONG_LIST))


@blueprint.get("/loi/<int:code>")
def error_page(code: int) -> ResponseReturnValue:
    """Show an error page without the error."""
    shown = code if code in ERROR_PAGES else 404
    return render_template(f"errors/{shown}.html"), 200 if shown == code else 404


def _samples() -> dict[str, Any]:
    """Return the sample data, kept beside the gallery's templates."""
    samples: dict[str, Any] = json.loads(render_template("gallery/samples.json"))
    return samples


def _tasks(samples: dict[str, Any], count: int) -> list[dict[str, Any]]:
    rows = []
    for number in range(1, count + 1):
        reference, content, unit, due_on, timing, done_on = samples["tasks"][(number - 1) % len(samples["tasks"])]
        rows.append(
            {
                "number": number,
                "reference": reference,
                "content": content,
                "unit": unit,
                "due_on": due_on and dt.date.fromisoformat(due_on),
                "done_on": done_on and dt.date.fromisoformat(done_on),
                "timing": timing,
            }
        )
    return rows


def _row(label: str, parts: list[list[str]], counts: list[int]) -> Row:
    drawn = [Part(tone, words, n, "#so") for (tone, words), n in zip(parts, counts, strict=True)]
    return Row(label, tuple(drawn), "#so")


def _form(samples: dict[str, Any], *, wrong: bool) -> GalleryForm:
    """Return the form empty, or as it comes back when nothing was filled in."""
    form = GalleryForm(formdata=None, prefix="sai" if wrong else "")
    form.lead_unit.choices = [("", "Chọn đơn vị")] + [(name, name) for name in samples["units"]]
    if wrong:
        form.validate()
    return form
