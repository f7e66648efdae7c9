"""URLs of inputs and outputs. What a URL names, and how an object is named inside of a run."""

import os
import re
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qsl, unquote, urlencode

from corpusclean.errors import UsageError

OPTIONS = ("anonymous", "endpoint_override", "region", "scheme")
"""What may stand behind the `?` of a URL. No credentials: URLs end in histories and logs."""

ENDPOINTS = ("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL")
"""The variables that name a store other than AWS's, the first that is set."""

SCHEMES = ("s3", "gs", "hdfs", "file")
_URL = re.compile(rf"(?s)({'|'.join(SCHEMES)}):(/+)(.*)")
_OTHER = re.compile(r"(?s)([A-Za-z][A-Za-z0-9+.-]+):/+([^/].*)")
_MARK = "\0"  # no path on any disk has one


class Url(NamedTuple):
    """A place in an object store: `bucket` and `key`, and the options by which the store is reached."""

    scheme: str
    bucket: str
    key: str
    options: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        return f"{self.scheme}://{self.place}"

    @property
    def place(self) -> str:
        """The path that the store knows."""
        return f"{self.bucket}/{self.key}" if self.key else self.bucket

    def below(self, name: str) -> "Url":
        """Return the place of a name below this one."""
        return self._replace(key=f"{self.key}/{name}" if self.key else name)

    def beside(self, name: str) -> "Url":
        """Return the place of a name beside this one."""
        folder, slash, _ = self.key.rpartition("/")
        return self._replace(key=f"{folder}{slash}{name}")

    @property
    def name(self) -> str:
        """The last part of the place."""
        return self.place.rpartition("/")[2]

    def inner(self) -> str:
        """Return how a run names the place where paths are strings. `remote` reads it."""
        return f"{_MARK}{self.scheme}?{urlencode(self.options)}|{self.place}"


def url_of(path: str | Path) -> Url | None:
    """Return the URL that an INPUT or `--out` is, None for a path of this machine.

    A Path folds the two slashes of a URL into one; both are read. Raises UsageError for a URL of a scheme or with
    options that do not exist, and for one with credentials.

    >>> str(url_of(Path("s3://news/2021/"))), url_of("raw/2021")
    ('s3://news/2021', None)
    """
    match = _URL.fullmatch(str(path))
    if match is None:
        _refuse_other(str(path))
    if match is None or match[1] == "file" or os.path.lexists(path):
        return None
    place, _, query = match[3].partition("?")
    bucket, _, key = place.strip("/").partition("/")
    shown = f"{match[1]}://{bucket.rpartition('@')[2]}/{key}"
    if "@" in bucket:
        raise UsageError(
            f"{shown}: a URL must not hold credentials; give them in the environment (AWS_PROFILE, ...)"
        )
    options = parse_qsl(query, keep_blank_values=True)
    for name, _ in options:
        if name not in OPTIONS:
            raise UsageError(
                f"{shown}: {name!r} is no option of a URL; there are {', '.join(OPTIONS)}. Credentials belong in"
                " the environment"
            )
    if not bucket:
        raise UsageError(f"{shown}: names no bucket; write {match[1]}://BUCKET/FOLDER")
    return Url(match[1], bucket, key, tuple(sorted(options)))


def _refuse_other(path: str) -> None:
    """Raise UsageError for a URL of another scheme: as a path it would be a folder called `http:`."""
    match = _OTHER.fullmatch(path)
    if match and not os.path.lexists(f"{match[1]}:"):
        url = f"{match[1]}://{match[2].rpartition('@')[2]}"
        raise UsageError(f"{url}: no URL begins with {match[1]}://; there are {', '.join(SCHEMES)}")


def endpoint_of(url: Url) -> tuple[str, str] | None:
    """Return scheme and host of the store that a URL's options name, else of the one that the environment does.

    >>> endpoint_of(Url("s3", "news", "", (("endpoint_override", "localhost:9000"), ("scheme", "http"))))
    ('http', 'localhost:9000')
    """
    options = dict(url.options)
    if own := options.get("endpoint_override"):
        return options.get("scheme", "https"), own
    named = next(filter(None, map(os.environ.get, ENDPOINTS)), None)
    if named is None:
        return None
    scheme, divided, host = named.rstrip("/").partition("://")
    if not divided or scheme not in {"http", "https"} or not host:
        raise UsageError(f"{' or '.join(ENDPOINTS)}: no URL of a store; write http://HOST:PORT")
    return scheme, host


def local_path(path: Path) -> Path:
    """Return the path that a `file://` URL names, any other path as it is.

    >>> local_path(Path("file:///raw/a%20b")).as_posix()
    '/raw/a b'
    """
    match = _URL.fullmatch(str(path))
    if match is None or match[1] != "file" or os.path.lexists(path):
        return path
    return Path("/" + unquote(match[3].removeprefix("localhost/")))


def here(path: Path, what: str) -> Path:
    """Return the path of this machine that `what`, an option or an argument, names, also as a `file://` URL.

    Raises UsageError for a URL of a store: as a path it would be a folder called `s3:`.
    """
    url = url_of(path)
    if url is not None:
        raise UsageError(
            f"{url}: {what} must be a path of this machine; name one, and copy between it and the store"
        )
    return local_path(path)


def is_url(name: str) -> bool:
    """Tell whether a name that a user reads is that of an object: a path of this machine has no two slashes.

    >>> is_url(str(Url("s3", "news", "raw/a.txt"))), is_url(str(Path("s3://news/raw/a.txt")))
    (True, False)
    """
    return name.partition("://")[0] in SCHEMES and "://" in name


def is_remote(path: str) -> bool:
    """Tell whether a path of the inventory names an object, and not a file of this machine."""
    return path.startswith(_MARK)


def remote(path: str) -> Url:
    """Return the URL of a path of the inventory."""
    head, _, place = path.removeprefix(_MARK).partition("|")
    scheme, _, query = head.partition("?")
    bucket, _, key = place.partition("/")
    return Url(scheme, bucket, key, tuple(parse_qsl(query, keep_blank_values=True)))
