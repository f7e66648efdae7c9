"""Documents that do something to the process that works on them, where `faults/poison` is on PYTHONPATH."""

import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path

POISON = os.pathsep.join(
    filter(None, (str(Path(__file__).parent / "faults" / "poison"), os.environ.get("PYTHONPATH")))
)
"""What PYTHONPATH is then; what it is already stays: what the tests import may be found by it alone."""
CONFIG = "[run]\nworkers = 2\ntimeout_seconds = 2\nmemory_mib = 400\n"
CODES = {
    "kill": "worker.died",
    "exit": "worker.died",
    "segfault": "worker.died",
    "spin": "worker.timeout",
    "sleep": "worker.timeout",
    "memory": "worker.memory",
    "raise": "worker.failed",
}
SOUND, ROWS = 20, 5


def text(what: str) -> str:
    return f" date 2021-12-13\n\nThe council met on Monday. POISON:{what} stands in its minutes.\n"


def files(poisons: Iterable[str] = CODES) -> Mapping[str, str]:
    """Return a folder of sound documents with poisons among them, one in a row of a file of many."""
    sound = {f"{number:02d}.txt": text("nothing").replace("Monday", f"day {number}") for number in range(SOUND)}
    records = [json.dumps({"date": "2021-12-13", "text": f"Row {row} tells of boats."}) for row in range(ROWS)]
    records[3] = json.dumps({"date": "2021-12-13", "text": "POISON:kill in a row of many."})
    bad = {f"poison-{what}.txt": text(what) for what in poisons}
    return {**sound, **bad, "rows.jsonl": "\n".join(records) + "\n", "corpusclean.toml": CONFIG}


def blamed(poisons: Iterable[str] = CODES) -> Mapping[str, list[str]]:
    """Return who of them must be rejected, and why."""
    return {**{f"poison-{what}.txt": [CODES[what]] for what in poisons}, "rows.jsonl#4": ["worker.died"]}
