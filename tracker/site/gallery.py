"""The gallery of components at /giao-dien: every part in every state, for demo and development only."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from tracker.site.forms import GalleryForm
from tracker.web.badges import STATE_BADGE_STYLES, TIMING_BADGE_STYLES
from tracker.web.charts import ChartRow, ChartSegment, build_column_chart, stacked_bars
from tracker.web.request import public_view

AS_OF = dt.date(2021, 11, 10)
LONG_LIST = 200
ERROR_PAGES = (403, 404, 409, 413, 422, 429, 500, 503)

blueprint = Blueprint("gallery", __name__, url_prefix="/giao-dien")


@blueprint.get("")
@public_view
def index() -> ResponseReturnValue:
    """Show all components once."""
    samples = _samples()
    return render_template(
        "gallery/index.html",
        as_of=AS_OF,
        states=tuple(STATE_BADGE_STYLES),
        timings=tuple(TIMING_BADGE_STYLES),
        tasks=_tasks(samples, len(samples["tasks"])),
        entries=[entry | {"at": dt.datetime.fromisoformat(entry["at"])} for entry in samples["diary"]],
        form=_form(samples, wrong=False),
        wrong_form=_form(samples, wrong=True),
        by_unit=stacked_bars(_rows(samples["by_unit"])),
        by_area=stacked_bars(_rows(samples["by_area"])),
        by_month=build_column_chart(_rows(samples["by_month"])),
        by_age=build_column_chart(_rows(samples["by_age"])),
        error_pages=ERROR_PAGES,
    )


@blueprint.get("/danh-sach-dai")
@public_view
def long_list() -> ResponseReturnValue:
    """Show how a list of 200 rows looks and weighs."""
    return render_template("gallery/long_list.html", as_of=AS_OF, tasks=_tasks(_samples(), LONG_LIST))


@blueprint.get("/loi/<int:code>")
@public_view
def error_page(code: int) -> ResponseReturnValue:
    """Show an error page without the error."""
    shown = code if code in ERROR_PAGES else 404
    return render_template(f"errors/{shown}.html"), 200 if shown == code else 404


def _samples() -> dict[str, Any]:
    """Return the sample data, kept beside the gallery's templates."""
    samples: dict[str, Any] = json.loads(render_template("gallery/samples.json"))
    return samples


def _tasks(samples: dict[str, Any], count: int) -> list[dict[str, Any]]:
    """Return `count` rows, the sample tasks over and over."""
    kinds = samples["tasks"]
    return [_task(number, *kinds[(number - 1) % len(kinds)]) for number in range(1, count + 1)]


def _task(
    number: int, reference: str, content: str, unit: str, due: str | None, timing: str, done: str | None
) -> dict[str, Any]:
    return {
        "number": number,
        "reference": reference,
        "content": content,
        "unit": unit,
        "due_on": due and dt.date.fromisoformat(due),
        "done_on": done and dt.date.fromisoformat(done),
        "timing": timing,
    }


def _rows(chart: dict[str, Any]) -> list[ChartRow]:
    """Return the rows of a sample chart; every count opens the same place."""
    return [
        ChartRow(
            label,
            tuple(ChartSegment(tone, words, n, "#so") for (tone, words), n in zip(chart["parts"], counts, strict=True)),
            "#so",
        )
        for label, counts in chart["rows"]
    ]


def _form(samples: dict[str, Any], *, wrong: bool) -> GalleryForm:
    """Return the form empty, or as it comes back when nothing was filled in."""
    form = GalleryForm(formdata=None, prefix="sai" if wrong else "", meta={"csrf": not wrong})
    form.lead_unit.choices = {"": samples["no_unit"]} | {name: name for name in samples["units"]}
    if wrong:
        form.validate()
    return form
