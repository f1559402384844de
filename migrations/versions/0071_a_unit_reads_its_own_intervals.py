"""Counts read one index: the intervals know the deadline first given; a unit's own are read by an index of theirs."""

from alembic import op
import sqlalchemy as sa

revision = "0071"
down_revision = "0090"
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
BEFORE = [
    "known_until", "until_on", "from_on", "unit_id", "origin", "task_id", "assignment_id", "box", "due_on",
    "judged_due_on", "done_on",
]


def upgrade() -> None:
    op.add_column("standing", sa.Column("first_due_on", sa.Date(), nullable=True))
    op.execute(
        "UPDATE standing SET first_due_on ="
        " (SELECT original_due_on FROM assignment WHERE assignment.id = standing.assignment_id)"
    )
    op.drop_index("ix_standing_counted", "standing")
    op.create_index("ix_standing_counted", "standing", OF_ALL)
    op.create_index("ix_standing_of_unit", "standing", OF_UNIT)
    op.drop_index("ix_standing_unit_id", "standing")
    merged = sa.text("successor_id IS NOT NULL")
    op.create_index(
        "ix_assignment_successor_id", "assignment", ["successor_id"], sqlite_where=merged, postgresql_where=merged
    )


def downgrade() -> None:
    op.drop_index("ix_assignment_successor_id", "assignment")
    op.create_index("ix_standing_unit_id", "standing", ["unit_id"])
    op.drop_index("ix_standing_of_unit", "standing")
    op.drop_index("ix_standing_counted", "standing")
    op.create_index("ix_standing_counted", "standing", BEFORE)
    op.drop_column("standing", "first_due_on")
