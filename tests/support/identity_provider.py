"""A provider of single sign-on over real HTTP: discovery, keys, code flow with PKCE, tokens signed by RSA.

It does what a right provider does and checks what it must; `mood` makes it do one thing wrong.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT_ID, CLIENT_SECRET = "theo-doi", "bi-mat-cua-may-khach"
HOUR = 3600


@dataclass
class IdentityProvider:
    """Who is signed in there, what tokens say of them, and what goes wrong."""

    port: int = 0
    person: dict[str, Any] = field(default_factory=dict)
    mood: str = ""
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "1", "use": "sig"}))
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    @property
    def issuer(self) -> str:
        """Return the address of the provider."""
        return f"http://127.0.0.1:{self.port}"

    def settings(self, **more: str) -> dict[str, str]:
        """Return the settings of a client."""
        return {
            "issuer": self.issuer,
            "client_id": CLIENT_ID,
            "client_secret": CLIENT_SECRET,
            "claim": "email",
            "name": "tài khoản của tỉnh",
            **more,
        }

    def description(self) -> dict[str, Any]:
        """Return the document of discovery."""
        return {
            "issuer": "http://127.0.0.1:1" if self.mood == "other issuer" else self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "end_session_endpoint": f"{self.issuer}/end",
            "code_challenge_methods_supported": ["S256"],
        }

    def authorized(self, asked: dict[str, str]) -> str:
        """Return where the browser goes back to: with a code, or without when the person said no."""
        assert asked["response_type"] == "code"
        assert asked["client_id"] == CLIENT_ID
        assert asked["code_challenge_method"] == "S256"
        assert asked["nonce"] and asked["state"]
        answer = {"state": asked["state"], "code": secrets.token_urlsafe(16)}
        if self.mood == "said no":
            answer = {"state": asked["state"], "error": "access_denied"}
        else:
            self.codes[answer["code"]] = asked
        return f"{asked['redirect_uri']}?{urlencode(answer)}"

    def token(self, basic: str, sent: dict[str, str]) -> tuple[int, dict[str, Any]]:
        """Return what a code brings, once: the verifier, the client and the address must be those of the beginning."""
        asked = self.codes.pop(sent.get("code", ""), None)
        known = base64.b64encode(f"{CLIENT_ID}:{CLIENT_SECRET}".encode()).decode()
        challenge = base64.urlsafe_b64encode(hashlib.sha256(sent.get("code_verifier", "").encode()).digest())
        right = (
            asked is not None
            and basic == f"Basic {known}"
            and sent["redirect_uri"] == asked["redirect_uri"]
            and challenge.decode().rstrip("=") == asked["code_challenge"]
        )
        if asked is None or not right:
            return 400, {"error": "invalid_grant"}
        return 200, {"access_token": "x", "token_type": "Bearer", "id_token": self.signed(asked["nonce"])}

    def signed(self, nonce: str) -> str:
        """Return a token about the person signed in."""
        now = int(time.time())  # noqa: TID251 - the clock of another machine
        if self.mood == "too old":
            now -= HOUR * 2
        claims = {
            "iss": self.issuer,
            "aud": "phan-mem-khac" if self.mood == "for another" else CLIENT_ID,
            "iat": now,
            "exp": now + HOUR,
            "nonce": "cu" if self.mood == "old nonce" else nonce,
            **self.person,
        }
        if self.mood == "unsigned":
            parts = [json.dumps({"alg": "none"}).encode(), json.dumps(claims).encode()]
            return ".".join(base64.urlsafe_b64encode(each).decode().rstrip("=") for each in parts) + "."
        key = RSAKey.generate_key(2048, {"kid": "1"}) if self.mood == "other key" else self.key
        return jwt.encode({"alg": "RS256", "kid": str(key.kid)}, claims, key)


@contextmanager
def identity_provider() -> Iterator[IdentityProvider]:
    """Yield a running provider on a free port of this machine."""
    house = IdentityProvider()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            address = urlsplit(self.path)
            house.asked.append(address.path)
            if house.mood == "away":
                self._answer(503, {})
            elif address.path == "/.well-known/openid-configuration":
                self._answer(200, house.description())
            elif address.path == "/keys":
                self._answer(200, {"keys": [house.key.as_dict(private=False)]})
            elif address.path == "/authorize":
                asked = {name: values[0] for name, values in parse_qs(address.query).items()}
                self.send_response(302)
                self.send_header("Location", house.authorized(asked))
                self.end_headers()
            else:
                self._answer(404, {})

        def do_POST(self) -> None:
            content = self.rfile.read(int(self.headers["Content-Length"])).decode()
            sent = {name: values[0] for name, values in parse_qs(content).items()}
            self._answer(*house.token(self.headers.get("Authorization", ""), sent))

        def _answer(self, status: int, document: dict[str, Any]) -> None:
            body = json.dumps(document).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        house.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        yield house
        server.shutdown()
