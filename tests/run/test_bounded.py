"""What would not fit in memory goes to disk in pieces, and comes to the same."""

import random
from pathlib import Path

import pyarrow as pa
import pytest
from generate import corpus
from hypothesis import given
from hypothesis import strategies as st

from corpusclean.errors import RunFailed
from corpusclean.read.columns import doc_id
from corpusclean.run import accounting, job, reduce, sorting
from corpusclean.run.ids import Buckets, ids, ids_of_addresses, once
from corpusclean.run.job import clean_corpus
from corpusclean.run.sorting import Entries
from corpusclean.settings import Output, Run, Settings
from corpusclean.write.parquet import batches_of, read_staged, rows_of, write_staged

NAMES = st.lists(st.text(max_size=8), max_size=40, unique=True)


@given(NAMES)
def test_the_id_of_an_address_is_its_doc_id(names: list[str]) -> None:
    told = pa.array([doc_id(name) for name in names], pa.string())
    assert ids(told).tolist() == ids_of_addresses(pa.array(names, pa.string())).tolist()
    assert ids(told.slice(1)).tolist() == ids(told).tolist()[1:]
    for name, (upper, lower) in zip(names, ids(told).tolist(), strict=True):
        assert f"{upper:016x}{lower:016x}" == doc_id(name)


@pytest.mark.parametrize("bad", ["", "0" * 31, "0" * 33, "0" * 31 + "g", "0" * 31 + "A", None])
def test_what_is_no_id_is_taken_for_none_that_is(bad: str | None) -> None:
    good = doc_id("a.txt")
    column = pa.array([good, bad, good], pa.string())
    assert ids(column).tolist()[1] not in ids(pa.array([good, "0" * 32])).tolist()
    assert len(ids(column)) == 3


@pytest.mark.parametrize("count", [1, 2, 5, 8])
def test_buckets_hold_what_was_put_in(tmp_path: Path, count: int) -> None:
    names = [f"{number % 300}.txt" for number in range(1000)]
    with Buckets(tmp_path, count) as buckets:
        for begin in range(0, 1000, 77):
            buckets.add("some", ids_of_addresses(pa.array(names[begin : begin + 77])))
        buckets.add("one", ids_of_addresses(pa.array(["a"])))
        found = list(buckets.each("some", "one", "none"))
    assert len(found) == {1: 1, 2: 2, 5: 8, 8: 8}[count]
    every = [tuple(each) for some, _, _ in found for each in some.tolist()]
    assert every == sorted(tuple(each) for each in ids_of_addresses(pa.array(names)).tolist())
    assert [len(one) for _, one, _ in found].count(1) == 1
    assert not any(len(none) for _, _, none in found)
    assert sum(len(once(some)) for some, _, _ in found) == 300
    assert not list(tmp_path.iterdir())


@given(NAMES, st.integers(1, 50), st.randoms(use_true_random=False))
def test_entries_come_in_order_from_any_number_of_runs(
    tmp_path_factory: pytest.TempPathFactory, names: list[str], run: int, order: random.Random
) -> None:
    rows = [(name, None if number % 5 == 0 else f"{number:064x}") for number, name in enumerate(names)]
    order.shuffle(rows)
    place = tmp_path_factory.mktemp("entries")
    with pytest.MonkeyPatch.context() as monkeypatch, Entries(place) as entries:
        monkeypatch.setattr(sorting, "RUN", run)
        for begin in range(0, len(rows), 3):
            some = rows[begin : begin + 3]
            entries.add([name for name, _ in some], [digest for _, digest in some])
        assert bool(list(place.iterdir())) == (-(-len(rows) // 3) * 3 > run and len(rows) >= run)
        assert list(entries) == sorted((name, digest or "") for name, digest in rows)
    assert not list(place.iterdir())


def test_without_a_place_the_runs_are_where_the_system_keeps_such_things(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sorting, "RUN", 1)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with Entries() as entries:
        entries.add(["b", "a"], ["1", None])
        assert len(list(tmp_path.iterdir())) == 1
        assert list(entries) == [("a", ""), ("b", "1")]
    assert not list(tmp_path.iterdir())


def test_a_span_leaves_out_the_row_groups_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "staged.parquet"
    names = [f"{number:03d}" for number in range(100)]
    write_staged(pa.table({"doc_id": names}), path, row_group=10)
    assert read_staged(path, span=("015", "031"))["doc_id"].to_pylist() == names[10:40]
    assert read_staged(path, span=("019", "020"))["doc_id"].to_pylist() == names[10:30]
    assert read_staged(path, span=("", "~"))["doc_id"].to_pylist() == names
    assert read_staged(path, span=("~", "~")).schema == read_staged(path).schema
    assert [batch.num_rows for batch in batches_of(path, ["doc_id"], 60)] == [60, 40]
    assert rows_of(path) == 100


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    return corpus(tmp_path / "raw", 60)


def tables(out: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in out.rglob("*") if path.is_file()}


SETTINGS = Settings(run=Run(workers=1, partition_documents=5, cache="off"), output=Output(part_documents=10))


def test_in_pieces_comes_out_what_comes_out_at_once(
    raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = tables(clean_corpus([raw], tmp_path / "whole", SETTINGS).out)
    monkeypatch.setattr(accounting, "BUCKET", 7)
    monkeypatch.setattr(accounting, "ROWS", 3)
    monkeypatch.setattr(sorting, "RUN", 11)
    monkeypatch.setattr(sorting, "ROWS", 2)
    monkeypatch.setattr(reduce, "LINKS_GROUP", 1)
    assert tables(clean_corpus([raw], tmp_path / "pieces", SETTINGS).out) == whole


@pytest.mark.parametrize("bucket", [7, 1 << 22])
def test_in_pieces_too_a_file_that_was_not_read_is_found(
    raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bucket: int
) -> None:
    monkeypatch.setattr(accounting, "BUCKET", bucket)
    honest = job._map

    def forgetful(tasks, *more):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN002, ANN202
        first, *others = tasks
        files = first.partition.files[1:]
        return honest([first._replace(partition=first.partition._replace(files=files)), *others], *more)

    monkeypatch.setattr(job, "_map", forgetful)
    with pytest.raises(RunFailed, match="1 never read, first "):
        clean_corpus([raw], tmp_path / "out", SETTINGS)
