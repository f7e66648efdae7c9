"""A corpus as a whole: what every one has beside its tables, and how frames in memory become one."""

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from corpusclean.errors import RejectsExceeded, UsageError
from corpusclean.pipeline import Cleaned
from corpusclean.report.page.render import page
from corpusclean.report.words import against_limit, exceeds, number, sentence
from corpusclean.settings import Settings
from corpusclean.validate import contract, require
from corpusclean.write.card import card
from corpusclean.write.counts import Counts, count_tables
from corpusclean.write.croissant import FILE as CROISSANT
from corpusclean.write.croissant import croissant
from corpusclean.write.manifest import manifest, to_bytes
from corpusclean.write.outofline import out_of_line
from corpusclean.write.parquet import TABLES, PartFile, write_part
from corpusclean.write.publish import MANIFEST, publish, staging, write_file
from corpusclean_schemas import Duplicate, Edit, Reject

_DOCUMENTS = ("data", "duplicates", "rejects")


def seal(
    corpus: Path,
    *,
    settings: Settings,
    inventory: Mapping[str, Any],
    documents: Mapping[str, int],
    counts: Counts,
    files: Iterable[PartFile],
    published: bool = True,
) -> dict[str, Any]:
    """Write page, card and, last, the manifest of a staged corpus. Returns the manifest.

    What a failed run leaves has neither card nor `croissant.json`: they say that there is a corpus.
    """
    made = manifest(
        settings=settings,
        inventory=inventory,
        documents=documents,
        counts=counts,
        files=files,
        published=published,
    )
    made["out_of_line"] = out_of_line(corpus)
    pages = {"report.html": page(made, corpus)}
    if published:
        said = sentence(documents)
        pages["README.md"] = card(made, settings.card, said)
        pages[CROISSANT] = croissant(TABLES, settings.card, said)
    for name, data in pages.items():
        write_file(corpus / name, data)
        made["files"].append(PartFile(name, 0, len(data), hashlib.sha256(data).hexdigest())._asdict())
    write_file(corpus / MANIFEST, to_bytes(made))
    return made


def inventory_of(entries: Iterable[tuple[str, str]], files: int, size: int) -> dict[str, Any]:
    """Return what the manifest says of an inventory: files, bytes of documents, and a hash over all of them.

    `entries` are addresses and the SHA-256 of their bytes, in the order of addresses.
    """
    digest = hashlib.sha256()
    for address, sha256 in entries:
        digest.update(f"{address}\0{sha256}\n".encode())
    return {
        "files": files,
        "bytes": size,
        "sha256": digest.hexdigest(),
        "left_out": 0,
        "limit": None,
        "against": None,
    }


def write_corpus(cleaned: Cleaned, out: str | Path, settings: Settings | None = None) -> Path:
    """Write the tables of `clean` as a corpus, complete or not at all. Returns the folder.

    Raises UsageError where `out` holds something else than a corpus, where a table breaks its contract, or
    where the tables do not go together; RejectsExceeded where there are more rejects than the settings allow;
    RunFailed where the disk fails; OutputBusy where another run is writing there.
    """
    chosen, place = settings or Settings(), Path(out)
    tables = {name: in_order(frame, name) for name, frame in zip(TABLES, cleaned, strict=True)}
    require(tables["data"], contract(chosen), "data")
    require(tables["duplicates"], Duplicate, "duplicates")
    require(tables["rejects"], Reject, "rejects")
    require(tables["ledger"], Edit, "ledger")
    _balance(tables)
    rejects, found = len(tables["rejects"]), sum(len(tables[name]) for name in _DOCUMENTS)
    if exceeds(rejects, found, chosen.max_rejects):
        raise RejectsExceeded(f"{against_limit(rejects, found, chosen.max_rejects or 0)}; nothing was written")
    seen = pd.concat([tables[name][["address", "file", "sha256", "size"]] for name in _DOCUMENTS])
    entries = sorted(zip(seen["address"], seen["sha256"].fillna(""), strict=True))
    with staging(place) as staged:
        files = [write_part(frame, staged.corpus, name, 0) for name, frame in tables.items()]
        seal(
            staged.corpus,
            settings=chosen,
            # What was left out by name, the tables do not tell.
            inventory=inventory_of(entries, seen["file"].nunique(), int(seen["size"].sum())) | {"left_out": None},
            documents={
                "found": found,
                "clean": len(tables["data"]),
                "duplicates": len(tables["duplicates"]),
                "rejects": rejects,
            },
            counts=count_tables(tables),
            files=files,
        )
        publish(staged.corpus, place)
    return place


def in_order(frame: pd.DataFrame, table: str) -> pd.DataFrame:
    """Return the rows of a table in the order in which its files hold them."""
    keys = [key for key in ("doc_id", "seq") if key in frame.columns]
    if "doc_id" not in keys:
        raise UsageError(f"{table}: the frame has no column doc_id; give the tables that `clean` made")
    return frame.sort_values(keys, kind="stable").reset_index(drop=True)


def _balance(tables: Mapping[str, pd.DataFrame]) -> None:
    """Refuse tables that cannot be of one corpus: a document in two of them, or edits of none."""
    ids = pd.concat([tables[name]["doc_id"] for name in _DOCUMENTS])
    twice = ids[ids.duplicated()]
    if len(twice):
        raise UsageError(f"{number(len(twice), 'document')} in more than one table, first {twice.iloc[0]}")
    kept = pd.concat([tables["data"], tables["duplicates"]])
    strays = set(tables["ledger"]["doc_id"]) - set(kept["doc_id"])
    if strays:
        raise UsageError(
            f"the ledger has edits of {number(len(strays), 'document')} in no table; "
            "filter it with the tables: ledger[ledger.doc_id.isin(clean.doc_id)]"
        )
