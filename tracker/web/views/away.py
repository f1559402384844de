"""What a browser needs to work through a line that breaks off: the worker, the manifest, the page for no line."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, jsonify, render_template, url_for
from flask.typing import ResponseReturnValue

from tracker.web.guards import public

blueprint = Blueprint("away", __name__)


@blueprint.get("/ngoai-tuyen")
@public
def index() -> ResponseReturnValue:
    """Show what waits on this device; the same page for everybody, for it is kept on every device."""
    return render_template("away.html")


@blueprint.get("/tac-vu-nen.js")
@public
def worker() -> Response:
    """Hand out the worker from the root, for it looks after the whole site."""
    answer = current_app.send_static_file("js/worker.js")
    answer.headers["Cache-Control"] = "no-cache"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; script-src 'self'; connect-src 'self'"
    return answer


@blueprint.get("/ung-dung.webmanifest")
@public
def manifest() -> Response:
    """Say how the site is put on the first screen of a phone."""
    answer = jsonify(
        name="Theo dõi nhiệm vụ",
        short_name="Nhiệm vụ",
        lang="vi",
        start_url="/",
        scope="/",
        display="standalone",
        background_color="#ffffff",
        theme_color="#123f63",
        icons=[
            {"src": url_for("static", filename="favicon.svg"), "sizes": "any", "type": "image/svg+xml"},
            {"src": url_for("static", filename="icon-192.png"), "sizes": "192x192", "type": "image/png"},
            {"src": url_for("static", filename="icon-512.png"), "sizes": "512x512", "type": "image/png"},
        ],
    )
    answer.mimetype = "application/manifest+json"
    return answer
