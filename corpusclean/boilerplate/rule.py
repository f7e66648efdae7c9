"""What a rule is, and how one is read from its file.

A rule file is TOML, one family of notices each:

    id = "inputs-from"              unique; letters, digits, dashes
    version = 1                     raised with every change of what it matches
    kind = "inputs_from"            what the notice is (Kind)
    languages = ["en"]              in which its wordings are
    where = ["tail", "paragraph"]   where it may stand (Place)
    wordings = ["with inputs from {agencies}"]      see wording.py; or
    pattern = '...'                 RE2, where wordings do not do; or
    signs = [["support"], ["our journalism", "our <work|team>"]]    a paragraph that holds one of each list; or
    shape = "menu"                  what a stretch of paragraphs looks like: paragraphs/shapes.py; or
    labels = ["read <also|next>", "more from *"]    lines that lead up to other stories: paragraphs/labelled.py
    longest = 160                   with signs: characters of such a paragraph at most
    similarity = false              not to be matched by likeness: see similar.py
    evidence = ["words"]            of which one stands in each of its notices: a pattern is tried, and a likeness
                                    counts, nowhere else; or lists of words, of each of which one does
    discovered = true               made of a proposal of `corpusclean discover`; the brake counts it as unsure
    [facts]                         what the notice tells of the document: syndicated, agency
    [[examples]]                    what goes: `text` must become `stays`; with `agency` where it names one
    [[keep]]                        what stays: `text` must not change

A rule without an example of each sort is refused.
"""

import hashlib
import itertools
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple

import re2
from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictBool,
    StringConstraints,
    ValidationError,
    ValidationInfo,
    model_validator,
)

from corpusclean.boilerplate.automata import options
from corpusclean.boilerplate.paragraphs.shapes import SHAPES
from corpusclean.boilerplate.paragraphs.signs import LONGEST, pattern_of
from corpusclean.boilerplate.places import Place, framed
from corpusclean.boilerplate.ready import ready
from corpusclean.boilerplate.wording import translate
from corpusclean.decisions import FILE_NAME as DECISIONS
from corpusclean.errors import UsageError
from corpusclean.refusals import WRITTEN, all_refused, not_toml, refused_key

Kind = Literal[
    "syndication_disclaimer",
    "agency_credit",
    "agency_copyright",
    "copyright",
    "reporting_credit",
    "inputs_from",
    "source_credit",
    "republication",
    "sponsored_content",
    "newsletter_signup",
    "subscription_plea",
    "app_promo",
    "social_follow",
    "share_buttons",
    "comments_cta",
    "contact_tips",
    "related_link",
    "advert",
    "photo_credit",
    "ui_junk",
    "affiliate",
    "auto_generated",
    "standards_line",
    "funding_note",
    "transcript_note",
    "correction_update",
    "author_bio",
    "opinion_disclaimer",
    "dateline",
]

DATELINE = "dateline"
"""The kind of rule that reads a dateline: part of the article, so never removed, and no notice."""

