"""The manifest: what a corpus is, what made it, and the hash of every file. No clock, no path, no host."""

import hashlib
import json
import platform
import unicodedata
from collections.abc import Iterable, Mapping
from importlib.metadata import version
from typing import Any

import corpusclean
from corpusclean.boilerplate import load_rules
from corpusclean.settings import Settings
from corpusclean.validate import narrowed
from corpusclean.write.parquet import PartFile
from corpusclean_schemas.published import stated

FORMAT = 1
"""Version of the layout of a corpus."""

SELF = "manifest_sha256"
"""The key of the manifest's own hash: that of its bytes without this key."""

_DECISIVE_LIBRARIES = ("ftfy", "google-re2", "langdetect", "pandas", "pandera", "pyarrow", "rapidfuzz")


def manifest(
    *,
    settings: Settings,
    inventory: Mapping[str, Any],
    documents: Mapping[str, int],
    counts: Mapping[str, Mapping[str, int]],
    files: Iterable[PartFile],
    published: bool = True,
) -> dict[str, Any]:
    """Return the manifest of a corpus as plain values."""
    return {
        "corpusclean": {"version": corpusclean.__version__, "format": FORMAT},
        "contracts": stated(narrowed(settings)),
        "published": published,
        # What ends a worker depends on the machine, and on what else it has to do.
        "reproducible": not any(code.startswith("worker.") for code in counts["codes"]),
        "inventory": dict(inventory),
        "documents": dict(documents),
        "counts": {name: dict(sorted(table.items())) for name, table in sorted(counts.items())},
        "settings": settings.decisive(),
        "rules_sha256": load_rules(settings.boilerplate.packs).sha256,
        "made_with": {
            "python": platform.python_version(),
            "unicode": unicodedata.unidata_version,
            **{name: version(name) for name in _DECISIVE_LIBRARIES},
        },
        "files": [file._asdict() for file in sorted(files)],
    }


def to_bytes(values: Mapping[str, Any]) -> bytes:
    """Return a manifest as JSON, the same bytes for the same values, with a hash of its own at the end."""
    plain = {name: value for name, value in values.items() if name != SELF}
    return _json({**plain, SELF: hashlib.sha256(_json(plain)).hexdigest()})


def _json(values: Mapping[str, Any]) -> bytes:
    return (json.dumps(values, ensure_ascii=False, indent=1) + "\n").encode()
