"""The catalogue of messages: extracted, brought up to date and compiled by Babel (decision record 0032).

`make messages` runs it: new messages come in without English, those no longer said go out, the rest stays.
What scripts say goes into a script of its own, which English pages load.
"""

from __future__ import annotations

import ast
import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import IO, Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from tracker.web.language import CATALOGUES, is_vietnamese

PROJECT_ROOT = CATALOGUES.parent.parent
MESSAGE_CATALOGUE = CATALOGUES / "en" / "LC_MESSAGES" / "messages.po"
SCRIPTS = "tracker/static/js"
ENGLISH_SCRIPT = PROJECT_ROOT / SCRIPTS / "english.js"
NOT_TRANSLATED = ("templates/gallery/", "tracker/site/gallery.py", "tracker/site/forms.py")
"""The gallery of parts is for developers; a language is called by its own name."""

OPTIONS: dict[str, dict[str, Any]] = {
    "jinja2": {"trimmed": "true", "newstyle_gettext": "true", "silent": "false"},
    "javascript": {"parse_template_string": True},
}
Found = tuple[int, str, Any, list[str]]


@dataclass(frozen=True, slots=True)
class FoundMessage:
    """A message and its file; a pair where it counts something, with a context where a word has two meanings."""

    message: str | tuple[str, ...]
    context: str | None
    place: str


def find_messages() -> Iterator[FoundMessage]:
    """Return each message of templates, modules and scripts."""
    found = [
        *_extract("templates", ("**.html", "jinja2"), ("mail/**.txt", "jinja2")),
        *_extract("tracker", ("**.py", extract_python)),
        *_extract(SCRIPTS, ("**.js", "javascript")),
    ]
    return (each for each in found if not each.place.startswith(NOT_TRANSLATED))


def _extract(folder: str, *methods: tuple[str, Any]) -> Iterator[FoundMessage]:
    options = {pattern: OPTIONS[method] for pattern, method in methods if method in OPTIONS}
    for name, _, message, _, context in extract_from_dir(PROJECT_ROOT / folder, list(methods), options):
        if message and message[0]:
            yield FoundMessage(message, context, f"{folder}/{name}")


def extract_python(file: IO[bytes], keywords: object, tags: object, options: Mapping[str, Any]) -> Iterator[Found]:
    """Return the messages of a module to Babel: sentences and tables of words, labels and strings of forms."""
    place = getattr(file, "name", "")
    is_form = "/forms/" in place or place.endswith("forms.py")
    for text in _messages_of(ast.parse(file.read()), is_form=is_form):
        if text.strip():
            yield 0, "_", text, []


def _messages_of(tree: ast.Module, *, is_form: bool) -> Iterator[str]:
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


def update_catalogue(kept: Catalog) -> Catalog:
    """Return a catalogue of all messages said now, with the English that is kept for them."""
    made = Catalog(locale="en", project="tracker", fuzzy=False)
    made.creation_date, made.revision_date = kept.creation_date, kept.revision_date
    for each in find_messages():
        known = kept.get(each.message, each.context)
        made.add(each.message, known.string if known else "", locations=[(each.place, 0)], context=each.context)
    return made


def write_catalogue(messages: Catalog) -> None:
    """Keep a catalogue, and beside it what the program and its scripts read."""
    with MESSAGE_CATALOGUE.open("wb") as kept:
        write_po(kept, messages, width=118, sort_output=True, include_lineno=False, omit_header=False)
    with MESSAGE_CATALOGUE.with_suffix(".mo").open("wb") as compiled:
        write_mo(compiled, messages)
    ENGLISH_SCRIPT.write_text(write_english_script(messages), encoding="utf-8")


def write_english_script(messages: Catalog) -> str:
    """Return the script that holds the English of what scripts say."""
    said = {each.id: each.string for each in messages if any(place.startswith(SCRIPTS) for place, _ in each.locations)}
    table = json.dumps(dict(sorted(said.items())), ensure_ascii=False, indent=2)
    return f"// Made by `make messages`: the English of what scripts say.\nself.ENGLISH = {table};\n"


if __name__ == "__main__":
    now = update_catalogue(load_catalogue())
    write_catalogue(now)
    missing = [str(message.id) for message in now if message.id and not message.string]
    sys.stdout.write(f"{len(now)} messages, {len(missing)} without English\n")
