"""A decision means the same document, whichever folder or file is an input, and from wherever that is named."""

import tempfile
from pathlib import Path

import pytest
from conftest import Folder
from hypothesis import given
from hypothesis import strategies as st
from stopwatch import in_proportion

from corpusclean.decisions import Decisions
from corpusclean.explain import explain_file
from corpusclean.read.inventory import take_inventory
from corpusclean.read.places import with_places
from corpusclean.run.check import check_inputs
from corpusclean.run.job import clean_corpus
from corpusclean.settings import Settings, load_settings
from corpusclean.settings.load import settings_base

FILES = dict.fromkeys(("post/a.txt", "mail/a.txt", "a.txt", "post/2021/a.txt"), "")


@pytest.mark.parametrize(
    ("named", "meant"),
    [
        ("post/a.txt", ["post/a.txt"]),
        ("raw/post/a.txt", ["post/a.txt"]),
        ("raw/a.txt", ["a.txt"]),
        ("2021/a.txt", ["post/2021/a.txt"]),
        ("a.txt", sorted(FILES)),
        ("st/a.txt", []),
        ("post", []),
        ("post/", []),
    ],
)
def test_a_document_is_called_by_the_end_of_its_path(folder: Folder, named: str, meant: list[str]) -> None:
    raw = folder(FILES)
    single = [[raw], *([raw / name] for name in ("mail", "post", "post/2021", *FILES))]
    for inputs in (*single, [raw / "mail", raw / "post", raw / "a.txt"]):
        for base in (None, raw, raw.parent):
            settings = with_places(Settings(decisions=Decisions(keep={named: {"x": "y"}})), inputs, base)
            for found in take_inventory(inputs, settings, base).found:
                is_meant = Path(found.path).relative_to(raw).as_posix() in meant
                assert bool(settings.decisions.texts_of(found.address)) is is_meant


