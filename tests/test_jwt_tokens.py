"""Which JWTs tell who is asking, and by which rule each of the others is refused."""

from __future__ import annotations

import json
import time

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from gateway.credentials.options import ALGORITHMS
from tests.jwt_checks import LEEWAY, ORDINARY, identity, rule
from tests.providers import (
    AUDIENCE,
    ELSEWHERE,
    KEYS,
    MINUTE,
    SUBJECT,
    Provider,
    by_secret,
    coded,
    key,
    providing,
    written,
)

NO_ALGORITHMS: list[object] = ["none", "None", "NONE", "nOnE", "", " none", "none\0", None, 0, [], ["none"], {}, True]
NO_TEXTS: list[object] = [5, True, [], ["first"], {}]


def test_a_good_token(provider: Provider) -> None:
    """It tells whom it is about and until when, also where it is for others too and carries more."""
    until = int(time.time()) + MINUTE
    said = provider.token(exp=until, aud=["others", AUDIENCE], scope="a b", nested={"a": [1, {}]})
    assert identity(said, provider) == (provider.issuer, SUBJECT, until + LEEWAY)
    assert identity(provider.token(exp=until + 0.5), provider).expires_at == until + LEEWAY


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_every_algorithm_that_may_be_set(provider: Provider, algorithm: str) -> None:
    """It is taken where it is pinned, and nowhere else; whether the key names it or not."""
    signing = key("k", algorithm)
    other = "RS256" if algorithm != "RS256" else "ES256"
    for published in (signing.jwk(), signing.jwk(alg=None), signing.jwk(use=None)):
        provider.publish(published)
        token = signing.sign(provider.claims())
        assert identity(token, provider, algorithms=(algorithm,)).subject == SUBJECT
        assert rule(token, provider, algorithms=(other,)) == "jwt_algorithm_refused"


def test_no_signature(provider: Provider) -> None:
    """Not in any spelling, with or without what looks like one."""
    for name in NO_ALGORITHMS:
        for signature in ("", "AA", "A" * 342):
            token = written({"alg": name, "kid": "first"}, provider.claims(), lambda _: b"") + signature
            assert rule(token, provider) == "jwt_algorithm_refused"
    assert rule(written({"kid": "first"}, provider.claims(), lambda _: b""), provider) == "jwt_algorithm_refused"
    for stripped in (
        provider.token().rpartition(".")[0] + ".",
        key().sign(provider.claims()).rpartition(".")[0] + ".AA",
    ):
        assert rule(stripped, provider) == "jwt_signature_wrong"


def test_a_public_key_is_no_secret(provider: Provider) -> None:
    """Who signs with what everybody can read signs nothing: HS by the RSA key in any form, by the EC key, by none."""
    curve = key("curve", "ES256")
    provider.publish(key(), curve)
    secrets = [b"", json.dumps(key().jwk()).encode(), json.dumps(key().jwk(), separators=(",", ":")).encode()]
    for one in (key(), curve):
        pem = one.public(Encoding.PEM)
        secrets += [pem, pem.strip(), one.public(Encoding.DER)]
    for name, hashed in (("HS256", "sha256"), ("HS384", "sha384"), ("HS512", "sha512"), ("hs256", "sha256")):
        for secret in secrets:
            for kid in ("first", "curve"):
                token = written({"alg": name, "kid": kid}, provider.claims(), by_secret(secret, hashed))
                assert rule(token, provider) == "jwt_algorithm_refused"
    for name in ORDINARY:  # and under a name that is pinned
        token = written({"alg": name, "kid": "first"}, provider.claims(), by_secret(secrets[3]))
        assert rule(token, provider) in {"jwt_signature_wrong", "jwt_key_unknown"}


