"""Input from and output to real servers on loopback, as a user runs it; and servers that fail."""

import io
import json
import re
import signal
import tarfile
from pathlib import Path

import pytest
from conftest import SEEDS, Run
from object_stores import BUCKET, KEY, SECRET, Fault, Server, every, faulty, rclone
from stored import CONFIG, below, clean, files_of, url
from typer.testing import CliRunner, Result

from corpusclean import cli
from corpusclean.codes import Reason
from corpusclean.errors import RejectsExceeded, RunFailed, UsageError
from corpusclean.read import read_documents
from corpusclean.storage import Bucket, bucket_of
from corpusclean.storage import bucket as bucket_module
from corpusclean.storage.client import Client
from corpusclean.storage.url import Url
from corpusclean.write.manifest import to_bytes


def test_a_corpus_is_the_same_bytes_wherever_it_is_read_from_and_written_to(
    run: Run, store: Server, expected: dict[str, bytes], tmp_path: Path
) -> None:
    done = run("clean", store.url("raw"), "--out", store.url("same"), "--config", CONFIG)
    assert done.returncode == 0
    assert re.fullmatch(
        r"18 files listed in [\d.]+ s \([\d,]+ a second\), read and cleaned in [\d.]+ s "
        r"\(\d+ files, 0\.0 MiB a second\)\.\n",
        done.stderr,
    )
    assert f"The corpus is in s3://{BUCKET}/same, what was found" in done.stdout
    assert below(store.objects("same/"), "same") == expected
    assert not [name for name in store.objects() if "lock" in name]
    proven = run("verify", store.url("same"))
    assert (proven.returncode, proven.stdout) == (
        0, f"s3://{BUCKET}/same: 7 files and 18 documents are what they were.\n",
    )  # fmt: skip
    assert run("restore", store.url("same"), "--out", tmp_path / "again").returncode == 0
    again = {path.name: path.read_bytes() for path in (tmp_path / "again").iterdir()}
    assert again == {path.name: path.read_bytes() for path in SEEDS.iterdir() if path.name in again}
    assert len(again) == 18


def check(*arguments: str | Path) -> Result:
    """Check what the store holds, in this process."""
    done = CliRunner().invoke(cli.app, ["check", "--workers", "1", *map(str, arguments)])
    assert done.exception is None or isinstance(done.exception, SystemExit), repr(done.exception)
    return done


@pytest.mark.parametrize(
    ("form", "pointed"),
    [
        ("text", f"s3://{BUCKET}/pointed/a b.txt:2:1: error date.invalid"),
        ("json", f'"path": "s3://{BUCKET}/pointed/a b.txt",\n   "line": 2'),
        ("github", f"::error file=s3%3A//{BUCKET}/pointed/a b.txt,line=2,"),
        ("sarif", f'"artifactLocation": {{\n         "uri": "s3://{BUCKET}/pointed/a%20b.txt"\n'),
        ("junit", f'file="s3://{BUCKET}/pointed/a b.txt" line="2"'),
    ],
)
def test_a_check_points_at_the_object(store: Server, form: str, pointed: str) -> None:
    store.put(
        {"pointed/a b.txt": b"\n date 2021-02-30\n\nRain fell over the valley on Monday, and the river rose.\n"}
    )
    done = check(store.url("pointed"), "--format", form)
    assert done.exit_code == 1
    assert pointed in done.stdout
    assert store.endpoint not in done.output


def test_a_baseline_knows_objects_by_their_urls(store: Server, tmp_path: Path) -> None:
    known, bad = tmp_path / "known.json", b" date 2021-02-30\n\nRain fell over the valley on Monday.\n"
    store.put({"known/a.txt": bad, "known/b.txt": bad.replace(b"Rain", b"Snow")})
    check(store.url("known"), "--baseline", known, "--update-baseline")
    paths = {each["path"] for each in json.loads(known.read_text())["findings"]}
    assert paths == {f"s3://{BUCKET}/known/a.txt", f"s3://{BUCKET}/known/b.txt"}
    with faulty(store, lambda *_: None) as elsewhere:  # the same objects, behind another endpoint
        assert check(elsewhere.url("known"), "--baseline", known).exit_code == 0
    store.put({"known/b.txt": bad.replace(b"02-30", b"02-28")})
    done = check(store.url("known"), "--baseline", known)
    assert (done.exit_code, done.stdout) == (0, "")
    assert "1 known finding left out (--baseline). 1 known finding fixed" in done.stderr


