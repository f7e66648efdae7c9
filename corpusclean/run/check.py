"""The same judgement as a run, and nothing written: what would be rejected, is doubtful, or would change."""

import tempfile
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from corpusclean.boilerplate.trial import require_tested
from corpusclean.codes import CODES, Reason
from corpusclean.dedup import fingerprint
from corpusclean.errors import UsageError
from corpusclean.ledger import NEWLINES, Edit, Places, Trace
from corpusclean.pipeline import judged_documents
from corpusclean.read.inventory import Addresses, take_inventory
from corpusclean.read.naming import printable
from corpusclean.read.places import with_places
from corpusclean.report.findings import Finding
from corpusclean.run.blame import map_blaming
from corpusclean.run.cache import staged, staged_files
from corpusclean.run.partition import Partition, plan
from corpusclean.run.reduce import LINKS_FILE, group_duplicates
from corpusclean.run.tasks import read_partition
from corpusclean.run.worker import progress as beat
from corpusclean.settings import Settings
from corpusclean.storage.url import is_remote, remote
from corpusclean.working import BEGINS, first_line
from corpusclean.write.parquet import read_staged, write_staged


class Checked(NamedTuple):
    """Every finding, by path and place, and where the documents would go."""

    findings: tuple[Finding, ...]
    documents: Mapping[str, int]


class CheckTask(NamedTuple):
    """Judge the files of a partition."""

    partition: Partition
    settings: Settings
    work: Path
    limit: int | None = None
    told: frozenset[str] | None = None
    """Addresses of the files whose findings are wanted; None: all."""


class _Judged(NamedTuple):
    findings: list[Finding]
    kept: pd.DataFrame
    documents: int
    rejects: int
    members: list[str]
    files: int


