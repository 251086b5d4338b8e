"""An issuer's keys, fetched as OpenID Connect Discovery has it: its configuration says where they are."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

import aiohttp

from gateway.addresses import fault_of_issuer, shown

Document = dict[str, Any]

CONFIGURATION = "/.well-known/openid-configuration"
LARGEST_DOCUMENT = 256 * 1024
PLAIN = {"Accept": "application/json", "Accept-Encoding": "identity"}


class FetchError(Exception):
    """There are no keys to be had; the message says why, for the log."""


async def fetch(issuer: str, seconds: float) -> Sequence[object]:
    """Give the keys that an issuer publishes, as they stand in its JWK Set. Raises FetchError."""
    try:
        async with (
            asyncio.timeout(seconds),  # for all of it
            aiohttp.ClientSession(headers=PLAIN, auto_decompress=False) as session,
        ):
            configuration = await _document(session, issuer.rstrip("/") + CONFIGURATION)
            keys = (await _document(session, _address(configuration, issuer))).get("keys")
    except TimeoutError:
        raise FetchError(f"no answer within {seconds:g} seconds") from None
    except (aiohttp.ClientError, OSError, ValueError) as error:
        raise FetchError(shown(str(error) or type(error).__name__)) from error
    if not isinstance(keys, list):
        raise FetchError("its JWK Set has no list of keys")
    return keys


def _address(configuration: Document, issuer: str) -> str:
    """Give the address of the keys. Raises FetchError."""
    if configuration.get("issuer") != issuer:  # or one provider could speak for another
        raise FetchError(f"its configuration is of the issuer {shown(str(configuration.get('issuer')))}")
    address = configuration.get("jwks_uri")
    if not isinstance(address, str) or fault_of_issuer(address.partition("?")[0]):
        raise FetchError(f"its jwks_uri is no address of a server with https: {shown(str(address))}")
    if address.startswith("http:") and not issuer.startswith("http:"):
        raise FetchError("its jwks_uri is without https")
    return address


async def _document(session: aiohttp.ClientSession, address: str) -> Document:
    """Fetch a JSON object. Raises FetchError, aiohttp.ClientError, ValueError."""
    # Not redirected: whoever can make a provider point elsewhere could name keys of his own.
    async with session.get(address, allow_redirects=False) as response:
        if response.status != HTTPStatus.OK:
            raise FetchError(f"{shown(address)} answers {response.status}")
        body = await _body(response, address)
    try:
        document = json.loads(body)
    except RecursionError:
        raise FetchError(f"{shown(address)} is nested too deeply") from None
    if not isinstance(document, dict):
        raise FetchError(f"{shown(address)} is no JSON object")
    return document


async def _body(response: aiohttp.ClientResponse, address: str) -> bytes:
    body = bytearray()
    async for chunk in response.content.iter_any():
        body += chunk
        if len(body) > LARGEST_DOCUMENT:
            raise FetchError(f"{shown(address)} is longer than {LARGEST_DOCUMENT} bytes")
    return bytes(body)
