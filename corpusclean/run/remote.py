"""A corpus in an object store: made here, then committed there: parts first, the manifest last.

There is no rename in an object store. Parts are named by their content and are never overwritten by others; what
says which parts are the corpus is the manifest, one object, put last. Who reads by the manifest sees the old
corpus or the new one. Who lists `data/` sees both, from the first new part to the end of the last old one.
"""

import contextlib
import hashlib
import io
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from corpusclean.corpus import read_manifest
from corpusclean.errors import ProofFailed, RejectsExceeded, RunFailed, UsageError
from corpusclean.run.engines import using
from corpusclean.run.job import Progress, Summary, clean_corpus
from corpusclean.settings import Settings
from corpusclean.storage.bucket import Bucket, bucket_of
from corpusclean.storage.client import Client
from corpusclean.storage.lock import held
from corpusclean.storage.url import Url, local_path, url_of
from corpusclean.write.private import private_place
from corpusclean.write.publish import MANIFEST, PART, in_the_way, is_ours, undisturbed

WRITERS = 8
"""Objects that are written at a time."""


def clean_into(
    inputs: Sequence[Path],
    out: Path,
    settings: Settings,
    *,
    limit: int | None = None,
    against: Path | None = None,
    progress: Progress | None = None,
    lock: bool = True,
    dead: str | None = None,
) -> Summary:
    """Do what `clean_corpus` does; `out` may be a URL, too. Without `lock`, nobody else may write there.

    `dead` is a run that is known to be: its lock is broken.

    Raises what `clean_corpus` raises, and RunFailed where the store does not answer.
    """
    url = url_of(out)
    if url is None and dead is not None:
        raise UsageError(f"--break-lock: {out} is no place in an object store; here a lock goes with its run")
    if url is not None and settings.output.private is not None:
        raise UsageError(
            f"--private: {url} is in an object store, where no corpus is published at once with its private part;"
            " write both here, and copy the corpus there"
        )
    if url is None:
        return _clean(inputs, local_path(out), settings, limit=limit, against=against, progress=progress)
    if not url.key:
        raise UsageError(f"{url}: a bucket as a whole cannot be a corpus; name a folder in it")
    _refuse_overlap(inputs, url)
    bucket, failed = bucket_of(url), url.beside(f"{url.name}.failed")
    # From the manifest's writing to the end of clearing up nothing may change the verdict.
    with contextlib.ExitStack() as at_the_end, contextlib.ExitStack() as stack:
        if lock:
            stack.enter_context(held(url, dead))
        _there(bucket, url)
        _check_failed(failed)
        here = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="corpusclean-"))) / url.name
        try:
            summary = _clean(inputs, here, settings, limit=limit, against=against, progress=progress)
        except RejectsExceeded as error:
            _check_failed(failed)
            commit(here.with_name(f"{here.name}.failed"), failed, at_the_end)
            said = str(error).partition(" The rejects")[0]
            raise RejectsExceeded(f"{said} The rejects and the report are in {failed}") from None
        commit(here, url, at_the_end)
        return summary


def _clean(inputs: Sequence[Path], out: Path, settings: Settings, **options: Any) -> Summary:  # noqa: ANN401  # passed on
    """Do what `clean_corpus` does, on the engine of the settings."""
    if settings.run.engine != "local" and settings.run.cache is None:
        # The cache of this machine is not that of the workers.
        settings = settings.model_copy(update={"run": settings.run.model_copy(update={"cache": "off"})})
    places = [*(path for path in inputs if url_of(path) is None), out.absolute().parent]
    if private := private_place(settings):
        places.append(private.absolute().parent)
    with using(settings, places):
        return clean_corpus(inputs, out, settings, **options)


def _refuse_overlap(inputs: Sequence[Path], out: Url) -> None:
    for path in inputs:
        source = url_of(path)
        if source is None or source.bucket != out.bucket:
            continue
        one, other = f"{source.place}/", f"{out.place}/"
        if one.startswith(other) or other.startswith(one):
            raise UsageError(f"--out {out} and the input {source} lie within each other; name a folder beside it")


