"""One document, or one code, in words: what it was, what it became, and why."""

import difflib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from rich.text import Text

from corpusclean.codes import CODES, Reason
from corpusclean.corpus import kept, read_manifest, rejects
from corpusclean.errors import UsageError
from corpusclean.ledger import Edit
from corpusclean.pipeline import judged_documents
from corpusclean.read import read_documents
from corpusclean.report.duplicates import group_of
from corpusclean.report.groups import group_lines
from corpusclean.report.terminal import before_and_after, code_text, edit_lines, reason_line, row_lines
from corpusclean.settings import Settings

_SHOWN = (
    "address", "doc_id", "date", "language", "title", "author", "source", "publisher", "url", "section",
    "agency", "dateline",
)  # fmt: skip


def explain_code(code: str) -> Iterator[Text]:
    """Yield what a reason code means.

    Raises UsageError for a code, or anything else, that is not known.
    """
    if code not in CODES:
        close = difflib.get_close_matches(code, CODES, n=1)
        hint = f"did you mean {close[0]}?" if close else "for a document of a corpus add --corpus DIR"
        raise UsageError(f"{code}: neither a file nor a code; {hint}")
    yield code_text(code)


def file_and_member(name: str) -> tuple[Path, str] | None:
    """Return the file that a name begins with, and what follows: `!` and a member, `#` and a number, or nothing.

    None where there is no such file.
    """
    ends = [len(name), *(place for place, char in enumerate(name) if char in "!#")]
    return next(((Path(name[:end]), name[end:]) for end in ends if end and Path(name[:end]).exists()), None)


def explain_file(path: Path, settings: Settings, *, member: str = "", marked: bool = False) -> Iterator[Text]:
    """Yield what would become of one file, duplicates aside, or of one document within it.

    Raises UsageError where it is no file, or holds many documents and `member` names none of them.
    """
    if path.is_dir():
        raise UsageError(f"{path}: a folder; name one file of it, or a document of a corpus with --corpus DIR")
    documents = read_documents(path, settings=settings)
    within = documents["address"] == documents["file"] + member
    if not within.any() and len(documents) > 1:
        first = min(address.removeprefix(path.name) for address in documents["address"])
        raise UsageError(f"{path}: holds {len(documents):,} documents; name one, for example '{path}{first}'")
    chosen = documents[within] if within.any() else documents
    (row,) = judged_documents(chosen.reset_index(drop=True), settings).to_dict("records")
    yield from _document(row, row["body"], row["edits"], row["reasons"], row["warnings"], marked=marked)


def explain_document(name: str, corpus: Path, *, marked: bool = False) -> Iterator[Text]:
    """Yield what became of one document of a corpus, named by its address or `doc_id`.

    Raises UsageError where the corpus does not hold it.
    """
    read_manifest(corpus)
    for document in kept(corpus):
        if name in (document.row["doc_id"], document.row["address"]):
            warnings = [Reason(**warning) for warning in document.row["warnings"]]
            yield from _document(document.row, document.body(), document.edits, [], warnings, marked=marked)
            if document.row["dup_group"] is not None and (group := group_of(corpus, document.row["dup_group"])):
                yield Text("\nThe group", "bold")
                yield from group_lines(group, document.row["doc_id"], marked=marked)
            return
    for row in rejects(corpus):
        if name in (row["doc_id"], row["address"]):
            yield from _document(row, "", (), [Reason(**reason) for reason in row["reasons"]], [], marked=marked)
            return
    raise UsageError(f"{corpus} holds no document {name!r}; name one by its address or doc_id")


def _document(
    row: Mapping[Any, Any],
    body: str,
    edits: Sequence[Edit],
    reasons: Sequence[Reason],
    warnings: Sequence[Reason],
    *,
    marked: bool,
) -> Iterator[Text]:
    yield from row_lines(row, _SHOWN)
    for reason in [*reasons, *warnings]:
        yield reason_line(reason)
    if edits:
        yield Text("\nEdits, in order", "bold")
        yield from edit_lines(edits)
    if body:
        yield Text("\nThe text", "bold")
        yield before_and_after(body, edits, marked=marked)
