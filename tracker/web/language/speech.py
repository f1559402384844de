"""The English of a sentence: looked up by its Vietnamese pattern in the catalogue, its values filled in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from typing import Any

import flask
from flask_babel import get_translations
from markupsafe import Markup, escape

from tracker.web.language.choice import ENGLISH, chosen
from tracker.web.language.runs import is_vietnamese
from tracker.wording.sentence import Sentence, small

_ONE_OF_MANY = re.compile(r"(?<![\d.,/:–-])(1 (?!thi|ha|i|wa|it)[a-z]+(?: [a-z]+)?)s\b(?![a-z])")


class _English(dict[str, Any]):
    """The values of a sentence in English; what the mapping itself makes up for a missing name stays."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        super().__init__({name: english_of(each) for name, each in values.items()})
        self.source = values

    def __missing__(self, name: str) -> Any:
        """Ask the mapping the sentence was made with."""
        return english_of(self.source[name])


def flash(sentence: str, category: str) -> None:
    """Say something on the next page, in the language of this request."""
    flask.flash(spoken(sentence), category)


def spoken(text: str) -> str:
    """Return a text as this request's reader reads it: a sentence in their language, anything else as it is."""
    return str(english_of(text)) if chosen() == ENGLISH else text


def english_of(value: Any) -> Any:
    """Return the English of a sentence, with the sentences in it; whatever is no sentence stays what it is."""
    if not isinstance(value, Sentence):
        return value
    text = look_up(value.pattern)
    if value.values:
        text = text.format_map(_English(value.values))
    return singular(small(text) if value.inside else text)


def english_of_text(text: str) -> str:
    """Return the English of a text that is always ours, a label or a message of a form; data stays as it is."""
    return str(english_of(text)) if isinstance(text, Sentence) else look_up(text)


def singular(text: str) -> str:
    """Say «1 day» for «1 days»: our English is written for many, and one takes its s away."""
    return _ONE_OF_MANY.sub(r"\1", text)


def quoted(value: Any) -> Any:
    """Return a value between tags: our sentence in English, Vietnamese text that is kept marked as what it is."""
    if isinstance(value, str) and not isinstance(value, (Markup, Sentence)) and is_vietnamese(value):
        return Markup('<span lang="vi">{}</span>').format(value)
    return english_of(value)


def tongue_of(heading: str) -> Markup:
    """Return the attribute for a heading in which most words are Vietnamese, else nothing."""
    words = unescape(heading).split()
    most = 2 * sum(map(is_vietnamese, words)) > len(words)
    return Markup(' lang="vi"') if most else Markup("")


def look_up(message: str) -> str:
    """Return a message of the catalogue, or the message itself; blanks around it stay."""
    bare = message.strip()
    if not bare:
        return message
    found: str = get_translations().ugettext(bare)
    return message.replace(bare, found, 1)


def say_in_page(message: str, **values: Any) -> Markup:
    """Return the English of a run of text in a template (`SpokenText`), its values escaped as Jinja would."""
    filled = {name: escape(english_of(value)) for name, value in values.items()}
    return Markup(singular(look_up(message) % filled))  # the catalogue is ours and checked  # nosec B704
