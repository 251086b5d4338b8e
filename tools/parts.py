"""Parts of documents that are made: between <!-- name --> and <!-- /name -->."""

from collections.abc import Mapping
from pathlib import Path

from tools.shell import CheckError


def with_parts(path: Path, parts: Mapping[str, str]) -> str:
    """Give a document's text with its parts renewed. Raises CheckError where one of them has no place."""
    text = path.read_text()
    for name, part in parts.items():
        before, begin, rest = text.partition(f"<!-- {name} -->\n")
        _, end, after = rest.partition(f"<!-- /{name} -->")
        if not end:
            raise CheckError(f"{path.name} has no <!-- {name} --> … <!-- /{name} -->")
        text = f"{before}{begin}{part}\n{end}{after}"
    return text
