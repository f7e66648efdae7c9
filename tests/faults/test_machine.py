"""A folder that lives: files come, change and go, runs are killed and taken up, settings change; a model judges.

After each run: every file is accounted for, every original comes back byte for byte, and the corpus is that of a
clean build elsewhere. The model knows nothing of the product: it holds the bytes that each file should have.
"""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from corpusclean.corpus import read_manifest
from corpusclean.errors import OutputBusy
from corpusclean.run import job
from corpusclean.settings import Output, Run, Settings, Tidy
from corpusclean.verify import restore_corpus, verify_corpus
from corpusclean.write.publish import staging

NAMES = [f"{number}.txt" for number in range(6)]
TEXTS = [
    b" date 2021-12-13\n\nThe council met on Monday and will vote on the bridge.\n",
    b" date 2021-12-14\n\nThe council met on Monday and will vote on the bridge.\n",
    b"date: 2021-12-15\r\n\r\nA farmer sold forty boats. The caf\xc3\x83\xc2\xa9 was open. (PTI)\r\n",
    b" date 2021-12-16\n\nThe port   counted its boats.\n\n\n\n(PTI)\n",
]
POISON = [
    b"",
    b"no header\n",
    b" date 2021-12-13\n\nLatin caf\xe9\n",
    b" date 13/2021\n\nRain fell.\n",
    b"\x00\x01",
]


class Killed(BaseException):
    """What ends a run at once."""


class Folder(RuleBasedStateMachine):
    """The model: `files` as they should be, `tidy` as it is set, and whether a corpus should be there."""

    def __init__(self) -> None:
        super().__init__()
        self.place = Path(tempfile.mkdtemp(prefix="corpusclean-machine-"))
        self.raw, self.out = self.place / "raw", self.place / "out"
        self.raw.mkdir()
        self.files: dict[str, bytes] = {}
        self.tidy = True
        self.published: dict[str, str] | None = None

    def teardown(self) -> None:
        shutil.rmtree(self.place)

    @initialize(text=st.sampled_from(TEXTS))
    def begin(self, text: bytes) -> None:
        self.write("first.txt", text)

    def write(self, name: str, data: bytes) -> None:
        (self.raw / name).write_bytes(data)
        self.files[name] = data

    @rule(name=st.sampled_from(NAMES), data=st.sampled_from([*TEXTS, *POISON]))
    def add_or_change(self, name: str, data: bytes) -> None:
        self.write(name, data)

    @precondition(lambda self: len(self.files) > 1)
    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        name = data.draw(st.sampled_from(sorted(self.files)))
        (self.raw / name).unlink()
        del self.files[name]

    @rule(data=st.data(), name=st.sampled_from(NAMES))
    def rename(self, data: st.DataObject, name: str) -> None:
        old = data.draw(st.sampled_from(sorted(self.files)))
        (self.raw / old).replace(self.raw / name)
        self.files[name] = self.files.pop(old)

    @rule()
    def change_settings(self) -> None:
        self.tidy = not self.tidy

    def settings(self, cache: str) -> Settings:
        return Settings(
            tidy=Tidy(blank_lines=self.tidy),
            output=Output(part_documents=2),
            run=Run(workers=1, partition_documents=1, cache=cache),
        )

    def clean(self, out: Path, cache: str, progress: Callable[[int, int], None] | None = None) -> None:
        job.clean_corpus([self.raw], out, self.settings(cache), progress=progress)

    @rule()
    def run(self) -> None:
        self.clean(self.out, str(self.place / "cache"))
        self.judge()

    @rule(after=st.integers(0, 3))
    def kill(self, after: int) -> None:
        def stop(done: int, _total: int) -> None:
            if done >= after:
                raise Killed

        before = digest(self.out)
        try:
            self.clean(self.out, str(self.place / "cache"), stop)
        except Killed:
            assert digest(self.out) == before
        else:
            self.judge()

    @rule()
    def run_twice_at_once(self) -> None:
        # What is there already needs no place to work in; what is not, does.
        self.write("at-once.txt", f" date 2021-12-13\n\nThe run begins at {len(self.files)}.\n".encode())
        self.tidy = not self.tidy
        with staging(self.out), pytest.raises(OutputBusy):
            self.clean(self.out, str(self.place / "cache"))

    def judge(self) -> None:
        """Hold the corpus against the model, and against a clean build."""
        elsewhere = self.place / "elsewhere"
        self.clean(elsewhere, "off")
        self.published = digest(self.out)
        assert self.published == digest(elsewhere)
        shutil.rmtree(elsewhere)
        documents = read_manifest(self.out)["documents"]
        assert documents["found"] == len(self.files)
        assert documents["clean"] + documents["duplicates"] + documents["rejects"] == len(self.files)
        assert verify_corpus(self.out).problems == ()
        restore_corpus(self.out, self.place / "again")
        again = {path.name: path.read_bytes() for path in (self.place / "again").iterdir()}
        shutil.rmtree(self.place / "again")
        assert again == self.files

    @invariant()
    def complete_or_absent(self) -> None:
        assert digest(self.out) == (self.published or {})
        assert {path.name for path in self.place.iterdir()} <= {"raw", "out", "cache"}


def digest(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


Folder.TestCase.settings = settings(
    max_examples=100 if os.environ.get("CORPUSCLEAN_FAULTS") == "all" else 6,
    stateful_step_count=12,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)


TestFolder = Folder.TestCase
