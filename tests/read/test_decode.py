"""Bytes become text, with the ground on which; the bytes come back, whatever the cleaning did."""

import codecs
import hashlib
import io
import tarfile
from pathlib import Path

import pandas as pd
import pytest
from conftest import Folder
from hypothesis import given
from hypothesis import strategies as st

import corpusclean as cc
from corpusclean.codes import Reason
from corpusclean.envelope import BOMS, Envelope
from corpusclean.ledger import Edit
from corpusclean.read.decode import Decoded, decode
from corpusclean.run.job import clean_corpus
from corpusclean.settings import Duplicates, Run, Settings
from corpusclean.verify import restore_corpus, verify_corpus

ALONE = Run(workers=1)
HEADER = "date: 2021-12-13\n\n"
FRENCH = "Le caf\u00e9 \u00e9tait ferm\u00e9, le gar\u00e7on r\u00eavait \u00e0 la mer, l'\u00e9t\u00e9.\n" * 3


@given(st.text(), st.sampled_from(list(BOMS)))
def test_a_mark_says_what_the_bytes_are(text: str, encoding: str) -> None:
    data = BOMS[encoding] + text.encode(encoding)

    decoded = decode(data)

    # In UTF-16 what begins with NUL has the mark of UTF-32.
    if encoding == "utf-16-le" and data.startswith(codecs.BOM_UTF32_LE):
        return
    assert decoded == Decoded(text, encoding, "bom", bom=True)


@given(st.binary(), st.lists(st.sampled_from(["windows-1252", "koi8-r", "shift_jis", "utf-7", "utf-16-le"])))
def test_bytes_are_decoded_both_ways_or_not_at_all(data: bytes, declared: list[str]) -> None:
    decoded = decode(data, declared)

    if isinstance(decoded, Decoded):
        mark = BOMS[decoded.encoding] if decoded.bom else b""
        assert mark + decoded.text.encode(decoded.encoding) == data
        decoded.text.encode()  # valid Unicode
    else:
        assert decoded.code in {"bytes.not_utf8", "bytes.undecodable"}


@pytest.mark.parametrize(
    ("data", "code", "message", "line", "column"),
    [
        pytest.param(b"a\xed\xa0\xbd\xed\xb8\x80", "bytes.not_utf8", "byte 1 (0xed)", 1, 2, id="CESU-8"),
        pytest.param(b"\n\xc0\xafa", "bytes.not_utf8", "byte 1 (0xc0)", 2, 1, id="overlong"),
        pytest.param(b"\xf4\x90\x80\x80", "bytes.not_utf8", "byte 0 (0xf4)", 1, 1, id="beyond Unicode"),
        pytest.param(b"\xff\xfea\0\n\0\x3d\xd8", "bytes.undecodable", "utf-16-le, which byte 6", 2, 1, id="half"),
        pytest.param(
            b"\xfe\xff\0a\xdc\0\0b", "bytes.undecodable", "utf-16-be, which byte 4", 1, 1, id="low first"
        ),
        pytest.param(b"\xff\xfea\0b", "bytes.undecodable", "utf-16-le, which byte 4", 1, 1, id="an odd byte"),
        pytest.param(
            b"\xff\xfe\0\0\0\0\x11\0", "bytes.undecodable", "utf-32-le, which byte 4", 1, 1, id="too high"
        ),
        pytest.param(
            b"\0\0\xfe\xff\0\0\xd8\0", "bytes.undecodable", "utf-32-be, which byte 4", 1, 1, id="surrogate"
        ),
        pytest.param(b"\xfea", "bytes.not_utf8", "byte 0 (0xfe)", 1, 1, id="half a mark"),
    ],
)
def test_what_no_encoding_allows(data: bytes, code: str, message: str, line: int, column: int) -> None:
    reason = decode(data)

    assert isinstance(reason, Reason)
    assert (reason.code, reason.line, reason.column) == (code, line, column)
    assert message in reason.message


def test_the_first_declared_encoding_that_gives_the_bytes_back_is_taken() -> None:
    data = FRENCH.encode("windows-1252")

    assert decode(data, ["ascii", "windows-1252", "latin-1"]) == Decoded(FRENCH, "windows-1252", "declared")
    assert decode(data, ["latin-1", "windows-1252"]) == Decoded(FRENCH, "latin-1", "declared")
    assert decode(FRENCH.encode(), ["windows-1252"]) == Decoded(FRENCH)


