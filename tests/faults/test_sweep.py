"""Complete or absent, at every system call. `make test-faults` tries every point, this a thirtieth of them."""

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import sweep

STEP = 1 if os.environ.get("CORPUSCLEAN_FAULTS") == "all" else 30


@pytest.fixture(scope="module")
def bench() -> Iterator[sweep.Bench]:
    """Many faults leave what others have left: what comes of that is looked at once."""
    with sweep.made() as bench:
        yield bench


@pytest.mark.parametrize("start", ["old", "absent"])
@pytest.mark.parametrize("fault", sorted(sweep.FAULTS))
def test_a_fault_at_any_system_call_leaves_the_old_corpus_the_new_one_or_none(
    bench: sweep.Bench, fault: str, start: str
) -> None:
    assert shutil.which("strace"), "strace is missing; on Debian and Ubuntu: apt-get install strace"
    states, problems = sweep.sweep(bench, STEP, [fault], [start])
    assert problems == []
    assert sum(states.values()) * STEP > 100
    assert states[f"{fault} {start}"] > 0


@pytest.mark.parametrize("start", ["old", "absent"])
def test_a_kill_at_any_system_call_leaves_a_corpus_with_its_private_part(start: str) -> None:
    with sweep.made(apart=True) as bench:
        states, problems = sweep.sweep(bench, STEP, ["kill"], [start], first=2)
    assert problems == []
    assert states[f"kill {start}"] > 0


@pytest.mark.parametrize("start", ["old", "absent"])
def test_the_disk_has_every_file_and_folder_before_the_corpus_takes_its_place(tmp_path: Path, start: str) -> None:
    """What strace cannot show is the loss of power; it shows the order in which the disk was told."""
    bench = sweep.Bench(tmp_path)
    bench.reset(start)
    log = sweep.traced(bench, ["-y", "-e", "trace=fsync,rename,renameat,renameat2"])
    places = [
        place.start()
        for place in re.finditer(r"rename\w*\(", log)
        if f'{bench.out}"' in log[place.start() :].split("\n")[0]
    ]
    assert len(places) == 1
    before, after = log[: places[0]], log[places[0] :]
    staged = tmp_path / ".out.corpusclean" / "corpus"
    published = [staged / name for name in sweep.digest(bench.out)]
    for path in {*published, *(path.parent for path in published)}:
        assert f"<{path}>" in before, path
    assert f"<{tmp_path}>" in after
