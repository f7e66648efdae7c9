"""Charts as inline SVG: no script, no font, no colour of their own; each mark has a tooltip, each chart a name."""

import datetime
import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from markupsafe import Markup, escape

_STEPS = (1, 1.25, 1.6, 2, 2.5, 3.2, 4, 5, 6.3, 8)
"""Bounds of lengths in each decade: the Renard series R10, ISO 3."""

_MOST_DAYS, _MOST_MONTHS, _MOST_BARS = 62, 150, 150


class Bar(NamedTuple):
    """One bar: what it stands for, how much, and what is written below it, if anything."""

    name: str
    documents: int
    tick: str = ""


class Node(NamedTuple):
    """One station of the flow: its column, name, documents, class of colour, and the station it comes from."""

    key: str
    column: int
    name: str
    documents: int
    colour: str
    source: str = ""


def _tag(name: str, content: object = "", /, **attributes: object) -> Markup:
    told = "".join(f' {key.strip("_").replace("_", "-")}="{escape(value)}"' for key, value in attributes.items())
    return Markup(f"<{name}{told}>{escape(content)}</{name}>")  # noqa: S704  # every value is escaped above


def _joined(marks: Iterable[Markup]) -> Markup:
    return Markup("").join(marks)


def _plain(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def columns(bars: Sequence[Bar], label: str, noun: str = "document") -> Markup:
    """Return bars side by side, as wide as the page: places are shares of it, so text keeps its size."""
    high, low = 132, 22
    most = max((bar.documents for bar in bars), default=0)
    if not most:
        return Markup("")
    top, step = _scale(most)
    heights = [(value, high - (high - 16) * value / top) for value in range(step, top + 1, step)]
    grid = [_tag("line", x1=0, x2="100%", y1=_plain(y), y2=_plain(y), class_="grid") for _, y in heights]
    values = [_tag("text", f"{value:,}", x=0, y=_plain(y - 4), class_="axis value") for value, y in heights]
    width = 100 / len(bars)
    marks = list[Markup]()
    for place, bar in enumerate(bars):
        tall = max((high - 16) * bar.documents / top, 1.5 if bar.documents else 0)
        told = f"{bar.name}: {bar.documents:,} {noun}{'' if bar.documents == 1 else 's'}"
        body = _tag(
            "rect", x=f"{_plain(place * width + width * 0.06)}%", y=_plain(high - tall),
            width=f"{_plain(width * 0.88)}%", height=_plain(tall), class_="mark",
        )  # fmt: skip
        reach = _tag(
            "rect", x=f"{_plain(place * width)}%", y=0, width=f"{_plain(width)}%", height=high, class_="reach"
        )
        marks.append(_tag("g", _tag("title", told) + reach + body, class_="column"))
    base = _tag("line", x1=0, x2="100%", y1=high, y2=high, class_="base")
    drawn = _joined([*grid, *marks, base, *values, *_ticks(bars, high + 16)])
    return _tag("svg", drawn, class_="columns", width="100%", height=high + low, role="img", aria_label=label)


_PHONE, _LETTER, _APART = 310, 7, 5
"""How wide a chart is on a phone, and a letter below it, and how far two names must be apart, in pixels."""


def _ticks(bars: Sequence[Bar], low: int) -> list[Markup]:
    """Return the names below bars; those that would run into the next one on a phone are left out there."""
    ticks = list[Markup]()
    free = float("inf")
    for place, bar in reversed(list(enumerate(bars))):
        if not bar.tick:
            continue
        anchor = "start" if place == 0 else "end" if place == len(bars) - 1 else "middle"
        at = {"start": 0.0, "end": 100.0}.get(anchor, (place + 0.5) * 100 / len(bars))
        wide = len(bar.tick) * _LETTER
        begins = at * _PHONE / 100 - {"start": 0.0, "end": 1.0}.get(anchor, 0.5) * wide
        tight = begins + wide + _APART > free
        free = free if tight else begins
        chosen = "axis tight" if tight else "axis"
        ticks.append(_tag("text", bar.tick, x=f"{_plain(at)}%", y=low, class_=chosen, text_anchor=anchor))
    return ticks[::-1]


def _scale(most: int) -> tuple[int, int]:
    """Return the top of an axis and the step of its lines: two or three, at round numbers."""
    size = 10 ** int(math.log10(most))
    step = next(int(size * part) for part in (0.5, 1, 2, 5) if size * part >= 1 and most / (size * part) <= 3.2)  # noqa: PLR2004  # lines
    return max(math.ceil(most / step) * step, step), max(step, 1)


def bar(share: float, colour: str = "mark") -> Markup:
    """Return a bar of a table's cell: a share of its width, from 0 to 1."""
    width = f"{_plain(100 * max(0.0, min(share, 1.0)))}%"
    body = _tag("rect", width=width, height=8, rx=1.5, class_=colour)
    return _tag("svg", body, class_="bar", width="100%", height=8, aria_hidden="true", focusable="false")


def by_date(days: Mapping[datetime.date, int]) -> tuple[list[Bar], str]:
    """Return bars for days, months or years, whichever shows the span best; and what one bar is."""
    if not days:
        return [], "day"
    first, last = min(days), max(days)
    if (last - first).days < _MOST_DAYS:
        names = [first + datetime.timedelta(days=n) for n in range((last - first).days + 1)]
        return _ticked([(day.isoformat(), days.get(day, 0), day.isoformat()) for day in names]), "day"
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    if months <= _MOST_MONTHS:
        by_month = _summed(days, lambda day: day.year * 12 + day.month - 1)
        start = first.year * 12 + first.month - 1
        named = [(f"{n // 12:04d}-{n % 12 + 1:02d}", by_month.get(n, 0)) for n in range(start, start + months)]
        return _ticked([(name, count, name) for name, count in named]), "month"
    span = math.ceil((last.year - first.year + 1) / _MOST_BARS)
    by_years = _summed(days, lambda day: (day.year - first.year) // span)
    bars = list[tuple[str, int, str]]()
    for n in range((last.year - first.year) // span + 1):
        year = first.year + n * span
        name = str(year) if span == 1 else f"{year} to {year + span - 1}"
        bars.append((name, by_years.get(n, 0), str(year)))
    return _ticked(bars), "year" if span == 1 else f"{span} years"


def _summed(days: Mapping[datetime.date, int], key: Any) -> dict[int, int]:  # noqa: ANN401  # of a day to a number
    total: dict[int, int] = {}
    for day, count in days.items():
        total[key(day)] = total.get(key(day), 0) + count
    return total


def _ticked(bars: Sequence[tuple[str, int, str]], most: int = 5) -> list[Bar]:
    """Return bars of which a few, evenly spaced, are named below: the first and the last always."""
    last = len(bars) - 1
    named = {round(place * last / (most - 1)) for place in range(most)} if last >= most else set(range(last + 1))
    return [Bar(name, count, tick if place in named else "") for place, (name, count, tick) in enumerate(bars)]


def by_length(lengths: npt.NDArray[np.int64]) -> list[Bar]:
    """Return bars of documents by their length in characters; each is about a quarter longer than the last."""
    if not len(lengths):
        return []
    bounds = sorted({round(step * 10**power) for power in range(10) for step in _STEPS})
    edges = np.array(bounds, dtype=np.int64)
    places = np.searchsorted(edges, lengths, side="right") - 1
    counts = np.bincount(places, minlength=len(edges))
    first, last = int(places.min()), int(places.max())
    bars = list[Bar]()
    for place in range(first, last + 1):
        low, high = int(edges[place]), int(edges[place + 1]) - 1
        leading = str(low).rstrip("0")
        tick = f"{low:,}" if leading in ("1", "2", "5") and low >= 10 else ""  # noqa: PLR2004  # one digit needs none
        bars.append(
            Bar(
                f"{low:,} to {high:,} characters" if high > low else f"{low:,} characters",
                int(counts[place]),
                tick,
            )
        )
    return bars


_WIDE, _NODE, _GAP, _ROW, _TALL = 960, 10, 10, 24, 300
_COLUMNS = (0, 280, 650)


def flow(nodes: Sequence[Node], label: str) -> Markup:
    """Return the flow: bands as wide as the documents in them, from left to right, that split and never vanish."""
    found = max((node.documents for node in nodes if node.column == 0), default=0)
    if not found:
        return Markup("")
    scale = _TALL / found
    tops = _tops(nodes, scale)
    height = max(tops[node.key] + max(node.documents * scale, _ROW) for node in nodes) + 8
    by_key = {node.key: node for node in nodes}
    left: dict[str, float] = {}
    bands, marks = list[Markup](), list[Markup]()
    for node in nodes:
        tall, x, y = max(node.documents * scale, 1.5), _COLUMNS[node.column], tops[node.key]
        told = f"{node.name}: {node.documents:,} ({100 * node.documents / found:.1f} %)"
        if node.source:
            source = by_key[node.source]
            start = left.get(source.key, tops[source.key])
            left[source.key] = start + node.documents * scale
            bands.append(_band((_COLUMNS[source.column] + _NODE, start), (x, y), tall, told, node.colour))
        body = _tag("rect", x=x, y=_plain(y), width=_NODE, height=_plain(tall), rx=2, class_=node.colour)
        words = _label(node, x + _NODE + 7, y + max(min(tall / 2, 120), 7) + 4)
        marks.append(_tag("g", _joined([_tag("title", told), body, words])))
    return _tag(
        "svg", _joined([*bands, *marks]), class_="flow", viewBox=f"0 0 {_WIDE} {_plain(height)}", role="img",
        aria_label=label,
    )  # fmt: skip


def _label(node: Node, x: float, y: float) -> Markup:
    count = _tag("tspan", f"{node.documents:,}", class_="count")
    return _tag("text", count + Markup(" ") + escape(node.name), x=_plain(x), y=_plain(y), class_="label")


def _tops(nodes: Sequence[Node], scale: float) -> dict[str, float]:
    """Return where each node begins: the last column is packed, and each other stands beside what comes of it."""
    tops: dict[str, float] = {}
    y, group = 4.0, None
    for node in (each for each in nodes if each.column == len(_COLUMNS) - 1):
        if group is not None and node.source != group:
            y += _GAP
        group = node.source
        tops[node.key] = y
        y += max(node.documents * scale, _ROW) + 4
    for column in (2, 1, 0):
        floor = 4.0
        for node in (each for each in nodes if each.column == column):
            children = [tops[child.key] for child in nodes if child.source == node.key and child.key in tops]
            tops[node.key] = max(min(children, default=floor), floor)
            floor = tops[node.key] + max(node.documents * scale, _ROW) + _GAP
    return tops


def _band(start: tuple[float, float], end: tuple[float, float], tall: float, told: str, colour: str) -> Markup:
    (x1, y1), (x2, y2) = start, end
    bend = _plain((x1 + x2) / 2)
    near, far = (f"{_plain(x1)} {_plain(y1)}", f"{_plain(x2)} {_plain(y2)}")
    near_low, far_low = (f"{_plain(x1)} {_plain(y1 + tall)}", f"{_plain(x2)} {_plain(y2 + tall)}")
    over = f"M{near}C{bend} {_plain(y1)} {bend} {_plain(y2)} {far}"
    under = f"L{far_low}C{bend} {_plain(y2 + tall)} {bend} {_plain(y1 + tall)} {near_low}Z"
    path = over + under
    return _tag("path", _tag("title", told), d=path, class_=f"band {colour}")
