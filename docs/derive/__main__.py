"""Write the pages of docs/reference/ from the code: `make reference`. `--check` says which are not current."""

import sys
from collections.abc import Callable
from pathlib import Path

from corpusclean.errors import UsageError
from corpusclean_schemas.export import columns_page
from docs.derive.cli import cli_page
from docs.derive.codes import codes_page
from docs.derive.rules import rules_page
from docs.derive.settings import settings_page

REFERENCE = Path(__file__).parents[1] / "reference"

PAGES: dict[str, Callable[[], str]] = {
    "cli.md": cli_page,
    "settings.md": settings_page,
    "codes.md": codes_page,
    "columns.md": lambda: columns_page().decode(),
    "rules.md": rules_page,
}


def main(*arguments: str) -> int:
    """Write what differs; or say what does, and return 1. What cannot be read (a rule) is told: 2."""
    stale = []
    for name, made in PAGES.items():
        page = REFERENCE / name
        try:
            text = made()
        except UsageError as error:
            print(error, file=sys.stderr)
            return 2
        if page.exists() and page.read_text(encoding="utf-8") == text:
            continue
        stale.append(name)
        if "--check" not in arguments:
            page.write_text(text, encoding="utf-8")
    said = "not what the code says: make reference" if "--check" in arguments else "written"
    for name in stale:
        print(f"docs/reference/{name}: {said}")
    return 1 if stale and "--check" in arguments else 0


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
