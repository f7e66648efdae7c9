"""Find notices, keep the facts that they tell, and remove what the policy says, on record."""

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from corpusclean.boilerplate.evidence.spots import Spots
from corpusclean.boilerplate.match import Found, Reading, Rulebook, rulebook_of
from corpusclean.boilerplate.rule import DATELINE, Rule
from corpusclean.ledger import Edit, Trace, original_span
from corpusclean.settings import Policy

MAX_NOTICES = 100
"""Notices of one document that are removed. A document of more is no article; it is left whole."""

ASKS = frozenset({"comments_cta", "contact_tips", "newsletter_signup", "subscription_plea"})
"""Kinds of notices that lead up to what they ask."""

LONGEST_LEAD = 240
"""Characters before what a notice asks for: behind more in its paragraph, no rule is asked for all of it."""

MAX_NAMED = 5
"""Rules that are named where a document is left whole."""

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

ENDLESS = "the rules find no end of notices"
NO_ARTICLE = "the rules would leave no article"
BRAKE = "matches that are not exact would take too much of the document"


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
    """A text without its notices, and what they told; or why it was left whole: `over_removed`.

    Then `would` are the edits up to which the rules had gone.
    """

    text: str
    edits: tuple[Edit, ...] = ()
    notices: tuple[Notice, ...] = ()
    syndicated: bool = False
    agency: str | None = None
    dateline: str | None = None
    over_removed: str = ""
    would: tuple[Edit, ...] = ()


class Brake(NamedTuple):
    """How much of a document the matches may take that are not exact, unless so much of it is left."""

    share: float = 0.25
    article: int = 200

    def stops(self, taken: int, before: str, after: str) -> bool:
        """Tell whether `taken` characters of unsure matches are too many of the text before."""
        return taken > self.share * len(before.strip()) and len(after.strip()) < self.article


FREE = Brake(share=1.0)
"""No brake: for one who looks at a rule, not at a corpus."""


def strip_text(
    text: str,
    rules: Sequence[Rule] | Rulebook,
    policy: Mapping[str, Policy],
    *,
    spots: Spots | None = None,
    body: str | None = None,
    earlier: Sequence[Edit] = (),
    cutoff: float = 1.0,
    brake: Brake = Brake(),  # noqa: B008  # a tuple
) -> Stripped:
    """Remove the notices of a text, one after the other until none is left, and read the facts they tell.

    `earlier` are the edits that led from `body`, the decoded original, to `text`; without them they are one.
    `spots` are what may be found in the text, where that has been asked already.
    With a `cutoff` below 1, where no rule matches exactly, what is like a wording with at least this score counts.
    A text that is nothing but notices, has more than a hundred, or goes over the `brake`, is left as it is:
    `over_removed`. Datelines are read, whatever the policy, and never removed.

    >>> from corpusclean.boilerplate.rule import load_rules
    >>> from corpusclean.settings import Settings
    >>> rules, policy = load_rules().rules, Settings().boilerplate.policy
    >>> stripped = strip_text("Rain fell over Pune on Monday. (PTI)", rules, policy)
    >>> stripped.text, stripped.agency
    ('Rain fell over Pune on Monday.', 'PTI')
    >>> strip_text("He joined the party (PTI) in 2011.", rules, policy).text
    'He joined the party (PTI) in 2011.'
    """
    book = rules if isinstance(rules, Rulebook) else rulebook_of(tuple(rules))
    goes = book.of_kinds([kind for kind, what in policy.items() if what == "remove"])
    stays = book.of_kinds([DATELINE, *(kind for kind, what in policy.items() if what == "annotate")])
    edits, gone = list[Edit](), list[Found]()
    reading, unsure = book.read(text, spots), 0
    while True:
        current = reading.text
        found = _whole(current, reading.exact(goes, stays))
        likes = list(reading.alike(cutoff)) if cutoff < 1 and not found else []
        told = [] if found else list(reading.told(stays))
        found = found or _first_to_go(likes, told, policy)
        if found is None:
            break
        if len(gone) >= MAX_NOTICES:
            return _left_whole(text, ENDLESS, gone, edits)
        start, end = _with_blanks(current, found)
        taken = current[start:end]
        gone.append(_before(found, edits, text))
        edits.append(_edit(found, start, taken))
        again = _taken_again(current, start, taken, MAX_NOTICES - len(gone) + 1)
        if len(gone) + len(again) > MAX_NOTICES:
            edits += (_edit(found, place, taken) for place in again[:-1])
            return _left_whole(text, ENDLESS, gone, edits)
        unsure += (end - start) * found.unsure
        reading = reading.without(start, end)
        if not reading.text.strip():
            return _left_whole(text, NO_ARTICLE, gone, edits)
    if brake.stops(unsure, text, current):
        return _left_whole(text, BRAKE, gone, edits)
    datelines = [found for found in told if found.rule.kind == DATELINE]
    kept = _all_kept(reading, stays)
    kept += _also_kept(likes, [*datelines, *kept], policy)
    facts = [*gone, *datelines, *kept]
    return Stripped(
        current,
        tuple(edits),
        _notices(gone, [_before(found, edits, text) for found in kept], earlier, text if body is None else body),
        any(found.rule.facts.syndicated for found in facts),
        _agency(facts),
        next((current[found.start : found.end].strip(" \n:–—-") for found in datelines), None),
    )


