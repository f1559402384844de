"""People may have figures sent to them in a rhythm."""

from alembic import op
import sqlalchemy as sa

revision = "0072"
down_revision = "0071"
branch_labels = None
depends_on = None

CUTS = (
    "unit", "coordinating", "person", "area", "document", "leader", "field", "month", "due_month", "done_month",
    "age", "origin",
)


def _choice(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=32)


def upgrade() -> None:
    op.create_table(
        "figure_letter",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("cut", _choice("figure_cut", *CUTS), nullable=False),
        sa.Column("since_january", sa.Boolean(), nullable=False),
        sa.Column("rhythm", _choice("rhythm", "weekly", "monthly"), nullable=False),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("last_slot_on", sa.Date(), nullable=True),
        sa.Column("last_error", sa.String(length=400), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "hour >= 7 AND hour <= 17", name=op.f("ck_figure_letter_hour_is_of_the_working_day")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_figure_letter_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_figure_letter")),
    )
    op.create_index(op.f("ix_figure_letter_person_id"), "figure_letter", ["person_id"])


def downgrade() -> None:
    op.drop_table("figure_letter")
