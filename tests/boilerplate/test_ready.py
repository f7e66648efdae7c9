"""Rules that were made ready are what they would be if made anew, or are not used."""

import gc
import hashlib
import os
import pickle
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from corpusclean.boilerplate import load_rules, ready, strip_text
from corpusclean.boilerplate.evidence.telling import Telling
from corpusclean.boilerplate.match import Rulebook
from corpusclean.boilerplate.rule import load_pack
from corpusclean.errors import UsageError
from corpusclean.settings import Settings

RULES = load_rules().rules


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "corpusclean" / ready.FOLDER


class Makes:
    """Counts how often something is made."""

    def __init__(self, made: object) -> None:
        self.made, self.times = made, 0

    def __call__(self) -> object:
        self.times += 1
        return self.made


def test_a_book_that_was_kept_finds_what_a_new_one_finds(home: Path) -> None:
    new = Rulebook(RULES)
    ready.ready("book", "these", lambda: new)
    kept = ready.ready("book", "these", lambda: Rulebook(()))
    assert kept is not new
    assert kept.rules == RULES
    policy = Settings().boilerplate.policy
    texts = [example.text for rule in RULES for example in rule.examples]
    texts += [keep.text for rule in RULES for keep in rule.keep]
    assert kept.evidence.spots_of(texts) == new.evidence.spots_of(texts)
    for text in texts[::7]:
        assert strip_text(text, kept, policy, cutoff=0.75) == strip_text(text, new, policy, cutoff=0.75)
    assert [path.stat().st_mode & 0o777 for path in home.iterdir()] == [0o600]


@pytest.mark.usefixtures("home")
def test_rules_are_parsed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    first = load_pack()
    monkeypatch.setattr("corpusclean.boilerplate.rule.parse_rule", lambda *_args, **_more: pytest.fail("parsed"))
    again = load_pack()
    assert again == first
    assert again.sources["inputs-from"].line_of("wordings") > 1


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("what", ["rules", "book"])
def test_each_thing_has_a_name_of_its_own(what: str) -> None:
    assert ready.ready("one", "a", Makes(1)) == 1
    assert ready.ready(what, "a", Makes(2)) == 2
    assert ready.ready("one", "b", Makes(3)) == 3
    assert ready.ready("one", "a", Makes(4)) == 1


@pytest.mark.usefixtures("home")
def test_other_code_makes_them_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    ready.ready("one", "a", Makes(1))
    monkeypatch.setattr(ready, "_code", lambda: "other code")
    assert ready.ready("one", "a", Makes(2)) == 2


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[-2] ^= 1
    path.write_bytes(content)


def empty(path: Path) -> None:
    path.write_bytes(b"")


def folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def writable_by_all(path: Path) -> None:
    path.chmod(0o666)


def of_another_user(path: Path) -> None:
    if os.geteuid():
        pytest.fail("only root can give a file away; the tests run as root")
    os.chown(path, 65534, 65534)


@pytest.mark.parametrize("spoil", [cut, flip, empty, folder, writable_by_all, of_another_user])
def test_what_is_not_as_it_was_written_is_made_anew(home: Path, spoil: Callable[[Path], None]) -> None:
    ready.ready("one", "a", Makes("kept"))
    (path,) = home.iterdir()
    spoil(path)
    assert ready.ready("one", "a", Makes("new")) == "new"
    if path.is_file():
        assert ready.ready("one", "a", Makes("newer")) == "new"


class Evil:
    """Runs a command when it is read."""

    def __reduce__(self) -> tuple[object, ...]:
        return os.system, ("touch ran",)


def called(module: str, name: str) -> bytes:
    """Return a pickle that calls what a module has by a name, with no arguments."""
    return (
        b"\x80\x04\x8c"
        + bytes([len(module)])
        + module.encode()
        + b"\x8c"
        + bytes([len(name)])
        + name.encode()
        + b"\x93)R."
    )


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(pickle.dumps(Evil()), id="a command"),
        pytest.param(pickle.dumps(Path("x")), id="a class of another"),
        pytest.param(pickle.dumps(Telling.stand_in), id="a function of ours"),
        pytest.param(called("corpusclean.boilerplate.ready", "io.BytesIO"), id="a class behind a dot"),
        pytest.param(called("corpusclean.boilerplate.ready", "Path"), id="a class that we import"),
        pytest.param(b"\x80\x04)R.", id="nothing to call"),
        pytest.param(b"", id="no pickle"),
    ],
)
def test_nothing_but_our_classes_is_made(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes
) -> None:
    monkeypatch.chdir(tmp_path)
    ready.ready("one", "a", Makes("kept"))
    (path,) = home.iterdir()
    path.write_bytes(hashlib.sha256(content).digest() + content)
    assert ready.ready("one", "a", Makes("new")) == "new"
    assert not (tmp_path / "ran").exists()


def test_where_nothing_can_be_kept_they_are_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert ready.ready("one", "a", Makes(1)) == 1
    assert ready.ready("one", "a", Makes(2)) == 2


def test_without_a_home_they_are_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)

    def homeless() -> Path:
        raise RuntimeError("no home")

    monkeypatch.setattr(Path, "home", homeless)
    assert ready.ready("one", "a", Makes(1)) == 1


def test_on_a_full_disk_nothing_is_left_half_written(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_arguments: object) -> bytes:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pickle, "dumps", full)
    assert ready.ready("one", "a", Makes(1)) == 1
    assert list(home.iterdir()) == []


def test_what_was_kept_long_ago_is_forgotten(home: Path) -> None:
    for number in range(ready.NEWEST + 3):
        ready.ready("one", str(number), Makes(number))
        newest = max(home.iterdir(), key=lambda path: path.stat().st_mtime_ns)
        os.utime(newest, ns=(number * 10**9, number * 10**9))
    assert len(list(home.iterdir())) == ready.NEWEST
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    assert ready.ready("one", "0", Makes("again")) == "again"


@pytest.mark.usefixtures("home")
def test_a_rule_that_is_refused_is_refused_again(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text('id = "own"\n')
    for _ in range(2):
        with pytest.raises(UsageError, match=r"own\.toml"):
            load_pack([tmp_path / "own.toml"])


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("was", [True, False])
def test_garbage_is_collected_afterwards_as_it_was_before(was: bool) -> None:  # noqa: FBT001
    def collecting() -> bool:
        return gc.isenabled()

    before = gc.isenabled()
    try:
        (gc.enable if was else gc.disable)()
        assert ready.ready("one", "a", collecting) is False, "while rules are made"
        assert gc.isenabled() is was
        with pytest.raises(UsageError):
            ready.ready("two", "a", refused)
        assert gc.isenabled() is was
    finally:
        (gc.enable if before else gc.disable)()


def refused() -> None:
    raise UsageError("no such rule")
