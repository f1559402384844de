"""The English of a sentence: looked up by its Vietnamese pattern in the catalogue, its values filled in.

Which language somebody reads: a cookie of this browser says it, so that no page asks the database.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from pathlib import Path
from typing import Any

import flask
from flask import Flask, Response, current_app, g, has_request_context, request
from flask_babel import Babel, get_translations
from markupsafe import Markup, escape

from tracker.core.i18n import ENGLISH, LANGUAGES, VIETNAMESE, Message, lower_initial
from tracker.web.language.template_reader import is_vietnamese

COOKIE = "ngon-ngu"
LANGUAGE_NAMES = {VIETNAMESE: "Tiếng Việt", ENGLISH: "English"}
"""Each language by its own name."""

COOKIE_SECONDS = 400 * 24 * 3600
"""As long as browsers keep a cookie at most."""

CATALOGUES = Path(__file__).resolve().parent.parent.parent / "translations"


def init_languages(app: Flask) -> None:
    """Let Flask-Babel find the English of our sentences, and templates know which language they speak."""
    Babel(
        app,
        default_locale=VIETNAMESE,
        default_translation_directories=str(CATALOGUES),
        locale_selector=get_request_language,
        configure_jinja=False,  # our own environment looks the sentences up
    )
    app.context_processor(_surroundings)


def _surroundings() -> dict[str, str]:
    other = VIETNAMESE if get_request_language() == ENGLISH else ENGLISH
    return {"language": get_request_language(), "other_language": other, "other_language_name": LANGUAGE_NAMES[other]}


def get_request_language() -> str:
    """Return the language of this request: «en» when its reader chose English, else «vi»."""
    if not has_request_context():
        return VIETNAMESE
    if "language" not in g:
        wanted = request.cookies.get(COOKIE, VIETNAMESE)
        g.language = wanted if wanted in LANGUAGES else VIETNAMESE
    language: str = g.language
    return language


def has_chosen() -> bool:
    """Tell whether somebody chose a language in this browser before."""
    return COOKIE in request.cookies


def remember_language(response: Response, language: str) -> Response:
    """Let this browser be spoken to in a language from now on."""
    if language in LANGUAGES:
        response.set_cookie(
            COOKIE,
            language,
            max_age=COOKIE_SECONDS,
            secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
            httponly=True,
            samesite="Lax",
        )
    return response


_ONE_OF_MANY = re.compile(r"(?<![\d.,/:–-])(1 (?!thi|ha|i|wa|it)[a-z]+(?: [a-z]+)?)s\b(?![a-z])")


class _English(dict[str, Any]):
    """The values of a sentence in English; what the mapping itself makes up for a missing name stays."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        super().__init__({name: english_of(each) for name, each in values.items()})
        self.source = values

    def __missing__(self, name: str) -> Any:
        """Ask the mapping the sentence was made with."""
        return english_of(self.source[name])


def flash_message(sentence: str, category: str) -> None:
    """Say something on the next page, in the language of this request."""
    flask.flash(translate_text(sentence), category)


def translate_text(text: str) -> str:
    """Return a text as this request's reader reads it: a sentence in their language, anything else as it is."""
    return str(english_of(text)) if get_request_language() == ENGLISH else text


def english_of(value: Any) -> Any:
    """Return the English of a sentence, with the sentences in it; whatever is no sentence stays what it is."""
    if not isinstance(value, Message):
        return value
    text = translate_message(value.pattern)
    if value.values:
        text = text.format_map(_English(value.values))
    return make_singular(lower_initial(text) if value.inside else text)


def english_of_text(text: str) -> str:
    """Return the English of a text that is always ours, a label or a message of a form; data stays as it is."""
    return str(english_of(text)) if isinstance(text, Message) else translate_message(text)


def make_singular(text: str) -> str:
    """Say «1 day» for «1 days»: our English is written for many, and one takes its s away."""
    return _ONE_OF_MANY.sub(r"\1", text)


def translate_quoted(value: Any) -> Any:
    """Return a value between tags: our sentence in English, Vietnamese text that is kept marked as what it is."""
    if isinstance(value, str) and not isinstance(value, (Markup, Message)) and is_vietnamese(value):
        return Markup('<span lang="vi">{}</span>').format(value)
    return english_of(value)


def language_attribute(heading: str) -> Markup:
    """Return the attribute for a heading in which most words are Vietnamese, else nothing."""
    words = unescape(heading).split()
    most = 2 * sum(map(is_vietnamese, words)) > len(words)
    return Markup(' lang="vi"') if most else Markup("")


def translate_message(message: str) -> str:
    """Return a message of the catalogue, or the message itself; blanks around it stay."""
    bare = message.strip()
    if not bare:
        return message
    found: str = get_translations().ugettext(bare)
    return message.replace(bare, found, 1)


def translate_in_page(message: str, **values: Any) -> Markup:
    """Return the English of a run of text in a template (`SpokenText`), its values escaped as Jinja would."""
    filled = {name: escape(english_of(value)) for name, value in values.items()}
    return Markup(make_singular(translate_message(message) % filled))  # the catalogue is ours and checked  # nosec B704