def commit(corpus: Path, url: Url, at_the_end: contextlib.ExitStack) -> None:
    """Put a corpus of this machine in the place of what is at a URL: parts, pages, and last the manifest.

    What the corpus that is there has already is not sent again; what no longer belongs to it is deleted after.
    Signals that would end the run wait from the manifest on for `at_the_end`.
    Raises UsageError where something else is there, RunFailed where the store does not do as it is told.
    """
    bucket, manifest = bucket_of(url), read_manifest(corpus)
    there, old = _there(bucket, url)
    known = {file["path"]: file["sha256"] for file in old["files"]} if old else {}
    files = {file["path"]: file for file in manifest["files"]}
    new = [
        path
        for path, file in files.items()
        if known.get(path) != file["sha256"] or there.get(path) != file["bytes"]
    ]

    def send(path: str) -> None:
        with (corpus / path).open("rb") as source:
            bucket.put(url.below(path), source, files[path]["sha256"])

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(send, filter(PART.fullmatch, new)))
    for path in new:  # pages keep their names: they change as late as can be
        if not PART.fullmatch(path):
            send(path)
    found = dict(bucket.listed(url))
    lacking = [path for path, file in files.items() if found.get(path) != file["bytes"]]
    if lacking:
        raise RunFailed(f"{url}: {len(lacking)} files are not there as they were sent, first {min(lacking)}")
    data = (corpus / MANIFEST).read_bytes()
    at_the_end.enter_context(undisturbed())
    bucket.put(url.below(MANIFEST), io.BytesIO(data), hashlib.sha256(data).hexdigest())
    if bucket.read(url.below(MANIFEST)) != data:
        raise RunFailed(f"{url.below(MANIFEST)}: is not what was written; does another run write there?")
    stale = sorted(set(there) - set(files) - {MANIFEST})  # what has come since is somebody else's
    if stale:
        delete = Client(url).delete if url.scheme == "s3" else bucket.delete
        for path in stale:
            delete(url.below(path))


def _there(bucket: Bucket, url: Url) -> tuple[dict[str, int], dict[str, Any] | None]:
    """Return the sizes of the files at a URL, and the manifest there, if any.

    Raises UsageError where something is there that no corpus of ours has.
    """
    there = dict(bucket.listed(url))
    manifest = None
    if MANIFEST in there:
        with tempfile.TemporaryDirectory(prefix="corpusclean-") as folder:
            manifest = _fetch_manifest(bucket, url, Path(folder))
    known = {file["path"] for file in manifest["files"] if is_ours(file["path"])} if manifest else set()
    parts = {path for path in there if PART.fullmatch(path)}
    pages = {"README.md", "report.html", "croissant.json"} if known or parts else set()
    foreign = sorted(set(there) - known - {MANIFEST} - pages - parts)
    if foreign:
        shown = ", ".join(foreign[:3])
        raise UsageError(f"{url}: holds what no corpus of ours does ({shown}), and is left as it is; name another")
    return there, manifest


def _check_failed(failed: Url) -> None:
    """Refuse a place for what a failing run leaves, where something else stands. Raises UsageError."""
    _, manifest = _there(bucket_of(failed), failed)
    if manifest is not None and manifest["published"] is not False:
        raise UsageError(in_the_way(failed))


def _fetch_manifest(bucket: Bucket, url: Url, folder: Path) -> dict[str, Any]:
    data = bucket.read(url.below(MANIFEST))
    if not isinstance(data, bytes):
        raise UsageError(f"{url}: no corpus: {data.message}; name a place that `clean` wrote")
    (folder / MANIFEST).write_bytes(data)
    try:
        return read_manifest(folder)
    except ProofFailed:
        raise ProofFailed(f"{url.below(MANIFEST)}: its bytes are not those that were written") from None


@contextlib.contextmanager
def corpus_here(corpus: Path) -> Iterator[Path]:
    """Give a corpus as a folder of this machine: itself, or a copy of what a URL names for as long as needed."""
    url = url_of(corpus)
    if url is None:
        yield local_path(corpus)
        return
    bucket = bucket_of(url)
    with tempfile.TemporaryDirectory(prefix="corpusclean-") as name:
        folder = Path(name, url.name or "corpus")
        folder.mkdir()
        _fetch_manifest(bucket, url, folder)

        def fetch(found: tuple[str, int]) -> None:
            target = folder / found[0]
            if ".." in Path(found[0]).parts or Path(found[0]).is_absolute():
                raise UsageError(f"{url}: holds {found[0]}, which no corpus of ours does; name another")
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("wb") as stream:
                problem = bucket.copy_to(url.below(found[0]), stream)
            if problem is not None:
                raise RunFailed(f"{url.below(found[0])}: {problem.message}")

        with ThreadPoolExecutor(WRITERS) as pool:
            list(pool.map(fetch, bucket.listed(url)))
        yield folder
