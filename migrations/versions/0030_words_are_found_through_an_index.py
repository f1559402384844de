"""Words are found through an index: with marks when typed with marks, without them when not.

The texts kept for finding now hold each word twice, without its marks and with them; documents get such a text too.
A secret paper holds no content and is found by its number only (K47). SQLite gets full-text tables, which the program fills, PostgreSQL inverted indexes. The words are made here as the program of this version makes them.
"""

import re
import unicodedata

from alembic import op
import sqlalchemy as sa

revision = "0030"
down_revision = "0021"
branch_labels = None
depends_on = None

TABLES = ("task", "directive", "document")
TASKS = """
    SELECT task.id, task.code, task.title, task.product, task.term_text, task.leader, task.field, plan_item.basis,
        plan_item.lead_text, document.issuer, document.reference
    FROM task LEFT JOIN directive ON directive.id = task.directive_id
    LEFT JOIN plan_item ON plan_item.id = task.plan_item_id LEFT JOIN plan ON plan.id = plan_item.plan_id
    LEFT JOIN document ON document.id = COALESCE(directive.document_id, plan.document_id)
"""
DIRECTIVES = """
    SELECT directive.id, document.reference, directive.content, directive.leader, directive.field
    FROM directive JOIN document ON document.id = directive.document_id
"""
DOCUMENTS = "SELECT id, reference, summary, issuer, signer FROM document WHERE secrecy = ''"
SECRET = "SELECT id, reference FROM document WHERE secrecy <> ''"
TONES = "\u0300\u0309\u0303\u0301\u0323"
WORD = re.compile(r"[^\W_]+")


def upgrade() -> None:
    op.execute("UPDATE document SET summary = '' WHERE secrecy <> ''")
    with op.batch_alter_table("document") as document:
        document.add_column(sa.Column("search_text", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("document") as document:
        document.alter_column("search_text", server_default=None)
        document.create_check_constraint("secret_without_content", "secrecy = '' OR summary = ''")
    for table, question in (("task", TASKS), ("directive", DIRECTIVES), ("document", DOCUMENTS), ("document", SECRET)):
        _rewrite(table, question, _both)
    for table in TABLES:
        for statement in _on_sqlite(table) if op.get_bind().dialect.name == "sqlite" else _on_postgresql(table):
            op.execute(statement)


def downgrade() -> None:
    for table in TABLES:
        if op.get_bind().dialect.name == "sqlite":
            op.execute(f"DROP TABLE words_{table}")
        else:
            op.execute(f"DROP INDEX words_{table}")
    _rewrite("task", TASKS, _bare)
    _rewrite("directive", DIRECTIVES, _bare)
    with op.batch_alter_table("document") as document:
        document.drop_constraint("secret_without_content", type_="check")
        document.drop_column("search_text")


def _on_sqlite(table: str) -> list[str]:
    return [
        f"CREATE VIRTUAL TABLE words_{table} USING fts5 (search_text, tokenize='ascii')",
        f"INSERT INTO words_{table} (rowid, search_text) SELECT id, search_text FROM {table}",
    ]


def _on_postgresql(table: str) -> list[str]:
    return [f"CREATE INDEX words_{table} ON {table} USING gin (string_to_array(search_text, ' '))"]


def _rewrite(table: str, question: str, form) -> None:
    connection = op.get_bind()
    rows = [
        {"id": row[0], "key": form(" ".join(part for part in row[1:] if part))}
        for row in connection.execute(sa.text(question))
    ]
    if rows:
        connection.execute(sa.text(f"UPDATE {table} SET search_text = :key WHERE id = :id"), rows)


def _both(text: str) -> str:
    words = WORD.findall(unicodedata.normalize("NFC", text).casefold())
    marked = [word.lstrip("0") or "0" if word[0] == "0" else _tone_last(word) for word in words]
    return f" {' '.join(map(_bare, marked))} | {' '.join(marked)} " if marked else ""


def _bare(text: str) -> str:
    letters = unicodedata.normalize("NFD", text.casefold())
    bare = "".join(char for char in letters if unicodedata.category(char) != "Mn")
    return " ".join(unicodedata.normalize("NFC", bare).replace("\u0111", "d").split())


def _tone_last(word: str) -> str:
    letters = unicodedata.normalize("NFD", word)
    bare = "".join(char for char in letters if char not in TONES)
    return unicodedata.normalize("NFC", bare + "".join(char for char in letters if char in TONES))
