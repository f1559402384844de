"""Who had a task in hand is known by days: figures by person are those of the day that is asked about.

What was entrusted before is told by the diary; where a line names nobody by number (work handed over when somebody
left) the person who has it now took it over then.
"""

import datetime as dt
import json

from alembic import op
import sqlalchemy as sa

revision = "0130"
down_revision = "0120"
branch_labels = None
depends_on = None

FAR_DAY = dt.date(9999, 12, 31)
FAR_INSTANT = dt.datetime(9999, 12, 31)
TOGETHER = 1000
LINES = (
    "SELECT event.assignment_id, event.action, event.effective_on, event.recorded_at, event.details,"
    " assignment.person_id FROM event JOIN assignment ON assignment.id = event.assignment_id"
    " WHERE assignment.part = 'lead' AND event.action IN ('entrust', 'reassign', 'correct')"
    " ORDER BY event.assignment_id, event.sequence"
)


def upgrade() -> None:
    holding = op.create_table(
        "holding",
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("known_from", sa.DateTime(), nullable=False),
        sa.Column("known_until", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("from_on <= until_on", name=op.f("ck_holding_ends_after_it_begins")),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name=op.f("fk_holding_assignment_id_assignment")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_holding_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holding")),
    )
    op.create_index("ix_holding_of_assignment", "holding", ["assignment_id", "until_on"])
    op.create_index("ix_holding_of_person", "holding", ["person_id", "until_on"])
    columns = {"effective_on": sa.Date(), "recorded_at": sa.DateTime(), "details": sa.JSON()}
    lives: dict[int, list] = {}
    present: dict[int, int | None] = {}
    for number, action, day, instant, details, person_id in op.get_bind().execute(
        sa.text(LINES).columns(**columns)
    ):
        present[number] = person_id
        said = json.loads(details) if isinstance(details, str) else details
        if action == "correct" and "person" not in said:
            continue
        lives.setdefault(number, []).append((day, instant, said.get("person_id", [None, None])[1], action))
    rows = [row for number, changes in lives.items() for row in _held(number, changes, present[number])]
    for first in range(0, len(rows), TOGETHER):
        op.bulk_insert(holding, rows[first : first + TOGETHER])


def _held(number: int, changes: list, present: int | None) -> list[dict]:
    """Return what was held after each change; the last one left it with whoever has it now."""
    rows: list[dict] = []
    for place, (day, instant, person_id, _) in enumerate(changes):
        wanted = present if place == len(changes) - 1 else person_id
        held = rows[-1]["person_id"] if rows and rows[-1]["until_on"] == FAR_DAY else None
        if wanted == held:
            continue
        if held is not None:
            rows[-1] |= {"until_on": max(day, rows[-1]["from_on"]), "known_until": instant}
        if wanted is not None:
            rows.append(
                {
                    "assignment_id": number,
                    "person_id": wanted,
                    "from_on": day,
                    "until_on": FAR_DAY,
                    "known_from": instant,
                    "known_until": FAR_INSTANT,
                }
            )
    return rows


def downgrade() -> None:
    op.drop_table("holding")
