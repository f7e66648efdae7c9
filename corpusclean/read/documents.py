"""Files become documents: a row each, whatever is wrong with them."""

import itertools
import os
from collections.abc import Iterable, Iterator, MutableMapping
from pathlib import Path

import pandas as pd

from corpusclean.codes import Reason
from corpusclean.errors import UsageError
from corpusclean.read.containers import Opening, Piece, expand
from corpusclean.read.inputs import expand_patterns
from corpusclean.read.inventory import Found, take_inventory
from corpusclean.read.rows import Batch, Rows
from corpusclean.read.source import read_file
from corpusclean.settings import Settings, given_settings
from corpusclean.storage import ahead, is_remote
from corpusclean.suffixes import is_container

Contents = MutableMapping[str, bytes | Reason]
"""By address, the bytes of files that were read already, or what kept one from being read."""


def read_documents(*inputs: str | Path, settings: Settings | None = None) -> pd.DataFrame:
    """Read files, folders and patterns into a frame of RawDocument: a row for every address that is found.

    Raises UsageError for inputs that do not exist, TypeError for what is no path, and for no input.
    """
    chosen = given_settings(settings)
    if not inputs:
        raise TypeError("an input is missing; name a file or a folder: read_documents('raw/')")
    for each in inputs:
        if not isinstance(each, str | os.PathLike):
            said = f"an input is a path, not a {type(each).__name__}"
            raise TypeError(f"{said}; name each by itself: read_documents(*paths, settings=settings)")
        if each == "":
            raise UsageError("an input is empty; name a file or a folder ('.' is the one you are in)")
    paths = expand_patterns([Path(path) for path in inputs])
    return read_files(take_inventory(paths, chosen).found, chosen)


def read_files(files: Iterable[Found], settings: Settings) -> pd.DataFrame:
    """Read the files of an inventory into a frame of RawDocument, in `doc_id` order."""
    (batch,) = read_batches(files, settings)
    return batch.documents


def read_batches(
    files: Iterable[Found],
    settings: Settings,
    *,
    most_documents: int | None = None,
    most_bytes: int | None = None,
    limit: int | None = None,
    contents: Contents | None = None,
    textless: bool = False,
) -> Iterator[Batch]:
    """Read the files of an inventory into frames of RawDocument, each in `doc_id` order, at least one.

    A frame ends after `most_documents` documents, or `most_bytes` of them. Of a file of many documents no more
    than `limit` are read. What is in `contents` is not read again, and is taken out of it.
    Rows of tables that have no text are documents with a reason, and with their other columns, if `textless`.
    """
    contents = {} if contents is None else contents
    rows = Rows(settings)
    largest = settings.max_file_bytes
    here = contents.keys()
    for found, fetched in ahead(files, largest, lambda found: found.address not in here and _read_ahead(found)):
        address, path, size, problem = found
        if problem is None and not is_container(address):
            data = contents.pop(address, fetched)
            if data is None:
                data = read_file(path, largest)
            if isinstance(data, bytes):
                rows.add_file(address, data)
            else:
                rows.add(Piece(address, None, data, size=size), address)
        else:
            opening = Opening(settings, size, textless=textless)
            for piece in _pieces(found, opening, rows, limit):
                rows.add(piece, address, opening.taken)
                if rows.full(most_documents, most_bytes):
                    yield rows.take()
        if rows.full(most_documents, most_bytes):
            yield rows.take()
    yield rows.take()


def read_contents(files: Iterable[Found], settings: Settings) -> Contents:
    """Read the files that are documents themselves: what is then made of them is made of these very bytes."""
    largest = settings.max_file_bytes
    return {
        found.address: read_file(found.path, largest) if fetched is None else fetched
        for found, fetched in ahead(files, largest, _read_ahead)
        if found.problem is None and not is_container(found.address)
    }


def _read_ahead(found: Found) -> bool:
    return found.problem is None and is_remote(found.path) and not is_container(found.address)


def _pieces(found: Found, opening: Opening, rows: Rows, limit: int | None) -> Iterator[Piece]:
    """Yield the pieces of a container, or the problem that keeps it from being opened."""
    address, path, size, problem = found
    if problem:
        yield Piece(address, None, problem, size=size)
        return
    try:
        yield from itertools.islice(expand(path, address, opening), limit)
    finally:
        rows.left_out += opening.left_out
