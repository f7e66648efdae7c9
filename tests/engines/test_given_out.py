"""What goes to an engine: all that is work, the search for duplicates bucket by bucket among it."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from generate import corpus

from corpusclean.run import engines, reduce
from corpusclean.run.local import Outcome
from corpusclean.run.remote import clean_into
from corpusclean.settings import settings_from


class Noting:
    """An engine of this process, which notes what it is given."""

    def __init__(self) -> None:
        self.given = Counter[str]()

    def check(self, *_: Any) -> None:
        """Take every worker for sound."""

    def close(self) -> None:
        """Let go of nothing."""

    def try_tasks(
        self, function: Callable[[Any], Any], tasks: Iterable[Any], _limits: Any
    ) -> Iterator[Outcome[Any, Any]]:
        for task in tasks:
            self.given[function.__name__] += 1
            yield Outcome(task, function(task))


def test_each_bucket_of_keys_is_a_task_of_the_engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    noting = Noting()
    monkeypatch.setitem(engines.OPENS, "dask", lambda _run: noting)
    monkeypatch.setattr(reduce, "BUCKET", 1 << 8)
    monkeypatch.setattr(reduce, "SCATTER", 1 << 10)
    corpus(tmp_path / "raw", 120)
    run = {"workers": 1, "partition_documents": 20, "cache": "off"}
    for engine in ("local", "dask"):
        chosen = settings_from({"run": run | {"engine": engine}, "output": {"part_documents": 50}}, "test")
        clean_into([tmp_path / "raw"], tmp_path / engine, chosen)
        assert bool(noting.given) == (engine == "dask")
    buckets = noting.given["pair"]
    assert buckets >= 8
    assert noting.given["sum_up"] == noting.given["compare_range"] == buckets
    assert noting.given["scatter"] > 1
    assert set(noting.given) == {
        *("map_partition", "scatter", "pair", "sum_up", "shingle", "compare_range", "finish_part"),
    }  # fmt: skip
    here, there = ((tmp_path / engine / "manifest.json").read_bytes() for engine in ("local", "dask"))
    assert here == there
