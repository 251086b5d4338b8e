"""What nobody should send: bodies, paths, queries and headers, and by which rule each is refused."""

from __future__ import annotations

from typing import NamedTuple

LARGEST = 2**63 - 1
HUGE = "9" * 5000


class Bad(NamedTuple):
    """A body that is refused."""

    body: bytes
    status: int
    rule: str
    field: str | None = None
    line: str = "POST /v1/tickets"


def ticket(subject: str = '"Printer"', client: str = "1", more: str = "") -> bytes:
    """Write the body of a ticket, each value as JSON has it."""
    return f'{{"subject": {subject}, "client_id": {client}{more}}}'.encode("utf-8", "surrogatepass")


BODIES = {
    "nothing": Bad(b"", 400, "body_invalid"),
    "white space": Bad(b"  \n", 400, "body_invalid"),
    "no JSON": Bad(b"subject=Printer", 400, "body_invalid"),
    "half an object": Bad(b'{"subject": "Pri', 400, "body_invalid"),
    "two objects": Bad(ticket() + ticket(), 400, "body_invalid"),
    "a comma at the end": Bad(b'{"subject": "Printer", "client_id": 1,}', 400, "body_invalid"),
    "a comment": Bad(b'{"subject": "Printer", "client_id": 1} // one', 400, "body_invalid"),
    "single quotes": Bad(b"{'subject': 'Printer'}", 400, "body_invalid"),
    "a byte order mark": Bad(b"\xef\xbb\xbf" + ticket(), 400, "body_invalid"),
    "UTF-16": Bad(ticket().decode().encode("utf-16"), 400, "body_invalid"),
    "Latin-1": Bad('{"subject": "Ärger", "client_id": 1}'.encode("latin-1"), 400, "body_invalid"),
    "UTF-8 cut short": Bad(b'{"subject": "\xe2\x82", "client_id": 1}', 400, "body_invalid"),
    "UTF-8 too long": Bad(b'{"subject": "\xc0\xaf", "client_id": 1}', 400, "body_invalid"),
    "UTF-8 over U+10FFFF": Bad(b'{"subject": "\xf4\x90\x80\x80", "client_id": 1}', 400, "body_invalid"),
    "a surrogate in UTF-8": Bad(ticket('"\ud800"'), 400, "body_invalid"),
    "a lone surrogate": Bad(ticket(r'"\ud800"'), 400, "body_invalid"),
    "a lone low surrogate": Bad(ticket(r'"\udc00"'), 400, "body_invalid"),
    "surrogates the wrong way": Bad(ticket(r'"\udc00\ud800"'), 400, "body_invalid"),
    "a lone surrogate in a name": Bad(ticket(more=r', "\ud800": 1'), 400, "body_invalid"),
    "a control character": Bad(ticket('"a\nb"'), 400, "body_invalid"),
    "a wrong escape": Bad(ticket(r'"\x41"'), 400, "body_invalid"),
    "gzip": Bad(b"\x1f\x8b\x08\x00\x00\x00\x00\x00", 400, "body_invalid"),
    "a list": Bad(b"[]", 422, "field_invalid"),
    "a string": Bad(b'"Printer"', 422, "field_invalid"),
    "null": Bad(b"null", 422, "field_invalid"),
    "a number": Bad(b"1e400", 422, "field_invalid"),
    "NUL": Bad(ticket(r'"a\u0000b"'), 422, "field_invalid", "subject"),
    "NUL in a name": Bad(ticket(more=r', "a\u0000b": 1'), 422, "field_unknown", "a\0b"),
    "NUL in a patch": Bad(rb'{"subject": "\u0000"}', 422, "field_invalid", "subject", "PATCH /v1/tickets/1"),
    "null for a text": Bad(ticket("null"), 422, "field_invalid", "subject"),
    "null in a patch": Bad(b'{"subject": null}', 422, "field_invalid", "subject", "PATCH /v1/tickets/1"),
    "a number for a text": Bad(ticket("5"), 422, "field_invalid", "subject"),
    "a list for a text": Bad(ticket('["Printer"]'), 422, "field_invalid", "subject"),
    "an empty text": Bad(ticket('""'), 422, "ticket_subject_length", "subject"),
    "white space for a text": Bad(ticket(r'" \t\u2003\u200b\ufeff "'), 422, "ticket_subject_length", "subject"),
    "two lines": Bad(ticket(r'"a\nb"'), 422, "ticket_subject_one_line", "subject"),
    "a text too long": Bad(ticket('"%s"' % ("a" * 201)), 422, "ticket_subject_length", "subject"),
    "a text for a number": Bad(ticket(client='"1"'), 422, "field_invalid", "client_id"),
    "a fraction": Bad(ticket(client="1.0"), 422, "field_invalid", "client_id"),
    "a power": Bad(ticket(client="1e0"), 422, "field_invalid", "client_id"),
    "true for a number": Bad(ticket(client="true"), 422, "field_invalid", "client_id"),
    "1e400": Bad(ticket(client="1e400"), 422, "field_invalid", "client_id"),
    "-1e400": Bad(ticket(client="-1e400"), 422, "field_invalid", "client_id"),
    "2^63": Bad(ticket(client=str(2**63)), 422, "field_invalid", "client_id"),
    "2^64 + 1": Bad(ticket(client=str(2**64 + 1)), 422, "field_invalid", "client_id"),
    "5,000 digits": Bad(ticket(client=HUGE), 400, "body_invalid"),
    "zero": Bad(ticket(client="0"), 422, "field_invalid", "client_id"),
    "minus one": Bad(ticket(client="-1"), 422, "field_invalid", "client_id"),
    "minus zero": Bad(ticket(client="-0"), 422, "field_invalid", "client_id"),
    "a zero in front": Bad(ticket(client="01"), 400, "body_invalid"),
    "a field that is not there": Bad(b'{"client_id": 1}', 422, "field_missing", "subject"),
    "a field that nobody knows": Bad(ticket(more=', "id": 1'), 422, "field_unknown", "id"),
    "the largest id": Bad(ticket(client=str(LARGEST)), 422, "ticket_client_not_found", "client_id"),
    "1 for true": Bad(
        b'{"name": "a", "email": "a@b", "active": 1}', 422, "field_invalid", "active", "POST /v1/clients"
    ),
    "another role": Bad(b'{"role": "owner"}', 422, "agent_role_known", "role", "PATCH /v1/agents/1"),
    "no email": Bad(b'{"name": "a", "email": "a"}', 422, "client_email_shape", "email", "POST /v1/clients"),
    "a time without zone": Bad(
        b'{"agent_id": 1, "name": "a", "expires_at": "2030-01-01T00:00:00"}',
        422,
        "field_invalid",
        "expires_at",
        "POST /v1/tokens",
    ),
    "infinity": Bad(
        b'{"agent_id": 1, "name": "a", "expires_at": "infinity"}', 422, "field_invalid", "expires_at", "POST /v1/tokens"
    ),
}
NEITHER = ("NaN", "Infinity", "-Infinity")  # is JSON, though some readers take them

