"""The documentation as a site: `make docs`. Pages are Markdown, read on GitHub as well as here."""

import os
import re
from pathlib import PurePosixPath

from sphinx.application import Sphinx

project = "corpusclean"
author = "The authors of corpusclean"
html_title = "corpusclean"

extensions = ["myst_parser"]
exclude_patterns = ["derive", "requirements.*"]
source_suffix = {".md": "markdown"}
# As GitHub makes them, so that a link to a heading leads there in both.
myst_heading_anchors = 4
# A block that names no language is no Python.
highlight_language = "text"
nitpicky = True

html_theme = "furo"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_favicon = "_static/icon.svg"
# Sources are in the repository; copies of them would only be found twice.
html_copy_source = False
html_show_sourcelink = False
html_show_copyright = False
html_domain_indices = False
html_use_index = False

REPOSITORY = "https://github.com/corpusclean/corpusclean/blob/main/"
_RELATIVE = re.compile(r"\]\((?P<path>(?:\.\./)+[^)\s#]+)(?P<anchor>#[^)\s]*)?\)")


def lead_to_the_repository(_app: Sphinx, docname: str, source: list[str]) -> None:
    """Let links to files that are no pages (`../../action.yml`) lead to the repository."""
    folder = PurePosixPath("docs", docname).parent

    def target(link: re.Match[str]) -> str:
        path = os.path.normpath(folder / link["path"])
        inside = path.startswith("docs/")
        return link[0] if inside else f"]({REPOSITORY}{path}{link['anchor'] or ''})"

    source[0] = _RELATIVE.sub(target, source[0])


# What the theme leaves out for those who read with a keyboard or a screen reader: axe-core asks for it.
ACCESSIBLE = {
    '<aside class="sidebar-drawer">': '<aside class="sidebar-drawer" aria-label="All pages">',
    '<aside class="toc-drawer">': '<aside class="toc-drawer" aria-label="On this page">',
    'role="heading">': 'role="heading" aria-level="2">',
    "<pre>": '<pre tabindex="0">',
    '<div class="table-wrapper ': '<div tabindex="0" class="table-wrapper ',
}


def complete(app: Sphinx, failure: Exception | None) -> None:
    """Write into the finished pages what the theme leaves out."""
    for path in [] if failure else sorted(app.outdir.rglob("*.html")):
        text = path.read_text(encoding="utf-8")
        for found, wanted in ACCESSIBLE.items():
            text = text.replace(found, wanted)
        path.write_text(text, encoding="utf-8")


def setup(app: Sphinx) -> dict[str, bool]:
    """Register what Sphinx calls."""
    app.connect("source-read", lead_to_the_repository)
    app.connect("build-finished", complete)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
