"""A reviewed proposal becomes a rule file: only with a text that must stay, and only where its examples hold."""

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import ValidationError

from corpusclean.boilerplate.rule import Rule, load_pack
from corpusclean.boilerplate.strip import FREE, strip_text
from corpusclean.decisions import Proposed, quoted
from corpusclean.discover.proposals import table
from corpusclean.errors import UsageError
from corpusclean.kept import write_whole
from corpusclean.refusals import WRITTEN, all_refused, not_toml, refused_key

RULE_KEYS = ("id", "kind", "languages", "where", "wordings", "pattern", "facts", "examples", "keep")
"""What a rule takes of a proposal; the rest is evidence."""

EVIDENCE_KEYS = (
    "number",
    "score",
    "documents",
    "contexts",
    "inside",
    "own_paragraph",
    "bracketed",
    "outlets",
    "seen",
)


class _Entry(NamedTuple):
    """One proposal of a file: its table, and the part of the file's text that holds it."""

    path: Path
    table: Mapping[str, Any]
    text: str
    line: int

    def at(self, location: Sequence[int | str], message: str) -> str:
        """Return a message with the file and the line on which a key is set, of the proposal where it is not."""
        key = re.escape(str(location[0])) if location else "(?:wordings|pattern)"
        found = list(re.finditer(rf"^(\[\[?proposals\.{key}\]|{key}\s*=)", self.text, re.MULTILINE))
        number = location[1] if len(location) > 1 and isinstance(location[1], int) else 0
        start = found[min(number, len(found) - 1)].start() if found else 0
        return f"{self.path}:{self.line + self.text.count(chr(10), 0, start)}: {message}"


def accept_proposal(path: Path, wanted: str, pack: Path) -> Path:
    """Write the rule file of one proposal, by its id or number, into a folder of rules. Returns where it is.

    Raises UsageError, with file, line and way out, where the proposal is none, has no `keep`, where its examples
    fail, and where the id is taken.
    """
    entry = _entry(path, wanted)
    rule = _rule(entry)
    problems = list(_problems(entry, rule))
    if problems:
        raise UsageError("\n".join(problems))
    target = pack / f"{rule.id}.toml"
    _refuse_taken(rule.id, target, pack)
    try:
        pack.mkdir(parents=True, exist_ok=True)
        write_whole(target, rule_text(rule).encode())
    except FileExistsError as error:
        raise UsageError(f"{pack}: not a folder; name one for the rules") from error
    return target


def accepted_rule(path: Path, wanted: str, keep: str, decision: str) -> str:
    """Return the text of the rule file of one proposal, that a decision accepts with a text that it must keep.

    Raises UsageError as `accept_proposal` does; of that text with the file and line of the `decision`.
    """
    entry = _entry(path, wanted)
    own = entry.table.get("keep")
    kept = [*(own if isinstance(own, list) else []), {"why": "a reviewer's decision", "text": keep}]
    entry = entry._replace(table={**entry.table, "keep": kept})
    rule = _rule(entry)
    problems = list(_problems(entry, rule, decision))
    if problems:
        raise UsageError("\n".join(problems))
    return rule_text(rule)


SHOWN = 30
"""Proposals that a page shows, the most evidence first."""


def pending(path: Path, accepted: Collection[str]) -> list[Proposed]:
    """Return the first proposals of a file that are not accepted, and what the file says of each.

    Raises UsageError where the file is none of proposals, or one of them no longer says what it is.
    """
    entries = _entries(path)[:SHOWN]
    return [_pending(entry) for entry in entries if str(entry.table.get("id")) not in accepted]


