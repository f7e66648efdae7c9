"""Rules on trial: what their examples say, alone and among all rules; and what each rule is there for."""

import hashlib
import os
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from corpusclean.boilerplate.match import Found, Rulebook, book_of
from corpusclean.boilerplate.ready import kept_below
from corpusclean.boilerplate.rule import DATELINE, Example, Keep, Pack, Rule, load_rules
from corpusclean.boilerplate.strip import FREE, Stripped, strip_text
from corpusclean.decisions import FILE_NAME as DECISIONS
from corpusclean.errors import UsageError
from corpusclean.refusals import line_of
from corpusclean.settings import Boilerplate, Policy


class Failure(NamedTuple):
    """An example that does not come out as it says: where it stands, and what is wrong."""

    rule: str
    file: str
    line: int
    says: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.says}"


class Trial(NamedTuple):
    """What became of the examples of a rule: how many there are, and which failed."""

    rule: Rule
    total: int
    failures: tuple[Failure, ...]


class Lint(NamedTuple):
    """What a rule is there for: a notice of its examples that no other finds, and wordings that none shows.

    `finds`: whether it finds any of them itself.
    """

    rule: Rule
    alone: str | None
    unshown: tuple[str, ...]
    finds: bool


_SHOWN = 60


def try_rules(pack: Pack, *, beside: frozenset[str] = frozenset(), touched: bool = False) -> Iterator[Trial]:
    """Yield for each rule what becomes of its examples and of what it must keep, alone and among all rules.

    Those `beside`, by id, are among all rules, and not tried themselves; or only with the examples that are
    `touched`: in which the others find something.

    Alone, a rule matches exactly; all together they also find what is like their wordings.
    """
    policy, everything = Boilerplate().policy, book_of(pack)
    tried = Rulebook([rule for rule in pack.rules if rule.id not in beside])
    for rule in pack.rules:
        if rule.id in beside:
            texts = [text for each in rule.examples for text in (each.text, each.stays)]
            texts += [each.text for each in rule.keep]
            if not (touched and any(_finds(tried, text, policy) for text in texts)):
                continue
        own = Rulebook([rule])
        failures = []
        groups: list[tuple[str, Sequence[Example | Keep]]] = [("examples", rule.examples), ("keep", rule.keep)]
        for group, members in groups:
            for number, example in enumerate(members):
                wrong = next(_wrong(rule, example, own, everything, policy), None)
                if wrong:
                    source = pack.sources[rule.id]
                    says = f"rule {rule.id}, {group} {number + 1} ({example.why}): {wrong}"
                    failures.append(Failure(rule.id, source.name, source.line_of(group, number), says))
        yield Trial(rule, len(rule.examples) + len(rule.keep), tuple(failures))


def _finds(rules: Rulebook, text: str, policy: Mapping[str, Policy]) -> bool:
    """Tell whether rules find anything in a text."""
    found = strip_text(text, rules, policy, cutoff=Boilerplate().min_similarity, brake=FREE)
    return bool(found.over_removed or kinds(found))


def _wrong(
    rule: Rule, example: Example | Keep, own: Rulebook, everything: Rulebook, policy: Mapping[str, Policy]
) -> Iterator[str]:
    """Yield what is wrong with an example, the first thing first."""
    stays = example.stays if isinstance(example, Example) else example.text
    for book, cutoff, where in (
        (own, 1.0, "alone"),
        (everything, Boilerplate().min_similarity, "among all rules"),
    ):
        found = strip_text(example.text, book, policy, cutoff=cutoff, brake=FREE)
        if found.over_removed:
            yield f"{where}, {found.over_removed}"
        if found.text != stays:
            yield f"{where}, it leaves {_shown(found.text)}, not {_shown(stays)}{_because(rule, example, policy)}"
        if isinstance(example, Example):
            if rule.kind not in kinds(found):
                yield f"{where}, nothing of kind {rule.kind} is found"
            if book is own and example.agency and found.agency != example.agency:
                yield f"the agency is {found.agency}, not {example.agency}"
            if book is own and rule.facts.syndicated and not found.syndicated:
                yield "the text is not told to be syndicated"
        elif book is own and kinds(found):
            yield "the rule finds something in what it must keep"


