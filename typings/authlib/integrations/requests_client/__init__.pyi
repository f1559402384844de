from types import TracebackType
from typing import Any, Self

class OAuth2Session:
    def __init__(
        self,
        client_id: str | None = ...,
        client_secret: str | None = ...,
        *,
        scope: str | None = ...,
        redirect_uri: str | None = ...,
        code_challenge_method: str | None = ...,
    ) -> None: ...
    def create_authorization_url(
        self, url: str, *, code_verifier: str | None = ..., nonce: str | None = ...
    ) -> tuple[str, str]: ...
    def fetch_token(self, url: str, *, code: str, code_verifier: str, timeout: float) -> dict[str, Any]: ...
    def __enter__(self) -> Self: ...
    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None: ...
