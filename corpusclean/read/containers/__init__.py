"""Files that hold documents: what each is found by its name's end, opened, and yields, as pieces.

An address shows each layer: `a.txt.gz!a.txt`, `archive.tar.gz!2021/a.txt`, `dump.jsonl#3`. Where that is the
name of another member, a number stands behind it: `a.zip!dump.jsonl#3#2`.
"""

import io
from collections import Counter
from collections.abc import Iterator
from typing import Any

from corpusclean.codes import Reason
from corpusclean.read.containers.archives import Member, tar_members, within, zip_members
from corpusclean.read.containers.compressed import decompressed
from corpusclean.read.containers.piece import (
    MOST_LEVELS,
    Bomb,
    Damaged,
    Opening,
    Piece,
    Record,
    buffered,
    whole,
)
from corpusclean.read.containers.tables import csv_rows, jsonl_rows, parquet_rows
from corpusclean.read.containers.taken import Taken
from corpusclean.read.source import opened, unreadable
from corpusclean.suffixes import COMPRESSED, PARQUET, SHORT, is_container

__all__ = ["Opening", "Piece", "Record", "Taken", "expand"]

_TWICE = frozenset(suffix[1:] for suffix in COMPRESSED)
"""What is compressed again lies a level deeper."""


def expand(path: str, address: str, opening: Opening) -> Iterator[Piece]:
    """Yield the pieces of a container; `opening.left_out` then tells how many members the settings leave out.

    Whatever is wrong with the file is a piece under its own address; a file that yields nothing is one, too.
    """
    problems: list[Reason] = []
    count, told = 0, False
    try:
        with opened(path, problems) as stream:
            if stream is not None:
                for piece in _expand(_full(address), address, stream, opening, 0):
                    count += 1
                    told = told or piece.address == address
                    yield piece
    except OSError as error:
        problems.append(unreadable(error))
    except Bomb:
        said = f"more than {opening.most} bytes come out of {opening.size}"
        problems.append(Reason("archive.bomb", f"{said}; max_expansion is {opening.settings.max_expansion}"))
    if not problems and not count:
        said = f"but {opening.left_out} members that the settings leave out" if opening.left_out else "at all"
        problems.append(Reason("archive.empty", f"there is nothing in it {said}"))
    if problems and not told:
        yield Piece(address, None, problems[0], size=opening.size)


def _expand(name: str, address: str, stream: Any, opening: Opening, level: int) -> Iterator[Piece]:  # noqa: ANN401  # anything with `read`
    """Yield the pieces of a stream of this name; of one that is no container, itself."""
    stem, dot, last = name.rpartition(".")
    suffix = (dot + last).lower()
    if level > MOST_LEVELS:
        yield Piece(address, None, Reason("archive.too_deep", f"more than {MOST_LEVELS} containers in each other"))
        return
    try:
        if suffix in COMPRESSED:
            inner = buffered(decompressed(stream, suffix), opening)
            inside = f"{address}!{stem.rpartition('/')[2] or 'data'}"
            below = address if is_container(stem) else opening.taken.free(inside)
            again = stem.rpartition(".")[2].lower() in _TWICE
            yield from _expand(_full(stem), below, inner, opening, level + again)
        elif suffix == ".tar":
            yield from _members(tar_members(stream, opening), address, opening, level)
        elif suffix == ".zip":
            yield from _members(zip_members(_seekable(stream, opening), address, opening), address, opening, level)
        elif suffix in (".jsonl", ".ndjson"):
            yield from jsonl_rows(_buffered(stream, opening), address, opening)
        elif suffix in (".csv", ".tsv"):
            delimiter = "\t" if suffix == ".tsv" else opening.settings.csv_delimiter
            yield from csv_rows(_buffered(stream, opening), address, opening, delimiter)
        elif suffix == PARQUET:
            yield from parquet_rows(_seekable(stream, opening), address, opening)
        else:
            yield whole(address, stream, opening)
    except Damaged as error:
        yield Piece(address, None, Reason("archive.damaged", f"it is cut off, or not what its name says: {error}"))


def _members(members: Iterator[Member], address: str, opening: Opening, level: int) -> Iterator[Piece]:
    """Yield the pieces of members. Those of a repeated name come last, when all other names are known."""
    seen: Counter[str] = Counter()
    failure: Exception | None = None
    try:
        for member in members:
            own = within(address, member.name)
            seen[own] += 1
            if seen[own] > 1:
                continue
            where = opening.taken.member(address, own)
            if member.problem:
                yield Piece(where, None, member.problem)
            else:
                yield from _expand(_full(member.name), where, buffered(member.stream, opening), opening, level + 1)
    except (Damaged, Bomb, OSError) as error:
        failure = error
    for own, count in seen.items():
        for number in range(2, count + 1):
            said = f"the archive has another member of this name ({number - 1} before it)"
            where = opening.taken.free(f"{own}#{number}")
            yield Piece(where, None, Reason("archive.repeated_member", said))
    if failure:
        raise failure


def _full(name: str) -> str:
    """Return a name with a short suffix written out.

    >>> _full("a.tgz")
    'a.tar.gz'
    """
    stem, dot, last = name.rpartition(".")
    return stem + SHORT.get((dot + last).lower(), dot + last)


def _buffered(stream: Any, opening: Opening) -> io.BufferedReader:  # noqa: ANN401  # anything with `read`
    return stream if isinstance(stream, io.BufferedReader) else buffered(stream, opening)


def _seekable(stream: Any, opening: Opening) -> Any:  # noqa: ANN401  # anything with `read`
    """Return a stream that can seek: the file itself, or what lies within another container, held in memory."""
    if stream.seekable():
        return stream
    limit = opening.settings.max_file_bytes
    data = stream.read(limit + 1)
    if len(data) > limit:
        raise Damaged(f"within another container it may have no more than max_file_bytes, {limit}")
    return io.BytesIO(data)
