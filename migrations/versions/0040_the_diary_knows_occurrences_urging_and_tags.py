"""The diary knows what is done with single occurrences of a duty, that a unit was urged, and tags."""

import re

from alembic import op

revision = "0040"
down_revision = "0033"
branch_labels = None
depends_on = None

BEFORE = (
    "assign accept decline refuse_decline reassign entrust divide report_progress submit confirm send_back "
    "request_extension grant_extension refuse_extension set_deadline demand_evidence correct redate attest suspend "
    "resume withdraw cancel transfer merge reopen"
).split()
AFTER = [
    *BEFORE,
    *(
        "report_occurrence accept_occurrence return_occurrence skip_occurrence pause_occurrences end_occurrences "
        "complete urge tag"
    ).split(),
]


def upgrade() -> None:
    _allow(AFTER)


def downgrade() -> None:
    _allow(BEFORE)


def _allow(actions: list[str]) -> None:
    listed = ", ".join(f"'{action}'" for action in actions)
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint(op.f("ck_event_action"), "event", type_="check")
        op.create_check_constraint(op.f("ck_event_action"), "event", f"action IN ({listed})")
        return
    _copied_with(f"CHECK (action IN ({listed}))")


def _copied_with(check: str) -> None:
    """Copy the table with another check: SQLite cannot change one, and its triggers refuse to touch the lines."""
    connection = op.get_bind()
    kept = connection.exec_driver_sql(
        "SELECT type, sql FROM sqlite_master WHERE tbl_name = 'event' AND sql IS NOT NULL ORDER BY type, name"
    ).all()
    [table] = [sql for kind, sql in kept if kind == "table"]
    made = re.sub(r"CHECK \(action IN \([^)]*\)\)", check, table, count=1)
    made = re.sub(r'CREATE TABLE "?event"?', "CREATE TABLE event_anew", made, count=1)
    connection.exec_driver_sql(made)
    connection.exec_driver_sql("INSERT INTO event_anew SELECT * FROM event")
    connection.exec_driver_sql("DROP TABLE event")
    connection.exec_driver_sql("ALTER TABLE event_anew RENAME TO event")
    for kind, sql in kept:
        if kind != "table":
            connection.exec_driver_sql(sql)
