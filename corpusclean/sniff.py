"""What a corpus is made of, looked at before it is cleaned: dialects, fields, encodings; and settings that fit."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

from pydantic import TypeAdapter, ValidationError

from corpusclean.annotate.date.order import Order, order_of
from corpusclean.decisions import quoted
from corpusclean.envelope import Envelope
from corpusclean.ledger import normalise_newlines
from corpusclean.read.columns import COLUMN_OF
from corpusclean.read.containers.tables import DELIMITERS, ONE_COLUMN
from corpusclean.read.dialects import BY_NAME, DECLARED, Field, names, parse
from corpusclean.read.dialects.parsed import spelled
from corpusclean.read.documents import read_batches
from corpusclean.read.inventory import take_inventory
from corpusclean.read.mailbox import MAILS, is_mailbox
from corpusclean.report.words import number
from corpusclean.run.partition import plan
from corpusclean.settings import Settings
from corpusclean.settings.values import FieldName
from corpusclean.suffixes import is_container

SAMPLE = 2_000
"""Documents that are looked at, unless told otherwise: those whose addresses' hashes come first."""

EXAMPLES = 3
NEARLY_ALL = 0.99
OFTEN = 0.05

# What others call our fields.
_SYNONYMS: Mapping[str, tuple[str, ...]] = {
    "date": (
        "published",
        "pubdate",
        "pub_date",
        "publication_date",
        "published_at",
        "date_published",
        "datetime",
        "day",
    ),
    "title": ("headline", "subject", "heading"),
    "author": ("byline", "by", "writer", "creator", "authors"),
    "source": ("outlet", "newspaper", "feed"),
    "publisher": ("site", "website", "publication", "site_name"),
    "url": ("link", "uri", "permalink", "source_url", "canonical_url"),
    "language": ("lang", "locale"),
    "section": ("category", "topic", "rubric"),
    "id": ("guid", "uuid", "doc_id", "article_id"),
    "text": ("content", "body", "article", "maintext", "full_text", "article_text", "story"),
}
_OURS = {synonym: own for own, synonyms in _SYNONYMS.items() for synonym in synonyms}
_NAMED = re.compile(r"(?m)^[ \t]*([^\W\d_][^\s:]{0,63})[ \t]*:")
"""A line that could be a field, in whatever script; letters of some are several characters."""
_BARE = re.compile(r"[A-Za-z0-9_-]+")
"""A key that TOML takes without quotation marks."""
_FIELD_NAME = TypeAdapter[str](FieldName)
_YEAR = re.compile(r"(?:19|20)\d\d")


class Seen(NamedTuple):
    """A field: what of ours it seems to be, in how many documents it has a value, and a few of them."""

    name: str
    ours: str | None
    filled: int
    examples: tuple[str, ...]


class Sniffed(NamedTuple):
    """What was seen. Counts are of documents; `files` are all that were found, by the end of their names.

    `read` are the documents in which a header could be looked for: not those that are blank, or no text.
    """

    documents: int
    read: int
    files: Mapping[str, int]
    dialects: Mapping[str, int]
    encodings: Mapping[str, int]
    line_ends: Mapping[str, int]
    fields: tuple[Seen, ...]
    problems: Mapping[str, int]
    date_order: Order
    textless: int
    """Rows of tables without a column that holds the text."""
    longest: str | None
    """Of their columns that mean nothing yet the one with the longest values: perhaps the text."""
    delimiter: str | None
    """What parts the fields of the CSV files, where it is not what the settings say."""
    unread: tuple[str, ...] = ()
    """Names in other letters than a to z: until one is declared, a header that has it is none."""
    separator: str | None = None
    """What parts mails, where every file is a mailbox and the settings name no separator."""
    mailboxes: int = 0
    """Files that look like mailboxes among others."""


class _Look(NamedTuple):
    dialects: Counter[str]
    encodings: Counter[str]
    line_ends: Counter[str]
    values: dict[str, Counter[str]]
    problems: Counter[str]
    together: set[tuple[str, str]]
    """A field's name, and that of another which stands in the same document."""
    textless: list[tuple[str, ...]]
    """The columns of each row of a table that has no text."""
    unread: set[str]
    """Names of fields, in other letters than a to z, of headers that are none without them."""
    csv: list[tuple[str, ...]]
    """The columns of each row of CSV, as far as they are told."""


