"""The envelope: what reading takes off a file, so that the file can be rebuilt byte for byte."""

import json
from typing import NamedTuple

_BOM = b"\xef\xbb\xbf"


class Envelope(NamedTuple):
    """What stood around the body: the raw header block, the blanks at the end, and how it was encoded."""

    header: str
    tail: str
    encoding: str = "utf-8"
    bom: bool = False

    def to_json(self) -> str:
        r"""Return the envelope as the column `envelope` holds it.

        >>> Envelope(" date 2021-12-13\n\n", "\n").to_json()
        '{"header":" date 2021-12-13\\n\\n","tail":"\\n","encoding":"utf-8","bom":false}'
        """
        return json.dumps(self._asdict(), ensure_ascii=False, separators=(",", ":"))

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
        return (_BOM if self.bom else b"") + text.encode(self.encoding)


def split_bom(data: bytes) -> tuple[bool, bytes]:
    """Return whether bytes begin with UTF-8's byte order mark, and the bytes without it."""
    return data.startswith(_BOM), data.removeprefix(_BOM)
