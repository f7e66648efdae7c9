"""What a process imports: Dask is there in the tests, and must not be imported by who does not ask for it."""

import subprocess
import sys

import pytest

START = "from corpusclean.cli.app import start_workers; start_workers()"
PROGRAMS = {
    "a worker": "import corpusclean.run.warm",
    "a check": f"{START}; import corpusclean.run.check",
}
HELD = "import sys; print([name for name in ('dask', 'scipy', 'jinja2', 'polars') if name in sys.modules])"


def said(program: str) -> str:
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.mark.parametrize("program", PROGRAMS.values(), ids=PROGRAMS)
def test_what_is_not_used_is_not_imported(program: str) -> None:
    assert said(f"{program}\n{HELD}") == "[]"


def test_who_asks_for_dask_gets_it() -> None:
    asks = (
        "from corpusclean.run.light import spare_dask; spare_dask(); import dask.dataframe; print(dask.__name__)"
    )
    assert said(asks) == "dask"


def test_a_warm_worker_has_loaded_no_profiles_of_languages() -> None:
    """They take half a second, and most texts need none."""
    asks = (
        "import corpusclean.run.warm; from corpusclean.annotate.language import witnesses as by;"
        "print(by._langdetect.cache_info().currsize, by._py3langid.cache_info().currsize)"
    )
    assert said(asks) == "0 0"
