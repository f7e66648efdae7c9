"""What a measure returns, and how its file is read."""

import importlib
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


def needed(module: str, distribution: str) -> Any:  # noqa: ANN401  # whatever the peer is
    """Return a peer that only benchmarks need.

    Raises SystemExit that says what to install.
    """
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise SystemExit(f"{distribution} is not installed; pip install -e '.[bench]'") from error
