"""What people write today: pandas, ftfy, strings to remove, langdetect, a pandera model. `script.py IN OUT`."""

import re
import sys
from pathlib import Path

import ftfy
import pandas as pd
import pandera.pandas as pa
from langdetect import DetectorFactory, LangDetectException, detect

DetectorFactory.seed = 0
REMOVE = (
    "(This story has not been edited by staff and is published from a syndicated feed.)",
    "(Except for the headline, this story has not been edited by our staff.)",
    "All rights reserved.",
    "With inputs from agencies",
    "(PTI)",
    "(ANI)",
    "Subscribe to our newsletter",
)


class Article(pa.DataFrameModel):
    """What a row must have."""

    path: str = pa.Field(unique=True)
    date: pa.DateTime
    language: str
    text: str = pa.Field(str_length={"min_value": 1})


def read(path: Path, root: Path) -> dict[str, str | None]:
    """Split a file into its date and its body."""
    text = path.read_text(encoding="utf-8", errors="replace")
    found = re.match(r"\s*date:?\s+(\d{4}-\d\d-\d\d)\s*\n", text)
    return {
        "path": str(path.relative_to(root)),
        "date": found[1] if found else None,
        "text": text[found.end() :].strip() if found else text.strip(),
    }


def language(text: str) -> str:
    """Return what langdetect says."""
    try:
        return str(detect(text))
    except LangDetectException:
        return "und"


def main(source: Path, out: Path) -> None:
    """Clean a folder into one Parquet file."""
    frame = pd.DataFrame([read(path, source) for path in sorted(source.rglob("*.txt"))])
    frame["text"] = frame["text"].map(ftfy.fix_text)
    for notice in REMOVE:
        frame["text"] = frame["text"].str.replace(notice, "", regex=False)
    frame["text"] = frame["text"].str.strip()
    frame["language"] = frame["text"].map(language)
    frame["date"] = pd.to_datetime(frame["date"], errors="coerce")
    frame = frame.dropna(subset=["date"]).drop_duplicates("text")
    frame = frame[frame["text"] != ""]
    Article.validate(frame, lazy=True).to_parquet(out)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
