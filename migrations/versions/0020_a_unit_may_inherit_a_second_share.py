"""After a merger of units one of them may have two shares of a task, each given to another unit (K04).

What must stay single is what was given: a unit is given a task once. `given_to_id` keeps it, taken from the
first line of each diary.
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("assignment") as assignment:
        assignment.add_column(sa.Column("given_to_id", sa.Integer(), nullable=True))
    op.execute(
        "UPDATE assignment SET given_to_id = coalesce("
        "(SELECT event.unit_id FROM event WHERE event.assignment_id = assignment.id AND event.sequence = 1), unit_id)"
    )
    with op.batch_alter_table("assignment") as assignment:
        assignment.alter_column("given_to_id", existing_type=sa.Integer(), nullable=False)
        assignment.drop_constraint("uq_assignment_task_id_unit_id_part", type_="unique")
        assignment.create_unique_constraint(
            op.f("uq_assignment_task_id_given_to_id_part"), ["task_id", "given_to_id", "part"]
        )


def downgrade() -> None:
    with op.batch_alter_table("assignment") as assignment:
        assignment.drop_constraint("uq_assignment_task_id_given_to_id_part", type_="unique")
        assignment.create_unique_constraint(
            op.f("uq_assignment_task_id_unit_id_part"), ["task_id", "unit_id", "part"]
        )
        assignment.drop_column("given_to_id")
