"""Resume and incremental are one: what is kept is used, and never where anything has changed."""

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import Run
from generate import corpus
from relayed import RULE
from sweep import remember

import corpusclean_schemas
from corpusclean.boilerplate import load_rules
from corpusclean.boilerplate.trial import require_tested
from corpusclean.codes import Reason
from corpusclean.errors import UsageError
from corpusclean.pipeline import map_documents
from corpusclean.read import source
from corpusclean.read.documents import Contents
from corpusclean.run import cache as cache_module
from corpusclean.run import job, keeper, tasks
from corpusclean.run.fresh import Known
from corpusclean.run.job import clean_corpus
from corpusclean.settings import Output, Settings, Tidy
from corpusclean.settings import Run as RunSettings
from corpusclean.verify import verify_corpus

DOCUMENTS = 20


def settings(*, kept: bool = True, **run: object) -> Settings:
    """Several parts of several partitions."""
    return Settings(
        output=Output(part_documents=10),
        run=RunSettings.model_validate(
            {"workers": 1, "partition_documents": 5, "cache": None if kept else "off", **run}
        ),
    )


def digest(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


STEPS = remember(map_documents)
"""What a run only computes is computed once for all tests: they look at whether it is asked for, and of what."""


class Counter:
    """Documents that went through the steps, and parts that were made."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.documents = self.parts = 0
        finish = tasks._finish

        def mapped(raw, chosen):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
            self.documents += len(raw)
            return STEPS(raw, chosen)

        def finished(task, links):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
            self.parts += 1
            return finish(task, links)

        monkeypatch.setattr(tasks, "map_documents", mapped)
        monkeypatch.setattr(tasks, "_finish", finished)

    def take(self) -> tuple[int, int]:
        taken, self.documents, self.parts = (self.documents, self.parts), 0, 0
        return taken


@pytest.fixture(autouse=True)
def _always_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look at what the cache does also where a run would not take place: `run/fresh.py` sees that before."""
    monkeypatch.setattr(job, "already_made", lambda *_: Known())


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    return corpus(tmp_path / "raw", DOCUMENTS)


@pytest.fixture(autouse=True)
def _computed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "map_documents", STEPS)