def _taken_again(text: str, start: int, taken: str, most: int) -> list[int]:
    r"""Return where the same goes next, at most so often, as each removal leaves the text: it stands in a row.

    To look for each anew takes minutes of a page that says "Read more" on 20,000 lines.

    >>> _taken_again("Rain. (PTI) (PTI) (PTI)", 17, " (PTI)", 9)
    [11, 5]
    >>> _taken_again("Ad\nAd\nAd\nRain.", 0, "Ad\n", 9)
    [0, 0]
    """
    length = len(taken)
    ahead = range(start + length, len(text), length)[:most]
    if row := list(itertools.takewhile(lambda place: text.startswith(taken, place), ahead)):
        return [start] * len(row)
    before = range(start - length, -1, -length)[:most]
    return list(itertools.takewhile(lambda place: text.startswith(taken, place), before))


def _left_whole(text: str, reason: str, gone: Sequence[Found], would: Sequence[Edit]) -> Stripped:
    """Return a text as it is, and why, with the rules that would have taken from it, the first five."""
    rules = list(dict.fromkeys(found.rule.id for found in gone))
    more = ", ..." if len(rules) > MAX_NAMED else ""
    named = ", ".join(rules[:MAX_NAMED])
    return Stripped(text, over_removed=f"{reason} ({named}{more})", would=tuple(would))


def _edit(found: Found, start: int, taken: str) -> Edit:
    reason = found.rule.kind.replace("_", " ")
    if found.score < 1:
        shape = found.rule.shape
        known_by = f"by its shape: {shape}" if shape else "by its label" if found.rule.labels else "by its signs"
        reason += f", {known_by}" if found.rule.by_unit else f", {found.score:.2f} like a known wording"
    return Edit("strip", found.rule.id, str(found.rule.version), start, taken, "", reason)


def _whole(text: str, matches: Iterator[Found]) -> Found | None:
    """Return the first match; where it is the end of a paragraph that is worded like an ask as a whole, that ask.

    Of "A question? Write to us." one rule knows both, and another only what ends it.
    """
    first = next(matches, None)
    if first is None or first.rule.kind not in ASKS:
        return first
    paragraph = text.rfind("\n\n", 0, first.start) + 1
    lead = text[paragraph : first.start].strip()
    if not lead or len(lead) > LONGEST_LEAD:
        return first
    begins = text.index(lead, paragraph)
    asks = (one for one in matches if one.rule.kind in ASKS and one.score == 1)
    return next((one for one in asks if one.start <= begins and first.end <= one.end), first)


def _first_to_go(likes: Iterable[Found], told: Sequence[Found], policy: Mapping[str, Policy]) -> Found | None:
    """Return the most alike of a family that goes, if no rule says exactly that it is of one that stays."""
    to_go = (found for found in likes if policy.get(found.rule.kind) == "remove")
    return next((found for found in to_go if not _overlaps(found, told)), None)


def _all_kept(reading: Reading, stays: frozenset[int]) -> list[Found]:
    """Return every notice of the rules that stay, once for each kind: as if those found before were not there."""
    text, as_if, kept = reading.text, list[Edit](), list[Found]()
    while len(kept) < MAX_NOTICES and (told := [one for one in reading.told(stays) if one.rule.kind != DATELINE]):
        first = told[0]
        of_kinds = {one.rule.kind: one for one in reversed(told) if _overlaps(one, [first])}
        for found in of_kinds.values():
            kept.append(_before(found, as_if, text))
        start, end = _with_blanks(reading.text, first)
        as_if.append(_edit(first, start, reading.text[start:end]))
        reading = reading.without(start, end)
    return kept


def _also_kept(likes: Iterable[Found], kept: Sequence[Found], policy: Mapping[str, Policy]) -> list[Found]:
    """Return what stays and is like a wording, and touches nothing that is known already."""
    more = list[Found]()
    for found in likes:
        if policy.get(found.rule.kind) == "annotate" and not _overlaps(found, [*kept, *more]):
            more.append(found)
    return more


def _overlaps(one: Found, others: Iterable[Found]) -> bool:
    return any(one.start < other.end and other.start < one.end for other in others)


def _agency(facts: Sequence[Found]) -> str | None:
    named = [found for found in facts if found.agency]
    ranked = sorted(named, key=lambda found: _trust(found.rule.kind))
    return ranked[0].agency if ranked else None


def _trust(kind: str) -> int:
    return _AGENCY_TRUST.index(kind) if kind in _AGENCY_TRUST else len(_AGENCY_TRUST)


def _with_blanks(text: str, found: Found) -> tuple[int, int]:
    """Widen a notice to the blanks that would be left over without it."""
    before = len(text[: found.start].rstrip())
    after = len(text) - len(text[found.end :].lstrip())
    if after == len(text):
        return before, after
    if before == 0:
        return 0, after
    own_paragraph = "\n" in text[before : found.start] and "\n" in text[found.end : after]
    return (found.start, after) if own_paragraph else (before, found.end)


def _before(found: Found, edits: Sequence[Edit], text: str) -> Found:
    """Return what was found after some edits of a text as it stands in that."""
    start, end = original_span(found.start, found.end, edits, text)
    return found._replace(start=start, end=end)


def _notices(
    gone: Sequence[Found], kept: Sequence[Found], earlier: Sequence[Edit], body: str
) -> tuple[Notice, ...]:
    """Return what is gone and what is kept of a text as it stands in the body; edits are traced once for all."""
    if not gone and not kept:
        return ()
    trace = Trace(earlier, body)
    return (
        *(_notice(found, trace, removed=True) for found in gone),
        *(_notice(found, trace, removed=False) for found in kept),
    )


def _notice(found: Found, trace: Trace, *, removed: bool) -> Notice:
    start, end = trace.span(found.start, found.end)
    return Notice(found.rule.kind, found.rule.id, found.rule.version, found.score, start, end, removed)