def _pending(entry: _Entry) -> Proposed:
    """Return what a proposal says of itself; a person may have written in it since."""
    table = entry.table
    seen = table.get("seen", [])
    if isinstance(seen, list):
        seen = [each["text"] for each in seen if isinstance(each, dict) and "text" in each]
    near = map(_read_back, re.findall(r"^# text = (\".*\")$", entry.text, re.MULTILINE))
    said = {
        "id": str(table.get("id")),
        "kind": str(table.get("kind")),
        "documents": table.get("documents", 0),
        "wordings": table.get("wordings", []),
        "seen": seen,
        "near": [text for text in near if text.strip()],
    }
    try:
        told = Proposed.model_validate(said)
    except ValidationError as error:
        raise _refused(entry, error) from error
    return told.model_copy(update={name: getattr(told, name)[:3] for name in ("wordings", "seen", "near")})


def _read_back(text: str) -> str:
    """Return the text of a string of TOML behind a mark; nothing where it no longer is one."""
    try:
        return str(tomllib.loads(f"text = {text}")["text"])
    except tomllib.TOMLDecodeError:
        return ""


def _entry(path: Path, wanted: str) -> _Entry:
    entries = _entries(path)
    meant = [each for each in entries if wanted in (str(each.table.get("id")), str(each.table.get("number")))]
    if len(meant) > 1:
        first, second = (each.at(("id",), "").removesuffix(": ") for each in meant[:2])
        raise UsageError(f"{second}: {wanted!r} is the proposal at {first}, too; give one another id or number")
    if meant:
        return meant[0]
    ids = ", ".join(str(entry.table.get("id")) for entry in entries[:10]) or "none at all"
    raise UsageError(f"{path}: no proposal {wanted!r}; there are {ids}{', ...' if len(entries) > 10 else ''}")  # noqa: PLR2004  # a line's worth


def _entries(path: Path) -> list[_Entry]:
    try:
        text = path.read_text(encoding=WRITTEN)
        entries = tomllib.loads(text).get("proposals", [])
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}; name a file that `corpusclean discover` wrote") from error
    except (ValueError, RecursionError) as error:
        raise UsageError(not_toml(path, error)) from error
    tables = [entry for entry in entries if isinstance(entry, dict)] if isinstance(entries, list) else []
    starts = [match.start() for match in re.finditer(r"^\[\[proposals\]\]", text, re.MULTILINE)]
    if len(starts) != len(tables):
        raise UsageError(f"{path}: write each proposal as a table of its own that begins with [[proposals]]")
    return [
        _Entry(path, found, text[start:end], text.count("\n", 0, start) + 1)
        for start, end, found in zip(starts, [*starts, len(text)][1:], tables, strict=False)
    ]


def _rule(entry: _Entry) -> Rule:
    """Return the rule that a proposal makes."""
    name = str(entry.table.get("id"))
    if not entry.table.get("keep"):
        problem = (
            f"{name}: no [[proposals.keep]] yet; add at least one text that looks like this notice and must stay"
        )
        near = re.search(r'^# text = "\s*[^\s"]', entry.text, re.MULTILINE)
        help_ = "the nearest that were found stand at its end, behind marks" if near else "nothing near was found"
        raise UsageError(entry.at(("keep",), f"{problem}: {help_}"))
    unknown = [key for key in entry.table if key not in (*RULE_KEYS, *EVIDENCE_KEYS)]
    if unknown:
        known = ", ".join(RULE_KEYS)
        raise UsageError(
            entry.at((unknown[0],), f"{name}: no key {unknown[0]!r} in a proposal; there are {known}")
        )
    taken = {key: entry.table[key] for key in RULE_KEYS if key in entry.table}
    try:
        return Rule.model_validate({**taken, "version": 1, "discovered": True})
    except ValidationError as error:
        raise _refused(entry, error) from error


def _refused(entry: _Entry, error: ValidationError) -> UsageError:
    """Return what is wrong with a proposal, a line for each problem."""
    problems = (entry.at(item["loc"], refused_key(item, Rule)) for item in all_refused(error))
    return UsageError("\n".join(problems))


