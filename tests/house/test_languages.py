"""Every sentence people read has its English, and none is put together where nobody could say it in English."""

from __future__ import annotations

import ast
import re
import string

from babel.messages.mofile import read_mo

from tests.house.sources import TRACKER, name_of, python_files, tree_of
from tracker.web.language.catalogue import (
    APART,
    MESSAGE_CATALOGUE,
    find_python_messages,
    find_template_messages,
    load_catalogue,
    renew_catalogue,
)
from tracker.web.language.template_reader import is_spoken, is_vietnamese

PAPERS_AND_LETTERS = {
    "tracker/reminders/labels.py",
    "tracker/integrations/calendar_feed.py",
    "tracker/operations/labels.py",
    "tracker/integrations/channels.py",
    "tracker/figures/mailed.py",
    "tracker/reports/labels.py",
}
"""Files whose sentences with values in them stand in letters, papers and on the command line, which are Vietnamese."""


def messages() -> dict[str, str]:
    return {str(each.id): str(each.string) for each in load_catalogue() if each.id}


def places(text: str) -> list[str]:
    """Return the names that values fill, of either kind: %(name)s in templates, {name} elsewhere."""
    named = re.findall(r"%\((\w+)\)s", text)
    return sorted([*named, *(field for _, field, *_ in string.Formatter().parse(text) if field)])


def test_the_catalogue_holds_what_is_said_and_nothing_else() -> None:
    said = {message for message, _ in (*find_template_messages(), *find_python_messages())}

    assert said - messages().keys() == set(), "run make messages"
    assert messages().keys() - said == set(), "run make messages"
    assert len(said) > 2000


def test_every_sentence_has_its_english() -> None:
    assert [message for message, english in messages().items() if not english] == []


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


def test_the_compiled_catalogue_is_that_of_the_source() -> None:
    with MESSAGE_CATALOGUE.with_suffix(".mo").open("rb") as compiled:
        read = {str(each.id): str(each.string) for each in read_mo(compiled) if each.id}

    assert read == messages()


def test_no_sentence_of_a_page_is_put_together_where_it_is_lost() -> None:
    """An f-string with Vietnamese in it is a finished text: nobody could look up its English."""
    lost = []
    for path in python_files(TRACKER / "wording", TRACKER / "web"):
        place = name_of(path)
        if place in PAPERS_AND_LETTERS or place.startswith(APART) or "/api/" in place:
            continue
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.JoinedStr):
                words = "".join(str(each.value) for each in node.values if isinstance(each, ast.Constant))
                if is_vietnamese(words):
                    lost.append(f"{place}:{node.lineno} {words[:60]}")

    assert lost == []


def test_a_key_is_not_taken_for_words() -> None:
    assert is_spoken("Xem trước") and is_spoken("Xem") and is_spoken("Chủ trì")
    assert not any(map(is_spoken, ("danger", "task:read", "RadioField", "SHA-256", "_", "")))


def test_bringing_the_catalogue_up_to_date_changes_nothing() -> None:
    assert {str(each.id): str(each.string) for each in renew_catalogue(load_catalogue()) if each.id} == messages()
