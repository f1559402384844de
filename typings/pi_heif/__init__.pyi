class options:
    DECODE_THREADS: int

def register_heif_opener(*, thumbnails: bool = ...) -> None: ...
