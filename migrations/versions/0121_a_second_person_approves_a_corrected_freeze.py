"""Figures that were frozen are frozen again only when a second person approves: asking for it is a row."""

from alembic import op
import sqlalchemy as sa

revision = "0121"
down_revision = "0131"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "freeze_request",
        sa.Column("period", sa.String(length=20), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("asked_by", sa.String(length=120), nullable=False),
        sa.Column("settled_at", sa.DateTime(), nullable=True),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.Column("frozen_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_freeze_request_has_its_reason")),
        sa.CheckConstraint(
            "frozen_id IS NULL OR settled_at IS NOT NULL", name=op.f("ck_freeze_request_settled_when_frozen")
        ),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["person.id"], name=op.f("fk_freeze_request_asked_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["settled_by_id"], ["person.id"], name=op.f("fk_freeze_request_settled_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["frozen_id"], ["frozen_period.id"], name=op.f("fk_freeze_request_frozen_id_frozen_period")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_freeze_request")),
    )


def downgrade() -> None:
    op.drop_table("freeze_request")
