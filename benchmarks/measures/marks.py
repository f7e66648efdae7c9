"""Marks: which stretches of somebody's articles are notices, by place and kind alone, and so without their text.

A line for each article: `id`, the SHA-256 of its `text`, which `half` it is of, `spans` ([start, end, kind], in
code points), `optional` ([start, end]). Rules may be learnt from the half `read`; of the half `unread`, articles
of other outlets, nothing but the figures is looked at.
"""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from measures.measured import records

LONG, SHOWN = 320, 150
"""Letters of a paragraph from which on its middle was not read, and letters that were read at either end of it."""

_PARAGRAPH = re.compile(r"[^\n]+")


def marked(articles: Path, marks: Path, half: str | None) -> Iterator[dict[str, Any]]:
    """Yield the articles of a file that are marked, with `spans` and `optional_spans` as marked by hand.

    What nobody read is optional, unless it is marked. Raises SystemExit where an article is missing or changed.
    """
    texts = {article["id"]: article for article in records(articles)}
    for mark in records(marks):
        if half not in (None, mark["half"]):
            continue
        article = texts.get(mark["id"])
        if article is None or hashlib.sha256(article["text"].encode()).hexdigest() != mark["sha256"]:
            raise SystemExit(f"{articles}: {mark['id']} is missing or not the text that was marked")
        text = article["text"]
        spans = [
            {"start": start, "end": end, "kind": kind, "text": text[start:end]}
            for start, end, kind in mark["spans"]
        ]
        places = [*mark["optional"], *_not_read(text)]
        within = {place for start, end, _ in mark["spans"] for place in range(start, end)}
        optional = [
            {"start": place, "end": place + 1}
            for start, end in places
            for place in range(start, end)
            if place not in within
        ]
        yield {**article, "spans": spans, "optional_spans": optional}


def _not_read(text: str) -> Iterator[tuple[int, int]]:
    for paragraph in _PARAGRAPH.finditer(text):
        if len(paragraph[0]) > LONG:
            yield paragraph.start() + SHOWN, paragraph.end() - SHOWN
