"""What stands where a corpus goes is not ours to touch; one run writes it; what is done stays done."""

import errno
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import forkserver
from pathlib import Path
from types import FrameType

import pytest
from conftest import TIMEOUT, Folder, Run

from corpusclean import cli
from corpusclean.errors import OutputBusy, RejectsExceeded, RunFailed, UsageError
from corpusclean.run import worker
from corpusclean.run.job import clean_corpus
from corpusclean.settings import Settings
from corpusclean.verify import restore_corpus, verify_corpus
from corpusclean.write.publish import LONGEST_NAME, MARKER, check_output, side_paths, staging

GOOD = " date 2021-12-13 \n\n\nThe council met on Monday and will vote on the new bridge in the spring.\n"
STRICT = Settings(max_rejects=0)


@pytest.fixture
def raw(folder: Folder) -> Path:
    return folder({"a.txt": GOOD})


@pytest.fixture
def out(raw: Path, tmp_path: Path) -> Path:
    """A corpus that stands there already."""
    clean_corpus([raw], tmp_path / "corpus", Settings())
    return tmp_path / "corpus"


def test_a_foreign_file_in_a_corpus_of_ours_is_named_and_stays(raw: Path, out: Path) -> None:
    (out / "data" / "notes.txt").write_text("mine")
    with pytest.raises(UsageError, match=r"\(data/notes\.txt\), and is left as it is"):
        clean_corpus([raw], out, Settings())
    assert (out / "data" / "notes.txt").read_text() == "mine"


def test_a_foreign_file_that_comes_while_the_run_is_under_way_stays(raw: Path, out: Path) -> None:
    notes = out / "notes.txt"
    (raw / "new.txt").write_text(" date 2021-12-13\n\nWithout it there would be nothing to do.\n")
    with pytest.raises(UsageError, match=r"\(notes\.txt\)"):
        clean_corpus([raw], out, Settings(), progress=lambda _done, _total: notes.touch())
    assert notes.exists()


@pytest.mark.parametrize(
    "manifest",
    [
        '{"corpusclean": 1}',
        '{"corpusclean": 1, "files": 5}',
        '{"corpusclean": 1, "files": [{"path": []}, 3]}',
        '{"files": [{"path": "thesis.txt"}]}',
        '{"corpusclean": 1, "files": [{"path": "thesis.txt"}]}',
        "[" * 100_000,
    ],
    ids=[
        "no files",
        "files is no list",
        "files of no file",
        "not of ours",
        "no file of ours",
        "nested too deeply",
    ],
)
def test_a_manifest_that_only_looks_like_ours_gives_nothing_away(raw: Path, tmp_path: Path, manifest: str) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "manifest.json").write_text(manifest)
    (mine / "thesis.txt").write_text("years of work")
    with pytest.raises(UsageError, match=r"thesis\.txt"):
        clean_corpus([raw], mine, Settings())
    assert sorted(path.name for path in mine.iterdir()) == ["manifest.json", "thesis.txt"]


def test_a_link_in_a_corpus_is_foreign_and_not_followed(out: Path, tmp_path: Path) -> None:
    (out / "data" / "link").symlink_to(tmp_path)
    with pytest.raises(UsageError, match=r"\(data/link\)"):
        check_output(out)


def test_a_foreign_folder_where_the_staging_folder_goes_is_refused(raw: Path, tmp_path: Path) -> None:
    folder, lock, _ = side_paths(tmp_path / "corpus")
    folder.mkdir()
    (folder / "thesis.txt").write_text("years of work")
    with pytest.raises(UsageError, match="is no staging folder of ours"):
        clean_corpus([raw], tmp_path / "corpus", Settings())
    assert [path.name for path in folder.iterdir()] == ["thesis.txt"]
    assert not lock.exists()


def test_a_link_where_the_staging_folder_goes_is_not_followed(raw: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / MARKER).touch()
    folder, _, _ = side_paths(tmp_path / "corpus")
    folder.symlink_to(mine)
    with pytest.raises(UsageError, match="is no staging folder of ours"):
        clean_corpus([raw], tmp_path / "corpus", Settings())
    assert [path.name for path in mine.iterdir()] == [MARKER]


