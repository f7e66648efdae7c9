"""Fail unless wheel and sdist hold exactly what they should: `python tests/check_distributions.py dist`.

The wheel holds the two packages, file for file as git knows them, and what describes them; the sdist every file.
"""

import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Collection, Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
PACKAGES = {"corpusclean/": "corpusclean/", "schemas/corpusclean_schemas/": "corpusclean_schemas/"}
"""Where a package lies in the repository, and where in the wheel."""

ABOUT = ("METADATA", "WHEEL", "RECORD", "entry_points.txt", "licenses/LICENSE")
"""What describes a wheel, in its `.dist-info`."""

NEEDED = (
    "corpusclean/py.typed",
    "corpusclean/boilerplate/agencies.toml",
    "corpusclean/boilerplate/rules/syndicated-feed.toml",
    "corpusclean/report/page/templates/page.html.jinja",
    "corpusclean_schemas/py.typed",
    "corpusclean_schemas/released/CleanDocument.schema.json",
)
"""Without these it does not work, whatever git says."""

PRIVATE = (".env", ".pem", ".key", ".netrc", ".pypirc")


def tracked() -> set[str]:
    """Return the files of the repository: those that git knows, and new ones that it is not told to ignore."""
    done = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return {name for name in done.stdout.split("\0") if name and (ROOT / name).exists()}


def of_wheel(files: Collection[str], about: str) -> set[str]:
    """Return the names that a wheel should hold; `about` is its `.dist-info`."""
    packed = {
        inside + name.removeprefix(place)
        for name in files
        for place, inside in PACKAGES.items()
        if name.startswith(place)
    }
    return packed | {f"{about}/{name}" for name in ABOUT}


def of_sdist(files: Collection[str]) -> set[str]:
    """Return the names that an sdist should hold, below its one folder."""
    return {*files, "PKG-INFO"}


def differing(name: str, found: Collection[str], wanted: Collection[str]) -> Iterator[str]:
    """Yield a line for each file that is missing or should not be there."""
    yield from (f"{name}: lacks {each}" for each in sorted(set(wanted) - set(found)))
    yield from (f"{name}: should not hold {each}" for each in sorted(set(found) - set(wanted)))


def problems(folder: Path, files: Collection[str]) -> Iterator[str]:
    """Yield what is wrong with the one wheel and the one sdist of a folder."""
    (wheel,), (sdist,) = folder.glob("*.whl"), folder.glob("*.tar.gz")
    with zipfile.ZipFile(wheel) as packed:
        names = packed.namelist()
    (about,) = {name.split("/")[0] for name in names if ".dist-info/" in name}
    yield from differing(wheel.name, names, of_wheel(files, about))
    yield from (f"{wheel.name}: lacks {name}" for name in NEEDED if name not in names)
    with tarfile.open(sdist) as packed:
        members = packed.getnames()
    top = sdist.name.removesuffix(".tar.gz") + "/"
    yield from (f"{sdist.name}: {name} lies outside {top}" for name in members if not name.startswith(top))
    yield from differing(sdist.name, [name.removeprefix(top) for name in members], of_sdist(files))
    yield from (f"{name}: may be a secret" for name in (*names, *members) if name.endswith(PRIVATE))


def main(folder: Path) -> None:
    """Say what is wrong, or how many files there are."""
    found = list(problems(folder, tracked()))
    if found:
        sys.exit("\n".join(found))
    for path in sorted(folder.iterdir()):
        print(f"{path.name}: {path.stat().st_size / 1024:,.0f} KiB, file for file as it should be")  # noqa: T201  # a command's output


if __name__ == "__main__":
    main(Path(sys.argv[1]))
