"""The envelope: what reading takes off a file, so that the file can be rebuilt byte for byte."""

import codecs
import json
from collections.abc import Mapping
from typing import NamedTuple

BOMS: Mapping[str, bytes] = {
    "utf-8": codecs.BOM_UTF8,
    "utf-32-le": codecs.BOM_UTF32_LE,  # before UTF-16's, with which it begins
    "utf-32-be": codecs.BOM_UTF32_BE,
    "utf-16-le": codecs.BOM_UTF16_LE,
    "utf-16-be": codecs.BOM_UTF16_BE,
}
"""Byte order marks, by the encoding that they announce."""

MARKED = frozenset(bom[:1] for bom in BOMS.values())
"""The bytes with which a mark may begin."""


_quoted = json.encoder.encode_basestring


class Envelope(NamedTuple):
    """What stood around the body: the raw header block, the blanks at the end, and how it was encoded.

    `ground` says why that encoding: `utf-8`, `bom`, `declared`, `detected`, or `record` for the text of a record.
    """

    header: str
    tail: str
    encoding: str = "utf-8"
    bom: bool = False
    ground: str = "utf-8"

    def to_json(self) -> str:
        r"""Return the envelope as the column `envelope` holds it.

        >>> Envelope(" date 2021-12-13\n\n", "\n").to_json()
        '{"header":" date 2021-12-13\\n\\n","tail":"\\n","encoding":"utf-8","bom":false,"ground":"utf-8"}'
        """
        header, tail, encoding, ground = map(_quoted, (self.header, self.tail, self.encoding, self.ground))
        bom = "true" if self.bom else "false"
        return f'{{"header":{header},"tail":{tail},"encoding":{encoding},"bom":{bom},"ground":{ground}}}'

    @classmethod
    def from_json(cls, text: str) -> "Envelope":
        """Return the envelope that the column `envelope` holds."""
        return cls(**json.loads(text))

    def wrap(self, body: str) -> bytes:
        r"""Return the file: the envelope around a decoded original body.

        >>> Envelope("date: 2021-12-13\r\n\r\n", "\r\n", bom=True).wrap("Rain.")
        b'\xef\xbb\xbfdate: 2021-12-13\r\n\r\nRain.\r\n'
        """
        text = self.header + body + self.tail
        return (BOMS[self.encoding] if self.bom else b"") + text.encode(self.encoding)


def plain_envelope(header: str, tail: str) -> str:
    r"""Return the envelope of a file in UTF-8 without a mark, as `to_json` does.

    >>> plain_envelope("date: now\n", "") == Envelope("date: now\n", "").to_json()
    True
    """
    return f'{{"header":{_quoted(header)},"tail":{_quoted(tail)},"encoding":"utf-8","bom":false,"ground":"utf-8"}}'


def split_bom(data: bytes) -> tuple[str | None, bytes]:
    r"""Return the encoding that bytes announce by a byte order mark, None without one, and the bytes behind it.

    >>> split_bom(b"\xff\xfeR\x00"), split_bom(b"Rain")
    (('utf-16-le', b'R\x00'), (None, b'Rain'))
    """
    for encoding, bom in BOMS.items():
        if data.startswith(bom):
            return encoding, data[len(bom) :]
    return None, data
