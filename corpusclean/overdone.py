"""What the rules would have taken of a document that was left whole: shown to a reader, never done."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from corpusclean.boilerplate.evidence import Spots
from corpusclean.boilerplate.match import Found, Reading, Rulebook
from corpusclean.boilerplate.step import rulebook
from corpusclean.boilerplate.strip import Brake, strip_text
from corpusclean.ledger import Edit
from corpusclean.outlet import outlet_of
from corpusclean.settings import Settings

CODE = "boilerplate.over_removal"


def would_go(row: Mapping[Any, Any], settings: Settings) -> list[Edit]:
    """Return what the rules would take of a judged document that was left whole, in order; else nothing.

    It is found again as it was found the first time; where that ends otherwise (a decision of a reviewer has a
    say, or a pack is not there), nothing is told.
    """
    said = [reason.message for reason in row["reasons"] if reason.code == CODE]
    if not said:
        return []
    chosen = settings.boilerplate
    book = _Watching(rulebook(chosen.packs, settings.decisions.rules_not_for(outlet_of(row))), chosen.policy)
    brake = Brake(chosen.max_removal, chosen.min_article)
    found = strip_text(
        row["text"], book, chosen.policy,
        body=row["body"], earlier=row["edits"], cutoff=chosen.min_similarity, brake=brake,
    )  # fmt: skip
    return book.taken if [found.over_removed] == said else []


class _Watching(Rulebook):
    """A rulebook that keeps what is taken of a text that is read with it."""

    def __init__(self, book: Rulebook, policy: Mapping[str, str]) -> None:
        self.__dict__.update(book.__dict__)  # what it has compiled is of use to both
        self.goes = frozenset(kind for kind, what in policy.items() if what == "remove")
        self.taken = list[Edit]()

    def read(self, text: str, spots: Spots | None = None) -> "_Watched":
        return _Watched(super().read(text, spots), self)


class _Watched(Reading):
    def __init__(self, reading: Reading, book: _Watching) -> None:
        self.__dict__.update(reading.__dict__)
        self._watching, self._matches = book, list[Found]()

    def exact(self, numbers: Collection[int]) -> Iterator[Found]:
        return self._kept(super().exact(numbers))

    def alike(self, cutoff: float) -> Iterator[Found]:
        return self._kept(super().alike(cutoff))

    def _kept(self, matches: Iterator[Found]) -> Iterator[Found]:
        for found in matches:
            self._matches.append(found)
            yield found

    def without(self, start: int, end: int) -> "_Watched":
        within = (found for found in self._matches if start <= found.start and found.end <= end)
        rule = next(found.rule for found in within if found.rule.kind in self._watching.goes)
        reason = rule.kind.replace("_", " ")
        edit = Edit("strip", rule.id, str(rule.version), start, self.text[start:end], "", reason)
        self._watching.taken.append(edit)
        return _Watched(super().without(start, end), self._watching)
