"""What a reviewer has decided about notices: texts that stay, rules that are not for an outlet."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from corpusclean.boilerplate.match import Rulebook
from corpusclean.boilerplate.strip import Brake, Stripped, strip_text
from corpusclean.decisions import EVERYWHERE, STEP, Decisions, decision_id
from corpusclean.ledger import Edit
from corpusclean.settings import Policy

MASK = "\ue000"
"""Stands for a letter of a text that stays: of a private plane of Unicode, so that no rule can name it."""


class Limits(NamedTuple):
    """How rules are matched, whatever the document."""

    policy: Mapping[str, Policy]
    cutoff: float
    brake: Brake


def strip_decided(  # noqa: PLR0917  # a document, and how it is looked at
    row: Mapping[Any, Any], outlet: str, decisions: Decisions, full: Rulebook, allowed: Rulebook, limits: Limits
) -> Stripped:
    """Strip a document as `strip_text` does, with the decisions that touch it, each on record as an edit.

    `allowed` are the rules of `full` that are for its outlet. An edit of the step `decide` changes nothing: it
    says where a text stands that a decision has left.
    """
    text: str = row["text"]
    stays = {kept: rule for kept, rule in decisions.texts_of(row["address"]).items() if kept in text}
    result = _without(text, stays, row, allowed, limits)
    if result.over_removed:
        return result
    versions = {rule.id: str(rule.version) for rule in full.rules}
    told = list(_kept(result.text, stays, row["address"], decisions, versions))
    left_out = decisions.rules_not_for(outlet)
    if left_out:
        # What they would have found: by all rules, of the same text, were each notice of theirs one that goes.
        theirs = {rule.kind for rule in full.rules if rule.id in left_out}
        policy = {
            kind: "remove" if kind in theirs and what == "annotate" else what
            for kind, what in limits.policy.items()
        }
        all_go = limits._replace(policy=policy)
        taken = [edit for edit in _without(text, stays, row, full, all_go).edits if edit.rule in left_out]
        told += _left(result.text, taken, outlet)
    return result._replace(edits=(*result.edits, *told))


def _without(text: str, stays: Iterable[str], row: Mapping[Any, Any], book: Rulebook, limits: Limits) -> Stripped:
    """Strip a text of which some stretches stay: their letters are masked meanwhile, so no rule knows them."""
    chosen = {"body": row["body"], "earlier": row["edits"], "cutoff": limits.cutoff, "brake": limits.brake}
    texts = sorted(stays, key=len, reverse=True)
    if not texts:
        return strip_text(text, book, limits.policy, **chosen)
    # With marks and blanks left, by which notices beside them are told; without, where a rule yet took one.
    for masked in (_masked(text, texts, marks=True), _masked(text, texts, marks=False)):
        result = _unmasked(strip_text(masked, book, limits.policy, **chosen), masked, text)
        if all(result.text.count(kept) == text.count(kept) for kept in texts):
            return result
    return Stripped(text)


def _masked(text: str, texts: Iterable[str], *, marks: bool) -> str:
    for kept in texts:
        mask = "".join(char if char == "\n" or (marks and not char.isalnum()) else MASK for char in kept)
        text = text.replace(kept, mask)
    return text


def _unmasked(result: Stripped, masked: str, text: str) -> Stripped:
    """Return what was made of a masked text with its own letters again: edits are made anew on the text itself."""
    edits = list[Edit]()
    current, plain = masked, text
    for edit in result.edits:
        end = edit.offset + len(edit.before)
        edits.append(edit._replace(before=plain[edit.offset : end]))
        current = current[: edit.offset] + edit.after + current[end:]
        plain = plain[: edit.offset] + edit.after + plain[end:]
    dateline = None if result.dateline is None or MASK in result.dateline else result.dateline
    return result._replace(text=plain, edits=tuple(edits), dateline=dateline, would=())


def _kept(
    text: str, stays: Mapping[str, str], address: str, decisions: Decisions, versions: Mapping[str, str]
) -> Iterator[Edit]:
    own = decisions.keep.get(address, {})
    for kept, rule in stays.items():
        about = address if kept in own else EVERYWHERE
        reason = f"kept, decision {decision_id('keep', about, kept)}"
        for place in _places(text, kept):
            yield Edit(STEP, rule, versions.get(rule, "0"), place, kept, kept, reason)


def _left(text: str, taken: Iterable[Edit], outlet: str) -> Iterator[Edit]:
    told = set[tuple[str, int]]()
    for edit in taken:
        reason = f"left out for this outlet, decision {decision_id('leave_out', outlet, edit.rule)}"
        stretch = edit.before.strip()
        place = next((found for found in _places(text, stretch) if (edit.rule, found) not in told), None)
        if place is not None:
            told.add((edit.rule, place))
            yield Edit(STEP, edit.rule, edit.version, place, stretch, stretch, reason)


def _places(text: str, stretch: str) -> Iterator[int]:
    place = text.find(stretch)
    while place >= 0:
        yield place
        place = text.find(stretch, place + len(stretch))
