"""Lists of tasks: filters in the address, a page at a time, columns and order of one's choice."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.rules.lifecycle import AssignmentState
from tracker.rules.permissions import Origin, Permission
from tracker.services import preferences, tasks
from tracker.store import papers, people, tags
from tracker.web import task_columns, task_lists
from tracker.web.conditional import repeats
from tracker.web.conditions import Names
from tracker.web.forms.lists import LookForm
from tracker.web.guards import requires
from tracker.web.many_verbs import open_to
from tracker.web.task_columns import COLUMNS, SHOWN
from tracker.web.task_lists import View
from tracker.web.views.tasks.pages import blueprint
from tracker.web.work import reading, writing
from tracker.wording import ORIGIN_WORDS, STATE_WORDS
from tracker.wording.selecting import COLUMN_WORDS, SPAN_WORDS, span_words
from tracker.wording.sentence import say
from tracker.wording.tasks import RESULT_WORDS

IN_THE_FORM = ("don-vi", "ket-qua", "han", "tim")
"""Parameters that have a field of their own above the list; the others travel along, hidden."""

OTHER_SPANS = ("7-ngay-toi", "5-ngay-lam-viec-toi", "30-ngay-toi", "30-ngay-qua")


@dataclass(frozen=True, slots=True)
class Field:
    """What a field above the list offers and what is chosen in it."""

    options: list[tuple[str, str]]
    selected: str


@blueprint.get("/nhiem-vu")
@requires(Permission.TASK_READ)
@repeats
def index() -> ResponseReturnValue:
    """List the tasks of a selection."""
    work = reading()
    view = task_lists.asked(work)
    selection, home = view.selection, url_for("tasks.index")
    after = task_lists.place(request.args.get("sau"), view.sorting)
    page = tasks.listed(work, selection, after=after, limit=view.limit, sorting=view.sorting)
    names = task_lists.names(work, view.given)
    before = _number(request.args.get("da-xem"))
    seen = before + len(page.rows)
    onward = {"sau": task_lists.mark(page.next_place), "da-xem": seen} if page.next_place else None
    is_past = selection.as_of != work.today or selection.known_at is not None
    columns = view.columns or SHOWN
    verbs = open_to(work.actor)
    return render_template(
        "tasks/index.html",
        page=page,
        first=before + 1,
        last=seen,
        is_past=is_past,
        chips=task_lists.said(work, view, names),
        fields=_fields(view.given, names),
        given=view.given,
        hidden=_hidden(view.given),
        heads=[_head(name, view) for name in columns],
        lines=task_columns.lines(
            page.rows,
            columns,
            selection.as_of,
            with_state=not is_past,
            home=home,
            ticked=bool(verbs) and not is_past,
        ),
        verbs=verbs,
        query=urlencode(view.given, doseq=True),
        next_href=url_for("tasks.index", **view.given, **onward) if onward else None,  # type: ignore[arg-type]  # lists
        first_href=url_for("tasks.index", **view.given) if before else None,  # type: ignore[arg-type]  # lists
    )


@blueprint.post("/nhiem-vu/cach-xem")
@requires(Permission.TASK_READ)
def look() -> ResponseReturnValue:
    """Remember which columns and how many rows this person likes, and show the same list so."""
    form = LookForm()
    if form.is_submitted_and_valid():
        columns = ",".join(task_columns.chosen(form.columns.data or ()))
        with writing() as work:
            preferences.remember(work, task_lists.COLUMNS_KEPT, columns)
            preferences.remember(work, task_lists.ROWS_KEPT, form.rows.data or "")
    return redirect(form.back())


@blueprint.get("/nhiem-vu/loc")
@requires(Permission.TASK_READ)
def narrow() -> ResponseReturnValue:
    """Offer every condition a list knows."""
    work = reading()
    view = task_lists.asked(work)
    names = task_lists.names(work, view.given)
    areas = [(str(area.id), area.name) for area in papers.areas(work.session)]
    held = {person.id: person.name for person, _, unit in people.holders(work.session, work.today) if unit}
    persons = [(str(key), name) for key, name in held.items()]
    return render_template(
        "tasks/narrow.html",
        selection=view.selection,
        columns=view.columns or SHOWN,
        column_words=COLUMN_WORDS,
        limit=view.limit,
        limits=task_lists.PAGES,
        given=view.given,
        fields=_fields(view.given, names)
        | {
            "nguon": Field(
                [(origin.value, ORIGIN_WORDS[origin]) for origin in Origin], _single(view, "nguon")
            ),
            "linh-vuc": Field(areas, _single(view, "linh-vuc")),
            "giao": Field(_spans(), _single(view, "giao")),
            "nguoi": Field(persons, _single(view, "nguoi")),
            "nhan": Field(
                [(str(each.id), each.name) for each in tags.listed(work.session)], _single(view, "nhan")
            ),
        },
        kept={name: view.given[name] for name in ("cot", "sap-xep", "so-dong") if name in view.given},
    )


def _single(view: View, name: str) -> str:
    return _one(view.given.get(name))


def _spans() -> list[tuple[str, str]]:
    return [*SPAN_WORDS.items(), *((name, span_words(name)) for name in OTHER_SPANS)]


def _fields(given: dict[str, str | list[str]], names: Names) -> dict[str, Field]:
    offered = {
        "don-vi": [(str(key), name) for key, name in names.units.items()],
        "trang-thai": [(s.value, STATE_WORDS[s]) for s in AssignmentState if s is not AssignmentState.DRAFT],
        "ket-qua": list(RESULT_WORDS.items()),
        "han": [*_spans(), ("khong", say("Không có hạn"))],
    }
    return {name: Field(options, _one(given.get(name))) for name, options in offered.items()}


def _hidden(given: dict[str, str | list[str]]) -> list[tuple[str, str]]:
    """Return what the filter form carries along: conditions without a field, and those with several values."""
    return [
        (name, single)
        for name, value in given.items()
        for single in (value if isinstance(value, list) else [value])
        if name not in IN_THE_FORM or (isinstance(value, list) and len(value) > 1)
    ]


def _head(name: str, view: View) -> dict[str, str]:
    """Return the head of a column; a click puts rows in its order, another one turns it round."""
    column = COLUMNS[name]
    head = {"words": column.head, "kind": column.kind}
    if column.order is None:
        return head
    is_chosen = view.sorting.order is column.order
    turned = f"-{column.order}" if is_chosen and not view.sorting.descending else str(column.order)
    head["href"] = url_for("tasks.index", **{**view.given, "sap-xep": turned})  # type: ignore[arg-type]  # lists
    if is_chosen:
        head["sort"] = "descending" if view.sorting.descending else "ascending"
    return head


def _one(value: str | list[str] | None) -> str:
    if isinstance(value, list):
        return value[0] if len(value) == 1 else ""
    return value or ""


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 10 else 0