def sniff_inputs(inputs: Sequence[Path], settings: Settings, *, sample: int = SAMPLE) -> Sniffed:
    """Look at a corpus: the same documents, and the same answer, whatever the order of its files.

    Names that no setting declares are taken for fields where a block of them leads many documents. Raises
    UsageError for unusable input.
    """
    found = take_inventory(inputs, settings).found
    chosen = settings.model_copy(update={"required": (), "dialect": "auto"})
    look = _Look(Counter(), Counter(), Counter(), defaultdict(Counter), Counter(), set(), [], set(), [])
    headerless: list[str] = []
    documents = 0
    for partition in plan(found, chosen):
        for batch in read_batches(partition.files[: sample - documents], chosen, limit=sample, textless=True):
            documents += len(batch.documents)
            headerless += _look_at(batch.documents.to_dict("records"), look)
        if documents >= sample:
            break
    if delimiter := _other_delimiter(look):
        again = sniff_inputs(inputs, settings.model_copy(update={"csv_delimiter": delimiter}), sample=sample)
        return again._replace(delimiter=delimiter)
    mailboxes = sum(is_mailbox(text, names()) for text in headerless)
    if mailboxes and mailboxes == documents:
        again = sniff_inputs(inputs, settings.model_copy(update={"separator": MAILS}), sample=sample)
        return again._replace(separator=MAILS)
    _look_at_undeclared(headerless, look, documents)
    files = Counter(PurePosixPath(address).suffix for address in found.addresses.to_pylist())
    fields = _apart([_seen(name, counts, settings) for name, counts in look.values.items()], look)
    return Sniffed(
        documents,
        sum(look.dialects.values()),
        _by_count(files),
        _by_count(look.dialects),
        _by_count(look.encodings),
        _by_count(look.line_ends),
        tuple(fields),
        _by_count(look.problems),
        order_of(_dates(fields, look)),
        len(look.textless),
        _longest(fields, look),
        None,
        tuple(seen.name for seen in fields if seen.name in look.unread),
        None,
        mailboxes,
    )


def _look_at(rows: Iterable[Mapping[Any, Any]], look: _Look) -> list[str]:
    """Count what rows of RawDocument show. Returns the texts of those without a header."""
    headerless = []
    for row in rows:
        look.problems.update(reason["code"] for reason in row["reasons"])
        if ".csv#" in row["address"].lower():
            one = [said for reason in row["reasons"] if (said := reason["message"].partition(ONE_COLUMN)[2])]
            look.csv.append(tuple(one) or tuple(name for name, _ in _values(row)))
        if row["envelope"] == "{}":
            continue
        envelope = Envelope.from_json(row["envelope"])
        text = envelope.header + row["body"] + envelope.tail
        look.encodings[f"{envelope.encoding} with a mark" if envelope.bom else envelope.encoding] += 1
        look.line_ends.update(_ends(text))
        if row["dialect"] == "record" and any(reason["code"] == "record.invalid" for reason in row["reasons"]):
            look.textless.append(tuple(name for name, _ in _values(row)))
        elif not text.strip():
            continue
        if row["dialect"] == "none":
            headerless.append(text)
        look.dialects[row["dialect"]] += 1
        _count(_values(row), look)
    return headerless


def _other_delimiter(look: _Look) -> str | None:
    """Return what parts the names in the one column that every row of CSV seems to have."""
    told = {names for names in look.csv if names}
    if not all(len(names) == 1 for names in told):
        return None
    parts = [mark for mark in DELIMITERS if told and all(mark in name for (name,) in told)]
    return parts[0] if parts else None


def _longest(fields: Sequence[Seen], look: _Look) -> str | None:
    """Return the field without a meaning that has the longest values, where a column of text is missing."""
    columns = {name for names in look.textless for name in names}
    named = [seen.name for seen in fields if seen.name in columns and seen.ours in {None, "text"}]
    return max(named, key=lambda name: _mean_length(look.values[name]), default=None)


