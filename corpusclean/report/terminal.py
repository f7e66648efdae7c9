"""What the terminal shows: findings, and one document before and after. Text of documents is never markup."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from corpusclean.codes import CODES, Reason
from corpusclean.decisions import Decisions, changes, honoured
from corpusclean.report.findings import Finding
from corpusclean.report.words import number, sampled, sentence, tally

if TYPE_CHECKING:
    from rich.text import Text

    from corpusclean.ledger import Edit

_STYLES: Mapping[str, str] = {"error": "bold red", "warning": "yellow", "info": "cyan"}

_COMMANDS = re.compile(r"##(?=\[|[a-z]+\[)")
"""What begins a command to a CI system wherever it stands in a line: Azure, TeamCity, GitHub's old way."""


def visible(text: str) -> str:
    r"""Return text that moves no cursor, ends no line, turns no writing around, and commands no CI system.

    >>> visible("a\x1b[2J\nb\u202e")
    'a\\x1b[2J\\nb\\u202e'
    >>> visible("::error::x"), visible("see ##[error]x, ##vso[task.x]")
    ('\\::error::x', 'see #\\#[error]x, #\\#vso[task.x]')
    """
    plain = "".join(char if _harmless(char) else char.encode("unicode_escape").decode() for char in text)
    plain = _COMMANDS.sub(r"#\\#", plain)
    # A line that begins so is a command to a CI system.
    return f"\\{plain}" if plain.lstrip().startswith("::") else plain


def _harmless(char: str) -> bool:
    if char.isascii():
        return char.isprintable()
    return unicodedata.category(char) not in _HARMFUL and not _NO_CHARACTER.match(char)


# The last two of a plane, and 32 others; XML does not take them.
_NO_CHARACTER = re.compile(
    "[" + "".join(chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF)) + "\ufdd0-\ufdef]"
)
_HARMFUL = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def rejected_for(manifest: Mapping[str, Any]) -> str:
    """Return the reasons of the rejects, as a sentence."""
    codes = manifest["counts"]["codes"]
    several = sum(codes.values()) > manifest["documents"]["rejects"]
    return f"{'Rejected, some for several reasons' if several else 'Rejected for'}: {tally(codes)}."


def account(manifest: Mapping[str, Any], out: object, report: object = None, made: Decisions | None = None) -> str:
    """Return what a run did, in sentences that add up.

    `report` is the page's place, where it is not in `out`; `made` are the decisions, as `honoured` takes them.
    """
    from corpusclean.withheld import is_withheld  # noqa: PLC0415  # it loads pandas

    counts, inventory = manifest["counts"], manifest["inventory"]
    lines = [sentence(manifest["documents"])]
    if counts["codes"]:
        lines.append(rejected_for(manifest))
    if counts["warnings"]:
        lines.append(f"Doubtful places: {tally(counts['warnings'])}.")
    notices, edits = sum(counts["notices"].values()), changes(counts["edits"])
    lines.append(f"{number(notices, 'notice')} found, {number(edits, 'edit')} on record.")
    if odd := manifest["out_of_line"]:
        lines += [_out_of_line(row) for row in odd[:_ODD]]
        lines += [f"{len(odd) - _ODD:,} more out of line: in the report."] if len(odd) > _ODD else []
    decisions = [hits for _, hits in honoured(manifest, made)]
    if any(decisions):
        lines.append(f"{number(sum(map(bool, decisions)), 'decision')} honoured.")
    if not all(decisions):
        which = "" if is_withheld(manifest) else ": see the report"  # which then names none
        lines.append(f"{number(decisions.count(0), 'decision')} had no effect on a text{which}.")
    if inventory["limit"]:
        lines.append(sampled(inventory["limit"]))
    if inventory["left_out"]:
        lines.append(f"{number(inventory['left_out'], 'name')} left out by the settings (include, exclude).")
    place, page = visible(str(out)), visible(str(report or f"{out}/report.html"))
    lines.append(f"The corpus is in {place}, what was found in {page}.")
    return "\n".join(lines)


_ODD = 3
"""Rules out of line for an outlet that a summary names."""


def _out_of_line(row: Mapping[str, Any]) -> str:
    return (
        f"Out of line: {visible(row['rule'])} finds something in {row['percent']} % of the "
        f"{row['documents']:,} documents of {visible(row['outlet'])}, elsewhere in {row['percent_elsewhere']} %."
    )


def finding_line(finding: Finding) -> "Text":
    """Return `file:line:column: severity code: message. The way out.` for a terminal."""
    from rich.text import Text  # noqa: PLC0415  # rich costs a quarter of the start-up

    return Text.assemble(
        f"{visible(finding.path)}:{finding.line}:{finding.column}: ",
        (finding.severity, _STYLES[finding.severity]),
        f" {finding.code}: {visible(finding.message)}.",
        (f" {finding.way_out}".rstrip(), "dim"),
    )


