"""Quality, measured through the public interface on files that hold the truth.

python benchmarks/quality.py WHAT --file FILE, where WHAT is one of the measures below (`--gold` is `--file`).

`boilerplate --file ARTICLES --marks benchmarks/marks.jsonl` takes the marks from a file of their own.
`--json` prints one object, figures as fractions of one; `--predictions FILE` writes what was decided, as JSON
Lines, so that an outside scorer can check the figures. Nothing here holds text of its own.
"""

import argparse
import json
import sys
from pathlib import Path

from measures.boilerplate import boilerplate
from measures.boilerplate_peers import boilerplate_peers
from measures.dates import dates, dates_peers
from measures.duplicate_peers import duplicates_peers
from measures.duplicates import duplicates
from measures.language import language, language_peers
from measures.mojibake import mojibake
from measures.negatives import negatives
from measures.notices import notices

WHAT = {
    "boilerplate": boilerplate,
    "dates": dates,
    "duplicates": duplicates,
    "language": language,
    "mojibake": mojibake,
    "negatives": negatives,
    "notices": notices,
}
PEERS = {
    "boilerplate": boilerplate_peers,
    "dates": dates_peers,
    "duplicates": duplicates_peers,
    "language": language_peers,
}


def main() -> int:
    """Measure what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=WHAT)
    parser.add_argument("--file", "--gold", type=Path, required=True)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--predictions", type=Path)
    parser.add_argument("--marks", type=Path, help="boilerplate: marks of the articles of --file (marks.jsonl)")
    parser.add_argument("--half", choices=("read", "unread"), help="with --marks: of one half alone")
    parser.add_argument("--peers", action="store_true", help="measure others on the same file, in the same run")
    args = parser.parse_args()
    if args.peers:
        if args.what not in PEERS:
            parser.error(f"--peers knows {', '.join(PEERS)}")
        print("\n".join(json.dumps(row) for row in PEERS[args.what](args.file)))
        return 0
    if args.marks is not None and args.what != "boilerplate":
        parser.error("--marks is for boilerplate")
    marks = () if args.marks is None else (args.marks, args.half)
    measured = WHAT[args.what](args.file, *marks)
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