def _mean_length(counts: Counter[str]) -> float:
    """Return how long values are; no text are those that hold other values."""
    total = sum(len(value) * count for value, count in counts.items() if not value.startswith(("{", "[")))
    return total / counts.total()


def _count(fields: Iterable[tuple[str, str]], look: _Look) -> None:
    """Count the fields of a document, and which names with a meaning stand in it together."""
    told = []
    for name, value in fields:
        look.values[name][value] += 1
        if name in DECLARED or name in _OURS:
            told.append(name)
    look.together.update((one, other) for one in told for other in told)


def _values(row: Mapping[Any, Any]) -> Iterator[tuple[str, str]]:
    for name in DECLARED:
        value = row[COLUMN_OF[name]]
        if isinstance(value, str):
            yield name, value
    yield from ((field["name"], field["value"]) for field in row["fields"])


def _ends(text: str) -> list[str]:
    kinds = {"CR CR LF": text.count("\r\r\n"), "CRLF": text.count("\r\n"), "LF": text.count("\n")}
    kinds["CR"] = text.count("\r") - kinds["CRLF"] - kinds["CR CR LF"]
    kinds["LF"] -= kinds["CRLF"]
    kinds["CRLF"] -= kinds["CR CR LF"]
    return [kind for kind, count in kinds.items() if count]


def _look_at_undeclared(texts: Sequence[str], look: _Look, documents: int) -> None:
    """Count fields of documents that begin with a block of names of which none is declared."""
    blocks = [_block(text) for text in texts]
    common = Counter(name for block in blocks for name in {field.name for field in block})
    told = {name for name, count in common.items() if count >= max(2, OFTEN * documents)}
    for block in blocks:
        if block and all(field.name in told for field in block):
            look.dialects["none"] -= 1
            look.dialects["plain, names not declared"] += 1
            look.unread.update(field.name for field in block if not field.name.isascii())
            _count(((field.name, field.value) for field in block if field.value), look)


def _block(text: str) -> tuple[Field, ...]:
    """Return the fields of a text, were all the names in its first block declared."""
    plain, _ = normalise_newlines(text)
    own = _NAMED.findall(plain[: plain.find("\n\n") + 1][:2000])
    if len(own) < 2:  # noqa: PLR2004  # one line may be prose
        return ()
    nameable = {name for name in map(spelled, own) if _nameable(name)}
    return parse(text, names(tuple(sorted((name, name) for name in nameable))), BY_NAME["plain"].name).fields


def _seen(name: str, counts: Counter[str], settings: Settings) -> Seen:
    filled = sum(counts.values())
    examples = tuple(value for value, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:EXAMPLES])
    ours = name if name in DECLARED else settings.fields.get(name) or _OURS.get(name)
    if ours == "date" and name != "date":
        dated = sum(count for value, count in counts.items() if _YEAR.search(value))
        ours = "date" if dated >= NEARLY_ALL * filled else None
    return Seen(name, ours, filled, examples)


def _apart(fields: Iterable[Seen], look: _Look) -> list[Seen]:
    """Return the fields, the most filled first, each meaning given once to a document.

    Of two that stand in one document, the one that has our name keeps the meaning, else the one that is filled
    more often: a title that is given twice would be refused.
    """
    kept: list[Seen] = []
    for seen in sorted(fields, key=lambda seen: (seen.name != seen.ours, -seen.filled, seen.name)):
        taken = seen.ours is not None and any(
            seen.ours == other.ours and (seen.name, other.name) in look.together for other in kept
        )
        kept.append(seen._replace(ours=None) if taken else seen)
    return sorted(kept, key=lambda seen: (-seen.filled, seen.name))


def _dates(fields: Sequence[Seen], look: _Look) -> Iterator[str]:
    for seen in fields:
        if seen.ours == "date":
            yield from look.values[seen.name].elements()


def _by_count(counts: Mapping[str, int]) -> dict[str, int]:
    return {name: count for name, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])) if count}


