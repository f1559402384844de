"""Signing on through a provider: the person is one who has an account here already, bound to one number there.

The provider of single sign-on, asked by OpenID Connect: discovery, code flow, PKCE, nonce, signed tokens.

The extra `oidc` (Authlib, requests) is imported when somebody signs on, not before. Nothing but who somebody is comes
from the provider: no role, no unit, no account.
"""

from __future__ import annotations

import hmac
import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from tracker.accounts import notices, queries
from tracker.accounts.models import AccountChange, ProviderIdentity
from tracker.core.logs import SECURITY
from tracker.core.refusals import Reason, Refusal
from tracker.database.unit_of_work import UnitOfWork
from tracker.office import people as office_people
from tracker.office.models import Person

if TYPE_CHECKING:
    from authlib.integrations.requests_client import OAuth2Session


SIGN_ON_SCOPE = "openid email profile"
PROVIDER_TIMEOUT_SECONDS = 10
"""A provider that takes longer counts as away."""
PROVIDER_CACHE_SECONDS = 3600.0
"""So long the provider's description and keys are kept; unknown keys are asked for at once."""
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA")
"""Signatures by a public key alone: «none» and those by a shared secret are refused."""
LEEWAY = 60
"""Seconds by which the clocks of the two machines may differ."""


@dataclass(frozen=True, slots=True)
class SignOnStart:
    """A sign-on that was begun: where the browser goes, and what it keeps until it comes back."""

    address: str
    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the provider says somebody is: its own number, which never changes, and the name to look for here."""

    issuer: str
    subject: str
    name: str


@dataclass(slots=True)
class Provider:
    """A provider, and this program as its client. `claim` is what names an account here."""

    issuer: str
    client_id: str
    client_secret: str
    claim: str
    _kept: dict[str, tuple[float, dict[str, Any]]] = field(default_factory=dict, init=False)

    def begin(self, back: str) -> SignOnStart:
        """Return the way to the provider, which sends the browser `back`; refuses SIGN_ON_AWAY."""
        from authlib.common.security import generate_token

        verifier, nonce = generate_token(48), generate_token(32)
        with self._session(back) as session:
            address, state = session.create_authorization_url(
                self._described("authorization_endpoint"), code_verifier=verifier, nonce=nonce
            )
        return SignOnStart(address, state, nonce, verifier)

    def finish(self, back: str, given: Mapping[str, str], begun: Mapping[str, str]) -> Identity:
        """Return who came back with the answer `given`, for what was `begun` in this very browser.

        Refuses SIGN_ON_CANCELLED, SIGN_ON_BROKEN (another state, code, nonce, key, receiver, or time), SIGN_ON_AWAY,
        SIGN_ON_UNKNOWN when the token does not say by which name the person is known here.
        """
        if not hmac.compare_digest(given.get("state", ""), begun["state"]):
            raise Refusal(Reason.SIGN_ON_BROKEN)
        if given.get("error") == "access_denied":
            raise Refusal(Reason.SIGN_ON_CANCELLED)
        if "error" in given or not given.get("code"):
            raise Refusal(Reason.SIGN_ON_BROKEN)
        claims = self._claims(self._token(back, given["code"], begun["verifier"]), begun["nonce"])
        name, subject = claims.get(self.claim), claims["sub"]
        if not isinstance(name, str) or not name.strip():
            raise Refusal(Reason.SIGN_ON_UNKNOWN)
        if self.claim == "email" and claims.get("email_verified") is not True:
            raise Refusal(Reason.SIGN_ON_UNKNOWN)
        return Identity(self.issuer, str(subject), name.strip())

    def way_out(self, back: str) -> str | None:
        """Return where one signs out of the provider too, None when it has no such page or is away."""
        try:
            address = self._description().get("end_session_endpoint")
        except Refusal:
            return None
        if not address:
            return None
        return f"{address}?{urlencode({'client_id': self.client_id, 'post_logout_redirect_uri': back})}"

    def _token(self, back: str, code: str, verifier: str) -> str:
        import requests
        from authlib.integrations.base_client.errors import OAuthError

        try:
            with self._session(back) as session:
                token = session.fetch_token(
                    self._described("token_endpoint"),
                    code=code,
                    code_verifier=verifier,
                    timeout=PROVIDER_TIMEOUT_SECONDS,
                )
        except requests.RequestException as away:
            raise Refusal(Reason.SIGN_ON_AWAY) from away
        except (OAuthError, ValueError) as wrong:
            raise Refusal(Reason.SIGN_ON_BROKEN) from wrong
        given = token.get("id_token")
        if not isinstance(given, str):
            raise Refusal(Reason.SIGN_ON_BROKEN)
        return given

    def _claims(self, token: str, nonce: str) -> dict[str, Any]:
        """Return what a token says once its signature, issuer, receiver, time and nonce are right."""
        from joserfc import jwt
        from joserfc.errors import JoseError

        must: dict[str, Any] = {
            "iss": {"essential": True, "value": self.issuer},
            "aud": {"essential": True, "value": self.client_id},
            "sub": {"essential": True},
            "exp": {"essential": True},
            "nonce": {"essential": True, "value": nonce},
        }
        try:
            claims = self._opened(token)
            jwt.JWTClaimsRegistry(leeway=LEEWAY, **must).validate(claims)
        except (JoseError, ValueError) as wrong:
            raise Refusal(Reason.SIGN_ON_BROKEN) from wrong
        many = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
        if claims.get("azp", None if many else self.client_id) != self.client_id:
            raise Refusal(Reason.SIGN_ON_BROKEN)
        return claims

    def _opened(self, token: str) -> dict[str, Any]:
        """Check the signature; a key that is not known yet may be new, so the keys are asked for once more."""
        from joserfc import jwt
        from joserfc.errors import JoseError
        from joserfc.jwk import KeySet

        address = self._described("jwks_uri")
        for ask_anew in (False, True):
            if ask_anew:
                self._kept.pop(address, None)
            try:
                keys = KeySet.import_key_set(self._document(address))  # type: ignore[arg-type]
                return dict(jwt.decode(token, keys, algorithms=ALGORITHMS).claims)
            except (JoseError, ValueError):
                if ask_anew:
                    raise
        raise AssertionError("asked twice")

    def _described(self, name: str) -> str:
        address = self._description().get(name)
        if not isinstance(address, str):
            raise Refusal(Reason.SIGN_ON_AWAY)
        return address

    def _description(self) -> dict[str, Any]:
        found = self._document(f"{self.issuer.rstrip('/')}/.well-known/openid-configuration")
        if found.get("issuer") != self.issuer:
            raise Refusal(Reason.SIGN_ON_BROKEN)
        return found

    def _document(self, address: str) -> dict[str, Any]:
        import requests

        kept_at, document = self._kept.get(address, (0.0, None))
        if document is not None and time.monotonic() - kept_at < PROVIDER_CACHE_SECONDS:
            return document
        try:
            answer = requests.get(address, timeout=PROVIDER_TIMEOUT_SECONDS, allow_redirects=False)
            answer.raise_for_status()
            found = answer.json()
        except (requests.RequestException, ValueError) as away:
            raise Refusal(Reason.SIGN_ON_AWAY) from away
        if not isinstance(found, dict):
            raise Refusal(Reason.SIGN_ON_AWAY)
        self._kept[address] = (time.monotonic(), found)
        return found

    def _session(self, back: str) -> OAuth2Session:
        from authlib.integrations.requests_client import OAuth2Session

        return OAuth2Session(
            self.client_id, self.client_secret, scope=SIGN_ON_SCOPE, redirect_uri=back, code_challenge_method="S256"
        )


log = logging.getLogger(SECURITY)


def get_person_by_identity(work: UnitOfWork, identity: Identity) -> Person:
    """Return whose account an identity opens; refuse SIGN_ON_UNKNOWN when nobody was invited by that name.

    Somebody bound to another number at the provider is not opened by the name alone: an address that was given to a
    successor does not open the account of whoever had it before.
    """
    bound = queries.find_identity(work.session, identity.issuer, identity.subject)
    if bound is not None:
        person: Person | None = work.session.get(Person, bound.person_id)
    else:
        named = office_people.find_person_by_identifier(work.session, identity.name)
        free = [each for each in named if queries.find_person_identity(work.session, each.id) is None]
        person = free[0] if len(named) == len(free) == 1 else None
    if person is None or not person.active:
        log.warning("single sign-on refused person=%s", None if person is None else person.id)
        raise Refusal(Reason.SIGN_ON_UNKNOWN)
    return person


def bind_identity(work: UnitOfWork, person: Person, identity: Identity) -> None:
    """Remember at the first sign-on which number of the provider is this person's."""
    if queries.find_identity(work.session, identity.issuer, identity.subject) is not None:
        return
    work.session.add(
        ProviderIdentity(person_id=person.id, issuer=identity.issuer, subject=identity.subject, bound_at=work.now)
    )
    notices.announce_account_change(work, person, AccountChange.IDENTITY_BOUND)


def unbind_identity(work: UnitOfWork, person_id: int) -> None:
    """Loosen a person from the provider's number: closing an account does, so that opening it again binds anew."""
    found = queries.find_person_identity(work.session, person_id)
    if found is not None:
        work.session.delete(found)
        person = work.session.get_one(Person, person_id)
        notices.announce_account_change(work, person, AccountChange.IDENTITY_DROPPED)
