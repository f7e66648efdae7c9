"""Contracts beside a corpus: what its files hold against what they promise, and one version against another."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa

from corpusclean.corpus import open_corpus, parts
from corpusclean.errors import UsageError
from corpusclean.write.parquet import read_schema, read_staged
from corpusclean.write.private import held
from corpusclean_schemas import ContractBroken, contract_of, validate
from corpusclean_schemas.diff import compare, is_comparable
from corpusclean_schemas.export import json_schema
from corpusclean_schemas.published import corpus_contract, released
from corpusclean_schemas.tables import CONTRACTS, TABLES

Sides = Mapping[str, Mapping[str, Any]]

_LIST = re.compile(r"list<\w+: ")  # Parquet calls an item `element`

_KEYS = ("corpusclean.contract", "corpusclean.contract.version")


class Checked(NamedTuple):
    """What holding a corpus to its contracts found: rows seen, the contracts, and a line for each problem."""

    rows: int
    contracts: list[str]
    problems: list[str]


def check_corpus(corpus: Path) -> Checked:
    """Hold every file of a corpus to the contract that the manifest names, and its footer to the manifest.

    Raises UsageError where the folder is no corpus, or of another version than the contracts installed.
    """
    rows, names, problems = 0, [], []
    ids: dict[str, list[pa.Table]] = {}
    for table in held(open_corpus(corpus, altered=True)):
        try:
            schema = corpus_contract(corpus, table)
        except ValueError as error:
            raise UsageError(str(error)) from error
        contract = contract_of(schema)
        names.append(f"{contract.name} {contract.version}")
        unique = list(contract.unique) or [column.name for column in contract.columns if column.unique]
        for path in parts(corpus, table):
            read = read_staged(path)
            rows += read.num_rows
            problems += [f"{table}/{path.name}: {said}" for said in _footer(read, contract.name, contract.version)]
            try:
                validate(read.replace_schema_metadata(), schema)
            except ContractBroken as broken:
                lines = str(broken).removesuffix(": see .failures").splitlines()  # that is said to who has it
                problems += [f"{table}/{path.name}: {line.strip()}" for line in lines]
            if set(unique) <= set(read.column_names):
                ids.setdefault(table, []).append(read.select(unique))
    problems += [f"{table}: {said}" for table, found in ids.items() for said in _twice(pa.concat_tables(found))]
    return Checked(rows, names, problems)


def _footer(table: pa.Table, name: str, version: str) -> Iterator[str]:
    """Say where a file's footer names another contract than the manifest does."""
    said = [(table.schema.metadata or {}).get(key.encode(), b"nothing").decode(errors="replace") for key in _KEYS]
    if said != [name, version]:
        yield f"its footer says {' '.join(said)}, the manifest {name} {version}"


def _twice(keys: pa.Table) -> Iterator[str]:
    """Say how many keys stand in more than one row, over all files of a table."""
    counted = keys.group_by(keys.column_names).aggregate([([], "count_all")])
    more = counted.num_rows != keys.num_rows
    if more:
        yield f"{keys.num_rows - counted.num_rows:,} rows repeat {', '.join(keys.column_names)} of another row"


def both_sides(old: str, new: str) -> tuple[Sides, Sides]:
    """Return both sides of a `schema diff`. A corpus has no table of raw documents: of it nothing is said there.

    Raises UsageError as `sides` does.
    """
    before, after = sides(old), sides(new)
    if (Path(old) / "manifest.json").exists():
        after = {name: said for name, said in after.items() if name in before}
    if (Path(new) / "manifest.json").exists():
        before = {name: said for name, said in before.items() if name in after}
    return before, after


def sides(named: str) -> dict[str, Mapping[str, Any]]:
    """Return the JSON Schemas that an argument of `schema diff` names, by contract.

    Raises UsageError where it names none.
    """
    word, _, only = named.partition(":")
    if word in ("released", "installed"):
        found = (
            released() if word == "released" else {name: json_schema(model) for name, model in CONTRACTS.items()}
        )
        if only and only not in found:
            raise UsageError(f"{named}: no such contract; there are {', '.join(found)}")
        return {name: said for name, said in found.items() if only in ("", name)}
    path = Path(named)
    if (path / "manifest.json").exists():
        return _of_corpus(path)
    files = sorted(path.glob("*.schema.json")) if path.is_dir() else [path]
    if not files:
        raise UsageError(
            f"{named}: holds neither a corpus nor *.schema.json; name what does, `released` or `installed`"
        )
    return dict(_of_file(file) for file in files)


def _of_file(path: Path) -> tuple[str, Mapping[str, Any]]:
    try:
        said = json.loads(path.read_bytes())
        if not is_comparable(said):
            raise TypeError  # noqa: TRY301  # told as the others are
        return str(said["title"]), said
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}; name a file, a corpus, `released` or `installed`") from error
    except (ValueError, KeyError, TypeError) as error:
        raise UsageError(
            f"{path}: no JSON Schema of a contract, as `corpusclean schema export` writes it"
        ) from error


def _of_corpus(corpus: Path) -> dict[str, Mapping[str, Any]]:
    """Return what the files of a corpus are: columns, types and nulls as stored, rules as promised."""
    manifest = open_corpus(corpus, altered=True)
    found: dict[str, Mapping[str, Any]] = {}
    for table, model in TABLES.items():
        said = json_schema(model)
        named = manifest.get("contracts", {}).get(table, {})
        for path in parts(corpus, table)[:1]:
            stored = read_schema(path)
            said["properties"] = {field.name: _stored(field, said["properties"]) for field in stored}
            said["required"] = list(stored.names)
        found[str(named.get("contract", said["title"]))] = said
    return found


def _stored(field: pa.Field, promised: Mapping[str, Any]) -> Mapping[str, Any]:
    known = dict(promised.get(field.name, {}))
    kind = known.get("type", "string")
    kinds = [one for one in ([kind] if isinstance(kind, str) else kind) if one != "null"]
    arrow = _LIST.sub("list<item: ", str(field.type))
    return {**known, "x-arrow": arrow, "type": [*kinds, "null"] if field.nullable else kinds[0]}


def compared(old: Sides, new: Sides) -> Iterator[tuple[str, str, str]]:
    """Yield the changes between two sets of contracts: contract, kind, sentence.

    A breaking change that comes with a higher major version is told and called `major`.
    """
    if len(old) == len(new) == 1 and set(old) != set(new):
        (before,), (after,) = old.values(), new.values()
        pairs: list[tuple[str, Any, Any]] = [(str(after["title"]), before, after)]
    else:
        if len(new) == 1:
            old = {name: said for name, said in old.items() if name in new}
        if len(old) == 1:
            new = {name: said for name, said in new.items() if name in old}
        pairs = [(name, old.get(name), new.get(name)) for name in dict.fromkeys([*old, *new])]
    for name, before, after in pairs:
        if after is None:
            yield name, "breaking", "removed"
        elif before is None:
            yield name, "additive", "added"
        else:
            allowed = _major(after) > _major(before)
            for change in compare(before, after):
                kind = "major" if allowed and change.kind == "breaking" else change.kind
                yield f"{name}{'.' if change.column else ''}{change.column}", kind, change.message


def _major(said: Mapping[str, Any]) -> int:
    first = str(said.get("x-contract", {}).get("version", "0")).split(".")[0]
    return int(first) if first.isdecimal() else 0
