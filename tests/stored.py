"""Runs over object stores: how tests do them, and look at what came of them."""

import io
import tarfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from conftest import SEEDS
from object_stores import Server

from corpusclean.run.job import Summary
from corpusclean.run.remote import clean_into
from corpusclean.settings import load_settings, settings_from
from corpusclean.storage import url_of
from corpusclean.storage.url import Url

CONFIG = str(SEEDS / "corpusclean.toml")


def clean(
    inputs: str | Path, out: str | Path, *, lock: bool = True, dead: str | None = None, **run: Any
) -> Summary:
    """Do what `corpusclean clean` does, in this process."""
    settings = load_settings(CONFIG)
    table = settings.model_dump() | {"run": {"workers": 1}} | run
    return clean_into([Path(inputs)], Path(out), settings_from(table, "test"), lock=lock, dead=dead)


def files_of(out: Path) -> dict[str, bytes]:
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*") if path.is_file()}


def url(server: Server, place: str) -> Url:
    found = url_of(server.url(place))
    assert found is not None
    return found


def below(files: dict[str, bytes], prefix: str) -> dict[str, bytes]:
    return {name.removeprefix(f"{prefix}/"): data for name, data in files.items()}


def packed(files: Iterable[Path]) -> bytes:
    """Return a tar of files."""
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as archive:
        for path in sorted(files):
            archive.add(path, path.name)
    return made.getvalue()
