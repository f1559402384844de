"""What a careful reader would look for: no door out, no code from data, nothing inline, every licence known."""

from __future__ import annotations

import ast
import re

from tests.house.sources import ROOT, TRACKER, calls_in, name_of, python_files, tree_of

NETWORK = {"requests", "httpx", "aiohttp", "ftplib", "telnetlib", "urllib3"}
MAY_CALL_OUT = {
    "tracker/integrations/webhook.py",  # addresses an operator listed
    "tracker/accounts/single_sign_on.py",  # the provider of single sign-on that an operator set
    "tracker/mail/smtp.py",  # the office's own mail server
    "tracker/mail/mailbox.py",  # and its mailbox for answers
    "tracker/reminders/answers.py",
    "tracker/core/files.py",  # the store of files that an operator set
}
OF_THE_NETWORK = {"urllib.request", "http.client", "smtplib", "imaplib", "socket"}
KNOWN_TO_ASK_NAMES = {
    "tracker/integrations/webhook.py",
    "tracker/operations/lock.py",
}  # a name to a number; this machine's name
LISTENS = {"tracker/operations/gunicorn_worker.py"}  # takes in what others send; calls nobody


def _imports(path: str) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(tree_of(ROOT / path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


def test_only_letters_and_listed_addresses_leave_the_house() -> None:
    callers = {name_of(path) for path in python_files(TRACKER) if _imports(name_of(path)) & (OF_THE_NETWORK | NETWORK)}

    assert callers - MAY_CALL_OUT - KNOWN_TO_ASK_NAMES - LISTENS == set()


def test_no_data_becomes_code() -> None:
    dangerous = re.compile(r"^(eval|exec|compile|__import__)$|(^|\.)(system|popen|loads?_unsafe)$|^pickle\.loads?$")
    found = {
        f"{name_of(path)} {name}"
        for path in python_files(TRACKER)
        for _, name in calls_in(path)
        if dangerous.search(name)
    }

    assert found <= {"tracker/documents/sandbox.py pickle.load", "tracker/documents/sandbox.py pickle.loads"}


def test_pages_hold_nothing_inline() -> None:
    inline = re.compile(r"<script(?![^>]*\bsrc=)|<style\b|\sstyle=|\son[a-z]+=\"|javascript:", re.IGNORECASE)
    pages = [path for path in sorted((ROOT / "templates").rglob("*.html")) if "/mail/" not in f"/{name_of(path)}"]

    assert [name_of(path) for path in pages if inline.search(path.read_text(encoding="utf-8"))] == []


def test_every_package_of_the_run_has_its_licence_written_down() -> None:
    lock = (ROOT / "requirements" / "run.lock").read_text(encoding="utf-8")
    pinned = set(re.findall(r"^([a-z0-9._-]+)==([^ ;\\\s]+)", lock, re.MULTILINE))
    table = (ROOT / "docs" / "giay-phep.md").read_text(encoding="utf-8")
    written = {(row[0], row[1]) for row in re.findall(r"^\| (\S+) \| (\S+) \| \S.* \|$", table, re.MULTILINE)}

    assert pinned - written == set()
