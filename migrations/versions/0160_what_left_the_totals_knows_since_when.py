"""What left the totals knows from which civil day that was known: of its record, or later as decided."""

from alembic import op
import sqlalchemy as sa

revision = "0160"
down_revision = "0151"
branch_labels = None
depends_on = None

OF_ALL = [
    "known_until", "origin", "until_on", "from_on", "unit_id", "task_id", "assignment_id", "box", "due_on",
    "judged_due_on", "done_on", "first_due_on",
]
OF_UNIT = [
    "unit_id", "known_until", "box", "due_on", "until_on", "from_on", "origin", "task_id", "assignment_id",
    "judged_due_on", "done_on", "first_due_on",
]
RECORDED = {"sqlite": "date(known_from, '+7 hours')", "postgresql": "CAST(known_from + INTERVAL '7 hours' AS DATE)"}


def upgrade() -> None:
    op.add_column("standing", sa.Column("left_on", sa.Date(), nullable=True))
    recorded = RECORDED[op.get_bind().dialect.name]
    op.execute(
        f"UPDATE standing SET left_on = CASE WHEN {recorded} > from_on THEN {recorded} ELSE from_on END"
        " WHERE box IN ('withdrawn', 'cancelled', 'transferred', 'merged')"
    )
    _index(more=["left_on"])


def downgrade() -> None:
    _index(more=[])
    op.drop_column("standing", "left_on")


def _index(*, more: list[str]) -> None:
    for name, columns in (("ix_standing_counted", OF_ALL), ("ix_standing_of_unit", OF_UNIT)):
        op.drop_index(name, "standing")
        op.create_index(name, "standing", columns + more)
