"""Tasks wear tags: short words of the office by which a list is narrowed."""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "tag",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tag")),
        sa.UniqueConstraint("key", name=op.f("uq_tag_key")),
    )
    op.create_table(
        "assignment_tag",
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("tag_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name=op.f("fk_assignment_tag_assignment_id_assignment")
        ),
        sa.ForeignKeyConstraint(["tag_id"], ["tag.id"], name=op.f("fk_assignment_tag_tag_id_tag")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment_tag")),
        sa.UniqueConstraint("assignment_id", "tag_id", name=op.f("uq_assignment_tag_assignment_id_tag_id")),
    )
    op.create_index(op.f("ix_assignment_tag_tag_id"), "assignment_tag", ["tag_id"])


def downgrade() -> None:
    op.drop_table("assignment_tag")
    op.drop_table("tag")
