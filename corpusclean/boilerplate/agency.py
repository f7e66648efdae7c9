"""Which agency a notice names, by its short name."""

from collections.abc import Mapping
from functools import cache
from typing import Any

import re2

from corpusclean.boilerplate.rule import Rule
from corpusclean.boilerplate.wording import agencies, slots


@cache
def _agency_pattern() -> Any:  # noqa: ANN401  # re2 ships no types
    return re2.compile(rf"\b{slots()['agency']}\b")


def agency_of(rule: Rule, notice: str, named: str | None) -> str | None:
    """Return the short name of the agency that a match has named, else the first in the notice of such a rule."""
    names_one = any("{agenc" in wording for wording in rule.wordings) or "(?P<agency>" in (rule.pattern or "")
    if named is None and names_one:
        found = _agency_pattern().search(notice)
        named = found["agency"] if found else None
    return short_name(named or rule.facts.agency)


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
