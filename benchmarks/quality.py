"""Quality, measured through the public interface on files that hold the truth.

python benchmarks/quality.py WHAT --file FILE, where WHAT is one of

    mojibake    records with `original` (or `bytes_b64`), `fixed`, `expect`, `note`

`--json` prints one object, figures as fractions of one; `--predictions FILE` writes what was decided, as JSON
Lines, so that an outside scorer can check the figures. This file holds no text of its own.
"""

import argparse
import base64
import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import corpusclean as cc
from corpusclean.fix import fix_text
from corpusclean.settings import Fix, Settings


class Measured(NamedTuple):
    """Figures, what was decided for each record, and the records that are wrong."""

    figures: dict[str, Any]
    predictions: list[dict[str, Any]]
    errors: list[str]


# Records of ftfy's own suite whose note gives another result for the full fix hold what decoding alone gives.
ENCODING_ALONE = Fix.model_validate(
    {name: False if isinstance(field.default, bool) else field.default for name, field in Fix.model_fields.items()}
    | {"fix_encoding": True, "restore_byte_a0": True, "replace_lossy_sequences": True}
    | {"decode_inconsistent_utf8": True, "fix_c1_controls": True, "unescape_html": False, "normalization": "none"}
)


def records(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the records of a JSON Lines file."""
    with path.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())


def mojibake(path: Path) -> Measured:
    """Repair each record under the settings that its note names."""
    passed = total = changed_correct = 0
    predictions, errors = [], []
    for record in records(path):
        result = repaired(record)
        right = result == record["fixed"].replace("\r\n", "\n")
        predictions.append({"id": record["id"], "fixed": result})
        if record["expect"] != "pass":
            continue
        total += 1
        passed += right
        changed_correct += not right and record["original"] == record["fixed"]
        if not right:
            errors.append(f"{record['id']}: {result[:80]!r} should be {record['fixed'][:80]!r}")
    figures = {"passed": passed, "total": total, "changed_correct": changed_correct}
    return Measured(figures, predictions, errors)


def repaired(record: dict[str, Any]) -> str:
    """Return what becomes of a record: of its bytes, where the record has them, else of its text."""
    if "bytes_b64" in record:
        return from_bytes(base64.b64decode(record["bytes_b64"]))
    switches = ENCODING_ALONE if "full fix_text gives" in record["note"] else Fix()
    return fix_text(record["original"], switches).text


def from_bytes(content: bytes) -> str:
    """Return the text of a file of these bytes, windows-1252 declared."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "a.txt").write_bytes(content)
        settings = Settings(encodings=("windows-1252",))
        documents = cc.read_documents(folder, settings=settings)
        return fix_text(str(documents["body"][0])).text


WHAT = {"mojibake": mojibake}


def main() -> int:
    """Measure what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=WHAT)
    parser.add_argument("--file", type=Path, required=True)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--predictions", type=Path)
    args = parser.parse_args()
    measured = WHAT[args.what](args.file)
    if args.predictions:
        lines = (json.dumps(prediction, ensure_ascii=False) for prediction in measured.predictions)
        args.predictions.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    if args.json:
        print(json.dumps(measured.figures))
    else:
        print("\n".join([*measured.errors, *(f"{name:16} {value}" for name, value in measured.figures.items())]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
