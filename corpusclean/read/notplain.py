"""What carries a text and is not the text: HTML, XML, RTF, JSON, encoded mail. It is read as it is, and told."""

import re
from collections.abc import Mapping, Sequence

from corpusclean.codes import Reason
from corpusclean.read.dialects import Field

_MARKUP = re.compile(r"(?i)<(?:!doctype\b|html\b|\?xml\b)|\{\\rtf(?=[0-9])")
_JSON = re.compile(r'\[?\s*+\{\s*+"(?:[^"\\\n]|\\.){1,80}+"(?=\s*+:)')
"""The first key of an object, of an array of them, too."""
_ENCODED: Mapping[str, re.Pattern[str]] = {
    "content_transfer_encoding": re.compile(r"(?i)base64|quoted-printable"),
    "content_type": re.compile(r"(?i)multipart/"),
}
"""The fields of mail that say so of its body."""


def not_plain(body: str, body_line: int, fields: Sequence[Field]) -> list[Reason]:
    """Warn of a body that is markup, or that its own header calls encoded.

    >>> [reason.message for reason in not_plain("<html><p>Rain fell.</p></html>", 1, ())]
    ['the text begins with <html: it is markup']
    """
    if match := _MARKUP.match(body):
        said = f"the text begins with {match[0]}: it is markup"
        return [Reason("text.not_plain", said, "text", body_line, 1)]
    if _JSON.match(body):
        said = "the text is JSON; as JSON Lines, an object a line in a file .jsonl, it is read as documents"
        return [Reason("text.not_plain", said, "text", body_line, 1)]
    return [
        Reason("text.not_plain", f"the header says {name.replace('_', '-')}: {found[0]}", "text", line, 1)
        for name, value, line in fields
        if name in _ENCODED and (found := _ENCODED[name].match(value))
    ]
