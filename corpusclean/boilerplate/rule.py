"""What a rule is, and how one is read from its file.

A rule file is TOML, one family of notices each:

    id = "inputs-from"              unique; letters, digits, dashes
    version = 1                     raised with every change of what it matches
    kind = "inputs_from"            what the notice is (Kind)
    languages = ["en"]              in which its wordings are
    where = ["tail", "paragraph"]   where it may stand (Place)
    wordings = ["with inputs from {agencies}"]      see wording.py; or
    pattern = '...'                 RE2, where wordings do not do
    discovered = true               made of a proposal of `corpusclean discover`; the brake counts it as unsure
    [facts]                         what the notice tells of the document: syndicated, agency
    [[examples]]                    what goes: `text` must become `stays`; with `agency` where it names one
    [[keep]]                        what stays: `text` must not change

A rule without an example of each sort is refused.
"""

import hashlib
import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple, get_args

import re2
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from corpusclean.boilerplate.wording import BLANK, translate
from corpusclean.errors import UsageError

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
    "dateline",
]

Place = Literal["head", "tail", "paragraph", "parenthesis"]
PLACES: tuple[str, ...] = get_args(Place)

# What may stand around a notice, and goes with it.
_OPEN = rf"(?:[(\[{{（【<«*•⦁·_–—―-]|{BLANK})*"
_CLOSE = rf"(?:[)\]}}）】>»*_.。]|{BLANK})*"
# A notice that is glued to a text follows a sentence's end, or another bracket. `v.` and `vs.` end no sentence.
_SENTENCE_END = r"""(?:(?:[^sSvV]|[^vV][sS]|\S[vV])\.|[!?…。！？۔।؟]|[)\]）】])["“”’'»)\]）】」』]*"""
# A blank follows it, or a bracket, a dash, or a letter that needs none (\B is no start of an ASCII word).
_GLUED = rf"{_SENTENCE_END}(?:{BLANK}+|\B)"
_EMPTY_LINE = rf"\n{BLANK}*\n"

_FRAMES: Mapping[Place, str] = {
    "head": rf"\A{BLANK}*(?P<notice>{{core}}){BLANK}*",
    "tail": rf"(?:\A|{_EMPTY_LINE}|{_GLUED}){BLANK}*(?P<notice>{_OPEN}(?:{{core}}){_CLOSE})\z",
    # In a text whose lines are wrapped a line is no paragraph: what is before has ended, what follows begins anew.
    "paragraph": rf"(?:\A|{_EMPTY_LINE}|{_SENTENCE_END}{BLANK}*\n){BLANK}*"
    rf"(?P<notice>{_OPEN}(?:{{core}})(?:[)\]}}）】>»*_.。]|[ \t])*)(?:\n[ \t]*(?:\n|[^\s\p{{Ll}}])|\z)",
    "parenthesis": rf"(?P<notice>[(\[（【]{BLANK}*(?:{{core}})[.。]?{BLANK}*[)\]）】])",
}

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

    syndicated: bool = False
    agency: str | None = None


