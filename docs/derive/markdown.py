"""Markdown that says what it is given: cells of tables, and code in them."""

import inspect
import re
from collections.abc import Iterable, Iterator, Sequence


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Yield the lines of a table, and the empty line behind it."""
    yield f"| {' | '.join(head)} |"
    yield f"|{' --- |' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(cell(each) for each in row)} |"
    yield ""


def cell(text: str) -> str:
    r"""Return text of one line in which no bar ends the cell.

    >>> cell("a|b\nc")
    'a&#124;b c'
    >>> cell("`a|b`")
    '`a\\|b`'
    """
    text = text.replace("\n", " ")
    parts = re.split(r"(`+[^`]+`+)", text)
    return "".join(part.replace("|", r"\|" if part.startswith("`") else "&#124;") for part in parts)


def code(text: str) -> str:
    r"""Return text as code of one line; a line's end is shown as an arrow.

    >>> code("a\n\nb"), code("a`b")
    ('`a ↵ ↵ b`', '`` a`b ``')
    """
    shown = re.sub(r"[ \t]*\n[ \t]*", " ↵ ", text).replace("  ", " ").strip()
    return f"`` {shown} ``" if "`" in shown else f"`{shown}`"


def prose(text: str) -> str:
    """Return a docstring as paragraphs: its indentation off, marks escaped, pages that it names made links."""
    paragraphs = re.split(r"\n\s*\n", inspect.cleandoc(text))
    shown = "\n\n".join(escaped(re.sub(r"\s*\n\s*", " ", each)) for each in paragraphs)
    return re.sub(r"docs/([\w-]+)/([\w-]+)\.md", r"[\2](../\1/\2.md)", shown)


def escaped(text: str) -> str:
    r"""Return prose whose brackets and angles make no markup; what stands in code is left.

    >>> escaped("a <b> `<c>` [d] -> e")
    'a &lt;b&gt; `<c>` \\[d] → e'
    """
    text = text.replace("->", "→")
    parts = re.split(r"(`+[^`]+`+)", text)
    return "".join(
        part
        if part.startswith("`")
        else part.replace("<", "&lt;").replace(">", "&gt;").replace("[", r"\[").replace("*", r"\*")
        for part in parts
    )
