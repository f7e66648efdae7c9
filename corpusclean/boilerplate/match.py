"""Where the wordings and patterns of rules stand in a text: exact matches, by RE2, on UTF-8."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from corpusclean.boilerplate.rule import Place, Rule, matcher
from corpusclean.boilerplate.wording import agencies

PLACES_IN_ORDER: tuple[Place, ...] = ("tail", "parenthesis", "paragraph", "head")
"""Tails first, so that stacked notices come off one after the other."""

WINDOW = 4_000
"""Characters at the end of a text in which a rule for tails looks: no notice is as long."""


class Found(NamedTuple):
    """One place at which a rule finds a notice; `score` is 1 for an exact match, else how alike it is."""

    rule: Rule
    start: int
    end: int
    agency: str | None
    score: float = 1.0

    @property
    def unsure(self) -> bool:
        """Tell whether the brake counts it: alike, or by a rule that nobody wrote."""
        return self.score < 1 or getattr(self.rule, "discovered", False)


def find(text: str, rules: Sequence[Rule]) -> Iterator[Found]:
    """Yield the first match of each rule, place by place."""
    if not rules:
        return
    cut = max(0, len(text) - WINDOW)
    whole = text.encode()
    tail = text[cut:].encode() if cut else whole
    for place in PLACES_IN_ORDER:
        searched, shift = (tail, cut) if place == "tail" else (whole, 0)
        for rule in rules:
            if place in rule.where and (found := _match(searched, shift, rule, place)):
                yield found


def _match(text: bytes, shift: int, rule: Rule, place: Place) -> Found | None:
    match = matcher(rule, place).search(text)
    if match is None or not match[1]:
        return None
    named = (value.decode() for key, value in match.groupdict().items() if key.startswith("agency") and value)
    agency = next(named, None) or rule.facts.agency
    start = shift + len(text[: match.start(1)].decode())
    return Found(rule, start, start + len(match[1].decode()), short_name(agency))


def short_name(name: str | None) -> str | None:
    """Return the short name of an agency, None where it is not one that we know.

    >>> short_name("The Associated Press")
    'AP'
    """
    if name is None:
        return None
    plain = " ".join(name.removeprefix("The ").removeprefix("the ").split())
    return agencies().get(plain) or _in_capitals().get(plain.upper())


@cache
def _in_capitals() -> Mapping[str, str]:
    return {name.upper(): short for name, short in agencies().items()}
