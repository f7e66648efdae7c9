"""What a measure returns, and how its file is read."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple


class Measured(NamedTuple):
    """Figures, what was decided for each record, and the records that are wrong."""

    figures: dict[str, Any]
    predictions: list[dict[str, Any]]
    errors: list[str]


def records(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the records of a JSON Lines file."""
    with path.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())
