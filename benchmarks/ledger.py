"""The ledger: its size beside the data, and what proving a corpus costs beside reading it.

python benchmarks/ledger.py --corpus DIR    DIR is a folder of files; it is cleaned into a temporary corpus
"""

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from corpusclean.corpus import parts
from corpusclean.run.job import clean_corpus
from corpusclean.settings import Settings
from corpusclean.verify import restore_corpus, verify_corpus
from corpusclean.write.parquet import TABLES, read_staged

ROUNDS = 5


def median_seconds(work: Callable[[], object]) -> float:
    """Return the median CPU seconds of a call."""
    took = []
    for _ in range(ROUNDS):
        start = time.process_time()
        work()
        took.append(time.process_time() - start)
    return statistics.median(took)


def measure(folder: Path) -> dict[str, Any]:
    """Clean a folder, then weigh and prove the corpus."""
    with tempfile.TemporaryDirectory() as name:
        corpus = Path(name, "corpus")
        clean_corpus([folder], corpus, Settings())
        sizes = {table: sum(path.stat().st_size for path in parts(corpus, table)) for table in TABLES}

        def read() -> None:
            for table in TABLES:
                for path in parts(corpus, table):
                    read_staged(path).to_pandas()

        reading, proving = median_seconds(read), median_seconds(lambda: verify_corpus(corpus))
        restored = restore_corpus(corpus, Path(name, "raw"))
        return {
            "ledger_share_of_data": round(sizes["ledger"] / sizes["data"], 4),
            "verify_over_reading": round(proving / reading, 2),
            "problems": len(verify_corpus(corpus).problems),
            "restored": restored.files,
            "not_restored": len(restored.missing),
        }


def main() -> int:
    """Run what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True, metavar="DIR")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    figures = measure(args.corpus)
    print(json.dumps(figures) if args.json else "\n".join(f"{name:24} {value}" for name, value in figures.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