def _nameable(name: str) -> bool:
    """Tell whether a setting can name a column.

    >>> _nameable("正文"), _nameable("the text"), _nameable("1st")
    (True, False, False)
    """
    try:
        _FIELD_NAME.validate_python(name)
    except ValidationError:
        return False
    return True


def _key(name: str) -> str:
    """Return a name as a key of TOML."""
    return name if _BARE.fullmatch(name) else quoted(name)


def _column_of_text(longest: str | None) -> str:
    """Return what is to be decided where no column is called text."""
    if longest is None:
        return '# NAME = "text"  # which column holds the text?'
    if not _nameable(longest):
        return f"# No setting can name {quoted(longest)}: if it holds the text, call the column text in the table."
    return f'# {_key(longest)} = "text"  # which column holds the text? this one has the longest values'


def _reading(sniffed: Sniffed) -> Iterator[str]:
    """Yield the settings of how files are read."""
    if broken := sniffed.problems.get("bytes.not_utf8", 0):
        yield f'# encodings = ["windows-1252"]  # not UTF-8: {number(broken, "document")}; which encoding is it?'
    if sniffed.delimiter:
        yield f"csv_delimiter = {quoted(sniffed.delimiter)}"
    if sniffed.separator:
        yield f"separator = {quoted(sniffed.separator)}  # mailboxes: a document is a mail"
    elif sniffed.mailboxes:
        told = number(sniffed.mailboxes, "file looks like a mailbox", "files look like mailboxes")
        yield f"# separator = {quoted(MAILS)}  # {told}; clean such files apart"
    written = [name for name in sniffed.dialects if name in BY_NAME]
    if len(written) == 1 and sniffed.dialects.get(written[0]) == sniffed.documents:
        yield f"dialect = {quoted(written[0])}"


def proposal(sniffed: Sniffed) -> str:
    """Return a `corpusclean.toml` that fits what was seen; what needs a decision is a comment."""
    lines = ["# Proposed by `corpusclean sniff`; look it through.", ""]
    ends = [
        end for end, count in sniffed.files.items() if end and count >= NEARLY_ALL * sum(sniffed.files.values())
    ]
    if ends and not is_container(f"any{ends[0]}"):  # within one the names are others
        lines.append(f"include = [{quoted(f'*{ends[0]}')}]")
    ours = {seen.ours: seen for seen in reversed(sniffed.fields) if seen.ours and seen.ours != "text"}
    full = [name for name in DECLARED if name in ours and ours[name].filled >= NEARLY_ALL * sniffed.read]
    required = [*(COLUMN_OF[name] for name in full), "text"]
    lines.append(f"required = [{', '.join(map(quoted, required))}]")
    lines += [
        f"# {name}: {ours[name].filled:,} of {number(sniffed.read, 'document')} that can be read"
        for name in DECLARED
        if name in ours and name not in full
    ]
    if lowered := [name for name in Settings().required if name not in required]:
        lines.append(f"# Without this setting {', '.join(lowered)} is required, too: now what lacks it passes.")
    lines += _reading(sniffed)
    if order := sniffed.date_order.proposed():
        first = sniffed.date_order.day_first or sniffed.date_order.month_first
        lines += [
            "",
            "[dates]",
            f"order = {quoted(order)}  # borne out by {number(first, 'date')}, contradicted by none",
        ]
    elif sniffed.date_order.either:
        lines += [
            "",
            "[dates]",
            f'# order = "dmy"  # or "mdy": {number(sniffed.date_order.either, "date")} can be read in both ways',
        ]
    renamed = [seen for seen in sniffed.fields if seen.ours and seen.ours != seen.name]
    told = [f"{_key(seen.name)} = {quoted(str(seen.ours))}" for seen in renamed]
    if sniffed.textless and not any(seen.ours == "text" for seen in renamed):
        told.append(_column_of_text(sniffed.longest))
    free = [name for name in DECLARED if name not in ours] or [*DECLARED]
    told += [
        f"# {_key(name)} = {quoted(free[0])}  # which field of ours is it? undeclared, no header may have it"
        for name in sniffed.unread
        if name not in {seen.name for seen in renamed}
    ]
    if told:
        lines += ["", "[fields]", *told]
    return "\n".join(lines) + "\n"
