"""The pictures of the README, from real runs over seeds/: `make pictures`.

`explain.svg` is what `corpusclean explain` prints on a terminal, `report.png` the head of report.html in Chromium.
"""

import io
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import DEFAULT_TERMINAL_THEME
from rich.text import Text

ROOT = Path(__file__).parents[2]
PICTURES = ROOT / "docs" / "pictures"
DOCUMENT = "001_1dc2edbabc2a4cd2.txt"
COLUMNS = 104
WIDTH, HEIGHT = 1180, 860

# rich's own asks a host elsewhere for a font.
SVG = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" aria-label="a terminal">
<style>
.{unique_id}-matrix {{ font-family: ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace; \
font-size: {char_height}px; line-height: {line_height}px; font-variant-east-asian: full-width; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}"/></clipPath>
{lines}
</defs>
<rect width="100%" height="100%" rx="8" fill="#ffffff" stroke="#d0d4da"/>
<g transform="translate({terminal_x}, 12)" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""


def printed() -> str:
    """Return what `corpusclean explain` prints of one seed, colours and all."""
    env = {**os.environ, "FORCE_COLOR": "1", "TERM": "xterm-256color", "COLUMNS": str(COLUMNS)}
    env.pop("NO_COLOR", None)
    command = [sys.executable, "-m", "corpusclean", "explain", f"seeds/{DOCUMENT}"]
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=True).stdout  # noqa: S603  # ours


def explained(said: str) -> str:
    """Return what a terminal would show of it, as SVG."""
    nowhere = io.StringIO()
    console = Console(record=True, width=COLUMNS, file=nowhere, force_terminal=True, color_system="truecolor")
    console.print(Text.from_ansi(f"$ corpusclean explain seeds/{DOCUMENT}\n{said}".rstrip("\n")))
    return console.export_svg(theme=DEFAULT_TERMINAL_THEME, code_format=SVG, unique_id="explain")


def photograph(page: Path, picture: Path) -> None:
    """Take a picture of the head of a report, as a window shows it, without a network."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  # only who makes the pictures has it

    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        sys.exit("no Chromium; on Debian and Ubuntu: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        context = browser.new_context(
            viewport={"width": WIDTH, "height": HEIGHT}, color_scheme="light", offline=True
        )
        tab = context.new_page()
        tab.goto(page.as_uri())
        tab.screenshot(path=picture)
        browser.close()


def main() -> None:
    """Make both pictures anew."""
    PICTURES.mkdir(exist_ok=True)
    (PICTURES / "explain.svg").write_text(explained(printed()), encoding="utf-8")
    with tempfile.TemporaryDirectory() as place:
        corpus = Path(place) / "corpus"
        run = [
            sys.executable,
            "-m",
            "corpusclean",
            "clean",
            "seeds",
            "--out",
            str(corpus),
            "--cache",
            "off",
            "--quiet",
        ]
        subprocess.run(run, cwd=ROOT, check=True)  # noqa: S603  # ours
        photograph(corpus / "report.html", PICTURES / "report.png")


if __name__ == "__main__":
    main()
