"""The private part of a corpus: its ledger, rejects and report, which hold removed text, in a folder elsewhere.

private/manifest.json                   what is here, of which corpus it is, and where that is
private/ledger/  private/rejects/       as a corpus has them
private/report-0123456789abcdef.html    the page, under a name that carries its content's hash, as parts do

No rename changes two folders at once. So what is new is put beside what is old; then the corpus takes its place,
which decides; then what is old goes. The corpus's manifest lists the files of its private part: who goes by
that finds all of them, at any moment.
"""

import contextlib
import hashlib
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote, unquote_to_bytes

from corpusclean.errors import RunFailed, UsageError
from corpusclean.settings import Settings
from corpusclean.storage.url import here
from corpusclean.write.manifest import SELF, own_hash, to_bytes
from corpusclean.write.parquet import TABLES, PartFile
from corpusclean.write.publish import (
    MANIFEST,
    PART,
    PRIVATE_OF,
    check_failed,
    check_output,
    foreign_files,
    publish,
    read_json,
    side_paths,
    staging,
    sync_folder,
    write_file,
)

APART = ("ledger", "rejects")
"""The tables of the private part."""

_CORPUS = "corpus"
"""The key of the way from a private part to its corpus: corpora in two places may be the same, byte for byte."""

_PAGE = re.compile(r"report-[0-9a-f]{16}\.html")


class Staged(NamedTuple):
    """Where a run works: `whole` has every table; `corpus`, and `private` if there is one, is where they lie."""

    whole: Path
    work: Path
    corpus: Path
    private: Path | None = None


def private_place(settings: Settings) -> Path | None:
    """Return where the settings want the private part, None where it stays in the corpus.

    Raises UsageError where that is in a store.
    """
    named = settings.output.private
    return None if named is None else here(Path(named), "the private part (--private)")


def check_places(out: Path, private: Path | None) -> Path:
    """Refuse what stands in the way of a corpus and its private part. Returns where a failing run leaves rejects.

    Raises UsageError that says what is in the way.
    """
    _, _, failed = side_paths(private or out)
    check_output(out)
    check_failed(failed)
    if private is not None:
        _refuse_within(out, private)
        _check_private(private, out)
    elif "private" in _manifest(out):  # readers of the corpus, who may not see removed text, would get it
        raise UsageError(
            f"{out}: the ledger and rejects of the corpus there are elsewhere, and would come into it; name their"
            " folder, --private DIR, or move the corpus away"
        )
    return failed


def _refuse_within(out: Path, private: Path) -> None:
    places = [[Path(os.path.realpath(each)) for each in (place, *side_paths(place))] for place in (out, private)]
    for one in places[0]:
        if any(one == other or one in other.parents or other in one.parents for other in places[1]):
            raise UsageError(f"--out {out} and --private {private} lie within each other; name a folder elsewhere")


def _check_private(private: Path, out: Path) -> None:
    """Refuse a folder that holds something else than the private part of the corpus at `out`."""
    if private.is_symlink() or (private.exists() and not private.is_dir()):
        raise UsageError(f"{private}: not a folder; name one that does not exist yet for the private part")
    found = _manifest(private)
    if "corpusclean" in found and PRIVATE_OF not in found:
        raise UsageError(f"{private}: is a corpus itself; name another folder for the private part")
    manifest = _own_manifest(private)
    there = {file["path"] for file in manifest.get("files", ())}
    if foreign := foreign_files(private, {MANIFEST, *there} if manifest else ()):
        shown = ", ".join(foreign[:3])
        said = f"holds what no private part does ({shown}), and is left as it is"
        raise UsageError(f"{private}: {said}; name another")
    if manifest.get(PRIVATE_OF) is not None and not is_part_of(private, _manifest(out)):
        raise UsageError(
            f"{private}: holds the private part of another corpus than the one at {out}, maybe of one that stood"
            " there before, and is left as it is; name another folder, or move it away"
        )
    other = _corpus_of(private, manifest)
    if other is not None and not _is_same(other, out) and is_part_of(private, _manifest(other)):
        raise UsageError(
            f"{private}: holds the private part of the corpus at {os.path.realpath(other)}, and is left as it is;"
            " name another folder"
        )


def _corpus_of(private: Path, manifest: Mapping[str, Any]) -> Path | None:
    """Return where the corpus was that a private part was written for, None where that is not said."""
    way = manifest.get(_CORPUS)
    return Path(os.path.realpath(private), os.fsdecode(unquote_to_bytes(way))) if isinstance(way, str) else None


def _is_same(one: Path, other: Path) -> bool:
    return one.exists() and other.exists() and one.samefile(other)


def _manifest(folder: Path) -> dict[str, Any]:
    found = read_json(folder / MANIFEST)
    return found if isinstance(found, dict) else {}


def is_part_of(private: Path, corpus: Mapping[str, Any]) -> bool:
    """Tell whether a folder is the private part of the corpus that has this manifest."""
    manifest = _own_manifest(private)
    if "private" not in corpus or not manifest:
        return False
    ours, there = ({file["path"] for file in files} for files in (corpus["private"], manifest["files"]))
    # A run that ended between publishing and clearing up has left what is the corpus's, and older files.
    return manifest[PRIVATE_OF] == corpus.get(SELF) or ours <= there


def leaves_behind(out: Path, private: Path | None) -> bool:
    """Tell whether the corpus at `out` has a private part, and a run that replaces it writes it elsewhere."""
    standing = _manifest(out)
    return private is not None and "private" in standing and not is_part_of(private, standing)


