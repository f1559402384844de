"""Lists are kept under a name, shown to a unit or to everybody, and kept on the first page."""

from alembic import op
import sqlalchemy as sa

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

AUDIENCE = sa.Enum(
    "owner", "unit", "everybody", name="view_audience", native_enum=False, create_constraint=True, length=32
)


def upgrade() -> None:
    op.create_table(
        "saved_view",
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("audience", AUDIENCE, nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(audience = 'unit') = (unit_id IS NOT NULL)", name=op.f("ck_saved_view_unit_when_for_a_unit")
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_saved_view_owner_id_person")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_saved_view_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_view")),
        sa.UniqueConstraint("owner_id", "name", name=op.f("uq_saved_view_owner_id_name")),
    )
    op.create_index(op.f("ix_saved_view_unit_id"), "saved_view", ["unit_id"])
    op.create_table(
        "view_pin",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("view_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_view_pin_person_id_person")),
        sa.ForeignKeyConstraint(["view_id"], ["saved_view.id"], name=op.f("fk_view_pin_view_id_saved_view")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_view_pin")),
        sa.UniqueConstraint("person_id", "view_id", name=op.f("uq_view_pin_person_id_view_id")),
    )
    op.create_index(op.f("ix_view_pin_view_id"), "view_pin", ["view_id"])


def downgrade() -> None:
    op.drop_table("view_pin")
    op.drop_table("saved_view")
