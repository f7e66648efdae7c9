"""What a process imports: Dask is there in the tests, and must not be imported by who does not ask for it."""

import subprocess
import sys

import pytest

START = "from corpusclean.run.light import spare_dask; spare_dask()"
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


def command(*arguments: str, before: str) -> subprocess.CompletedProcess[str]:
    program = (
        f"import sys; sys.argv[1:] = {list(arguments)!r}\n{before}\nfrom corpusclean.__main__ import main; main()"
    )
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["check", "--nonsense"], "True\n"),
        (["clean", "--nonsense"], "True\n"),
        (["check", "--help"], ""),
        (["rules", "--nonsense"], ""),
    ],
)
def test_workers_import_what_they_need_while_the_command_line_is_read(arguments: list[str], said: str) -> None:
    when = "str('typer' not in sys.modules)"
    tells = f"from corpusclean.run import worker; worker.prepare = lambda: sys.stderr.write({when} + chr(10))"
    done = command(*arguments, before=tells)

    assert done.returncode == (0 if "--help" in arguments else 2)
    assert done.stderr.startswith(said)
    assert "True\n" in done.stderr or not said


def test_a_process_that_has_said_all_is_not_taken_apart() -> None:
    """It has imported so much that this takes a quarter of a second; what is to be done at its end is done."""
    before = (
        "import atexit; atexit.register(print, 'done')\n"
        "class Taken:\n    def __del__(self): print('apart')\n"
        "taken = Taken()"
    )

    assert command("--version", before=before).stdout.splitlines()[1:] == ["done"]
