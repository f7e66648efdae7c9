"""Archives: .tar and .zip. Members are read as streams and never unpacked to a disk."""

import io
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any, NamedTuple

from corpusclean.codes import Reason
from corpusclean.read.containers.piece import Damaged, Opening


class Member(NamedTuple):
    """One member: its name, and a stream of what it holds, or what is wrong with it."""

    name: str
    stream: Any = None
    problem: Reason | None = None


def tar_members(stream: Any, opening: Opening) -> Iterator[Member]:  # noqa: ANN401  # anything with `read`
    """Yield the members of a tar archive in their order, folders aside. Raises Damaged."""
    try:
        with tarfile.open(fileobj=stream, mode="r|", errorlevel=2) as archive:
            for member in archive:
                if member.isdir():
                    continue
                name = member.name.removeprefix("./")
                problem = _unsafe(name)
                if problem is None and not member.isreg():
                    kind = "link" if member.issym() or member.islnk() else "device or FIFO"
                    problem = Reason("archive.unsafe_member", f"the member is a {kind}, not a file")
                if problem is None and not opening.wants(name):
                    continue
                yield Member(name, None if problem else archive.extractfile(member), problem)
            # tarfile takes the end of what there is for the end of the archive.
            if archive.offset == 0:
                raise Damaged("no member of a tar archive begins there")
    except (tarfile.TarError, EOFError, zlib.error, ValueError) as error:
        raise Damaged(str(error)) from error


def zip_members(stream: Any, opening: Opening) -> Iterator[Member]:  # noqa: ANN401  # a file that can seek
    """Yield the members of a zip archive in their order, folders aside. Raises Damaged."""
    try:
        with zipfile.ZipFile(stream) as archive:
            for info in archive.infolist():
                if info.is_dir():
                    continue
                name = info.filename.removeprefix("./")
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
    except (zipfile.BadZipFile, EOFError, zlib.error, ValueError, NotImplementedError) as error:
        raise Damaged(str(error)) from error


def _zip_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str) -> Iterator[Member]:
    try:
        member = archive.open(info)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
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
        except (zipfile.BadZipFile, EOFError, zlib.error, NotImplementedError) as error:
            raise Damaged(str(error)) from error
        room[: len(data)] = data
        return len(data)


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
