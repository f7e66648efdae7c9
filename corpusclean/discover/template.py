"""Wordings out of texts: what varies becomes a slot, what differs `<a|b>`, what may be missing `[a]`.

Texts that differ in names and figures alone make one wording with slots. Further wordings are aligned with the
most frequent one (difflib, longest common blocks) and merged where at least half of their words are the same.
"""

import difflib
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

import re2

from corpusclean.boilerplate.wording import MARKS, translate
from corpusclean.discover.units import TokenClass, tokens

SLOTS = {
    "name": ("agencies", "person", "people", "outlet", "words"),
    "number": ("year", "number", "words"),
    "address": ("address", "words"),
}
"""The slots that are tried on the values of a varying part, the narrowest first."""

ALIKE = 0.5
"""The least share of common words at which two wordings are merged."""

MOST_ALTERNATIVES = 8

_MARKED = re.compile(f"[{re.escape(''.join(MARKS))}]")
_LEADING = re.compile(r"^[\s(\[{（【«*•⦁·_–—―-]+")
_TRAILING = re.compile(r"[\s)\]}）】»*_.。]+$")


class Item(NamedTuple):
    """A place of a wording: what stands there in the texts it was made of, and whether a blank is before it."""

    kind: TokenClass
    values: frozenset[str]
    blank: bool

    def folded(self) -> tuple[str, bool]:
        """Return what two items are compared by: varying parts are alike whatever stands there."""
        fixed = self.kind in {"word", "mark"}
        return min(self.values).casefold() if fixed else f"<{self.kind}>", self.blank


Wording = tuple[Item, ...]


def wordings(texts: Mapping[str, int]) -> list[str]:
    """Return wordings that match every one of the texts, few where they are alike. The counts decide their order.

    >>> wordings({"Jo Roe contributed to this report.": 3, "Al Doe contributed to this story.": 2})
    ['{person} contributed to this <report|story>']
    """
    bare = {_bare(text): 0 for text in texts}
    for text, count in texts.items():
        bare[_bare(text)] += count
    groups: list[list[Wording]] = []
    for found in _with_slots(bare):
        home = next((group for group in groups if _alike(group[0], found) >= ALIKE), None)
        if home is None:
            groups.append([found])
        else:
            home.append(found)
    result: list[str] = []
    for group in groups:
        merged = _merged(group)
        result += [merged] if merged else [_written(wording) for wording in group]
    missed = [text for text in sorted(bare) if not any(matches(wording, text) for wording in result)]
    return list(dict.fromkeys([*result, *map(_escaped, missed)]))


def matches(wording: str, text: str) -> bool:
    """Tell whether a wording is a text, but for the brackets and dashes around it."""
    pattern = _compiled(wording)
    return pattern is not None and pattern.fullmatch(_bare(text)) is not None


@cache
def _compiled(wording: str) -> Any:  # noqa: ANN401  # re2 ships no types
    options = re2.Options()
    options.log_errors = False
    options.case_sensitive = False
    try:
        return re2.compile(translate(wording), options)
    except (re2.error, ValueError):
        return None


def _bare(text: str) -> str:
    """Return a text without brackets, dashes and full stops around it: a rule lets them stand there anyway."""
    bare = _TRAILING.sub("", _LEADING.sub("", text))
    return " ".join((bare or text).split())


def _with_slots(texts: Mapping[str, int]) -> list[Wording]:
    """Return a wording for all texts that differ in varying parts alone, the most frequent first."""
    alike: dict[tuple[tuple[str, bool], ...], Wording] = {}
    counts: Counter[tuple[tuple[str, bool], ...]] = Counter()
    for text in sorted(texts):
        wording = _items(text)
        kinds = tuple(item.folded() for item in wording)
        alike[kinds] = _joined(alike[kinds], wording) if kinds in alike else wording
        counts[kinds] += texts[text]
    return [alike[kinds] for kinds in sorted(alike, key=lambda kinds: (-counts[kinds], kinds))]


def _items(text: str) -> Wording:
    found = tokens(text)
    blanks = [place > 0 and found[place - 1].end < token.start for place, token in enumerate(found)]
    return tuple(
        Item(token.kind, frozenset([token.text]), blank) for token, blank in zip(found, blanks, strict=True)
    )


