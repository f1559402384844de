from collections.abc import Callable
from typing import Protocol

from flask import Flask

class _Translations(Protocol):
    def ugettext(self, message: str) -> str: ...
    def ungettext(self, singular: str, plural: str, num: int) -> str: ...

class Babel:
    def __init__(
        self,
        app: Flask | None = ...,
        *,
        default_locale: str = ...,
        default_translation_directories: str = ...,
        locale_selector: Callable[[], str | None] | None = ...,
        configure_jinja: bool = ...,
    ) -> None: ...

def get_translations() -> _Translations: ...