class Rule(_Strict):
    """One family of notices."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    version: Annotated[int, Field(ge=1, lt=1 << 31)]
    kind: Kind
    languages: Annotated[tuple[str, ...], Field(min_length=1)]
    where: Annotated[tuple[Place, ...], Field(min_length=1)]
    wordings: tuple[str, ...] = ()
    pattern: str | None = None
    discovered: bool = False
    facts: Facts = Facts()
    examples: Annotated[tuple[Example, ...], Field(min_length=1)]
    keep: Annotated[tuple[Keep, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _compiles(self) -> "Rule":
        if bool(self.wordings) == (self.pattern is not None):
            raise ValueError("give either wordings or a pattern")
        for place in self.where:
            matcher(self, place)
        if _compile(_core(self.wordings, self.pattern)).fullmatch("") is not None:
            raise ValueError("matches nothing at all, which is everywhere; it must name words")
        return self


class Pack(NamedTuple):
    """Rules in the order in which they are tried, and the hash of the files that they came from."""

    rules: tuple[Rule, ...]
    sha256: str


@cache
def _compiled(core: str, place: Place) -> Any:  # noqa: ANN401  # re2 ships no types
    return _compile(_FRAMES[place].replace("{core}", core))


def _compile(pattern: str) -> Any:  # noqa: ANN401  # re2 ships no types
    options = re2.Options()
    options.log_errors = False
    options.max_mem = MAX_MEMORY
    return re2.compile(pattern, options)


@cache
def _core(wordings: tuple[str, ...], pattern: str | None) -> str:
    sources = [translate(wording) for wording in wordings] or [str(pattern)]
    numbered = (
        source.replace("(?P<agency>", f"(?P<agency{number}>") for number, source in enumerate(sources, start=1)
    )
    flags = "(?i)" if wordings else ""
    return f"(?:{flags}{'|'.join(f'(?:{source})' for source in numbered)})"


def matcher(rule: Rule, place: Place) -> Any:  # noqa: ANN401  # re2 ships no types
    """Return the compiled RE2 pattern of a rule at one place, with the groups `notice` and `agency1`, ...

    Raises ValueError where RE2 refuses the pattern.
    """
    try:
        return _compiled(_core(rule.wordings, rule.pattern), place)
    except re2.error as error:
        reason = error.args[0].decode() if isinstance(error.args[0], bytes) else error.args[0]
        raise ValueError(
            f"RE2 refuses the pattern: {reason} (no look-around, no back-references; {{n,m}} up to 1000)"
        ) from error


def parse_rule(text: str, name: str) -> Rule:
    """Return the rule that a TOML text holds. `name` is the file, for messages.

    Raises UsageError that names file, line where TOML knows it, key, and the way out.
    """
    try:
        table = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # no TOML; a number of 5,000 digits; nested too deeply
        raise UsageError(f"{name}: {error}") from error
    try:
        return Rule.model_validate(table)
    except ValidationError as error:
        problems = "\n".join(
            f"{name}:{_line_of(text, item['loc'])}: {'.'.join(map(str, item['loc'])) or 'rule'}: {item['msg']}"
            for item in error.errors()
        )
        raise UsageError(problems) from error


def _line_of(text: str, location: tuple[int | str, ...]) -> int:
    """Return the line on which a key is set, 1 where it is missing; no key means the wordings or the pattern."""
    key = re.escape(str(location[0])) if location else "(?:wordings|pattern)"
    found = list(re.finditer(rf"^(\[\[?{key}\]|{key}\s*=)", text, re.MULTILINE))
    if not found:
        return 1
    number = location[1] if len(location) > 1 and isinstance(location[1], int) else 0
    return text.count("\n", 0, found[min(number, len(found) - 1)].start()) + 1


def load_pack(extra: Iterable[Path] = ()) -> Pack:
    """Return the rules shipped with the package, then those of `extra` packs: TOML files, or folders of them.

    Raises UsageError for a file that is malformed, or an id that is taken.
    """
    shipped: list[Traversable] = sorted(
        files("corpusclean.boilerplate").joinpath("rules").iterdir(), key=lambda file: file.name
    )
    own: list[Traversable] = [file for path in extra for file in _rule_files(path)]
    digest = hashlib.sha256()
    rules: dict[str, Rule] = {}
    for file in [*shipped, *own]:
        if file not in own and not file.name.endswith(".toml"):
            continue  # the package's own README
        text = _read(file)
        digest.update(f"{file.name}\0{len(text)}\0{text}".encode())
        rule = parse_rule(text, str(file) if file in own else f"rules/{file.name}")
        if rule.id in rules:
            raise UsageError(f"{file}: the rule id {rule.id!r} is taken; choose another")
        rules[rule.id] = rule
    return Pack(tuple(rules.values()), digest.hexdigest())


def _rule_files(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    found = sorted(path.glob("*.toml"))
    if not found:
        raise UsageError(f"rule pack {path}: no rule file; boilerplate.packs takes TOML files, or folders of them")
    return found


def _read(file: Traversable) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{file}: {error}") from error


@cache
def load_rules(extra: tuple[str, ...] = ()) -> Pack:
    """Return `load_pack`, read once per process."""
    return load_pack(Path(path) for path in extra)
