"""The wheel in fresh environments, as a stranger has it: `environments.py dist [contracts|lowest|highest]`.

contracts: the wheel without the cleaners' packages; what needs more says what to install.
highest: whatever is newest; the contracts' own tests, the consumer project with mypy and pyright, mlcroissant.
lowest: the lower bounds of pyproject.toml for pandas, numpy, pyarrow and pandera; the same tests of the contracts,
the consumer project, and a run of the cleaners. uv makes the environments if it is there, else venv and pip.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
import venv
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).parents[2]
BOUND = ("pandas", "numpy", "pyarrow", "pandera")
TESTS = ("pytest", "pytest-xdist", "hypothesis", "polars", "duckdb", "jsonschema")
ONLY_THE_WHEEL = """
import sys
import corpusclean_schemas
loaded = {"corpusclean", "ftfy", "langdetect", "py3langid", "re2", "typer", "polars", "jinja2"} & set(sys.modules)
assert not loaded, loaded
from corpusclean_schemas import CleanDocument
import pandera.pandas
assert issubclass(CleanDocument, pandera.pandas.DataFrameModel)
assert "site-packages" in corpusclean_schemas.__file__
"""

NAMES = ("clean", "load_settings", "read_documents", "restore", "write_corpus")
"""What `import corpusclean` has that needs the cleaners."""


def lowest() -> list[str]:
    """Return the lower bounds that are tested, as pins."""
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    pins = []
    for name in BOUND:
        (bound,) = [one for one in wanted if re.match(rf"{name}\b", one)]
        pins.append(re.sub(r"\[.*\]", "", bound).replace(">=", "=="))
    return pins


class Environment:
    """A fresh environment, and a folder beside it to work in."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.python = folder / "env" / "bin" / "python"
        self.uv = shutil.which("uv")
        if self.uv:
            self._run(self.uv, "venv", "--quiet", "--python", sys.executable, str(folder / "env"))
        else:
            venv.create(folder / "env", with_pip=True)

    def _run(self, *command: str, cwd: Path | None = None, **env: str) -> None:
        kept = {
            name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))
        }
        done = subprocess.run(command, cwd=cwd or self.folder, env={**kept, **env}, check=False)
        if done.returncode:
            sys.exit(f"failed, exit {done.returncode}: {' '.join(command)[:400]}")

    def install(self, *wanted: str) -> None:
        """Install packages."""
        if self.uv:
            self._run(self.uv, "pip", "install", "--quiet", "--python", str(self.python), *wanted)
        else:
            pip = ("-m", "pip", "install", "--quiet", "--disable-pip-version-check")
            self._run(str(self.python), *pip, *wanted)

    def call(self, *arguments: str, cwd: Path | None = None, **env: str) -> None:
        """Run Python with arguments."""
        self._run(str(self.python), *arguments, cwd=cwd, **env)

    def refused(self, *command: str) -> str:
        """Run what must fail, and return the last line of what it says, all that `corpusclean` may say."""
        done = subprocess.run(
            [str(self.python.parent / command[0]), *command[1:]],
            cwd=self.folder, env={"PATH": os.defpath}, capture_output=True, text=True, check=False,
        )  # fmt: skip
        lines = done.stderr.splitlines()
        if not done.returncode or not lines or (command[0] == "corpusclean" and len(lines) > 1):
            sys.exit(f"exit {done.returncode}: {' '.join(command)}\n{done.stderr[-2000:]}")
        return lines[-1]

    def copy(self, *parts: str) -> None:
        """Copy parts of the checkout: nothing is imported from it."""
        for part in parts:
            source, target = ROOT / part, self.folder / part
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copytree(source, target) if source.is_dir() else shutil.copy(source, target)


def try_contracts(wheel: Path, folder: Path) -> None:
    """Install the contracts alone, step by step, and use what they have not: each step says what the next is."""
    print("contracts: a fresh environment", flush=True)
    environment = Environment(folder)
    environment.install("--no-deps", str(wheel))
    needs = environment.refused("python", "-c", "import corpusclean_schemas")
    (stands_on,) = re.findall(r'pip install "(\S+)" (\S+)$', needs) or sys.exit(needs)
    environment.install(*stands_on)
    environment.call("-c", ONLY_THE_WHEEL)
    said = [environment.refused("corpusclean", *arguments) for arguments in (("--help",), ("check", "seeds"))]
    said += [environment.refused("python", "-c", f"from corpusclean import {name}") for name in NAMES]
    if wrong := [each for each in said if "pip install corpusclean" not in each]:
        sys.exit(f"does not say what to install: {wrong}")


def try_out(kind: str, wheel: Path, folder: Path) -> None:
    """Install the wheel into one kind of environment, and use it there."""
    print(f"{kind}: a fresh environment", flush=True)
    environment = Environment(folder)
    pins = lowest() if kind == "lowest" else []
    environment.install(str(wheel), *pins)
    environment.call("-c", ONLY_THE_WHEEL)
    checkers = ("mypy", "pyright", "pandas-stubs", "mlcroissant") if kind == "highest" else ()
    environment.install(str(wheel), *pins, *TESTS, *checkers)
    environment.copy(
        "tests/schemas", "tests/contract_rows.py", "tests/conftest.py", "tests/served.py", "tests/stopwatch.py"
    )
    environment.copy("tests/fresh/croissant.py")
    environment.copy("schemas/contracts", "docs/reference/columns.md", "examples/consumer", "seeds")
    (folder / "pytest.ini").write_text("[pytest]\npythonpath = tests\nfilterwarnings = error\n")
    corpus = folder / "corpus"
    environment.call("-m", "corpusclean", "clean", "seeds", "--out", "corpus", "--quiet")
    environment.call("-m", "corpusclean", "schema", "check", "corpus")
    environment.call("-m", "corpusclean", "schema", "diff", "released", "installed")
    environment.call("-m", "pytest", "-q", "-n", "auto", "-p", "no:cacheprovider", "tests/schemas")
    consumer = folder / "examples" / "consumer"
    environment.call("-m", "pytest", "-q", "-p", "no:cacheprovider", cwd=consumer, CORPUS=str(corpus))
    if kind == "highest":
        environment.call("-m", "mypy", cwd=consumer)
        environment.call("-m", "pyright", cwd=consumer, PATH=f"{environment.python.parent}:{os.environ['PATH']}")
        described = str(folder / "schemas" / "contracts" / "CleanDocument.croissant.json")
        environment.call("tests/fresh/croissant.py", str(corpus), described)


def main(dist: Path, *kinds: str) -> None:
    """Try the one wheel of a folder in each kind of environment."""
    (wheel,) = dist.resolve().glob("*.whl")

    def try_one(kind: str) -> None:
        with tempfile.TemporaryDirectory() as folder:
            if kind == "contracts":
                try_contracts(wheel, Path(folder))
            else:
                try_out(kind, wheel, Path(folder))

    with ThreadPoolExecutor(2) as pool:  # installing waits for the disk and the network
        list(pool.map(try_one, kinds or ("lowest", "highest", "contracts")))


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
