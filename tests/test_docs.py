"""What the documentation says of the database is what the database says."""

from tools.docs import made


def test_the_documentation_is_as_make_docs_writes_it() -> None:
    """A change of the schema comes with `make docs`."""
    stale = [str(path) for path, text in made().items() if not path.exists() or path.read_text() != text]
    assert stale == [], "run `make docs` and commit"
