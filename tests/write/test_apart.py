"""What a command writes beside a corpus is refused in it: one file more, and it is no corpus of ours any more."""

from pathlib import Path

import pytest
from conftest import Folder, Run, WithoutRights

from corpusclean.kept import write_whole
from corpusclean.run.job import clean_corpus
from corpusclean.settings import Settings

TEXT = " date 2021-12-13\n\nRain fell on the hills, and the town was wet all day.\n"


@pytest.mark.parametrize(
    "arguments",
    [
        "diff corpus --save-profile corpus/profile.json",
        "check raw --format json=corpus/data/new/found.json",
        "check raw --baseline corpus/known.json --update-baseline",
        "sniff raw --out corpus/corpusclean.toml",
        "discover raw --out corpus/proposals.toml",
        "schema export --out corpus/a.json",
    ],
)
def test_a_file_in_a_corpus_is_refused(run: Run, folder: Folder, tmp_path: Path, arguments: str) -> None:
    clean_corpus([folder({"a.txt": TEXT})], tmp_path / "corpus", Settings())
    before = sorted((tmp_path / "corpus").rglob("*"))
    refused = run(*arguments.split())
    assert (refused.returncode, sorted((tmp_path / "corpus").rglob("*"))) == (2, before)
    assert f"lies in a corpus ({tmp_path / 'corpus'}), and would spoil it; name a file outside" in refused.stderr


def test_beside_any_other_manifest_a_file_may_lie(run: Run, folder: Folder) -> None:
    raw = folder({"a.txt": TEXT, "site/manifest.json": "{}"})
    assert run("check", "raw/a.txt", "--format", "json=raw/site/found.json").returncode == 0
    assert raw.joinpath("site/found.json").exists()


def test_a_place_that_cannot_be_written_is_called_by_the_name_that_was_given(
    open_folder: Path, without_rights: WithoutRights
) -> None:
    (open_folder / "ro").mkdir(mode=0o555)
    with without_rights(), pytest.raises(PermissionError) as refused:
        write_whole(open_folder / "ro" / "found.json", b"{}")
    assert refused.value.filename == str(open_folder / "ro" / "found.json")