def test_a_published_secret_is_not_used(provider: Provider) -> None:
    """A symmetric key in the set, as some publish by mistake, and a private one, check nothing."""
    secret = bytes(range(32))
    shared = {"kty": "oct", "k": coded(secret), "kid": "shared", "use": "sig"}
    for algorithm in ("HS256", None):
        provider.publish(key(), shared | ({"alg": algorithm} if algorithm else {}))
        for name in ("HS256", "RS256"):
            token = written({"alg": name, "kid": "shared"}, provider.claims(), by_secret(secret))
            assert rule(token, provider) in {"jwt_algorithm_refused", "jwt_key_unknown"}
    private = key("private")
    provider.publish(key(), private.jwk(d=coded(b"secret")))
    assert rule(private.sign(provider.claims()), provider) == "jwt_key_unknown"


def test_the_key_decides_the_algorithm(provider: Provider) -> None:
    """Not the header: ES256 on another curve, RS by a key for PS, RSA by an EC key's id."""
    both = (*ORDINARY, "PS256", "ES384")
    wide, narrow, pss = key("wide", "ES384"), key("narrow", "ES256"), key("pss", "PS256")
    provider.publish(key(), wide, narrow, pss)
    claims = provider.claims()
    assert identity(wide.sign(claims), provider, algorithms=both).subject == SUBJECT
    for token in (
        wide.sign(claims, alg="ES256"),
        narrow.sign(claims, alg="ES384"),
        pss.sign(claims, alg="RS256"),
        key().sign(claims, alg="PS256"),
        key().sign(claims, kid="narrow"),
        narrow.sign(claims, kid="first"),
    ):
        assert rule(token, provider, algorithms=both) == "jwt_key_unknown"
    assert rule(pss.sign(claims, kid="first", alg="RS256"), provider, algorithms=both) == "jwt_signature_wrong"
    wrong = narrow.sign(claims, kid="first", alg="RS256")
    assert rule(wrong, provider, algorithms=both) == "jwt_signature_wrong"


def test_keys_that_are_not_for_that(provider: Provider) -> None:
    """For encryption, too short, or no keys at all: none is used, and none hinders the others."""
    others = [key("use").jwk(use="enc"), key("ops").jwk(key_ops=["encrypt"]), key("short", size=1024).jwk()]
    wrong: list[dict[str, object]] = [{"n": "AQAB"}, {"e": "AA"}, {"kty": ["RSA"]}, {"alg": {}}, {"key_ops": 5}]
    junk: list[object] = [
        *(1, None, {}, {"kid": "x"}, {"kid": "x", "kty": "RSA"}),
        {"kid": "x", "kty": "EC", "crv": "P-256", "x": 1, "y": 2},
        {"kid": 5, "kty": "RSA"},
        {"kid": [], "kty": "OKP", "crv": "Ed25519", "x": None},
        *(key("x").jwk(**members) for members in wrong),
    ]
    provider.answer(KEYS, {"keys": [*others, *junk, key().jwk(key_ops=["verify"])]})
    assert identity(provider.token(), provider).subject == SUBJECT
    for signing in (key("use"), key("ops"), key("short", size=1024), key("x")):
        assert rule(signing.sign(provider.claims()), provider) == "jwt_key_unknown"


def test_a_token_that_brings_its_key(provider: Provider) -> None:
    """What a header says of keys is not heeded, and nothing is fetched from there."""
    stranger = key("stranger")
    there = provider.issuer + ELSEWHERE
    provider.answer(ELSEWHERE, {"keys": [stranger.jwk()]})
    for header in ({"jwk": stranger.jwk()}, {"jku": there}, {"x5u": there}, {"x5c": ["AA=="]}):
        assert rule(stranger.sign(provider.claims(), **header), provider) == "jwt_key_unknown"
        assert rule(stranger.sign(provider.claims(), kid="first", **header), provider) == "jwt_signature_wrong"
        assert identity(key().sign(provider.claims(), **header), provider).subject == SUBJECT
    assert provider.requests[ELSEWHERE] == 0


