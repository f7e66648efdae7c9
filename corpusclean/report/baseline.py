"""A baseline: findings that are known, in a file that a repository keeps. New ones fail, fixed ones are told.

A finding is known by its file, its code and its message without positions: lines and rows that are added above it
do not make it new. Paths in the file are from the file's own folder, so that it holds wherever it is used; objects
stand there by their URLs, without how their store is reached.
"""

import json
import os
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple

from corpusclean.kept import Kind, read_kept
from corpusclean.read.inputs import STDIN_NAME
from corpusclean.report.findings import Finding, Known
from corpusclean.storage.url import is_url

_KIND = Kind("baseline", 1, "--update-baseline writes one", "delete it, then --update-baseline writes a new one")


class Sides(NamedTuple):
    """Findings that are new, how many are known, and what is known and gone."""

    new: tuple[Finding, ...]
    known: int
    fixed: tuple[Known, ...]


def read_baseline(path: Path) -> Counter[Known]:
    """Return what a baseline holds, and how often. Raises UsageError where it is none."""
    return read_kept(path, _KIND, _counted)


def _counted(values: Any) -> Counter[Known]:  # noqa: ANN401  # whatever the file holds
    return Counter({_known(entry): _count(entry) for entry in values["findings"]})


def _known(entry: Any) -> Known:  # noqa: ANN401  # whatever the file holds
    fields = [entry.get(name, "") if name == "member" else entry[name] for name in Known._fields]
    if not all(isinstance(field, str) for field in fields):
        raise TypeError
    return Known(*fields).unplaced()


def _count(entry: Any) -> int:  # noqa: ANN401  # as above
    count = entry.get("count", 1)
    if not isinstance(count, int) or count < 1:
        raise ValueError
    return count


def compare(
    findings: Iterable[Finding], known: Counter[Known], path: Path, looked: Callable[[str], bool]
) -> Sides:
    """Hold findings against a baseline that lies at `path`.

    `looked` tells of a file, by its whole path, whether it was judged: what is known of others is not fixed.
    Findings that are only worth knowing are neither known nor new: they fail nothing.
    """
    folder, left, new = _folder(path), Counter(known), []
    for finding in findings:
        key = _key(finding, folder)
        if finding.severity != "info" and left[key] > 0:
            left[key] -= 1
        else:
            new.append(finding)
    gone = sorted((+left).elements())
    fixed = tuple(each for each in gone if looked(_whole(each.path.removesuffix(each.member), folder)))
    total = sum(known.values()) - sum(left.values())
    return Sides(tuple(new), total, fixed)


def updated(
    findings: Iterable[Finding], known: Counter[Known], path: Path, looked: Callable[[str], bool]
) -> bytes:
    """Return the baseline that holds what was found now, and what was known of files that were not judged."""
    folder = _folder(path)
    found = Counter(_key(finding, folder) for finding in findings if finding.severity != "info")
    for each, count in known.items():
        if not looked(_whole(each.path.removesuffix(each.member), folder)):
            found[each] += count
    entries = [{**_values(each), "count": count} for each, count in sorted(found.items())]
    lines = ",\n".join(f"  {json.dumps(entry, ensure_ascii=True)}" for entry in entries)
    return f'{{"{_KIND.name}": {_KIND.version}, "findings": [\n{lines}\n]}}\n'.encode()


def _values(each: Known) -> dict[str, str]:
    return {name: value for name, value in each._asdict().items() if value}


def _folder(path: Path) -> Path:
    return Path(os.path.realpath(path.parent))


def _whole(file: str, folder: Path) -> str:
    return file if is_url(file) else os.path.normpath(folder / file)


def _key(finding: Finding, folder: Path) -> Known:
    file = finding.file
    if is_url(file):
        pass
    elif file.split(".")[0] != STDIN_NAME or os.path.lexists(file):
        parent, name = os.path.split(file)
        file = Path(os.path.relpath(f"{os.path.realpath(parent or '.')}/{name}", folder)).as_posix()
    return Known(file + finding.member, finding.code, finding.message, finding.member).unplaced()
