"""The same judgement as a run, and nothing written: what would be rejected, is doubtful, or would change."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from corpusclean.boilerplate.trial import require_tested
from corpusclean.codes import CODES, Reason
from corpusclean.dedup import link_duplicates
from corpusclean.errors import UsageError
from corpusclean.ledger import NEWLINES, Edit, Places, Trace
from corpusclean.pipeline import judged_documents
from corpusclean.read.inventory import Addresses, discover
from corpusclean.read.naming import printable
from corpusclean.report.terminal import Finding
from corpusclean.run.local import map_tasks
from corpusclean.run.partition import Partition, plan
from corpusclean.run.tasks import read_partition
from corpusclean.settings import Settings


class Checked(NamedTuple):
    """Every finding, by path and place, and where the documents would go."""

    findings: tuple[Finding, ...]
    documents: Mapping[str, int]


class CheckTask(NamedTuple):
    """Judge the files of a partition."""

    partition: Partition
    settings: Settings
    limit: int | None = None


class _Judged(NamedTuple):
    findings: list[Finding]
    fingerprints: pd.DataFrame
    documents: int
    rejects: int
    members: list[str]


def check_inputs(inputs: Sequence[Path], settings: Settings, *, limit: int | None = None) -> Checked:
    """Judge files and folders as `clean_corpus` would, and write nothing.

    Raises UsageError for unusable input, RunFailed where a worker dies.
    """
    require_tested(settings.boilerplate.packs)
    found = discover(inputs, settings).found[:limit]
    tasks = (CheckTask(partition, settings, limit) for partition in plan(found, settings))
    judged = list(map_tasks(check_partition, tasks, settings.run.workers))
    _refuse_equal(found, [address for part in judged for address in part.members])
    fingerprints = pd.concat([part.fingerprints for part in judged], ignore_index=True)
    duplicates = list(_duplicates(fingerprints))
    findings = sorted([*(finding for part in judged for finding in part.findings), *duplicates])
    rejects = sum(part.rejects for part in judged)
    documents_read = sum(part.documents for part in judged)
    aside = len(duplicates) if settings.duplicates.exact == "first" else 0
    documents = {
        "found": documents_read,
        "clean": documents_read - rejects - aside,
        "duplicates": aside,
        "rejects": rejects,
    }
    return Checked(tuple(findings), documents)


def check_partition(task: CheckTask) -> _Judged:
    """Read and judge the files of a partition."""
    paths = {found.address: printable(found.path) for found in task.partition.files}
    batches = [
        _judge(batch.documents, paths, task.settings)
        for batch in read_partition(task.partition, task.settings, task.limit)
    ]
    findings, fingerprints, documents, rejects, members = zip(*batches, strict=True)
    return _Judged(
        [finding for part in findings for finding in part],
        pd.concat(fingerprints, ignore_index=True),
        sum(documents),
        sum(rejects),
        [address for part in members for address in part],
    )


def _judge(raw: pd.DataFrame, paths: Mapping[str, str], settings: Settings) -> _Judged:
    documents = judged_documents(raw, settings)
    # A finding names the file as it was given, and behind it the member or number.
    places = [
        paths[file] + address[len(file) :]
        for address, file in zip(documents["address"], documents["file"], strict=True)
    ]
    documents = documents.assign(path=places)
    rejected = documents["reasons"].map(bool).astype(bool)
    columns = ["path", "body", "body_line", "text", "edits", "notices", "reasons", "warnings"]
    findings = [
        finding
        for values in zip(*(documents[name].tolist() for name in columns), strict=True)
        for finding in _findings(dict(zip(columns, values, strict=True)))
    ]
    good = documents.loc[~rejected, ["doc_id", "path", "date", "text_key"]]
    members = documents.loc[documents["address"] != documents["file"], "address"].tolist()
    return _Judged(findings, good, len(documents), int(rejected.sum()), members)


def _refuse_equal(found: Addresses, members: Sequence[str]) -> None:
    """Raise UsageError where a member has the address of another document."""
    twice = [address for address, count in Counter(members).items() if count > 1]
    if members:
        twice += pc.filter(
            found.addresses, pc.is_in(found.addresses, pa.array(members, pa.large_string()))
        ).to_pylist()
    if twice:
        raise UsageError(f"the address {min(twice)!r} is that of two documents; rename one of the files")


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
    links = link_duplicates(fingerprints[["doc_id", "date", "text_key"]]).to_pandas()
    follows = links[links["dup_of"].notna()]
    for doc_id, original in zip(follows["doc_id"], follows["dup_of"], strict=True):
        message = f"the text equals that of {paths[original]}"
        yield Finding(paths[doc_id], 1, 1, "info", "duplicate.exact", message)
