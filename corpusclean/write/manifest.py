"""The manifest: what a corpus is, what made it, and the hash of every file. No clock, no path, no host."""

import hashlib
import json
import platform
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import corpusclean
import corpusclean_schemas
from corpusclean.boilerplate import load_rules
from corpusclean.decisions import without_decisions
from corpusclean.settings import Settings
from corpusclean.validate import narrowed
from corpusclean.write.parquet import PartFile
from corpusclean_schemas.published import stated

FORMAT = 1
"""Version of the layout of a corpus."""

SELF = "manifest_sha256"
"""The key of the manifest's own hash: that of its bytes without this key."""

_DECISIVE_LIBRARIES = (
    "ftfy", "google-re2", "jinja2", "langdetect", "numpy", "pandas", "pandera", "py3langid", "pyarrow", "pycld2",
    "pyyaml", "rapidfuzz",
)  # fmt: skip
_DETECTOR = "charset-normalizer"


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
    made = made_by(settings)
    return {
        "corpusclean": made.pop("corpusclean"),
        "contracts": made.pop("contracts"),
        "published": published,
        # What ends a worker depends on the machine, and on what else it has to do.
        "reproducible": not any(code.startswith("worker.") for code in counts["codes"]),
        "inventory": dict(inventory),
        "documents": dict(documents),
        "counts": {name: dict(sorted(table.items())) for name, table in sorted(counts.items())},
        **made,
        "files": [file._asdict() for file in sorted(files)],
    }


def made_by(settings: Settings) -> dict[str, Any]:
    """Return what decides, beside the inputs, which corpus comes out."""
    told = settings.decisive()
    return {
        "corpusclean": {
            "version": corpusclean.__version__,
            "code": code_sha256(),
            "format": FORMAT,
        },
        "contracts": stated(narrowed(settings)),
        **({"settings": told} if settings.quotes else without_decisions(told)),
        "rules_sha256": load_rules(settings.boilerplate.packs).sha256,
        "made_with": {
            "python": platform.python_version(),
            "unicode": unicodedata.unidata_version,
            **{name: version(name) for name in _DECISIVE_LIBRARIES},
            **({_DETECTOR: _version(_DETECTOR)} if settings.detect_encodings else {}),
        },
    }


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


@cache
def code_sha256() -> str:
    """Return a hash of every file of the cleaners and the contracts: a version number stands for many a commit."""
    digest = hashlib.sha256()
    for package in (corpusclean, corpusclean_schemas):
        folder = Path(str(package.__file__)).parent
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.parent.name != "__pycache__":
                name = path.relative_to(folder.parent).as_posix()
                digest.update(f"{name}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()


def to_bytes(values: Mapping[str, Any]) -> bytes:
    """Return a manifest as JSON, the same bytes for the same values, with a hash of its own at the end."""
    plain = {name: value for name, value in values.items() if name != SELF}
    return _json({**plain, SELF: own_hash(plain)})


def own_hash(values: Mapping[str, Any]) -> str:
    """Return the hash of a manifest: that of its bytes without it."""
    return hashlib.sha256(_json({name: value for name, value in values.items() if name != SELF})).hexdigest()


def _json(values: Mapping[str, Any]) -> bytes:
    return (json.dumps(values, ensure_ascii=False, indent=1) + "\n").encode()