MAX_MEMORY = 64 << 20
"""Bytes that RE2 may use for one rule. A pattern that needs more is refused at load."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Example(_Strict):
    """A text with a notice: what stays of it, and the agency that the notice names."""

    why: str
    text: str
    stays: str
    agency: str | None = None


class Keep(_Strict):
    """A text that looks like a notice and must not change."""

    why: str
    text: str


class Facts(_Strict):
    """What a notice tells of the document that carries it."""

    syndicated: StrictBool = False
    agency: str | None = None


Words = Annotated[str, StringConstraints(pattern=r"^\S+( \S+)*$")]


def _as_lists(evidence: object) -> object:
    """Return evidence as lists, of each of which one stands in each notice: one list may be written alone."""
    alone = isinstance(evidence, list) and evidence and not any(isinstance(each, list) for each in evidence)
    return [evidence] if alone else evidence


class Rule(_Strict):
    """One family of notices."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    version: Annotated[int, Field(ge=1, lt=1 << 31, strict=True)]
    kind: Kind
    languages: Annotated[
        tuple[Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")], ...], Field(min_length=1)
    ]
    where: Annotated[tuple[Place, ...], Field(min_length=1)]
    wordings: tuple[str, ...] = ()
    pattern: str | None = None
    signs: Annotated[tuple[Annotated[tuple[Words, ...], Field(min_length=1)], ...], Field(min_length=2)] | None = (
        None
    )
    longest: Annotated[int, Field(ge=1, le=LONGEST, strict=True)] | None = None
    shape: str | None = None
    labels: Annotated[tuple[Words, ...], Field(min_length=1)] | None = None
    similarity: StrictBool = True
    evidence: Annotated[tuple[tuple[Words, ...], ...], BeforeValidator(_as_lists)] = ()
    discovered: StrictBool = False
    facts: Facts = Facts()
    examples: Annotated[tuple[Example, ...], Field(min_length=1)]
    keep: Annotated[tuple[Keep, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _compiles(self, info: ValidationInfo) -> "Rule":
        given = (self.wordings or None, self.pattern, self.signs, self.shape, self.labels)
        if sum(each is not None for each in given) != 1:
            raise ValueError("give one of wordings, pattern, signs, shape, labels")
        if self.longest is not None and not self.signs:
            raise ValueError("longest is of signs; a wording has slots for what may be long")
        tested = (info.context or {}).get("tested")
        if self.by_unit:
            return self._of_units(tested=bool(tested))
        if tested:
            for wording in self.wordings:
                translate(wording)  # marks that do not pair are told with their file, here alone
            return self  # compiled when it is first needed: workers start fast
        for number in range(max(1, len(self.wordings))):
            if matcher(self, None, number).fullmatch("") is not None:
                raise ValueError("matches nothing at all, which is everywhere; it must name words")
            for place in self.where:
                matcher(self, place, number)
        return self

    @property
    def by_unit(self) -> bool:
        """Tell whether the rule looks at paragraphs as a whole, not at how they are worded."""
        return self.signs is not None or self.shape is not None or self.labels is not None

    def _of_units(self, *, tested: bool) -> "Rule":
        if self.where != ("paragraph",):
            raise ValueError('signs, shapes and labels are of paragraphs: where = ["paragraph"]')
        if self.shape is not None and self.shape not in SHAPES:
            raise ValueError(f"no shape {self.shape!r}; there are {', '.join(sorted(SHAPES))}")
        for sign in itertools.chain.from_iterable(self.signs or ()):
            pattern = pattern_of(sign)
            if not tested:
                _compiled(pattern)
        return self


class Source(NamedTuple):
    """The file of a rule: its name for messages, and its text."""

    name: str
    text: str
    is_file: bool = True

    def line_of(self, *location: int | str) -> int:
        """Return the line of a key, such as `"examples", 2`."""
        return _line_of(self.text, location)

    def line_with(self, wording: str) -> int:
        """Return the line of a wording, of all where it is written otherwise than it reads."""
        lines = enumerate(self.text.splitlines(), start=1)
        quoted = (f'"{wording}"', f"'{wording}'")
        return next(
            (number for number, line in lines if any(map(line.__contains__, quoted))), self.line_of("wordings")
        )


class Pack(NamedTuple):
    """Rules in the order in which they are tried, the hash of the files that they came from, and these by id."""

    rules: tuple[Rule, ...]
    sha256: str
    sources: Mapping[str, Source]


@cache
def _compiled(pattern: str) -> Any:  # noqa: ANN401  # re2 ships no types
    return re2.compile(pattern, options(MAX_MEMORY))


@cache
def _core(wording: str | None, pattern: str | None) -> str:
    if wording is None:
        return f"(?:{pattern})"
    return f"(?:(?i){translate(wording)})"


def matcher(rule: Rule, place: Place | None, wording: int = 0, begins: str = "") -> Any:  # noqa: ANN401  # re2
    """Return the compiled RE2 pattern of a rule's wording (by its number), or of its pattern, at a place.

    Its groups are those of `framed`, and `agency`; without a place it is the wording alone. `begins` as there.
    Raises ValueError where RE2 refuses the pattern.
    """
    try:
        core = _core(rule.wordings[wording] if rule.wordings else None, rule.pattern)
        return _compiled(framed(core, place, begins) if place else core)
    except re2.error as error:
        reason = error.args[0].decode() if isinstance(error.args[0], bytes) else error.args[0]
        raise ValueError(
            f"RE2 refuses the pattern: {reason} (no look-around, no back-references; {{n,m}} up to 1000)"
        ) from error


def parse_rule(text: str, name: str, *, tested: bool = False) -> Rule:
    """Return the rule that a TOML text holds. `name` is the file, for messages.

    What was `tested` is not compiled until it is needed.

    Raises UsageError that names file, line where TOML knows it, key, and the way out.
    """
    try:
        table = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # no TOML; a number of 5,000 digits; nested too deeply
        raise UsageError(not_toml(name, error)) from error
    try:
        return Rule.model_validate(table, context={"tested": tested})
    except ValidationError as error:
        problems = "\n".join(
            f"{name}:{_line_of(text, item['loc'])}: {refused_key(item, Rule)}" for item in all_refused(error)
        )
        raise UsageError(problems) from error


def _line_of(text: str, location: tuple[int | str, ...]) -> int:
    """Return the line on which a key is set, 1 where it is missing; no key means the wordings or the pattern."""
    key = re.escape(str(location[0])) if location else "(?:wordings|pattern|signs|shape|labels)"
    found = list(re.finditer(rf"^(\[\[?{key}\]|{key}\s*=)", text, re.MULTILINE))
    if not found:
        return 1
    number = location[1] if len(location) > 1 and isinstance(location[1], int) else 0
    return text.count("\n", 0, found[min(number, len(found) - 1)].start()) + 1


class Accepted(NamedTuple):
    """A rule that a decision has accepted: its text, that is in no file."""

    text: str

    @property
    def name(self) -> str:
        """The name by which the hash of the rules calls it."""
        return "an accepted proposal"

    @property
    def place(self) -> str:
        """Where it is accepted, for messages."""
        named = re.search(r'^id = "(.*)"$', self.text, re.MULTILINE)
        return f"{DECISIONS}, accept.{named[1]}" if named else self.name


def load_pack(extra: Iterable[Path | Accepted] = ()) -> Pack:
    """Return the rules shipped with the package, then those of `extra` packs: TOML files, or folders of them.

    Raises UsageError for a file that is malformed, or an id that is taken.
    """
    shipped: list[Traversable] = sorted((files(__package__) / "rules").iterdir(), key=lambda file: file.name)
    own: list[Traversable | Accepted] = []
    for pack in extra:
        own += [pack] if isinstance(pack, Accepted) else _rule_files(pack)
    digest = hashlib.sha256()
    sources: list[Source] = []
    for file in [*shipped, *own]:
        if file not in own and not file.name.endswith(".toml"):
            continue  # the package's own README
        text = file.text if isinstance(file, Accepted) else _read(file)
        if file in own and any(text == source.text for source in sources):
            continue  # named twice: by the settings and a command, say
        digest.update(f"{file.name}\0{len(text)}\0{text}".encode())
        name = f"rules/{file.name}" if file not in own else file.place if isinstance(file, Accepted) else str(file)
        sources.append(Source(name, text, not isinstance(file, Accepted)))
    sha256 = digest.hexdigest()
    # Our own tests compile the shipped rules.
    tested = sum(file.name.endswith(".toml") for file in shipped)
    rules = ready("rules", sha256, lambda: _parsed(sources, tested=tested))
    return Pack(rules, sha256, {rule.id: source for rule, source in zip(rules, sources, strict=True)})


def _parsed(sources: Sequence[Source], *, tested: int) -> tuple[Rule, ...]:
    """Return the rules of some files, of which the first so many are `tested`."""
    rules: dict[str, Rule] = {}
    taken: dict[str, str] = {}
    for number, (name, text, _) in enumerate(sources):
        rule = parse_rule(text, name, tested=number < tested)
        if rule.id in rules:
            raise UsageError(f"{name}: the rule id {rule.id!r} is taken by {taken[rule.id]}; choose another")
        rules[rule.id], taken[rule.id] = rule, name
    return tuple(rules.values())


def _rule_files(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    found = sorted(path.rglob("*.toml"))
    if not found:
        raise UsageError(f"rule pack {path}: no rule file; boilerplate.packs takes TOML files, or folders of them")
    return found


def _read(file: Traversable) -> str:
    try:
        return file.read_text(encoding=WRITTEN)
    except OSError as error:
        raise UsageError(f"{file}: {error.strerror}; each .toml in a rule pack must be a file to read") from error
    except UnicodeDecodeError as error:
        raise UsageError(not_toml(file, error)) from error


def is_rule_text(pack: str) -> bool:
    """Tell whether a pack of the settings is the text of an accepted rule, not a path."""
    return "\n" in pack


@cache
def load_rules(extra: tuple[str, ...] = ()) -> Pack:
    """Return `load_pack`, read once per process. A pack of several lines is the text of a rule itself."""
    return load_pack(Accepted(pack) if is_rule_text(pack) else Path(pack) for pack in extra)
