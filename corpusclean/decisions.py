"""What a reviewer has decided: `decisions.toml`, a line each, as the report gives them.

    keep."/tarn/a.txt"."(PTI)" = "agency-credit"         this text of this document stays; the value is the rule
    keep."*"."Read it aloud." = "found-this-aloud"       this text stays, in every document
    leave_out."Tarn Mail".photo-credit = "their own"     this rule is not for this outlet; the value says why
    accept.found-this-aloud = "They are read to aloud."  this proposed rule counts; it keeps this text

A step never reads the file: its lines are part of the settings, and so of the manifest.
"""

import hashlib
import json
import re
import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from corpusclean.errors import UsageError
from corpusclean.refusals import WRITTEN, nearest, not_toml

FILE_NAME = "decisions.toml"
PROPOSALS = "proposals.toml"

EVERYWHERE = "*"
"""Stands for every document."""

STEP = "decide"
"""The step of the ledger's rows that say what a decision has left as it was."""

TAKEN = "; another rule takes it"
"""What such a row's reason says where the decision has left nothing, since its text went by another rule."""

_Text = Annotated[str, StringConstraints(pattern=r"\S")]
_Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]


class Proposed(BaseModel):
    """A proposal that nobody has decided about: what a reviewer must see of it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    kind: str
    documents: int
    wordings: tuple[str, ...]
    seen: tuple[str, ...]
    near: tuple[str, ...]
    """Texts that look like its notice and may be none: one of them must stay."""


class DecisionLines(BaseModel):
    """The lines of `decisions.toml`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    keep: Mapping[str, Mapping[_Text, _Name]] = Field(default_factory=dict)
    """End of a path, `/` and the whole address, or `*` -> text, as it stands before notices are removed -> the
    rule that would take it."""
    leave_out: Mapping[str, Mapping[_Name, str]] = Field(default_factory=dict)
    """Outlet (`corpusclean.outlet`; `/` and a folder is only the top one of an address) -> rule -> why."""
    accept: Mapping[str, _Text] = Field(default_factory=dict)
    """Id of a proposal -> a text that looks like its notice and must stay."""
    proposals: str = PROPOSALS
    """The file that `discover` wrote, beside this one."""


class Decisions(DecisionLines):
    """What has been decided, with what stands in no file: what was found beside it, and where the inputs lie."""

    proposed: tuple[Proposed, ...] = ()
    """What the proposals are that no line accepts."""
    home: str = ""
    """The folder of the file."""
    places: Mapping[str, str] = Field(default_factory=dict)
    """Beginning of addresses -> what paths begin with there, as far as a decision says so."""

    def path_of(self, address: str) -> str:
        """Return the path of a document, as far as decisions say it: what its address is, or more of it.

        >>> decisions = Decisions(places={"a.zip": "mail/a.zip", "post/": "raw/post/"})
        >>> [decisions.path_of(address) for address in ("a.zip!b.txt", "a.zip.txt", "post/c.txt")]
        ['mail/a.zip!b.txt', 'a.zip.txt', 'raw/post/c.txt']
        """
        nearest = next((begins for begins in beginnings(address) if begins in self.places), None)
        return address if nearest is None else self.places[nearest] + address[len(nearest) :]

    def texts_of(self, address: str) -> dict[str, tuple[str, str]]:
        """Return the texts that stay in a document: what each decision calls it, and the rule it keeps from.

        >>> decisions = Decisions(keep={"a.txt": {"(PTI)": "b"}, "mail/a.txt": {"(PTI)": "c"}, "*": {"x": "y"}})
        >>> decisions.texts_of("post/a.txt"), decisions.texts_of("mail/a.txt")["(PTI)"]
        ({'x': ('*', 'y'), '(PTI)': ('a.txt', 'b')}, ('mail/a.txt', 'c'))
        >>> only = Decisions(keep={"/a.txt": {"(PTI)": "b"}})
        >>> only.texts_of("a.txt"), only.texts_of("mail/a.txt")
        ({'(PTI)': ('/a.txt', 'b')}, {})
        """
        names = {end for path in (address, self.path_of(address)) for end in _ends(path)}
        called = [EVERYWHERE, *sorted(names - {EVERYWHERE}, key=lambda name: (len(name), name)), whole(address)]
        return {text: (name, rule) for name in called for text, rule in self.keep.get(name, {}).items()}

    def rules_not_for(self, outlets: Iterable[str]) -> dict[str, str]:
        """Return the rules that are not for an outlet of one of these names, and which of them a decision has."""
        return {rule: outlet for outlet in outlets for rule in self.leave_out.get(outlet, ())}


def beginnings(address: str) -> Iterator[str]:
    """Yield an address, its files and folders and what is before all of them, the longest first.

    >>> list(beginnings("raw/p.zip!mail/a.txt"))
    ['raw/p.zip!mail/a.txt', 'raw/p.zip!mail/', 'raw/p.zip', 'raw/', '']
    """
    yield address
    for mark in reversed(list(re.finditer("[/!#]", address))):
        yield address[: mark.end() if mark[0] == "/" else mark.start()]
    yield ""


def _ends(path: str) -> Iterator[str]:
    """Yield a path, and every end of it that begins with a name of a folder or file, not of a member.

    >>> list(_ends("raw/mail/a.txt")), list(_ends("raw/p.zip!mail/a.txt"))
    (['raw/mail/a.txt', 'mail/a.txt', 'a.txt'], ['raw/p.zip!mail/a.txt', 'p.zip!mail/a.txt'])
    """
    yield path
    file = re.split("[!#]", path, maxsplit=1)[0]
    yield from (path[place.end() :] for place in re.finditer("/", file))


