"""What can be set from the environment: each setting is `TICKETFIRST_` and its name in capitals."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated, Any, NamedTuple

from annotated_types import Ge, Gt, Le
from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from gateway.addresses import fault_of_host, fault_of_issuers, fault_of_origins, fault_of_url, shown
from gateway.credentials.options import fault_of_algorithms, fault_of_audience, fault_of_key
from gateway.limiting.client_address import fault_of_networks
from gateway.limiting.rates import OFF, fault_of_rate

Count = Annotated[int, Field(ge=1, le=1000)]
Seconds = Annotated[float, Field(gt=0, le=3600, allow_inf_nan=False)]
WholeSeconds = Annotated[int, Field(ge=1, le=3600)]
Bytes = Annotated[int, Field(ge=1024, le=2**30)]

PREFIX = "TICKETFIRST_"
SERVICE_LANES = 1  # for what is not the helpdesk itself: /readyz, the rules' texts
OPTIONS = ("gateway_password", "service_password", "token")  # of commands; no settings

# Kubernetes gives these to every pod beside a service that is called ticketfirst.
_SERVICE_LINK = re.compile(r"TICKETFIRST_(?:SERVICE_HOST|SERVICE_PORT(?:_.+)?|PORT_\d+_(?:TCP|UDP|SCTP)(?:_.+)?)")

_FAULTS: dict[str, Callable[[Any], str | None]] = {
    "database_url": fault_of_url,
    "admin_database_url": fault_of_url,
    "host": fault_of_host,
    "cors_origins": fault_of_origins,
    "jwt_issuers": fault_of_issuers,
    "jwt_audience": fault_of_audience,
    "jwt_key": fault_of_key,
    "jwt_algorithms": fault_of_algorithms,
    "rate_limit": fault_of_rate,
    "auth_failures": fault_of_rate,
    "trusted_proxies": fault_of_networks,
}


class SettingsError(Exception):
    """A setting is not usable; the message has a line for each."""


def data_dir() -> Path:
    """Where the embedded server's data lies unless told: never in anyone's home as root."""
    if os.geteuid() == 0:
        return Path("/var/lib/ticketfirst")
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "ticketfirst"


class Settings(BaseSettings):
    """The settings of a gateway. Durations are seconds, sizes bytes. A setting that is not usable stops the start."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="ignore", frozen=True, hide_input_in_errors=True)

    database_url: SecretStr | None = Field(
        None, description="The database, as the role ticketfirst_gateway. Not set: the embedded server."
    )
    admin_database_url: SecretStr | None = Field(
        None,
        description="The database, as its administrator: for deploy, status, token, jwt, service, psql, backup and"
        " restore.",
    )
    data_dir: Path = Field(default_factory=data_dir, description="Where the embedded server keeps its data.")

    host: str = Field("127.0.0.1", description="The address to listen on.")
    port: int = Field(8000, ge=0, le=65535, description="The port to listen on; 0: a free one.")
    workers: int = Field(1, ge=1, le=64, description="Processes that answer requests, each with lanes of its own.")
    cors_origins: Annotated[tuple[str, ...], NoDecode] = Field(
        (), description="Origins whose pages may call, with commas between; `*`: all. None: CORS is off."
    )
    jwt_issuers: Annotated[tuple[str, ...], NoDecode] = Field(
        (), description="OpenID providers whose JWTs are taken, as their tokens name them, with commas. None: no JWTs."
    )
    jwt_audience: str | None = Field(None, description="What a JWT must have in aud: this helpdesk, to the providers.")
    jwt_key: SecretStr | None = Field(
        None, description="Proves to the database that the gateway has checked a JWT; `ticketfirst jwt key` makes it."
    )
    jwt_algorithms: Annotated[tuple[str, ...], NoDecode] = Field(
        ("RS256", "ES256"), description="The algorithms that a JWT may be signed by, with commas between."
    )
    jwt_leeway_seconds: int = Field(30, ge=0, le=300, description="How far a provider's clock may be off.")
    jwt_refresh_seconds: WholeSeconds = Field(600, description="How often the providers' keys are fetched.")
    access_log: bool = Field(True, description="Whether each request writes a line of JSON to standard output.")

    rate_limit: str = Field(
        OFF, description="Requests that an actor may send, over all workers: `600/minute`, `100/10 seconds`, `off`."
    )
    auth_failures: str = Field(
        "30/minute",
        description="Invalid tokens that may come from one address (IPv6: from one /64), as above.",
    )
    trusted_proxies: Annotated[tuple[str, ...], NoDecode] = Field(
        (), description="Addresses or networks of proxies whose `X-Forwarded-For` is believed, with commas between."
    )

    read_lanes: Count = Field(2, description="Connections that reads share.")
    read_depth: Count = Field(
        32, description="Reads in flight on one of them. Writes and word searches are always alone."
    )
    write_lanes: Count = Field(8, description="Connections for writes: as many run at once.")
    slow_lanes: Count = Field(4, description="Connections for searches by words: as many run at once.")
    lane_queue: int = Field(
        1000, ge=0, le=100_000, description="Calls of a kind that may wait for a lane; more get 503."
    )
    lane_seconds: Seconds = Field(2.0, description="How long a call may wait for a lane before it gets 503.")
    database_seconds: Seconds = Field(10.0, description="How long the database may work on a call (statement_timeout).")
    lock_seconds: Seconds = Field(
        2.0, description="How long a write may wait for each lock (lock_timeout); less than the former."
    )
    read_lock_seconds: Seconds = Field(
        0.1, description="How long a read may wait for a table that is being changed; those behind it wait as well."
    )

    body_bytes: Bytes = Field(1024 * 1024, description="The longest request body.")
    json_depth: int = Field(64, ge=1, le=128, description="The deepest nesting of JSON in a body.")
    header_bytes: Bytes = Field(32 * 1024, description="The headers of a request, all together, with its first line.")
    query_bytes: Bytes = Field(8 * 1024, description="The longest query string.")
    request_seconds: Seconds = Field(30.0, description="How long a request may take to arrive, headers and body.")
    answer_seconds: Seconds = Field(60.0, description="How long a client may take to receive an answer.")
    idle_seconds: WholeSeconds = Field(75, description="How long a connection may stay open between requests.")
    drain_seconds: float = Field(
        1.0,
        ge=0,
        le=600,
        allow_inf_nan=False,
        description="How long new connections are still taken after SIGTERM, while /readyz says 503.",
    )
    stop_seconds: WholeSeconds = Field(30, description="How long requests may take to end after that.")

    @field_validator("data_dir", mode="before")
    @classmethod
    def _is_a_folder(cls, path: Any) -> Any:
        if not str(path).strip():
            raise ValueError("is empty: name a directory, or unset it")
        return path

    @field_validator("cors_origins", "jwt_issuers", "jwt_algorithms", "trusted_proxies", mode="before")
    @classmethod
    def _split(cls, value: Any) -> Any:
        return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value

    @field_validator(*_FAULTS)
    @classmethod
    def _is_usable(cls, value: Any, info: ValidationInfo) -> Any:
        given = value.get_secret_value() if isinstance(value, SecretStr) else value
        if given is not None and (fault := _FAULTS[str(info.field_name)](given)):
            raise ValueError(fault)
        return value

    def environment(self) -> dict[str, str]:
        """Give what is set as the environment would have it."""
        named = {name: getattr(self, name) for name in self.model_fields_set}
        return {variable(name): _text(value) for name, value in named.items() if value is not None}

    @property
    def lanes(self) -> int:
        """How many connections to the database each process holds."""
        return self.read_lanes + self.write_lanes + self.slow_lanes + SERVICE_LANES


