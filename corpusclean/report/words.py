"""A run in a sentence that adds up."""

from collections.abc import Mapping


def number(count: int, singular: str, plural: str | None = None) -> str:
    """Return a count with its noun.

    >>> number(1, "file"), number(12000, "file"), number(2, "copy", "copies")
    ('1 file', '12,000 files', '2 copies')
    """
    return f"{count:,} {singular if count == 1 else plural or singular + 's'}"


def sentence(documents: Mapping[str, int]) -> str:
    """Return where every document went.

    >>> sentence({"found": 18, "clean": 10, "duplicates": 1, "rejects": 7})
    '18 documents: 10 clean, 1 duplicate set aside, 7 rejected.'
    """
    duplicates = number(documents["duplicates"], "duplicate")
    return (
        f"{number(documents['found'], 'document')}: {documents['clean']:,} clean, {duplicates} set aside, "
        f"{documents['rejects']:,} rejected."
    )
