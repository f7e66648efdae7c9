"""What `sniff` has seen, as lines for a terminal."""

from collections.abc import Iterator, Mapping

from corpusclean.report.terminal import visible
from corpusclean.report.words import number
from corpusclean.sniff import Sniffed

_WIDTH = 40
_NAMES = (16, 64)
"""The column of names is as wide as the longest, from here to there: settings take no longer one."""


def sniffed_lines(seen: Sniffed) -> Iterator[str]:
    """Yield what was seen: what files and headers are, then a line for each field."""
    yield f"{number(sum(seen.files.values()), 'file')}; {number(seen.documents, 'document')} looked at."
    for name, counts in (
        ("files", seen.files),
        ("dialect", seen.dialects),
        ("encoding", seen.encodings),
        ("line ends", seen.line_ends),
        ("problems", seen.problems),
    ):
        if counts:
            yield f"{name:12} {_counted(counts)}"
    if seen.textless:
        yield ""
        yield f"{number(seen.textless, 'row')} without a column called text: as it is, `clean` rejects each."
        yield 'Name the column that holds the text, of those below, in corpusclean.toml: [fields] NAME = "text"'
    if carriers := seen.problems.get("text.not_plain"):
        yield ""
        told = number(carriers, "document")
        yield f"{told} not plain text, but HTML, XML, RTF, JSON or encoded mail: take the text out first."
    if not seen.fields:
        return
    yield ""
    least, most = _NAMES
    names = [visible(field.name)[:most] for field in seen.fields]
    wide = max(least, *map(len, names))
    yield f"{'field':{wide}} {'ours':10} {'filled':>6}  examples"
    for field, name in zip(seen.fields, names, strict=True):
        share = f"{field.filled / max(seen.read, 1):.0%}"
        examples = " | ".join(_short(value) for value in field.examples)
        yield f"{name:{wide}} {field.ours or '-':10} {share:>6}  {examples}"


def _counted(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{visible(name) or 'no suffix'} {count:,}" for name, count in counts.items())


def _short(value: str) -> str:
    shown = visible(value)
    return shown if len(shown) <= _WIDTH else f"{shown[: _WIDTH - 3]}..."
