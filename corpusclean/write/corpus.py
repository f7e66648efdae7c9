"""A corpus as a whole: what every one has beside its tables, and how frames in memory become one."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as arrow

from corpusclean.errors import RejectsExceeded, UsageError
from corpusclean.frame import to_table
from corpusclean.original import KEPT_OF_REJECTS, PROVEN_BY, disproof, edits_of, kept_rows
from corpusclean.pipeline import Cleaned
from corpusclean.report.page.render import page
from corpusclean.report.words import against_limit, exceeds, number, sampled, sentence
from corpusclean.settings import Settings, given_settings
from corpusclean.storage.url import here
from corpusclean.validate import contract, require
from corpusclean.withheld import unquoted, without_text
from corpusclean.write.card import card
from corpusclean.write.counts import Counts, count_tables
from corpusclean.write.croissant import FILE as CROISSANT
from corpusclean.write.croissant import croissant
from corpusclean.write.manifest import manifest, to_bytes
from corpusclean.write.outofline import out_of_line
from corpusclean.write.parquet import TABLES, PartFile, write_part
from corpusclean.write.private import (
    Staged,
    apart,
    check_places,
    held,
    private_place,
    publish_apart,
    report_name,
    staging_apart,
)
from corpusclean.write.publish import MANIFEST, write_file
from corpusclean_schemas import Duplicate, Edit, Reject, arrow_schema
from corpusclean_schemas.contract import Model
from corpusclean_schemas.tables import DOCUMENTS, KEPT


def seal(
    at: Staged,
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
    ours, theirs = (list(files), []) if at.private is None else apart(files)
    made = manifest(
        settings=settings,
        inventory=inventory,
        documents=documents,
        counts=counts,
        files=ours,
        published=published,
    )
    made["out_of_line"] = out_of_line(at.whole)
    if at.private is not None:
        made["private"] = [file._asdict() for file in sorted(theirs)]
    # Who reads the page where it is private may read the decisions.
    quoting = settings.output.ledger_text == "full"
    report = page({**made, "settings": settings.decisive()} if quoting else made, at.whole)
    pages = {} if at.private is not None else {"report.html": report}
    if published:
        said = " ".join(filter(None, (sentence(documents), sampled(made["inventory"]["limit"]))))
        described = croissant({name: TABLES[name] for name in held(made)}, settings.card, said)
        pages = {"README.md": card(made, settings.card, said), **pages, CROISSANT: described}
    made["files"] += [_page(at.corpus, name, data) for name, data in pages.items()]
    if at.private is not None:
        made["private"].append(_page(at.private, report_name(report), report))
    write_file(at.corpus / MANIFEST, to_bytes(made))
    return made


def _page(folder: Path, name: str, data: bytes) -> dict[str, Any]:
    """Write a page, and return its row of the manifest."""
    write_file(folder / name, data)
    return PartFile(name, 0, len(data), hashlib.sha256(data).hexdigest())._asdict()


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

    The settings are those of `clean`, unless others are given: where the ledger goes, say.
    Raises UsageError where `out` holds something else than a corpus or is in a store, where a table is no frame of
    pandas or breaks its contract, where the tables do not go together, the ledger has gaps, or does not lead back
    to the bytes that were read; RejectsExceeded where there are more rejects than the settings allow;
    RunFailed where the disk fails; OutputBusy where another run is writing there; TypeError where `cleaned` is not
    what `clean` returns.
    """
    if not isinstance(cleaned, tuple) or len(cleaned) != len(TABLES):
        said = f"a {type(cleaned).__name__} is not all that `clean` returns"
        raise TypeError(f"{said}; pass the four tables together: write_corpus(cleaned, out)")
    chosen = given_settings(getattr(cleaned, "settings", None) if settings is None else settings)
    place = here(Path(out), "a corpus of frames")
    private = private_place(chosen)
    check_places(place, private)
    contracts: dict[str, Model] = {**TABLES, "data": contract(chosen)}
    tables = {
        name: _in_order(require(frame, contracts[name], name, "cc.clean, called with the same settings,"))
        for name, frame in zip(TABLES, cleaned, strict=True)
    }
    _balance(tables)
    _count(tables["ledger"])
    withheld = chosen.output.ledger_text == "none"
    _prove(tables, withheld=withheld)
    if withheld:
        tables["rejects"], tables["ledger"] = without_text(tables["rejects"], tables["ledger"])
    if not chosen.quotes:
        for name in KEPT:
            tables[name] = tables[name].assign(warnings=unquoted(tables[name]["warnings"]))
    rejects, found = len(tables["rejects"]), sum(len(tables[name]) for name in DOCUMENTS)
    if exceeds(rejects, found, chosen.max_rejects):
        raise RejectsExceeded(f"{against_limit(rejects, found, chosen.max_rejects or 0)}; nothing was written")
    seen = pd.concat([tables[name][["address", "file", "sha256", "size"]] for name in DOCUMENTS])
    entries = sorted(zip(seen["address"], seen["sha256"].fillna(""), strict=True))
    with staging_apart(place, private) as at:
        files = [write_part(frame, at.whole, name, 0) for name, frame in tables.items()]
        made = seal(
            at,
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
        publish_apart(at, place, private, made)
    return place


def _in_order(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of a table in the order in which its files hold them."""
    keys = [key for key in ("doc_id", "seq") if key in frame.columns]
    # The index goes first: it may be called as a column is.
    return frame.reset_index(drop=True).sort_values(keys, kind="stable", ignore_index=True)


def _balance(tables: Mapping[str, pd.DataFrame]) -> None:
    """Refuse tables that cannot be of one corpus: a document in two of them, or edits of none."""
    ids = pd.concat([tables[name]["doc_id"] for name in DOCUMENTS])
    twice = ids[ids.duplicated()]
    if len(twice):
        said = f"{number(len(twice), 'document')} in more than one table, first {twice.iloc[0]}"
        raise UsageError(f"{said}; leave each in that in which `clean` put it")
    kept = pd.concat([tables["data"], tables["duplicates"]])
    strays = set(tables["ledger"]["doc_id"]) - set(kept["doc_id"])
    if strays:
        raise UsageError(
            f"the ledger has edits of {number(len(strays), 'document')} in no table; "
            "filter it with the tables: ledger[ledger.doc_id.isin(clean.doc_id)]"
        )


def _count(ledger: pd.DataFrame) -> None:
    """Refuse a ledger, in its order, whose edits are not counted 1, 2, 3: it is by this that they are found."""
    wrong = ledger["doc_id"][ledger["seq"] != ledger.groupby("doc_id").cumcount() + 1].unique()
    if len(wrong):
        raise UsageError(
            f"the ledger's seq does not count 1, 2, 3 for {number(len(wrong), 'document')}, first {wrong[0]}; "
            'count anew: ledger.assign(seq=ledger.groupby("doc_id")["seq"].rank().astype(int))'
        )


def _prove(tables: Mapping[str, pd.DataFrame], *, withheld: bool) -> None:
    """Refuse tables that do not lead back to the bytes that were read: `verify` would refuse their corpus.

    Of documents whose edits have a mask for a text, where that is `withheld`, only that they fit can be said.
    """
    edits = edits_of(_rows(tables["ledger"], Edit))
    problems = [
        *(
            (document.row["address"], document.misfit() if withheld and document.withheld else document.disproof())
            for name in KEPT
            for document in kept_rows(_rows(tables[name], Duplicate, PROVEN_BY), edits)
        ),
        *(
            (row["address"], disproof(row))
            for row in _rows(tables["rejects"], Reject, KEPT_OF_REJECTS).to_pylist()
        ),
    ]
    wrong = sorted(each for each in problems if each[1])
    if wrong:
        address, problem = wrong[0]
        raise UsageError(
            f"{number(len(wrong), 'document')} not as read, first {address}: {problem}; leave text, envelope,"
            " sha256, raw and ledger as `clean` made them, and body and envelope as `read_documents` made them"
        )


def _rows(frame: pd.DataFrame, model: Model, columns: Sequence[str] | None = None) -> arrow.Table:
    schema = arrow_schema(model)
    return to_table(frame, arrow.schema([schema.field(name) for name in columns or schema.names]))