def _joined(one: Sequence[Item], other: Sequence[Item]) -> Wording:
    """Return two wordings of the same form as one, with the values of both."""
    return tuple(item._replace(values=item.values | more.values) for item, more in zip(one, other, strict=True))


def _written(items: Sequence[Item]) -> str:
    return _one_agency("".join(f" {_cell(item)}" if item.blank else _cell(item) for item in items))


def _one_agency(wording: str) -> str:
    """Let a wording name one agency: RE2 wants the name of a group once."""
    head, agencies, tail = wording.partition("{agencies}")
    return head + agencies + tail.replace("{agencies}", "{outlet}")


def _cell(item: Item) -> str:
    """Return an item as it is written: itself, or the narrowest slot for all its values."""
    values = sorted(item.values)
    if len(values) == 1 or item.kind not in SLOTS:
        return _escaped(values[0])
    for slot in SLOTS[item.kind]:
        pattern = _compiled(f"{{{slot}}}")
        if all(pattern.fullmatch(value) for value in values):
            return f"{{{slot}}}"
    return f"<{'|'.join(map(_escaped, values))}>"


def _escaped(text: str) -> str:
    return _MARKED.sub(lambda mark: f"\\{mark[0]}", text)


def _alike(one: Wording, other: Wording) -> float:
    return _matcher(one, other).ratio()


def _matcher(one: Wording, other: Wording) -> difflib.SequenceMatcher[tuple[str, bool]]:
    first, second = ([item.folded() for item in wording] for wording in (one, other))
    return difflib.SequenceMatcher(None, first, second, autojunk=False)


def _merged(group: Sequence[Wording]) -> str | None:
    """Return one wording for a group, aligned with its first; None where it has too many ways, or is too large."""
    first = group[0]
    alignments = [_alignment(first, other) for other in group]
    regions = _regions([span for alignment in alignments for span in alignment.spans])
    starts = [0, *(end for _, end in regions)]
    text = ""
    for position, region in zip(starts, [*regions, None], strict=True):
        kept = first[position : region[0] if region else len(first)]
        for other, alignment in zip(group, alignments, strict=True):
            kept = _joined(kept, other[alignment.after[position] :][: len(kept)])
        text += _written(kept)
        if region:
            start, end = region
            choice = _choice([w[a.before[start] : a.after[end]] for w, a in zip(group, alignments, strict=True)])
            if choice is None:
                return None
            text += choice
    text = _one_agency(text)
    return text if _compiled(text) is not None else None


def _choice(ways: Sequence[Wording]) -> str | None:
    """Return ways to word a part as one of them, or none; None where there are too many."""
    forms: dict[tuple[tuple[str, bool], ...], Wording] = {}
    for way in ways:
        form = tuple(item.folded() for item in way)
        forms[form] = _joined(forms[form], way) if form in forms else way
    if len(forms) > MOST_ALTERNATIVES:
        return None
    said = [_written(way) for way in forms.values() if way]
    if () in forms:
        return f"[{'|'.join(said)}]" if said else ""
    lead = " " if all(way[0].blank for way in forms.values()) else ""
    return f"{lead}<{'|'.join(way.removeprefix(lead) for way in said)}>" if len(said) > 1 else said[0]


class _Alignment(NamedTuple):
    """Where another wording differs from the first, and where each boundary of the first is in it.

    `before` and `after` are the places before and after what the other inserts at a boundary.
    """

    spans: list[tuple[int, int]]
    before: dict[int, int]
    after: dict[int, int]


def _alignment(first: Wording, other: Wording) -> _Alignment:
    spans: list[tuple[int, int]] = []
    before, after = {0: 0}, {0: 0}
    for tag, i1, i2, j1, j2 in _matcher(first, other).get_opcodes():
        before.setdefault(i1, j1)
        after[i2] = j2
        if tag == "equal":
            for offset in range(1, i2 - i1):
                before[i1 + offset] = after[i1 + offset] = j1 + offset
        else:
            spans.append((i1, i2))
    before.setdefault(len(first), len(other))
    return _Alignment(spans, before, after)


def _regions(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join spans that overlap or touch.

    >>> _regions([(4, 5), (1, 1), (5, 7)])
    [(1, 1), (4, 7)]
    """
    joined: list[tuple[int, int]] = []
    for start, end in sorted(set(spans)):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
