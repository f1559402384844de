"""The floor: what the same answers cost at least. A cookie, one indexed question, a bare page with a menu."""

from __future__ import annotations

import secrets
import sqlite3
from pathlib import Path

from flask import Flask, abort, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

PAGE = """<!DOCTYPE html><html lang="vi"><head><title>{{ title }}</title></head><body><nav>
{%- for n in range(12) %}<a href="{{ url_for('task', number=n) }}">Mục {{ n }}</a>{% endfor %}</nav>
<h1>{{ title }}</h1><table>
{%- for row in rows %}<tr>{% for cell in row %}<td>{{ cell }}</td>{% endfor %}</tr>{% endfor %}
</table></body></html>"""

PERSON = "SELECT name FROM person WHERE id = ? AND active"
OVERDUE = (
    "SELECT a.id, t.title, t.code, a.due_on, a.state FROM assignment a JOIN task t ON t.id = a.task_id"
    " WHERE a.unit_id = ? AND a.due_on < ? AND a.state IN"
    " ('assigned', 'accepted', 'in_progress', 'returned', 'submitted', 'declined') ORDER BY a.due_on, a.id LIMIT 50"
)
TASK = "SELECT t.title, t.code, a.due_on, a.state FROM assignment a JOIN task t ON t.id = a.task_id WHERE a.id = ?"
DIARY = "SELECT recorded_at, action, actor_name, note FROM event WHERE assignment_id = ? ORDER BY sequence"
STATISTICS = "SELECT unit_id, sum(total), sum(on_time), sum(late) FROM bench_delta WHERE day <= ? GROUP BY unit_id"


def floor_app(database: Path) -> Flask:
    """Return the floor application over a filled database."""
    app = Flask(__name__)
    app.config["SECRET_KEY"] = secrets.token_hex(32)
    page = app.jinja_env.from_string(PAGE)
    connection = sqlite3.connect(database, check_same_thread=False, isolation_level=None)
    connection.execute("PRAGMA synchronous=FULL")

    @app.before_request
    def _who() -> None:
        found = connection.execute(PERSON, (session.get("person"),)).fetchone()
        if found is None:
            abort(403)
        g.name = found[0]

    @app.get("/list/<int:unit>/<day>")
    def overdue(unit: int, day: str) -> str:
        return page.render(url_for=url_for, title="Quá hạn", rows=connection.execute(OVERDUE, (unit, day)))

    @app.get("/task/<int:number>")
    def task(number: int) -> str:
        [found] = connection.execute(TASK, (number,))
        return page.render(url_for=url_for, title=found[0], rows=connection.execute(DIARY, (number,)))

    @app.get("/statistics/<day>")
    def statistics(day: str) -> str:
        return page.render(url_for=url_for, title="Số liệu", rows=connection.execute(STATISTICS, (day,)))

    @app.post("/task/<int:number>")
    def write(number: int) -> ResponseReturnValue:
        if request.form["token"] != session["token"]:
            abort(403)
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("UPDATE assignment SET progress = 60 WHERE id = ?", (number,))
        connection.execute("INSERT INTO bench_note (task_id, note) VALUES (?, ?)", (number, request.form["note"]))
        connection.execute("COMMIT")
        return redirect("/")

    return app
