"""A corpus made of frames: their order does not show, and frames that do not go together are refused."""

import json
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import polars
import pyarrow as pa
import pytest
from conftest import Folder
from generate import corpus as generated

import corpusclean as cc
from corpusclean.errors import RejectsExceeded, UsageError
from corpusclean.run.job import clean_corpus
from corpusclean.settings import load_settings, settings_from

RULE = """\
id = "tip-line"
version = 1
kind = "contact_tips"
languages = ["en"]
where = ["tail"]
wordings = ["call our desk"]
examples = [{why = "glued", text = "It rained. Call our desk.", stays = "It rained."}]
keep = [{why = "in a sentence", text = "They call our desk at night."}]
"""


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> pd.DataFrame:
    return cc.read_documents(generated(tmp_path_factory.mktemp("frames") / "raw", 40))


@pytest.fixture(scope="module")
def cleaned(documents: pd.DataFrame) -> cc.Cleaned:
    made = cc.clean(documents)
    assert all(len(frame) > 2 for frame in made)
    return made


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("seed", [1, 2])
def test_the_order_of_rows_does_not_show_in_the_corpus(cleaned: cc.Cleaned, tmp_path: Path, seed: int) -> None:
    shuffled = cc.Cleaned(*(frame.sample(frac=1, random_state=seed) for frame in cleaned))
    assert not shuffled.ledger.index.is_monotonic_increasing
    cc.write_corpus(cleaned, tmp_path / "ordered")
    cc.write_corpus(shuffled, tmp_path / "shuffled")
    assert files_of(tmp_path / "shuffled") == files_of(tmp_path / "ordered")


def test_an_index_that_is_called_as_a_column_does_not_show(
    documents: pd.DataFrame, cleaned: cc.Cleaned, tmp_path: Path
) -> None:
    again = cc.clean(documents.set_index("doc_id", drop=False))
    indexed = cc.Cleaned(*(frame.set_index("doc_id", drop=False) for frame in again))
    for name, made in {"plain": cleaned, "indexed": indexed}.items():
        cc.write_corpus(made, tmp_path / name)
    assert files_of(tmp_path / "indexed") == files_of(tmp_path / "plain")


@pytest.mark.parametrize("seed", [1, 2])
def test_the_order_of_documents_does_not_show_in_the_frames(
    documents: pd.DataFrame, cleaned: cc.Cleaned, seed: int
) -> None:
    again = cc.clean(documents.sample(frac=1, random_state=seed))
    for name, frame, other in zip(cleaned._fields, cleaned, again, strict=True):
        pd.testing.assert_frame_equal(frame, other, obj=name)


def test_a_document_in_two_tables_is_refused(cleaned: cc.Cleaned, tmp_path: Path) -> None:
    twice = pd.concat([cleaned.clean, cleaned.duplicates.iloc[:1]], ignore_index=True)
    doc_id = cleaned.duplicates["doc_id"].iloc[0]
    with pytest.raises(UsageError, match=f"1 document in more than one table, first {doc_id}; leave each in"):
        cc.write_corpus(cleaned._replace(clean=twice), tmp_path / "corpus")
    assert list(tmp_path.iterdir()) == []


def test_edits_of_documents_that_were_filtered_out_are_refused_with_the_way_out(
    cleaned: cc.Cleaned, tmp_path: Path
) -> None:
    changed = cleaned.clean["doc_id"].isin(cleaned.ledger["doc_id"])
    fewer = cleaned._replace(clean=cleaned.clean[~changed])
    with pytest.raises(UsageError, match=r"edits of \d+ documents in no table; filter it .*ledger\.doc_id\.isin"):
        cc.write_corpus(fewer, tmp_path / "corpus")

    kept = pd.concat([fewer.clean["doc_id"], fewer.duplicates["doc_id"]])
    mended = fewer._replace(ledger=fewer.ledger[fewer.ledger["doc_id"].isin(kept)])
    assert cc.write_corpus(mended, tmp_path / "corpus").is_dir()


@pytest.mark.parametrize("change", [lambda seq: seq * 10, lambda seq: seq + (seq > 1)], ids=["tens", "a gap"])
def test_edits_that_are_not_counted_through_are_refused_with_the_way_out(
    cleaned: cc.Cleaned, tmp_path: Path, change: Callable[[pd.Series], pd.Series]
) -> None:
    ledger = cleaned.ledger.assign(seq=change(cleaned.ledger["seq"]))
    with pytest.raises(UsageError, match=r"seq does not count 1, 2, 3 for \d+ documents, first \w{32}; ") as told:
        cc.write_corpus(cleaned._replace(ledger=ledger.sample(frac=1, random_state=1)), tmp_path / "corpus")
    assert list(tmp_path.iterdir()) == []

    mended = eval(str(told.value).partition("count anew: ")[2], {"ledger": ledger})  # noqa: S307  # what is proposed
    cc.write_corpus(cleaned._replace(ledger=mended), tmp_path / "corpus")
    cc.write_corpus(cleaned, tmp_path / "as-made")
    assert files_of(tmp_path / "corpus") == files_of(tmp_path / "as-made")