PATHS = [
    "0",
    "-1",
    "+1",
    "1.0",
    "1e0",
    "01",
    "0x1",
    "%31%00",
    "%00",
    "%ff",
    "%F0%9F%90%A6",
    "٣",
    "x",
    "%20",
    "1%20",
    "1;x",
]
PATHS += [str(2**63), str(2**64), HUGE, "NaN", "null", "none", "1%0d%0aX:%20y", "..", "%2e%2e", "'", "%22", "%5c"]

QUERIES = {
    "subject=%00": (422, "field_invalid", "subject"),
    "subject=%ff": (400, "query_invalid", None),
    "subject=100%": (400, "query_invalid", None),
    "subject=%zz": (400, "query_invalid", None),
    "subject=%ed%a0%80": (400, "query_invalid", None),
    "subject=%c0%af": (400, "query_invalid", None),
    "subject": (400, "query_invalid", None),
    "=": (422, "field_unknown", ""),
    "&": (400, "query_invalid", None),
    "limit=1&limit=2": (400, "query_invalid", None),
    "limit=1&lim%69t=2": (400, "query_invalid", None),
    "limit=": (422, "field_invalid", "limit"),
    "limit=0": (422, "list_limit_range", "limit"),
    "limit=101": (422, "list_limit_range", "limit"),
    "limit=1.0": (422, "field_invalid", "limit"),
    "limit=1e1": (422, "field_invalid", "limit"),
    "limit=%201": (422, "field_invalid", "limit"),
    "limit=1_0": (422, "field_invalid", "limit"),
    "limit=NaN": (422, "field_invalid", "limit"),
    f"limit={2**31}": (422, "list_limit_range", "limit"),
    f"limit={HUGE}": (422, None, "limit"),
    "limit=%D9%A3": (422, "field_invalid", "limit"),
    "row_limit=1": (422, "field_unknown", "row_limit"),
    "after=x": (400, "cursor_invalid", "after"),
    "after=%00": (422, "field_invalid", "after"),
    f"after={'A' * 2049}": (422, "field_invalid", "after"),
    f"client_id={2**63}": (422, "field_invalid", "client_id"),
    "client_id=0": (422, "field_invalid", "client_id"),
    "agent_id=nobody": (422, "field_invalid", "agent_id"),
    "sort=subject": (422, "list_sort_unknown", "sort"),
    "sort=id%00": (422, "list_sort_unknown", "sort"),
    "deleted=1": (422, "field_invalid", "deleted"),
    "deleted=TRUE": (422, "field_invalid", "deleted"),
    "created_after=2026-01-01": (422, "field_invalid", "created_after"),
    "created_after=infinity": (422, "field_invalid", "created_after"),
    "created_after=1767225600": (422, "field_invalid", "created_after"),
    "created_after=10000-01-01T00:00:00Z": (422, "field_invalid", "created_after"),
    "created_after=2026-01-01T00:00:00+99:00": (422, "field_invalid", "created_after"),
    "created_after=2026-02-30T00:00:00Z": (422, "field_invalid", "created_after"),
}