def _own_manifest(private: Path) -> dict[str, Any]:
    """Return the manifest of a private part; nothing where it is not as a run writes it.

    What it lists is removed one day: so it may list no file but such as a run puts there.
    """
    manifest = _manifest(private)
    try:
        written = PRIVATE_OF in manifest and to_bytes(manifest) == (private / MANIFEST).read_bytes()
        ours = written and all(_is_apart(file["path"]) for file in manifest["files"])
    except (OSError, ValueError, TypeError, LookupError):
        ours = False
    return manifest if ours else {}


def _is_apart(path: str) -> bool:
    """Tell whether a file of a private part may have this path."""
    return bool(_PAGE.fullmatch(path) or (PART.fullmatch(path) and path.partition("/")[0] in APART))


@contextlib.contextmanager
def staging_apart(out: Path, private: Path | None) -> Iterator[Staged]:
    """Hold the output and the private place, if there is one, and give fresh folders to work in beside them.

    With a private place all that a run writes for itself is beside that: it holds whole documents.
    Raises what `staging` raises.
    """
    with staging(out) as at, contextlib.ExitStack() as stack:
        if private is None:
            yield Staged(at.corpus, at.work, at.corpus)
            return
        apart = stack.enter_context(staging(private, lambda _: _check_private(private, out), mode=0o700))
        homes = {table: (apart if table in APART else at).corpus / table for table in TABLES}
        for home in homes.values():
            home.mkdir()
        whole = linked(apart.corpus.with_name("whole"), homes)
        yield Staged(whole, apart.work, at.corpus, apart.corpus)


def linked(folder: Path, homes: Mapping[str, Path]) -> Path:
    """Make a folder in which tables are links to where they lie."""
    folder.mkdir()
    for table, home in homes.items():
        (folder / table).symlink_to(os.path.abspath(home))  # noqa: PTH100  # what lies there may be a link itself
    return folder


def publish_apart(at: Staged, out: Path, private: Path | None, made: Mapping[str, Any]) -> None:
    """Put a staged corpus in its place, and its private part in its own.

    Raises what `publish` raises; what stood in both is still there then.
    """
    if private is None or at.private is None:
        publish(at.corpus, out)
        return
    try:
        _add(at.private, private, out, made)
    except OSError as error:
        raise RunFailed(f"{private}: cannot be written: {error.strerror}; nothing was published") from error
    publish(at.corpus, out)
    with contextlib.suppress(OSError):  # the corpus is there: the next run clears up
        _settle(private, out, made, at.private)


def settle(out: Path, private: Path, made: Mapping[str, Any]) -> None:
    """Clear away what a run that was killed after it had published `made` has left in the private place."""
    said = _own_manifest(private)
    settled = (said.get(PRIVATE_OF), said.get(_CORPUS)) == (own_hash(made), _way(private, out))
    if side_paths(private)[0].exists() or not settled:
        with staging(private, lambda _: _check_private(private, out), mode=0o700) as apart:
            _settle(private, out, made, apart.corpus)


def _add(staged: Path, private: Path, out: Path, made: Mapping[str, Any]) -> None:
    """Put the files of a private part beside what is there, all of them listed before the first comes."""
    private.mkdir(mode=0o700, exist_ok=True)
    there = _own_manifest(private)
    files = {file["path"]: file for file in (*there.get("files", ()), *made["private"])}
    told = {"corpusclean": made["corpusclean"], PRIVATE_OF: there.get(PRIVATE_OF), "files": files.values()}
    _list(private, out, told, staged)
    for file in made["private"]:
        target = private / file["path"]
        target.parent.mkdir(exist_ok=True)
        (staged / file["path"]).rename(target)
    for folder in (*(private / table for table in APART), private, private.parent):
        sync_folder(folder)


def _settle(private: Path, out: Path, made: Mapping[str, Any], scratch: Path) -> None:
    """Remove what the corpus that was published does not list."""
    ours = {file["path"] for file in made["private"]}
    for file in _own_manifest(private).get("files", ()):
        if file["path"] not in ours:
            (private / file["path"]).unlink(missing_ok=True)
    told = {"corpusclean": made["corpusclean"], PRIVATE_OF: own_hash(made), "files": made["private"]}
    _list(private, out, told, scratch)


def _list(private: Path, out: Path, told: Mapping[str, Any], scratch: Path) -> None:
    """Write the manifest of a private part, with the way to its corpus."""
    new = scratch / MANIFEST
    listed = sorted(told["files"], key=lambda file: str(file["path"]))
    write_file(new, to_bytes({**told, _CORPUS: _way(private, out), "files": listed}))
    new.rename(private / MANIFEST)
    sync_folder(private)


def _way(private: Path, out: Path) -> str:
    """Return the way from a private part to its corpus, as in a URL: names of folders may be no UTF-8."""
    return quote(os.fsencode(os.path.relpath(os.path.realpath(out), os.path.realpath(private))))


def held(made: Mapping[str, Any]) -> list[str]:
    """Return the tables that are in a corpus itself, by its manifest."""
    return [table for table in TABLES if "private" not in made or table not in APART]


def report_name(page: bytes) -> str:
    """Return the name of the page in a private part."""
    return f"report-{hashlib.sha256(page).hexdigest()[:16]}.html"


def report_place(made: Mapping[str, Any], out: object, private: object) -> str:
    """Return where the page of a corpus is: in it, or in its private part."""
    names = [file["path"] for file in made.get("private", ()) if file["path"].startswith("report-")]
    return f"{private}/{names[0]}" if names else f"{out}/report.html"


def apart(files: Iterable[PartFile]) -> tuple[list[PartFile], list[PartFile]]:
    """Return the files that a corpus holds where it has a private part, and those of that."""
    sides: tuple[list[PartFile], list[PartFile]] = ([], [])
    for file in files:
        sides[file.path.partition("/")[0] in APART].append(file)
    return sides
