"""An OpenID provider of a test's own: keys, the JWTs that they sign, and the two documents that tell of the keys."""

from __future__ import annotations

import hmac
import json
import time
from base64 import urlsafe_b64encode
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from jwt.algorithms import get_default_algorithms

Object = dict[str, Any]

AUDIENCE = "helpdesk"
SUBJECT = "auth0|ann"
CONFIGURATION, KEYS, ELSEWHERE = "/.well-known/openid-configuration", "/keys", "/elsewhere"
MINUTE = 60
CURVES: dict[str, ec.EllipticCurve] = {"ES256": ec.SECP256R1(), "ES384": ec.SECP384R1(), "ES512": ec.SECP521R1()}


@dataclass(frozen=True)
class Key:
    """A key of a provider: its id, the algorithm that it is for, and the private half."""

    kid: str | None
    algorithm: str
    private: Any

    def jwk(self, **changes: object) -> Object:
        """Give the public half as it is published; what is changed to None is left out."""
        public: Object = get_default_algorithms()[self.algorithm].to_jwk(self.private.public_key(), as_dict=True)
        public |= {"kid": self.kid, "alg": self.algorithm, "use": "sig"}
        public.pop("key_ops", None)
        return {name: value for name, value in (public | changes).items() if value is not None}

    def public(self, encoding: Encoding) -> bytes:
        """Give the public half as others would hold it."""
        written: bytes = self.private.public_key().public_bytes(encoding, PublicFormat.SubjectPublicKeyInfo)
        return written

    def sign(self, claims: Object, **header: object) -> str:
        """Write a JWT; what the header has as None is left out."""
        named = {"alg": self.algorithm, "typ": "JWT", "kid": self.kid} | header
        algorithm = get_default_algorithms()[self.algorithm]
        kept = {name: value for name, value in named.items() if value is not None}
        return written(kept, claims, lambda text: algorithm.sign(text, self.private))


@cache
def key(kid: str | None = "first", algorithm: str = "RS256", size: int = 2048) -> Key:
    """Make a key, the same one for the same words."""
    if algorithm in CURVES:
        return Key(kid, algorithm, ec.generate_private_key(CURVES[algorithm]))
    if algorithm == "EdDSA":
        return Key(kid, algorithm, ed25519.Ed25519PrivateKey.generate())
    return Key(kid, algorithm, rsa.generate_private_key(65537, size))


def coded(text: bytes) -> str:
    """Write a part of a JWT."""
    return urlsafe_b64encode(text).rstrip(b"=").decode()


def written(header: object, claims: object, sign: Callable[[bytes], bytes]) -> str:
    """Write a JWT of whatever is given."""
    text = f"{coded(json.dumps(header).encode())}.{coded(json.dumps(claims).encode())}"
    return f"{text}.{coded(sign(text.encode()))}"


def by_secret(secret: bytes, hashed: str = "sha256") -> Callable[[bytes], bytes]:
    """Sign as HS256 and its like do."""
    return lambda text: hmac.digest(secret, text, hashed)


class Provider:
    """A provider that answers over HTTP, and does what the test says."""

    def __init__(self, server: ThreadingHTTPServer) -> None:
        """Publish one key."""
        self.issuer = f"http://127.0.0.1:{server.server_port}"
        self.requests: Counter[str] = Counter()
        self.goes_on = Event()  # which is waited for before each answer
        self.goes_on.set()
        self.answers: dict[str, tuple[int, dict[str, str], bytes]] = {}
        self.configure()
        self.publish(key())

    def configure(self, **changes: object) -> None:
        """Tell where the keys are."""
        self.answer(CONFIGURATION, {"issuer": self.issuer, "jwks_uri": self.issuer + KEYS} | changes)

    def publish(self, *keys: Key | Object) -> None:
        """Have these keys from now on."""
        self.answer(KEYS, {"keys": [one.jwk() if isinstance(one, Key) else one for one in keys]})

    def answer(self, path: str, document: object, status: int = 200, **headers: str) -> None:
        """Answer so from now on, with bytes as they are and all else as JSON."""
        body = document if isinstance(document, bytes) else json.dumps(document).encode()
        self.answers[path] = (status, headers, body)

    def claims(self, **changes: object) -> Object:
        """Say who is asking; what is changed to None is left out."""
        now = int(time.time())
        said = {"iss": self.issuer, "sub": SUBJECT, "aud": AUDIENCE, "iat": now, "exp": now + 10 * MINUTE} | changes
        return {name: value for name, value in said.items() if value is not None}

    def token(self, **changes: object) -> str:
        """Write a JWT by the key that is always there."""
        return key().sign(self.claims(**changes))

    def fetches(self) -> int:
        """Count how often the keys were asked for."""
        return max(self.requests[CONFIGURATION], self.requests[KEYS])


@contextmanager
def providing() -> Iterator[Provider]:
    """Run a provider until the end of the block."""

    class Handler(BaseHTTPRequestHandler):
        """Answers as the provider is told to."""

        def do_GET(self) -> None:
            """Answer."""
            provider.requests[self.path] += 1
            provider.goes_on.wait()
            status, headers, body = provider.answers.get(self.path, (404, {}, b""))
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name.replace("_", "-"), value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        provider = Provider(server)
        thread = Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield provider
        finally:
            provider.goes_on.set()
            server.shutdown()
            thread.join()
