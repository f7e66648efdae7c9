"""docs/tutorial.md, followed from its first line to its last, in a folder of its own."""

import shutil
from pathlib import Path

import pytest
from console import blocks, commands, shell, shown

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")

FILES = ("raw/corpusclean.toml", "raw/decisions.toml")
"""What the page says to put its TOML into, in its order."""


def test_every_step_prints_what_the_page_says(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(ROOT / "examples" / "tutorial", tmp_path / "corpusclean" / "examples" / "tutorial")
    told = 0
    files = iter(FILES)
    printed = ""
    for language, text in blocks(PAGE):
        match language:
            case "console":
                for command, output in commands(text):
                    done = shell(command, tmp_path)
                    findings = command.startswith("corpusclean check")
                    assert done.returncode == (1 if findings else 0), done.stderr
                    assert shown(output).fullmatch(done.stdout), f"{command} printed:\n{done.stdout}"
                    told += 1
            case "toml":
                name = next(files)
                assert f"`{name}`" in PAGE
                (tmp_path / name).write_text(text, encoding="utf-8")
            case "python":
                with pytest.MonkeyPatch.context() as patch:
                    patch.chdir(tmp_path)
                    exec(compile(text, "tutorial.md", "exec"), {})  # noqa: S102  # the page's own words
                printed = capsys.readouterr().out
            case "text":
                assert printed == text
                told += 1
            case _:
                assert text == "make install\n. .venv/bin/activate\ncd ..\n"
    assert told == 17
    assert list(files) == []
