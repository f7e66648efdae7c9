"""Fail unless the wheel holds exactly the packages that it should: `python tests/check_wheel.py dist`."""

import sys
import zipfile
from pathlib import Path

PACKAGES = {"corpusclean", "corpusclean_schemas"}
NEEDED = {
    "corpusclean/py.typed",
    "corpusclean_schemas/py.typed",
    "corpusclean/boilerplate/agencies.toml",
    "corpusclean/boilerplate/rules/syndicated-feed.toml",
    "corpusclean/report/page/templates/page.html.jinja",
}


def main(folder: Path) -> None:
    """Look into the one wheel of a folder."""
    (wheel,) = folder.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    tops = {name.split("/")[0] for name in names if ".dist-info/" not in name}
    if tops != PACKAGES:
        sys.exit(f"{wheel.name}: top-level names are {sorted(tops)}, should be {sorted(PACKAGES)}")
    if missing := NEEDED - names:
        sys.exit(f"{wheel.name}: lacks {sorted(missing)}")
    print(f"{wheel.name}: {len(names)} files under {', '.join(sorted(tops))}")  # noqa: T201  # a command's output


if __name__ == "__main__":
    main(Path(sys.argv[1]))
