"""Which language somebody reads: a cookie of this browser says it, so that no page asks the database."""

from __future__ import annotations

from pathlib import Path

from flask import Flask, Response, current_app, g, has_request_context, request
from flask_babel import Babel

from tracker.mail.compose import ENGLISH as ENGLISH
from tracker.mail.compose import LANGUAGES
from tracker.mail.compose import VIETNAMESE as VIETNAMESE

COOKIE = "ngon-ngu"
NAMES = {VIETNAMESE: "Tiếng Việt", ENGLISH: "English"}
"""Each language by its own name."""

KEPT_SECONDS = 400 * 24 * 3600
"""As long as browsers keep a cookie at most."""

CATALOGUES = Path(__file__).resolve().parent.parent.parent / "translations"


def init_app(app: Flask) -> None:
    """Let Flask-Babel find the English of our sentences, and templates know which language they speak."""
    Babel(
        app,
        default_locale=VIETNAMESE,
        default_translation_directories=str(CATALOGUES),
        locale_selector=chosen,
        configure_jinja=False,  # our own environment looks the sentences up
    )
    app.context_processor(_surroundings)


def _surroundings() -> dict[str, str]:
    other = VIETNAMESE if chosen() == ENGLISH else ENGLISH
    return {"language": chosen(), "other_language": other, "other_language_name": NAMES[other]}


def chosen() -> str:
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


def remember(response: Response, language: str) -> Response:
    """Let this browser be spoken to in a language from now on."""
    if language in LANGUAGES:
        response.set_cookie(
            COOKIE,
            language,
            max_age=KEPT_SECONDS,
            secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
            httponly=True,
            samesite="Lax",
        )
    return response
