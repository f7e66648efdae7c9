r"""What is valid UTF-8, byte by byte, and means something else.

UTF-16 without a mark: the bytes of Russian, Arabic or Thai are all below 0x80, half of them controls.
Encodings of seven bits (ISO-2022, HZ): two ASCII characters stand for a letter, between marks that say so. Nothing
else there is beyond ASCII.
"""

import re

import numpy as np
import pyarrow as pa

MOST_CONTROLS = 0.1
"""Share of controls in a text at most, beyond a few that may be strays: those are the repair's business."""

FEW = 4

CONTROLS = bytes({*range(0x20)} - {*b"\t\n\f\r\x1b"})
"""The controls that are counted. Escapes stand in what a terminal showed."""

_CONTROL = re.compile(b"[" + re.escape(CONTROLS) + b"]")
_BLOCK = 1 << 16

# One of these stands in every text that _SHIFTED matches.
_SHIFTS = (b"\x1b", b"\x0e", b"~")
_SHIFTED = re.compile(
    rb"(?P<jp>\x1b(?:\$[@AB]|\$\([@D]|\([IJ]))"
    rb"|(?P<kr>\x1b\$\)C|\x0e(?:[!-~]{2}[ \n]?)++\x0f)"
    rb"|(?P<cn>\x1b\$[)*+][A-Z])"
    rb"|(?P<hz>~\{(?:[!-w][!-~]){2,}+~\})"
)
_NAMES = {"jp": "iso-2022-jp", "kr": "iso-2022-kr", "cn": "iso-2022-cn", "hz": "hz"}


def disguised(data: bytes) -> UnicodeDecodeError | None:
    r"""Tell where and why bytes that are valid UTF-8 are no text in it.

    >>> disguised("\u041e\u0440\u0440\u0438\u043d".encode("utf-16-le")).reason
    'a tenth or more of all bytes are controls'
    >>> disguised("\u96e8".encode("iso-2022-jp")).reason
    'it switches to other letters here; encodings = ["iso-2022-jp"] declares it'
    >>> disguised(b"Rain fell\0on the hills.")
    """
    controls = len(data) - len(data.translate(None, CONTROLS))
    if controls > max(FEW, MOST_CONTROLS * len(data)):
        found, said = _CONTROL.search(data), "a tenth or more of all bytes are controls"
    else:
        shifts = data.isascii() and any(shift in data for shift in _SHIFTS)
        found = _SHIFTED.search(data) if shifts else None
        name = _NAMES[found.lastgroup or ""] if found else ""
        said = f'it switches to other letters here; encodings = ["{name}"] declares it'
    return UnicodeDecodeError("utf-8", data, found.start(), found.start() + 1, said) if found else None


def suspects(texts: pa.StringArray) -> list[int]:
    """Return the rows of a column in which something may be disguised: nearly always none."""
    _, offsets, values = texts.buffers()
    data = np.frombuffer(values, np.uint8)
    blocks = range(0, len(data), _BLOCK)
    places = [place + block for block in blocks for place in _marks(data[block : block + _BLOCK])]
    ends = np.frombuffer(offsets, np.int32)[1 : len(texts) + 1]
    rows: list[int] = np.unique(np.searchsorted(ends, places, side="right")).tolist()
    return rows


def _marks(block: np.ndarray) -> list[int]:
    """Return where controls stand, and tildes; that there are none takes a few looks at all bytes together."""
    low = block < ord(" ")
    rest = np.count_nonzero(low) - np.count_nonzero(block == ord("\n"))
    if rest and rest != sum(np.count_nonzero(block == blank) for blank in b"\t\r\f"):
        controls = np.flatnonzero(low & ~np.isin(block, list(b"\t\n\f\r"))).tolist()
    else:
        controls = []
    return [*controls, *np.flatnonzero(block == ord("~")).tolist()]