@pytest.mark.parametrize("data", [b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01", b"caf\xe9\0noir"])
def test_no_declared_encoding_makes_a_text_of_what_holds_nul(data: bytes) -> None:
    refused = decode(data, ["latin-1", "windows-1252"])
    assert isinstance(refused, Reason)
    assert refused.code == "bytes.not_utf8"
    assert "holds NUL" in refused.message
    wide = decode("Große Flut".encode("utf-16-le"), ["utf-16-le"])
    assert isinstance(wide, Decoded)  # whose bytes hold NUL, and whose text does not


def test_an_encoding_that_lets_half_a_surrogate_pair_through_is_not_taken() -> None:
    assert isinstance(decode(b"\\ud800 \xe9", ["raw_unicode_escape"]), Reason)


@pytest.mark.parametrize("candidate", ["windows-1252", "cp1252", "latin-1", "iso-8859-15"])
def test_a_detector_chooses_among_candidates(candidate: str) -> None:
    data = FRENCH.encode(candidate)

    assert decode(data, [], [candidate]) == Decoded(FRENCH, candidate, "detected")
    assert decode(data, [candidate], ["ascii"]) == Decoded(FRENCH, candidate, "declared")


CZECH = (
    "M\u011bstsk\u00e1 rada se se\u0161la v pond\u011bl\u00ed ve\u010der a jednala o oprav\u011b mostu p\u0159es"
    " \u0159eku, kter\u00fd je od l\u00e9ta zav\u0159en\u00fd. Starosta \u0159ekl, \u017ee pr\u00e1ce za\u010dnou."
)
RUSSIAN = (
    "\u0413\u043e\u0440\u043e\u0434\u0441\u043a\u043e\u0439 \u0441\u043e\u0432\u0435\u0442"
    " \u0441\u043e\u0431\u0440\u0430\u043b\u0441\u044f \u0432\u0435\u0447\u0435\u0440\u043e\u043c"
    " \u0438 \u043e\u0431\u0441\u0443\u0434\u0438\u043b \u0440\u0435\u043c\u043e\u043d\u0442"
    " \u043c\u043e\u0441\u0442\u0430 \u0447\u0435\u0440\u0435\u0437 \u0440\u0435\u043a\u0443."
)
MANY = ["windows-1252", "iso-8859-15", "windows-1250", "iso-8859-2", "windows-1251", "koi8-r", "gb18030", "cp866"]


@pytest.mark.parametrize(
    ("text", "encoding", "candidates", "said"),
    [
        pytest.param(CZECH, "iso-8859-2", MANY, "read about as well", id="several are close"),
        pytest.param(RUSSIAN, "iso-8859-5", MANY, "", id="none is it"),
        pytest.param(
            RUSSIAN, "iso-8859-5", ["windows-1252", "koi8-r"], "none of windows-1252, koi8-r", id="nor here"
        ),
    ],
)
def test_a_detector_that_is_not_sure_is_not_asked_twice(
    text: str, encoding: str, candidates: list[str], said: str
) -> None:
    reason = decode((HEADER + text).encode(encoding), [], candidates)

    assert isinstance(reason, Reason)
    assert reason.code == "bytes.not_utf8"
    assert said in reason.message


@pytest.mark.parametrize(
    ("text", "encoding"),
    [(RUSSIAN, "koi8-r"), (RUSSIAN, "windows-1251"), ("\u5854\u6069\u7684\u6865" * 9, "gb18030")],
)
def test_a_detector_that_is_sure_is_believed(text: str, encoding: str) -> None:
    assert decode((HEADER + text).encode(encoding), [], MANY) == Decoded(HEADER + text, encoding, "detected")


@pytest.mark.parametrize("end", ["\u2019", "\u2014", "\u201d", "\u2026"])
def test_a_reading_with_controls_is_no_rival(end: str) -> None:
    text = HEADER + FRENCH.replace("l'", f"l{end}")
    assert decode(text.encode("windows-1252"), [], MANY[:2]) == Decoded(text, "windows-1252", "detected")


def test_what_no_candidate_is_is_told() -> None:
    reason = decode(b"\x81\x8d\x8f" * 9, ["ascii"], ["ascii", "windows-1252"])

    assert isinstance(reason, Reason)
    assert "nor ascii; none of ascii, windows-1252 was detected" in reason.message


FILES = {
    "plain.txt": (HEADER + FRENCH).encode(),
    "mark.txt": codecs.BOM_UTF8 + (HEADER + FRENCH).encode(),
    "16-le.txt": codecs.BOM_UTF16_LE + (HEADER + "Un.\r\n" + FRENCH).encode("utf-16-le"),
    "16-be.txt": codecs.BOM_UTF16_BE + (HEADER + "Deux.\r\n" + FRENCH).encode("utf-16-be"),
    "32-le.txt": codecs.BOM_UTF32_LE + (HEADER + "Trois.\n" + FRENCH).encode("utf-32-le"),
    "32-be.txt": codecs.BOM_UTF32_BE + (HEADER + "Quatre.\n" + FRENCH).encode("utf-32-be"),
    "declared.txt": (HEADER + "\u5927\u96e8\u304c\u964d\u3063\u305f\u3002\n").encode("shift_jis"),
    "detected.txt": (HEADER + "Cinq. " + FRENCH).encode("windows-1252"),
    "neither.txt": b"date: 2021-12-13\n\n\x81\x8d\x8f\xff",
}
GROUNDS = {
    "plain.txt": ("utf-8", "utf-8"),
    "mark.txt": ("utf-8", "bom"),
    "declared.txt": ("shift_jis", "declared"),
    "16-le.txt": ("utf-16-le", "bom"),
    "16-be.txt": ("utf-16-be", "bom"),
    "32-le.txt": ("utf-32-le", "bom"),
    "32-be.txt": ("utf-32-be", "bom"),
    "detected.txt": ("windows-1252", "detected"),
}


def test_every_encoding_comes_back_byte_for_byte_with_its_ground_on_record(folder: Folder) -> None:
    raw = folder(FILES)
    settings = Settings(
        encodings=("shift_jis",),
        detect_encodings=("windows-1252",),
        duplicates=Duplicates(exact="keep"),
        run=ALONE,
    )

    clean_corpus([raw], raw.parent / "corpus", settings)

    assert verify_corpus(raw.parent / "corpus").problems == ()
    assert restore_corpus(raw.parent / "corpus", raw.parent / "again").missing == ()
    again = raw.parent / "again"
    assert {path.name: path.read_bytes() for path in again.iterdir()} == FILES
    rows = pd.read_parquet(raw.parent / "corpus/data", dtype_backend="pyarrow").to_dict("records")
    envelopes = {row["address"]: Envelope.from_json(row["envelope"]) for row in rows}
    assert {name: (each.encoding, each.ground) for name, each in envelopes.items()} == GROUNDS


# What becomes of letters that are none, in a body: what stands there afterwards, and the rule that says so.
POLICIES = [
    pytest.param("Rain.\r\nSun.", "Rain.\nSun.", "newlines", id="CRLF is one line end"),
    pytest.param("Rain.\r\r\nSun.", "Rain.\nSun.", "newlines", id="CR CR LF is one line end"),
    pytest.param("Rain.\rSun.", "Rain.\nSun.", "newlines", id="CR is a line end"),
    pytest.param("Rain.\n\rSun.", "Rain.\n\nSun.", "newlines", id="LF CR are two line ends"),
    pytest.param("Rain.\x0cSun.", "Rain.\x0cSun.", "", id="a form feed stays"),
    pytest.param("Rain.\u2028Sun.", "Rain.\u2028Sun.", "", id="a line separator stays"),
    pytest.param("Rain.\x0bSun.", "Rain.Sun.", "ftfy", id="a vertical tab goes"),
    pytest.param("Rain.\0Sun.", "Rain.Sun.", "ftfy", id="NUL goes"),
    pytest.param("Rain.\x01\x1c\x7fSun.", "Rain.Sun.", "ftfy", id="other controls go"),
    pytest.param("Rain.\ufeffSun.", "Rain.Sun.", "ftfy", id="a byte order mark within goes"),
    pytest.param("Rain.\x85Sun.", "Rain.\u2026Sun.", "ftfy", id="NEL is read as windows-1252: an ellipsis"),
    pytest.param("Rain.\x97Sun.", "Rain.\u2014Sun.", "ftfy", id="so are other C1 controls"),
    pytest.param("Rain.\x81Sun.", "Rain.\x81Sun.", "", id="one that windows-1252 does not have stays"),
    pytest.param("Rain.\ufffdSun.", "Rain.\ufffdSun.", "", id="a replacement character stays"),
    pytest.param("Rain.\ufdd0Sun.", "Rain.\ufdd0Sun.", "", id="what is no character stays"),
]


@pytest.mark.parametrize(("body", "text", "rule"), POLICIES)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le"])
def test_what_becomes_of_letters_that_are_none(
    folder: Folder, body: str, text: str, rule: str, encoding: str
) -> None:
    mark = BOMS[encoding] if encoding != "utf-8" else b""
    data = mark + (HEADER + body + "\n").encode(encoding)
    raw = folder({"a.txt": data, "good.txt": HEADER + FRENCH})

    tables = cc.clean(cc.read_documents(raw))

    [row] = (row for row in tables.clean.to_dict("records") if row["address"] == "a.txt")
    assert row["text"] == text
    assert set(tables.ledger["rule"]) == ({rule} if rule else set())
    assert row["sha256"] == hashlib.sha256(data).hexdigest()
    names = ["step", "rule", "rule_version", "offset", "before", "after", "reason"]
    edits = tables.ledger[tables.ledger["doc_id"] == row["doc_id"]].sort_values("seq")[names]
    made = [Edit(*edit) for edit in edits.itertuples(index=False, name=None)]
    assert Envelope.from_json(row["envelope"]).wrap(cc.restore(row["text"], made)) == data


def test_one_bad_byte_among_many_files_costs_its_own(tmp_path: Path) -> None:
    for number in range(300):
        (tmp_path / f"{number}.txt").write_bytes((HEADER + f"Rain fell on day {number}.").encode())
    (tmp_path / "150.txt").write_bytes(HEADER.encode() + b"ok\xffok")

    frame = cc.read_documents(tmp_path)

    bad = frame[frame["reasons"].map(len) > 0]
    assert (len(frame), list(bad["address"]), list(bad["raw"])) == (
        300,
        ["150.txt"],
        [HEADER.encode() + b"ok\xffok"],
    )


WIDE = " date 2021-12-13\n\nThe wide road was closed on Tuesday."


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le"])
def test_wide_text_without_a_mark_is_no_utf_8_and_can_be_declared(encoding: str) -> None:
    """Each of its bytes is one of UTF-8, too."""
    refused = decode(WIDE.encode(encoding))
    assert isinstance(refused, Reason)
    assert refused.code == "bytes.not_utf8"
    assert "UTF-16 without a mark" in refused.message
    assert decode(WIDE.encode(encoding), ["windows-1252", encoding]) == Decoded(WIDE, encoding, "declared")


LETTERS = {
    "Russian": "\u041c\u043e\u0441\u0442 \u0437\u0430\u043a\u0440\u044b\u0442.",
    "Arabic": "\u0627\u0644\u062c\u0633\u0631 \u0645\u063a\u0644\u0642.",
    "Thai": "\u0e2a\u0e30\u0e1e\u0e32\u0e19\u0e1b\u0e34\u0e14",
    "Hindi": "\u0924\u093e\u0930\u094d\u0928 \u0915\u093e \u092a\u0941\u0932 \u092c\u0902\u0926 \u0939\u0948",
}


@pytest.mark.parametrize("header", ["", HEADER])
@pytest.mark.parametrize("language", LETTERS)
def test_wide_letters_whose_bytes_are_ascii_are_no_utf_8(language: str, header: str) -> None:
    data = header.encode() + (LETTERS[language] * 4).encode("utf-16-le")
    data.decode()  # each byte is one of UTF-8

    refused = decode(data)

    assert isinstance(refused, Reason)
    assert (refused.code, "UTF-16 without a mark" in refused.message) == ("bytes.not_utf8", True)
    assert isinstance(decode(data, ["windows-1252", "koi8-r"]), Reason)


SWITCHED = [
    ("iso-2022-jp", "\u30bf\u30fc\u30f3\u306e\u6a4b\u306f\u9589\u3058\u3066\u3044\u308b\u3002", "iso-2022-jp"),
    ("iso-2022-kr", "\ub2e4\ub9ac\uac00 \ub2eb\ud614\ub2e4", "iso-2022-kr"),
    ("hz", "\u5854\u6069\u7684\u6865\u5173\u95ed\u4e86\u3002", "hz"),
]


@pytest.mark.parametrize(("encoding", "text", "named"), SWITCHED)
def test_an_encoding_of_seven_bits_is_no_utf_8_and_can_be_declared(encoding: str, text: str, named: str) -> None:
    data = text.encode(encoding)

    refused = decode(data, ["windows-1252"])

    assert isinstance(refused, Reason)
    assert (refused.code, f'encodings = ["{named}"]' in refused.message) == ("bytes.not_utf8", True)
    assert isinstance(decode(data, [], ["windows-1252"]), Reason)
    assert decode(data, ["windows-1252", encoding]) == Decoded(text, encoding, "declared")


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"\x1b[31mRain\x1b[0m \x1b[1mfell\x1b[0m in \x1b[4mTarn\x1b[0m.", id="a terminal's escapes"),
        pytest.param(b"\x1b(B\x1b)0Rain", id="other escapes of a terminal"),
        pytest.param(b"Rain fell~{see below}~ in ~Tarn~.", id="tildes and braces"),
        pytest.param("Caf\xe9 ~{abcd~} \xe9.".encode(), id="what no encoding of seven bits holds"),
        pytest.param(b"R\x01a\x02i\x03n", id="a few controls"),
        pytest.param(b"Rain\x0e fell \x0fin Tarn.", id="SO and SI with text between"),
    ],
)
def test_what_only_looks_like_another_encoding_is_utf_8(data: bytes) -> None:
    assert decode(data) == Decoded(data.decode())


def test_an_archive_is_no_text() -> None:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("a.txt"))
    assert isinstance(decode(made.getvalue(), ["windows-1252"]), Reason)


def test_a_stray_nul_is_the_repairs_business() -> None:
    assert decode(b"Rain fell\0on the hills.") == Decoded("Rain fell\0on the hills.")