def test_a_link_where_the_lock_goes_is_not_followed(raw: Path, tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    _, lock, _ = side_paths(tmp_path / "corpus")
    lock.symlink_to(tmp_path / "thesis.txt")
    with pytest.raises(RunFailed, match="symbolic links"):
        clean_corpus([raw], tmp_path / "corpus", Settings())
    assert (tmp_path / "thesis.txt").read_text() == "years of work"
    assert lock.is_symlink()


@pytest.mark.parametrize("name", [".corpus.corpusclean", ".corpus.corpusclean/work", "corpus.failed/rejects"])
def test_an_input_where_a_run_writes_is_refused(tmp_path: Path, name: str) -> None:
    source = tmp_path / name
    source.mkdir(parents=True)
    (source / "a.txt").write_text(GOOD)
    with pytest.raises(UsageError, match="lie within each other"):
        clean_corpus([source], tmp_path / "corpus", Settings())
    assert (source / "a.txt").read_text() == GOOD


def test_a_corpus_within_the_input_is_no_folder_of_documents(run: Run, folder: Folder, tmp_path: Path) -> None:
    raw = folder({"a.txt": GOOD, "mine/manifest.json": "{}", "mine/pipe/b.txt": GOOD})
    os.mkfifo(raw / "mine/pipe/manifest.json")  # nobody writes into it: who reads it waits for ever
    clean_corpus([raw / "a.txt"], raw / "old/corpus", Settings())
    for command in (["clean", "--out", tmp_path / "out"], ["check"], ["sniff"], ["discover"]):
        ran = run(*command, raw)
        assert (ran.returncode, ran.stdout) == (2, "")
        assert f"{raw}/old/corpus: a corpus that corpusclean wrote" in ran.stderr
    (raw / "corpusclean.toml").write_text('exclude = ["old", "mine"]')
    for source in (raw, raw / "old/corpus/data"):
        assert run("clean", source, "--out", tmp_path / "out").stdout.startswith("1 document: 1 clean")


def test_a_foreign_folder_where_a_failure_goes_is_refused(raw: Path, tmp_path: Path) -> None:
    mine = tmp_path / "corpus.failed"
    mine.mkdir()
    (mine / "why.txt").write_text("mine")
    with pytest.raises(UsageError, match=r"corpus\.failed: holds what no corpus of ours does \(why\.txt\)"):
        clean_corpus([raw], tmp_path / "corpus", Settings())
    assert (mine / "why.txt").read_text() == "mine"


def test_a_corpus_where_a_failure_goes_is_refused_and_stays(raw: Path, tmp_path: Path) -> None:
    clean_corpus([raw], tmp_path / "corpus.failed", Settings())
    for settings in (Settings(), STRICT):
        with pytest.raises(
            UsageError, match=r"corpus\.failed: a corpus stands where a run that fails would leave"
        ):
            clean_corpus([raw], tmp_path / "corpus", settings)
    assert verify_corpus(tmp_path / "corpus.failed").problems == ()


CONTENDER = """
import os, sys, time
from pathlib import Path
from corpusclean.errors import OutputBusy
from corpusclean.write.publish import staging

held, me, end = 0, str(os.getpid()), time.monotonic() + 2
while time.monotonic() < end:
    try:
        with staging(Path(sys.argv[1])) as at:
            holder = at.work / "holder"
            assert not holder.exists(), "another's"
            holder.write_text(me)
            assert holder.read_text() == me, "another's"
            held += 1
    except OutputBusy:
        pass
print(held)
"""


def test_an_output_is_never_held_by_two(tmp_path: Path) -> None:
    command = [sys.executable, "-c", CONTENDER, str(tmp_path / "corpus")]
    contenders = [subprocess.Popen(command, stdout=-1, stderr=-1, text=True) for _ in range(4)]
    said = [contender.communicate(timeout=TIMEOUT) for contender in contenders]
    assert [errors for _, errors in said] == [""] * 4
    assert sum(int(held) for held, _ in said) > 10
    assert list(tmp_path.iterdir()) == []


def test_an_output_that_is_held_is_busy_and_free_again_afterwards(tmp_path: Path) -> None:
    with staging(tmp_path / "corpus"):
        with pytest.raises(OutputBusy, match=f"process {os.getpid()}"), staging(tmp_path / "corpus"):
            pass
        assert side_paths(tmp_path / "corpus")[0].is_dir()
    with staging(tmp_path / "corpus") as at:
        assert at.work.is_dir()


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EACCES, errno.EIO])
def test_a_lock_that_cannot_be_written_is_told_with_its_way_out_and_goes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    def fail(*_: object) -> None:
        raise OSError(code, os.strerror(code))

    with monkeypatch.context() as patched:
        patched.setattr(os, "pwrite", fail)
        with pytest.raises(RunFailed) as told, staging(tmp_path / "corpus"):
            pass
    said = str(told.value)
    assert said.startswith(f"{side_paths(tmp_path / 'corpus')[1]}: {os.strerror(code)}")
    assert ("free there; make room" in said) == (code == errno.ENOSPC)
    assert ("must be writable" in said) == (code == errno.EACCES)
    assert list(tmp_path.iterdir()) == []
    with staging(tmp_path / "corpus"):
        pass


