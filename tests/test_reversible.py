"""With every step on, every document leads back to its bytes, and cleaning what is clean changes nothing."""

import hashlib
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import example, given, settings
from hypothesis import strategies as st

import corpusclean as cc
from corpusclean.ledger import Edit
from corpusclean.original import Kept

# What each step takes hold of, and what lies at the edges of positions: astral letters, joined marks, blanks.
FEED = (
    "(Only the headline and picture of this report may have been reworked by River Post staff; the rest of the"
    " content is auto-generated from a syndicated feed.)"
)
WRAPPED = FEED.replace("picture of", "picture\r\nof").replace("by River", "\nby River")
DESK = "(Reporting by Ann Lee; Editing by Tom Roe)"
PIECES = [
    *("The council met on Monday.", "It will vote in May.", "\u6cb3\u6c34\u4e0a\u6da8\u4e86\u3002", "AT&T"),
    *("\U0001f30a", "\U00010348", "e\u0301", "a\u0308\u0323", "\u201c", "\u201d", "\u00a0", "\u3000"),
    *("it\u00e2\u20ac\u2122s", "caf\u00c3\u00a9", "&amp;", "&eacute;", "&#10;", "&#13;", "<b>"),
    *("\u0085", "\u2028", "\x0b", "\x0c", "\0", "\x1b[31m", "\u200b", "\ufeff", "\ufffd"),
    *(" ", "\t", "\n", "\n\n", "\r", "\r\n", "\r\n\r\n", "\r\r\n"),
    *("(PTI)", " (PTI)", "\n\n\u2014 PTI", "\n\n\u00a9 2021 AFP", "(With inputs from AFP)", f"\n\n{DESK}"),
    *("MOSCOW, Dec 13 (Reuters) - ", FEED, WRAPPED),
]
HEADERS = ["", " date 2021-12-13 \n\n\n", "\ufeff date 2021-12-13\n\n", "date: 2021-12-13\r\ntitle: A: b\r\n\r\n"]
HEADERS += ["\n\u200fdate: 2021-12-13\r\r\ntitle: A: b\r\r\n\r\r\n"]

bodies = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=8)), max_size=14).map("".join)
documents = st.tuples(st.sampled_from(HEADERS), bodies).map(lambda parts: "".join(parts).encode("utf-8", "ignore"))


def cleaned(contents: list[bytes]) -> cc.Cleaned:
    with TemporaryDirectory() as name:
        for number, content in enumerate(contents):
            Path(name, f"{number}.txt").write_bytes(content)
        return cc.clean(cc.read_documents(name))


def kept(tables: cc.Cleaned) -> list[Kept]:
    edits: dict[str, list[Edit]] = {}
    for row in tables.ledger.sort_values(["doc_id", "seq"]).to_dict("records"):
        names = ("step", "rule", "rule_version", "offset", "before", "after", "reason")
        edits.setdefault(row["doc_id"], []).append(Edit(*(row[name] for name in names)))
    rows = [*tables.clean.to_dict("records"), *tables.duplicates.to_dict("records")]
    return [Kept({str(k): v for k, v in row.items()}, tuple(edits.get(row["doc_id"], ()))) for row in rows]


@given(st.lists(documents, min_size=1, max_size=5))
@settings(max_examples=50)
@example([HEADERS[1].encode() + ("Rain fell." + "\r\n" + WRAPPED).encode()])
@example([HEADERS[2].encode() + "\u201c(PTI)".encode()])
def test_every_document_leads_back_to_its_bytes(contents: list[bytes]) -> None:
    tables = cleaned(contents)
    assert len(tables.clean) + len(tables.duplicates) + len(tables.rejects) == len(contents)
    for document in kept(tables):
        original = contents[int(document.row["address"].removesuffix(".txt"))]
        assert document.original() == original
        assert document.row["sha256"] == hashlib.sha256(original).hexdigest()
        body = document.body()
        for notice in document.row["notices"]:
            assert 0 <= notice["start"] < notice["end"] <= len(body)
    for row in tables.rejects.to_dict("records"):
        assert row["raw"] == contents[int(row["address"].removesuffix(".txt"))]


@given(st.lists(documents, min_size=1, max_size=5))
@settings(max_examples=25)
def test_cleaning_what_is_clean_changes_nothing(contents: list[bytes]) -> None:
    once = [str(document.row["text"]) for document in kept(cleaned(contents))]
    if not once:
        return
    again = cleaned([f" date 2021-12-13\n\n{text}".encode() for text in once])
    assert sorted(again.ledger["rule"]) == []
