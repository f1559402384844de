"""In which language a page speaks: Vietnamese, or English for who chose it (decision record 0032).

Sentences are looked up by their Vietnamese in a gettext catalogue. A cookie of this browser says the language, so that
no page asks the database.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import flask
from flask import Flask, Response, current_app, g, has_request_context, request
from flask_babel import Babel, get_translations
from markupsafe import Markup, escape

from tracker.core.i18n import ENGLISH, LANGUAGES, VIETNAMESE, Message, set_translator

COOKIE = "ngon-ngu"
LANGUAGE_NAMES = {VIETNAMESE: "Tiếng Việt", ENGLISH: "English"}
"""Each language by its own name."""

COOKIE_SECONDS = 400 * 24 * 3600
"""As long as browsers keep a cookie at most."""

CATALOGUES = Path(__file__).resolve().parent.parent / "translations"


def init_languages(app: Flask) -> None:
    """Let pages say our sentences in the language of the request."""
    Babel(
        app,
        default_locale=VIETNAMESE,
        default_translation_directories=str(CATALOGUES),
        locale_selector=get_request_language,
        configure_jinja=False,  # its functions would look Vietnamese up too
    )
    set_translator(translate_text)
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.newstyle_gettext = True  # type: ignore[attr-defined]  # of the extension
    app.jinja_env.policies["ext.i18n.trimmed"] = True
    app.jinja_env.globals.update(_=mark_message, gettext=gettext, ngettext=ngettext)
    app.after_request(_finish_page)
    app.context_processor(_surroundings)


def _surroundings() -> dict[str, str]:
    other = VIETNAMESE if get_request_language() == ENGLISH else ENGLISH
    return {"language": get_request_language(), "other_language": other, "other_language_name": LANGUAGE_NAMES[other]}


def get_request_language() -> str:
    """Return the language of this request: «en» when its reader chose English, else «vi»."""
    try:  # asked for each sentence of a page
        language: str = g.language
    except (AttributeError, RuntimeError):
        if not has_request_context():
            return VIETNAMESE
        wanted = request.cookies.get(COOKIE, VIETNAMESE)
        language = g.language = wanted if wanted in LANGUAGES else VIETNAMESE
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


def flash_message(sentence: str, category: str) -> None:
    """Say something on the next page, in the language of this request."""
    flask.flash(translate_text(sentence), category)


def translate_text(text: str) -> str:
    """Return a text as this request's reader reads it: a sentence in their language, anything else as it is."""
    if isinstance(text, Message) and get_request_language() == ENGLISH:
        return _in_brackets(_english_of(text))
    return str(text)


def gettext(message: str, /, **values: Any) -> Markup:
    """Return the words of a `{% trans %}` in the language of the request, with values escaped."""
    if get_request_language() != ENGLISH:
        return _fill(message, values) if values else _fill_nothing(message)
    return _english_markup(get_translations().ugettext(message), values)


def _fill(message: str, values: Mapping[str, Any]) -> Markup:
    filled = {name: escape(value) for name, value in values.items()}
    return Markup(message % filled)  # words of a template, which may hold entities  # nosec B704


@cache
def _fill_nothing(message: str) -> Markup:
    return _fill(message, {})


def ngettext(one: str, many: str, number: int, /, **values: Any) -> Markup:
    """Return the words of a `{% trans %}` that stand beside a number."""
    if get_request_language() != ENGLISH:
        return gettext(many, **values)
    return _english_markup(get_translations().ungettext(one, many, number), values)


def mark_message(message: str) -> str:
    """Return the text of a template's `_("…")`, a sentence that is said in English where the request asks for it."""
    is_spoken = get_request_language() == ENGLISH and not isinstance(message, Message)
    return Message(message) if is_spoken else message


# Private letters of Unicode stand around what is said in English until the page is finished: what stands outside them
# and has Vietnamese letters is data.
BEGIN, END = "\ue000", "\ue001"

