"""Streams that are compressed: .gz, .zst, .bz2, .xz. Every frame is read; what is cut off or follows is damage."""

import lzma
from typing import Any

import pyarrow as pa

from corpusclean.read.containers.piece import Damaged
from corpusclean.suffixes import COMPRESSED

_CHUNK = 1 << 16


def decompressed(stream: Any, suffix: str) -> Any:  # noqa: ANN401  # pyarrow ships no types
    """Return a stream of what a compressed stream holds. Its `read` raises OSError or Damaged where it is broken.

    pyarrow reads the frames of gzip, zstd and bz2 strictly; the standard library's reader of xz takes whatever
    follows the last stream for padding, so that loop is ours.
    """
    if suffix == ".xz":
        return _Xz(stream)
    return pa.CompressedInputStream(pa.PythonFile(stream, mode="r"), COMPRESSED[suffix])


class _Xz:
    def __init__(self, stream: Any) -> None:  # noqa: ANN401  # anything with `read`
        self._stream = stream
        self._decompressor: lzma.LZMADecompressor | None = None
        self._waiting = b""

    def read(self, size: int) -> bytes:
        """Return at most `size` bytes; none at the end."""
        while True:
            if self._decompressor is None or self._decompressor.eof:
                self._waiting = self._next_stream()
                if not self._waiting:
                    return b""
                self._decompressor = lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=1 << 29)
            elif self._decompressor.needs_input:
                self._waiting = self._stream.read(_CHUNK)
                if not self._waiting:
                    raise Damaged("the stream is cut off")
            try:
                data = self._decompressor.decompress(self._waiting, size)
            except lzma.LZMAError as error:
                raise Damaged(str(error)) from error
            self._waiting = b""
            if data:
                return data

    def _next_stream(self) -> bytes:
        """Return what follows the end of a stream, and the zeros with which it is padded."""
        if self._decompressor is None:
            return bytes(self._stream.read(_CHUNK))
        waiting = self._decompressor.unused_data.lstrip(b"\0")
        while not waiting and (more := self._stream.read(_CHUNK)):
            waiting = more.lstrip(b"\0")
        return waiting
