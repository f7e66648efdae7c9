"""Find notices, keep the facts that they tell, and remove what the policy says, on record."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

import pandas as pd
import pyarrow as pa

from corpusclean.boilerplate.evidence import candidates
from corpusclean.boilerplate.rule import Place, Rule, load_rules, matcher
from corpusclean.boilerplate.wording import agencies
from corpusclean.codes import Reason
from corpusclean.frame import series
from corpusclean.ledger import Edit, original_span
from corpusclean.settings import Policy, Settings
from corpusclean.working import add_edits, add_reasons, replace_text
from corpusclean_schemas.types import NOTICES

DATELINE = "dateline"
"""The kind of rule that reads a dateline: part of the article, so never removed, and no notice."""

MAX_NOTICES = 100
"""Notices of one document that are removed. A document of more is no article; it is left whole."""

WINDOW = 4_000
"""Characters at the end of a text in which a rule for tails looks: no notice is as long."""

# Who says it decides: a credit line names the author, a dateline the desk, an inputs line a helper.
_AGENCY_TRUST = (
    "agency_credit",
    "agency_copyright",
    "dateline",
    "syndication_disclaimer",
    "republication",
    "copyright",
    "source_credit",
    "reporting_credit",
    "inputs_from",
)


class Notice(NamedTuple):
    """One notice that was found; its span counts code points of the decoded original body."""

    kind: str
    rule: str
    version: int
    score: float
    start: int
    end: int
    removed: bool


class Stripped(NamedTuple):
    """A text without its notices, and what they told."""

    text: str
    edits: tuple[Edit, ...] = ()
    notices: tuple[Notice, ...] = ()
    syndicated: bool = False
    agency: str | None = None
    dateline: str | None = None
    over_removed: bool = False


class _Found(NamedTuple):
    rule: Rule
    start: int
    end: int
    agency: str | None


def strip_text(
    text: str,
    rules: Sequence[Rule],
    policy: Mapping[str, Policy],
    *,
    body: str | None = None,
    earlier: Sequence[Edit] = (),
) -> Stripped:
    """Remove the notices of a text, one after the other until none is left, and read the facts they tell.

    `earlier` are the edits that led from `body`, the decoded original, to `text`; without them they are one.
    A text that is nothing but notices, or has more than a hundred, is left as it is: `over_removed`.
    Datelines are read, whatever the policy, and never removed.

    >>> from corpusclean.settings import Settings
    >>> rules, policy = load_rules().rules, Settings().boilerplate.policy
    >>> stripped = strip_text("Rain fell over Pune on Monday. (PTI)", rules, policy)
    >>> stripped.text, stripped.agency
    ('Rain fell over Pune on Monday.', 'PTI')
    >>> strip_text("He joined the party (PTI) in 2011.", rules, policy).text
    'He joined the party (PTI) in 2011.'
    """
    original = text if body is None else body
    removable = [rule for rule in rules if policy.get(rule.kind) == "remove"]
    annotated = [rule for rule in rules if policy.get(rule.kind) == "annotate" or rule.kind == DATELINE]
    edits, notices, found_facts = list(earlier), list[Notice](), list[_Found]()
    current = text
    while found := next(_find(current, removable), None):
        if len(notices) >= MAX_NOTICES:
            return Stripped(text, over_removed=True)
        start, end = _with_blanks(current, found)
        notices.append(_notice(found, edits, original, removed=True))
        found_facts.append(found)
        kept = current[:start] + current[end:]
        if not kept.strip():
            return Stripped(text, over_removed=True)
        reason = found.rule.kind.replace("_", " ")
        edits.append(Edit("strip", found.rule.id, str(found.rule.version), start, current[start:end], "", reason))
        current = kept
    dateline = None
    for found in _find(current, annotated):
        found_facts.append(found)
        if found.rule.kind != DATELINE:
            notices.append(_notice(found, edits, original, removed=False))
        elif dateline is None:
            dateline = current[found.start : found.end].strip(" \n:–—-")
    return Stripped(
        current,
        tuple(edits[len(earlier) :]),
        tuple(notices),
        any(found.rule.facts.syndicated for found in found_facts),
        _agency(found_facts),
        dateline,
    )


def _find(text: str, rules: Sequence[Rule]) -> Iterator[_Found]:
    """Yield the first match of each rule, place by place: tails first, so that stacked notices come off."""
    for place in ("tail", "parenthesis", "paragraph", "inline", "head"):
        for rule in rules:
            if place in rule.where and (found := _match(text, rule, place)):
                yield found


def _match(text: str, rule: Rule, place: Place) -> _Found | None:
    cut = max(0, len(text) - WINDOW) if place == "tail" else 0
    match = matcher(rule, place).search(text[cut:])
    if match is None or not match[1]:
        return None
    named = (value for key, value in match.groupdict().items() if key.startswith("agency") and value)
    agency = next(named, None) or rule.facts.agency
    return _Found(rule, cut + match.start(1), cut + match.end(1), _short_name(agency))


def _short_name(name: str | None) -> str | None:
    """Return the short name of an agency, None where it is not one that we know.

    >>> _short_name("The Associated Press")
    'AP'
    """
    if name is None:
        return None
    plain = " ".join(name.removeprefix("The ").removeprefix("the ").split())
    return agencies().get(plain) or _in_capitals().get(plain.upper())


@cache
def _in_capitals() -> Mapping[str, str]:
    return {name.upper(): short for name, short in agencies().items()}


def _agency(found_facts: Sequence[_Found]) -> str | None:
    named = [found for found in found_facts if found.agency]
    ranked = sorted(named, key=lambda found: _trust(found.rule.kind))
    return ranked[0].agency if ranked else None


def _trust(kind: str) -> int:
    return _AGENCY_TRUST.index(kind) if kind in _AGENCY_TRUST else len(_AGENCY_TRUST)


def _with_blanks(text: str, found: _Found) -> tuple[int, int]:
    """Widen a notice to the blanks that would be left over without it."""
    before = len(text[: found.start].rstrip())
    after = len(text) - len(text[found.end :].lstrip())
    if after == len(text):
        return before, after
    if before == 0:
        return 0, after
    own_paragraph = "\n" in text[before : found.start] and "\n" in text[found.end : after]
    return (found.start, after) if own_paragraph else (before, found.end)


def _notice(found: _Found, edits: Sequence[Edit], body: str, *, removed: bool) -> Notice:
    start, end = original_span(found.start, found.end, edits, body)
    return Notice(found.rule.kind, found.rule.id, found.rule.version, 1.0, start, end, removed)


def strip_notices(documents: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Remove notices from `text`, and set `notices`, `syndicated`, `agency`, `dateline`; add to `edits`.

    A text that is nothing but notices is left whole, with the reason `boilerplate.over_removal`.
    """
    rules = load_rules(settings.boilerplate.packs).rules
    to_look_at = candidates(pa.array(documents["text"], type=pa.large_string()), rules)
    rows = documents[["text", "body", "edits"]].iloc[sorted(to_look_at)]
    found = {
        index: strip_text(text, to_look_at[row], settings.boilerplate.policy, body=body, earlier=edits)
        for row, (index, text, body, edits) in zip(sorted(to_look_at), rows.itertuples(), strict=True)
    }
    nothing = Stripped("")
    results = [found.get(index, nothing) for index in documents.index]
    index = documents.index
    columns = {
        "notices": series([result.notices for result in results], NOTICES, index),
        "syndicated": series([result.syndicated for result in results], pa.bool_(), index),
        "agency": series([result.agency for result in results], pa.string(), index),
        "dateline": series([result.dateline for result in results], pa.string(), index),
    }
    whole = Reason(
        "boilerplate.over_removal", "the rules would leave no article, or find no end of notices", "text"
    )
    documents = add_reasons(
        documents.assign(**columns), {index: [whole] for index, result in found.items() if result.over_removed}
    )
    documents = add_edits(documents, {index: result.edits for index, result in found.items() if result.edits})
    return replace_text(documents, {index: result.text for index, result in found.items() if result.edits})
