"""A setting that is not usable stops the start with a line that names it and says what to do, and shows no secret."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from pydantic import SecretStr

from gateway.settings import Settings, SettingsError, load, rows, variable
from tests.starts import WAYS, complaints, started

NOT_NUMBERS = ("", " ", "x", "-1", "99999999999999999999", "1e400", "nan", "inf", "-inf", "1,5", "0x10", "8\n0")
NOT_WORDS = ("", "maybe", "2", "nein", "nan")
NOT_HOSTS = ("", " ", "a b", "http://localhost", "localhost/x", "[::1]", "x\x1b[31m")
NOT_URLS = (
    "",
    " ",
    "s3cret",
    "http://user:s3cret@host/desk",
    "postgresql+psycopg://user:s3cret@host/desk",
    "postgresql://user:s3cret@t@host/desk",
    "postgresql://user:s3cret%zz@host/desk",
    "postgresql://user:s3cret@host:port/desk",
    "postgresql://user:s3cret@host:65536/desk",
    "postgresql://user:s3cret@host/desk?ssl=s3cret",
    "host=localhost password=s3cret port",
)
NOT_ORIGINS = (
    "null",
    "desk.example",
    "https://desk.example/",
    "https://desk.example/app",
    "https://desk.example:443",
    "http://desk.example:80",
    "https://desk.example:port",
    "https://Desk.example",
    "https://*.desk.example",
    "https://user@desk.example",
    "*,https://desk.example",
    "https://desk.example https://other.example",
    "https://schön.example",
)
NOT_ISSUERS = (
    "login.example",
    "http://login.example",
    "http://localhost.example",
    "http://10.0.0.1",
    "ftp://localhost",
    "https://",
    "https://login.example:port",
    "https://login.example:0",
    "https://user:s3cret@login.example",
    "https://login.example/?tenant=1",
    "https://login.example/#",
    "https://log in.example",
    "https://schön.example",
    "https://[::1",
    "https://login.example,other.example",
)
NOT_ALGORITHMS = ("", ",", "none", "None", "HS256", "RS256,HS512", "rs256", "RS256 ES256", "ES256K", "*")
NOT_KEYS = ("", " ", "s3cret", "s3cret" * 11, "0" * 63, "0" * 65, "g" * 64, "0x" + "0" * 62)
NOT_RATES = (
    "",
    " ",
    "600",
    "0/minute",
    "-1/minute",
    "1.5/minute",
    "600/minute;10/second",
    "600 per minute",
    "600/0 minutes",
    "600/month",
    "600/25 hours",
    "10000000000/day",
    "٦/minute",
    "Off",
    "600/minute\n",
)
NOT_NETWORKS = ("proxy", "10.0.0.1/8", "10.0.0.0/33", "1.2.3", "::1%eth0/64", "10.0.0.1;10.0.0.2")
NUMBERS = [name for name, field in Settings.model_fields.items() if field.annotation in (int, float)]
WRONG = {
    **dict.fromkeys(NUMBERS, NOT_NUMBERS),
    "access_log": NOT_WORDS,
    "host": NOT_HOSTS,
    "data_dir": ("", " "),
    "database_url": NOT_URLS,
    "admin_database_url": NOT_URLS,
    "cors_origins": NOT_ORIGINS,
    "jwt_issuers": NOT_ISSUERS,
    "jwt_audience": ("", " ", " desk", "desk\n", "x" * 256),
    "jwt_key": NOT_KEYS,
    "jwt_algorithms": NOT_ALGORITHMS,
    "rate_limit": NOT_RATES,
    "auth_failures": NOT_RATES,
    "trusted_proxies": NOT_NETWORKS,
}


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    """No setting comes from whoever runs the tests."""
    for name in list(os.environ):
        if name.upper().startswith("TICKETFIRST_"):
            monkeypatch.delenv(name)


def fault(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> str:
    """Set one thing, and give the one line that is said of it."""
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as raised:
        load()
    monkeypatch.delenv(name)
    line = str(raised.value)
    assert "\n" not in line
    assert line.isprintable()
    assert line.startswith(f"{name}: ")
    return line.partition(": ")[2]


def test_every_setting_has_wrong_values() -> None:
    """A new setting is tried here too, or this fails."""
    assert WRONG.keys() == Settings.model_fields.keys()


@pytest.mark.parametrize("name", WRONG)
def test_wrong_values(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Each is refused in one line, which says what must be, or that it is empty."""
    for value in WRONG[name]:
        said = fault(monkeypatch, variable(name), value)
        assert "must be" in said or "must have" in said or "is empty" in said or "write" in said, said
        assert "s3cret" not in said
        if value.strip() and name in NUMBERS:
            assert repr(value) in said


