"""Reports are scored by sheets of criteria, each proved by papers."""

from alembic import op
import sqlalchemy as sa

revision = "0082"
down_revision = "0081"
branch_labels = None
depends_on = None

MANNER = sa.Enum(
    "tier", "proportional", "on_time", "own",
    name="scoring_manner", native_enum=False, create_constraint=True, length=32,
)


def upgrade() -> None:
    op.create_table(
        "scoring_sheet",
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scoring_sheet")),
    )
    op.create_table(
        "scoring_criterion",
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("most", sa.String(length=20), nullable=False),
        sa.Column("manner", MANNER, nullable=False),
        sa.Column("reads", sa.String(length=300), nullable=False),
        sa.Column("tiers", sa.JSON(), nullable=False),
        sa.Column("proofs", sa.JSON(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["sheet_id"], ["scoring_sheet.id"], name=op.f("fk_scoring_criterion_sheet_id_scoring_sheet")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scoring_criterion")),
        sa.UniqueConstraint("sheet_id", "code", name=op.f("uq_scoring_criterion_sheet_id_code")),
    )
    op.create_index(op.f("ix_scoring_criterion_sheet_id"), "scoring_criterion", ["sheet_id"])
    op.create_table(
        "scoring_proof",
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("criterion_id", sa.Integer(), nullable=False),
        sa.Column("document", sa.String(length=200), nullable=False),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["added_by_id"], ["person.id"], name=op.f("fk_scoring_proof_added_by_id_person")),
        sa.ForeignKeyConstraint(
            ["criterion_id"], ["scoring_criterion.id"], name=op.f("fk_scoring_proof_criterion_id_scoring_criterion")
        ),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_scoring_proof_report_id_report")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scoring_proof")),
        sa.UniqueConstraint(
            "report_id", "criterion_id", "document", name=op.f("uq_scoring_proof_report_id_criterion_id_document")
        ),
    )
    op.create_index(op.f("ix_scoring_proof_report_id"), "scoring_proof", ["report_id"])


def downgrade() -> None:
    op.drop_table("scoring_proof")
    op.drop_table("scoring_criterion")
    op.drop_table("scoring_sheet")
