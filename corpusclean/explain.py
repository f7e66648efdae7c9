"""One document, or one code, in words: what it was, what it became, and why."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from rich.text import Text

from corpusclean.boilerplate.rule import load_rules
from corpusclean.boilerplate.step import left_out, rulebook
from corpusclean.boilerplate.strip import Brake, strip_text
from corpusclean.codes import CODES, Reason
from corpusclean.corpus import is_apart, kept, open_corpus, rejects, require_parts, require_whole, whole_corpus
from corpusclean.errors import UsageError
from corpusclean.ledger import Edit
from corpusclean.pipeline import judged_documents
from corpusclean.read.documents import read_files
from corpusclean.read.inventory import take_inventory
from corpusclean.read.naming import printable
from corpusclean.read.places import with_places
from corpusclean.read.rows import Rows
from corpusclean.refusals import nearest
from corpusclean.report.duplicates import group_of
from corpusclean.report.groups import group_lines
from corpusclean.report.terminal import (
    before_and_after,
    code_text,
    edit_lines,
    notice_lines,
    reason_line,
    row_lines,
)
from corpusclean.report.words import number
from corpusclean.settings import Settings, settings_from
from corpusclean.storage.url import is_url, local_path
from corpusclean.withheld import is_withheld

_WOULD = 20
"""Notices that are listed of what would be taken; all of them are marked in the text."""

_COLUMNS = (
    "date", "language", "title", "author", "source", "publisher", "url", "section", "agency", "dateline",
)  # fmt: skip
_OF_CORPUS = ("address", "doc_id", *_COLUMNS)
_OF_FILE = ("file", *_COLUMNS)
"""Shown of a file that is judged: which address it has, and `doc_id`, hangs on the INPUT of a corpus."""


def explain_code(code: str) -> Iterator[Text]:
    """Yield what a reason code means.

    Raises UsageError for a code, or anything else, that is not known.
    """
    if Path(code).is_symlink():
        raise UsageError(f"{code}: a symbolic link that leads to no file (file.symlink); name the file itself")
    if code not in CODES:
        close = nearest(code, CODES)
        hint = f"did you mean {close}?" if close else "for a document of a corpus add --corpus DIR"
        if is_url(code) and not code.startswith("file:"):
            hint = "copy the object here, and name the file"
        elif any(code == rule.id for rule in load_rules().rules):
            hint = f"a rule is shown by: corpusclean rules show {code}"
        raise UsageError(f"{code}: neither a file nor a code; {hint}")
    yield code_text(code)


def file_and_member(name: str) -> tuple[Path, str] | None:
    """Return the file that a name begins with, and what follows: `!` and a member, `#` and a number, or nothing.

    None where there is no such file.
    """
    ends = [len(name), *(place for place, char in enumerate(name) if char in "!#")]
    places = ((local_path(Path(name[:end])), name[end:]) for end in ends if end)
    return next(((path, member) for path, member in places if path.exists()), None)


def explain_file(
    path: Path, settings: Settings, *, member: str = "", base: Path | None = None, marked: bool = False
) -> Iterator[Text]:
    """Yield what would become of one file, duplicates aside, or of one document within it.

    Its address is counted from `base`, where it lies in it: settings call it so.
    Raises UsageError where it is no file, or holds many documents and `member` names none of them.
    """
    if path.is_dir():
        raise UsageError(f"{path}: a folder; name one file of it, or a document of a corpus with --corpus DIR")
    settings = with_places(settings, [path], base)
    documents = read_files(take_inventory([path], settings, base).found, settings)
    within = documents["address"] == documents["file"] + member
    if not within.any() and len(documents) > 1:
        first = min(address.removeprefix(documents["file"].iloc[0]) for address in documents["address"])
        raise UsageError(f"{path}: holds {len(documents):,} documents; name one, for example '{path}{first}'")
    chosen = documents[within] if within.any() else documents
    (row,) = judged_documents(chosen.reset_index(drop=True), settings).to_dict("records")
    member = row["address"].removeprefix(row["file"])
    row["file"] = printable(str(path)) + member  # as it was given
    yield from _judged(row, settings, shown=_OF_FILE, marked=marked)


def explain_document(
    name: str, corpus: Path, private: Path | None = None, *, marked: bool = False
) -> Iterator[Text]:
    """Yield what became of one document of a corpus, named by its address or `doc_id`.

    Raises UsageError where the corpus does not hold it or is not whole, and where its ledger is in a private part
    that is not named.
    """
    manifest = open_corpus(corpus)
    require_whole(manifest, corpus, private, "nothing can be told of a document")
    with whole_corpus(corpus, private) as whole:
        require_parts(whole, manifest.get("private", ()), private or corpus)
        yield from _of_corpus(name, whole, corpus, manifest, marked=marked)


def _of_corpus(
    name: str, corpus: Path, called: Path, manifest: Mapping[str, Any], *, marked: bool
) -> Iterator[Text]:
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
            settings = settings_from(manifest["settings"], f"{called}: settings")
            if (again := _judged_again(row, settings)) is not None:
                yield from _judged(again, settings, marked=marked)
                return
            reasons = [Reason(**reason) for reason in row["reasons"]]
            yield from _document(row, "", (), reasons, [], marked=marked)
            lacks = _not_kept(row, reasons, manifest)
            yield Text(
                f"\nThe corpus does not hold {lacks}: explain the file itself, `corpusclean explain FILE`.", "dim"
            )
            return
    raise UsageError(f"{called} holds no document {name!r}; {_nearest(name, corpus)}")


def _nearest(name: str, corpus: Path) -> str:
    """Return the way out for a name of no document: an address that ends so, or looks so."""
    addresses = [str(row["address"]) for row in (*(each.row for each in kept(corpus)), *rejects(corpus))]
    within = [each for each in addresses if name.endswith(f"/{each}") or each.endswith((f"/{name}", f"!{name}"))]
    within += [each for each in addresses if each.startswith((f"{name}!", f"{name}#"))]
    close = within[0] if within else nearest(name, addresses)
    return f"did you mean {close}?" if close else "name one by its address or doc_id"


def _judged_again(reject: Mapping[str, Any], settings: Settings) -> Mapping[Any, Any] | None:
    """Return a rejected document as a run has judged it, from its bytes; None where they lead elsewhere."""
    named = [Reason(**reason) for reason in reject["reasons"]]
    if reject["raw"] is None or reject["raw_truncated"] or any(each.code.startswith("worker.") for each in named):
        return None
    rows = Rows(settings)
    rows.add_file(reject["address"], reject["raw"])
    judged = judged_documents(rows.take().documents, settings).to_dict("records")
    return judged[0] if len(judged) == 1 and judged[0]["reasons"] == named else None


def _not_kept(reject: Mapping[str, Any], reasons: Sequence[Reason], manifest: Mapping[str, Any]) -> str:
    """Return what a corpus lacks to judge a reject again."""
    if reject["raw_truncated"]:
        return (
            "its bytes (--ledger-text none)" if is_withheld(manifest) else "all of its bytes ([output] raw_bytes)"
        )
    at_once = reject["raw"] is None or any(each.code.startswith("worker.") for each in reasons)
    return "the decisions (--private)" if is_apart(manifest) and not at_once else "all that it was judged by"


def would_go(row: Mapping[Any, Any], settings: Settings) -> tuple[Edit, ...]:
    """Return what the rules would take of a judged document that was left whole, in order; else nothing.

    It is found again as it was found the first time; where that ends otherwise (a decision of a reviewer has a
    say, or a pack is not there), nothing is told.
    """
    said = [reason.message for reason in row["reasons"] if reason.code == "boilerplate.over_removal"]
    if not said:
        return ()
    chosen = settings.boilerplate
    book = rulebook(chosen.packs, frozenset(left_out(row, settings.decisions)))
    brake = Brake(chosen.max_removal, chosen.min_article)
    found = strip_text(
        row["text"], book, chosen.policy,
        body=row["body"], earlier=row["edits"], cutoff=chosen.min_similarity, brake=brake,
    )  # fmt: skip
    return found.would if [found.over_removed] == said else ()


def _judged(
    row: Mapping[Any, Any], settings: Settings, *, shown: Sequence[str] = _OF_CORPUS, marked: bool
) -> Iterator[Text]:
    would = would_go(row, settings)
    told = (row["body"], row["edits"], row["reasons"], row["warnings"])
    yield from _document(row, *told, would=would, shown=shown, marked=marked)


def _document(
    row: Mapping[Any, Any],
    body: str,
    edits: Sequence[Edit],
    reasons: Sequence[Reason],
    warnings: Sequence[Reason],
    *,
    marked: bool,
    would: Sequence[Edit] = (),
    shown: Sequence[str] = _OF_CORPUS,
) -> Iterator[Text]:
    yield from row_lines(row, shown)
    for reason in [*reasons, *warnings]:
        yield reason_line(reason)
    if edits:
        yield Text("\nEdits, in order", "bold")
        yield from edit_lines(edits)
    if stay := [notice for notice in row.get("notices") or () if not notice["removed"]]:
        yield Text("\nNotices that stay in the text", "bold")
        yield from notice_lines(stay, body)
    if would:
        yield Text("\nWhat the rules would take, in order; the document was left whole", "bold")
        yield from edit_lines(would[:_WOULD])
        if len(would) > _WOULD:
            yield Text(f"      and {number(len(would) - _WOULD, 'notice')} more", "dim")
    if body:
        yield Text("\nThe text, with what would be left of it" if would else "\nThe text", "bold")
        yield before_and_after(body, [*edits, *would], marked=marked)