@pytest.fixture(autouse=True)
def _made_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a run not stop at seeing that its corpus is there already: here the cache is looked at."""
    monkeypatch.setattr(job, "already_made", lambda *_given: Known())


@pytest.fixture
def counter(monkeypatch: pytest.MonkeyPatch) -> Counter:
    return Counter(monkeypatch)


@pytest.fixture
def out(raw: Path, tmp_path: Path, counter: Counter) -> Path:
    """A corpus that stands there, made by a run that kept its work."""
    clean_corpus([raw], tmp_path / "out", settings())
    assert counter.take()[0] == DOCUMENTS
    return tmp_path / "out"


def clean_build(raw: Path) -> dict[str, str]:
    place = raw.parent / "undisturbed"
    shutil.rmtree(place, ignore_errors=True)
    clean_corpus([raw], place, settings(kept=False))
    return digest(place)


def test_a_rerun_does_nothing_again(raw: Path, out: Path, counter: Counter) -> None:
    before = digest(out)
    clean_corpus([raw], out, settings())
    assert counter.take() == (0, 0)
    assert digest(out) == before


def change(raw: Path) -> None:
    path = raw / "1" / "0001.txt"
    path.write_bytes(path.read_bytes().replace(b"date 2", b"date  2") + b"A further sentence.\n")


def insert(raw: Path) -> None:
    (raw / "1" / "new.txt").write_text(" date 2021-12-13\n\nThe harvest was sold before noon, without a word.\n")


def delete(raw: Path) -> None:
    (raw / "1" / "0001.txt").unlink()


def rename(raw: Path) -> None:
    (raw / "1" / "0001.txt").rename(raw / "1" / "renamed.txt")


def change_the_original_of_a_copy(raw: Path) -> None:
    """Its copy, perhaps in another part, is a duplicate no more."""
    for number in range(0, DOCUMENTS, 10):
        original = raw / f"{(number * 7 + 3) % DOCUMENTS % 3}" / f"{(number * 7 + 3) % DOCUMENTS:04d}.txt"
        if b" date 2021" in original.read_bytes():
            original.write_text(" date 2021-12-13\n\nSomething else altogether.\n")
            return
    raise AssertionError("no original")


@pytest.mark.parametrize("what", [change, insert, delete, rename, change_the_original_of_a_copy])
def test_after_a_change_only_what_changed_is_done_and_the_bytes_are_those_of_a_clean_build(
    raw: Path, out: Path, counter: Counter, what: Callable[[Path], None]
) -> None:
    what(raw)
    clean_corpus([raw], out, settings())
    documents, parts = counter.take()
    assert 0 <= documents <= DOCUMENTS / 2
    assert parts < len(list((out / "data").iterdir())) + 1
    assert digest(out) == clean_build(raw)
    assert verify_corpus(out).problems == ()


def test_settings_and_files_that_changed_between_two_runs_are_never_mixed(
    raw: Path, out: Path, counter: Counter
) -> None:
    changed = settings().model_copy(update={"tidy": Tidy(blank_lines=False, trailing_blanks=False)})
    clean_corpus([raw], out, changed)
    assert counter.take()[0] == DOCUMENTS
    clean_corpus([raw], out.with_name("other"), changed.model_copy(update={"run": settings(kept=False).run}))
    assert digest(out) == digest(out.with_name("other"))


@pytest.mark.parametrize("changed", ["rules", "code", "library", "limit"])
def test_rules_code_and_libraries_are_part_of_the_key(
    out: Path, counter: Counter, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, changed: str
) -> None:
    raw, chosen, limit = tmp_path / "raw", settings(), None
    if changed == "rules":
        monkeypatch.setattr(keeper, "load_rules", lambda packs: load_rules(packs)._replace(sha256="0" * 64))
    elif changed == "code":
        (tmp_path / "corpusclean_schemas").mkdir()
        monkeypatch.setattr(corpusclean_schemas, "__file__", str(tmp_path / "corpusclean_schemas/x.py"))
    elif changed == "library":
        monkeypatch.setattr(keeper, "_version", lambda name: "0" if name == "ftfy" else "1")
    else:
        limit = DOCUMENTS - 1
    clean_corpus([raw], out, chosen, limit=limit)
    assert counter.take()[0] == (limit or DOCUMENTS)


class Stopped(Exception):
    pass


def test_a_run_that_was_stopped_is_taken_up_where_it_was(raw: Path, tmp_path: Path, counter: Counter) -> None:
    def stop(done: int, _total: int) -> None:
        if done > DOCUMENTS / 2:
            raise Stopped

    with pytest.raises(Stopped):
        clean_corpus([raw], tmp_path / "out", settings(), progress=stop)
    assert not (tmp_path / "out").exists()
    first, _ = counter.take()
    clean_corpus([raw], tmp_path / "out", settings())
    again, _ = counter.take()
    assert first + again == DOCUMENTS
    assert min(first, again) > 0
    assert digest(tmp_path / "out") == clean_build(raw)


def place() -> Path:
    found = keeper.cache_place(RunSettings())
    assert found is not None
    return found


@pytest.mark.parametrize("harm", ["flipped", "cut", "gone", "entry", "no json"])
def test_rot_in_the_cache_is_found_and_the_work_done_again(
    raw: Path, out: Path, counter: Counter, harm: str
) -> None:
    before = digest(out)
    entry = min((place() / "partitions").glob("*/*"))
    path = min(entry.glob("accepted-*"))
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    if harm == "flipped":
        path.write_bytes(data)
    elif harm == "cut":
        path.write_bytes(data[:-1])
    elif harm == "gone":
        path.unlink()
    elif harm == "entry":
        (entry / "entry.json").write_bytes((entry / "entry.json").read_bytes().replace(b"left_out", b"left_Out"))
    else:
        (entry / "entry.json").write_bytes(b"[" * 100_000)
    clean_corpus([raw], out, settings())
    documents, _ = counter.take()
    assert 0 < documents < DOCUMENTS / 2
    assert digest(out) == before
    clean_corpus([raw], out, settings())
    assert counter.take()[0] == 0


def test_an_entry_that_leads_elsewhere_is_dropped_and_nothing_there_touched(
    raw: Path, out: Path, tmp_path: Path, counter: Counter
) -> None:
    victim = tmp_path / "victim-000000-gone.parquet"
    victim.write_text("years of work")
    for path in (place() / "partitions").glob("*/*/entry.json"):
        entry = json.loads(json.loads(path.read_bytes())["facts"])
        entry["files"]["../../victim-gone.parquet"] = "0" * 64
        facts = json.dumps(entry)
        path.write_text(json.dumps({"facts": facts, "sha256": hashlib.sha256(facts.encode()).hexdigest()}))
    clean_corpus([raw], out, settings())
    assert counter.take()[0] == DOCUMENTS
    assert victim.exists()


def test_rot_in_the_old_corpus_is_not_taken_over(raw: Path, out: Path, counter: Counter) -> None:
    before = digest(out)
    part = min((out / "data").iterdir())
    data = bytearray(part.read_bytes())
    data[len(data) // 2] ^= 1
    part.write_bytes(data)
    clean_corpus([raw], out, settings())
    assert counter.take() == (0, 1)
    assert digest(out) == before


@pytest.mark.parametrize("name", ["0001.txt", "many.jsonl"])
def test_a_file_that_changes_while_it_is_read_is_not_kept_under_what_it_was(
    raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    honest, victim = tasks._map, raw / "1" / name
    (raw / "1" / "many.jsonl").write_text('{"date": "2021-12-13", "text": "The ferry was late again."}\n')
    other = " date 2021-12-13\n\nAnother text, of another length, meanwhile.\n"

    def late(task: tasks.MapTask, contents: Contents | None = None) -> tuple[tasks.Mapped, bool]:
        if any(found.path == str(victim) for found in task.partition.files):
            victim.write_text(other if name.endswith("txt") else '{"date": "2021-12-13", "text": "Early."}\n')
        return honest(task, contents)

    before = victim.read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr(tasks, "_map", late)
        clean_corpus([raw], tmp_path / "out", settings())
    assert victim.read_bytes() != before
    victim.write_bytes(before)
    clean_corpus([raw], tmp_path / "out", settings())
    assert digest(tmp_path / "out") == clean_build(raw)


def test_a_document_is_read_once_and_is_what_was_hashed(
    raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading: list[str] = []
    honest = source.read_file

    def read(path: str, limit: int) -> bytes | Reason:
        reading.append(path)
        return honest(path, limit)

    monkeypatch.setattr("corpusclean.read.documents.read_file", read)
    clean_corpus([raw], tmp_path / "out", settings())
    assert len(reading) == len(set(reading)) == DOCUMENTS


def test_what_could_not_be_read_is_looked_at_again(
    raw: Path, tmp_path: Path, counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = os.read
    with monkeypatch.context() as patch:

        def broken(handle: int, count: int) -> bytes:
            if Path(f"/proc/self/fd/{handle}").readlink().name == "0001.txt":
                raise OSError(5, "Input/output error")
            return honest(handle, count)

        patch.setattr(os, "read", broken)
        made = clean_corpus([raw], tmp_path / "out", settings()).manifest
    assert made["counts"]["codes"]["file.unreadable"] == 1
    counter.take()
    clean_corpus([raw], tmp_path / "out", settings())
    assert 0 < counter.take()[0] < DOCUMENTS / 2
    assert digest(tmp_path / "out") == clean_build(raw)


def rested(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the files have been left alone long enough."""
    monkeypatch.setattr(cache_module, "RESTS", -60.0)