def whole(address: str) -> str:
    """Return what a decision calls the one document of an address: the end of no longer path."""
    return f"/{address}"


class Decision(NamedTuple):
    """One decision: its id, what is decided about what, by what reason, and the line that says so."""

    id: str
    verb: str
    about: str
    what: str
    line: str


def decision_id(verb: str, about: str, what: str) -> str:
    """Return the eight letters by which ledger and manifest name a decision."""
    return hashlib.sha256(f"{verb}\0{about}\0{what}".encode()).hexdigest()[:8]


def decided(decisions: Decisions) -> Iterator[Decision]:
    """Yield every decision, in the order of the file."""
    for address, texts in decisions.keep.items():
        for text, rule in texts.items():
            yield Decision(
                decision_id("keep", address, text), "keep", address, text, keep_line(address, text, rule)
            )
    for outlet, rules in decisions.leave_out.items():
        for rule, why in rules.items():
            line = leave_out_line(outlet, rule, why)
            yield Decision(decision_id("leave_out", outlet, rule), "leave_out", outlet, rule, line)
    for name, text in decisions.accept.items():
        yield Decision(decision_id("accept", name, ""), "accept", name, text, accept_line(name, text))


def refused(decisions: Decisions, rules: Collection[str]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield what is wrong with decisions that are well formed, where these are the rules: the keys, and why."""
    for address, texts in decisions.keep.items():
        for text, rule in texts.items():
            if rule not in rules:
                yield ("keep", address, text), _no_rule(rule, rules)
    for outlet, left in decisions.leave_out.items():
        for rule, why in left.items():
            if rule not in rules:
                yield ("leave_out", outlet, rule), _no_rule(rule, rules)
            if not why.strip():
                yield ("leave_out", outlet, rule), f"{quoted(outlet)}.{rule}: say why, between the quotes"


def _no_rule(rule: str, rules: Collection[str]) -> str:
    close = nearest(rule, rules)
    hint = f"did you mean {close}? " if close else ""
    return f"no rule {rule!r}; {hint}`corpusclean rules list` names them; where it is gone, take the line away"


def honoured(manifest: Mapping[str, Any], made: Decisions | None = None) -> list[tuple[Decision, int]]:
    """Return the decisions of a corpus, and how often each had effect on a text, by its manifest.

    `made` are the decisions, where they are known: a manifest that may not quote documents has none of them.
    """
    if made is None:
        made = Decisions.model_validate(manifest["settings"].get("decisions", {}))
    counts = manifest["counts"]
    return [
        (
            each,
            counts["notices"].get(each.about, 0) if each.verb == "accept" else counts["decisions"].get(each.id, 0),
        )
        for each in decided(made)
    ]


def without_decisions(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a manifest says of settings with a hash of their decisions, which quote documents."""
    told = dict(settings)
    decided = json.dumps(told.pop("decisions", None), sort_keys=True)
    return {"settings": told, "decisions_sha256": hashlib.sha256(decided.encode()).hexdigest()}


def changes(edits: Mapping[str, int]) -> int:
    """Return how many rows of a ledger change something, of its counts by step and rule.

    >>> changes({"strip/agency-credit": 2, "decide/agency-credit": 1})
    2
    """
    return sum(count for name, count in edits.items() if not name.startswith(f"{STEP}/"))


def keep_line(address: str, text: str, rule: str) -> str:
    """Return the line that keeps a text in a document.

    >>> print(keep_line("raw/a.txt", "(PTI)", "agency-credit"))
    keep."raw/a.txt"."(PTI)" = "agency-credit"
    """
    return f"keep.{quoted(address)}.{quoted(text)} = {quoted(rule)}"


def leave_out_line(outlet: str, rule: str, why: str = "") -> str:
    """Return the line that leaves a rule out for an outlet.

    >>> print(leave_out_line("Tarn Mail", "photo-credit"))
    leave_out."Tarn Mail".photo-credit = ""
    """
    return f"leave_out.{quoted(outlet)}.{rule} = {quoted(why)}"


def accept_line(name: str, text: str) -> str:
    """Return the line that accepts a proposed rule, with a text that it must keep.

    >>> print(accept_line("found-this-aloud", "They are read to aloud."))
    accept.found-this-aloud = "They are read to aloud."
    """
    return f"accept.{name} = {quoted(text)}"


def quoted(text: str) -> str:
    r"""Return a text as a TOML basic string, on one line.

    >>> print(quoted('a "b"\n\x7f'))
    "a \"b\"\n\u007f"
    """
    escaped = json.dumps(text, ensure_ascii=False)
    # What TOML refuses raw, and what would turn the line around where it is read.
    return re.sub(r"[\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]", _code, escaped)


def _code(char: re.Match[str]) -> str:
    return f"\\u{ord(char[0]):04x}"


def read_decisions(path: Path) -> dict[str, object]:
    """Return the table that a file of decisions holds.

    Raises UsageError that names file, line and way out where it is no TOML, or says one thing twice.
    """
    try:
        return tomllib.loads(path.read_text(encoding=WRITTEN))
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}; the decisions must be readable") from error
    except (ValueError, RecursionError) as error:
        told = not_toml(path, error)
        if "overwrite" in told:
            where = told.partition(": not TOML")[0]
            raise UsageError(f"{where}: decides again what a line before it decides; leave one of them") from error
        raise UsageError(f"{told}; copy the line from the report once more") from error
