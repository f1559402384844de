"""The diary knows corrections: the list of actions that the database accepts had been written without them."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

BEFORE = (
    "assign accept decline reassign report_progress submit confirm send_back request_extension grant_extension "
    "refuse_extension set_deadline attest suspend resume withdraw cancel transfer merge reopen"
).split()
AFTER = [*BEFORE, "correct"]
REFUSAL = "the diary is append-only"


def upgrade() -> None:
    _accept(AFTER)


def downgrade() -> None:
    _accept(BEFORE)


def _accept(actions: list[str]) -> None:
    """Let the database accept these actions; SQLite copies the table, whose refusals are then made anew."""
    is_copied = op.get_bind().dialect.name == "sqlite"
    if is_copied:
        for verb in ("update", "delete"):
            op.execute(f"DROP TRIGGER event_refuses_{verb}")
    with op.batch_alter_table("event") as event:
        event.drop_constraint("action", type_="check")
        event.create_check_constraint("action", sa.column("action").in_(actions))
    if is_copied:
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER event_refuses_{verb.lower()} BEFORE {verb} ON event "
                f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            )
