"""Other programs of the town are told what happens, by channels with an outbox of their own."""

from alembic import op
import sqlalchemy as sa

revision = "0061"
down_revision = "0060"
branch_labels = None
depends_on = None

KIND = sa.Enum(
    "webhook", "gateway", name="channel_kind", native_enum=False, create_constraint=True, length=32
)
STATE = sa.Enum(
    "new", "sending", "sent", "retry", "dead", "obsolete",
    name="dispatch_state", native_enum=False, create_constraint=True, length=32,
)


def upgrade() -> None:
    op.create_table(
        "channel",
        sa.Column("kind", KIND, nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("address", sa.String(length=500), nullable=False),
        sa.Column("topics", sa.JSON(), nullable=False),
        sa.Column("salt", sa.String(length=64), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_channel")),
        sa.UniqueConstraint("name", name=op.f("uq_channel_name")),
    )
    op.create_table(
        "dispatch",
        sa.Column("channel_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=80), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("state", STATE, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("first_tried_at", sa.DateTime(), nullable=True),
        sa.Column("next_attempt_at", sa.DateTime(), nullable=False),
        sa.Column("answer_code", sa.Integer(), nullable=True),
        sa.Column("answer", sa.String(length=400), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("sent_at", sa.DateTime(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)", name=op.f("ck_dispatch_sent_at_when_sent")),
        sa.ForeignKeyConstraint(["channel_id"], ["channel.id"], name=op.f("fk_dispatch_channel_id_channel")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispatch")),
        sa.UniqueConstraint("channel_id", "source", name=op.f("uq_dispatch_channel_id_source")),
        sa.UniqueConstraint("key", name=op.f("uq_dispatch_key")),
    )
    op.create_index("ix_dispatch_state_next_attempt_at", "dispatch", ["state", "next_attempt_at"])


def downgrade() -> None:
    op.drop_table("dispatch")
    op.drop_table("channel")