HEADERS = {
    "Authorization: Basic YTpi": (401, "credentials_missing", None),
    "Authorization: Bearer": (401, "credentials_missing", None),
    "Authorization: Bearer a b": (401, "credentials_missing", None),
    "Authorization: Bearer ä": (401, "credentials_missing", None),
    "Authorization: Bearer " + "a" * 513: (401, "credentials_missing", None),
    "Authorization: Bearer tf_none": (401, "token_invalid", None),
    "Content-Type:": (415, "media_type_unsupported", "Content-Type"),
    "Content-Type: text/plain": (415, "media_type_unsupported", "Content-Type"),
    "Content-Type: application/json-patch+json": (415, "media_type_unsupported", "Content-Type"),
    "Content-Type: application/merge-patch+json": (415, "media_type_unsupported", "Content-Type"),
    "Content-Type: multipart/form-data; boundary=x": (415, "media_type_unsupported", "Content-Type"),
    "Content-Type: \xff": (415, "media_type_unsupported", "Content-Type"),
    "Content-Encoding: gzip": (415, "media_type_unsupported", "Content-Encoding"),
    "Idempotency-Key:": (400, "idempotency_key_shape", "Idempotency-Key"),
    "Idempotency-Key: ä": (400, "idempotency_key_shape", "Idempotency-Key"),
    "Idempotency-Key: a\tb": (400, "idempotency_key_shape", "Idempotency-Key"),
    "Idempotency-Key: " + "k" * 256: (400, "idempotency_key_shape", "Idempotency-Key"),
    "X-Clock: now": (422, "field_invalid", "X-Clock"),
    "X-Clock:": (422, "field_invalid", "X-Clock"),
    "X-Clock: infinity": (422, "field_invalid", "X-Clock"),
    "X-Clock: 2026-01-01T00:00:00\xa0Z": (422, "field_invalid", "X-Clock"),
    "X-On-Behalf-Of: client": (422, "behalf_shape", "X-On-Behalf-Of"),
    "X-On-Behalf-Of:": (422, "behalf_shape", "X-On-Behalf-Of"),
    "X-On-Behalf-Of: client:1\xa0": (422, "behalf_shape", "X-On-Behalf-Of"),
}
ETAGS = ["", "3", "x", '"', '"x"', '"-1"', 'W/"3"', '"3", "4"', f'"{2**31}"', '"1e1"', "\xff"]
TWICE = ["Authorization: Bearer a", "Content-Type: application/json", "If-Match: *", "Idempotency-Key: a"]
TWICE += ["X-Clock: 2026-01-01T00:00:00Z", "X-On-Behalf-Of: client:1", "X-Request-Id: a", "Content-Encoding: identity"]

TEXTS = [
    "\N{BIRD}\N{ZERO WIDTH JOINER}\N{BLACK LARGE SQUARE} \U0001f469\u200d\U0001f4bb \U0010ffff \U0001d11e",
    "\u05e9\u05dc\u05d5\u05dd \u202b\u0645\u0631\u062d\u0628\u0627\u202c \u200f",
    'she said "no" \\ \\" \\u0000 \\n',
    "e\u0301 is not \u00e9; \u1e9e, \ufb00, \u0130; \ufffd \ufffe",
    "'; DROP TABLE desk.ticket; -- $1 %s {} <b>&amp;</b>",
]
