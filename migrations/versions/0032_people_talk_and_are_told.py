"""People talk about a task beside its diary, and are told inside the program what happened to it."""

from alembic import op
import sqlalchemy as sa

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "comment",
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("author_name", sa.String(length=120), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(), nullable=False),
        sa.Column("edited_at", sa.DateTime(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name=op.f("fk_comment_assignment_id_assignment")
        ),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_comment_author_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment")),
    )
    op.create_index(op.f("ix_comment_assignment_id"), "comment", ["assignment_id"])
    op.create_table(
        "notice",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("comment_id", sa.Integer(), nullable=True),
        sa.Column("is_mention", sa.Boolean(), nullable=False),
        sa.Column("told_at", sa.DateTime(), nullable=False),
        sa.Column("read_at", sa.DateTime(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(event_id IS NULL) <> (comment_id IS NULL)", name=op.f("ck_notice_of_one_thing")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_notice_person_id_person")),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name=op.f("fk_notice_assignment_id_assignment")
        ),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_notice_event_id_event")),
        sa.ForeignKeyConstraint(["comment_id"], ["comment.id"], name=op.f("fk_notice_comment_id_comment")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint("person_id", "event_id", name=op.f("uq_notice_person_id_event_id")),
        sa.UniqueConstraint("person_id", "comment_id", name=op.f("uq_notice_person_id_comment_id")),
    )
    op.create_index(op.f("ix_notice_assignment_id"), "notice", ["assignment_id"])
    unread = sa.text("read_at IS NULL")
    op.create_index(
        "ix_notice_unread", "notice", ["person_id", "id"], sqlite_where=unread, postgresql_where=unread
    )


def downgrade() -> None:
    op.drop_table("notice")
    op.drop_table("comment")
