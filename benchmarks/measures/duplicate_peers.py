"""Two MinHash tools on the labelled set as it is, uncleaned, with their own defaults, in one run with the product.

datatrove's own pipeline; and datasketch with text-dedup's parameters (5 words, 250 permutations, threshold 0.7,
union of all candidates), which stands for text-dedup: that cannot be installed beside current libraries.
"""

import json
import os
import re
import tempfile
from collections import defaultdict
from collections.abc import Callable, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

from syndicated import Pair, Told, true_pairs

import corpusclean as cc
from measures.duplicates import grouped, labelled, scores
from measures.measured import needed

_NO_WORD = re.compile(r"\W", re.UNICODE)
_WORDS, _LEAST, _PERMUTATIONS, _THRESHOLD = 5, 5, 250, 0.7


def duplicates_peers(path: Path) -> list[dict[str, Any]]:
    """Measure all of them on the same set."""
    documents = labelled(path)
    truth = true_pairs(documents)
    ignored = cc.Settings(boilerplate={"policy": dict.fromkeys(cc.Settings().boilerplate.policy, "ignore")})
    peers: dict[str, Callable[[Sequence[Told]], set[Pair]]] = {
        "corpusclean": lambda each: grouped(each, cc.Settings())[0],
        "corpusclean, notices left in": lambda each: grouped(each, ignored)[0],
        "datatrove, its defaults": _datatrove,
        "datasketch, text-dedup's parameters": _text_dedup,
    }
    rows = []
    for name, find in peers.items():
        start = sum(os.times()[:4])
        found = find(documents)
        took = sum(os.times()[:4]) - start
        rows.append({"name": name, **scores(found, truth), "cpu_seconds": round(took, 1)})
    return rows


def _datatrove(documents: Sequence[Told]) -> set[Pair]:
    """Run datatrove's four stages as its example does, with its default configuration."""
    needed("datatrove", "datatrove")
    from datatrove.executor import LocalPipelineExecutor  # noqa: PLC0415  # only benchmarks need it
    from datatrove.pipeline.dedup import (  # noqa: PLC0415
        MinhashDedupBuckets,
        MinhashDedupCluster,
        MinhashDedupFilter,
        MinhashDedupSignature,
    )
    from datatrove.pipeline.readers import JsonlReader  # noqa: PLC0415
    from datatrove.pipeline.writers import JsonlWriter  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as folder:
        at = Path(folder)
        (at / "in").mkdir()
        lines = (json.dumps({"id": each.id, "text": each.text}) + "\n" for each in documents)
        (at / "in" / "all.jsonl").write_text("".join(lines), encoding="utf-8")
        read = JsonlReader(str(at / "in"))
        cluster = MinhashDedupCluster(str(at / "buckets"), str(at / "remove"), save_cluster_id=True)
        keep = MinhashDedupFilter(
            str(at / "remove"),
            load_cluster_ids=True,
            exclusion_writer=JsonlWriter(str(at / "out"), compression=None),
        )
        stages: list[list[Any]] = [
            [read, MinhashDedupSignature(str(at / "signatures"))],
            [MinhashDedupBuckets(str(at / "signatures"), str(at / "buckets"))],
            [cluster],
            [read, keep, JsonlWriter(str(at / "kept"), compression=None)],
        ]
        for number, stage in enumerate(stages):
            tasks = 14 if number == 1 else 1
            LocalPipelineExecutor(
                stage, tasks=tasks, workers=1, logging_dir=str(at / f"logs{number}"), skip_completed=False
            ).run()
        clusters: dict[Any, list[str]] = defaultdict(list)
        for path in [*(at / "kept").rglob("*.jsonl"), *(at / "out").rglob("*.jsonl")]:
            for line in path.read_text(encoding="utf-8").splitlines():
                record = json.loads(line)
                number = record["metadata"].get("minhash_cluster_id", -1)
                if number is not None and number != -1:
                    clusters[number].append(record["id"])
    return {pair for ids in clusters.values() for pair in combinations(sorted(ids), 2)}


def _text_dedup(documents: Sequence[Told]) -> set[Pair]:
    """Do as text-dedup's minhash script: every candidate counts, and groups are chained."""
    sketch = needed("datasketch", "datasketch")
    index = sketch.MinHashLSH(threshold=_THRESHOLD, num_perm=_PERMUTATIONS)
    parent = {each.id: each.id for each in documents}

    def root(name: str) -> str:
        while parent[name] != name:
            parent[name] = parent[parent[name]]
            name = parent[name]
        return name

    for each in documents:
        words = [word for word in _NO_WORD.split(each.text.lower()) if word]
        if len(words) < _LEAST:
            continue
        signature = sketch.MinHash(num_perm=_PERMUTATIONS)
        grams = {" ".join(words[place : place + _WORDS]).encode() for place in range(len(words) - _WORDS + 1)}
        signature.update_batch(list(grams))
        for other in index.query(signature):
            parent[root(other)] = root(each.id)
        index.insert(each.id, signature)
    groups: dict[str, list[str]] = defaultdict(list)
    for each in documents:
        groups[root(each.id)].append(each.id)
    return {pair for ids in groups.values() for pair in combinations(sorted(ids), 2)}
