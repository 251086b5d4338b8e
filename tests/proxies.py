"""HAProxy in front of gateways."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import httpx

from tools.ports import free_port

HAPROXY = Path("/usr/sbin/haproxy")
START_SECONDS = 10.0
STOP_SECONDS = 10.0
CONFIGURATION = """
global
    maxconn 500
defaults
    mode http
    timeout connect 1s
    timeout client 60s
    timeout server 60s
    timeout http-request 5s
    retries {retries}
    retry-on conn-failure
    option redispatch 1
frontend front
    bind 127.0.0.1:{port}
    default_backend gateways
backend gateways
    {check}
{servers}
"""
# Often enough to see /readyz fail while a gateway drains; one that is busy may take its time for the answer.
CHECK = """option httpchk GET /readyz
    timeout check 2s
    default-server check inter 200ms fastinter 100ms fall 2 rise 1"""


@contextmanager
def proxied(ports: Sequence[int], *, checked: bool, retries: int) -> Iterator[int]:
    """Run HAProxy in front of gateways until the end of the block, and give its port."""
    port = free_port()
    servers = "\n".join(f"    server gateway{other} 127.0.0.1:{other}" for other in ports)
    text = CONFIGURATION.format(port=port, retries=retries, servers=servers, check=CHECK if checked else "")
    process = subprocess.Popen([HAPROXY, "-db", "-f", "/dev/stdin"], stdin=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert process.stdin is not None
    process.stdin.write(text.encode())
    process.stdin.close()
    try:
        _wait_until_ready(port, process)
        yield port
    finally:
        process.terminate()
        process.wait(STOP_SECONDS)


def _wait_until_ready(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if httpx.get(f"http://127.0.0.1:{port}/readyz", timeout=START_SECONDS).status_code == httpx.codes.OK:
                return
        except httpx.TransportError:
            time.sleep(0.02)
    raise AssertionError(f"HAProxy does not answer (exit code {process.poll()})")