_ONE_OF_MANY = r"(?<![\d.,/:–-])(1 {begin}(?!thi|ha|i|wa|it)[a-z]+(?: [a-z]+)?)s\b(?![a-z])"
_ONE_WITHIN = re.compile(_ONE_OF_MANY.format(begin=""))
_ONE_BEFORE = re.compile(_ONE_OF_MANY.format(begin=BEGIN))


def make_singular(text: str) -> str:
    """Say «1 day» for «1 days»: our English is written for many, and one takes its s away."""
    return _ONE_WITHIN.sub(r"\1", text)


def _in_brackets(text: str) -> str:
    bare = text.strip()
    return text.replace(bare, f"{BEGIN}{bare}{END}", 1) if bare else text


class _English(dict[str, Any]):
    """The values of a sentence in English; what the mapping itself makes up for a missing name stays."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        super().__init__({name: _english_value(each) for name, each in values.items()})
        self.source = values

    def __missing__(self, name: str) -> Any:
        """Ask the mapping the sentence was made with."""
        return _english_value(self.source[name])


def _english_of(sentence: Message) -> str:
    text = get_translations().ugettext(sentence.pattern) if sentence.pattern else ""
    if sentence.values:
        text = text.format_map(_English(sentence.values))
    return make_singular(sentence.shape(text))


def _english_value(value: Any) -> Any:
    """Return a value within a sentence: another sentence in English, other text as what it is."""
    if isinstance(value, Message):
        return _english_of(value)
    is_plain = not isinstance(value, str) or (value.isascii() and "<" not in value)
    return value if is_plain else f"{END}{value}{BEGIN}"


def _english_markup(pattern: str, values: Mapping[str, Any]) -> Markup:
    filled = {}
    for name, value in values.items():
        english = _english_value(value)
        filled[name] = english if isinstance(value, Markup) else escape(english)
    return Markup(_in_brackets(make_singular(pattern % filled)))  # the catalogue is ours and checked  # nosec B704


_MARKUP = re.compile(
    r"""(<!--.*?-->|<(?P<tag>script|style|title|textarea|option|desc|text|tspan)\b.*?</(?P=tag)>"""
    r"""|<[a-z/!](?:"[^"]*"|'[^']*'|[^"'>])*>)""",
    re.DOTALL,
)
"""Tags with their attributes, and whole elements that hold text and no other element: no part of them can be marked."""
_BARE = re.compile(r"\S(?:.*\S)?", re.DOTALL)
_ENGLISH_WORDS = re.compile(f"{BEGIN}([^{END}]*){END}?")


def mark_vietnamese(page: str) -> str:
    """Return an English page in which data that is in Vietnamese says so (WCAG 3.1.2)."""
    made: list[str] = []
    done = 0
    page = _ONE_BEFORE.sub(r"\1", page)
    for markup in _MARKUP.finditer(page):
        made += (_mark_text(page[done : markup.start()]), _without_brackets(markup.group()))
        done = markup.end()
    return "".join([*made, _mark_text(page[done:])])


def _mark_text(text: str) -> str:
    if text.isascii():
        return text
    pieces = _ENGLISH_WORDS.split(text)  # data, English, data, …
    return _without_brackets(
        "".join(
            _BARE.sub(r'<span lang="vi">\g<0></span>', piece) if number % 2 == 0 and is_vietnamese(piece) else piece
            for number, piece in enumerate(pieces)
        )
    )


def _without_brackets(text: str) -> str:
    return text if text.isascii() else text.replace(BEGIN, "").replace(END, "")


def _finish_page(response: Response) -> Response:
    """Mark what is in Vietnamese on an English page, and take the brackets out of any other text."""
    if get_request_language() != ENGLISH or response.is_streamed:
        return response
    if response.mimetype == "text/html":
        response.set_data(mark_vietnamese(response.get_data(as_text=True)))
    elif response.mimetype in ("text/plain", "application/json"):
        response.set_data(_without_brackets(response.get_data(as_text=True)))
    return response


def is_vietnamese(text: str) -> bool:
    """Tell whether a text holds a letter that English does not have."""
    return not text.isascii() and any(
        letter.isalpha() and not letter.isascii() for letter in unicodedata.normalize("NFC", text)
    )
