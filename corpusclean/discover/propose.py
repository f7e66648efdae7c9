"""Proposals: a family of recurring text as a rule that is not yet one, with its evidence, for review."""

import itertools
import math
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from typing import NamedTuple

from corpusclean.annotate.language import UNDETERMINED, detect_language
from corpusclean.boilerplate.places import Place
from corpusclean.boilerplate.rule import Rule
from corpusclean.boilerplate.strip import FREE, strip_text
from corpusclean.discover.cluster import Family, Words
from corpusclean.discover.count import MAX_INSIDE
from corpusclean.discover.kinds import FALLBACK, KINDS
from corpusclean.discover.recurring import Context, Corpus, Unit
from corpusclean.discover.template import wordings
from corpusclean.discover.units import shape

PROPOSALS = 200
"""Proposals of one run: those with the most evidence."""

EXAMPLES = 3
MOSTLY = 0.8
"""The share of documents in which a notice is a paragraph, or in brackets, to be looked for as such."""

UNMARKED_INSIDE = 0.1
"""MAX_INSIDE for text that is neither marked off by a paragraph or brackets nor tells of a kind by its words."""

_PLACED_WORDS = 3


class Example(NamedTuple):
    """A text with a notice, and what stays of it."""

    why: str
    text: str
    stays: str


class Seen(NamedTuple):
    """A text as it stands in documents, and in how many at least."""

    text: str
    documents: int


class Evidence(NamedTuple):
    """In how many documents a family stands at an end, beside how many sentences, and inside articles."""

    documents: int
    contexts: int
    inside: int
    own_paragraph: float
    bracketed: float
    outlets: tuple[tuple[str, int, int], ...]


class Proposal(NamedTuple):
    """A family of recurring text, worded as a rule. `told` is the kind that its words tell, if any."""

    id: str
    kind: str
    told: str | None
    languages: tuple[str, ...]
    where: tuple[Place, ...]
    wordings: tuple[str, ...]
    score: float
    evidence: Evidence
    seen: tuple[Seen, ...]
    examples: tuple[Example, ...]
    words: tuple[str, ...]

    def rule(self) -> Rule:
        """Return the rule that the proposal would make; what it must keep is still to be said."""
        return Rule.model_validate(
            {
                "id": self.id,
                "version": 1,
                "kind": self.kind,
                "languages": self.languages,
                "where": self.where,
                "wordings": self.wordings,
                "discovered": True,
                "examples": [example._asdict() for example in self.examples] or [_NOTHING],
                "keep": [{"why": "", "text": ""}],
            }
        )


_NOTHING = {"why": "", "text": "", "stays": ""}


def propose(
    families: Sequence[Family], corpus: Corpus, words: Words, least: int, taken: Collection[str]
) -> list[Proposal]:
    """Return a proposal for each family that has the evidence for one, the most first, by ids not taken."""
    found: list[Proposal] = []
    for family in families:
        evidence = _evidence(family.units, corpus)
        if evidence.documents < least or evidence.contexts < least or not _marked(family, evidence):
            continue
        if proposal := _worded(family, evidence, words):
            found.append(proposal)
    found.sort(key=lambda proposal: (-proposal.score, proposal.wordings))
    return _with_own_ids(found[:PROPOSALS], taken)


def _evidence(units: Sequence[Unit], corpus: Corpus) -> Evidence:
    documents = sum(unit.documents for unit in units)
    outlets: Counter[str] = Counter()
    for unit in units:
        outlets.update(unit.outlets)
    ranked = sorted(outlets, key=lambda name: (-outlets[name], name))
    return Evidence(
        documents,
        len(set[int]().union(*(unit.beside for unit in units))),
        sum(unit.inside for unit in units),
        sum(unit.own_paragraph for unit in units) / documents,
        sum(unit.bracketed for unit in units) / documents,
        tuple((name, outlets[name], corpus.outlets[name]) for name in ranked),
    )


def _marked(family: Family, evidence: Evidence) -> bool:
    """Tell whether a family stands inside articles rarely enough; less of it where nothing else marks a notice."""
    marked = family.kind or max(evidence.own_paragraph, evidence.bracketed) >= MOSTLY
    inside = MAX_INSIDE if marked else UNMARKED_INSIDE
    return evidence.inside <= inside * (evidence.documents + evidence.inside)


def _score(family: Family, evidence: Evidence) -> float:
    """Return the evidence as one figure: documents and outlets count by their order of magnitude."""
    total = evidence.documents + evidence.inside
    marked = max(evidence.own_paragraph, evidence.bracketed)
    spread = 1 + math.log2(max(len(evidence.outlets), 1)) / 4
    anchored = (evidence.documents / total) ** 2
    return round(
        math.log2(1 + evidence.contexts) * spread * anchored * (1 + marked) * (1.5 if family.kind else 1.0), 2
    )