def reason_line(reason: Reason) -> "Text":
    """Return why a document is rejected, or what is doubtful in it, and the way out."""
    from rich.text import Text  # noqa: PLC0415  # as above

    severity = CODES[reason.code].severity
    where = f" line {reason.line}" if reason.line else ""
    return Text.assemble(
        (f"{severity:>12}", _STYLES[severity]),
        f"  {reason.code}{where}: {visible(reason.message)}.",
        (f" {CODES[reason.code].way_out}", "dim"),
    )


def code_text(code: str) -> "Text":
    """Return what a reason code means, an example, and the way out."""
    from rich.text import Text  # noqa: PLC0415  # as above

    entry = CODES[code]
    return Text.assemble(
        (code, "bold"), "  ", (entry.severity, _STYLES[entry.severity]), "\n\n",
        entry.meaning, "\n\n",
        ("Example: ", "bold"), entry.example, "\n",
        ("Way out: ", "bold"), entry.way_out,
    )  # fmt: skip


MARKS: Mapping[str, tuple[str, str]] = {"": ("", ""), "strike red": ("[-", "-]"), "green": ("{+", "+}")}
"""What stands around a stretch that went or came, where there is no colour to tell."""


def before_and_after(body: str, edits: Sequence["Edit"], *, marked: bool) -> "Text":
    """Return a body with what went in red and struck through, and what came in green; or with marks."""
    from rich.text import Text  # noqa: PLC0415  # as above

    shown = Text()
    for piece, style in _pieces(body, edits):
        # Line ends stay line ends here; every other control character is spelled out.
        plain = "\n".join(visible(line) for line in piece.split("\n"))
        before, after = MARKS[style] if marked and piece else ("", "")
        shown.append(f"{before}{plain}{after}", style)
    return shown


def _pieces(body: str, edits: Sequence["Edit"]) -> Iterable[tuple[str, str]]:
    """Yield the stretches of a body and its edits, as text and style, from left to right."""
    from corpusclean.ledger import NEWLINES, Trace, normalise_newlines  # noqa: PLC0415  # as above

    text, _ = normalise_newlines(body)
    own = [edit for edit in edits if edit.rule != NEWLINES]
    placed = [(start, end, edit) for edit, start, end in Trace(own, text).edits()]
    position = 0
    for start, end, edit in sorted(placed, key=lambda item: (item[0], -item[1])):
        if start < position or edit.before == edit.after:  # made inside a stretch that a later edit took away
            continue
        yield text[position:start], ""
        yield text[start:end], "strike red"  # as it was: with what was mended in it before it went
        yield edit.after, "green"
        position = end
    yield text[position:], ""


def edit_lines(edits: Sequence["Edit"]) -> Iterable["Text"]:
    """Yield a line for each edit: its rule, what stood there, what stands there now, and why."""
    from rich.text import Text  # noqa: PLC0415  # as above

    for seq, edit in enumerate(edits, start=1):
        yield Text.assemble(
            f"{seq:>4}  ", (visible(f"{edit.step}/{edit.rule}"), "bold"), visible(f" {edit.version}: "),
            (visible(_short(edit.before)) or "nothing", "red"), " -> ",
            (visible(_short(edit.after)) or "nothing", "green"), visible(f"  ({edit.reason})"),
        )  # fmt: skip


def notice_lines(notices: Iterable[Mapping[str, Any]], body: str) -> Iterable["Text"]:
    """Yield a line for each notice of a body: its rule, what it says, and its kind."""
    from rich.text import Text  # noqa: PLC0415  # as above

    for notice in notices:
        said = _short(body[notice["start"] : notice["end"]])
        kind = notice["kind"].replace("_", " ")
        rule, about = visible(f"strip/{notice['rule']}"), visible(f" {notice['version']}: {said}  ({kind})")
        yield Text.assemble("      ", (rule, "bold"), about)


def _short(text: str, most: int = 70) -> str:
    return text if len(text) <= most else f"{text[: most - 20].rstrip()} ... {text[-15:].lstrip()}"


def row_lines(row: Mapping[str, Any], names: Sequence[str]) -> Iterable["Text"]:
    """Yield a line for each named value that is there."""
    from rich.text import Text  # noqa: PLC0415  # as above

    for name in names:
        value = row.get(name)
        if value is not None and value == value:  # noqa: PLR0124  # not-a-number is the one value unlike itself
            yield Text.assemble((f"{name:>12}  ", "dim"), visible(str(value)))
