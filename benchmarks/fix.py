"""Text repair: its speed, the proof that the fast way equals the slow one, and its time on hostile text.

python benchmarks/fix.py --corpus DIR     speed on the files of a folder, one core
python benchmarks/fix.py --prove DIR      fast way = reference, and each difference from ftfy.fix_text by cause
python benchmarks/fix.py --hostile        CPU seconds per megabyte of text made to stall repair
"""

import argparse
import json
import os
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import ftfy
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

import corpusclean as cc
from corpusclean.fix import fix_documents, fix_text
from corpusclean.fix.step import repair_text, rows_to_repair
from corpusclean.ledger import normalise_newlines
from corpusclean.settings import Fix, Settings
from corpusclean.working import working

ROUNDS = 5
ONE_SCAN = r"[\x{0}-\x{8}]|&amp;"
SETTINGS = Settings()


def bodies(folder: str) -> pd.DataFrame:
    """Return the documents of a folder that could be decoded, as a working frame."""
    documents = working(cc.read_documents(folder))
    return documents[documents["body"] != ""].reset_index(drop=True)


def seconds(work: Callable[[], object]) -> float:
    """Return the CPU seconds that a call takes."""
    start = time.process_time()
    work()
    return time.process_time() - start


def alternating(**works: Callable[[], object]) -> dict[str, float]:
    """Run several calls by turns and return the median CPU seconds of each."""
    times: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(ROUNDS):
        for name, work in works.items():
            times[name].append(seconds(work))
    return {name: statistics.median(found) for name, found in times.items()}


def speed(folder: str) -> dict[str, Any]:
    """Time the step beside the reference on every document, and on clean ASCII beside a length and a scan."""
    documents = bodies(folder)
    texts = documents["text"].tolist()
    column = pa.array(texts, type=pa.large_string())
    plain = column.filter(pc.string_is_ascii(column))
    clean = plain.take(pa.array(sorted(set(range(len(plain))) - set(rows_to_repair(plain, SETTINGS)))))
    clean_frame = documents.iloc[: len(clean)].assign(text=pd.Series(clean.to_pylist(), dtype="str"))
    fix_documents(documents, SETTINGS)
    reference = seconds(lambda: [fix_text(text, every_line=True) for text in texts])
    ours = alternating(
        step=lambda: fix_documents(documents, SETTINGS),
        ascii_step=lambda: fix_documents(clean_frame, SETTINGS),
        ascii_rows=lambda: rows_to_repair(clean, SETTINGS),
        ascii_pass=lambda: (pc.utf8_length(clean), pc.match_substring_regex(clean, pattern=ONE_SCAN)),
    )
    megabytes = column.nbytes / 1e6
    return {
        "documents": len(texts),
        "megabytes": round(megabytes, 1),
        "reference_mb_per_s": round(megabytes / reference, 2),
        "step_mb_per_s": round(megabytes / ours["step"], 1),
        "times_faster_than_reference": round(reference / ours["step"], 1),
        "ascii_documents": len(clean),
        "ascii_scan_over_length_and_scan": round(ours["ascii_rows"] / ours["ascii_pass"], 2),
        "ascii_step_over_length_and_scan": round(ours["ascii_step"] / ours["ascii_pass"], 2),
    }


def prove(folder: str) -> dict[str, Any]:
    """Hold the fast way against the reference on every document; name every difference from ftfy's own call."""
    documents = bodies(folder)
    texts = documents["text"].tolist()
    seen = set(rows_to_repair(pa.array(texts, type=pa.large_string()), SETTINGS))
    causes: Counter[str] = Counter()
    unequal, missed, unexplained = [], [], []
    for row, (address, text) in enumerate(zip(documents["address"], texts, strict=True)):
        reference = fix_text(text, every_line=True)
        if fix_text(text) != reference:
            unequal.append(address)
        if row not in seen and repair_text(text, SETTINGS).text != text:
            missed.append(address)
        found = list(differences(text, reference.text)) if not reference.refused else ["refused"]
        if "unexplained" in found:
            unexplained.append(address)
        causes.update(found)
    return {
        "documents": len(texts),
        "seen_by_ftfy": len(seen),
        "filtered_unlike_reference": unequal,
        "missed_by_the_scan": missed,
        "differences_from_ftfy": dict(causes),
        "unexplained": unexplained,
    }


def differences(text: str, reference: str) -> Iterator[str]:
    """Yield the causes for which the reference is not what ftfy's own call gives, one layer after the other."""
    switches = Fix().model_dump() | {"unescape_html": "auto"}
    config = ftfy.TextFixerConfig(**switches, explain=True)
    own = ftfy.fix_text(text, config)
    newlines = ftfy.fix_text(normalise_newlines(text)[0], config)
    local = by_line(normalise_newlines(text)[0], config)
    rested = local
    for _ in range(10):
        rested = by_line(normalise_newlines(rested)[0], config)
    if own != newlines:
        yield "newlines"
    if newlines != local:
        yield "entities, line by line"
    if local != rested:
        yield "fixpoint"
    if rested != reference:
        lines = normalise_newlines(text)[0].split("\n")
        amended = any(fix_text(line).text != by_line(line, config) for line in lines)
        yield "amendments" if amended else "unexplained"


def by_line(text: str, config: ftfy.TextFixerConfig) -> str:
    """Call ftfy on each line alone."""
    return "\n".join(ftfy.fix_and_explain(line, config).text for line in text.split("\n"))


def hostile() -> dict[str, Any]:
    """Time repair on texts that stall it where nothing guards it."""
    size = 1_000_000
    texts = {
        "entities nested": "&" + "amp;" * (size // 4),
        "entities side by side": "&amp;" * (size // 5),
        "marks in a row": "a" + "\u0301\u0316" * (size // 4),
        "blank lines": "\n" * size,
        "carriage returns": "\r" * size,
        "one line of mojibake": "caf\u00c3\u00a9 " * (size // 8),
        "lines of mojibake": "caf\u00c3\u00a9\n" * (size // 8),
        "one line of letters": "x" * size,
        "one line of quotes": "\u201cno\u201d " * (size // 9),
        "zero-width characters": "a\u200b" * (size // 4),
        "blanks": " " * size + "x",
    }
    took = {}
    for name, text in texts.items():
        megabytes = len(text.encode()) / 1e6
        took[name] = round(seconds(lambda text=text: repair_text(text, SETTINGS)) / megabytes, 3)  # type: ignore[misc]
    return {"cpu_seconds_per_megabyte": took, "worst": max(took.values())}


def main() -> int:
    """Run what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--corpus", metavar="DIR")
    what.add_argument("--prove", metavar="DIR")
    what.add_argument("--hostile", action="store_true")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    figures = speed(args.corpus) if args.corpus else prove(args.prove) if args.prove else hostile()
    if args.json:
        print(json.dumps(figures))
    else:
        for name, value in figures.items():
            print(f"{name:34} {value}")
    failures = ("filtered_unlike_reference", "missed_by_the_scan", "unexplained")
    return 1 if any(figures.get(name) for name in failures) else 0


if __name__ == "__main__":
    sys.exit(main())
