from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar

from flask import Flask
from flask.typing import ResponseReturnValue

_F = TypeVar("_F", bound=Callable[..., Any])

class UserMixin:
    @property
    def is_active(self) -> bool: ...
    @property
    def is_authenticated(self) -> bool: ...
    @property
    def is_anonymous(self) -> bool: ...
    def get_id(self) -> str: ...

class AnonymousUserMixin:
    is_active: bool
    is_authenticated: bool
    is_anonymous: bool
    def get_id(self) -> None: ...

class LoginManager:
    login_view: str | None
    login_message: str | None
    login_message_category: str
    session_protection: str | None
    anonymous_user: Callable[[], Any]
    def __init__(self, app: Flask | None = ..., add_context_processor: bool = ...) -> None: ...
    def init_app(self, app: Flask, add_context_processor: bool = ...) -> None: ...
    def user_loader(self, callback: Callable[[str], object | None]) -> Callable[[str], object | None]: ...
    def unauthorized_handler(
        self, callback: Callable[[], ResponseReturnValue]
    ) -> Callable[[], ResponseReturnValue]: ...
    def unauthorized(self) -> ResponseReturnValue: ...

current_user: Any

def login_user(
    user: object,
    remember: bool = ...,
    duration: timedelta | None = ...,
    force: bool = ...,
    fresh: bool = ...,
) -> bool: ...
def logout_user() -> bool: ...
def confirm_login() -> None: ...
def login_fresh() -> bool: ...
def login_required(func: _F) -> _F: ...
