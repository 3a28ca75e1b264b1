"""Tables in Markdown, and where they stand in a document."""

from collections.abc import Sequence

from viewer.errors import FormatError


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table in Markdown without a line break at its end."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def markers(name: str) -> tuple[str, str]:
    """Return the comments a table stands between."""
    return f"<!-- {name}: made by `python3 dev.py {name}` -->", f"<!-- end of {name} -->"


def held(document: str, name: str) -> str:
    """Return the table that stands between the markers of a document; `FormatError` where they lack."""
    first, last = markers(name)
    _, found, rest = document.partition(f"{first}\n")
    text, ended, _ = rest.partition(f"\n{last}")
    if not found or not ended:
        raise FormatError(f"The document has no place for the table {name}.", f"Put in {first} and {last}.")
    return text


def replaced(document: str, name: str, text: str) -> str:
    """Return the document with another table between the markers; `FormatError` where they lack."""
    first, last = markers(name)
    old = held(document, name)
    return document.replace(f"{first}\n{old}\n{last}", f"{first}\n{text}\n{last}")