def test_a_file_beside_a_folder_of_the_same_name_has_its_own_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("raw/mail/a.txt", "mail/b.txt"):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text("", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    named = {"raw/mail/a.txt": {"x": "a"}, f"{tmp_path.name}/mail/b.txt": {"x": "b"}}
    told = with_places(Settings(decisions=Decisions(keep=named)), [Path("raw/mail"), Path("mail/b.txt")]).decisions
    assert [told.texts_of(name)["x"][1] for name in ("mail/a.txt", "mail/b.txt")] == ["a", "b"]


def test_which_of_two_decisions_counts_does_not_hang_on_the_run() -> None:
    pairs = [(f"{number}/a.txt", f"{number + 1}/a.txt") for number in range(10, 40)]
    for one, other in pairs:
        both = Decisions(keep={one: {"x": "one"}, other: {"x": "other"}}, places={one: other})
        assert both.texts_of(one) == {"x": (other, "other")}


NAMES = st.text("a/!#", max_size=8)


@given(NAMES, st.sets(st.integers(0, 8)), st.lists(NAMES, max_size=2))
def test_the_path_of_an_address_is_that_of_the_longest_beginning(
    address: str, cuts: set[int], others: list[str]
) -> None:
    """As it is defined; it is found in another way, which does not ask every place."""
    places = [*(address[:cut] for cut in cuts), *others]
    fits = [
        begins
        for begins in places
        if address.startswith(begins)
        and (begins.endswith("/") or not begins or address[len(begins) :][:1] in ("", "!", "#"))
    ]
    longest = max(fits, key=len, default=None)
    wanted = address if longest is None else f"<{longest}>{address[len(longest) :]}"
    assert Decisions(places={begins: f"<{begins}>" for begins in places}).path_of(address) == wanted


@given(
    st.lists(st.text("a!#", min_size=1, max_size=3), min_size=1, max_size=4),
    st.sampled_from(["file", "folder"]),
    st.lists(st.tuples(st.integers(0, 4), st.sampled_from(["", "!a", "#1", "/", "!/a", "a"])), max_size=4),
)
def test_of_a_place_the_longest_end_is_known_that_a_decision_names(
    folder: list[str], kind: str, named: list[tuple[int, str]]
) -> None:
    path = "/".join(["", *folder, *([""] if kind == "folder" else [])])
    decisions = [f"{path[start:]}{more}" for start, more in named]
    ends = [path[start + 1 :] for start, char in enumerate(path[:-1]) if char == "/"]
    marks = ("",) if kind == "folder" else ("!", "#")
    wanted = [
        end
        for end in ends
        if any(each == end or each.startswith(tuple(end + mark for mark in marks)) for each in decisions)
    ]
    with tempfile.TemporaryDirectory() as root:
        place = Path(root + path)
        (place if kind == "folder" else place.parent).mkdir(parents=True, exist_ok=True)
        settings = Settings(decisions=Decisions(keep={each: {"x": "y"} for each in decisions}))
        told = with_places(settings, [place]).decisions.places
    begins = "" if kind == "folder" else place.name
    longest = max(wanted, key=len, default="")
    assert told == ({begins: longest} if longest.count("/") > begins.count("/") else {})


def test_many_inputs_with_many_decisions_are_no_product(folder: Folder) -> None:
    raw = folder(dict.fromkeys((f"{number}.txt" for number in range(2_000)), ""))
    paths = sorted(raw.iterdir())

    def told(count: int) -> None:
        decisions = Decisions(keep={f"raw/{path.name}": {"x": "y"} for path in paths[:count]})
        decisions = with_places(Settings(decisions=decisions), paths[:count]).decisions
        assert all(decisions.path_of(path.name) == f"raw/{path.name}" for path in paths[:count])

    assert in_proportion(lambda: told(2_000), lambda: told(500))


ARTICLE = "The council of Tarn met on Monday and agreed to raise the pier before the winter comes again."
CREDIT = "Reporting by Ana Lind; Editing by Tom Berg"
DOCUMENT = f" date 2021-12-13\n title Pier\n\n{ARTICLE}\n\n{CREDIT}\n"
KEPT, LEFT_OUT = f'keep."post/a.txt"."{CREDIT}" = "reuters-desk"\n', 'leave_out.post.reuters-desk = "why"\n'


@pytest.mark.parametrize("decisions", [KEPT, LEFT_OUT], ids=["keep", "leave_out"])
@pytest.mark.parametrize("beside", ["town", "town/raw"])
@pytest.mark.parametrize("here", ["", "town"])
def test_a_file_is_judged_alike_by_every_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, decisions: str, beside: str, here: str
) -> None:
    for name in ("post", "mail"):
        (tmp_path / "town" / "raw" / name).mkdir(parents=True)
        (tmp_path / "town" / "raw" / name / "a.txt").write_text(DOCUMENT, encoding="utf-8")
    config = tmp_path / beside / "corpusclean.toml"
    config.write_text("[run]\nworkers = 1\n", encoding="utf-8")
    config.with_name("decisions.toml").write_text(decisions, encoding="utf-8")
    monkeypatch.chdir(tmp_path / here)
    raw = Path("raw" if here else "town/raw")
    for inputs in ([raw], [raw / "post"], [raw / "post" / "a.txt"], [raw / "mail", raw / "post" / "a.txt"]):
        for chosen in (None, config):
            base, settings = settings_base(chosen, inputs), load_settings(chosen, inputs)
            found = check_inputs(inputs, settings, base=base).findings
            taken = {Path(each.path).parent.name for each in found if each.code == "notice.found"}
            assert taken == {"mail"} - ({"mail"} if inputs[0].name in {"post", "a.txt"} else set())
        out = Path("corpus", *inputs[0].parts[-1:])
        notices = clean_corpus(inputs, out, load_settings(None, inputs)).manifest["counts"]["notices"]
        assert sum(notices.values()) == len(taken)
    told = explain_file(raw / "post" / "a.txt", settings, base=base, marked=True)
    assert f"[-{CREDIT}" not in "".join(map(str, told))
