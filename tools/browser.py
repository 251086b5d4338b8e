"""Debian's Chromium, headless, for which there is no other host than one address of this machine."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tools.shell import CheckError

CHROMIUM = Path("/usr/bin/chromium")
QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
)
KNOCK_SECONDS = 2.0


@dataclass
class Wall:
    """The proxy to all other hosts: it notes what it is asked for, and leads nowhere."""

    listener: socket.socket = field(default_factory=lambda: socket.create_server(("127.0.0.1", 0)))
    knocks: list[str] = field(default_factory=list)

    @property
    def port(self) -> int:
        """Where it stands."""
        port: int = self.listener.getsockname()[1]
        return port

    def stand(self) -> None:
        """Turn everybody away until the listener is closed."""
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            with connection:
                connection.settimeout(KNOCK_SECONDS)
                try:
                    self.knocks.append(connection.recv(4096).partition(b"\r\n")[0].decode(errors="replace"))
                except OSError as error:
                    self.knocks.append(repr(error))


@contextmanager
def wall() -> Iterator[Wall]:
    """Have a wall until the end of the block."""
    standing = Wall()
    thread = threading.Thread(target=standing.stand, daemon=True)
    thread.start()
    try:
        yield standing
    finally:
        standing.listener.shutdown(socket.SHUT_RDWR)
        standing.listener.close()
        thread.join()


@contextmanager
def browser(port: int, standing: Wall) -> Iterator[Browser]:
    """Run Chromium until the end of the block: 127.0.0.1:port is there, the rest of the world a wall."""
    if not CHROMIUM.exists():
        raise CheckError(f"{CHROMIUM} is missing: `make test` installs it, by tools/provision.sh (package chromium)")
    walled_in = [
        f"--proxy-server=http://127.0.0.1:{standing.port}",
        f"--proxy-bypass-list=<-loopback>;127.0.0.1:{port}",
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # no name is asked for either
    ]
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=[*QUIET, *walled_in])
        try:
            yield running
        finally:
            running.close()