class Row(NamedTuple):
    """A setting as the documentation has it."""

    variable: str
    default: str
    description: str


def rows() -> Iterator[Row]:
    """Give all settings in order; a default that depends on the user, or is none, is empty."""
    for name, field in Settings.model_fields.items():
        has_default = field.default is not None and field.default_factory is None
        yield Row(variable(name), _text(field.default) if has_default else "", field.description or "")


def variable(name: str) -> str:
    """Give the environment variable of a setting."""
    return f"{PREFIX}{name.upper()}"


def load(**given: Any) -> Settings:
    """Read the settings; what is given goes before the environment. Raises SettingsError."""
    faults = [_unknown(name) for name in sorted(os.environ) if _is_unknown(name.upper())]
    try:
        settings = Settings(**given)
    except ValidationError as error:
        faults = [*map(_said, error.errors(include_url=False)), *faults]
    if faults:
        raise SettingsError("\n".join(faults))
    return settings


def _text(value: Any) -> str:
    if isinstance(value, SecretStr):
        return value.get_secret_value()
    if isinstance(value, bool):
        return "true" if value else "false"
    return ",".join(value) if isinstance(value, tuple) else str(value)


def _is_unknown(name: str) -> bool:
    known = {variable(known) for known in (*Settings.model_fields, *OPTIONS)}
    return name.startswith(PREFIX) and name not in known and not _SERVICE_LINK.fullmatch(name)


def _unknown(name: str) -> str:
    """Say that there is no such setting, and which one may be meant."""
    near = difflib.get_close_matches(name[len(PREFIX) :].lower(), [*Settings.model_fields, *OPTIONS], 1)
    return (
        f"{ascii(name)[1:-1]}: there is no such setting; {f'did you mean {variable(near[0])}?' if near else 'unset it'}"
    )


def _said(error: ErrorDetails) -> str:
    """Say what is wrong with a setting and what it must be; of a secret, never its value."""
    name = str(error["loc"][0])
    field = Settings.model_fields[name]
    given = error["input"]
    if error["type"] == "value_error":
        return f"{variable(name)}: {error['ctx']['error']}"
    if given == "":
        return f"{variable(name)}: is empty: it must be {_kind(field)}; unset it for {_text(field.default)}"
    return f"{variable(name)}: must be {_kind(field)}, not {shown(given)}{_hint(given)}"


def _hint(given: object) -> str:
    links = isinstance(given, str) and given.startswith("tcp://")
    return " (Kubernetes sets it for a service called ticketfirst: enableServiceLinks: false)" if links else ""


def _kind(field: FieldInfo) -> str:
    """Say what a value must be."""
    if field.annotation is bool:
        return "true or false"
    limits: dict[type, Any] = {type(limit): limit for limit in field.metadata}
    low = f"above {limits[Gt].gt:g} and up to" if Gt in limits else f"from {limits[Ge].ge} to"
    return f"a {'whole ' if field.annotation is int else ''}number {low} {limits[Le].le}"
