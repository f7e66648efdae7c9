"""What GitHub Actions reads: commands that annotate files, and the page of a step.

Of each kind GitHub shows ten annotations a step. The others follow as plain lines, between commands that keep
GitHub from taking any line for a command; all are in the summary, as far as its 1 MiB reaches.
https://docs.github.com/actions/reference/workflow-commands-for-github-actions
"""

import html
import secrets
from collections import Counter
from collections.abc import Iterator, Mapping

from corpusclean.codes import CODES, Severity
from corpusclean.report.findings import Finding, Report
from corpusclean.report.formats.text import line_of
from corpusclean.report.place import from_root, repository_root
from corpusclean.report.terminal import visible
from corpusclean.report.words import number, sampled, sentence

SHOWN = 10
"""Annotations of a kind that GitHub shows for one step."""

SUMMARY_BYTES = 1_000_000
"""Less than the 1 MiB that GitHub takes as a step's summary; the steps before may have written, too."""

_KINDS: Mapping[Severity, str] = {"error": "error", "warning": "warning", "info": "notice"}


def github(report: Report, *, verbose: bool) -> str:
    """Return commands for the first findings of each kind, and guarded lines for the others.

    An error that does not fail the step is shown as a warning: who sees red looks for what is to be mended.
    """
    root = repository_root()
    shown: Counter[str] = Counter()
    commands, others = [], []
    for finding in report.told(verbose=verbose):
        harmless = finding.severity == "error" and not report.fails_for(finding)
        kind = _KINDS["warning" if harmless else finding.severity]
        shown[kind] += 1
        if shown[kind] <= SHOWN:
            commands.append(_command(kind, finding, root))
        else:
            others.append(line_of(finding))
    return "".join(f"{line}\n" for line in (*commands, *_guarded(others)))


def _guarded(lines: list[str]) -> Iterator[str]:
    """Yield lines among which nothing is a command: who writes them cannot know the word that ends the guard."""
    if lines:
        token = secrets.token_hex(16)
        yield f"::stop-commands::{token}"
        yield from lines
        yield f"::{token}::"


def _command(kind: str, finding: Finding, root: str) -> str:
    place = {"file": from_root(finding.file, root)}
    if finding.is_in_file:  # within an archive there is no line to point at
        place |= {"line": str(finding.line), "col": str(finding.column)}
    properties = {**place, "title": finding.code}
    told = ",".join(f"{name}={_property(visible(value))}" for name, value in properties.items())
    about = f"{finding.member}: {finding.said()}" if finding.member else finding.said()
    return f"::{kind} {told}::{_data(visible(about))}"


def _data(value: str) -> str:
    r"""Return a value as the text of a command.

    >>> _data("100 % of\nit")
    '100 %25 of%0Ait'
    """
    return value.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(value: str) -> str:
    """Return a value as a property of a command.

    >>> _property("a,b:c")
    'a%2Cb%3Ac'
    """
    return _data(value).replace(":", "%3A").replace(",", "%2C")


def step_summary(report: Report, *, verbose: bool) -> str:
    """Return the page of a step, as Markdown: codes with the way out, then findings as far as there is room.

    Tables are HTML without blank lines, in which Markdown has no meaning; text of documents is escaped.
    """
    told = report.told(verbose=verbose)
    counts = Counter(finding.severity for finding in told)
    many = ", ".join(number(counts[severity], severity) for severity in ("error", "warning") if counts[severity])
    parts = [f"### corpusclean: {many or 'nothing found'}\n\n"]
    if report.documents:
        parts.append(f"{sentence(report.documents)}\n\n")
    if report.limit is not None:
        parts.append(f"{sampled(report.limit)}\n\n")
    if verdict := report.verdict():
        parts.append(f"{verdict}\n\n")
    if report.known or report.fixed:
        parts.append(f"{number(report.known, 'known finding')} left out, {len(report.fixed):,} fixed.\n\n")
    if told:
        parts += _codes(told)
        parts += _places(told, room=SUMMARY_BYTES - sum(len(part.encode()) for part in parts))
    return "".join(parts)


def _codes(told: tuple[Finding, ...]) -> Iterator[str]:
    yield "<table><tr><th>code</th><th>times</th><th>what it means, and the way out</th></tr>\n"
    for code, count in sorted(Counter(each.code for each in told).items(), key=lambda item: (-item[1], item[0])):
        meaning = html.escape(f"{CODES[code].meaning} {CODES[code].way_out}")
        yield f"<tr><td><code>{code}</code></td><td>{count:,}</td><td>{meaning}</td></tr>\n"
    yield "</table>\n\n"


def _places(told: tuple[Finding, ...], room: int) -> Iterator[str]:
    end = "</table>\n"
    room -= 500  # for the first lines and the last
    yield "<table><tr><th>where</th><th></th><th>what</th></tr>\n"
    for place, finding in enumerate(told):
        where = html.escape(visible(f"{finding.path}:{finding.line}:{finding.column}"))
        what = f"<code>{finding.code}</code> <code>{html.escape(visible(finding.message))}</code>"
        row = f"<tr><td><code>{where}</code></td><td>{finding.severity}</td><td>{what}</td></tr>\n"
        room -= len(row.encode())
        if room < 0:
            yield f"{end}\n{number(len(told) - place, 'finding')} more than a step's summary may hold.\n"
            return
        yield row
    yield end
