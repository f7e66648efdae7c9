"""What a page shows is run: its commands as a reader's shell runs them, its output compared to the letter."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(page: str) -> list[tuple[str, str]]:
    """Return the language and the text of every code block, in the order of the page."""
    return BLOCK.findall(page)


def commands(block: str) -> Iterator[tuple[str, str]]:
    """Yield each command of a console block with the output that it shows."""
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, _, output = part.partition("\n")
        yield command, output


def shell(command: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run a command as somebody does who has activated the environment."""
    bin_folder = Path(sys.executable).parent
    # As from a shell of its own: under `make test`, make would say where it goes.
    outside = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    env = {**outside, "PATH": f"{bin_folder}:{os.environ['PATH']}", "COLUMNS": "80", "LC_ALL": "C.UTF-8"}
    return subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False, cwd=cwd, env=env)


def shown(output: str) -> re.Pattern[str]:
    """Return the output that a console block shows; a line of three dots stands for any lines."""
    lines = (r"(?:.*\n)*?" if line == "...\n" else re.escape(line) for line in output.splitlines(keepends=True))
    return re.compile("".join(lines))