def _problems(entry: _Entry, rule: Rule, decision: str = "") -> Iterator[str]:
    """Yield what is wrong with the examples of a rule; the last text that it must keep may be a decision's."""
    for number, example in enumerate(rule.examples):
        stays = strip_text(example.text, [rule], {rule.kind: "remove"}, brake=FREE).text
        if stays != example.stays:
            message = f"the rule leaves {_short(stays)} of this example, not {_short(example.stays)}"
            yield entry.at(("examples", number), f"{message}; correct the wordings or the example")
    for number, keep in enumerate(rule.keep):
        if wrong := _not_kept(rule, keep.text):
            decided = decision and number == len(rule.keep) - 1
            yield f"{decision}: accept.{rule.id}: {wrong}" if decided else entry.at(("keep", number), wrong)


def _not_kept(rule: Rule, text: str) -> str:
    """Return why a rule does not keep a text, nothing where it does."""
    if not text.strip():
        return "an empty text keeps nothing; write one that must stay"
    found = strip_text(text, [rule], {rule.kind: "remove"}, brake=FREE)
    if found.over_removed:
        return "the rule finds all of this text: it is the notice; write one that is like it, and must stay"
    if found.text != text:
        message = f"the rule does not keep this text, it leaves {_short(found.text)}"
        return f"{message}; narrow the wordings, or this is no text that must stay"
    return ""


def _short(text: str, most: int = 60) -> str:
    return repr(text if len(text) <= most else f"…{text[-most:]}")


def _refuse_taken(name: str, target: Path, pack: Path) -> None:
    """Refuse an id that a shipped rule or one of the pack has."""
    own = [pack] if pack.is_dir() and any(pack.glob("*.toml")) else []
    taken = {rule.id for rule in load_pack(own).rules}
    if name in taken or target.exists():
        raise UsageError(f"{target}: the rule id {name!r} is taken; give the proposal another id")


def rule_text(rule: Rule) -> str:
    """Return a rule as the text of its file."""
    lists = {"languages": rule.languages, "where": rule.where}
    lines = [f"id = {quoted(rule.id)}", f"version = {rule.version}", f"kind = {quoted(rule.kind)}"]
    lines += [f"{name} = [{', '.join(map(quoted, values))}]" for name, values in lists.items()]
    if rule.pattern is not None:
        lines.append(f"pattern = {quoted(rule.pattern)}")
    elif rule.shape is not None:
        lines.append(f"shape = {quoted(rule.shape)}")
    elif rule.signs is not None:
        lines += ["signs = [", *(f"    [{', '.join(map(quoted, sign))}]," for sign in rule.signs), "]"]
    elif rule.labels is not None:
        lines.append(f"labels = [{', '.join(map(quoted, rule.labels))}]")
    else:
        lines += ["wordings = [", *(f"    {quoted(wording)}," for wording in rule.wordings), "]"]
    lines += [f"longest = {rule.longest}"] * (rule.longest is not None)
    lines += ["similarity = false"] * (not rule.similarity)
    if rule.evidence:
        told = [f"[{', '.join(map(quoted, words))}]" for words in rule.evidence]
        lines.append("evidence = " + (told[0] if len(told) == 1 else f"[{', '.join(told)}]"))
    lines.append("discovered = true")
    if rule.facts.syndicated or rule.facts.agency:
        lines += ["", "[facts]"]
        lines += ["syndicated = true"] * rule.facts.syndicated
        lines += [f"agency = {quoted(rule.facts.agency)}"] if rule.facts.agency else []
    for example in rule.examples:
        agency = example.agency or strip_text(example.text, [rule], {rule.kind: "remove"}, brake=FREE).agency
        named = {"agency": agency} if agency else {}
        lines += ["", *table("examples", why=example.why, text=example.text, stays=example.stays, **named)]
    for keep in rule.keep:
        lines += ["", *table("keep", why=keep.why, text=keep.text)]
    return "\n".join(lines) + "\n"
