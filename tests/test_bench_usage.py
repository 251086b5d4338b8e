"""What programs have used of the processors."""

import subprocess
import time
from itertools import pairwise

from bench.compare.usage import processor_seconds

SECONDS = 3.0
# Each child works for some milliseconds and ends, when its parent has it; others make a look at all of them take long.
FORKS = """
for n in $(seq 80); do sleep 4 & done
while :; do (i=0; while [ $i -lt 20000 ]; do i=$((i+1)); done) & wait $!; done
"""


def test_what_ends_is_counted_once() -> None:
    """While processes come and go, the sum of what they have used never falls."""
    with subprocess.Popen(["/bin/sh", "-c", FORKS]) as shell:
        try:
            until = time.monotonic() + SECONDS
            seen = [processor_seconds(shell.pid)]
            while time.monotonic() < until:
                seen.append(processor_seconds(shell.pid))
        finally:
            shell.kill()
    falls = [before - after for before, after in pairwise(seen) if after < before]
    print(f"{len(seen)} looks, {seen[-1]:.2f} s at last, {len(falls)} falls")
    assert not falls
    assert seen[-1] > 0
