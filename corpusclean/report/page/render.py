"""The page is written: document text is always escaped, style and script are named by their hashes."""

import base64
import hashlib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from corpusclean.report.page.excerpts import readable
from corpusclean.report.page.view import view
from corpusclean.report.words import number

if TYPE_CHECKING:
    import jinja2

_FOLDER = "corpusclean.report.page"


def page(manifest: Mapping[str, Any], corpus: Path) -> bytes:
    """Return the report of a corpus, from its manifest and its tables: it can be made again at any time."""
    style, script = _text("page.css"), _text("page.js")
    policy = (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    told = view(manifest, corpus)
    # Our own files: nothing of a document is in them.
    own = {"style": Markup(style), "script": Markup(script)}  # noqa: S704  # as said
    return _template().render(**told, **own, policy=policy).encode("utf-8", errors="backslashreplace")


def _text(name: str) -> str:
    return files(_FOLDER).joinpath("templates", name).read_text(encoding="utf-8").strip()


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _ticks(text: str) -> Markup:
    """Return a text of ours with what stands between backticks as code.

    >>> _ticks("Change `required`.")
    Markup('Change <code>required</code>.')
    """
    parts = text.split("`")
    told = (
        f"<code>{escape(part.strip())}</code>" if place % 2 else escape(part) for place, part in enumerate(parts)
    )
    return Markup("".join(told))  # noqa: S704  # every part is escaped


def _as_sentence(text: str) -> str:
    """Return a message as a sentence.

    >>> _as_sentence("the header has no date")
    'The header has no date.'
    """
    return f"{text[:1].upper()}{text[1:]}."


@cache
def _template() -> "jinja2.Template":
    import jinja2  # noqa: PLC0415  # a worker writes no page

    environment = jinja2.Environment(
        loader=jinja2.PackageLoader(_FOLDER, "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["n"] = lambda value: f"{value:,}"
    environment.filters["number"] = number
    environment.filters["percent"] = lambda share: f"{100 * share:.1f} %"
    environment.filters["readable"] = readable
    environment.filters["ticks"] = _ticks
    environment.filters["sentence"] = _as_sentence
    return environment.get_template("page.html.jinja")