def other_text(cleaned: cc.Cleaned) -> cc.Cleaned:
    return cleaned._replace(clean=cleaned.clean.assign(text="Somebody else wrote this."))


def other_text_of_a_duplicate(cleaned: cc.Cleaned) -> cc.Cleaned:
    return cleaned._replace(duplicates=cleaned.duplicates.assign(text="Somebody else wrote this."))


def edits_left_out(cleaned: cc.Cleaned) -> cc.Cleaned:
    return cleaned._replace(ledger=cleaned.ledger[cleaned.ledger["doc_id"] != cleaned.ledger["doc_id"].iloc[0]])


def other_envelope(cleaned: cc.Cleaned) -> cc.Cleaned:
    return cleaned._replace(clean=cleaned.clean.assign(envelope="{}"))


def other_raw(cleaned: cc.Cleaned) -> cc.Cleaned:
    return cleaned._replace(rejects=cleaned.rejects.assign(raw=b"Somebody else wrote this."))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (other_text, "does not restore to the bytes|the ledger"),
        (other_text_of_a_duplicate, "does not restore to the bytes|the ledger"),
        (edits_left_out, "does not restore to the bytes"),
        (other_envelope, "has no envelope;"),
        (other_raw, "its raw bytes are not those"),
    ],
)
def test_what_verify_would_refuse_is_not_written(
    cleaned: cc.Cleaned, tmp_path: Path, change: Callable[[cc.Cleaned], cc.Cleaned], said: str
) -> None:
    with pytest.raises(
        UsageError, match=rf"\d+ documents? not as read, first \S+: ({said}).*as `clean` made them"
    ):
        cc.write_corpus(change(cleaned), tmp_path / "corpus")
    assert list(tmp_path.iterdir()) == []


def test_a_body_that_was_changed_before_clean_is_told_as_that(documents: pd.DataFrame, tmp_path: Path) -> None:
    changed = cc.clean(documents.assign(body=documents["body"] + "\nMore."))
    with pytest.raises(UsageError, match="and body and envelope as `read_documents` made them"):
        cc.write_corpus(changed, tmp_path / "corpus")


def dates_as_text(frame: pd.DataFrame) -> pd.DataFrame:
    if "dup_of" not in frame:
        return frame
    days = [None if pd.isna(day) else day.isoformat() for day in frame["date"]]
    return frame.assign(date=pd.Series(days, index=frame.index, dtype=object))


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(dates_as_text, id="dates as text"),
        pytest.param(
            lambda frame: pa.Table.from_pandas(frame, preserve_index=False).replace_schema_metadata().to_pandas(),
            id="objects",
        ),
        pytest.param(
            lambda frame: frame.astype(dict.fromkeys(frame.select_dtypes("int64"), "float64")), id="floats"
        ),
    ],
)
def test_what_the_contract_takes_for_the_same_is_written_the_same(
    documents: pd.DataFrame,
    cleaned: cc.Cleaned,
    tmp_path: Path,
    other: Callable[[pd.DataFrame], pd.DataFrame],
) -> None:
    cc.write_corpus(cleaned, tmp_path / "own")
    cc.write_corpus(cc.Cleaned(*map(other, cc.clean(other(documents)))), tmp_path / "other")
    assert files_of(tmp_path / "other") == files_of(tmp_path / "own")


@pytest.mark.parametrize(
    "other",
    [pa.Table.from_pandas, polars.from_pandas, lambda frame: frame.to_dict("records")],
    ids=["pyarrow", "polars", "a list"],
)
def test_what_is_no_frame_of_pandas_is_refused(
    documents: pd.DataFrame, cleaned: cc.Cleaned, tmp_path: Path, other: Callable[[pd.DataFrame], Any]
) -> None:
    made = other(documents)
    told = r"list; .*cc.read_documents" if isinstance(made, list) else r"\w+\.\w+; .*to_pandas\(\)"
    with pytest.raises(UsageError, match=rf"^documents: no frame of pandas, but a {told}"):
        cc.clean(made)
    with pytest.raises(UsageError, match=r"^ledger: no frame of pandas, but a .*"):
        cc.write_corpus(cleaned._replace(ledger=other(cleaned.ledger)), tmp_path / "corpus")
    assert list(tmp_path.iterdir()) == []


def test_a_corpus_of_frames_goes_to_a_path_of_this_machine(
    cleaned: cc.Cleaned, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match=r"s3://news/x: a corpus of frames must be a path of this machine"):
        cc.write_corpus(cleaned, "s3://news/x")
    assert list(tmp_path.iterdir()) == []
    assert cc.write_corpus(cleaned, f"file://{tmp_path}/a%20corpus") == tmp_path / "a corpus"
    assert [path.name for path in tmp_path.iterdir()] == ["a corpus"]


