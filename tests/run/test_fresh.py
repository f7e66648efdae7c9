"""A second run with nothing changed does nothing; whatever changed, it is seen."""

import gzip
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Folder

from corpusclean.run import cache as cache_module
from corpusclean.run import fresh, tasks
from corpusclean.run.cache import Cache
from corpusclean.run.job import clean_corpus
from corpusclean.settings import Dates, Drifting, Settings
from corpusclean.settings import Run as RunSettings
from corpusclean.write import manifest

GOOD = " date 2021-12-13\n\nThe council met on Monday and will vote on the new bridge in the spring.\n"
ONE = Settings(run=RunSettings(workers=1))


@pytest.fixture(autouse=True, params=["hashes", "documents"])
def by(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """What it is seen by: the hashes of files, or all documents, where the cache knows nothing."""
    if request.param == "documents":
        monkeypatch.setattr(Cache, "known_corpus", lambda *_: None)
        monkeypatch.setattr(Cache, "holds", lambda *_: False)
    return str(request.param)


@pytest.fixture
def raw(folder: Folder) -> Path:
    made = folder(
        {
            "good.txt": GOOD,
            "sub/other.txt": GOOD.replace("bridge", "quay"),
            "bad.txt": "no header",
            "packed.txt.gz": gzip.compress(GOOD.replace("bridge", "mill").encode(), mtime=0),
            ".hidden": "x",
        }
    )
    (made / "link.txt").symlink_to("good.txt")
    return made


@pytest.fixture
def corpus(raw: Path, tmp_path: Path) -> Path:
    out = tmp_path / "corpus"
    assert not clean_corpus([raw], out, ONE).unchanged
    return out


def snapshot(corpus: Path) -> dict[str, tuple[int, int]]:
    paths = (path for path in corpus.rglob("*") if path.is_file())
    return {path.name: (path.stat().st_ino, path.stat().st_mtime_ns) for path in paths}


def test_a_second_run_leaves_everything_as_it_is(raw: Path, corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = snapshot(corpus)

    def worked(*_: object) -> None:
        raise AssertionError("a document was cleaned")

    monkeypatch.setattr(tasks, "map_documents", worked)
    summary = clean_corpus([raw], corpus, ONE)
    assert summary.unchanged
    assert summary.manifest["documents"]["found"] == 5
    assert snapshot(corpus) == before
    assert {path.name for path in corpus.parent.iterdir()} == {"corpus", "raw"}


def test_what_decides_nothing_changes_nothing(raw: Path, corpus: Path, tmp_path: Path) -> None:
    for path in raw.rglob("*"):
        os.utime(path, (0, 0), follow_symlinks=False)
    moved = Path(shutil.copytree(raw, tmp_path / "elsewhere", symlinks=True))
    other = Settings(run=RunSettings(workers=2, partition_documents=1), drift=Drifting(ratio=3))
    assert clean_corpus([moved], corpus, other).unchanged


def rewrite(path: str, content: str) -> Callable[[Path], object]:
    return lambda raw: (raw / path).write_text(content)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(rewrite("good.txt", GOOD.replace("Monday", "Sunday")), id="as many bytes"),
        pytest.param(rewrite("new.txt", GOOD.replace("bridge", "road")), id="another file"),
        pytest.param(rewrite(".another", "x"), id="another name left out"),
        pytest.param(lambda raw: (raw / "good.txt").unlink(), id="one file less"),
        pytest.param(lambda raw: (raw / "good.txt").rename(raw / "better.txt"), id="another name"),
        pytest.param(lambda raw: shutil.move(raw / "good.txt", raw / "sub"), id="another folder"),
        pytest.param(
            lambda raw: (raw / "packed.txt.gz").write_bytes(gzip.compress(GOOD.encode(), mtime=0)), id="in a file"
        ),
        pytest.param(lambda raw: (raw / "link.txt").rename(raw / "bond.txt"), id="another name of a link"),
    ],
)
def test_a_change_of_the_inputs_is_seen(raw: Path, corpus: Path, change: Callable[[Path], object]) -> None:
    change(raw)
    summary = clean_corpus([raw], corpus, ONE)
    assert not summary.unchanged
    assert clean_corpus([raw], corpus, ONE).unchanged


@pytest.mark.parametrize(
    "settings",
    [
        pytest.param({"dates": Dates(order="dmy")}, id="a setting"),
        pytest.param({"max_rejects": 5}, id="how many rejects there may be"),
        pytest.param({"required": ("date",)}, id="what is required"),
    ],
)
def test_a_change_of_the_settings_is_seen(raw: Path, corpus: Path, settings: dict[str, object]) -> None:
    chosen = ONE.model_copy(update=settings)
    assert not clean_corpus([raw], corpus, chosen).unchanged
    assert clean_corpus([raw], corpus, chosen).unchanged


