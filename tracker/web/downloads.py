"""Files handed out as they came in: attached, never shown inside the site, nothing in them runs."""

from __future__ import annotations

import os
from typing import BinaryIO

from flask import Response, send_file

NOTHING_RUNS = "default-src 'none'; sandbox"


def as_it_came(stream: BinaryIO, file_name: str) -> Response:
    """Return a kept file, byte for byte, under the name it came with."""
    size = stream.seek(0, os.SEEK_END)
    stream.seek(0)
    response = send_file(
        stream,
        mimetype="application/octet-stream",
        as_attachment=True,
        download_name=file_name,
        conditional=False,
        etag=False,
        max_age=None,
    )
    response.headers["Content-Security-Policy"] = NOTHING_RUNS
    response.headers["Content-Length"] = str(size)
    return response
