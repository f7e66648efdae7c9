"""Bytes become text: strict, with the ground on which an encoding was taken."""

import codecs
import re
from collections.abc import Sequence
from typing import NamedTuple

from corpusclean.codes import Reason
from corpusclean.envelope import BOMS, MARKED, split_bom
from corpusclean.errors import UsageError
from corpusclean.read.disguised import CONTROLS, disguised


class Decoded(NamedTuple):
    """A text, the encoding of its bytes, why that one, and whether a byte order mark stood before it.

    `ground` is `utf-8` (the bytes are valid UTF-8, few of them are controls, and none switch to other letters),
    `bom` (their mark says so), `declared` (the first of the declared encodings that gives the same bytes back, and
    no NUL: else any picture were text) or `detected`.
    """

    text: str
    encoding: str = "utf-8"
    ground: str = "utf-8"
    bom: bool = False


_C1 = re.compile(r"[\x80-\x9f]")
_MOST_CHAOS, _MOST_DOUBT, _LANGUAGE = 0.1, 0.2, 0.8
"""How much disorder, as the detector has it, a text has at most, or another more; how much less of a language.

What is that much of a language may have more disorder: dashes and quotes count as such."""


def decode(data: bytes, declared: Sequence[str] = (), candidates: Sequence[str] = ()) -> Decoded | Reason:
    r"""Decode bytes: as their mark says, as UTF-8, as declared, or as detected among the candidates.

    >>> decode(b"caf\xe9 noir", ["windows-1252"])
    Decoded(text='caf\xe9 noir', encoding='windows-1252', ground='declared', bom=False)
    >>> decode("Regen.".encode("utf-16"))
    Decoded(text='Regen.', encoding='utf-16-le', ground='bom', bom=True)
    >>> decode(b"caf\xe9 noir").message
    'byte 3 (0xe9) is not UTF-8: invalid continuation byte'
    >>> decode("Regen.".encode("utf-16-le"), ["utf-16-le"]).ground
    'declared'
    """
    if data[:1] in MARKED:
        encoding, content = split_bom(data)
        if encoding is not None:
            return _marked(content, encoding, len(data) - len(content), declared, candidates)
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        return _otherwise(data, error, declared, candidates, 0)
    found = disguised(data)
    return Decoded(text) if found is None else _otherwise(data, found, declared, candidates, 0)


def _marked(
    content: bytes, encoding: str, mark: int, declared: Sequence[str], candidates: Sequence[str]
) -> Decoded | Reason:
    try:
        return Decoded(content.decode(encoding), encoding, "bom", bom=True)
    except UnicodeDecodeError as error:
        if encoding == "utf-8":
            return _otherwise(BOMS[encoding] + content, error, declared, candidates, mark)
        return Reason(
            "bytes.undecodable",
            f"the byte order mark says {encoding}, which byte {mark + error.start} is not: {error.reason}",
            line=content[: error.start].decode(encoding, "ignore").count("\n") + 1,
            column=1,
        )


def _otherwise(
    data: bytes, wrong: UnicodeDecodeError, declared: Sequence[str], candidates: Sequence[str], mark: int
) -> Decoded | Reason:
    for encoding in declared:
        text = _both_ways(data, encoding)
        if text is not None and "\0" not in text and disguised(text.encode()) is None:
            return Decoded(text, encoding, "declared")
    detected = _detect(data, candidates) if candidates else ""
    if isinstance(detected, Decoded):
        return detected
    content, place = data[mark:], wrong.start
    said = f", nor {', '.join(declared)}" if declared else ""
    said += detected
    wide = b"\0" in data or content[place] in CONTROLS
    said += "; it holds NUL or other controls, as no text does but UTF-16 without a mark" if wide else ""
    return Reason(
        "bytes.not_utf8",
        f"byte {mark + place} (0x{content[place]:02x}) is not UTF-8{said}: {wrong.reason}",
        line=content.count(b"\n", 0, place) + 1,
        column=place - content.rfind(b"\n", 0, place),
    )


def _both_ways(data: bytes, encoding: str) -> str | None:
    """Return the text of bytes in an encoding, where it gives the same bytes back."""
    try:
        text = data.decode(encoding)
        text.encode()  # no half of a surrogate pair, which some encodings let through
        return text if text.encode(encoding) == data else None
    except UnicodeError:
        return None


def _detect(data: bytes, candidates: Sequence[str]) -> Decoded | str:
    """Ask charset-normalizer which of the candidates it is; if none, or not one alone, say so.

    Raises UsageError where that is not installed.
    """
    try:
        from charset_normalizer import from_bytes  # noqa: PLC0415  # an extra, imported when used
    except ImportError as error:
        raise UsageError(
            "detect_encodings needs a detector; install it: pip install 'corpusclean[detect]'"
        ) from error
    # The detector has names of its own; the candidate is told as it was declared.
    names = {codecs.lookup(name).name: name for name in reversed(candidates)}
    none = f"; none of {', '.join(candidates)} was detected"
    matches = list(from_bytes(data, cp_isolation=list(candidates), enable_fallback=False))
    if not matches:
        return none
    best, *others = matches
    if best.chaos > _MOST_CHAOS and best.coherence < _LANGUAGE:
        return none
    # Quotes and dashes of windows-1252 are controls in its rival, and no text holds those.
    sound = _C1.search(str(best)) is None
    close = [
        names.get(codecs.lookup(other.encoding).name, other.encoding)
        for other in others
        if other.chaos < best.chaos + _MOST_CHAOS
        and other.coherence > best.coherence - _MOST_DOUBT
        and str(other) != str(best)
        and not (sound and _C1.search(str(other)))
    ]
    encoding = names.get(codecs.lookup(best.encoding).name)
    if close:
        return f"; {', '.join([encoding or best.encoding, *close])} read about as well: name one in encodings"
    text = _both_ways(data, encoding) if encoding else None
    if text is None or encoding is None or disguised(text.encode()):
        return none
    return Decoded(text, encoding, "detected")
