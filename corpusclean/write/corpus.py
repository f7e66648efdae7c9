"""A corpus as a whole: what every one has beside its tables, and how frames in memory become one."""

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from corpusclean.pipeline import Cleaned
from corpusclean.report import page, sentence
from corpusclean.settings import Settings
from corpusclean.validate import contract, enforce
from corpusclean.write.card import card
from corpusclean.write.counts import Counts, count_tables
from corpusclean.write.manifest import manifest, to_bytes
from corpusclean.write.parquet import PartFile, write_part
from corpusclean.write.publish import MANIFEST, publish, staging, write_file
from corpusclean_schemas import Duplicate, Edit, Reject


def seal(
    corpus: Path,
    *,
    settings: Settings,
    inventory: Mapping[str, Any],
    documents: Mapping[str, int],
    counts: Counts,
    files: Iterable[PartFile],
) -> dict[str, Any]:
    """Write card, page and, last, the manifest of a staged corpus. Returns the manifest."""
    made = manifest(settings=settings, inventory=inventory, documents=documents, counts=counts, files=files)
    pages = {"README.md": card(made, sentence(documents)), "report.html": page(made)}
    for name, data in pages.items():
        write_file(corpus / name, data)
        made["files"].append(PartFile(name, 0, len(data), hashlib.sha256(data).hexdigest())._asdict())
    write_file(corpus / MANIFEST, to_bytes(made))
    return made


def inventory_of(
    addresses: Iterable[str], digests: Iterable[str | None], sizes: Iterable[int], left_out: int
) -> dict[str, Any]:
    """Return what the manifest says of an inventory: how many files and bytes, and a hash over all of them."""
    entries = sorted(zip(addresses, ("" if pd.isna(digest) else digest for digest in digests), sizes, strict=True))
    digest = hashlib.sha256()
    for address, sha256, _ in entries:
        digest.update(f"{address}\0{sha256}\n".encode())
    return {
        "files": len(entries),
        "bytes": sum(size for _, _, size in entries),
        "left_out": left_out,
        "sha256": digest.hexdigest(),
    }


def write_corpus(cleaned: Cleaned, out: str | Path, settings: Settings | None = None) -> Path:
    """Write the tables of `clean` as a corpus, complete or not at all. Returns the folder.

    Raises UsageError where `out` holds something else than a corpus, RunFailed where a table breaks its
    contract or the disk fails, OutputBusy where another run is writing there.
    """
    chosen, place = settings or Settings(), Path(out)
    tables = dict(zip(("data", "duplicates", "rejects", "ledger"), cleaned, strict=True))
    enforce(cleaned.clean, contract(chosen), "data")
    enforce(cleaned.duplicates, Duplicate, "duplicates")
    enforce(cleaned.rejects, Reject, "rejects")
    enforce(cleaned.ledger, Edit, "ledger")
    seen = pd.concat([frame[["address", "sha256", "size"]] for name, frame in tables.items() if name != "ledger"])
    with staging(place) as staged:
        files = [write_part(frame, staged.corpus, name, 0) for name, frame in tables.items()]
        seal(
            staged.corpus,
            settings=chosen,
            inventory=inventory_of(seen["address"], seen["sha256"], seen["size"], left_out=0),
            documents={
                "found": len(seen),
                "clean": len(cleaned.clean),
                "duplicates": len(cleaned.duplicates),
                "rejects": len(cleaned.rejects),
            },
            counts=count_tables(tables),
            files=files,
        )
        publish(staged.corpus, place)
    return place
