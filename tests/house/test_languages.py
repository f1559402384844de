"""Every sentence people read has its English, and none is put together where nobody could say it in English."""

from __future__ import annotations

import ast
import re
import string
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo
from jinja2 import Environment, nodes

from tests.house.sources import ROOT, TRACKER, name_of, python_files, tree_of
from tracker.web.language import is_vietnamese
from tracker.web.message_catalogue import (
    ENGLISH_SCRIPT,
    MESSAGE_CATALOGUE,
    NOT_TRANSLATED,
    find_messages,
    load_catalogue,
    update_catalogue,
    write_english_script,
)

LONGEST_LINE = 140
"""Columns of a template."""

PAPERS_AND_LETTERS = {
    "tracker/reminders/labels.py",
    "tracker/integrations/calendar_feed.py",
    "tracker/operations/labels.py",
    "tracker/integrations/channels.py",
    "tracker/figures/mailed.py",
    "tracker/reports/labels.py",
}
"""Files whose sentences with values in them stand in letters, papers and on the command line, which are Vietnamese."""


Key = tuple[str | None, str | tuple[str, ...]]


def catalogue(messages: Catalog) -> dict[Key, str | tuple[str, ...]]:
    def plain(text: Any) -> Any:
        return tuple(text) if isinstance(text, list) else text

    return {(each.context, plain(each.id)): plain(each.string) for each in messages if each.id}


def messages() -> dict[str, str]:
    """Return each message with its English; of those that count something, the one for many."""
    return {
        each[-1] if isinstance(each, tuple) else str(each): english[-1] if isinstance(english, tuple) else english
        for (_, each), english in catalogue(load_catalogue()).items()
    }


def places(text: str) -> list[str]:
    """Return the names that values fill, of either kind: %(name)s in templates, {name} elsewhere."""
    named = re.findall(r"%\((\w+)\)s", text)
    return sorted([*named, *(field for _, field, *_ in string.Formatter().parse(text) if field)])


def test_the_catalogue_holds_what_is_said_and_nothing_else() -> None:
    said = {(each.context, each.message) for each in find_messages()}
    kept = set(catalogue(load_catalogue()))

    assert said - kept == set(), "run make messages"
    assert kept - said == set(), "run make messages"
    assert len(said) > 2000


def templates() -> dict[str, str]:
    paths = [path for kind in ("html", "txt") for path in sorted((ROOT / "templates").rglob(f"*.{kind}"))]
    return {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in paths}


def unmarked(source: str) -> list[str]:
    """Return the texts of a template with Vietnamese letters that stand in no mark: nobody reads their English."""
    environment = Environment(extensions=["jinja2.ext.i18n"])
    environment.newstyle_gettext = True  # type: ignore[attr-defined]  # of the extension
    tree = environment.parse(source)
    assert not any(each.name == "_" and each.ctx == "store" for each in tree.find_all(nodes.Name)), "_ is the mark"
    keys = [key for table in tree.find_all(nodes.Pair) for key in [table.key]]
    keys += [operand.expr for compared in tree.find_all(nodes.Compare) for operand in compared.ops]
    marked = [
        argument
        for call in tree.find_all(nodes.Call)
        if isinstance(call.node, nodes.Name) and call.node.name in ("_", "gettext", "ngettext", "pgettext")
        for argument in call.args
    ]
    apart = {id(each) for each in keys + marked}
    found = [each.data for each in tree.find_all(nodes.TemplateData)]
    found += [str(each.value) for each in tree.find_all(nodes.Const) if id(each) not in apart]
    return [text.strip()[:60] for text in found if is_vietnamese(text)]


def test_every_sentence_of_a_template_is_marked() -> None:
    left = {
        place: texts
        for place, source in templates().items()
        if not place.startswith(NOT_TRANSLATED) and (texts := unmarked(source))
    }

    assert left == {}


def test_an_unmarked_sentence_is_found() -> None:
    assert unmarked("<p>Đã lưu</p>") == ["<p>Đã lưu</p>"]
    assert unmarked('{{ notice("Đã lưu") }}') == ["Đã lưu"]
    assert unmarked('{% trans %}Đã lưu{% endtrans %}{{ _("Đã lưu") }}{% if word == "Đã lưu" %}{% endif %}') == []


def test_lines_of_templates_can_be_read() -> None:
    long = [
        f"{place}:{number}"
        for place, source in templates().items()
        for number, line in enumerate(source.splitlines(), start=1)
        if len(line) > LONGEST_LINE
    ]

    assert long == []


def test_every_sentence_has_its_english() -> None:
    assert [key for key, english in catalogue(load_catalogue()).items() if not (english and all(english))] == []


def test_english_names_the_same_values_and_cannot_break_a_page() -> None:
    tags = set(re.findall(r"\{\{.*?\}\}", " ".join(messages())))
    wrong = []
    for message, english in messages().items():
        if any(tag in message for tag in tags):
            continue
        pattern_only = message.count("%%") == english.count("%%") or "%(" not in message
        if places(message) != places(english) or not pattern_only:
            wrong.append(message)
        if ('"' in english and '"' not in message) or ("<" in english and "<" not in message):
            wrong.append(message)

    assert wrong == []


def test_no_english_has_vietnamese_letters_except_in_what_is_quoted() -> None:
    """Examples show what is typed; names of columns and tags are those of the file itself."""
    quoting = re.compile(
        r"example|«|“|columns|YYYY|Decree|Decision|Word for word|lists its values|Tết|\(Khẩn|khẩn\)|tốc\)|UBND"
    )
    odd = [
        english
        for message, english in messages().items()
        if is_vietnamese(english.replace("–", "").replace("…", "")) and not quoting.search(english)
        if english != message
    ]

    assert odd == []


def test_what_is_read_is_compiled_from_the_source() -> None:
    with MESSAGE_CATALOGUE.with_suffix(".mo").open("rb") as compiled:
        assert catalogue(read_mo(compiled)) == catalogue(load_catalogue())

    assert ENGLISH_SCRIPT.read_text(encoding="utf-8") == write_english_script(load_catalogue())


def test_no_sentence_of_a_page_is_put_together_where_it_is_lost() -> None:
    """An f-string with Vietnamese in it is a finished text: nobody could look up its English."""
    lost = []
    for path in python_files(TRACKER / "wording", TRACKER / "web"):
        place = name_of(path)
        if place in PAPERS_AND_LETTERS or place.startswith(NOT_TRANSLATED) or "/api/" in place:
            continue
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.JoinedStr):
                words = "".join(str(each.value) for each in node.values if isinstance(each, ast.Constant))
                if is_vietnamese(words):
                    lost.append(f"{place}:{node.lineno} {words[:60]}")

    assert lost == []


def test_bringing_the_catalogue_up_to_date_changes_nothing() -> None:
    assert catalogue(update_catalogue(load_catalogue())) == catalogue(load_catalogue())
