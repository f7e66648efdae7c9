"""The same judgement as a run, and nothing written: what would be rejected, is doubtful, or would change."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from corpusclean.boilerplate.trial import require_tested
from corpusclean.codes import CODES, Reason
from corpusclean.dedup import link_duplicates
from corpusclean.ledger import NEWLINES, Edit, Places, Trace
from corpusclean.pipeline import judged_documents
from corpusclean.read.documents import read_files
from corpusclean.read.inventory import discover, printable
from corpusclean.report.terminal import Finding
from corpusclean.run.local import map_tasks
from corpusclean.run.partition import Partition, plan
from corpusclean.settings import Settings


class Checked(NamedTuple):
    """Every finding, by path and place, and where the documents would go."""

    findings: tuple[Finding, ...]
    documents: Mapping[str, int]


class CheckTask(NamedTuple):
    """Judge the files of a partition."""

    partition: Partition
    settings: Settings


class _Judged(NamedTuple):
    findings: list[Finding]
    fingerprints: pd.DataFrame
    rejects: int


def check_inputs(inputs: Sequence[Path], settings: Settings, *, limit: int | None = None) -> Checked:
    """Judge files and folders as `clean_corpus` would, and write nothing.

    Raises UsageError for unusable input, RunFailed where a worker dies.
    """
    require_tested(settings.boilerplate.packs)
    found = discover(inputs, settings).found[:limit]
    tasks = [CheckTask(partition, settings) for partition in plan(found, settings)]
    judged = list(map_tasks(check_partition, tasks, settings.run.workers))
    fingerprints = pd.concat([part.fingerprints for part in judged], ignore_index=True)
    duplicates = list(_duplicates(fingerprints))
    findings = sorted([*(finding for part in judged for finding in part.findings), *duplicates])
    rejects = sum(part.rejects for part in judged)
    aside = len(duplicates) if settings.duplicates.exact == "first" else 0
    documents = {
        "found": len(found),
        "clean": len(found) - rejects - aside,
        "duplicates": aside,
        "rejects": rejects,
    }
    return Checked(tuple(findings), documents)


def check_partition(task: CheckTask) -> _Judged:
    """Read and judge the files of a partition."""
    documents = judged_documents(read_files(task.partition.files, task.settings), task.settings)
    paths = {found.address: printable(found.path) for found in task.partition.files}
    documents = documents.assign(path=documents["address"].map(paths))
    rejected = documents["reasons"].map(bool).astype(bool)
    columns = ["path", "body", "body_line", "text", "edits", "notices", "reasons", "warnings"]
    findings = [
        finding
        for values in zip(*(documents[name].tolist() for name in columns), strict=True)
        for finding in _findings(dict(zip(columns, values, strict=True)))
    ]
    good = documents.loc[~rejected, ["doc_id", "path", "date", "text_key"]]
    return _Judged(findings, good, int(rejected.sum()))


def _findings(row: Mapping[str, Any]) -> Iterator[Finding]:
    for reason in [*row["reasons"], *row["warnings"]]:
        yield _of_reason(row["path"], reason)
    if row["reasons"]:
        return
    places = Places(row["body"], row["body_line"])
    for edit, start, _ in _repairs(row["edits"], row["body"]):
        yield Finding(row["path"], *places.of(start), "info", "edit.made", f"{edit.reason} ({edit.rule})")
    for notice in row["notices"]:
        action = "removed" if notice["removed"] else "kept"
        message = f"{notice['kind']} {action} (rule {notice['rule']})"
        yield Finding(row["path"], *places.of(notice["start"]), "info", "notice.found", message)


def _repairs(edits: Sequence[Edit], body: str) -> Iterator[tuple[Edit, int, int]]:
    """Yield the edits of the step `fix` with their spans in the body; line endings stand at its start."""
    yield from ((edit, 0, 0) for edit in edits if edit.rule == NEWLINES)
    yield from (made for made in Trace(edits, body).edits() if made[0].step == "fix")


def _of_reason(path: str, reason: Reason) -> Finding:
    return Finding(
        path, reason.line or 1, reason.column or 1, CODES[reason.code].severity, reason.code, reason.message
    )


def _duplicates(fingerprints: pd.DataFrame) -> Iterator[Finding]:
    paths = dict(zip(fingerprints["doc_id"], fingerprints["path"], strict=True))
    links = link_duplicates(fingerprints[["doc_id", "date", "text_key"]])
    follows = links[links["dup_of"].notna()]
    for doc_id, original in zip(follows["doc_id"], follows["dup_of"], strict=True):
        message = f"the text equals that of {paths[original]}"
        yield Finding(paths[doc_id], 1, 1, "info", "duplicate.exact", message)
