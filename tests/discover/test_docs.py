"""Every command of docs/how-to/discovery.md runs, and prints what the page says."""

from pathlib import Path

from console import blocks, commands, shell

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "how-to" / "discovery.md").read_text(encoding="utf-8")


def test_the_page_says_what_is_printed(tmp_path: Path) -> None:
    (tmp_path / "corpusclean").symlink_to(ROOT)
    told = 0
    for language, text in blocks(PAGE):
        if language == "toml":
            with (tmp_path / "proposals.toml").open("a", encoding="utf-8") as file:
                file.write(text)
        for command, output in commands(text) if language == "console" else ():
            done = shell(command, tmp_path)
            assert done.stdout + done.stderr == output
            told += 1
    assert told == 5
