"""A small OpenID provider on 127.0.0.1: discovery, authorize, token, keys, userinfo; it can also be made to lie."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256

CLIENT, SECRET = "tonetop", "a secret of the two"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
STRANGE_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


def encoded(raw: bytes) -> str:
    """Base64url without padding (RFC 7515)."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def number(value: int) -> str:
    """A number of a JSON Web Key (RFC 7518, 6.3)."""
    return encoded(value.to_bytes((value.bit_length() + 7) // 8, "big"))


@dataclass
class Provider:
    """What the provider says of who signs in, and how it signs it."""

    address: str
    person: dict[str, Any] = field(default_factory=dict)
    told: dict[str, Any] = field(default_factory=dict)
    """Claims of the ID token beyond, or instead of, the right ones."""
    left_out: tuple[str, ...] = ()
    userinfo: dict[str, Any] | None = None
    issuer: str = ""
    algorithm: str = "RS256"
    key: Any = KEY
    denies: bool = False
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def discovery(self) -> dict[str, Any]:
        """The provider's own description."""
        return {
            "issuer": self.issuer or self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "userinfo_endpoint": f"{self.address}/userinfo",
            "jwks_uri": f"{self.address}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_basic"],
        }

    def keys(self) -> dict[str, Any]:
        """The public key."""
        numbers = KEY.public_key().public_numbers()
        return {
            "keys": [
                {
                    "kty": "RSA",
                    "kid": "one",
                    "use": "sig",
                    "alg": "RS256",
                    "n": number(numbers.n),
                    "e": number(numbers.e),
                }
            ]
        }

    def authorize(self, asked: dict[str, str]) -> str:
        """Where the browser goes back to."""
        back = asked["redirect_uri"] + "?" + urlencode({"state": asked["state"]})
        if self.denies:
            return f"{back}&error=access_denied"
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        return f"{back}&code={code}"

    def token(self, sent: dict[str, str], authorization: str) -> dict[str, Any] | None:
        """Tokens for a code, once, for whoever holds both the client's secret and the verifier of the code."""
        asked = self.codes.pop(sent.get("code", ""), None)
        expected = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        if asked is None or authorization != f"Basic {expected}":
            return None
        verifier = encoded(hashlib.sha256(sent.get("code_verifier", "").encode()).digest())
        if asked.get("code_challenge") != verifier or asked.get("code_challenge_method") != "S256":
            return None
        return {"access_token": "an access", "token_type": "Bearer", "id_token": self.id_token()}

    def id_token(self) -> str:
        """The signed word of who it is."""
        now = int(time.time())
        claims = {"iss": self.address, "aud": CLIENT, "iat": now, "exp": now + 60} | self.person | self.told
        claims = {name: value for name, value in claims.items() if name not in self.left_out}
        header = {"alg": self.algorithm, "kid": "one"}
        text = ".".join(encoded(json.dumps(part).encode()) for part in (header, claims))
        if self.algorithm == "none":
            return f"{text}."
        return f"{text}.{encoded(self.key.sign(text.encode(), padding.PKCS1v15(), SHA256()))}"


def _handler(provider: Provider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            place = urlsplit(self.path)
            provider.asked.append(place.path)
            asked = {name: values[0] for name, values in parse_qs(place.query).items()}
            if place.path == "/authorize":
                self.send_response(302)
                self.send_header("Location", provider.authorize(asked))
                self.end_headers()
            elif place.path == "/userinfo":
                info = provider.person if provider.userinfo is None else provider.userinfo
                self.answer(info if self.headers["Authorization"] == "Bearer an access" else None)
            else:
                known = {"/.well-known/openid-configuration": provider.discovery, "/keys": provider.keys}
                self.answer(known[place.path]() if place.path in known else None)

        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers["Content-Length"])).decode()
            sent = {name: values[0] for name, values in parse_qs(raw).items()}
            self.answer(provider.token(sent, self.headers.get("Authorization", "")))

        def answer(self, plain: dict[str, Any] | None) -> None:
            raw = json.dumps(plain or {"error": "invalid_grant"}).encode()
            self.send_response(400 if plain is None else 200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)

        def log_message(self, *args: Any) -> None:
            """Nothing."""

    return Handler


@contextmanager
def provider() -> Iterator[Provider]:
    """A provider that answers until the block ends."""
    told = Provider("")
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(told))
    told.address = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield told
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
