"""Counts read one index: everything a figure needs of an interval stands in it."""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

COVERED = [
    "known_until",
    "until_on",
    "from_on",
    "unit_id",
    "origin",
    "task_id",
    "assignment_id",
    "box",
    "due_on",
    "judged_due_on",
    "done_on",
]


def upgrade() -> None:
    op.drop_index("ix_standing_days", "standing")
    op.create_index("ix_standing_counted", "standing", COVERED)


def downgrade() -> None:
    op.drop_index("ix_standing_counted", "standing")
    op.create_index("ix_standing_days", "standing", ["from_on", "until_on"])
