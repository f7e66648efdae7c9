"""Archives: .tar and .zip. Members are read as streams and never unpacked to a disk."""

import io
import lzma
import re
import stat
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any, NamedTuple

from corpusclean.codes import Reason
from corpusclean.read.containers.piece import Damaged, Opening
from corpusclean.read.naming import printable

_EXTENSIONS = frozenset(
    [
        *(tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.SOLARIS_XHDTYPE),
        *(tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK),
    ]
)
_MOST_EXTENSION = 1 << 20
"""Bytes of a header that extends another: a long name and the like, held in memory."""

_MARK = re.compile("[!#]")
"""No other name can be like an address that is made up."""

_CHUNK = 1 << 16
_ZIP_END = b"PK\5\6"
_MOST_END = 22 + (1 << 16)
"""Bytes of the end of a zip archive at the most: the record that begins so, and a comment."""

_UNREADABLE = (
    *(zipfile.BadZipFile, EOFError, zlib.error, lzma.LZMAError, struct.error),
    *(ValueError, NotImplementedError, RuntimeError),
)
"""What zipfile raises for an archive, or a member, that is damaged or of a kind that it does not know."""


class Member(NamedTuple):
    """One member: its name, and a stream of what it holds, or what is wrong with it."""

    name: str
    stream: Any = None
    problem: Reason | None = None


class _Header(tarfile.TarInfo):
    """A header of a tar archive. tarfile takes one that is damaged for the end of the archive; it is damage."""

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> "_Header":
        """Return the header that a block holds. Raises Damaged."""
        try:
            header = super().frombuf(buf, encoding, errors)
        except tarfile.HeaderError as error:
            if len(buf) == tarfile.BLOCKSIZE and not any(buf):
                raise
            said = "it ends before the mark of its end" if not buf else str(error)
            raise Damaged(said) from error
        if header.size < 0 or (header.type in _EXTENSIONS and header.size > _MOST_EXTENSION):
            raise Damaged(f"a header says that {header.size} bytes follow it")
        return header


def tar_members(stream: Any, opening: Opening) -> Iterator[Member]:  # noqa: ANN401  # anything with `read`
    """Yield the members of a tar archive in their order, folders aside. Raises Damaged."""
    try:
        with tarfile.open(fileobj=stream, mode="r|", errorlevel=2, tarinfo=_Header) as archive:
            while (member := archive.next()) is not None:
                archive.members.clear()  # type: ignore[attr-defined]  # they would be kept to the end
                if not 0 <= member.size <= opening.most:
                    raise Damaged(f"the member {member.name!r} says that it has {member.size} bytes")
                if member.isdir():
                    continue
                name = _plain(member.name)
                problem = _unsafe(name)
                if problem is None and not member.isreg():
                    kind = "link" if member.issym() or member.islnk() else "device or FIFO"
                    problem = Reason("archive.unsafe_member", f"the member is a {kind}, not a file")
                if problem is None and not opening.wants(name):
                    continue
                yield Member(name, None if problem else archive.extractfile(member), problem)
            # What holds the archive is read to its end, where its own checksum stands.
            while rest := archive.fileobj.read(_CHUNK):
                if rest.strip(b"\0"):
                    raise Damaged("something follows the mark of its end")
    except RecursionError as error:
        raise Damaged("a header extends another, which extends another, too often") from error
    except (tarfile.TarError, EOFError, zlib.error, ValueError, OverflowError) as error:
        raise Damaged(str(error)) from error


def zip_members(stream: Any, address: str, opening: Opening) -> Iterator[Member]:  # noqa: ANN401  # a file that can seek
    """Yield the members of a zip archive in their order, folders aside. Raises Damaged."""
    try:
        with zipfile.ZipFile(stream) as archive:
            lost = _entries(stream) - len(archive.infolist())
            names = (_plain(name) for name in archive.namelist() if _MARK.search(name))
            opening.taken.foresee(address, (within(address, name) for name in names if opening.includes(name)))
            for info in archive.infolist():
                if info.is_dir():
                    continue
                name = _plain(info.filename)
                problem = _unsafe(name)
                if problem is None and stat.S_ISLNK(info.external_attr >> 16):
                    problem = Reason("archive.unsafe_member", "the member is a link, not a file")
                if problem is None and info.flag_bits & 1:
                    problem = Reason("archive.encrypted", "the member is encrypted")
                if problem is None and not opening.wants(name):
                    continue
                if problem:
                    yield Member(name, None, problem)
                    continue
                yield from _zip_member(archive, info, name)
            if lost % (1 << 16):
                raise Damaged("its directory has another number of entries than it says")
    except _UNREADABLE as error:
        raise Damaged(str(error)) from error


def _entries(stream: Any) -> int:  # noqa: ANN401  # a file that can seek
    """Return how many entries the end of a zip archive counts, modulo 2 to the 16th."""
    size = stream.seek(0, io.SEEK_END)
    stream.seek(max(size - _MOST_END, 0))
    end = stream.read()
    (count,) = struct.unpack_from("<H", end, end.rfind(_ZIP_END) + 10)
    return int(count)


def _zip_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str) -> Iterator[Member]:
    try:
        member = archive.open(info)
    except _UNREADABLE as error:
        yield Member(name, None, Reason("archive.damaged", f"the member cannot be read: {error}"))
        return
    with member:
        yield Member(name, _ZipStream(member))


class _ZipStream(io.RawIOBase):
    """A member of a zip archive, whose own damage costs nothing but itself."""

    def __init__(self, member: Any) -> None:  # noqa: ANN401  # zipfile.ZipExtFile
        self._member = member

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401  # the buffer protocol has no type before Python 3.12
        room = memoryview(buffer)
        try:
            data = self._member.read(len(room))
        except _UNREADABLE as error:
            raise Damaged(str(error)) from error
        room[: len(data)] = data
        return len(data)


def within(address: str, name: str) -> str:
    """Return the address of a member of an archive, by its name."""
    return f"{address}!{printable(name)}"


def _plain(name: str) -> str:
    """Return a member's name without what leads nowhere; `..` leads somewhere, and a first slash outside.

    >>> _plain("./2021/.//a.txt"), _plain("../a.txt"), _plain("//etc/passwd")
    ('2021/a.txt', '../a.txt', '/etc/passwd')
    """
    return "/" * name.startswith("/") + "/".join(part for part in name.split("/") if part not in ("", "."))


def _unsafe(name: str) -> Reason | None:
    r"""Say what is wrong with a member's name.

    >>> _unsafe("../../etc/passwd").message
    "the member's name leads outside the archive"
    >>> _unsafe("2021/a.txt")
    """
    parts = name.replace("\\", "/").split("/")
    drive = len(name) > 1 and name[1] == ":"
    if not name.strip("/") or name.startswith(("/", "\\")) or ".." in parts or drive or "\0" in name:
        return Reason("archive.unsafe_member", "the member's name leads outside the archive")
    return None
