"""What a reviewer has decided about notices: texts that stay, rules that are not for an outlet."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import Any, NamedTuple

from corpusclean.boilerplate.match import Rulebook, rulebook_of
from corpusclean.boilerplate.rule import DATELINE
from corpusclean.boilerplate.strip import ENDLESS, MAX_NOTICES, Brake, Stripped, strip_text
from corpusclean.decisions import STEP, TAKEN, decision_id
from corpusclean.ledger import Edit, Trace, original_span
from corpusclean.settings import Policy

MASK = "\ue000"
"""Stands for a letter of a notice that stays: of a private plane of Unicode, so that no rule can name it."""

Span = tuple[int, int]


class Limits(NamedTuple):
    """How rules are matched, whatever the document."""

    policy: Mapping[str, Policy]
    cutoff: float
    brake: Brake


class _Taken(NamedTuple):
    """What a rule finds in a text: where that stands before anything goes, and whether it goes."""

    rule: str
    version: str
    start: int
    end: int
    goes: bool


class _Stays(NamedTuple):
    """One place at which a text stands that stays: by which decision, and the rule that this names."""

    start: int
    end: int
    decision: str
    rule: str


def strip_decided(  # noqa: PLR0917  # a document, and how it is looked at
    row: Mapping[Any, Any],
    stays: Mapping[str, tuple[str, str]],
    without: Mapping[str, str],
    full: Rulebook,
    allowed: Rulebook,
    limits: Limits,
) -> Stripped:
    """Strip a document as `strip_text` does, with the decisions that touch it, each on record as an edit.

    `stays` and `without` are `Decisions.texts_of` and `rules_not_for` it; `allowed` are the rules of `full` that
    are for its outlet. An edit of the step `decide` changes nothing: it says where a text stands that a decision
    has left, or would stand if another rule had not taken it.
    """
    text: str = row["text"]
    result, kept = _keeping(text, list(_all_places(text, stays)), allowed, limits)
    if result.over_removed:
        return result
    told = [_on_record(one, place, result, "kept", place.decision) for place, one in kept.items()]
    for one in _lost(text, result, without, full, limits):
        decision = decision_id("leave_out", without[one.rule], one.rule)
        told.append(_on_record(one, one, result, "left out for this outlet", decision))
    trace = Trace(row["edits"], row["body"])
    spans = [trace.span(notice.start, notice.end) for notice in result.notices]
    notices = [
        each._replace(start=start, end=end) for each, (start, end) in zip(result.notices, spans, strict=True)
    ]
    return result._replace(edits=(*result.edits, *told), notices=tuple(notices))


def _all_places(text: str, stays: Mapping[str, tuple[str, str]]) -> Iterator[_Stays]:
    for kept, (about, rule) in stays.items():
        core = kept.strip()
        lead = kept.index(core)
        place = text.find(kept)
        while place >= 0:
            start = place + lead
            yield _Stays(start, start + len(core), decision_id("keep", about, kept), rule)
            place = text.find(kept, place + len(kept))


def _keeping(
    text: str, stays: Sequence[_Stays], book: Rulebook, limits: Limits
) -> tuple[Stripped, dict[_Stays, _Taken]]:
    """Strip a text of which some places stay; return also the notices that would have taken them.

    A notice of which a part stays is left whole, and nothing else is. At an end of the text it is out of the way
    meanwhile; elsewhere its letters are masked, so no rule knows them; where one takes it yet, also its marks and
    blanks, by which notices beside it are told; and where even then one does, that rule is not tried.
    A text of which more than a hundred places are kept from notices is left as it is: `over_removed`.
    """
    kept = dict[_Stays, _Taken]()
    held: dict[_Stays, list[Span]] = {place: [(place.start, place.end)] for place in stays}
    barred, masked = set[str](), text
    result = _strip(text, book, limits)
    while hits := list(_hits(held, _found(result, text))):
        for place, one in hits:
            kept.setdefault(place, one)
            if len(held[place]) > 2:  # noqa: PLR2004  # masked twice
                barred.add(one.rule)
            held[place].append((one.start, one.end))
        if len(kept) > MAX_NOTICES:  # a hundred are found at a time: of thousands there would be no end
            return Stripped(text, over_removed=ENDLESS), kept
        masked = _masked(text, held.values())
        rules = rulebook_of(tuple(rule for rule in book.rules if rule.id not in barred)) if barred else book
        result = _strip_between(masked, [span for _, *notices in held.values() for span in notices], rules, limits)
    return _unmasked(result, masked, text), kept


def _strip(text: str, book: Rulebook, limits: Limits) -> Stripped:
    """Strip a text, whose notices then have their spans in it."""
    return strip_text(text, book, limits.policy, cutoff=limits.cutoff, brake=limits.brake)


def _strip_between(text: str, notices: Sequence[Span], book: Rulebook, limits: Limits) -> Stripped:
    """Strip a text of which notices stay: those at its ends as if they were gone, unless that leaves nothing."""
    start, end = 0, len(text)
    for first, last in sorted(notices):
        start = start if text[start:first].strip() else max(start, last)
    for first, last in sorted(notices, key=itemgetter(1), reverse=True):
        end = end if text[last:end].strip() else min(end, first)
    between = text[start:end].strip()
    inner = _strip(between, book, limits) if between else None
    if inner is None or inner.over_removed:
        return _strip(text, book, limits)
    start = text.index(between, start)
    return inner._replace(
        text=text[:start] + inner.text + text[start + len(between) :],
        edits=tuple(edit._replace(offset=edit.offset + start) for edit in inner.edits),
        notices=tuple(each._replace(start=each.start + start, end=each.end + start) for each in inner.notices),
    )


def _found(result: Stripped, text: str) -> list[_Taken]:
    """Return what was found in a text, or would be taken of one that was left whole."""
    found = [_Taken(each.rule, str(each.version), each.start, each.end, each.removed) for each in result.notices]
    for number, edit in enumerate(result.would):
        start = edit.offset + len(edit.before) - len(edit.before.lstrip())
        end = edit.offset + len(edit.before.rstrip())
        span = original_span(start, end, result.would[:number], text)
        found.append(_Taken(edit.rule, edit.version, *span, goes=True))
    return found


def _hits(held: Mapping[_Stays, Sequence[Span]], found: Sequence[_Taken]) -> Iterator[tuple[_Stays, _Taken]]:
    """Yield for each place the first notice that takes of it; of those that only are told, by the rule named."""
    for place, spans in held.items():
        touching = (
            one
            for one in found
            if (one.goes or one.rule == place.rule)
            and any(one.start < end and start < one.end for start, end in spans)
        )
        if (first := next(touching, None)) is not None:
            yield place, first


def _masked(text: str, held: Iterable[Sequence[Span]]) -> str:
    """Return a text of which notices are masked: those found of a place first but for marks, then whole."""
    for _, *spans in held:
        for number, (start, end) in enumerate(spans):
            notice = text[start:end]
            mask = MASK * len(notice) if number else "".join(MASK if char.isalnum() else char for char in notice)
            text = text[:start] + mask + text[end:]
    return text


def _unmasked(result: Stripped, masked: str, text: str) -> Stripped:
    """Return what was made of a masked text with its own letters again: edits are made anew on the text itself."""
    if masked == text:
        return result
    if result.over_removed:
        return result._replace(text=text, would=())
    edits, plain = list[Edit](), text
    for edit in result.edits:
        end = edit.offset + len(edit.before)
        edits.append(edit._replace(before=plain[edit.offset : end]))
        plain = plain[: edit.offset] + edit.after + plain[end:]
    dateline = result.dateline
    if dateline is not None:
        place = result.text.index(dateline)
        dateline = plain[place : place + len(dateline)]
    return result._replace(text=plain, edits=tuple(edits), dateline=dateline)


def _lost(
    text: str, result: Stripped, without: Mapping[str, str], full: Rulebook, limits: Limits
) -> Iterator[_Taken]:
    """Yield what rules that are left out would have found, were there no decision."""
    if not without:
        return
    plain = _strip(text, full, limits)
    yield from (one for one in _found(plain, text) if one.rule in without)
    if plain.dateline != result.dateline:
        found = full.read(result.text).told(full.of_kinds([DATELINE]))
        for each in (each for each in found if each.rule.id in without):
            span = original_span(each.start, each.end, result.edits, text)
            yield _Taken(each.rule.id, str(each.rule.version), *span, goes=False)


def _on_record(one: _Taken, span: _Taken | _Stays, result: Stripped, what: str, decision: str) -> Edit:
    """Return the row that says where a text is now that a decision is about, or where it would be."""
    start, end = _now(span.start, result.edits), _now(span.end, result.edits)
    left = result.text[start:end]
    gone = "" if left else TAKEN
    return Edit(STEP, one.rule, one.version, start, left, left, f"{what}{gone}, decision {decision}")


def _now(place: int, edits: Sequence[Edit]) -> int:
    """Return where a place of a text is after edits that took from it."""
    for edit in edits:
        place -= min(max(0, place - edit.offset), len(edit.before))
    return place