def test_what_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """In words that help."""
    said = {
        ("PORT", "eighty"): "must be a whole number from 0 to 65535, not 'eighty'",
        ("WORKERS", ""): "is empty: it must be a whole number from 1 to 64; unset it for 1",
        ("LANE_SECONDS", "nan"): "must be a number above 0 and up to 3600, not 'nan'",
        ("DRAIN_SECONDS", "-1"): "must be a number from 0 to 600, not '-1'",
        ("ACCESS_LOG", "maybe"): "must be true or false, not 'maybe'",
        ("CORS_ORIGINS", "https://a.example:443"): (
            "must be written as browsers send it, without :443: https://a.example"
        ),
        ("RATE_LIMIT", ""): "is empty: write a limit such as 600/minute, or off",
        ("AUTH_FAILURES", "ten"): (
            "must be so many in a time, such as 600/minute or 100/10 seconds, or off, not 'ten'"
        ),
        ("RATE_LIMIT", "1/2 days"): "must be 1,000,000,000 at most, in a day at most, not '1/2 days'",
        ("TRUSTED_PROXIES", "10.0.0.1/8"): (
            "must be addresses or networks, such as 127.0.0.1 or 10.0.0.0/8, with commas; not '10.0.0.1/8'"
        ),
        ("PORT", "tcp://10.0.0.1:80"): (
            "must be a whole number from 0 to 65535, not 'tcp://10.0.0.1:80'"
            " (Kubernetes sets it for a service called ticketfirst: enableServiceLinks: false)"
        ),
        ("READ_LANE", "3"): "there is no such setting; did you mean TICKETFIRST_READ_LANES?",
        ("PROT", "3"): "there is no such setting; did you mean TICKETFIRST_PORT?",
        ("FROBNICATE", "3"): "there is no such setting; unset it",
    }
    for (name, value), words in said.items():
        assert fault(monkeypatch, f"TICKETFIRST_{name}", value) == words
    assert len(fault(monkeypatch, "TICKETFIRST_PORT", "9" * 10_000)) < 200


def test_what_is_no_setting_of_the_gateway(monkeypatch: pytest.MonkeyPatch) -> None:
    """A command's own variable, and what Kubernetes sets for a service of this name, are left alone."""
    for name in ("GATEWAY_PASSWORD", "SERVICE_HOST", "SERVICE_PORT_HTTP", "PORT_80_TCP", "PORT_80_TCP_ADDR"):
        monkeypatch.setenv(f"TICKETFIRST_{name}", "x")
    monkeypatch.setenv("ticketfirst_port", "81")
    assert load().port == 81


def test_all_that_is_wrong_is_said_at_once() -> None:
    """By both ways to start: a line each, exit code 1, nothing else."""
    wrong = {name: values[1] for name, values in WRONG.items()} | {"read_lane": "1"}
    for way in WAYS:
        done = started(way, **wrong)
        assert sorted(line.partition(":")[0] for line in complaints(done)) == sorted(map(variable, wrong))
        assert "s3cret" not in done.err


def test_a_command_line_option_is_checked_as_well() -> None:
    """What is given goes before the environment, and is held against the same limits."""
    assert load(port=9000).port == 9000
    with pytest.raises(SettingsError, match=r"^TICKETFIRST_PORT: must be a whole number from 0 to 65535, not 70000$"):
        load(port=70000)


def test_the_documentation_has_the_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    """Setting all that the rows show changes nothing."""
    ordinary = load()
    shown = list(rows())
    assert [row.variable for row in shown] == list(map(variable, Settings.model_fields))
    assert all(row.description.endswith(".") for row in shown)
    for row in shown:
        if row.default:
            monkeypatch.setenv(row.variable, row.default)
    assert load() == ordinary


def test_other_processes_get_the_same_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the environment is made of comes out of it again."""
    given = load(
        database_url=SecretStr("postgresql://a:b%40@host/desk"),
        data_dir=Path("/data"),
        cors_origins=("https://a.example", "capacitor://localhost", "http://[::1]:8080"),
        jwt_issuers=("https://login.example/", "http://[::1]:8080/realms/desk"),
        jwt_audience="desk",
        jwt_key=SecretStr("0a" * 32),
        jwt_algorithms=("EdDSA",),
        access_log=False,
        rate_limit="100/10 seconds",
        auth_failures="off",
        trusted_proxies=("127.0.0.1", "fd00::/8"),
        lane_seconds=0.25,
        workers=3,
    )
    for name, value in given.environment().items():
        monkeypatch.setenv(name, value)
    assert load() == given


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("url", ["postgresql://127.0.0.1:1/desk", ""])
def test_what_belongs_together(way: str, url: str, tmp_path: Path) -> None:
    """Where JWTs are taken, it is known for whom they are, and the database believes it; a line for each.

    That is said before anything is made: no embedded server begins, and no administrator's token is shown.
    """
    given = {"database_url": url} if url else {"data_dir": tmp_path / "data"}
    done = started(way, **given, jwt_issuers="https://login.example")
    lines = complaints(done)
    assert [line.partition(":")[0] for line in lines] == ["TICKETFIRST_JWT_AUDIENCE", "TICKETFIRST_JWT_KEY"]
    assert all("must be set where TICKETFIRST_JWT_ISSUERS is" in line for line in lines)
    assert not (tmp_path / "data").exists()