def test_a_clearing_up_that_was_cut_short_is_no_obstacle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "corpus"
    remove = shutil.rmtree

    def cut_short(path: Path, *, ignore_errors: bool) -> None:
        (path / MARKER).unlink(missing_ok=True)
        remove(path, ignore_errors=ignore_errors)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt), staging(out):
        patch.setattr(shutil, "rmtree", cut_short)
    assert side_paths(out)[0].exists()
    with staging(out) as at:
        assert at.corpus.is_dir()


def test_a_run_killed_before_it_marked_its_staging_folder_is_no_obstacle(tmp_path: Path) -> None:
    side_paths(tmp_path / "corpus")[0].mkdir()
    with staging(tmp_path / "corpus") as at:
        assert at.corpus.is_dir()


@contextmanager
def handled(number: signal.Signals) -> Iterator[None]:
    """Raise in the midst of things at a signal, as the command line does."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise cli.Terminated(128 + number)

    before = signal.signal(number, stop)
    try:
        yield
        assert signal.getsignal(number) is stop
    finally:
        signal.signal(number, before)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_after_publishing_changes_nothing(
    folder: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: signal.Signals
) -> None:
    out = tmp_path / "corpus"
    raw = folder({"a.txt": "no header"})
    with pytest.raises(RejectsExceeded):
        clean_corpus([raw], out, STRICT)
    folder({"a.txt": GOOD})
    remove, sent = shutil.rmtree, list[Path]()

    def disturbed(path: Path, *, ignore_errors: bool = False) -> None:
        if out.exists():
            sent.append(path)
            os.kill(os.getpid(), number)
        remove(path, ignore_errors=ignore_errors)

    monkeypatch.setattr(shutil, "rmtree", disturbed)
    with handled(number):
        assert clean_corpus([raw], out, Settings()).manifest["documents"]["clean"] == 1
    assert sent
    assert sorted(path.name for path in tmp_path.iterdir()) == ["corpus", "raw"]


def test_an_interrupt_while_workers_are_started_is_not_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forkserver, "ensure_running", lambda: os.kill(os.getpid(), signal.SIGINT))
    with handled(signal.SIGINT), pytest.raises(cli.Terminated):
        worker.prepare()
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, ())


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_while_the_summary_is_printed_does_not_undo_the_corpus(
    raw: Path, tmp_path: Path, number: signal.Signals
) -> None:
    script = (
        "import os, typer, corpusclean.cli\n"
        f"typer.echo = lambda _text, **_named: os.kill(os.getpid(), {int(number)})\n"
        "corpusclean.cli.main()\n"
    )
    command = [sys.executable, "-c", script, "clean", str(raw), "--out", str(tmp_path / "corpus")]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert verify_corpus(tmp_path / "corpus").problems == ()


def test_a_name_is_as_long_as_it_may_be_and_no_longer(raw: Path, tmp_path: Path) -> None:
    longest = tmp_path / ("\u00e9" * (LONGEST_NAME // 2))
    clean_corpus([raw], longest, Settings())
    assert verify_corpus(longest).problems == ()
    with pytest.raises(UsageError, match="the name is too long"):
        clean_corpus([raw], tmp_path / f"{longest.name}x", Settings())


@pytest.mark.parametrize("name", [".", "y/..", ".."])
def test_an_output_without_a_name_is_refused(
    raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    here = tmp_path / "here"
    (here / "y").mkdir(parents=True)
    monkeypatch.chdir(here)
    with pytest.raises(UsageError, match="no name of a folder"):
        clean_corpus([raw], Path(name), Settings())
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["a.txt", "here", "raw", "y"]


@pytest.mark.parametrize("redirection", ["> /dev/full", ">&- 2>&-"])
def test_a_summary_that_nobody_can_read_does_not_undo_the_corpus(
    raw: Path, tmp_path: Path, redirection: str
) -> None:
    script = f'"$0" -m corpusclean clean "$1" --out "$2" {redirection}'
    done = subprocess.run(
        ["bash", "-c", script, sys.executable, str(raw), str(tmp_path / "corpus")],
        check=False,
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert verify_corpus(tmp_path / "corpus").problems == ()


def test_a_failure_proves_itself_restores_what_it_has_and_goes_when_a_run_succeeds(
    folder: Folder, tmp_path: Path
) -> None:
    raw = folder({"a.txt": GOOD, "b.txt": "no header"})
    with pytest.raises(RejectsExceeded):
        clean_corpus([raw], tmp_path / "corpus", STRICT)
    failed = tmp_path / "corpus.failed"
    verified = verify_corpus(failed)
    assert (verified.documents, verified.problems) == (1, ())

    restored = restore_corpus(failed, tmp_path / "again")
    assert (tmp_path / "again" / "b.txt").read_bytes() == b"no header"
    assert restored.files == 1
    assert restored.missing == ("1 document: not in this folder, which holds the rejects of a run that failed",)

    clean_corpus([raw], tmp_path / "corpus", Settings())
    assert not failed.exists()