def check_inputs(
    inputs: Sequence[Path],
    settings: Settings,
    *,
    limit: int | None = None,
    only: Callable[[str], bool] | None = None,
    base: Path | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Checked:
    """Judge files and folders as `clean_corpus` would, and write nothing.

    Where `only` is given, a predicate on paths, findings and counts are those of the files that it holds for;
    their duplicates are still looked for among all. Addresses are counted from `base`, where the inputs lie in it:
    settings call documents so. `progress` is told how many files are done, of how many.
    Raises UsageError for unusable input, RunFailed where a worker dies.
    """
    require_tested(settings.boilerplate.packs, settings.decisions.home)
    settings = with_places(settings, inputs, base)
    found = take_inventory(inputs, settings, base).found[:limit]
    told = None if only is None else frozenset(each.address for each in found if only(each.path))
    judged = []
    done = 0
    with tempfile.TemporaryDirectory(prefix="corpusclean-") as scratch:
        work = Path(scratch)
        partitions = plan(found, settings) if told is None or told else ()
        tasks = (CheckTask(partition, settings, work, limit, told) for partition in partitions)
        for part in map_blaming(check_partition, tasks, settings, after=len(partitions), undo=_undo):
            judged.append(part)
            done += part.files
            if progress:
                progress(done, len(found))
        _refuse_equal(found, [address for part in judged for address in part.members])
        group_duplicates(work, settings)
        links = read_staged(work / LINKS_FILE)
    gone = set(links["doc_id"].filter(links["aside"]).to_pylist())
    duplicates = list(_duplicates(links, [part.kept for part in judged], gone))
    of_files = (finding for part in judged for finding in part.findings)
    findings = sorted([*of_files, *(finding for finding, _ in duplicates)])
    rejects = sum(part.rejects for part in judged)
    documents_read = sum(part.documents for part in judged)
    aside = sum(itself for _, itself in duplicates)
    documents = {
        "found": documents_read,
        "clean": documents_read - rejects - aside,
        "duplicates": aside,
        "rejects": rejects,
    }
    return Checked(tuple(findings), documents)


def check_partition(task: CheckTask) -> _Judged:
    """Read and judge the files of a partition."""
    paths = {found.address: _as_read(found.path) for found in task.partition.files}
    told = set(paths) if task.told is None else task.told
    batches = [
        _judge_batch(batch.documents, paths, told, task, number)
        for number, batch in enumerate(read_partition(task.partition, task.settings, task.limit))
    ]
    findings, kept, documents, rejects, members, _ = zip(*batches, strict=True)
    return _Judged(
        [finding for part in findings for finding in part],
        pd.concat(kept, ignore_index=True),
        sum(documents),
        sum(rejects),
        [address for part in members for address in part],
        len(paths),
    )


def _as_read(path: str) -> str:
    """Return how a user reads a path of the inventory: an object by its URL, without how the store is reached."""
    return str(remote(path)) if is_remote(path) else printable(path)


def _undo(task: CheckTask) -> None:
    """Remove what a worker staged before it failed."""
    for path, _, _ in staged_files(task.work, task.partition.number):
        path.unlink()


def _judge_batch(
    raw: pd.DataFrame, paths: Mapping[str, str], told: Collection[str], task: CheckTask, batch: int
) -> _Judged:
    judged = _judge(raw, paths, told, task, batch)
    beat()
    return judged


def _judge(
    raw: pd.DataFrame, paths: Mapping[str, str], told: Collection[str], task: CheckTask, batch: int
) -> _Judged:
    documents = judged_documents(raw, task.settings)
    # A finding names the file as it was given, and behind it the member or number.
    columns = {name: documents[name].tolist() for name in ("address", "file")}
    members = [address[len(file) :] for address, file in zip(*columns.values(), strict=True)]
    documents = documents.assign(
        path=[paths[file] + member for file, member in zip(columns["file"], members, strict=True)],
        member=members,
        told=[file in told for file in columns["file"]],
        line=[first_line(row) for row in documents[[*BEGINS]].to_dict("records")],
    )
    rejected = documents["reasons"].map(bool).astype(bool)
    mine = documents[documents["told"]]
    wanted = [
        "path", "member", "body", "body_line", "line", "dialect", "text", "edits", "notices", "reasons",
        "warnings",
    ]  # fmt: skip
    findings = [
        finding
        for values in zip(*(mine[name].tolist() for name in wanted), strict=True)
        for finding in _findings(dict(zip(wanted, values, strict=True)))
    ]
    good = documents[~rejected].reset_index(drop=True)
    write_staged(fingerprint(good, task.settings), staged(task.work, "prints", task.partition.number, batch))
    texts = pa.table({"text": pa.array(good["text"], pa.string())})
    write_staged(texts, staged(task.work, "accepted", task.partition.number, batch))
    kept = good[["doc_id", "path", "line", "member", "told"]]
    inside = documents.loc[documents["address"] != documents["file"], "address"].tolist()
    return _Judged(findings, kept, len(mine), int((rejected & documents["told"]).sum()), inside, 0)


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
        yield _of_reason(row, reason)
    if row["reasons"]:
        return
    places = Places(row["body"], row["body_line"], is_row=row["dialect"] == "record")
    for edit, start, _ in _repairs(row["edits"], row["body"]):
        message = f"{edit.reason} ({edit.rule})"
        yield Finding(row["path"], *places.of(start), "info", "edit.made", message, row["member"])
    for notice in row["notices"]:
        action = "removed" if notice["removed"] else "kept"
        message = f"{notice['kind']} {action} (rule {notice['rule']})"
        yield Finding(row["path"], *places.of(notice["start"]), "info", "notice.found", message, row["member"])


def _repairs(edits: Sequence[Edit], body: str) -> Iterator[tuple[Edit, int, int]]:
    """Yield the edits of the step `fix` with their spans in the body; line endings stand at its start."""
    yield from ((edit, 0, 0) for edit in edits if edit.rule == NEWLINES)
    yield from (made for made in Trace(edits, body).edits() if made[0].step == "fix")


def _of_reason(row: Mapping[str, Any], reason: Reason) -> Finding:
    severity = CODES[reason.code].severity
    where = (row["path"], reason.line or row["line"], reason.column or 1)
    return Finding(*where, severity, reason.code, reason.message, row["member"])


_HOW: Mapping[str, str] = {
    "exact": "the text equals that of {other}",
    "near": "the text is much like that of {other} ({share:.0%} of both together)",
    "contained": "{share:.0%} of the text is within that of {other}",
}


def _duplicates(
    links: pa.Table, parts: Sequence[pd.DataFrame], gone: Collection[str]
) -> Iterator[tuple[Finding, bool]]:
    """Yield a finding for each document that duplicates another, where the findings of one of the two are wanted.

    It is told of the one that duplicates, unless only those of the other are wanted. `gone` are documents that
    would be set aside: whether the one told of is among them is said with it.
    """
    found = links.filter(pc.is_valid(links["dup_of"])).to_pylist()
    linked = {link[side] for link in found for side in ("doc_id", "dup_of")}
    known: dict[str, tuple[str, int, str, bool]] = {}
    for part in parts:
        rows = part[part["doc_id"].isin(linked)]
        columns = (rows[name].tolist() for name in ("path", "line", "member", "told"))
        known.update(zip(rows["doc_id"].tolist(), zip(*columns, strict=True), strict=True))
    for link in found:
        kind, share = link["dup_kind"], link["dup_similarity"]
        path, line, member, told = known[link["doc_id"]]
        other, at, inside, mine = known[link["dup_of"]]
        code = f"duplicate.{kind}"
        if told:
            message = _HOW[kind].format(other=other, share=share)
            yield Finding(path, line, 1, "info", code, message, member), link["doc_id"] in gone
        elif mine:
            how = "the text holds {share:.0%} of that of {other}" if kind == "contained" else _HOW[kind]
            fate = ", which is set aside for this one" if link["doc_id"] in gone else ""
            message = how.format(other=path, share=share) + fate
            yield Finding(other, at, 1, "info", code, message, inside), False
