"""Write what is derived from the models: `make contracts`. With `--release`, also what is now the last release."""

import sys
from pathlib import Path

from corpusclean_schemas.export import columns_page, contract_files

HERE = Path(__file__).parent
CONTRACTS = HERE / "contracts"
RELEASED = HERE / "corpusclean_schemas" / "released"
PAGE = HERE.parent / "docs" / "reference" / "columns.md"


def main(*arguments: str) -> None:
    """Write the files, and remove those that no contract makes any more."""
    files = contract_files()
    folders = [CONTRACTS, RELEASED] if "--release" in arguments else [CONTRACTS]
    for folder in folders:
        wanted = files if folder == CONTRACTS else {n: d for n, d in files.items() if n.endswith(".schema.json")}
        folder.mkdir(exist_ok=True)
        for path in folder.iterdir():
            if path.name not in wanted and path.name != "README.md":
                path.unlink()
        for name, data in wanted.items():
            (folder / name).write_bytes(data)
    PAGE.write_bytes(columns_page())


if __name__ == "__main__":
    main(*sys.argv[1:])
