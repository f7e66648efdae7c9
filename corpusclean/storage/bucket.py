"""An object store through pyarrow.fs: list, read, write, delete. What it says in an error is not passed on.

What was not answered is asked again; what an answer leaves open is read again, never assumed. Messages of stores
may hold names of keys and signed requests: of an error only its code is told.
"""

import hashlib
import re
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from functools import lru_cache
from typing import BinaryIO, NamedTuple, Protocol, TypeVar

from pyarrow import fs

from corpusclean.codes import Reason
from corpusclean.errors import RunFailed, UsageError
from corpusclean.storage.url import Url, endpoint_of, remote

ATTEMPTS = 8
"""How often a request is tried, and a write as a whole, before a run fails."""

PAUSE = 0.2
"""Seconds before the second try; each further one waits twice as long."""

READERS = 24
"""Objects that a worker reads at a time: of a small one most is waiting. A client has 25 connections."""

AHEAD_BYTES = 64 << 20
"""Bytes that are read ahead at most."""

LOOK_AT = "look at where it is (endpoint_override, region) and who you are to it (AWS_PROFILE, ...)"
"""The way out of what a store does not do."""

_BLOCK = 8 << 20
_CODE = re.compile(r"AWS Error ([A-Z_0-9]+)|HTTP status (\d+)")
_FORBIDDEN = {"ACCESS_DENIED", "403"}


class Object(NamedTuple):
    """An object below a place: its name from there, and its size."""

    name: str
    size: int


class Bucket:
    """A store, as far as one URL's options lead to it."""

    def __init__(self, url: Url) -> None:
        options = dict(url.options)
        try:
            if url.scheme == "s3":
                scheme, endpoint = endpoint_of(url) or (options.get("scheme", "https"), None)
                self._fs: fs.FileSystem = fs.S3FileSystem(
                    endpoint_override=endpoint,  # Arrow itself does not look into the environment
                    scheme=scheme,
                    region=options.get("region"),
                    anonymous=options.get("anonymous") == "true",
                    retry_strategy=fs.AwsStandardS3RetryStrategy(max_attempts=ATTEMPTS),
                    connect_timeout=10,
                    request_timeout=60,
                    background_writes=False,
                )
            else:
                self._fs, _ = fs.FileSystem.from_uri(f"{url.scheme}://{url.place}")
        except (OSError, ValueError) as error:
            raise UsageError(f"{url}: cannot be reached: {error_codes(error)}; {LOOK_AT}") from None

    def listed(self, url: Url) -> list[Object]:
        """Return the objects below a place, in the order of their names; none where there is no such place.

        Raises RunFailed where the store does not answer.
        """
        selector = fs.FileSelector(url.place, recursive=True, allow_not_found=True)
        try:
            found = self._fs.get_file_info(selector)
        except OSError as error:
            raise _failed(url, "cannot be listed", error) from None
        start = len(url.place) + 1
        files = (each for each in found if each.type == fs.FileType.File)
        return sorted(Object(each.path[start:], each.size) for each in files)

    def size(self, url: Url) -> int | None:
        """Return the size of an object, None where there is none."""
        try:
            (info,) = self._fs.get_file_info([url.place])
        except OSError as error:
            raise _failed(url, "cannot be looked at", error) from None
        return info.size if info.type == fs.FileType.File else None

    def read(self, url: Url, limit: int | None = None) -> bytes | Reason:
        """Return the bytes of an object, or what keeps it from being read.

        Raises RunFailed where the store does not answer: that is no document's fault.
        """
        try:
            with self._fs.open_input_file(url.place) as stream:
                size = stream.size()
                if limit is not None and size > limit:
                    return Reason("file.too_large", f"{size} bytes; max_file_bytes is {limit}")
                data: bytes = stream.read()
        except OSError as error:
            return _reason(url, error)
        return data if len(data) == size else _CHANGED

    def copy_to(self, url: Url, target: BinaryIO) -> Reason | None:
        """Write the bytes of an object to a file, in large blocks. Returns what kept it from being read."""
        try:
            with self._fs.open_input_file(url.place) as stream:
                while block := stream.read(_BLOCK):
                    target.write(block)
                return None if target.tell() == stream.size() else _CHANGED
        except OSError as error:
            return _reason(url, error)

    def put(self, url: Url, source: BinaryIO, sha256: str) -> None:
        """Write an object. Where the answer leaves open whether it came through, it is read again.

        Raises RunFailed where it did not, however often it was tried.
        """
        for attempt in range(ATTEMPTS):
            source.seek(0)
            try:
                with self._fs.open_output_stream(url.place, buffer_size=0) as stream:
                    while block := source.read(_BLOCK):
                        stream.write(block)
            except OSError as error:
                failure = error
            else:
                return
            if self.digest(url) == sha256:
                return
            if _codes(failure) & _FORBIDDEN:
                break
            time.sleep(PAUSE * 2**attempt)
        raise _failed(url, "cannot be written", failure) from None

    def digest(self, url: Url) -> str | None:
        """Return the SHA-256 of what an object is now, None where there is none."""
        digest = hashlib.sha256()
        with tempfile.TemporaryFile() as spool:
            if self.copy_to(url, spool) is not None:
                return None
            spool.seek(0)
            while block := spool.read(_BLOCK):
                digest.update(block)
        return digest.hexdigest()

    def delete(self, url: Url) -> None:
        """Delete an object, if it is there. On S3 this leaves an object `folder/` behind: see `lock.Client`."""
        try:
            self._fs.delete_file(url.place)
        except FileNotFoundError:
            return
        except OSError as error:
            if self.size(url) is not None:
                raise _failed(url, "cannot be deleted", error) from None