def test_the_settings_that_are_recorded_are_those_that_cleaned(documents: pd.DataFrame, tmp_path: Path) -> None:
    cleaned = cc.clean(documents, cc.Settings(max_rejects=30))
    passed_on: cc.Cleaned = pickle.loads(pickle.dumps(cleaned))  # noqa: S301  # our own
    for number, made in enumerate([cleaned, passed_on, cleaned._replace(clean=cleaned.clean.copy())]):
        corpus = cc.write_corpus(made, tmp_path / str(number))
        assert json.loads((corpus / "manifest.json").read_bytes())["settings"]["max_rejects"] == 30
    corpus = cc.write_corpus(cleaned, tmp_path / "other", cc.Settings(max_rejects=31))
    assert json.loads((corpus / "manifest.json").read_bytes())["settings"]["max_rejects"] == 31


def test_more_rejects_than_are_allowed_are_not_written(cleaned: cc.Cleaned, tmp_path: Path) -> None:
    rejects = len(cleaned.rejects)
    with pytest.raises(RejectsExceeded, match=f"^{rejects} of .* max_rejects is {rejects - 1};"):
        cc.write_corpus(cleaned, tmp_path / "corpus", cc.Settings(max_rejects=rejects - 1))
    assert list(tmp_path.iterdir()) == []
    assert cc.write_corpus(cleaned, tmp_path / "corpus", cc.Settings(max_rejects=rejects)).is_dir()


@pytest.mark.parametrize("name", ["doc_id", "body", "reasons"])
def test_a_frame_that_lacks_a_column_is_refused(documents: pd.DataFrame, name: str) -> None:
    with pytest.raises(
        UsageError, match=f"documents: .*, first of 1 failure: no column {name}; .*, then cc.read_documents"
    ):
        cc.clean(documents.drop(columns=name))
    with pytest.raises(UsageError, match=r"first of [2-9]\d* failures: .*, then cc.read_documents"):
        cc.clean(documents[["body"]])


def test_a_frame_of_ones_own_is_told_the_way(tmp_path: Path) -> None:
    own = pd.DataFrame({"date": ["2021-12-13"], "text": ["Rain fell on the hills."]})
    with pytest.raises(
        UsageError, match=r'to_parquet\("raw.parquet"\), then cc.read_documents\("raw.parquet"\) makes'
    ):
        cc.clean(own)
    own.to_parquet(tmp_path / "raw.parquet")
    cleaned = cc.clean(cc.read_documents(tmp_path / "raw.parquet"))
    assert cleaned.clean["text"].tolist() == ["Rain fell on the hills."]
    assert repr(cleaned) == "Cleaned(clean: 1 rows, duplicates: 0 rows, rejects: 0 rows, ledger: 0 rows)"


def test_a_frame_with_a_body_that_is_none_is_refused(documents: pd.DataFrame) -> None:
    holed = documents.copy()
    holed.loc[3, "body"] = None
    with pytest.raises(UsageError, match="first of 1 failure: body: null"):
        cc.clean(holed)


def test_a_frame_with_an_envelope_that_is_none_is_refused(documents: pd.DataFrame) -> None:
    for envelope in ("no JSON", '{"header": 1}'):
        with pytest.raises(UsageError, match=r"its envelope cannot be read: .*; leave it as `read_documents`"):
            cc.clean(documents.assign(envelope=envelope))


@pytest.mark.parametrize("table", ["clean", "duplicates", "rejects", "ledger"])
def test_a_table_that_lacks_a_column_is_refused(cleaned: cc.Cleaned, tmp_path: Path, table: str) -> None:
    frame = getattr(cleaned, table)
    for name in ("doc_id", frame.columns[-1]):
        with pytest.raises(UsageError, match=name):
            cc.write_corpus(cleaned._replace(**{table: frame.drop(columns=name)}), tmp_path / "corpus")
    assert list(tmp_path.iterdir()) == []


def test_where_a_pack_lies_does_not_show_in_the_manifest(
    folder: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = folder({"a.txt": " date 2021-12-13\n\nThe council met on Monday. Call our desk.\n"})
    (tmp_path / "packs").mkdir()
    (tmp_path / "packs" / "own.toml").write_text(RULE)
    (tmp_path / "own.toml").write_text('[boilerplate]\npacks = ["packs"]\n')
    monkeypatch.chdir(tmp_path)
    absolute = {"boilerplate": {"packs": [str(tmp_path / "packs" / "own.toml")]}}
    given = [load_settings(Path("own.toml")), load_settings(tmp_path / "own.toml"), settings_from(absolute, "")]
    assert len({settings.boilerplate.packs for settings in given}) == 3

    manifests = set()
    for number, settings in enumerate(given):
        made = clean_corpus([raw], tmp_path / str(number), settings).manifest
        assert made["counts"]["notices"] == {"tip-line": 1}
        manifests.add((tmp_path / str(number) / "manifest.json").read_text())
    (manifest,) = manifests
    assert "packs" not in manifest
    assert str(tmp_path) not in manifest


@pytest.mark.parametrize("limit", [1, None])
def test_the_manifest_says_whether_all_was_taken(folder: Folder, tmp_path: Path, limit: int | None) -> None:
    raw = folder(dict.fromkeys(("a.txt", "b.txt"), " date 2021-12-13\n\nThe council met.\n"))
    inventory = clean_corpus([raw], tmp_path / "corpus", cc.Settings(), limit=limit).manifest["inventory"]
    assert (inventory["limit"], inventory["files"]) == (limit, limit or 2)