def test_ids_of_keys(provider: Provider) -> None:
    """Unknown, none, of another type, or with what would be a path: never more than a name."""
    provider.publish(key(), key("second"))
    for kid in (
        "",
        "../../keys",
        "/etc/passwd",
        "first\0",
        "FIRST",
        "' OR ''='",
        "http://127.0.0.1/",
        "x" * 4000,
        None,
    ):
        assert rule(key().sign(provider.claims(), kid=kid), provider) == "jwt_key_unknown"
    for strange in NO_TEXTS:
        assert rule(key().sign(provider.claims(), kid=strange), provider) == "jwt_malformed"
    assert set(provider.requests) == {"/.well-known/openid-configuration", KEYS}


def test_a_set_of_one_needs_no_id(provider: Provider) -> None:
    """As OpenID Connect has it; a token that names another is still refused."""
    alone = key(None)
    provider.publish(alone)
    assert identity(alone.sign(provider.claims()), provider).subject == SUBJECT
    assert rule(alone.sign(provider.claims(), kid="first"), provider) == "jwt_key_unknown"
    provider.publish(key())
    assert identity(key().sign(provider.claims(), kid=None), provider).subject == SUBJECT
    assert rule(key("other").sign(provider.claims(), kid=None), provider) == "jwt_signature_wrong"


@pytest.mark.parametrize("part", range(3))
def test_a_token_that_was_changed(provider: Provider, part: int) -> None:
    """In any of its parts, by a character or by what it says."""
    parts = provider.token().split(".")
    for place in (0, len(parts[part]) // 2, len(parts[part]) - 1):
        for letter in "AQgw":
            changed = [*parts]
            changed[part] = parts[part][:place] + letter + parts[part][place + 1 :]
            if changed != parts:
                assert rule(".".join(changed), provider).startswith("jwt_")
    header, _, signature = parts
    other = coded(json.dumps(provider.claims(sub="admin")).encode())
    assert rule(f"{header}.{other}.{signature}", provider) == "jwt_signature_wrong"


def test_critical_extensions(provider: Provider) -> None:
    """None is known, b64 neither, which PyJWT would know."""
    for extra in ({"crit": ["exp"]}, {"crit": ["b64"], "b64": True}, {"crit": ["b64"], "b64": False}, {"b64": False}):
        assert rule(key().sign(provider.claims(), **extra), provider) == "jwt_malformed"
    for crit in (*NO_TEXTS, "exp", [5]):
        assert rule(key().sign(provider.claims(), crit=crit), provider) == "jwt_malformed"


def test_tokens_for_something_else(provider: Provider) -> None:
    """A logout token has the same issuer, key, audience and subject, and is none that lets anybody in."""
    for kind in (*NO_TEXTS, "logout+jwt", "secevent+jwt", "dpop+jwt", "application/dpop+jwt", ""):
        assert rule(key().sign(provider.claims(), typ=kind), provider) == "jwt_malformed"
    for good in ("JWT", "jwt", "at+jwt", "AT+JWT", "application/at+jwt", None):
        assert identity(key().sign(provider.claims(), typ=good), provider).subject == SUBJECT


def test_two_issuers() -> None:
    """Each speaks for itself alone, also where both call their key the same."""
    with providing() as one, providing() as two:
        theirs = key("first", "ES256")
        two.publish(theirs)
        assert identity(one.token(), one, two).issuer == one.issuer
        assert identity(theirs.sign(two.claims()), one, two).issuer == two.issuer
        for token in (theirs.sign(one.claims()), key().sign(two.claims())):
            assert rule(token, one, two) == "jwt_key_unknown"
        two.publish(key("first", size=3072))
        assert rule(key("first", size=3072).sign(one.claims()), one, two) == "jwt_signature_wrong"
        assert rule(one.token(), two) == "jwt_issuer_unknown"
        assert rule(one.token(iss=one.issuer + "/"), one, two) == "jwt_issuer_unknown"
