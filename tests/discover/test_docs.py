"""Every command of docs/how-to/discovery.md runs, and prints what the page says."""

import os
import re
import subprocess
import sys
from pathlib import Path

from recurring import write

PAGE = (Path(__file__).parents[2] / "docs" / "how-to" / "discovery.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(console|toml)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def test_the_page_says_what_is_printed(tmp_path: Path) -> None:
    write(tmp_path / "raw", 60)
    env = {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    told = 0
    for language, text in BLOCK.findall(PAGE):
        if language == "toml":
            with (tmp_path / "proposals.toml").open("a", encoding="utf-8") as file:
                file.write(text)
            continue
        for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            done = subprocess.run(
                ["bash", "-c", command], capture_output=True, text=True, check=False, cwd=tmp_path, env=env
            )
            assert done.stdout + done.stderr == output
            told += 1
    assert told == 4
