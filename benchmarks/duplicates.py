"""What duplicates cost: beside the rest of a run, and what memory the reduce takes as a corpus grows.

python benchmarks/duplicates.py --corpus DIR    CPU seconds of fingerprints and reduce, beside the other steps
python benchmarks/duplicates.py --memory N      peak memory and time of the reduce over N made-up documents, N / 10

Made-up documents have 300 words; one in five is a copy of one of the thousand before it, changed, cut or exact.
`--json` prints an object a line.
"""

import argparse
import json
import multiprocessing
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa

from corpusclean.dedup import fingerprint
from corpusclean.pipeline import STEPS
from corpusclean.read.documents import read_batches
from corpusclean.read.inventory import take_inventory
from corpusclean.run.reduce import group_duplicates
from corpusclean.settings import Run, Settings
from corpusclean.validate import split
from corpusclean.working import working
from corpusclean.write.parquet import write_staged

_BATCH = 1_000
_WORDS = 300
_COPIED = 0.2
_CHANGED, _CUT = 0.4, 0.8
_SETTINGS = Settings(run=Run(workers=1))


def beside_the_rest(corpus: Path) -> dict[str, Any]:
    """Return CPU seconds of reading and the steps, of fingerprints, and of the reduce, in one process."""
    spent = {"rest": 0.0, "fingerprint": 0.0, "reduce": 0.0}
    found = take_inventory([corpus], _SETTINGS).found
    count = 0
    with tempfile.TemporaryDirectory() as scratch:
        work = Path(scratch)
        start = time.process_time()
        batches = read_batches(tuple(found), _SETTINGS, most_documents=_BATCH, most_bytes=32 << 20, limit=None)
        for number, batch in enumerate(batches):
            documents = working(batch.documents)
            for step in STEPS:
                documents = step(documents, _SETTINGS)
            accepted = split(documents, _SETTINGS).accepted
            table = pa.table({"text": pa.array(accepted["text"], pa.string())})
            write_staged(table, work / f"accepted-{number:06d}-000000.parquet")
            spent["rest"] += time.process_time() - start
            start = time.process_time()
            write_staged(fingerprint(accepted, _SETTINGS), work / f"prints-{number:06d}-000000.parquet")
            spent["fingerprint"] += time.process_time() - start
            start = time.process_time()
            count += len(accepted)
        start = time.process_time()
        group_duplicates(work, _SETTINGS)
        spent["reduce"] = time.process_time() - start
    share = (spent["fingerprint"] + spent["reduce"]) / spent["rest"]
    told = {name: round(seconds, 2) for name, seconds in spent.items()}
    return {"documents": count, **told, "duplicates_over_rest": round(share, 3)}


def memory(count: int) -> Iterator[dict[str, Any]]:
    """Return peak memory and time of the reduce for a tenth of the documents, and for all, each in its process."""
    context = multiprocessing.get_context("spawn")
    for size in (count // 10, count):
        with tempfile.TemporaryDirectory() as scratch:
            work = Path(scratch)
            start = time.process_time()
            for number, part in enumerate(_batches(size)):
                write_staged(fingerprint(part, _SETTINGS), work / f"prints-{number:06d}-000000.parquet")
                texts = pa.table({"text": pa.array(part["text"], pa.string())})
                write_staged(texts, work / f"accepted-{number:06d}-000000.parquet")
            staging = time.process_time() - start
            ours, theirs = context.Pipe()
            process = context.Process(target=_reduced, args=(theirs, work))
            process.start()
            told = ours.recv()
            process.join()
            staged = sum(path.stat().st_size for path in work.glob("prints-*"))
        yield {"documents": size, "staging_cpu_seconds": round(staging, 1), "prints_bytes": staged, **told}


def _reduced(pipe: Any, work: Path) -> None:  # noqa: ANN401  # a connection
    before = _peak()
    start, wall = time.process_time(), time.perf_counter()
    group_duplicates(work, _SETTINGS)
    pipe.send(
        {
            "reduce_cpu_seconds": round(time.process_time() - start, 1),
            "reduce_seconds": round(time.perf_counter() - wall, 1),
            "peak_mb": _peak(),
            "peak_before_mb": before,
        }
    )


def _peak() -> int:
    """Return this process's greatest resident memory so far, in MB; `ru_maxrss` would be its parent's, too."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) // 1024 for line in lines if line.startswith("VmHWM"))


def _batches(count: int) -> Iterator[pd.DataFrame]:
    rng = random.Random(1)  # noqa: S311  # made-up documents need no secrets
    vocabulary = [f"{rng.getrandbits(40):x}" for _ in range(50_000)]
    earlier: list[list[str]] = []
    for begin in range(0, count, _BATCH):
        rows = []
        for number in range(begin, min(begin + _BATCH, count)):
            words = rng.choices(vocabulary, k=_WORDS)
            if earlier and rng.random() < _COPIED:
                words, how = list(rng.choice(earlier)), rng.random()
                if how < _CHANGED:
                    words[rng.randrange(_WORDS // 3)] = "otherwise"
                elif how < _CUT:
                    words = words[: rng.randrange(_WORDS // 3, _WORDS)]
            elif len(earlier) < _BATCH:
                earlier.append(words)
            else:
                earlier[rng.randrange(_BATCH)] = words
            text = " ".join(words)
            rows.append((f"{number:032x}", text, len(text), f"outlet {number % 20}"))
        frame = pd.DataFrame(rows, columns=["doc_id", "text", "characters", "publisher"])
        empty = pd.Series([None] * len(frame), dtype="str")
        address, dates = frame["doc_id"] + ".txt", pd.Series([None] * len(frame))
        yield frame.assign(agency=empty, source=empty, section=empty, address=address, date=dates)


def main() -> int:
    """Measure what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--corpus", type=Path)
    what.add_argument("--memory", type=int, metavar="N")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    for row in [beside_the_rest(args.corpus)] if args.corpus else memory(args.memory):
        line = json.dumps(row) if args.json else "  ".join(f"{name} {value:,}" for name, value in row.items())
        print(line, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