def test_a_limit_and_an_archive_are_seen(raw: Path, corpus: Path, tmp_path: Path) -> None:
    archive = Path(shutil.copytree(corpus, tmp_path / "archive"))
    for scope in ({"limit": 2}, {"against": archive}, {}):
        assert not clean_corpus([raw], corpus, ONE, **scope).unchanged
        assert clean_corpus([raw], corpus, ONE, **scope).unchanged


def test_another_state_of_the_code_is_seen(raw: Path, corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(manifest, "code_sha256", lambda: "0" * 64)
    assert not clean_corpus([raw], corpus, ONE).unchanged


def test_the_code_is_every_file_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import corpusclean
    import corpusclean_schemas

    monkeypatch.setattr(corpusclean_schemas, "__file__", corpusclean_schemas.__file__)
    package = Path(shutil.copytree(Path(str(corpusclean.__file__)).parent, tmp_path / "corpusclean"))
    monkeypatch.setattr(corpusclean, "__file__", str(package / "__init__.py"))
    plain = manifest.code_sha256.__wrapped__
    before = plain()
    (package / "__pycache__").mkdir(exist_ok=True)
    (package / "__pycache__" / "x.pyc").write_bytes(b"x")
    assert plain() == before
    seen = {before}
    for name in ("dates.py", "new.toml"):
        (package / name).write_text("# another\n")
        seen.add(plain())
    assert len(seen) == 3


@pytest.mark.parametrize("spoil", ["flip", "remove", "manifest"])
def test_a_corpus_that_is_not_as_it_was_written_is_made_anew(raw: Path, corpus: Path, spoil: str) -> None:
    (part,) = (corpus / "data").iterdir()
    before = part.read_bytes()
    if spoil == "flip":
        part.write_bytes(before[:50] + bytes([before[50] ^ 1]) + before[51:])
    elif spoil == "remove":
        part.unlink()
    else:
        text = (corpus / "manifest.json").read_text()
        (corpus / "manifest.json").write_text(text.replace('"clean": 3', '"clean": 4'))
    assert not clean_corpus([raw], corpus, ONE).unchanged
    assert part.read_bytes() == before


def test_what_an_earlier_failure_left_is_cleared(raw: Path, corpus: Path) -> None:
    from corpusclean.errors import RejectsExceeded

    failed = corpus.with_name("corpus.failed")
    with pytest.raises(RejectsExceeded):
        clean_corpus([raw], corpus, ONE.model_copy(update={"max_rejects": 0}))
    assert failed.exists()
    assert clean_corpus([raw], corpus, ONE).unchanged
    assert not failed.exists()


def test_where_the_hashes_are_known_no_document_is_read(
    raw: Path, corpus: Path, by: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(*_: object) -> None:
        raise OSError("a document was read")

    monkeypatch.setattr(fresh, "read_only", read)
    assert clean_corpus([raw], corpus, ONE).unchanged == (by == "hashes")


def test_a_corpus_of_other_files_is_not_taken_for_this_one(raw: Path, corpus: Path, tmp_path: Path) -> None:
    other = Path(shutil.copytree(raw, tmp_path / "other", symlinks=True))
    (other / "good.txt").write_text(GOOD.replace("Monday", "Friday"))
    assert not clean_corpus([other], tmp_path / "second", ONE).unchanged
    # Both are known to the cache, each by its own manifest.
    assert not clean_corpus([other], corpus, ONE).unchanged
    assert clean_corpus([other], corpus, ONE).unchanged
    assert not clean_corpus([raw], corpus, ONE).unchanged


def test_where_times_are_trusted_nothing_is_read(
    raw: Path, corpus: Path, by: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    trusting = Settings(run=RunSettings(workers=1, trust_mtime=True))
    monkeypatch.setattr(cache_module, "RESTS", -60.0)
    (raw / "link.txt").unlink()  # of what is no file times tell nothing
    clean_corpus([raw], corpus, trusting)
    monkeypatch.setattr(Cache, "key", lambda *_: pytest.fail("a file was hashed"))
    assert clean_corpus([raw], corpus, trusting).unchanged == (by == "hashes")


def test_a_file_that_cannot_be_read_for_another_reason_is_seen(
    raw: Path, corpus: Path, by: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if by == "hashes":
        return  # then no reason is looked at: a file that cannot be read has no hash
    told = fresh.read_only
    monkeypatch.setattr(
        fresh, "read_only", lambda task: told(task)._replace(problems={"link.txt": ["file.unreadable"]})
    )
    assert not clean_corpus([raw], corpus, ONE).unchanged
