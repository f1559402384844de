"""The figures and lists of one unit are read from an index of their own; so is what was merged into an assignment."""

from alembic import op

revision = "0071"
down_revision = "0080"
branch_labels = None
depends_on = None

COLUMNS = [
    "unit_id", "known_until", "box", "due_on", "until_on", "from_on", "origin", "task_id", "assignment_id",
    "judged_due_on", "done_on",
]


def upgrade() -> None:
    op.create_index("ix_standing_of_unit", "standing", COLUMNS)
    op.drop_index("ix_standing_unit_id", "standing")
    op.create_index("ix_assignment_successor_id", "assignment", ["successor_id"])


def downgrade() -> None:
    op.drop_index("ix_assignment_successor_id", "assignment")
    op.create_index("ix_standing_unit_id", "standing", ["unit_id"])
    op.drop_index("ix_standing_of_unit", "standing")
