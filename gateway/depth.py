"""How deep JSON is nested, told before it is parsed."""

from __future__ import annotations

import re
from itertools import accumulate

_STRING = re.compile(rb'"(?:[^"\\]|\\.)*+"?', re.DOTALL)
_OTHERS = bytes(set(range(256)) - set(b"[]{}"))
_STEP = {ord("["): 1, ord("{"): 1, ord("]"): -1, ord("}"): -1}


def is_deeper(body: bytes, depth: int) -> bool:
    """Tell whether a body is nested deeper than `depth`; of JSON that is broken, that much as can be seen."""
    if body.count(b"[") + body.count(b"{") <= depth:  # cheap, and true of nearly all
        return False
    brackets = _STRING.sub(b"", body).translate(None, _OTHERS)
    return max(accumulate(map(_STEP.__getitem__, brackets)), default=0) > depth