def test_a_store_has_no_history(store: Server) -> None:
    done = check(store.url("raw"), "--changed-since", "HEAD")
    assert done.exit_code == 2
    assert f"s3://{BUCKET}/raw: a store has no history of git's; name files" in done.stderr


@pytest.mark.parametrize("variable", ["AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL"])
def test_the_environment_may_name_the_store(
    run: Run, store: Server, expected: dict[str, bytes], monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    """To read from it and to lock it: else one would go to a stranger's store, with a signature."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    monkeypatch.setenv(variable, f"http://{store.endpoint}/")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    raw, out = (f"s3://{BUCKET}/{place}" for place in ("raw", variable))
    done = run("clean", raw, "--out", out, "--config", CONFIG)
    assert done.returncode == 0, done.stderr
    assert below(store.objects(f"{variable}/"), variable) == expected


def test_a_second_corpus_takes_the_place_of_the_first(store: Server, tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "a.txt").write_text(" date 2021-12-13\n\nRain fell over the valley on Monday, and the river rose.\n")
    out = store.url("replaced")
    clean(raw, out)
    (raw / "b.txt").write_text(" date 2021-12-14\n\nOn Tuesday the river fell again, and the road was opened.\n")
    clean(raw, out)
    clean(raw, tmp_path / "out")
    assert below(store.objects("replaced/"), "replaced") == files_of(tmp_path / "out")


def test_too_many_rejects_publish_nothing(store: Server) -> None:
    with pytest.raises(RejectsExceeded, match=f"the report are in s3://{BUCKET}/strict.failed$"):
        clean(store.url("raw"), store.url("strict"), max_rejects=1)
    assert store.objects("strict/") == {}
    assert "strict.failed/report.html" in store.objects("strict.failed/")


def test_what_is_not_ours_is_left_as_it_is(store: Server) -> None:
    store.put({"taken/notes.txt": b"mine"})
    with pytest.raises(UsageError, match=r"holds what no corpus of ours does \(notes.txt\)"):
        clean(store.url("raw"), store.url("taken"))
    assert store.objects("taken/") == {"taken/notes.txt": b"mine"}


def test_a_manifest_gives_away_no_more_than_a_run_puts_there(store: Server) -> None:
    manifest = {"files": [{"path": "notes.txt"}], "documents": {}, "published": True}
    there = {"listed/notes.txt": b"mine", "listed/manifest.json": to_bytes(manifest)}
    store.put(there)
    with pytest.raises(UsageError, match=r"holds what no corpus of ours does \(notes.txt\)"):
        clean(store.url("raw"), store.url("listed"))
    assert store.objects("listed/") == there


def test_a_corpus_where_a_failure_goes_is_refused_and_stays(store: Server) -> None:
    clean(store.url("raw"), store.url("kept.failed"))
    before = store.objects("kept.failed/")
    with pytest.raises(UsageError, match="a corpus stands where a run that fails would leave its rejects"):
        clean(store.url("raw"), store.url("kept"), max_rejects=1)
    assert store.objects("kept.failed/") == before


def test_what_comes_while_parts_are_sent_is_left_as_it_is(store: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    put = Bucket.put

    def put_late(bucket: Bucket, *given: object) -> None:
        store.put({"late/notes.txt": b"mine"})
        put(bucket, *given)  # type: ignore[arg-type]  # as it came

    monkeypatch.setattr(Bucket, "put", put_late)
    clean(store.url("raw"), store.url("late"))
    assert store.objects("late/")["late/notes.txt"] == b"mine"


def test_once_the_manifest_is_there_a_signal_changes_nothing(
    store: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw, out, delete = tmp_path / "raw", store.url("late-signal"), Client.delete
    raw.mkdir()
    for day, said in (("12", "rose"), ("13", "fell")):
        (raw / "a.txt").write_text(
            f" date 2021-12-{day}\n\nOn Monday the river {said}, and the road was closed.\n"
        )
        clean(raw, out)

        def delete_late(client: Client, place: Url) -> None:
            if "part-" in place.key:  # not the lock's
                signal.raise_signal(signal.SIGINT)
            delete(client, place)

        monkeypatch.setattr(Client, "delete", delete_late)
    clean(raw, tmp_path / "out")
    assert below(store.objects("late-signal/"), "late-signal") == files_of(tmp_path / "out")
    assert not [name for name in store.objects() if "late-signal.lock" in name]


@pytest.mark.parametrize(
    ("inputs", "out", "said"),
    [
        ("nowhere", "x", "there is nothing"),
        ("raw", "raw/out", "lie within each other"),
        ("raw", "", "a bucket as a whole cannot be a corpus"),
    ],
)
def test_what_cannot_be_is_refused(store: Server, inputs: str, out: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        clean(store.url(inputs), store.url(out))


def test_objects_are_found_as_files_are(store: Server, tmp_path: Path) -> None:
    """An archive, odd names, a name left out, an empty one, one object alone, two inputs."""
    text = b" date 2021-12-13\n\nRain fell over the valley on Monday, and the river rose by a metre.\n"
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        member = tarfile.TarInfo("m.txt")
        member.size = len(text)
        archive.addfile(member, io.BytesIO(text))
    files = {"a.tar.gz": packed.getvalue(), "b c+%20#é.txt": text, ".hidden": text, "s/d.txt": text, "e.txt": b""}
    store.put({f"odd/{name}": data for name, data in files.items()})
    folder = tmp_path / "odd"
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    here, there = (read_documents(place) for place in (folder, store.url("odd")))
    assert here.to_dict() == there.to_dict()
    assert sorted(here["address"]) == ["a.tar.gz!m.txt", "b c+%20#é.txt", "e.txt", "s/d.txt"]
    two = read_documents(store.url("odd/s/d.txt"), folder)
    assert max(two["address"]) == "odd/s/d.txt"
    assert len(two) == 5


def test_inputs_in_a_store_have_their_names(store: Server) -> None:
    """One or several, and without what the URL says of how to reach the store."""
    names = ("x/a.txt", "y/b.txt")
    store.put({f"named/{name}": f" date 2021-12-13\n\nRain: {name}.\n".encode() for name in names})
    inputs = [store.url(f"named/{name}") for name in names]
    assert sorted(read_documents(*inputs)["address"]) == ["a.txt", "b.txt"]
    assert read_documents(inputs[0])["address"].tolist() == ["a.txt"]
    folders = [store.url(f"named/{name}") for name in "xy"]
    assert sorted(read_documents(*folders)["address"]) == list(names)
    with pytest.raises(UsageError, match="lies within another input"):
        read_documents(store.url("named"), inputs[0])


def test_an_object_whose_key_has_an_empty_part_is_a_reject_and_costs_itself(store: Server, run: Run) -> None:
    """No folder has such a file; a store lists it, and Arrow refuses to ask for it."""
    text = b" date 2021-12-13\n\nRain fell over the valley on Monday, and the river rose by a metre.\n"
    empty = ("x//y.txt", "/z.txt", "a//b//c.txt")
    store.put({f"empty/{name}": text for name in (*empty, "ok.txt")})
    found = check(store.url("empty"))
    assert found.exit_code == 1
    assert [line.split(" error ")[0] for line in found.stdout.splitlines()] == [
        f"s3://{BUCKET}/empty/{name}:1:1:" for name in sorted(empty)
    ]
    assert found.stdout.count("file.unreadable: its key has two slashes with no name between them") == len(empty)
    done = run("clean", store.url("empty"), "--out", store.url("of-empty"), "--json")
    assert json.loads(done.stdout)["documents"] == {"found": 4, "clean": 1, "duplicates": 0, "rejects": 3}


def test_a_store_that_cannot_create_only_is_refused(tmp_path: Path, expected: dict[str, bytes]) -> None:
    with rclone(tmp_path / "rclone") as server:
        server.put({f"raw/{path.name}": path.read_bytes() for path in SEEDS.iterdir()})
        with pytest.raises(UsageError, match="overwrites what it was asked only to create"):
            clean(server.url("raw"), server.url("out"))
        assert server.objects("out/") == server.objects(".out") == {}
        clean(server.url("raw"), server.url("out"), lock=False)
        assert below(server.objects("out/"), "out") == expected


def test_credentials_that_are_refused_are_not_told(run: Run, tmp_path: Path) -> None:
    with rclone(tmp_path / "rclone") as server:
        server.put({"raw/a.txt": b" date 2021-12-13\n\nRain.\n"})
        wrong = {"AWS_ACCESS_KEY_ID": "AKIDWRONG", "AWS_SECRET_ACCESS_KEY": "not-the-secret"}
        done = run("clean", server.url("raw"), "--out", tmp_path / "out", **wrong)
        assert done.returncode == 3
        assert f"s3://{BUCKET}/raw: cannot be" in done.stderr
        assert not [word for word in wrong.values() if word in done.stderr + done.stdout]
        assert len(done.stderr.splitlines()) == 1


MANY = 3
"""Looks at a lock that are enough: it is written once and read again."""


@pytest.mark.parametrize(("refused", "status"), [("", 0), ("GET", 1), ("PUT", 3)])
def test_credentials_that_are_right_are_told_nowhere(
    run: Run, store: Server, tmp_path: Path, refused: str, status: int
) -> None:
    """Whether all goes well or the store refuses: in no output, no object, the lock among them, no cache."""
    locks = list[bytes]()

    def fault(method: str, path: str, _number: int) -> str | None:
        if len(locks) < MANY:  # to look for it takes longer than what is tried
            locks.extend(store.objects(".told").values())
        mine = "/raw/0" in path if method == "GET" else f"/told{status}/" in path
        return "403" if method == refused and mine else None

    with faulty(store, fault) as proxy:
        call = ["clean", proxy.url("raw"), "--out", proxy.url(f"told{status}"), "--config", CONFIG, "--verbose"]
        done = run(*call, "--cache", tmp_path / "cache")
    assert done.returncode == status, done.stderr
    kept = [path.read_bytes() for path in (tmp_path / "cache").rglob("*") if path.is_file()]
    assert kept or refused == "GET"
    assert locks
    for place in (done.stdout.encode(), done.stderr.encode(), *store.objects().values(), *locks, *kept):
        assert not [word for word in (KEY, SECRET) if word.encode() in place]


@pytest.mark.parametrize(
    "fault",
    [
        every(3, "500", "GET", "PUT", "HEAD", "POST"),
        every(4, "429", "GET", "PUT", "HEAD"),
        every(3, "503", "GET", "PUT", "HEAD", "DELETE"),
        every(3, "cut", "GET"),
        every(3, "lost", "PUT"),
    ],
    ids=["500", "429", "503", "cut", "lost"],
)
def test_a_store_that_fails_now_and_then_gives_the_same_bytes(
    store: Server, expected: dict[str, bytes], fault: Fault, request: pytest.FixtureRequest
) -> None:
    name = f"faulty-{request.node.callspec.id}"
    with faulty(store, fault) as proxy:
        clean(proxy.url("raw"), proxy.url(name))
    assert below(store.objects(f"{name}/"), name) == expected
    assert store.objects(f".{name}") == {}


def test_a_store_that_is_gone_ends_the_run_and_rejects_nothing(
    store: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bucket_module, "ATTEMPTS", 2)

    def fault(method: str, path: str, _number: int) -> str | None:
        return "500" if method == "GET" and "list-type" not in path else None

    with faulty(store, fault) as proxy, pytest.raises(RunFailed, match="cannot be read: "):
        Bucket(url(proxy, "raw")).read(url(proxy, "raw").below("README.md"))


def test_a_write_that_is_never_answered_fails(store: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bucket_module, "ATTEMPTS", 2)
    with faulty(store, every(1, "500", "PUT", "POST")) as proxy:
        bucket = Bucket(url(proxy, "x"))
        with pytest.raises(RunFailed, match="cannot be written"):
            bucket.put(url(proxy, "never"), io.BytesIO(b"data"), "0" * 64)


def test_a_commit_that_is_cut_short_leaves_the_old_corpus(
    store: Server, expected: dict[str, bytes], tmp_path: Path
) -> None:
    """Pages and manifest cannot be written: the old manifest still holds, and the next run clears up."""
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "a.txt").write_text(" date 2021-12-13\n\nRain fell over the valley on Monday, and the river rose.\n")
    clean(raw, store.url("killed"))
    before = store.objects("killed/")

    def fault(method: str, path: str, _number: int) -> str | None:
        return "403" if method == "PUT" and ("README" in path or "manifest" in path) else None

    with faulty(store, fault) as proxy, pytest.raises(RunFailed, match="cannot be written"):
        clean(store.url("raw"), proxy.url("killed"))
    after = store.objects("killed/")
    assert {name: after[name] for name in before} == before
    assert len(after) > len(before)
    clean(store.url("raw"), store.url("killed"))
    assert below(store.objects("killed/"), "killed") == expected


def test_an_object_that_is_gone_or_too_large_is_a_reason(store: Server) -> None:
    raw = url(store, "raw")
    gone = bucket_of(raw).read(raw.below("none.txt"))
    assert isinstance(gone, Reason)
    assert gone.code == "file.vanished"
    large = bucket_of(raw).read(raw.below("README.md"), 3)
    assert isinstance(large, Reason)
    assert large.code == "file.too_large"
