"""Text repair, on records with `original` (or `bytes_b64`), `fixed`, `expect`, `note`."""

import base64
import tempfile
from pathlib import Path
from typing import Any

import corpusclean as cc
from corpusclean.fix import fix_text
from corpusclean.settings import Fix, Settings
from measures.measured import Measured, records

# Records of ftfy's own suite whose note gives another result for the full fix hold what decoding alone gives.
ENCODING_ALONE = Fix.model_validate(
    {name: False if isinstance(field.default, bool) else field.default for name, field in Fix.model_fields.items()}
    | {"fix_encoding": True, "restore_byte_a0": True, "replace_lossy_sequences": True}
    | {"decode_inconsistent_utf8": True, "fix_c1_controls": True, "unescape_html": False, "normalization": "none"}
)


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
