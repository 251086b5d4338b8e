"""Limits as the settings have them: `600/minute`, `100/10 seconds`, `off`."""

from __future__ import annotations

import re

from gateway.addresses import shown

OFF = "off"
MOST = 1_000_000_000
LONGEST = {"second": 86_400, "minute": 1440, "hour": 24, "day": 1}  # a day

_RATE = re.compile(r"([1-9][0-9]{0,9})/(?:([1-9][0-9]{0,4}) )?(second|minute|hour|day)s?", re.ASCII)


def fault_of_rate(rate: str) -> str | None:
    """Tell what is wrong with a limit."""
    if rate == OFF:
        return None
    if not rate.strip():
        return f"is empty: write a limit such as 600/minute, or {OFF}"
    found = _RATE.fullmatch(rate)
    if found is None:
        return f"must be so many in a time, such as 600/minute or 100/10 seconds, or {OFF}, not {shown(rate)}"
    if int(found[1]) > MOST or int(found[2] or 1) > LONGEST[found[3]]:
        return f"must be {MOST:,} at most, in a day at most, not {shown(rate)}"
    return None
