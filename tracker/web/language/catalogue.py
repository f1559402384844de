"""The catalogue of messages: found in the templates and the modules of words, kept as a .po file, compiled to .mo.

`make messages` runs it: new messages come in without English, those no longer said go out, the rest stays.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from jinja2 import Environment, nodes

from tracker.web.language.speech import CATALOGUES
from tracker.web.language.template_reader import TranslatedTextExtension, is_vietnamese

CATALOGUE_ROOT = CATALOGUES.parent.parent
MESSAGE_CATALOGUE = CATALOGUES / "en" / "LC_MESSAGES" / "messages.po"
SPOKEN_CALLS = frozenset({"_say", "_said"})
APART = ("templates/mail/", "templates/gallery/", "tracker/site/gallery.py", "tracker/site/forms.py")
"""Letters have their words in both languages in files of their own; the gallery of parts is for developers."""


def find_template_messages() -> Iterator[tuple[str, str]]:
    """Return each message of the templates with the file it stands in."""
    environment = Environment(
        extensions=[TranslatedTextExtension], trim_blocks=True, lstrip_blocks=True, autoescape=True
    )
    for path in sorted((CATALOGUE_ROOT / "templates").rglob("*.html")):
        place = path.relative_to(CATALOGUE_ROOT).as_posix()
        if place.startswith(APART):
            continue
        for call in environment.parse(path.read_text(encoding="utf-8")).find_all(nodes.Call):
            if isinstance(call.node, nodes.Name) and call.node.name in SPOKEN_CALLS:
                message = call.args[0]
                assert isinstance(message, nodes.Const)
                yield str(message.value).strip(), place


def find_python_messages() -> Iterator[tuple[str, str]]:
    """Return each message of Python modules, with its file."""
    for path in sorted((CATALOGUE_ROOT / "tracker").rglob("*.py")):
        place = path.relative_to(CATALOGUE_ROOT).as_posix()
        if place.startswith(APART):
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for message in _said_in(tree, is_form="/forms/" in place or place.endswith("forms.py")):
            if message.strip():
                yield message.strip(), place


def _said_in(tree: ast.Module, *, is_form: bool) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else ""
            if name == "make_message":
                yield from _strings(node.args[0])
            elif name == "make_messages":
                yield from _strings(*(node.args[0].values if isinstance(node.args[0], ast.Dict) else ()))
            elif is_form and name.endswith("Field") and node.args:
                yield from _strings(node.args[0])
                yield from _choices(node)
    if is_form:
        yield from (text for text in _plain_texts(tree) if is_vietnamese(text))


def _strings(*found: ast.expr) -> Iterator[str]:
    for node in found:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def _choices(call: ast.Call) -> Iterator[str]:
    for keyword in call.keywords:
        if keyword.arg == "choices" and isinstance(keyword.value, ast.Dict):
            yield from _strings(*keyword.value.values)


def _plain_texts(tree: ast.Module) -> Iterator[str]:
    """Return the strings of a file that are neither docstrings nor pieces of a string with values in it."""
    apart: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            apart.update(id(piece) for piece in ast.walk(node))
        elif isinstance(node, ast.Expr):
            apart.add(id(node.value))
    for node in ast.walk(tree):
        if id(node) not in apart and isinstance(node, ast.Constant):
            yield from _strings(node)


def load_catalogue() -> Catalog:
    """Return the catalogue as it is kept."""
    with MESSAGE_CATALOGUE.open("rb") as kept:
        return read_po(kept, locale="en")


def renew_catalogue(kept: Catalog) -> Catalog:
    """Return a catalogue of all messages said now, with the English that is kept for them."""
    made = Catalog(locale="en", project="tracker", fuzzy=False)
    made.creation_date = kept.creation_date
    made.revision_date = kept.revision_date
    for message, place in (*find_template_messages(), *find_python_messages()):
        known = kept.get(message)
        made.add(message, known.string if known else "", locations=[(place, 0)])
    return made


def write_catalogue(messages: Catalog) -> None:
    """Keep a catalogue, and compiled beside it what the program reads."""
    MESSAGE_CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    with MESSAGE_CATALOGUE.open("wb") as kept:
        write_po(kept, messages, width=118, sort_output=True, include_lineno=False, omit_header=False)
    with MESSAGE_CATALOGUE.with_suffix(".mo").open("wb") as compiled:
        write_mo(compiled, messages)


if __name__ == "__main__":
    now = renew_catalogue(load_catalogue() if MESSAGE_CATALOGUE.exists() else Catalog(locale="en"))
    write_catalogue(now)
    missing = [str(message.id) for message in now if message.id and not message.string]
    sys.stdout.write(f"{len(now)} messages, {len(missing)} without English\n")