def _because(rule: Rule, example: Example | Keep, policy: Mapping[str, Policy]) -> str:
    """Return why a notice of an example is not found that is worded as the rule says; nothing if it is not."""
    book = Rulebook([rule], guarded=())
    found = strip_text(example.text, book, policy, cutoff=1.0, brake=FREE).text
    if not isinstance(example, Example) or found != example.stays:
        return ""
    own = "it is worded so, and is a paragraph of the text (amid.py), or ends like a sentence of it"
    return f"; {own}: such a notice must hold a word of itself.toml"


def kinds(found: Stripped) -> frozenset[str]:
    """Return the kinds of what was found, a dateline among them."""
    return frozenset({notice.kind for notice in found.notices} | ({DATELINE} if found.dateline else set()))


def _shown(text: str) -> str:
    return repr(text if len(text) <= _SHOWN else f"…{text[-_SHOWN:]}")


def lint_rules(pack: Pack, *, beside: frozenset[str] = frozenset()) -> Iterator[Lint]:
    """Yield for each rule a notice of its examples that no other rule finds, and its wordings that none shows.

    Of those `beside`, by id, only for one in whose examples the others find something: it may be needless now.
    """
    book = book_of(pack)
    asked = [rule for rule in pack.rules if rule.id not in beside]
    few, all_few = Rulebook(asked), range(len(asked))
    everyone = frozenset(range(len(pack.rules)))
    for number, rule in enumerate(pack.rules):
        if rule.id in beside and not any(any(few.read(each.text).exact(all_few)) for each in rule.examples):
            continue
        alone, shown, finds = None, set[int](), False
        for example in rule.examples:
            reading = book.read(example.text)
            mine = list(reading.exact({number}))
            finds = finds or bool(mine)
            others = list(reading.exact(everyone - {number})) if alone is None else []
            free = [found for found in mine if not any(_covers(other, found) for other in others)]
            if alone is None and free:
                alone = example.text[free[0].start : free[0].end]
            shown |= reading.matching(number)
        unshown = (wording for place, wording in enumerate(rule.wordings) if place not in shown)
        yield Lint(rule, alone, tuple(unshown), finds)


def _covers(other: Found, found: Found) -> bool:
    return other.start <= found.start and other.end >= found.end


def require_tested(packs: tuple[str, ...], home: str = "") -> None:
    """Try the rules of packs once for each state of them and of the code; raise UsageError where examples fail.

    `home` is the folder of the decisions by which some were accepted.

    That a pack has passed is remembered as an empty file below XDG_CACHE_HOME, named by what was tried. Where that
    cannot be written, the rules are tried again.
    """
    if not packs:
        return
    pack = load_rules(packs)
    libraries = (version(name) for name in ("corpusclean", "google-re2", "rapidfuzz"))
    key = hashlib.sha256(" ".join([pack.sha256, *libraries]).encode()).hexdigest()
    below = kept_below()
    remembered = None if below is None else below / "rules-tested" / key
    if remembered is not None and _is_there(remembered):
        return
    shipped = frozenset(rule.id for rule in load_rules().rules)  # tried by our own tests
    failures = [failure for trial in try_rules(pack, beside=shipped) for failure in trial.failures]
    if failures:
        told = [str(each) if pack.sources[each.rule].is_file else _decided(each, home) for each in failures]
        of_files = any(pack.sources[each.rule].is_file for each in failures)
        raise UsageError("\n".join([*told, _OF_PACKS if of_files else _OF_DECISIONS]))
    if remembered is None:
        return
    try:
        remembered.parent.mkdir(parents=True, exist_ok=True)
        remembered.touch()
    except OSError:
        pass  # tried again next time


_OF_PACKS = "rules whose examples fail are not used; see `corpusclean rules test`"
_OF_DECISIONS = "an accepted rule must leave its text; write another that must stay, or correct the proposal"


def _decided(failure: Failure, home: str) -> str:
    """Return a failure of a rule that stands in no file, with the line of the decision that accepted it."""
    place = Path(os.path.relpath(home) if home else "", DECISIONS)
    try:
        line = line_of(place.read_text(encoding="utf-8"), ("accept", failure.rule)) or 1
    except (OSError, ValueError):
        line = 1
    return f"{place}:{line}: accept.{failure.rule}: {failure.says}"


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:
        return False