def _worded(family: Family, evidence: Evidence, words: Words) -> Proposal | None:
    """Return the proposal, None where no rule would find the text where it stands."""
    texts: Counter[str] = Counter()
    for unit in family.units:
        texts.update(unit.variants)
    where = _where(family.units, evidence)
    telling = _telling(family.units, words)
    proposal = Proposal(
        _id(family.kind, telling),
        family.kind if family.kind and family.kind in KINDS else FALLBACK,
        family.kind,
        _languages(family.units),
        where,
        tuple(wordings(texts)),
        _score(family, evidence),
        evidence,
        tuple(Seen(text, texts[text]) for text in sorted(texts, key=lambda text: (-texts[text], text))),
        (),
        telling,
    )
    if not where:
        return None
    try:
        rule = proposal.rule()
    except ValueError:  # too large for RE2
        return None
    examples = _examples(family.units, rule)
    return proposal._replace(examples=examples) if examples else None


def _where(units: Sequence[Unit], evidence: Evidence) -> tuple[Place, ...]:
    """Return the places of a rule. A head that is no paragraph has no end that a rule could hold on to."""
    at_tail = sum(unit.tail for unit in units)
    places: list[Place] = []
    if at_tail * 2 >= evidence.documents:
        places.append("tail")
    if evidence.own_paragraph >= (MOSTLY if places else 1 / 2):
        places.append("paragraph")
    words = min(len(shape(unit.text)) for unit in units)
    if places and evidence.bracketed >= MOSTLY and words >= _PLACED_WORDS:
        places.append("parenthesis")
    return tuple(places)


def _telling(units: Sequence[Unit], words: Words) -> tuple[str, ...]:
    """Return the words that tell a family: rare in articles, and in many of its documents."""
    weights: dict[str, float] = defaultdict(float)
    for unit in units:
        for word in {word for word in shape(unit.text) if not word.startswith("<")}:
            weights[word] += words.weight(word) ** 2 * unit.documents
    return tuple(sorted(weights, key=lambda word: (-weights[word], word))[:8])


def _id(kind: str | None, telling: Sequence[str]) -> str:
    """Return an id: the kind, and the two words that tell most.

    >>> _id("app_promo", ["download", "app", "news"])
    'app-promo-download-app'
    """
    plain = [word for word in telling if re.fullmatch(r"[a-z0-9]{3,}", word)][:2]
    return "-".join([*(kind or "found").split("_"), *plain])


def _with_own_ids(proposals: Sequence[Proposal], taken: Collection[str]) -> list[Proposal]:
    """Return the proposals with a number on ids that are taken, or would be given twice."""
    given, result = set(taken), list[Proposal]()
    for proposal in proposals:
        numbered = (f"{proposal.id}-{number}" for number in itertools.count(2))
        own = next(each for each in itertools.chain([proposal.id], numbered) if each not in given)
        given.add(own)
        result.append(proposal._replace(id=own))
    return result


def _languages(units: Sequence[Unit]) -> tuple[str, ...]:
    """Return the declared languages of a tenth of the documents or more; else that of the text around."""
    declared: Counter[str] = Counter()
    for unit in units:
        declared.update(unit.languages)
    total = sum(declared.values())
    common = sorted(code for code, count in declared.items() if code and count * 10 >= total)
    if common:
        return tuple(common)
    around = [context.article for unit in units for context in unit.contexts]
    found = detect_language("\n".join([*around, *(unit.text for unit in units)])).code
    return (found if found != UNDETERMINED else "und",)


def _examples(units: Sequence[Unit], rule: Rule) -> tuple[Example, ...]:
    """Return places from which the rule takes the text and nothing else: of each unit first one, then others."""
    rounds = max(len(unit.contexts) for unit in units)
    found: dict[str, Example] = {}
    for number in range(rounds):
        for unit in units:
            if number >= len(unit.contexts) or len(found) == EXAMPLES:
                continue
            example = _example(unit, unit.contexts[number], rule)
            if example:
                found.setdefault(example.text, example)
    return tuple(found.values())


def _example(unit: Unit, context: Context, rule: Rule) -> Example | None:
    glue = "\n\n" if "\n" in context.gap else " " if context.gap else ""
    at_tail = unit.tail * 2 >= unit.documents
    parts = (context.article, context.text) if at_tail else (context.text, context.article)
    for joint in dict.fromkeys((glue, "\n\n")):
        text = joint.join(parts)
        if strip_text(text, [rule], {rule.kind: "remove"}, brake=FREE).text == context.article:
            return Example(f"from {context.address}", text, context.article)
    return None