def test_times_are_trusted_only_where_asked_and_a_hash_is_the_judge_otherwise(
    raw: Path, tmp_path: Path, counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    rested(monkeypatch)
    clean_corpus([raw], tmp_path / "out", settings())
    counter.take()
    hashed: list[str] = []
    honest = cache_module._content

    def content(found, data):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
        hashed.append(found.address)
        return honest(found, data)

    monkeypatch.setattr(cache_module, "_content", content)
    clean_corpus([raw], tmp_path / "out", settings(trust_mtime=True))
    assert (counter.take()[0], hashed) == (0, [])
    clean_corpus([raw], tmp_path / "out", settings())
    assert (counter.take()[0], len(hashed)) == (0, DOCUMENTS)
    change(raw)
    clean_corpus([raw], tmp_path / "out", settings(trust_mtime=True))
    assert counter.take()[0] > 0
    assert digest(tmp_path / "out") == clean_build(raw)


def test_a_time_that_was_set_back_is_not_trusted(
    raw: Path, tmp_path: Path, counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    rested(monkeypatch)
    clean_corpus([raw], tmp_path / "out", settings())
    victim = raw / "1" / "0001.txt"
    before, data = victim.stat(), victim.read_bytes()
    victim.write_bytes(data[:-10] + b"x" * 10)
    os.utime(victim, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert victim.stat().st_size == before.st_size
    counter.take()
    clean_corpus([raw], tmp_path / "out", settings(trust_mtime=True))
    assert counter.take()[0] > 0
    assert digest(tmp_path / "out") == clean_build(raw)


def test_a_file_that_was_just_written_has_times_that_tell_nothing(
    raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache_module, "RESTS", 3600.0)
    clean_corpus([raw], tmp_path / "out", settings())
    assert not list((place() / "times").glob("*/*"))


def test_the_cap_holds_and_what_was_not_used_for_longest_goes(raw: Path, out: Path) -> None:
    entries = sorted((place() / "partitions").glob("*/*"))
    os.utime(entries[0], (1, 1))
    held = keeper.measure(settings())[1].bytes
    keeper.prune(place(), held - 1)
    assert not entries[0].exists()
    assert all(entry.exists() for entry in entries[1:])
    clean_corpus([raw], out, settings(cache_mib=0))
    assert keeper.measure(settings())[1].bytes == 0
    assert digest(out) == clean_build(raw)


def test_a_full_cache_takes_nothing_more_in(raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[bool] = []
    honest = keeper.Keeper.now

    def now(self: keeper.Keeper) -> object:
        lent = honest(self)
        kept.append(bool(lent and lent.store))
        return lent

    monkeypatch.setattr(keeper.Keeper, "now", now)
    clean_corpus([raw], tmp_path / "out", settings(cache_mib=0))
    assert kept[0]
    assert not kept[-1]
    assert digest(tmp_path / "out") == clean_build(raw)


@pytest.mark.parametrize("where", ["/dev/null/x", "/proc/x"])
def test_a_cache_that_cannot_be_written_is_no_obstacle(raw: Path, tmp_path: Path, where: str) -> None:
    clean_corpus([raw], tmp_path / "out", settings(cache=where))
    assert digest(tmp_path / "out") == clean_build(raw)


def test_a_folder_of_somebody_else_is_no_cache(raw: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("years of work")
    with pytest.raises(UsageError, match="is no cache of ours"):
        clean_corpus([raw], tmp_path / "out", settings(cache=str(tmp_path / "mine")))
    with pytest.raises(UsageError, match="is no cache of ours"):
        keeper.clear(settings(cache=str(tmp_path / "mine")))
    assert (tmp_path / "mine" / "thesis.txt").read_text() == "years of work"


@pytest.mark.usefixtures("out")
def test_the_cache_is_for_its_owner_alone() -> None:
    assert place().stat().st_mode & 0o077 == 0


def test_the_command_tells_and_clears(run: Run, seeds: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    assert run("clean", seeds, "--out", "out", "--cache", kept).returncode == 0
    told = run("cache", "--cache", kept)
    assert told.returncode == 0
    assert told.stdout.startswith(f"{kept}: 4 entries, 0.")
    assert "removed 4 entries" in run("cache", "--cache", kept, "--clear").stdout
    assert run("cache", "--cache", kept).stdout.startswith(f"{kept}: 0 entries, 0.0 MiB of 10240 MiB")
    assert "off" in run("cache", "--cache", "off").stdout


def test_a_disk_that_is_full_for_the_cache_is_no_obstacle(
    raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_source: Path, _target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(cache_module, "_link", full)
    clean_corpus([raw], tmp_path / "out", settings())
    assert not list(place().glob("new-*"))
    assert digest(tmp_path / "out") == clean_build(raw)


def test_a_cache_that_another_run_begins_meanwhile_is_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = Path.iterdir

    def late(path: Path) -> Iterator[Path]:
        (path / keeper.MARKER).touch()
        return listed(path)

    monkeypatch.setattr(Path, "iterdir", late)
    assert keeper._ready(tmp_path / "cache")


def test_without_a_home_nothing_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)

    def homeless() -> Path:
        raise RuntimeError("no home")

    monkeypatch.setattr(Path, "home", homeless)
    assert keeper.cache_place(RunSettings()) is None
    (tmp_path / "rule.toml").write_text(RULE)
    require_tested((str(tmp_path / "rule.toml"),))


def test_a_cache_that_would_be_read_as_documents_is_refused(tmp_path: Path) -> None:
    raw = corpus(tmp_path / "raw", DOCUMENTS)
    for place in (raw, raw / "work", raw / "sub" / "work"):
        with pytest.raises(UsageError, match="and would be read as documents"):
            clean_corpus([raw], tmp_path / "corpus", settings(cache=str(place)))
    # Hidden names are left out, and so is what the settings name.
    clean_corpus([raw], tmp_path / "corpus", settings(cache=str(raw / ".work")))
    excluding = settings(cache=str(raw / "sub" / "work")).model_copy(update={"exclude": (".*", "/sub")})
    clean_corpus([raw], tmp_path / "again", excluding)
    again = clean_corpus([raw], tmp_path / "again", excluding)
    assert again.manifest["documents"]["found"] == DOCUMENTS
    assert digest(tmp_path / "again" / "data") == digest(tmp_path / "corpus" / "data")


def test_a_cache_in_what_a_run_writes_is_refused(tmp_path: Path) -> None:
    """It would be what no corpus of ours holds: the next run would leave that as it is."""
    raw, out = corpus(tmp_path / "raw", DOCUMENTS), tmp_path / "corpus"
    clean_corpus([raw], out, settings())
    for place in (out, out / "work", tmp_path / ".corpus.corpusclean", tmp_path / "corpus.failed" / "work"):
        with pytest.raises(UsageError, match=r"the cache .* lies in --out .*corpus; name a folder beside it"):
            clean_corpus([raw], out, settings(cache=str(place)))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["corpus", "raw"]
