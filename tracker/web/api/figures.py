"""Figures and the draft of the report for programs."""

from __future__ import annotations

from typing import Any

from tracker.rules.api_scopes import ApiScope
from tracker.rules.periods import period as period_named
from tracker.rules.permissions import Origin, Permission, scope
from tracker.rules.selecting import Basis, Count, Cut, Selection
from tracker.services import reports, statistics
from tracker.web.api.arguments import Argument, Kind, asked
from tracker.web.api.door import Operation, operation
from tracker.web.work import reading

FIGURES = (
    Argument("as_of", Kind.DAY, "at the close of this civil day (default: today)"),
    Argument("from", Kind.DAY, "first civil day of a period"),
    Argument("known_at", Kind.INSTANT, "as known at this instant"),
    Argument("origin", Kind.CHOICE, "where tasks come from", choices=tuple(each.value for each in Origin)),
    Argument("by", Kind.CHOICE, "breakdown", choices=tuple(each.value for each in Cut)),
    Argument("count", Kind.CHOICE, "what is counted", choices=("assignments", "directives")),
    Argument("basis", Kind.CHOICE, "deadline that judges", choices=tuple(each.value for each in Basis)),
)
REPORT = (
    Argument("period", Kind.TEXT, "2021, 2021-Q3, 2021-6T, 2021-9T", required=True, longest=20),
    Argument("as_of", Kind.DAY, "cut-off day (default: last day of the period)"),
)


@operation(
    Permission.STATISTICS_READ,
    Operation("GET", "/statistics", "Figures of any day", ApiScope.STATISTICS_READ, asked=FIGURES),
)
def figures() -> Any:
    """Return the figures of a selection, as `flask stats --json` does, within what the person may read."""
    given, work = asked(FIGURES), reading()
    selection = Selection(
        as_of=given["as_of"] or work.today,
        scope=scope(work.actor, Permission.TASK_READ),
        since=given["from"],
        known_at=given["known_at"],
        origins=frozenset({Origin(given["origin"])}) if given["origin"] else frozenset(),
        count=Count(given["count"]) if given["count"] else Count.BY_ORIGIN,
        basis=Basis(given["basis"]) if given["basis"] else Basis.IN_FORCE,
    )
    found = statistics.figures(work, selection, Cut(given["by"]) if given["by"] else None)
    return {
        **found.tally.as_json(),
        "as_of": selection.as_of,
        "from": selection.since,
        "known_at": selection.known_at,
        "extended": found.extended,
        "by": given["by"],
        "groups": [
            {"key": str(group.key), "label": group.label, **group.tally.as_json()} for group in found.groups
        ],
        "origins": {group.key.value: group.tally.as_json() for group in found.by_origin},
    }


@operation(
    Permission.REPORT_DRAFT,
    Operation("GET", "/reports/draft", "Draft of a period's report", ApiScope.REPORTS_READ, asked=REPORT),
)
def draft() -> Any:
    """Return the sentences and the first figures of a period's report, with the anchor of the diary."""
    given = asked(REPORT)
    made = reports.draft(reading(), period_named(given["period"]), as_of=given["as_of"])
    return {
        "period": given["period"],
        "as_of": made.selection.as_of,
        "place": made.place_name,
        "sentences": [
            {"origin": line.value, "sentence": str(words)} for line, words in made.sentences.items()
        ],
        "units": [{"label": group.label, **group.tally.as_json()} for group in made.units],
        "anchor": f"{made.diary_lines}:{made.diary_head[:16]}",
        "made_at": made.made_at,
    }
