"""What a file is found to hold: pieces, each a document to be, or what is wrong in its place."""

import io
import tarfile
from collections.abc import Iterator
from typing import Any, NamedTuple

from corpusclean.codes import Reason
from corpusclean.read.containers.taken import Taken
from corpusclean.read.naming import fits, left_out
from corpusclean.settings import Settings

FREE_BYTES = 64 << 20
"""What a file may hold beyond its own size whatever the ratio: little enough to do no harm."""

_FEW = 1 << 16
"""More than nearly every document has."""

MOST_LEVELS = 3
"""How deep a container may lie within others."""


class Record(NamedTuple):
    """A row of a table: its text, and its other columns by name. It is None if no column holds it.

    `size` counts the bytes of all: names, too, are held for each row. `line` is where in the file it begins.
    """

    text: str | None
    fields: tuple[tuple[str, str], ...]
    size: int
    line: int = 1


class Piece(NamedTuple):
    """One document to be: its address, and its bytes, its record, or the problem that stands in their place.

    With a problem the bytes are what was read of it, as evidence; None where nothing was.
    """

    address: str
    data: bytes | None = None
    problem: Reason | None = None
    record: Record | None = None
    size: int = 0


class Damaged(Exception):
    """A container cannot be read further."""


class Bomb(Exception):
    """A container holds far more than its size allows."""


class Opening:
    """One file that is being expanded: the settings, how much has come out, what was left out, what is taken."""

    def __init__(self, settings: Settings, size: int, *, textless: bool = False) -> None:
        """Take the settings and the file's size; `textless` rows of tables are records, no problems."""
        self.settings = settings
        self.textless = textless
        self.size = size
        self.most = FREE_BYTES + settings.max_expansion * size
        self.expanded = 0
        # What begins with a slash is the address of a file, which a member may be called like.
        excluded = [pattern for pattern in settings.exclude if not pattern.startswith("/")]
        self._excluded, self._included = left_out(excluded), fits(settings.include)
        self.left_out = 0
        self.taken = Taken()

    def count(self, expanded: int) -> None:
        """Count bytes that came out. Raises Bomb where they are too many."""
        self.expanded += expanded
        if self.expanded > self.most:
            raise Bomb

    def wants(self, name: str) -> bool:
        """Tell whether the settings include a member; count it where they do not."""
        wanted = self.includes(name)
        self.left_out += not wanted
        return wanted

    def includes(self, name: str) -> bool:
        """Tell whether the settings include a member."""
        *folders, last = name.split("/")
        hidden = any(self._excluded(folder, folder) for folder in folders)
        return not (hidden or self._excluded(name, last)) and self._included(name, last)


class Stream(io.RawIOBase):
    """A stream that comes out of a container, counted, and its failures told as Damaged."""

    def __init__(self, source: Any, opening: Opening) -> None:  # noqa: ANN401  # anything with `read`
        self._source, self._opening = source, opening

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401  # the buffer protocol has no type before Python 3.12
        """Read into a buffer. Raises Damaged, Bomb; OSError where the disk fails."""
        with_room = memoryview(buffer)
        try:
            data = self._source.read(len(with_room))
        except OSError as error:
            if error.errno is not None:
                raise
            raise Damaged(str(error)) from error
        except (EOFError, ValueError, tarfile.TarError) as error:
            raise Damaged(str(error)) from error
        with_room[: len(data)] = data
        self._opening.count(len(data))
        return len(data)


def buffered(source: Any, opening: Opening) -> io.BufferedReader:  # noqa: ANN401  # anything with `read`
    """Return a stream that comes out of a container, with lines."""
    return io.BufferedReader(Stream(source, opening), 1 << 16)


def whole(address: str, stream: Any, opening: Opening) -> Piece:  # noqa: ANN401  # anything with `read`
    """Return a member as one document, unless it is larger than a document may be."""
    limit = opening.settings.max_file_bytes
    data = stream.read(min(_FEW, limit + 1))
    if len(data) == _FEW:  # room for what is asked for is made before it is known how little there is
        data += stream.read(limit + 1 - _FEW)
    if len(data) > limit:
        said = f"more than {limit} bytes come out of a file of {opening.size}; max_file_bytes is {limit}"
        return Piece(address, None, Reason("file.too_large", said), size=len(data))
    return Piece(address, data, size=len(data))


def lines(stream: io.BufferedReader, limit: int) -> Iterator[bytes | None]:
    """Yield the lines of a stream, None for one that is longer than `limit`, which is passed over."""
    while line := stream.readline(limit + 1):
        if len(line) <= limit:
            yield line
            continue
        while not line.endswith(b"\n") and (line := stream.readline(limit)):
            pass
        yield None
