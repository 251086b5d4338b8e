"""What can be set from the environment: each setting is `TICKETFIRST_` and its name in capitals."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

Count = Annotated[int, Field(ge=1, le=1000)]
Seconds = Annotated[float, Field(gt=0, le=3600, allow_inf_nan=False)]
WholeSeconds = Annotated[int, Field(ge=1, le=3600)]
Bytes = Annotated[int, Field(ge=1024, le=2**30)]


class SettingsError(Exception):
    """A setting is not usable; the message has a line for each."""


def data_dir() -> Path:
    """Where the embedded server's data lies unless told: never in anyone's home as root."""
    if os.geteuid() == 0:
        return Path("/var/lib/ticketfirst")
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "ticketfirst"


class Settings(BaseSettings):
    """The settings of a gateway. Durations are seconds, sizes bytes. A setting that is not usable stops the start."""

    model_config = SettingsConfigDict(env_prefix="TICKETFIRST_", extra="ignore", frozen=True, hide_input_in_errors=True)

    database_url: SecretStr | None = Field(
        None, description="The database, as the role ticketfirst_gateway. Not set: the embedded server."
    )
    admin_database_url: SecretStr | None = Field(
        None, description="The database, as its administrator: for deploy, status, token, psql, backup and restore."
    )
    data_dir: Path = Field(default_factory=data_dir, description="Where the embedded server keeps its data.")

    host: str = Field("127.0.0.1", description="The address to listen on.")
    port: int = Field(8000, ge=0, le=65535, description="The port to listen on; 0: a free one.")
    workers: int = Field(1, ge=1, le=64, description="Processes that answer requests, each with lanes of its own.")
    cors_origins: Annotated[tuple[str, ...], NoDecode] = Field(
        (), description="Origins whose pages may call, with commas between; `*`: all. None: CORS is off."
    )
    access_log: bool = Field(True, description="Whether each request writes a line of JSON to standard output.")

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
    lock_seconds: Seconds = Field(2.0, description="How long a call may wait for a locked row (lock_timeout).")

    body_bytes: Bytes = Field(1024 * 1024, description="The longest request body.")
    json_depth: int = Field(64, ge=1, le=128, description="The deepest nesting of JSON in a body.")
    header_bytes: Bytes = Field(32 * 1024, description="The headers of a request, all together, with its first line.")
    query_bytes: Bytes = Field(8 * 1024, description="The longest query string.")
    request_seconds: Seconds = Field(30.0, description="How long a request may take to arrive, headers and body.")
    idle_seconds: WholeSeconds = Field(75, description="How long a connection may stay open between requests.")
    drain_seconds: float = Field(
        1.0, ge=0, le=600, description="How long new connections are still taken after SIGTERM, while /readyz says 503."
    )
    stop_seconds: WholeSeconds = Field(30, description="How long requests may take to end after that.")

    @field_validator("cors_origins", mode="before")
    @classmethod
    def _split(cls, value: Any) -> Any:
        return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value

    def environment(self) -> dict[str, str]:
        """Give what is set as the environment would have it."""
        named = {name: getattr(self, name) for name in self.model_fields_set}
        return {f"TICKETFIRST_{name.upper()}": _text(value) for name, value in named.items() if value is not None}


def _text(value: Any) -> str:
    if isinstance(value, SecretStr):
        return value.get_secret_value()
    return ",".join(value) if isinstance(value, tuple) else str(value)


def load(**given: Any) -> Settings:
    """Read the settings; what is given goes before the environment. Raises SettingsError."""
    try:
        return Settings(**given)
    except ValidationError as error:
        lines = [f"TICKETFIRST_{str(part['loc'][0]).upper()}: {part['msg']}" for part in error.errors()]
        raise SettingsError("\n".join(lines)) from None
