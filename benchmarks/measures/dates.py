"""Dates, on records with `raw`, `gold` (the day that is meant) and `status` (`ok`, or why it must be refused)."""

import datetime
import warnings
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from corpusclean.annotate import find_date, parse_date
from measures.measured import Measured, needed, records

Parser = Callable[[str], datetime.date | None]


def dates(path: Path) -> Measured:
    """Read each record as a whole value (`parse_date`), and where that is refused as a line (`find_date`)."""
    read = list(records(path))
    answers = {name: [parser(record["raw"]) for record in read] for name, parser in OURS.items()}
    figures = {**_figures(read, answers["both"])}
    figures["by_function"] = {name: _figures(read, days) for name, days in answers.items() if name != "both"}
    predictions = [
        {
            "id": record["id"],
            "date": day.isoformat() if day else None,
            "code": None if day else _why(record["raw"]),
        }
        for record, day in zip(read, answers["both"], strict=True)
    ]
    errors = [
        f"{record['id']}: {record['raw'][:60]!r} is {record['status']}, {record['gold']}; read as {day}"
        for record, day in zip(read, answers["both"], strict=True)
        if (record["status"] == "ok") != (day is not None and day.isoformat() == record["gold"])
    ]
    return Measured(figures, predictions, errors)


def dates_peers(path: Path) -> list[dict[str, Any]]:
    """Return a row for corpusclean and for each peer."""
    dateparser = needed("dateparser", "dateparser")
    dateutil = needed("dateutil.parser", "python-dateutil")
    pandas = needed("pandas", "pandas")
    strict = {"STRICT_PARSING": True, "REQUIRE_PARTS": ["day", "month", "year"]}
    peers: dict[str, Parser] = {
        "corpusclean": OURS["both"],
        "corpusclean, parse_date alone": OURS["parse_date"],
        "corpusclean, find_date alone": OURS["find_date"],
        "dateparser": _guarded(dateparser.parse),
        "dateparser, strict": _guarded(lambda value: dateparser.parse(value, settings=strict)),
        "dateutil": _guarded(dateutil.parse),
        "pandas": _guarded(pandas.to_datetime),
    }
    read = list(records(path))
    return [
        {"name": name, **_figures(read, [parser(record["raw"]) for record in read])}
        for name, parser in peers.items()
    ]


def _guarded(parse: Callable[[str], Any]) -> Parser:
    def guarded(value: str) -> datetime.date | None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                found = parse(value)
            except Exception:  # noqa: BLE001  # whatever a peer raises is a refusal
                return None
        return found.date() if isinstance(found, datetime.datetime) and found == found else None  # noqa: PLR0124  # NaT

    return guarded


def _both(value: str) -> datetime.date | None:
    return _parsed(value) or _found(value)


def _parsed(value: str) -> datetime.date | None:
    day = parse_date(value)
    return day if isinstance(day, datetime.date) else None


def _found(value: str) -> datetime.date | None:
    day = find_date(value)
    return day if isinstance(day, datetime.date) else None


OURS: dict[str, Parser] = {"both": _both, "parse_date": _parsed, "find_date": _found}


def _why(value: str) -> str:
    outcome = find_date(value)
    return "" if isinstance(outcome, datetime.date) else outcome.code


def _figures(read: list[dict[str, Any]], days: list[datetime.date | None]) -> dict[str, Any]:
    """Count: of the records that are `ok` those read rightly; of the others those refused; days that are wrong."""
    counts: Counter[str] = Counter(wrong=0, parsed_ok=0, ok=0, refused=0, to_refuse=0)
    for record, day in zip(read, days, strict=True):
        if record["status"] == "ok":
            counts["ok"] += 1
            counts["parsed_ok"] += day is not None and day.isoformat() == record["gold"]
            counts["wrong"] += day is not None and day.isoformat() != record["gold"]
        else:
            counts["to_refuse"] += 1
            counts["refused"] += day is None
    share = round(counts["parsed_ok"] / (counts["ok"] or 1), 4)
    return {
        **counts,
        "share_parsed": share,
        "share_refused": round(counts["refused"] / (counts["to_refuse"] or 1), 4),
    }