_CHANGED = Reason("file.changed", "the object changed while it was read")


@lru_cache(maxsize=8)
def _bucket(scheme: str, bucket: str, options: tuple[tuple[str, str], ...]) -> Bucket:
    return Bucket(Url(scheme, bucket, "", options))


def bucket_of(url: Url) -> Bucket:
    """Return the store of a URL, the same one for the same options."""
    return _bucket(url.scheme, url.bucket, url.options)


def read_object(path: str, limit: int) -> bytes | Reason:
    """Return the bytes of an object that the inventory names, or what keeps it from being read."""
    url = remote(path)
    return bucket_of(url).read(url, limit)


class Sized(Protocol):
    """What has a path and a size."""

    @property
    def path(self) -> str: ...  # noqa: D102  # a protocol
    @property
    def size(self) -> int: ...  # noqa: D102  # a protocol


Item = TypeVar("Item", bound=Sized)


def ahead(
    items: Iterable[Item], limit: int, wanted: Callable[[Item], bool]
) -> Iterator[tuple[Item, bytes | Reason | None]]:
    """Yield items in their order, each with its bytes where it is `wanted` from a store, else with None.

    So many are read at a time as `READERS` says, and never more bytes than `AHEAD_BYTES`, or one.
    """
    pool: ThreadPoolExecutor | None = None
    under_way: deque[tuple[Item, Future[bytes | Reason] | None]] = deque()
    held = 0
    try:
        for item in items:
            if wanted(item):
                pool = pool or ThreadPoolExecutor(READERS)
                while under_way and held + item.size > AHEAD_BYTES:
                    held -= under_way[0][0].size
                    yield _taken(*under_way.popleft())
                under_way.append((item, pool.submit(read_object, item.path, limit)))
                held += item.size
            elif under_way:
                under_way.append((item, None))
                held += item.size
            else:
                yield item, None
            while len(under_way) > 2 * READERS:
                held -= under_way[0][0].size
                yield _taken(*under_way.popleft())
        while under_way:
            yield _taken(*under_way.popleft())
    finally:
        if pool is not None:
            pool.shutdown(wait=True, cancel_futures=True)


def _taken(item: Item, future: "Future[bytes | Reason] | None") -> tuple[Item, bytes | Reason | None]:
    return item, None if future is None else future.result()


def _codes(error: BaseException) -> set[str]:
    return {code for match in _CODE.findall(str(error)) for code in match if code}


def error_codes(error: BaseException) -> str:
    """Return what may be told of a store's error: its codes.

    >>> error_codes(OSError("When reading 'k?X-Amz-Signature=a': AWS Error ACCESS_DENIED during GetObject: AKIA"))
    'ACCESS_DENIED'
    """
    return ", ".join(sorted(_codes(error))) or type(error).__name__


def _reason(url: Url, error: OSError) -> Reason:
    """Return the reason for one object alone; raise RunFailed where the store as a whole is at fault."""
    if isinstance(error, FileNotFoundError):
        return Reason("file.vanished", "the object was listed, and is gone")
    if _codes(error) & _FORBIDDEN:
        return Reason("file.unreadable", "the object cannot be read: access denied")
    raise _failed(url, "cannot be read", error) from None


def _failed(url: Url, what: str, error: BaseException) -> RunFailed:
    return RunFailed(f"{url}: {what}: {error_codes(error)}; {LOOK_AT}")
