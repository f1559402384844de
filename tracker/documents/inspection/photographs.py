"""Photographs of telephones in HEIC turned into JPEG, where the optional library for it is installed."""

from __future__ import annotations

import io
from importlib.util import find_spec

from tracker.documents.file_guard import refused

MOST_POINTS = 50_000_000
"""Points of one photograph; a larger one would not fit into the memory of the sandbox."""
QUALITY = 90
_WHEN_TAKEN = "exif"


def is_readable_here() -> bool:
    """Tell whether the extra `photos` is installed."""
    return find_spec("pi_heif") is not None


def as_jpeg(data: bytes) -> bytes:
    """Return a photograph as JPEG, with the note of when and how it was taken; refuse FILE_REFUSED `heic`."""
    if not is_readable_here():
        raise refused("heic")
    import pi_heif
    from PIL import Image, UnidentifiedImageError

    pi_heif.register_heif_opener(thumbnails=False)
    pi_heif.options.DECODE_THREADS = 1
    made = io.BytesIO()
    try:
        with Image.open(io.BytesIO(data)) as picture:
            if picture.width * picture.height > MOST_POINTS:
                raise refused("heic")
            exif = picture.info.get(_WHEN_TAKEN) or b""
            picture.convert("RGB").save(made, "JPEG", quality=QUALITY, exif=exif)
    except (UnidentifiedImageError, OSError, ValueError, RuntimeError, SyntaxError, EOFError) as error:
        raise refused("heic") from error
    return made.getvalue()
