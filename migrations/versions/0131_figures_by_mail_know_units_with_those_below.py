"""Figures by mail may be broken down by units with all units below them."""

from alembic import op

revision = "0131"
down_revision = "0130"
branch_labels = None
depends_on = None

BEFORE = (
    "unit coordinating person area document leader field month due_month done_month age origin"
).split()


def upgrade() -> None:
    _allow(["unit", "subtree", *BEFORE[1:]])


def downgrade() -> None:
    op.execute("UPDATE figure_letter SET cut = 'unit' WHERE cut = 'subtree'")
    _allow(BEFORE)


def _allow(cuts: list[str]) -> None:
    listed = ", ".join(f"'{cut}'" for cut in cuts)
    with op.batch_alter_table("figure_letter") as letter:
        letter.drop_constraint(op.f("ck_figure_letter_figure_cut"), type_="check")
        letter.create_check_constraint(op.f("ck_figure_letter_figure_cut"), f"cut IN ({listed})")
