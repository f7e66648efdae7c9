"""Complete or absent, at every system call. `make test-faults` tries every point, this a tenth of them."""

import os
import shutil

import pytest
import sweep

STEP = 1 if os.environ.get("CORPUSCLEAN_FAULTS") == "all" else 10


@pytest.mark.parametrize("start", ["old", "absent"])
@pytest.mark.parametrize("fault", sorted(sweep.FAULTS))
def test_a_fault_at_any_system_call_leaves_the_old_corpus_the_new_one_or_none(fault: str, start: str) -> None:
    assert shutil.which("strace"), "strace is missing; on Debian and Ubuntu: apt-get install strace"
    states, problems = sweep.sweep(STEP, [fault], [start])
    assert problems == []
    assert sum(states.values()) * STEP > 100
    assert states[f"{fault} {start}"] > 0
